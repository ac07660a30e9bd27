//! What survives a crash: "persistent state on all servers" (figure 2).

use quorum_kernel::NodeId;
use serde::Serialize;

use super::log::{Entries, Index, Log, Term};

/// A node's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// "Latest term server has seen".
    pub term: Term,
    /// "candidateId that received vote in current term".
    pub voted_for: Option<NodeId>,
    /// "Log entries".
    pub log: Log,
    /// On a client: how often it has started, so that its serial numbers never repeat.
    pub lives: u32,
}

/// One durable change. All are forced: Raft answers only for what is on the platter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    /// Term and vote, together: a new term never stands beside an old term's vote.
    Ballot {
        /// The new term.
        term: Term,
        /// The vote in it.
        voted_for: Option<NodeId>,
    },
    /// The log keeps its first entries and gets others.
    Log {
        /// How many entries stay.
        keep: Index,
        /// What follows them.
        entries: Entries,
    },
    /// A client begins another life.
    Life,
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, write: &Write) {
        match write {
            Write::Ballot { term, voted_for } => (self.term, self.voted_for) = (*term, *voted_for),
            Write::Log { keep, entries } => self.log.replace(*keep, entries),
            Write::Life => self.lives += 1,
        }
    }
}
