//! What survives a crash: a log of records, and what the records come to.
//!
//! A record is forced where the paper forces it; where it does not, a crash may lose it, and then also those behind it.

use std::collections::BTreeMap;

use quorum_kernel::{Journal, NodeId};
use serde::Serialize;

use super::{
    bank::{OPENING, Transfer},
    message::{Decision, TxId},
};
use crate::session::{Call, Serial};

/// A node's disk: the log, and beside it what a restart would read out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// How often a coordinator or a client has started.
    pub lives: u32,
    /// Every record but those of lives, in order. It is never cut.
    pub log: Journal<Record>,
    /// On a participant: what it voted yes to and knows no end of.
    pub in_doubt: BTreeMap<TxId, Prepared>,
    /// On a participant: how transactions ended.
    pub ended: BTreeMap<TxId, Decision>,
    /// On a participant: what commits have added to its account.
    pub booked: i64,
    /// On the coordinator: commits without an end record.
    pub committing: BTreeMap<TxId, Transfer>,
    /// On the coordinator: of each client, the latest request that was committed.
    pub committed: BTreeMap<NodeId, Serial>,
}

/// One durable change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Record {
    /// A coordinator or a client begins another life.
    Life,
    /// Participant: ready to commit, and bound to wait. Forced before the yes is sent.
    Prepared {
        /// Which transaction.
        tx: TxId,
        /// What is needed to finish it.
        prepared: Prepared,
    },
    /// Participant: committed. Forced before it is acknowledged; the account changes with it.
    Committed(TxId),
    /// Participant and coordinator: aborted. Not forced: who finds no record takes it for this.
    Aborted(TxId),
    /// Coordinator: the transaction is committed, by this record. Forced before anybody is told.
    Commit {
        /// Which transaction.
        tx: TxId,
        /// Whose request it was: it must be answered alike if it comes again.
        call: Call<Transfer>,
    },
    /// Coordinator: all have acknowledged, and nobody will ask. Not forced: without it they are told once more.
    End(TxId),
}

/// What a participant needs to know to finish what it voted yes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Prepared {
    /// What a commit adds to the account.
    pub delta: i64,
    /// The other participant.
    pub peer: NodeId,
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, record: &Record) {
        match record {
            Record::Life => {
                self.lives += 1;
                return;
            }
            Record::Prepared { tx, prepared } => drop(self.in_doubt.insert(*tx, *prepared)),
            Record::Committed(tx) => {
                self.booked += self.in_doubt.remove(tx).map_or(0, |prepared| prepared.delta);
                self.ended.insert(*tx, Decision::Commit);
            }
            Record::Aborted(tx) => {
                self.in_doubt.remove(tx);
                self.ended.insert(*tx, Decision::Abort);
            }
            Record::Commit { tx, call } => {
                self.committing.insert(*tx, call.command);
                self.committed.insert(call.client, call.serial);
            }
            Record::End(tx) => drop(self.committing.remove(tx)),
        }
        self.log.push(record.clone());
    }

    /// What a participant's account holds.
    pub fn balance(&self) -> i64 {
        OPENING + self.booked
    }

    /// What a participant's log says of a transaction; `None`: nothing.
    pub fn standing(&self, tx: TxId) -> Option<Standing> {
        let ended = self.ended.get(&tx).map(|decision| Standing::Ended(*decision));
        ended.or_else(|| self.in_doubt.get(&tx).map(|prepared| Standing::InDoubt(*prepared)))
    }
}

/// Where a participant stands in a transaction that it has a record of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It voted yes, and knows no more: its *uncertainty period*.
    InDoubt(Prepared),
    /// It knows how it ended.
    Ended(Decision),
}
