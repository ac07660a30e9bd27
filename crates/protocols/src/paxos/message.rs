//! What travels: the two phases of §2.2 as two pairs of messages, the refusal of either, what learners are told, and the
//! pair between client and proposer.

use std::{fmt, str::FromStr, sync::Arc};

use serde::Serialize;

use super::ballot::{Ballot, Proposal, Value};
use crate::session::{Call, Serial};

/// The names of the kinds of message, in the order of [`Message`].
pub const KINDS: &[&str] = &["Prepare", "Promise", "Accept", "Accepted", "Nack", "Chosen", "Request", "Reply"];

/// A message. Answers are tagged with their ballot "to prevent confusion" (§2.5); who sent them, the network tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// Phase 1a: a proposer asks for promises for its ballot. There is no value in it.
    Prepare(Ballot),
    /// Phase 1b: an acceptor promises.
    Promise(Promise),
    /// Phase 2a: a proposer asks acceptors to accept its proposal.
    Accept(Proposal),
    /// Phase 2b: an acceptor has accepted what was proposed in this ballot.
    Accepted(Ballot),
    /// An acceptor refuses either: "it should probably inform the proposer, who should then abandon its proposal" (§2.2).
    Nack(Nack),
    /// The proposer of a ballot that won tells the learners (§2.3).
    Chosen(Value),
    /// A client asks a proposer.
    Request(Arc<Call<Propose>>),
    /// The answer to [`Message::Request`]: what was chosen.
    Reply(Reply),
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::Prepare(_) => 0,
            Message::Promise(_) => 1,
            Message::Accept(_) => 2,
            Message::Accepted(_) => 3,
            Message::Nack(_) => 4,
            Message::Chosen(_) => 5,
            Message::Request(_) => 6,
            Message::Reply(_) => 7,
        }
    }
}

/// "A promise not to accept any more proposals numbered less than n and […] the highest-numbered proposal (if any) that it
/// has accepted" (§2.2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Promise {
    /// For this ballot.
    pub ballot: Ballot,
    /// What the acceptor has accepted so far.
    pub accepted: Option<Proposal>,
}

/// An acceptor is bound to a higher ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Nack {
    /// The ballot that it refuses.
    pub ballot: Ballot,
    /// The ballot that it is bound to.
    pub promised: Ballot,
}

/// A proposer answers a client. The value need not be the one that the client proposed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reply {
    /// Which request is meant.
    pub serial: Serial,
    /// What was chosen.
    pub value: Value,
}

/// What a client is asked to do, `propose A`: to have a value proposed, and to learn what is chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Propose {
    /// The value.
    pub value: Value,
}

impl fmt::Display for Propose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "propose {}", self.value)
    }
}

/// A text that is no [`Propose`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARequest;

impl fmt::Display for NotARequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `propose A`, with one word for A")
    }
}

impl core::error::Error for NotARequest {}

impl FromStr for Propose {
    type Err = NotARequest;

    fn from_str(text: &str) -> Result<Self, NotARequest> {
        match *text.split_whitespace().collect::<Vec<_>>() {
            ["propose", value] => Ok(Self { value: Value(value.into()) }),
            _ => Err(NotARequest),
        }
    }
}

/// The timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// A proposer has waited for a majority for too long.
    Patience,
    /// A proposer whose ballot failed may begin another.
    Backoff,
    /// A client asks again.
    Retry,
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Timer::Patience => "patience",
            Timer::Backoff => "backoff",
            Timer::Retry => "retry",
        })
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `patience`, `backoff` or `retry`")
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        let all = [Timer::Patience, Timer::Backoff, Timer::Retry];
        all.into_iter().find(|timer| timer.to_string() == text).ok_or(NotATimer)
    }
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// A proposer began a ballot (phase 1a).
    Began {
        /// The ballot.
        ballot: Ballot,
    },
    /// An acceptor bound itself to a ballot (phase 1b).
    Promised {
        /// The ballot.
        ballot: Ballot,
    },
    /// A proposer has its promises, and asks for acceptance (phase 2a).
    Proposed {
        /// What it proposes.
        proposal: Proposal,
        /// The ballot that it adopted the value from; `None`: its own value.
        adopted: Option<Ballot>,
    },
    /// An acceptor accepted (phase 2b).
    Accepted {
        /// What it accepted.
        proposal: Proposal,
    },
    /// A proposer gave a ballot up.
    GaveUp {
        /// The ballot.
        ballot: Ballot,
        /// The higher ballot that it was told of; `None`: too few answered in time.
        promised: Option<Ballot>,
    },
    /// A server learnt what was chosen (§2.3).
    Learnt {
        /// The value.
        value: Value,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_prints_as_it_is_typed() {
        assert_eq!("propose A".parse::<Propose>().map(|request| request.to_string()).as_deref(), Ok("propose A"));
        for text in ["", "propose", "propose A B", "put A"] {
            assert_eq!(text.parse::<Propose>(), Err(NotARequest), "{text}");
        }
    }

    #[test]
    fn a_timer_prints_as_it_is_typed() {
        for text in ["patience", "backoff", "retry"] {
            assert_eq!(text.parse::<Timer>().map(|timer| timer.to_string()).as_deref(), Ok(text));
        }
        assert_eq!("election".parse::<Timer>(), Err(NotATimer));
    }
}
