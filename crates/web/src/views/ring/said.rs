//! The things on a circle of keys, clockwise, and a sentence for each.

use quorum_kernel::{
    Arg,
    inspect::{Ring, RingArc, RingKey},
};
use quorum_scene::words::say;

use super::places::{per_mille, places};
use crate::t;

/// A thing that can be pointed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The part that ends at this place.
    Arc(u32),
    /// A key.
    Key(String),
}

/// All things, clockwise from place 0, each part before the keys in it that lie on the same place as its end.
pub fn things(ring: &Ring) -> Vec<Thing> {
    let arcs = ring.arcs.iter().map(|arc| (arc.to, Thing::Arc(arc.to)));
    let keys = ring.keys.iter().map(|key| (key.at, Thing::Key(key.key.clone())));
    let mut things: Vec<(u32, Thing)> = arcs.chain(keys).collect();
    things.sort_by_key(|(at, _)| *at);
    things.into_iter().map(|(_, thing)| thing).collect()
}

impl Thing {
    /// A short name, that tests know it by: `40000000`, `x`.
    pub fn name(&self, ring: &Ring) -> String {
        match self {
            Self::Arc(to) => ring.arcs.iter().find(|arc| arc.to == *to).map_or_else(String::new, |arc| hex(arc.to)),
            Self::Key(key) => key.clone(),
        }
    }

    /// What there is to say of it.
    pub fn said(&self, ring: &Ring) -> String {
        match self {
            Self::Arc(to) => ring.arcs.iter().find(|arc| arc.to == *to).map(|arc| arc_said(ring, arc)),
            Self::Key(key) => ring.keys.iter().find(|other| other.key == *key).map(key_said),
        }
        .unwrap_or_default()
    }
}

/// A place, as it is written.
pub fn hex(at: u32) -> String {
    format!("{at:08x}")
}

/// A share of the circle: `12.5 %`.
pub fn share(places: u64) -> String {
    let per_mille = per_mille(places);
    t!("ring-share", percent = per_mille / 10, tenths = per_mille % 10)
}

fn arc_said(ring: &Ring, arc: &RingArc) -> String {
    let point = ring.points.iter().find(|point| point.at == arc.to && point.node == arc.owner);
    let owner = point.map_or_else(|| arc.owner.to_string(), |point| point.tag.clone());
    let owns = t!("ring-arc-said", owner = owner, from = hex(arc.from), to = hex(arc.to), share = share(places(arc)));
    match arc.moving_to {
        Some(to) => format!("{owns} {}", t!("ring-arc-moves", to = to)),
        None => owns,
    }
}

fn key_said(key: &RingKey) -> String {
    let at = hex(key.at);
    let said = match key.holders.split_first() {
        None => t!("ring-key-lost", key = key.key.as_str(), at = at),
        Some((first, [])) => t!("ring-key-alone", key = key.key.as_str(), at = at, first = *first),
        Some((first, copies)) => {
            let copies: Vec<Arg> = copies.iter().map(|node| Arg::from(*node)).collect();
            t!("ring-key-said", key = key.key.as_str(), at = at, first = *first, copies = copies)
        }
    };
    key.note.as_ref().map_or_else(|| said.clone(), |note| format!("{said} {}", say(note)))
}

#[cfg(test)]
mod tests {
    use quorum_kernel::{NodeId, Text, inspect::RingPoint};

    use super::*;

    fn ring() -> Ring {
        let [n1, n2, n3] = [1, 2, 3].map(NodeId::server);
        let key = |at, key: &str, holders: &[NodeId]| RingKey {
            at,
            key: key.to_owned(),
            holders: holders.to_vec(),
            tone: None,
            note: None,
        };
        Ring {
            title: Text::new("ring"),
            about: Text::new("ring"),
            points: vec![RingPoint { at: 1 << 30, node: n1, tag: "n1#0".to_owned() }],
            arcs: vec![
                RingArc { from: 3 << 30, to: 1 << 30, owner: n1, moving_to: None },
                RingArc { from: 1 << 30, to: 3 << 30, owner: n2, moving_to: Some(n3) },
            ],
            keys: vec![key(5, "x", &[n1, n2]), key(3 << 30, "y", &[n2]), key(7, "z", &[])],
        }
    }

    #[test]
    fn things_come_clockwise() {
        let names: Vec<String> = things(&ring()).iter().map(|thing| thing.name(&ring())).collect();
        assert_eq!(names, ["x", "z", "40000000", "c0000000", "y"]);
    }

    #[test]
    fn each_has_its_sentence() {
        let said: Vec<String> = things(&ring()).iter().map(|thing| thing.said(&ring())).collect();
        assert_eq!(said[0], "x lies at 00000005: n1 answers for it; copies are at n2.");
        assert_eq!(said[1], "z lies at 00000007, and nobody holds it.");
        assert_eq!(said[2], "n1#0 owns what lies after c0000000, up to 40000000: 50.0 % of the circle.");
        assert_eq!(
            said[3],
            "n2 owns what lies after 40000000, up to c0000000: 50.0 % of the circle. It is being handed to n3."
        );
        assert_eq!(said[4], "y lies at c0000000: n2 answers for it, and there is no copy.");
    }
}
