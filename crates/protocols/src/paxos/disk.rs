//! What survives a crash (§2.5).

use serde::Serialize;

use super::ballot::{Ballot, Proposal, Round};

/// A server's disk. A client's stays empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// An acceptor's: "the number of the highest-numbered prepare request to which it has responded" (§2.2), or the
    /// ballot in which it last accepted, if that is higher.
    pub promised: Option<Ballot>,
    /// An acceptor's: "the highest-numbered proposal that it has ever accepted" (§2.2).
    pub accepted: Option<Proposal>,
    /// A proposer's: the round of "the highest-numbered proposal it has tried to issue" (§2.5); 0: none.
    pub tried: Round,
}

/// One durable change. All are forced: Paxos answers only for what is on the platter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    /// An acceptor binds itself to a ballot.
    Promised(Option<Ballot>),
    /// An acceptor accepts, which binds it too, in the same write.
    Accepted {
        /// What it keeps.
        proposal: Proposal,
        /// What it is bound to.
        promised: Option<Ballot>,
    },
    /// A proposer begins a ballot of this round.
    Tried(Round),
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, write: &Write) {
        match write {
            Write::Promised(promised) => self.promised = *promised,
            Write::Accepted { proposal, promised } => {
                (self.accepted, self.promised) = (Some(proposal.clone()), *promised);
            }
            Write::Tried(round) => self.tried = *round,
        }
    }
}
