//! A Zab cluster under a script: what its tests say of it, and ask.

use std::fmt::Write as _;

use quorum_kernel::{NodeId, World};
use quorum_protocols::{
    machine::Answer,
    zab::{Disk, Note, Server, State, Txn, Why, Write, Zab},
};

use crate::common::lab::{self, Result, Tested};

pub type Lab = lab::Lab<Zab>;

fn zxids<'a>(txns: impl IntoIterator<Item = &'a Txn>) -> String {
    txns.into_iter().map(|txn| txn.zxid.to_string()).collect::<Vec<_>>().join(" ")
}

impl Tested for Zab {
    fn written(write: &Write) -> String {
        match write {
            Write::AcceptedEpoch(epoch) => format!("accepted epoch {epoch}"),
            Write::CurrentEpoch(epoch) => format!("current epoch {epoch}"),
            Write::History { keep, txns } => format!("history: keeps {keep}, adds [{}]", zxids(txns.iter())),
            Write::Snapshot { snapshot, txns } => {
                format!("history: a snapshot up to {}, adds [{}]", snapshot.upto, zxids(txns.iter()))
            }
            Write::Life => "another life".to_owned(),
        }
    }

    fn noted(node: NodeId, note: &Note) -> String {
        match note {
            Note::Looks { round } => format!("{node} looks for a leader, round {round}"),
            Note::Votes { leader } => format!("{node} votes for {leader}"),
            Note::Elected => format!("{node} is elected"),
            Note::Follows { leader } => format!("{node} follows {leader}"),
            Note::NewEpoch { epoch } => format!("{node} proposes epoch {epoch}"),
            Note::Synchronizes { epoch } => format!("{node} hands out its history in epoch {epoch}"),
            Note::TookOver { epoch } => format!("{node} takes over the history of epoch {epoch}"),
            Note::Established { epoch } => format!("{node} is primary of epoch {epoch}"),
            Note::Serves { epoch } => format!("{node} serves in epoch {epoch}"),
            Note::Truncated { keep } => format!("{node} cuts its history to {keep}"),
            Note::Broadcast { txn, .. } => format!("{node} broadcasts {}: {}", txn.zxid, txn.call.command),
            Note::Delivered { index, txn, .. } => {
                format!("{node} delivers {} as number {index}: {}", txn.zxid, txn.call.command)
            }
            Note::Abandons { why } => {
                let why = match why {
                    Why::Silence => "silence",
                    Why::NoQuorum => "no quorum",
                    Why::Behind => "a follower is ahead",
                    Why::Disconnected => "disconnected",
                    Why::LeaderFollows => "its leader follows",
                    Why::OldEpoch => "an old epoch",
                };
                format!("{node} gives up: {why}")
            }
        }
    }

    fn replied(reply: &Answer) -> String {
        reply.to_string()
    }

    /// A line a server: what it does, its epochs, its history, how far it has delivered.
    fn logs(world: &World<Zab>) -> String {
        let mut said = String::new();
        for node in world.servers() {
            let (role, delivered) = match node.state {
                Some(State::Server(server)) => {
                    let phase = server.role.phase().to_lowercase();
                    (format!("{} {phase}", server.role.name().to_lowercase()), server.last_delivered.to_string())
                }
                _ => ("down".to_owned(), "-".to_owned()),
            };
            let Disk { accepted_epoch, current_epoch, history, .. } = node.disk;
            let snapshot = history.snapshot().map_or(String::new(), |snapshot| format!("..{} ", snapshot.upto));
            let (id, txns) = (node.id, zxids(history.iter()));
            let _ = writeln!(
                said,
                "{id} {role} accepted={accepted_epoch} current={current_epoch} history=[{snapshot}{txns}] delivered={delivered}"
            );
        }
        said
    }

    fn command(lab: &mut Lab, name: &str, words: &[&str]) -> Option<Result<String>> {
        match (name, words) {
            // Who looks decides, as nothing better is heard; then all goes on.
            ("elect", nodes) => Some(
                nodes
                    .iter()
                    .try_fold(lab.command("settle").ok()?, |said, node| {
                        Ok(said + &lab.command(&format!("fire {node} decide"))?)
                    })
                    .and_then(|said| Ok(said + &lab.command("settle")?)),
            ),
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

    pub fn disk(&self, number: u8) -> &Disk {
        self.world.node(NodeId::server(number)).disk
    }

    /// Whether it is primary.
    pub fn is_primary(&self, number: u8) -> bool {
        self.server(number).leader(NodeId::server(number)) == Some(NodeId::server(number))
    }

    /// What it does, and in which phase: `Following Broadcast`.
    pub fn does(&self, number: u8) -> String {
        let role = &self.server(number).role;
        format!("{} {}", role.name(), role.phase())
    }

    /// The identifiers in its history.
    pub fn history(&self, number: u8) -> String {
        zxids(self.disk(number).history.iter())
    }

    /// The last that it has delivered.
    pub fn delivered(&self, number: u8) -> String {
        self.server(number).last_delivered.to_string()
    }

    pub fn value(&self, number: u8, key: &str) -> Option<String> {
        self.server(number).machine.machine().get(key).map(|value| value.to_string())
    }
}
