//! What travels between clients, key stores and the resource, and what is remarked.

use std::{fmt, str::FromStr};

use serde::Serialize;

use super::{
    state::Offset,
    store::{Key, Store, Token},
};

/// The names of the kinds of message, in the order of [`Message`].
pub const KINDS: &[&str] = &["Set", "Get", "Answer", "Delete", "Replicate", "Read", "Value", "Write", "Written"];

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// Client to Redis: `SET lock token NX PX px`, and, where numbers fence, `INCR fence` in the same script.
    Set(Set),
    /// Client to Redis: `GET lock`. A correct client has no use for it.
    Get {
        /// The attempt.
        token: Token,
    },
    /// Redis to client: what became of a [`Message::Set`] or [`Message::Get`].
    Answer {
        /// The attempt.
        token: Token,
        /// What became of it.
        outcome: Outcome,
    },
    /// Client to Redis: deletes the lock, if it holds this token. It is not answered: the client does not wait for it.
    Delete {
        /// The attempt.
        token: Token,
        /// Whether the token is compared before the key is deleted, in one script; else a bare `DEL lock`.
        compare: bool,
    },
    /// Master to replica: all keys, after each change and from time to time.
    Replicate(Snapshot),
    /// Client to resource: reads the number.
    Read(Pass),
    /// Resource to client: the number; `None`: no entry with that pass.
    Value {
        /// The attempt.
        token: Token,
        /// The number.
        value: Option<u32>,
    },
    /// Client to resource: writes the number.
    Write {
        /// With what right.
        pass: Pass,
        /// The number.
        value: u32,
    },
    /// Resource to client: whether it was written.
    Written {
        /// The attempt.
        token: Token,
        /// Whether it was.
        accepted: bool,
    },
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::Set(_) => 0,
            Message::Get { .. } => 1,
            Message::Answer { .. } => 2,
            Message::Delete { .. } => 3,
            Message::Replicate(_) => 4,
            Message::Read(_) => 5,
            Message::Value { .. } => 6,
            Message::Write { .. } => 7,
            Message::Written { .. } => 8,
        }
    }
}

/// Asks one Redis for the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Set {
    /// The attempt; the value of the key.
    pub token: Token,
    /// How long the key is to live; `None`: for good.
    pub px: Option<u32>,
    /// Only if the key is not there.
    pub nx: bool,
}

/// What a Redis answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The key is set. The number is that of the fence, 0 where none is kept.
    Granted(u32),
    /// There is a key already.
    Taken,
    /// There is no key (to [`Message::Get`]).
    Free,
    /// This is a replica: "READONLY You can't write against a read only replica."
    ReadOnly,
}

/// A master's keys as they stand, for its replica.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Snapshot {
    /// Who is master: it grows with every fail-over.
    pub epoch: u32,
    /// What the master has made of changes: an older snapshot may come later.
    pub offset: Offset,
    /// The keys.
    pub store: Store,
}

/// What a client shows to the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pass {
    /// The attempt that got the lock.
    pub token: Token,
    /// Its number, 0 where none is given.
    pub fence: u32,
}

/// The timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    /// A client's lock ends, by its own clock.
    Valid,
    /// A client gives up waiting for answers, or waits between two attempts.
    Retry,
    /// A client works on what it has read.
    Work,
    /// Between a client's look at its clock and its write.
    Use,
    /// A key ends, by its Redis's clock.
    Expire(Key),
    /// A Redis takes part again after a crash.
    Rejoin,
    /// A master shows its replica that it lives.
    Ping,
    /// A replica has not heard of its master for too long.
    Failover,
}

impl Timer {
    /// All.
    const ALL: [Self; 9] = [
        Timer::Valid,
        Timer::Retry,
        Timer::Work,
        Timer::Use,
        Timer::Expire(Key::Lock),
        Timer::Expire(Key::Fence),
        Timer::Rejoin,
        Timer::Ping,
        Timer::Failover,
    ];
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Timer::Valid => "valid",
            Timer::Retry => "retry",
            Timer::Work => "work",
            Timer::Use => "use",
            Timer::Expire(Key::Lock) => "expire lock",
            Timer::Expire(Key::Fence) => "expire fence",
            Timer::Rejoin => "rejoin",
            Timer::Ping => "ping",
            Timer::Failover => "failover",
        })
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected one of: {}", Timer::ALL.map(|timer| timer.to_string()).join(", "))
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        Timer::ALL.into_iter().find(|timer| timer.to_string() == text).ok_or(NotATimer)
    }
}

/// What a client is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Under the lock: read the number, add one, write it back.
    Increment,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("increment")
    }
}

/// A text that is no [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARequest;

impl fmt::Display for NotARequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `increment`")
    }
}

impl core::error::Error for NotARequest {}

impl FromStr for Request {
    type Err = NotARequest;

    fn from_str(text: &str) -> Result<Self, NotARequest> {
        if text == "increment" { Ok(Request::Increment) } else { Err(NotARequest) }
    }
}

/// What a client answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// This was written.
    Written(u32),
    /// The resource refused: another has been there with a newer pass.
    Refused,
    /// The lock's time was over before the write was sent.
    TooLate,
    /// The lock's time was over before an answer came: it may be written or not.
    Unknown,
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reply::Written(value) => write!(f, "wrote {value}"),
            Reply::Refused => f.write_str("refused"),
            Reply::TooLate => f.write_str("too late"),
            Reply::Unknown => f.write_str("unknown"),
        }
    }
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// A client has the lock.
    Acquired(Pass),
    /// A client did not get the lock.
    Failed {
        /// The attempt.
        token: Token,
    },
    /// A client no longer counts on the lock.
    Ended {
        /// The attempt.
        token: Token,
        /// How it ended.
        reply: Reply,
    },
    /// A Redis set the key for a client.
    Locked(Pass),
    /// A Redis deleted the key for a client.
    Unlocked {
        /// Whose key it was.
        held: Token,
        /// Who asked for it.
        by: Token,
    },
    /// A key's time was over.
    Expired {
        /// Whose key it was.
        held: Token,
    },
    /// A Redis waits after a crash before it takes part.
    Rests,
    /// It takes part again.
    Rejoined,
    /// A replica made itself master.
    Promoted {
        /// Of this epoch.
        epoch: u32,
    },
    /// A master learnt of a newer one.
    Demoted {
        /// Of this epoch.
        epoch: u32,
    },
    /// The resource was read.
    Read(Pass),
    /// The resource was written.
    Accepted {
        /// With what right.
        pass: Pass,
        /// The number.
        value: u32,
    },
    /// The resource refused a read or a write.
    Rejected(Pass),
}
