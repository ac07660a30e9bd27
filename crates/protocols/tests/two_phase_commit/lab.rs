//! A bank under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{NodeId, World};
use quorum_protocols::two_phase_commit::{
    COORDINATOR, Coordinator, Decision, Disk, Note, Outcome, Record, State, TwoPhaseCommit, TxId, Vote,
};

use crate::common::lab::{self, Tested};

pub type Lab = lab::Lab<TwoPhaseCommit>;

impl Tested for TwoPhaseCommit {
    fn written(record: &Record) -> String {
        match record {
            Record::Life => "another life".to_owned(),
            Record::Prepared { tx, prepared } => format!("prepared {tx} {:+}, with {}", prepared.delta, prepared.peer),
            Record::Committed(tx) => format!("committed {tx}"),
            Record::Aborted(tx) => format!("aborted {tx}"),
            Record::Commit { tx, call } => format!("commit {tx} for {} {}", call.client, call.serial),
            Record::End(tx) => format!("end {tx}"),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Began { tx, call } => format!("{node} begins {tx}: {}", call.command),
            Note::Voted { tx, vote } => {
                let vote = match vote {
                    Vote::Yes => "yes".to_owned(),
                    Vote::TooLittle => "no, too little".to_owned(),
                    Vote::Locked { by } => format!("no, locked by {by}"),
                    Vote::Late => "no, aborted already".to_owned(),
                };
                format!("{node} votes on {tx}: {vote}")
            }
            Note::Decided { tx, decision: Decision::Commit } => format!("{node} decides {tx}: commit"),
            Note::Decided { tx, decision: Decision::Abort } => format!("{node} decides {tx}: abort"),
            Note::Asks { tx } => format!("{node} asks about {tx}"),
            Note::Forgot { tx } => format!("{node} forgets {tx}"),
            Note::Told { serial, outcome } => format!("{node} is told of {serial}: {outcome}"),
        }
    }

    fn replied(outcome: &Outcome) -> String {
        outcome.to_string()
    }

    /// A line a server: what the coordinator waits for; what an account holds, and what locks it.
    fn logs(world: &World<TwoPhaseCommit>) -> String {
        let mut said = String::new();
        for node in world.servers() {
            let id = node.id;
            let _ = match node.state {
                Some(State::Coordinator(memory)) => writeln!(said, "{id} {}", coordinator(memory)),
                None if id == COORDINATOR => {
                    writeln!(said, "{id} down, commits without end=[{}]", list(node.disk.committing.keys()))
                }
                state => {
                    let role = if state.is_some() { "participant" } else { "down" };
                    let in_doubt = list(node.disk.in_doubt.keys());
                    writeln!(said, "{id} {role} holds={} in-doubt=[{in_doubt}]", node.disk.balance())
                }
            };
        }
        said
    }
}

fn coordinator(memory: &Coordinator) -> String {
    format!("coordinator collects=[{}] commits=[{}]", list(memory.collecting.keys()), list(memory.committing.keys()))
}

fn list<'a>(transactions: impl Iterator<Item = &'a TxId>) -> String {
    transactions.map(TxId::to_string).collect::<Vec<_>>().join(" ")
}

// What tests ask.
impl Lab {
    pub fn disk(&self, number: u8) -> &Disk {
        self.world.node(NodeId::server(number)).disk
    }

    /// What participants hold, from n2 on.
    pub fn balances(&self) -> Vec<i64> {
        self.world.servers().skip(1).map(|node| node.disk.balance()).collect()
    }

    pub fn coordinator(&self) -> &Coordinator {
        match self.world.node(COORDINATOR).state {
            Some(State::Coordinator(memory)) => memory,
            _ => panic!("n1 is down"),
        }
    }

    /// How a participant's log says that a transaction ended.
    pub fn ended(&self, number: u8, tx: &str) -> Option<Decision> {
        self.disk(number).ended.get(&tx.parse().unwrap_or_else(|_| panic!("{tx} is no transaction"))).copied()
    }

    /// Whether a participant voted yes to something and knows no end of it.
    pub fn in_doubt(&self, number: u8) -> bool {
        !self.disk(number).in_doubt.is_empty()
    }
}
