//! A Paxos cluster under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{NodeId, World};
use quorum_protocols::paxos::{Ballot, Disk, Note, Paxos, Phase, Server, State, Value, Write};

use crate::common::lab::{self, Tested};

pub type Lab = lab::Lab<Paxos>;

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or("none".to_owned(), |value| value.to_string())
}

impl Tested for Paxos {
    fn written(write: &Write) -> String {
        match write {
            Write::Promised(promised) => format!("promised {}", or_none(*promised)),
            Write::Accepted { proposal, promised } => format!("accepted {proposal}, promised {}", or_none(*promised)),
            Write::Tried(round) => format!("tried round {round}"),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Began { ballot } => format!("{node} begins {ballot}"),
            Note::Promised { ballot } => format!("{node} promises {ballot}"),
            Note::Proposed { proposal, adopted: None } => format!("{node} proposes its own {proposal}"),
            Note::Proposed { proposal, adopted: Some(from) } => {
                format!("{node} proposes {proposal}, adopted from {from}")
            }
            Note::Accepted { proposal } => format!("{node} accepts {proposal}"),
            Note::GaveUp { ballot, promised } => format!("{node} gives up {ballot}, outdone by {}", or_none(*promised)),
            Note::Learnt { value } => format!("{node} learns {value}"),
        }
    }

    fn replied(reply: &Value) -> String {
        reply.to_string()
    }

    /// A line a server: phase and ballot, what it promised and accepted, what it knows.
    fn logs(world: &World<Paxos>) -> String {
        let mut said = String::new();
        for node in world.servers() {
            let (phase, chosen) = match node.state {
                Some(State::Server(server)) => {
                    let ballot = server.phase.ballot().map_or(String::new(), |ballot| format!(" {ballot}"));
                    (server.phase.name().to_lowercase() + &ballot, or_none(server.chosen.as_ref()))
                }
                _ => ("down".to_owned(), "-".to_owned()),
            };
            let Disk { promised, accepted, .. } = node.disk;
            let (promised, accepted) = (or_none(*promised), or_none(accepted.as_ref()));
            let _ = writeln!(said, "{} {phase} promised={promised} accepted={accepted} chosen={chosen}", node.id);
        }
        said
    }
}

// What tests ask.
impl Lab {
    pub fn server(&self, number: u8) -> &Server {
        match self.world.node(NodeId::server(number)).state {
            Some(State::Server(server)) => server,
            _ => panic!("n{number} is down"),
        }
    }

    pub fn disk(&self, number: u8) -> &Disk {
        self.world.node(NodeId::server(number)).disk
    }

    pub fn promised(&self, number: u8) -> Option<Ballot> {
        self.disk(number).promised
    }

    /// What a server has accepted: `A in 1.n1`.
    pub fn accepted(&self, number: u8) -> Option<String> {
        self.disk(number).accepted.as_ref().map(ToString::to_string)
    }

    /// What a server knows to be chosen.
    pub fn known(&self, number: u8) -> Option<String> {
        self.server(number).chosen.as_ref().map(ToString::to_string)
    }

    /// What a proposer proposes in its second phase: `A in 1.n1`.
    pub fn proposed(&self, number: u8) -> Option<String> {
        match &self.server(number).phase {
            Phase::Accepting(accepting) => Some(accepting.proposal.to_string()),
            _ => None,
        }
    }
}

/// A ballot by its text.
pub fn ballot(text: &str) -> Ballot {
    text.parse().expect("a ballot of this test")
}
