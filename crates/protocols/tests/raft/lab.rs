//! A Raft cluster under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{NodeId, World};
use quorum_protocols::{
    machine::Answer,
    raft::{Log, Note, Raft, Role, Server, State, Write},
};

use crate::common::lab::{self, Result, Tested};

pub type Lab = lab::Lab<Raft>;

impl Tested for Raft {
    fn written(write: &Write) -> String {
        match write {
            Write::Ballot { term, voted_for: Some(vote) } => format!("term {term}, vote {vote}"),
            Write::Ballot { term, voted_for: None } => format!("term {term}, no vote"),
            Write::Log { keep, entries } => {
                let terms: Vec<_> = entries.iter().map(|entry| entry.term.to_string()).collect();
                format!("log: keeps {keep}, adds terms [{}]", terms.join(" "))
            }
            Write::Life => "another life".to_owned(),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Stood { term } => format!("{node} stands in term {term}"),
            Note::Voted { term, candidate } => format!("{node} votes for {candidate} in term {term}"),
            Note::BecameLeader { term, .. } => format!("{node} leads term {term}"),
            Note::SteppedDown { term } => format!("{node} steps down in term {term}"),
            Note::Removed { from } => format!("{node} removes its entries from {from} on"),
            Note::Committed { index, .. } => format!("{node} commits up to {index}"),
            Note::Applied { index, entry } => {
                let command = entry.call.as_ref().map_or("no-op".to_owned(), |call| call.command.to_string());
                format!("{node} applies {index}: {command}")
            }
        }
    }

    fn replied(reply: &Answer) -> String {
        reply.to_string()
    }

    /// A line a server: role, term, vote, the terms of its log, how far it is committed.
    fn logs(world: &World<Raft>) -> String {
        let mut said = String::new();
        for node in world.servers() {
            let (role, commit) = match node.state {
                Some(State::Server(server)) => (server.role.name().to_lowercase(), server.commit_index.to_string()),
                _ => ("down".to_owned(), "-".to_owned()),
            };
            let terms: Vec<_> = node.disk.log.iter().map(|entry| entry.term.to_string()).collect();
            let vote = node.disk.voted_for.map_or("none".to_owned(), |vote| vote.to_string());
            let (id, term) = (node.id, node.disk.term);
            let _ = writeln!(said, "{id} {role} term={term} vote={vote} commit={commit} log=[{}]", terms.join(" "));
        }
        said
    }

    fn command(lab: &mut Lab, name: &str, words: &[&str]) -> Option<Result<String>> {
        match (name, words) {
            ("elect", [node]) => {
                Some(lab.command(&format!("fire {node} election")).and_then(|_| lab.command("settle")))
            }
            _ => None,
        }
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

    pub fn is_leader(&self, number: u8) -> bool {
        matches!(self.server(number).role, Role::Leader(_))
    }

    pub fn term(&self, number: u8) -> u64 {
        self.world.node(NodeId::server(number)).disk.term
    }

    pub fn voted_for(&self, number: u8) -> Option<NodeId> {
        self.world.node(NodeId::server(number)).disk.voted_for
    }

    pub fn log(&self, number: u8) -> &Log {
        &self.world.node(NodeId::server(number)).disk.log
    }

    /// The terms of a server's log.
    pub fn terms(&self, number: u8) -> Vec<u64> {
        self.log(number).iter().map(|entry| entry.term).collect()
    }

    pub fn value(&self, number: u8, key: &str) -> Option<String> {
        self.server(number).machine.machine().get(key).map(|value| value.to_string())
    }
}
