//! What is in memory. The phases of a proposer are types, so that only a ballot that was prepared can be proposed.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::NodeId;
use serde::Serialize;

use super::{
    ballot::{Ballot, Proposal, Value},
    message::Propose,
};
use crate::{client::Client, session::Serial};

/// A member's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A server's.
    Server(Server),
    /// A client's.
    Client(Client<Propose>),
}

/// A server's memory: that of a proposer and that of a learner. What an acceptor knows is all on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Server {
    /// How far its own proposing is.
    pub phase: Phase,
    /// What it would propose if it is free to.
    pub own: Option<Value>,
    /// How many ballots failed in a row.
    pub failures: u8,
    /// The highest ballot that it has heard of.
    pub heard: Option<Ballot>,
    /// Whom it owes an answer, and to which of its requests.
    pub waiting: BTreeMap<NodeId, Serial>,
    /// What it knows to be chosen.
    pub chosen: Option<Value>,
}

/// How far a proposer is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing to propose.
    #[default]
    Idle,
    /// Phase 1: collects promises.
    Preparing(Preparing),
    /// Phase 2: collects acceptances.
    Accepting(Accepting),
    /// A ballot failed; waits before the next.
    BackingOff,
}

impl Phase {
    /// The ballot under way.
    pub fn ballot(&self) -> Option<Ballot> {
        match self {
            Phase::Preparing(preparing) => Some(preparing.ballot),
            Phase::Accepting(accepting) => Some(accepting.proposal.ballot),
            Phase::Idle | Phase::BackingOff => None,
        }
    }

    /// Its name, as a state tree shows it.
    pub fn name(&self) -> &'static str {
        match self {
            Phase::Idle => "Idle",
            Phase::Preparing(_) => "Preparing",
            Phase::Accepting(_) => "Accepting",
            Phase::BackingOff => "BackingOff",
        }
    }
}

/// A ballot in its first phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Preparing {
    /// The ballot.
    pub ballot: Ballot,
    /// Who promised, and what each had accepted.
    pub promises: BTreeMap<NodeId, Option<Proposal>>,
}

impl Preparing {
    /// A ballot that nobody has promised anything yet.
    pub fn new(ballot: Ballot) -> Self {
        Self { ballot, promises: BTreeMap::new() }
    }

    /// With its promises, a ballot can be proposed with a value.
    pub fn into_accepting(self, value: Value) -> Accepting {
        Accepting { proposal: Proposal { ballot: self.ballot, value }, accepted: BTreeSet::new() }
    }
}

/// A ballot in its second phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Accepting {
    /// What is proposed.
    pub proposal: Proposal,
    /// Who has accepted it.
    pub accepted: BTreeSet<NodeId>,
}
