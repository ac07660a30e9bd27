//! What travels, the timers, and what nodes remark.

use std::{fmt, str::FromStr, sync::Arc};

use quorum_kernel::NodeId;
use serde::Serialize;

use super::{Change, Epoch, Item, Outcome, Request, Version, View};
use crate::session::Serial;

/// The names of the kinds of message, in the order of [`Message`].
pub const KINDS: &[&str] =
    &["Query", "Value", "Store", "Stored", "Stale", "Change", "Changed", "Announce", "Ready", "Pull", "Copy"];

/// A key with what is held of it.
pub type Copied = (Arc<str>, Item);

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// A client asks an owner what it holds of a key.
    Query {
        /// The view by which the client takes it for an owner.
        view: View,
        /// The client's number for what it is asked.
        serial: Serial,
        /// The key.
        key: Arc<str>,
    },
    /// What an owner holds.
    Value {
        /// The view that it was asked in.
        epoch: Epoch,
        /// The client's number.
        serial: Serial,
        /// The newest that it has, if anything.
        item: Option<Item>,
    },
    /// A client asks an owner to hold this, unless it holds something newer.
    Store {
        /// The view by which the client takes it for an owner.
        view: View,
        /// The client's number for what it is asked.
        serial: Serial,
        /// The key.
        key: Arc<str>,
        /// What to hold.
        item: Item,
    },
    /// An owner has on disk what it was asked to hold, or something newer.
    Stored {
        /// The view that it was asked in.
        epoch: Epoch,
        /// The client's number.
        serial: Serial,
    },
    /// "You have an old view": the router is corrected.
    Stale {
        /// The newer one.
        view: View,
    },
    /// An administrator asks the keeper of the view for a change.
    Change {
        /// The client's number for it.
        serial: Serial,
        /// Which.
        change: Change,
    },
    /// What came of it.
    Changed {
        /// The client's number.
        serial: Serial,
        /// What.
        outcome: Outcome,
    },
    /// The keeper tells of a view.
    Announce {
        /// The view.
        view: View,
    },
    /// A node is in that view, and has all that it is to own in it or in the next.
    Ready {
        /// Which view.
        epoch: Epoch,
    },
    /// A node that is to own keys asks a member for those once more.
    Pull {
        /// The view in which they are handed over.
        view: View,
    },
    /// A member hands over what it holds of the keys that the receiver is to own.
    Copy {
        /// The view in which they are handed over.
        view: View,
        /// The keys, by name.
        items: Vec<Copied>,
    },
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::Query { .. } => 0,
            Message::Value { .. } => 1,
            Message::Store { .. } => 2,
            Message::Stored { .. } => 3,
            Message::Stale { .. } => 4,
            Message::Change { .. } => 5,
            Message::Changed { .. } => 6,
            Message::Announce { .. } => 7,
            Message::Ready { .. } => 8,
            Message::Pull { .. } => 9,
            Message::Copy { .. } => 10,
        }
    }
}

/// The timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// A client asks once more.
    Retry,
    /// The keeper tells those once more who have not said that they are ready.
    Resend,
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Timer::Retry => "retry",
            Timer::Resend => "resend",
        })
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `retry` or `resend`")
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        match text {
            "retry" => Ok(Timer::Retry),
            "resend" => Ok(Timer::Resend),
            _ => Err(NotATimer),
        }
    }
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// A client begins to do what it was asked.
    Began {
        /// What.
        request: Request,
    },
    /// A client is done with a key.
    Finished {
        /// The key.
        key: Arc<str>,
        /// The version that it wrote or read; `None`: the key has no value.
        version: Option<Version>,
        /// Whether it wrote it.
        wrote: bool,
    },
    /// A client learns of a newer view from a node that it asked by an older.
    Corrected {
        /// From whom.
        by: NodeId,
        /// The view.
        view: View,
    },
    /// A storage node goes over to a newer view.
    Adopted {
        /// The view.
        view: View,
        /// How many keys it drops, as it does not own them any more.
        drops: u32,
    },
    /// A storage node turns away what is of an older view.
    TurnedAway {
        /// Who asked.
        client: NodeId,
        /// By which view.
        epoch: Epoch,
    },
    /// A member hands over.
    HandsOver {
        /// To whom.
        to: NodeId,
        /// How many keys.
        keys: u32,
    },
    /// A node takes over what a member hands over.
    TakesOver {
        /// From whom.
        from: NodeId,
        /// How many keys.
        keys: u32,
    },
    /// A node has heard from as many members as it must.
    HasAll {
        /// The view in which it was handed over.
        epoch: Epoch,
    },
    /// The keeper begins a change.
    Begins {
        /// Which.
        change: Change,
    },
    /// The keeper ends a change: keys have new owners.
    Settles {
        /// The view.
        view: View,
    },
}
