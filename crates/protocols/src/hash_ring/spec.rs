//! What the ring promises.

use std::{collections::BTreeMap, sync::Arc};

use quorum_kernel::{Happening, Mode, NodeId, Promise, Property, Shared, Spec, Status, Text, World};
use serde::Serialize;

use super::{Config, Disk, Epoch, HashRing, KEEPER, Nodes, Note, Version, View, disk::Write, view::majority, words};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// Of each key, the newest version that a client was told of.
    pub acknowledged: BTreeMap<Arc<str>, Version>,
    /// Of each client that is at it, what was acknowledged of its key when it began.
    pub floors: BTreeMap<NodeId, Option<Version>>,
    /// How many keys were handed over.
    pub moved: u32,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }
}

impl Spec for HashRing {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }
}

/// What folds nothing: the property is asked of the world alone.
fn nothing(_: &mut Shared<Ghost>, _: &World<HashRing>, _: &[Happening<HashRing>]) {}

const ALL: fn(&Config) -> Promise = |_| Promise::ALL_BUT_WIPE;

static PROPERTIES: &[Property<HashRing>] = &[
    Property {
        id: "linearizable",
        mode: Mode::Always,
        promise: ALL,
        fold: fold_linearizable,
        holds: |ghost, _| ghost.broken.is_none(),
        detail: words::linearizable,
    },
    Property {
        id: "acknowledged-kept",
        mode: Mode::Always,
        promise: ALL,
        fold: fold_acknowledged,
        holds: |ghost, world| lacking(ghost, world).is_none(),
        detail: words::acknowledged_kept,
    },
    Property {
        id: "one-owner",
        mode: Mode::Always,
        promise: ALL,
        fold: nothing,
        holds: |_, world| accepted_twice(world).is_none(),
        detail: words::one_owner,
    },
    Property {
        id: "only-what-must-move",
        mode: Mode::Always,
        promise: ALL,
        fold: fold_moves,
        holds: |ghost, _| ghost.broken.is_none(),
        detail: words::only_what_must_move,
    },
    Property {
        id: "even-load",
        mode: Mode::Always,
        promise: ALL,
        fold: nothing,
        holds: |_, world| overloaded(world).is_none(),
        detail: words::even_load,
    },
    Property {
        id: "changes-end",
        mode: Mode::Eventually,
        promise: ALL,
        fold: nothing,
        holds: |_, world| !newest(world).is_changing() && behind(world).next().is_none(),
        detail: words::changes_end,
    },
    Property {
        id: "keys-move",
        mode: Mode::Sometimes,
        promise: ALL,
        fold: fold_moves,
        holds: |ghost, _| ghost.moved > 0,
        detail: words::keys_move,
    },
];

/// Who noted what, of all that happened.
fn notes(happened: &[Happening<HashRing>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

/// Every answer has a version, and no two writes have the same. If no answer is older than what was acknowledged before it
/// was asked for, and no write either, then the order of versions is one in which one machine could have done all of it.
fn fold_linearizable(ghost: &mut Shared<Ghost>, _: &World<HashRing>, happened: &[Happening<HashRing>]) {
    for (client, note) in notes(happened) {
        match note {
            Note::Began { request } => {
                let floor = request.key().and_then(|key| ghost.acknowledged.get(key)).copied();
                ghost.floors.insert(client, floor);
            }
            Note::Finished { key, version, wrote } => {
                let floor = ghost.floors.remove(&client).flatten();
                let too_old = *version < floor || (*wrote && *version == floor);
                if let Some(floor) = floor.filter(|_| too_old) {
                    let (key, version) = (key.clone(), *version);
                    ghost.break_with(|| words::too_old(client, &key, version, floor));
                }
                acknowledge(ghost, key, *version);
            }
            _ => {}
        }
    }
    for happening in happened {
        if let Happening::Crashed { node, .. } = happening
            && ghost.floors.contains_key(node)
        {
            ghost.floors.remove(node);
        }
    }
}

fn fold_acknowledged(ghost: &mut Shared<Ghost>, _: &World<HashRing>, happened: &[Happening<HashRing>]) {
    for (_, note) in notes(happened) {
        if let Note::Finished { key, version, .. } = note {
            acknowledge(ghost, key, *version);
        }
    }
}

fn acknowledge(ghost: &mut Shared<Ghost>, key: &Arc<str>, version: Option<Version>) {
    if let Some(version) = version
        && ghost.acknowledged.get(key).is_none_or(|known| *known < version)
    {
        ghost.acknowledged.insert(key.clone(), version);
    }
}

/// The newest view that is decided.
pub(super) fn newest(world: &World<HashRing>) -> View {
    world.node(KEEPER).disk.view(world.config())
}

/// The storage nodes with their disks.
pub(super) fn stores(world: &World<HashRing>) -> impl Iterator<Item = (NodeId, &Disk)> {
    world.servers().filter(|node| node.id != KEEPER).map(|node| (node.id, node.disk))
}

/// Who holds this version of a key, or a newer one.
pub(super) fn holders(world: &World<HashRing>, key: &str, version: Version) -> Nodes {
    let holds = |disk: &Disk| disk.items.get(key).is_some_and(|item| item.version >= version);
    stores(world).filter(|(_, disk)| holds(disk)).map(|(node, _)| node).collect()
}

/// How many different nodes must hold what is acknowledged.
pub(super) fn holders_needed(world: &World<HashRing>) -> usize {
    let members = newest(world).members.len();
    majority(world.config().replicas.min(members) as usize)
}

/// A key of which what was acknowledged is on too few disks, and who holds it.
pub(super) fn lacking<'a>(ghost: &'a Ghost, world: &World<HashRing>) -> Option<(&'a Arc<str>, Version, Nodes)> {
    let needed = holders_needed(world);
    let held = ghost.acknowledged.iter().map(|(key, version)| (key, *version, holders(world, key, *version)));
    held.into_iter().find(|(_, _, holders)| (holders.len() as usize) < needed)
}

/// A key that would be written now in two views, each by a quorum of its own. A node accepts what is of its view.
pub(super) fn accepted_twice(world: &World<HashRing>) -> Option<(Arc<str>, View, View)> {
    let config = world.config();
    let mut views: BTreeMap<Epoch, (View, Nodes)> = BTreeMap::new();
    for (node, disk) in stores(world) {
        let view = disk.view(config);
        let (_, nodes) = views.entry(view.epoch).or_insert((view, Nodes::NONE));
        *nodes = nodes.with(node);
    }
    if views.len() < 2 {
        return None;
    }
    // Who serves a view: those that are in it, and those that are beyond it and serve it all the same.
    let serving = |epoch: Epoch| {
        let serves = |ours: &Epoch| *ours >= epoch && (config.rules.serves)(epoch, *ours);
        views.iter().filter(|(ours, _)| serves(ours)).fold(Nodes::NONE, |all, (_, (_, nodes))| all.or(*nodes))
    };
    let serving: Vec<(View, Nodes)> = views.values().map(|(view, _)| (*view, serving(view.epoch))).collect();
    let keys = stores(world).flat_map(|(_, disk)| disk.items.keys());
    keys.into_iter().find_map(|key| {
        let mut accepted = serving.iter().filter(|(view, nodes)| view.is_quorum(config, key, *nodes));
        let (older, newer) = (accepted.next()?, accepted.next()?);
        Some((key.clone(), older.0, newer.0))
    })
}

/// A node takes over those keys that it gains, and no others. And where placement is consistent, a key moves to one that comes,
/// or away from one that goes, and never between two that stay.
fn fold_moves(ghost: &mut Shared<Ghost>, world: &World<HashRing>, happened: &[Happening<HashRing>]) {
    let config = world.config();
    for happening in happened {
        let Happening::Wrote { node, write: Write::Copied { from, items }, .. } = happening else { continue };
        if items.is_empty() {
            continue;
        }
        ghost.moved += u32::try_from(items.len()).unwrap_or(u32::MAX);
        let view = world.node(*node).disk.view(config);
        let next = view.next.unwrap_or(view.members);
        let (comes, goes) = (next.minus(view.members), view.members.minus(next));
        for (key, _) in items {
            let had: Nodes = config.places.owners(view.members, key).into_iter().collect();
            let must = view.gains(config, *node, key);
            let consistent = !config.places.is_monotone() || comes.has(*node) || !had.and(goes).is_empty();
            if !must || !consistent {
                let (key, node, from) = (key.clone(), *node, *from);
                ghost.break_with(|| words::moved_for_nothing(&key, node, from));
            }
        }
    }
}

/// A member that owns too much of all keys there could be, with how many of the drawn ones it owns.
///
/// Its share is the sum of as many ranges as it has virtual nodes, each drawn: its standard deviation is about the mean by the
/// square root of their number. Four of these are rare enough; the other placements are better than that.
pub(super) fn overloaded(world: &World<HashRing>) -> Option<(NodeId, u32, u32)> {
    let (config, members) = (world.config(), newest(world).members);
    let virtual_nodes = u64::from(config.places.virtual_nodes());
    members.iter().find_map(|member| {
        let (share, of) = config.places.share(members, member);
        // In parts of the mean: share · n / of; the excess over 1, squared, times the virtual nodes, is at most 16.
        let (scaled, of_all) = (u64::from(share) * u64::from(members.len()), u64::from(of));
        let excess = scaled.saturating_sub(of_all);
        (excess * excess * virtual_nodes > 16 * of_all * of_all).then_some((member, share, of))
    })
}

/// The storage nodes that run and are in an older view than the newest, or wait for keys in it.
pub(super) fn behind(world: &World<HashRing>) -> impl Iterator<Item = NodeId> {
    let epoch = newest(world).epoch;
    let config = world.config();
    let running = world.servers().filter(|node| node.id != KEEPER && node.status == Status::Up);
    running.filter(move |node| node.disk.view(config).epoch < epoch).map(|node| node.id)
}
