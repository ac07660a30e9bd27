//! What travels: the two remote calls of the paper as two pairs of messages, and the pair between client and server.

use std::{fmt, str::FromStr, sync::Arc};

use quorum_kernel::NodeId;
use serde::Serialize;

use super::log::{Entries, Index, LogEnd, Term};
use crate::{
    machine::{Answer, Command},
    session::{Call, Serial},
};

/// The names of the kinds of message, in the order of [`Message`].
pub const KINDS: &[&str] = &["RequestVote", "Vote", "AppendEntries", "AppendResponse", "Request", "Reply"];

/// A message. The sender is told by the network, so `candidateId` and `leaderId` are not repeated inside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    /// "Invoked by candidates to gather votes" (figure 2).
    RequestVote(RequestVote),
    /// The answer to [`Message::RequestVote`].
    Vote(Vote),
    /// "Invoked by leader to replicate log entries; also used as heartbeat" (figure 2).
    AppendEntries(AppendEntries),
    /// The answer to [`Message::AppendEntries`].
    AppendResponse(AppendResponse),
    /// A client's command.
    Request(Arc<Call<Command>>),
    /// The answer to [`Message::Request`].
    Reply(Reply),
}

impl Message {
    /// Its place in the list of kinds.
    pub fn kind(&self) -> usize {
        match self {
            Message::RequestVote(_) => 0,
            Message::Vote(_) => 1,
            Message::AppendEntries(_) => 2,
            Message::AppendResponse(_) => 3,
            Message::Request(_) => 4,
            Message::Reply(_) => 5,
        }
    }
}

/// A candidate asks for a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct RequestVote {
    /// "Candidate's term".
    pub term: Term,
    /// Index and term of the candidate's last entry (§5.4.1).
    pub last: LogEnd,
}

/// A server gives its vote, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Vote {
    /// The voter's term, "for candidate to update itself".
    pub term: Term,
    /// "True means candidate received vote".
    pub granted: bool,
}

/// A leader replicates entries, or only says that it lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AppendEntries {
    /// "Leader's term".
    pub term: Term,
    /// "Index of log entry immediately preceding new ones".
    pub prev_index: Index,
    /// "Term of prevLogIndex entry".
    pub prev_term: Term,
    /// "Log entries to store (empty for heartbeat […])".
    pub entries: Entries,
    /// "Leader's commitIndex".
    pub commit: Index,
}

/// A follower says what became of an [`AppendEntries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct AppendResponse {
    /// The follower's term, "for leader to update itself".
    pub term: Term,
    /// What became of it.
    pub outcome: Appended,
}

/// What became of an [`AppendEntries`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Appended {
    /// The follower's log now equals the leader's up to this index. Told as an index, not as a yes, so that answers
    /// which come late, twice or out of order say no more than what is so.
    Upto(Index),
    /// The follower has no entry like the one before the new ones.
    Conflict {
        /// Which index that was: the leader sees whether it has backed up since.
        prev_index: Index,
        /// "The term of the conflicting entry" (end of §5.3); `None` if the log is too short to have one.
        term: Option<Term>,
        /// "The first index it stores for that term", or the index after the end of the log.
        index: Index,
    },
    /// The sender's term is over.
    OldTerm,
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
    /// "If the client's first choice is not the leader, that server will reject the client's request and supply
    /// information about the most recent leader it has heard from" (§8).
    NotLeader {
        /// The leader of the server's term, if it knows one.
        leader: Option<NodeId>,
    },
}

/// The timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timer {
    /// A follower or candidate hears of no leader for too long (§5.2).
    Election,
    /// A leader must show that it lives (§5.2).
    Heartbeat,
    /// A client asks again (§8).
    Retry,
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Timer::Election => "election",
            Timer::Heartbeat => "heartbeat",
            Timer::Retry => "retry",
        })
    }
}

/// A text that names no [`Timer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATimer;

impl fmt::Display for NotATimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `election`, `heartbeat` or `retry`")
    }
}

impl core::error::Error for NotATimer {}

impl FromStr for Timer {
    type Err = NotATimer;

    fn from_str(text: &str) -> Result<Self, NotATimer> {
        let all = [Timer::Election, Timer::Heartbeat, Timer::Retry];
        all.into_iter().find(|timer| timer.to_string() == text).ok_or(NotATimer)
    }
}

/// What a node remarks for observers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    /// It stands for election (§5.2).
    Stood {
        /// In this term.
        term: Term,
    },
    /// It gave its vote (§5.2).
    Voted {
        /// In this term.
        term: Term,
        /// To this candidate.
        candidate: NodeId,
    },
    /// It won an election (§5.2).
    BecameLeader {
        /// Of this term.
        term: Term,
        /// How many entries its log had then.
        log: Index,
    },
    /// It led or stood, and learnt of a newer term or of that term's leader (§5.1, §5.2).
    SteppedDown {
        /// The term it goes on in.
        term: Term,
    },
    /// A follower removes entries that conflict with the leader's (§5.3).
    Removed {
        /// From this index on.
        from: Index,
    },
    /// The leader knows that all entries up to here are on a majority, the last of them from its own term (§5.4.2).
    Committed {
        /// The leader's term.
        term: Term,
        /// Up to this index.
        index: Index,
    },
    /// An entry was given to the state machine (§5.3).
    Applied {
        /// Where it stands.
        index: Index,
        /// The entry.
        entry: super::log::Entry,
    },
}
