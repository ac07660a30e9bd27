//! Why a property holds or does not, as texts of the catalogue.

use quorum_kernel::{Arg, NodeId, Text, World};

use super::{Ghost, HashRing, Nodes, Version, View, spec};

/// Nodes, for a text.
pub(super) fn list(nodes: Nodes) -> Arg {
    nodes.iter().collect()
}

/// A view, for people.
pub(super) fn view(view: View) -> Text {
    match view.next {
        None => Text::new("hash-ring-view-settled").with("epoch", view.epoch).with("members", list(view.members)),
        Some(next) => {
            let (comes, goes) = (next.minus(view.members), view.members.minus(next));
            let id = if comes.is_empty() { "hash-ring-view-leaving" } else { "hash-ring-view-joining" };
            let text = Text::new(id).with("epoch", view.epoch).with("members", list(view.members));
            text.with("nodes", list(comes.or(goes)))
        }
    }
}

/// The reason that was kept when a property broke, or else why it holds.
fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

pub(super) fn linearizable(ghost: &Ghost, _: &World<HashRing>) -> Text {
    broken_or(ghost, || match ghost.acknowledged.len() {
        0 => Text::new("hash-ring-nothing-acknowledged"),
        keys => Text::new("hash-ring-none-too-old").with("keys", keys),
    })
}

/// A client was answered, or wrote, something older than it should have.
pub(super) fn too_old(client: NodeId, key: &str, version: Option<Version>, floor: Version) -> Text {
    let text = match version {
        None => Text::new("hash-ring-found-nothing"),
        Some(version) => Text::new("hash-ring-found-too-old").with("version", version.to_string()),
    };
    text.with("client", client).with("key", key).with("floor", floor.to_string())
}

pub(super) fn acknowledged_kept(ghost: &Ghost, world: &World<HashRing>) -> Text {
    let needed = spec::holders_needed(world);
    match spec::lacking(ghost, world) {
        Some((key, version, holders)) => {
            let id = if holders.is_empty() { "hash-ring-held-by-none" } else { "hash-ring-held-by-few" };
            let text = Text::new(id).with("key", &**key).with("version", version.to_string()).with("needed", needed);
            if holders.is_empty() { text } else { text.with("nodes", list(holders)) }
        }
        None if ghost.acknowledged.is_empty() => Text::new("hash-ring-nothing-acknowledged"),
        None => Text::new("hash-ring-all-held").with("keys", ghost.acknowledged.len()).with("needed", needed),
    }
}

pub(super) fn one_owner(_: &Ghost, world: &World<HashRing>) -> Text {
    match spec::accepted_twice(world) {
        None => Text::new("hash-ring-accepted-once"),
        Some((key, older, newer)) => {
            let text = Text::new("hash-ring-accepted-twice").with("key", &*key);
            text.with("older", older.epoch).with("newer", newer.epoch)
        }
    }
}

pub(super) fn only_what_must_move(ghost: &Ghost, world: &World<HashRing>) -> Text {
    broken_or(ghost, || {
        let consistent = world.config().places.is_monotone();
        let id = if consistent { "hash-ring-moved-least" } else { "hash-ring-moved-as-placed" };
        Text::new(id).with("moved", ghost.moved)
    })
}

/// A key was handed to a node that did not gain it, or need not have.
pub(super) fn moved_for_nothing(key: &str, node: NodeId, from: NodeId) -> Text {
    Text::new("hash-ring-moved-for-nothing").with("key", key).with("node", node).with("from", from)
}

pub(super) fn even_load(_: &Ghost, world: &World<HashRing>) -> Text {
    let members = spec::newest(world).members;
    let places = &world.config().places;
    let percent = |share: u32, of: u32| (share * 100 + of / 2) / of.max(1);
    let most = members.iter().map(|member| (places.share(members, member), member)).max();
    let Some(((share, of), node)) = most else { return Text::new("hash-ring-nobody-owns") };
    let id = if spec::overloaded(world).is_some() { "hash-ring-owns-too-much" } else { "hash-ring-owns-most" };
    let text = Text::new(id).with("node", node).with("percent", percent(share, of));
    text.with("fair", percent(1, members.len()))
}

pub(super) fn changes_end(_: &Ghost, world: &World<HashRing>) -> Text {
    let newest = spec::newest(world);
    if newest.is_changing() {
        return Text::new("hash-ring-change-under-way").with("epoch", newest.epoch);
    }
    let behind: Nodes = spec::behind(world).collect();
    if behind.is_empty() {
        return Text::new("hash-ring-all-in-view").with("epoch", newest.epoch);
    }
    Text::new("hash-ring-some-behind").with("epoch", newest.epoch).with("nodes", list(behind))
}

pub(super) fn keys_move(ghost: &Ghost, _: &World<HashRing>) -> Text {
    match ghost.moved {
        0 => Text::new("hash-ring-none-moved"),
        moved => Text::new("hash-ring-some-moved").with("moved", moved),
    }
}
