//! What is in memory: what a server does at present, and what it has delivered.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::NodeId;
use serde::Serialize;

use super::{
    disk::Disk,
    history::{Epoch, Index, Zxid},
    message::{Standing, Sync, Vote},
};
use crate::{
    client::Client,
    machine::{Command, KeyValue},
    session::Sessions,
};

/// A member's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A server's.
    Server(Server),
    /// A client's.
    Client(Client<Command>),
}

/// A server's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Server {
    /// How many elections it has begun since it started, or caught up with.
    pub round: u32,
    /// Whom it wants to lead; or whom it follows, itself included.
    pub vote: Vote,
    /// What it does.
    pub role: Role,
    /// How many transactions it has delivered, with those that its snapshot stands for.
    pub delivered: Index,
    /// The last of them.
    pub last_delivered: Zxid,
    /// What they made.
    pub machine: Sessions<KeyValue>,
}

impl Server {
    /// A server that has just started: of its history it has delivered what its snapshot stands for.
    pub fn new(id: NodeId, disk: &Disk) -> Self {
        let snapshot = disk.history.snapshot();
        Self {
            round: 0,
            vote: Vote { epoch: disk.current_epoch, zxid: disk.history.last(), leader: id },
            role: Role::Looking(Looking::default()),
            delivered: snapshot.map_or(0, |snapshot| snapshot.length),
            last_delivered: snapshot.map_or(Zxid::ZERO, |snapshot| snapshot.upto),
            machine: snapshot.map(|snapshot| snapshot.machine.clone()).unwrap_or_default(),
        }
    }

    /// The leader of an established epoch that it knows of, itself included.
    pub fn leader(&self, id: NodeId) -> Option<NodeId> {
        match &self.role {
            Role::Following(Following { leader, phase: FollowerPhase::Broadcast }) => Some(*leader),
            Role::Leading(Leading { phase: LeaderPhase::Broadcast, .. }) => Some(id),
            _ => None,
        }
    }
}

/// What a server does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It takes part in an election.
    Looking(Looking),
    /// It follows the one that was elected.
    Following(Following),
    /// It was elected.
    Leading(Leading),
}

impl Role {
    /// What it tells those who look.
    pub fn standing(&self) -> Standing {
        match self {
            Role::Looking(_) => Standing::Looking,
            Role::Following(_) => Standing::Following,
            Role::Leading(_) => Standing::Leading,
        }
    }

    /// Its name, as a state tree shows it.
    pub fn name(&self) -> &'static str {
        match self {
            Role::Looking(_) => "Looking",
            Role::Following(_) => "Following",
            Role::Leading(_) => "Leading",
        }
    }

    /// The phase of Zab that it is in, by name.
    pub fn phase(&self) -> &'static str {
        match self {
            Role::Looking(_) => "Election",
            Role::Following(following) => following.phase.name(),
            Role::Leading(leading) => leading.phase.name(),
        }
    }
}

/// A server that looks for a leader.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Looking {
    /// The votes of its round, its own included.
    pub votes: BTreeMap<NodeId, Vote>,
    /// What those say who look no more.
    pub settled: BTreeMap<NodeId, Settled>,
    /// Who has come already to be led: with the epoch that each has promised.
    pub knocking: BTreeMap<NodeId, Epoch>,
    /// Who may not have got its vote, as the connection was lost since.
    pub untold: BTreeSet<NodeId>,
}

/// What one says who follows or leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Settled {
    /// In which round it decided.
    pub round: u32,
    /// For whom.
    pub vote: Vote,
    /// Whether it is the one that leads.
    pub leads: bool,
}

/// A server that follows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Following {
    /// Whom.
    pub leader: NodeId,
    /// How far they are.
    pub phase: FollowerPhase,
}

/// How far a follower is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FollowerPhase {
    /// Phase 1: it has presented itself, and waits for an epoch.
    Discovery,
    /// Phase 2: it has promised the epoch, and waits for the leader's history.
    Synchronization {
        /// What has come of it; not written yet.
        sync: Option<Sync>,
    },
    /// It has taken over that history, and waits to hear that a quorum has.
    Synchronized,
    /// Phase 3: it serves.
    Broadcast,
}

impl FollowerPhase {
    /// The name of the phase.
    pub fn name(&self) -> &'static str {
        match self {
            FollowerPhase::Discovery => "Discovery",
            FollowerPhase::Synchronization { .. } | FollowerPhase::Synchronized => "Synchronization",
            FollowerPhase::Broadcast => "Broadcast",
        }
    }
}

/// A server that was elected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Leading {
    /// How far it is.
    pub phase: LeaderPhase,
    /// Who follows it, and how far each is.
    pub learners: BTreeMap<NodeId, Learner>,
    /// Whom it has heard since it last looked.
    pub heard: BTreeSet<NodeId>,
}

/// How far a leader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeaderPhase {
    /// Phase 1: it waits for a quorum to present itself.
    Discovery,
    /// Phase 1: it has proposed an epoch, and waits for a quorum to promise it.
    NewEpoch,
    /// Phase 2: it hands out its history, and waits for a quorum to take it over.
    Synchronization,
    /// Phase 3: it is primary.
    Broadcast,
}

impl LeaderPhase {
    /// The name of the phase.
    pub fn name(self) -> &'static str {
        match self {
            LeaderPhase::Discovery | LeaderPhase::NewEpoch => "Discovery",
            LeaderPhase::Synchronization => "Synchronization",
            LeaderPhase::Broadcast => "Broadcast",
        }
    }
}

/// How far a follower is, as its leader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Learner {
    /// It has presented itself.
    Informed {
        /// The epoch that it has promised.
        accepted_epoch: Epoch,
    },
    /// It has been proposed the epoch.
    Invited,
    /// It has promised the epoch.
    Promised {
        /// Whether that counts: it had not promised it before.
        counts: bool,
        /// The last transaction that it has.
        last: Zxid,
    },
    /// It is sent the history.
    Synchronizing {
        /// Up to here.
        upto: Zxid,
    },
    /// It has taken over the history, and all since that it has acknowledged.
    Synchronized {
        /// Up to here.
        acked: Zxid,
    },
}

impl Leading {
    /// One that has just been elected, with those who have come already.
    pub fn new(knocking: BTreeMap<NodeId, Epoch>) -> Self {
        let informed = |(id, accepted_epoch)| (id, Learner::Informed { accepted_epoch });
        Self {
            phase: LeaderPhase::Discovery,
            learners: knocking.into_iter().map(informed).collect(),
            heard: BTreeSet::new(),
        }
    }

    /// How many servers are so, the leader included.
    pub fn count(&self, is: impl Fn(&Learner) -> bool) -> usize {
        1 + self.learners.values().filter(|learner| is(learner)).count()
    }

    /// Those who are so.
    pub fn those(&self, is: impl Fn(&Learner) -> bool) -> Vec<NodeId> {
        self.learners.iter().filter(|(_, learner)| is(learner)).map(|(id, _)| *id).collect()
    }
}

impl Learner {
    /// Whether it has taken over the history.
    pub fn is_synchronized(&self) -> bool {
        matches!(self, Learner::Synchronized { .. })
    }

    /// Whether it is sent what is broadcast.
    pub fn is_sent_proposals(&self) -> bool {
        matches!(self, Learner::Synchronizing { .. } | Learner::Synchronized { .. })
    }
}
