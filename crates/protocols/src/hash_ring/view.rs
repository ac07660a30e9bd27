//! A view: who stores, and, while that changes, who will. Views are numbered, and every message between nodes and clients
//! bears one.

use std::fmt;

use quorum_kernel::NodeId;
use serde::Serialize;

use super::{Config, Nodes};

/// The number of a view. Each follows from the one before: from a settled view comes one in which a change is under way, and
/// from that the next settled one. So the numbers of settled views are odd.
pub type Epoch = u32;

/// Who stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct View {
    /// Its number, from 1.
    pub epoch: Epoch,
    /// Who owns keys.
    pub members: Nodes,
    /// Who is to own keys, while ranges are handed over.
    pub next: Option<Nodes>,
}

impl View {
    /// The view that a cluster begins with.
    pub fn first(members: Nodes) -> Self {
        Self { epoch: 1, members, next: None }
    }

    /// The view in which this one is changed to other members.
    #[must_use]
    pub fn changing_to(self, next: Nodes) -> Self {
        Self { epoch: self.epoch + 1, members: self.members, next: Some(next) }
    }

    /// The view that a change comes to.
    #[must_use]
    pub fn settled(self) -> Self {
        Self { epoch: self.epoch + 1, members: self.next.unwrap_or(self.members), next: None }
    }

    /// Whether ranges are being handed over.
    pub fn is_changing(self) -> bool {
        self.next.is_some()
    }

    /// Those whose owners count: one set of members, or two while that changes.
    pub fn sets(self) -> impl Iterator<Item = Nodes> {
        [Some(self.members), self.next].into_iter().flatten()
    }

    /// All who own this key, or are to own it.
    pub fn owners(self, config: &Config, key: &str) -> Nodes {
        self.sets().flat_map(|members| config.places.owners(members, key)).collect()
    }

    /// Whether these nodes make a quorum for a key: a majority of its owners, and while that changes also one of those that
    /// are to own it.
    pub fn is_quorum(self, config: &Config, key: &str, nodes: Nodes) -> bool {
        self.sets().all(|members| {
            let owners = config.places.owners(members, key);
            let counted = owners.iter().filter(|owner| nodes.has(**owner)).count();
            counted >= majority(owners.len())
        })
    }

    /// Who gets keys that it did not own, each with those that own such keys.
    fn moves(self, config: &Config) -> Vec<(NodeId, Nodes)> {
        self.next.map(|next| config.places.moves(self.members, next)).unwrap_or_default()
    }

    /// Who gets keys that it did not own.
    pub fn gainers(self, config: &Config) -> Nodes {
        self.moves(config).into_iter().map(|(gainer, _)| gainer).collect()
    }

    /// Who has keys that a node gets.
    pub fn sources(self, config: &Config, node: NodeId) -> Nodes {
        let moves = self.moves(config);
        moves.into_iter().find(|(gainer, _)| *gainer == node).map_or(Nodes::NONE, |(_, sources)| sources)
    }

    /// To whom a node hands over.
    pub fn heirs(self, config: &Config, node: NodeId) -> Nodes {
        let moves = self.moves(config);
        moves.into_iter().filter(|(_, sources)| sources.has(node)).map(|(gainer, _)| gainer).collect()
    }

    /// Whether a node gets a key that it did not own.
    pub fn gains(self, config: &Config, node: NodeId, key: &str) -> bool {
        let owns = |members: Nodes| config.places.owners(members, key).contains(&node);
        self.next.is_some_and(owns) && !owns(self.members)
    }

    /// How many of so many sources must have handed over to a node before it has all that was acknowledged: all but a
    /// minority of the owners of a key. Of those that are heard, a majority owns each key then.
    pub fn sources_needed(self, config: &Config, sources: Nodes) -> u32 {
        let owners = config.replicas.min(self.members.len());
        let minority = owners - u32::try_from(majority(owners as usize)).expect("a handful");
        sources.len().saturating_sub(minority)
    }

    /// Whether a node that has heard from these has all that it is to own.
    pub fn has_all(self, config: &Config, node: NodeId, heard: Nodes) -> bool {
        heard.len() >= self.sources_needed(config, self.sources(config, node))
    }
}

/// How many of so many are a majority.
pub fn majority(of: usize) -> usize {
    of / 2 + 1
}

/// As labels and logs show it: `3: n2 n3 n4`, `2: n2 n3 > n2 n3 n4`.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.epoch, self.members)?;
        self.next.map_or(Ok(()), |next| write!(f, " > {next}"))
    }
}
