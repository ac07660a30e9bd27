//! Bars: how many keys each node holds, and how many each change moved.

use std::{collections::BTreeSet, sync::Arc};

use quorum_kernel::{
    Text, World,
    inspect::{Chart, ChartBar, ChartOf, Tone},
};

use super::{Config, HashRing, KEEPER, Nodes, compared, spec};

/// The charts.
pub const CHARTS: &[ChartOf] = &[
    ChartOf {
        id: LOAD,
        title: "hash-ring-chart-load",
        about: "hash-ring-chart-load-about",
        nothing: "hash-ring-chart-no-nodes",
    },
    ChartOf {
        id: MOVED,
        title: "hash-ring-chart-moved",
        about: "hash-ring-chart-moved-about",
        nothing: "hash-ring-chart-moved-nothing",
    },
    ChartOf {
        id: PLACEMENTS,
        title: "hash-ring-chart-placements",
        about: "hash-ring-chart-placements-about",
        nothing: "hash-ring-chart-no-nodes",
    },
    ChartOf {
        id: FULLEST,
        title: "hash-ring-chart-fullest",
        about: "hash-ring-chart-fullest-about",
        nothing: "hash-ring-chart-no-nodes",
    },
];

const LOAD: &str = "load";
const MOVED: &str = "moved";
const PLACEMENTS: &str = "placements";
const FULLEST: &str = "fullest";

/// The chart of this id.
pub fn chart(world: &World<HashRing>, id: &str) -> Chart {
    match id {
        MOVED => moved(world),
        PLACEMENTS => compared::moved(world),
        FULLEST => compared::fullest(world),
        _ => load(world),
    }
}

/// All keys that somebody holds.
fn keys(world: &World<HashRing>) -> BTreeSet<Arc<str>> {
    spec::stores(world).flat_map(|(_, disk)| disk.items.keys().cloned()).collect()
}

/// How many of so many keys with replicas each of so many members is expected to hold: an even share, rounded.
fn even(keys: usize, replicas: u32, members: u32) -> u64 {
    let (copies, members) = (keys as u64 * u64::from(replicas.min(members)), u64::from(members.max(1)));
    (copies + members / 2) / members
}

/// What each storage node holds, beside an even share.
fn load(world: &World<HashRing>) -> Chart {
    let (members, replicas) = (spec::newest(world).members, world.config().replicas);
    let keys = keys(world).len();
    let bars = spec::stores(world).map(|(node, disk)| {
        let is_member = members.has(node);
        ChartBar {
            label: Text::new("hash-ring-bar-node").with("node", node),
            value: disk.items.len() as u64,
            tone: if is_member { Tone::Lead } else { Tone::Calm },
            expected: Some(if is_member { even(keys, replicas, members.len()) } else { 0 }),
        }
    });
    Chart { unit: Text::new("hash-ring-unit-keys"), bars: bars.collect() }
}

/// How many copies each change so far had to make, of the keys that there are, beside what consistent hashing expects: the
/// share of the node that came, or of the one that went.
fn moved(world: &World<HashRing>) -> Chart {
    let config = world.config();
    let keeper = world.node(KEEPER).disk;
    let keys = keys(world);
    let mut before = config.first_view().members;
    let bars = keeper.settled.iter().map(|after| {
        let bar = change(config, &keys, before, *after);
        before = *after;
        bar
    });
    Chart { unit: Text::new("hash-ring-unit-copies"), bars: bars.collect() }
}

/// How many copies the latest change had to make; `None`: there was none yet.
pub fn latest_moved(world: &World<HashRing>) -> Option<u64> {
    moved(world).bars.last().map(|bar| bar.value)
}

fn change(config: &Config, keys: &BTreeSet<Arc<str>>, before: Nodes, after: Nodes) -> ChartBar {
    let owners = |members: Nodes, key: &str| config.places.owners(members, key).into_iter().collect::<Nodes>();
    let copies = |key: &Arc<str>| u64::from(owners(after, key).minus(owners(before, key)).len());
    let (comes, goes) = (after.minus(before), before.minus(after));
    let id = if comes.is_empty() { "hash-ring-bar-leave" } else { "hash-ring-bar-join" };
    let larger = before.len().max(after.len());
    ChartBar {
        label: Text::new(id).with("nodes", super::words::list(comes.or(goes))),
        value: keys.iter().map(copies).sum(),
        tone: Tone::Report,
        expected: Some(even(keys.len(), config.replicas, larger)),
    }
}
