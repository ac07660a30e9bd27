//! What travels, the names of transactions, the timers, and what nodes remark.

use std::{fmt, str::FromStr};

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

use super::bank::Transfer;
use crate::session::{Call, Serial};

/// A transaction's name: `T1.2` is the second that the coordinator began in its first life. No name is used twice: a
/// transaction that the coordinator has forgotten must not be taken for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TxId {
    /// Which life of the coordinator: it counts its starts on disk.
    pub life: u32,
    /// Which transaction of that life, from 1.
    pub number: u32,
}

impl fmt::Display for TxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T{}.{}", self.life, self.number)
    }
}

impl Serialize for TxId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that names no transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATransaction;

impl fmt::Display for NotATransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a transaction such as `T1.2`: the coordinator's life, and the number in it")
    }
}

impl FromStr for TxId {
    type Err = NotATransaction;

    fn from_str(text: &str) -> Result<Self, NotATransaction> {
        let (life, number) = text.strip_prefix('T').and_then(|text| text.split_once('.')).ok_or(NotATransaction)?;
        let number_of = |text: &str| text.parse().map_err(|_| NotATransaction);
        Ok(Self { life: number_of(life)?, number: number_of(number)? })
    }
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Everywhere.
    Commit,
    /// Nowhere.
    Abort,
}

/// The names of the kinds of message, in the order of [`Message`].
pub const KINDS: &[&str] =
    &["Request", "Reply", "Prepare", "Yes", "No", "Commit", "Abort", "Ack", "Inquiry", "Uncertain"];

/// A message. All but the clients' name a transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// A client asks for a transfer.
    Request {
        /// The client's number for it.
        serial: Serial,
        /// What it asks.
        transfer: Transfer,
    },
    /// What became of a client's request.
    Reply {
        /// Which request is meant.
        serial: Serial,
        /// How it ended.
        outcome: Outcome,
    },
    /// The coordinator asks for a vote: "can you commit this?"
    Prepare {
        /// Which transaction.
        tx: TxId,
        /// What it would add to the participant's account.
        delta: i64,
        /// The other participant: whom to ask if the coordinator is silent.
        peer: NodeId,
    },
    /// The participant can commit, and will, or abort, whatever it is told.
    Yes(TxId),
    /// The participant cannot commit; it has aborted.
    No(TxId),
    /// All voted yes: commit.
    Commit(TxId),
    /// Not all did: abort.
    Abort(TxId),
    /// The participant has the commit on its disk and will not ask again.
    Ack(TxId),
    /// A participant that voted yes, and has heard nothing since, asks how it ended.
    Inquiry(TxId),
    /// "I voted yes too, and know no more than you."
    Uncertain(TxId),
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::Request { .. } => 0,
            Message::Reply { .. } => 1,
            Message::Prepare { .. } => 2,
            Message::Yes(_) => 3,
            Message::No(_) => 4,
            Message::Commit(_) => 5,
            Message::Abort(_) => 6,
            Message::Ack(_) => 7,
            Message::Inquiry(_) => 8,
            Message::Uncertain(_) => 9,
        }
    }

    /// What tells of a decision.
    pub fn decided(tx: TxId, decision: Decision) -> Self {
        match decision {
            Decision::Commit => Message::Commit(tx),
            Decision::Abort => Message::Abort(tx),
        }
    }
}

/// What a client is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The money moved.
    Committed,
    /// It did not, and will not.
    Aborted,
    /// There is no such account in this bank; nobody was asked.
    NoAccount,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Committed => "committed",
            Outcome::Aborted => "aborted",
            Outcome::NoAccount => "no such account",
        })
    }
}

/// The timers. One of each a node, however many transactions it has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// The coordinator has waited long enough for votes.
    Votes,
    /// The coordinator tells once more of commits that were not acknowledged.
    Resend,
    /// A participant in doubt asks how it ended.
    Inquire,
    /// A client that lost its connection tries again.
    Retry,
}

const TIMERS: [(Timer, &str); 4] =
    [(Timer::Votes, "votes"), (Timer::Resend, "resend"), (Timer::Inquire, "inquire"), (Timer::Retry, "retry")];

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = TIMERS.iter().find(|(timer, _)| timer == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `votes`, `resend`, `inquire` or `retry`")
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        TIMERS.iter().find(|(_, name)| *name == text).map(|(timer, _)| *timer).ok_or(NotATimer)
    }
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// The coordinator begins a transaction.
    Began {
        /// Its name.
        tx: TxId,
        /// Who asked for what.
        call: Call<Transfer>,
    },
    /// A participant votes.
    Voted {
        /// On this.
        tx: TxId,
        /// How, and if no, why.
        vote: Vote,
    },
    /// A node reaches a decision.
    Decided {
        /// On this.
        tx: TxId,
        /// Which.
        decision: Decision,
    },
    /// A participant in doubt has waited long enough, and asks.
    Asks {
        /// About this.
        tx: TxId,
    },
    /// The coordinator needs to know nothing of a transaction any more.
    Forgot {
        /// Of this.
        tx: TxId,
    },
    /// A client knows how its request ended.
    Told {
        /// Which request.
        serial: Serial,
        /// How.
        outcome: Outcome,
    },
}

/// How a participant votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Vote {
    /// It can commit.
    Yes,
    /// The account has too little.
    TooLittle,
    /// The account is locked by a transaction whose end is not known here.
    Locked {
        /// By this one.
        by: TxId,
    },
    /// It has aborted the transaction before it was asked to vote.
    Late,
}
