//! A set of storage nodes, in two bytes: views travel with every message.

use std::fmt;

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

/// A set of servers with numbers from 1 to 16.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nodes(u16);

impl Nodes {
    /// Nobody.
    pub const NONE: Self = Self(0);

    /// A node's bit; none for a client, or for a number that no server here has.
    fn bit(node: NodeId) -> u16 {
        let has_bit = !node.is_client() && node.number() <= 16;
        if has_bit { 1 << (node.number() - 1) } else { 0 }
    }

    /// Whether a node is among them.
    pub fn has(self, node: NodeId) -> bool {
        self.0 & Self::bit(node) != 0
    }

    /// These and one more.
    #[must_use]
    pub fn with(self, node: NodeId) -> Self {
        Self(self.0 | Self::bit(node))
    }

    /// These without one.
    #[must_use]
    pub fn without(self, node: NodeId) -> Self {
        Self(self.0 & !Self::bit(node))
    }

    /// Those in either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that are not in the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether all of these are in the other.
    pub fn all_in(self, other: Self) -> bool {
        self.minus(other) == Self::NONE
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// How many there are.
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Each of them, by number.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = NodeId> {
        (1..=16).map(NodeId::server).filter(move |node| self.has(*node))
    }

    /// The set as a number below 2^16, for tables.
    pub(super) fn bits(self) -> usize {
        usize::from(self.0)
    }
}

impl FromIterator<NodeId> for Nodes {
    fn from_iter<I: IntoIterator<Item = NodeId>>(nodes: I) -> Self {
        nodes.into_iter().fold(Self::NONE, Self::with)
    }
}

/// `n2 n3 n4`.
impl fmt::Display for Nodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(|node| node.to_string()).collect();
        f.write_str(&names.join(" "))
    }
}

impl Serialize for Nodes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_does_what_sets_do() {
        let set = |numbers: &[u8]| numbers.iter().map(|number| NodeId::server(*number)).collect::<Nodes>();
        let (some, more) = (set(&[2, 3, 9]), set(&[3, 9, 16]));
        assert_eq!((some.or(more), some.and(more), some.minus(more)), (set(&[2, 3, 9, 16]), set(&[3, 9]), set(&[2])));
        assert!(set(&[3]).all_in(some) && !some.all_in(more) && Nodes::NONE.all_in(some));
        assert_eq!((some.len(), some.to_string()), (3, "n2 n3 n9".to_owned()));
        assert_eq!(some.with(NodeId::server(4)).without(NodeId::server(4)), some);
    }
}
