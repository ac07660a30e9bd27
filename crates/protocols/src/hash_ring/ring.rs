//! The circle: where nodes stand, who owns which range, what is on the move, and where the keys are.

use std::{collections::BTreeSet, sync::Arc};

use quorum_kernel::{
    NodeId, Text, World,
    inspect::{self, RingArc, RingKey, RingPoint, Tone},
};

use super::{Config, HashRing, Item, Nodes, View, places, spec};

/// The circle, by the newest view.
pub fn ring(world: &World<HashRing>) -> inspect::Ring {
    let (config, view) = (world.config(), spec::newest(world));
    inspect::Ring {
        title: Text::new("hash-ring-circle"),
        about: Text::new("hash-ring-circle-about"),
        points: points(config, view),
        arcs: arcs(config, view),
        keys: keys(world, view),
    }
}

/// Where members stand, and those that come.
fn points(config: &Config, view: View) -> Vec<RingPoint> {
    let all = view.sets().fold(Nodes::NONE, Nodes::or);
    let point = |point: &quorum_hashing::Point| {
        let node = places::node(point.member);
        RingPoint { at: point.at, node, tag: format!("{node}#{}", point.token) }
    };
    config.places.points(all).iter().map(point).collect()
}

/// The ranges between these points, each with its owner, and the one that is to be.
fn arcs(config: &Config, view: View) -> Vec<RingArc> {
    let points = points(config, view);
    // Two points may share a place.
    let ends: Vec<u32> = points.iter().map(|point| point.at).collect::<BTreeSet<_>>().into_iter().collect();
    let before = ends.iter().cycle().skip(ends.len().saturating_sub(1));
    let owner = |members: Nodes, at: u32| config.places.owners_at(members, at).first().copied();
    ends.iter()
        .zip(before)
        .filter_map(|(to, from)| {
            let now = owner(view.members, *to)?;
            let moving_to = view.next.and_then(|next| owner(next, *to)).filter(|then| *then != now);
            Some(RingArc { from: *from, to: *to, owner: now, moving_to })
        })
        .collect()
}

/// All keys that somebody holds.
fn keys(world: &World<HashRing>, view: View) -> Vec<RingKey> {
    let names: BTreeSet<&Arc<str>> = spec::stores(world).flat_map(|(_, disk)| disk.items.keys()).collect();
    let mut keys: Vec<RingKey> = names.into_iter().map(|key| ring_key(world, view, key)).collect();
    keys.sort_by_key(|key| key.at);
    keys
}

fn ring_key(world: &World<HashRing>, view: View, key: &str) -> RingKey {
    let config = world.config();
    let held = |node: NodeId| world.node(node).disk.items.get(key);
    let holding: Nodes = spec::stores(world).filter(|(node, _)| held(*node).is_some()).map(|(node, _)| node).collect();
    let owners = config.places.owners(view.members, key);
    let next = view.next.map(|next| config.places.owners(next, key)).unwrap_or_default();
    let mut holders: Vec<NodeId> = Vec::new();
    for node in owners.iter().chain(&next).copied().chain(holding.iter()).filter(|node| holding.has(*node)) {
        if !holders.contains(&node) {
            holders.push(node);
        }
    }
    let newest: Option<&Item> = holders.iter().filter_map(|node| held(*node)).max_by_key(|item| item.version);
    let gains: Nodes = next.iter().copied().filter(|node| !owners.contains(node)).collect();
    let note = newest.map(|item| {
        let text =
            Text::new("hash-ring-key-held").with("value", &*item.value).with("version", item.version.to_string());
        text.with("holders", spec::holders(world, key, item.version).iter().collect::<quorum_kernel::Arg>())
    });
    let tone = (!gains.is_empty()).then_some(Tone::Ask);
    RingKey { at: places::place(key), key: key.to_owned(), holders, tone, note }
}
