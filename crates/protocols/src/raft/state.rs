//! What is in memory: "volatile state" (figure 2), and the roles of figure 4 as types, so that only a candidate can
//! become leader, and a leader never stands.

use std::collections::BTreeSet;

use quorum_kernel::{NodeId, Renaming};
use serde::Serialize;

use super::log::Index;
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
    /// What it is at present.
    pub role: Role,
    /// "Index of highest log entry known to be committed".
    pub commit_index: Index,
    /// "Index of highest log entry applied to state machine".
    pub last_applied: Index,
    /// The state machine. Rebuilt after a crash, as entries become known to be committed again.
    pub machine: Sessions<KeyValue>,
}

impl Server {
    /// "When servers start up, they begin as followers" (§5.2).
    pub fn new() -> Self {
        let role = Role::Follower(Follower { leader: None });
        Self { role, commit_index: 0, last_applied: 0, machine: Sessions::default() }
    }

    /// The leader it knows of, itself included.
    pub fn leader(&self, id: NodeId) -> Option<NodeId> {
        match &self.role {
            Role::Follower(follower) => follower.leader,
            Role::Candidate(_) => None,
            Role::Leader(_) => Some(id),
        }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

/// "At any given time each server is in one of three states" (§5.1).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Issues no requests, answers those of leaders and candidates.
    Follower(Follower),
    /// Stands for election.
    Candidate(Candidate),
    /// Handles all client requests.
    Leader(Leader),
}

impl Role {
    /// Any role ends in following, when a newer term or this term's leader shows up.
    pub fn into_follower(self, leader: Option<NodeId>) -> Follower {
        Follower { leader }
    }

    /// Its name, as a state tree shows it.
    pub fn name(&self) -> &'static str {
        match self {
            Role::Follower(_) => "Follower",
            Role::Candidate(_) => "Candidate",
            Role::Leader(_) => "Leader",
        }
    }
}

/// A follower's part of the state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Follower {
    /// This term's leader, if we have heard from it: "allows a follower to redirect clients" (figure 2).
    pub leader: Option<NodeId>,
}

impl Follower {
    /// A follower that hears of no leader stands, and votes for itself (§5.2).
    pub fn into_candidate(self, id: NodeId) -> Candidate {
        Candidate { votes: BTreeSet::from([id]), refused: BTreeSet::new() }
    }
}

/// A candidate's part of the state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Candidate {
    /// Who voted for it, itself included.
    pub votes: BTreeSet<NodeId>,
    /// Who answered, but did not.
    pub refused: BTreeSet<NodeId>,
}

impl Candidate {
    /// "If many followers become candidates at the same time, votes could be split […] each candidate will time out
    /// and start a new election" (§5.2).
    pub fn into_candidate(self, id: NodeId) -> Candidate {
        Candidate { votes: BTreeSet::from([id]), refused: BTreeSet::new() }
    }

    /// A candidate with a majority leads. `kept` is the length of its log.
    pub fn into_leader(self, id: NodeId, servers: u8, kept: Index) -> Leader {
        // "When a leader first comes to power, it initializes all nextIndex values to the index just after the last
        // one in its log" (§5.3).
        let unknown = Progress { next_index: kept + 1, match_index: 0 };
        let mut leader = Leader { progress: vec![unknown; usize::from(servers)] };
        leader.of(id).match_index = kept;
        leader
    }
}

/// A leader's part of the state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Leader {
    /// How far each server is, in the order of their numbers; the leader itself counts too.
    progress: Vec<Progress>,
}

/// What a leader knows of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Progress {
    /// "Index of the next log entry to send to that server". Runs ahead of what is known to have arrived.
    pub next_index: Index,
    /// "Index of highest log entry known to be replicated on server". Never falls.
    pub match_index: Index,
}

impl Leader {
    /// What it knows of one server.
    pub fn of(&mut self, server: NodeId) -> &mut Progress {
        &mut self.progress[usize::from(server.number()) - 1]
    }

    /// The same once servers are renamed.
    pub(super) fn renamed(&self, renaming: &Renaming) -> Self {
        let mut renamed = self.clone();
        for (server, progress) in self.progress() {
            *renamed.of(renaming.of(server)) = progress;
        }
        renamed
    }

    /// Every server with what the leader knows of it.
    pub fn progress(&self) -> impl Iterator<Item = (NodeId, Progress)> {
        self.progress.iter().zip(1..).map(|(progress, number)| (NodeId::server(number), *progress))
    }

    /// The highest index that is known to be on a majority of servers.
    pub fn on_majority(&self, majority: usize) -> Index {
        // A handful of servers: comparing each with each is quicker than a sort, and allocates nothing.
        let reached = |index: Index| self.progress.iter().filter(|other| other.match_index >= index).count();
        let matches = self.progress.iter().map(|progress| progress.match_index);
        matches.filter(|index| reached(*index) >= majority).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_has_what_its_slowest_member_has() {
        let leader = |matches: &[Index]| Leader {
            progress: matches.iter().map(|index| Progress { next_index: 0, match_index: *index }).collect(),
        };
        assert_eq!(leader(&[5, 8, 10, 0, 0]).on_majority(3), 5);
        assert_eq!(leader(&[10, 10, 0, 0, 0]).on_majority(3), 0);
        assert_eq!(leader(&[1, 2, 3, 4]).on_majority(3), 2);
        assert_eq!(leader(&[7]).on_majority(1), 7);
    }
}
