//! The circle on which keys and nodes have their places, for protocols that place keys so.

use serde::{Deserialize, Serialize};

use super::Tone;
use crate::{NodeId, Text};

/// A circle of 2^32 places: who owns which part of it, and where the keys are.
///
/// A place is a number that grows clockwise; after the last comes 0 again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    /// Its name, short enough for a tab.
    pub title: Text,
    /// What it shows, in a sentence.
    pub about: Text,
    /// Where nodes stand, by place.
    pub points: Vec<RingPoint>,
    /// Who owns what, clockwise, without a gap; nothing, if nodes have no places.
    pub arcs: Vec<RingArc>,
    /// The keys that somebody holds, by place.
    pub keys: Vec<RingKey>,
}

/// A place at which a node stands. One node may stand at many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingPoint {
    /// The place.
    pub at: u32,
    /// Which node.
    pub node: NodeId,
    /// What the point is called by: `n2#3`.
    pub tag: String,
}

/// A part of the circle with one owner: the places after `from`, up to `to` and with it. If both are the same, it is the
/// whole circle; if `to` is the lower, it goes over 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingArc {
    /// The place before its first.
    pub from: u32,
    /// Its last place.
    pub to: u32,
    /// Who owns it.
    pub owner: NodeId,
    /// Who is to own it, while it is being handed over.
    pub moving_to: Option<NodeId>,
}

/// A key at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingKey {
    /// The place.
    pub at: u32,
    /// The key.
    pub key: String,
    /// Who holds it: first who answers for it, then those that hold copies, in the order of their places after it.
    pub holders: Vec<NodeId>,
    /// Its colour, if it stands out.
    pub tone: Option<Tone>,
    /// What there is to say of it, if anything.
    pub note: Option<Text>,
}
