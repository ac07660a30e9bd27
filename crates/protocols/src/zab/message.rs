//! What travels: notifications of the election; the messages of Zab's three phases, by ZooKeeper's names; and the pair
//! between client and server.

use std::sync::Arc;

use quorum_kernel::NodeId;
use serde::Serialize;

use super::history::{Epoch, Index, Snapshot, Txn, Txns, Zxid};
use crate::{
    machine::{Answer, Command},
    session::{Call, Serial},
};

/// The names of the kinds of message, in the order of [`Message::kind`].
pub const KINDS: &[&str] = &[
    "Notification",
    "FollowerInfo",
    "LeaderInfo",
    "AckEpoch",
    "Diff",
    "Trunc",
    "Snap",
    "NewLeader",
    "UpToDate",
    "Proposal",
    "Ack",
    "Commit",
    "Ping",
    "Pong",
    "Request",
    "Reply",
];

/// A message. Between servers it goes over connections that keep order; clients are talked to in any order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// Whom the sender wants to lead, or follows.
    Notification(Notification),
    /// A follower presents itself: "CEPOCH".
    FollowerInfo {
        /// The last epoch that it has promised.
        accepted_epoch: Epoch,
    },
    /// The leader to be proposes an epoch: "NEWEPOCH".
    LeaderInfo {
        /// Which.
        epoch: Epoch,
    },
    /// A follower promises that epoch: "ACK-E".
    AckEpoch {
        /// The last epoch whose history it has taken over; `None`, if it had promised the epoch before, so that this
        /// does not count.
        current_epoch: Option<Epoch>,
        /// The last transaction that it has.
        last: Zxid,
    },
    /// What makes a follower's history the leader's.
    Sync(Sync),
    /// The history is whole: to be taken over. "NEWLEADER"
    NewLeader {
        /// In which epoch.
        epoch: Epoch,
    },
    /// The epoch is established, and so far is delivered: "COMMIT-LD". From here on a follower serves.
    UpToDate {
        /// The last transaction that the leader has delivered.
        committed: Zxid,
    },
    /// The primary broadcasts a transaction: "PROPOSE".
    Proposal(Txn),
    /// A follower has this on disk: "ACK". Of the number 0 in an epoch, it is the acknowledgement of NewLeader: "ACK-LD".
    Ack {
        /// What.
        zxid: Zxid,
    },
    /// A quorum has it: to be delivered. "COMMIT"
    Commit {
        /// What.
        zxid: Zxid,
    },
    /// The leader lives.
    Ping,
    /// So does the follower.
    Pong,
    /// A client's command.
    Request(Arc<Call<Command>>),
    /// The answer to [`Message::Request`].
    Reply(Reply),
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::Notification(_) => 0,
            Message::FollowerInfo { .. } => 1,
            Message::LeaderInfo { .. } => 2,
            Message::AckEpoch { .. } => 3,
            Message::Sync(Sync::Diff { .. }) => 4,
            Message::Sync(Sync::Trunc { .. }) => 5,
            Message::Sync(Sync::Snap { .. }) => 6,
            Message::NewLeader { .. } => 7,
            Message::UpToDate { .. } => 8,
            Message::Proposal(_) => 9,
            Message::Ack { .. } => 10,
            Message::Commit { .. } => 11,
            Message::Ping => 12,
            Message::Pong => 13,
            Message::Request(_) => 14,
            Message::Reply(_) => 15,
        }
    }
}

/// What a server says of the election.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Notification {
    /// Which election it is in, or was in: it counts those that it has begun.
    pub round: u32,
    /// Whom it wants to lead; or who does, if it looks no more.
    pub vote: Vote,
    /// What it does.
    pub standing: Standing,
}

/// Whom to follow: a server, and how recent its history is. Ordered as ZooKeeper's fast leader election does: by epoch,
/// then by the last transaction, and only then by the server's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Vote {
    /// Its current epoch.
    pub epoch: Epoch,
    /// The last transaction of its history.
    pub zxid: Zxid,
    /// Its name.
    pub leader: NodeId,
}

/// What the sender of a [`Notification`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It looks for a leader.
    Looking,
    /// It follows one.
    Following,
    /// It leads.
    Leading,
}

/// How a follower's history becomes the leader's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Sync {
    /// It lacks only the end.
    Diff {
        /// The end.
        txns: Txns,
    },
    /// It has what the leader has not: to be cut first.
    Trunc {
        /// What is kept, up to and with this.
        to: Zxid,
        /// What follows.
        txns: Txns,
    },
    /// It lacks too much: to begin anew.
    Snap {
        /// What stands for the beginning.
        snapshot: Arc<Snapshot>,
        /// What follows.
        txns: Txns,
    },
}

/// A server answers a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reply {
    /// Which command is meant.
    pub serial: Serial,
    /// What became of it.
    pub result: Answered,
}

/// What became of a client's command.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Answered {
    /// It was executed.
    Done(Answer),
    /// This server does not lead.
    NotLeader {
        /// Who does, if it follows one that serves.
        leader: Option<NodeId>,
    },
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// It looks for a leader.
    Looks {
        /// In which election, of those that it has begun.
        round: u32,
    },
    /// It changes its vote.
    Votes {
        /// To whom.
        leader: NodeId,
    },
    /// It is elected: it begins to discover.
    Elected,
    /// It follows.
    Follows {
        /// Whom.
        leader: NodeId,
    },
    /// The leader to be proposes an epoch (phase 1).
    NewEpoch {
        /// Which.
        epoch: Epoch,
    },
    /// A quorum has promised the epoch, and the leader hands out its history (phase 2).
    Synchronizes {
        /// The epoch.
        epoch: Epoch,
    },
    /// A follower takes over the leader's history, or the leader its own (phase 2).
    TookOver {
        /// The epoch.
        epoch: Epoch,
    },
    /// A quorum has taken over the leader's history: it is primary (phase 3).
    Established {
        /// Of which epoch.
        epoch: Epoch,
    },
    /// A follower is told so: it serves (phase 3).
    Serves {
        /// The epoch.
        epoch: Epoch,
    },
    /// A follower cuts its history.
    Truncated {
        /// How much stays.
        keep: Index,
    },
    /// The primary broadcasts.
    Broadcast {
        /// What.
        txn: Txn,
        /// How many transactions it has delivered by then.
        delivered: Index,
    },
    /// A transaction is delivered: given to the state machine.
    Delivered {
        /// The how manieth of this server.
        index: Index,
        /// Which it delivered before.
        after: Zxid,
        /// Which.
        txn: Txn,
    },
    /// It leads, or follows, no more.
    Abandons {
        /// Why.
        why: Why,
    },
}

/// Why a server leads or follows no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nothing was heard for too long.
    Silence,
    /// Too few followers are left for a quorum.
    NoQuorum,
    /// A follower has a more recent history than its leader to be.
    Behind,
    /// The connection to the leader is lost, or was refused.
    Disconnected,
    /// The leader comes to be led itself.
    LeaderFollows,
    /// The leader is of an epoch before the one that it has promised.
    OldEpoch,
}
