//! What survives a crash: the two epochs, and the history.

use std::sync::Arc;

use serde::Serialize;

use super::history::{Epoch, History, Index, Snapshot, Txns};

/// A node's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// The last epoch that it has promised to be in ("f.p" in the paper, `acceptedEpoch` in ZooKeeper): it follows
    /// nobody of an earlier one.
    pub accepted_epoch: Epoch,
    /// The last epoch whose leader's history it has taken over ("f.a", `currentEpoch`): how recent its own history is.
    pub current_epoch: Epoch,
    /// What it has accepted ("h.f").
    pub history: History,
    /// On a client: how often it has started, so that its serial numbers never repeat.
    pub lives: u32,
}

/// One durable change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    /// It promises an epoch.
    AcceptedEpoch(Epoch),
    /// It has taken over the history of an epoch's leader.
    CurrentEpoch(Epoch),
    /// The history keeps its first transactions and gets others.
    History {
        /// How many transactions stay.
        keep: Index,
        /// What follows them.
        txns: Txns,
    },
    /// The history begins anew.
    Snapshot {
        /// What stands for its beginning.
        snapshot: Arc<Snapshot>,
        /// What follows.
        txns: Txns,
    },
    /// A client begins another life.
    Life,
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, write: &Write) {
        match write {
            Write::AcceptedEpoch(epoch) => self.accepted_epoch = *epoch,
            Write::CurrentEpoch(epoch) => self.current_epoch = *epoch,
            Write::History { keep, txns } => self.history.replace(*keep, txns),
            Write::Snapshot { snapshot, txns } => self.history.restore(snapshot, txns),
            Write::Life => self.lives += 1,
        }
    }
}
