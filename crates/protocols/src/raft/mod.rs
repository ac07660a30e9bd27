//! Raft: a leader, elected by a majority, keeps a log that all servers come to share.
//!
//! After Diego Ongaro and John Ousterhout, “In Search of an Understandable Consensus Algorithm (Extended Version)”,
//! 2014. Section numbers and quotations below and at the line are from there; “figure 2” is its one-page summary.
//!
//! # What it is for
//!
//! Several servers are to act as one that does not fail. If each starts in the same state and executes the same commands
//! in the same order, each gives the same answers (§2). So the servers need to agree on a *log* of commands: one list,
//! that grows at its end, and of which what is once settled is never lost or changed, as long as a majority of the
//! servers works. Messages may be lost, doubled, delayed and reordered, servers may stop and restart, and no clock need
//! be right: the log stays one. Clocks matter only for getting ahead.
//!
//! Why a majority? Two majorities of one cluster always share a server. Whatever a majority has settled, at least one
//! server of any other majority knows of it. Everything below rests on that.
//!
//! # Terms (§5.1)
//!
//! Time is cut into *terms*, numbered from 1. Each begins with an election, and has at most one leader; if votes are
//! split it has none. Every message carries its sender's term. A server that sees a higher one adopts it and follows; a
//! message from a lower one is refused. So a term acts as a clock that nobody needs to wind: what is out of date finds
//! out by talking.
//!
//! # Electing a leader (§5.2): `election.rs`
//!
//! ```text
//!            no word from a leader        a majority voted for it
//! Follower ───────────────────────▶ Candidate ───────────────────▶ Leader
//!    ▲                               │  │   ▲                        │
//!    │   a leader or a newer term    │  └───┘ votes were split:      │
//!    ├───────────────────────────────┘        next term              │
//!    └───────────────────────────────────────────────────────────────┘
//!                                 a newer term
//! ```
//!
//! A follower waits for its leader for a time that it draws anew each time, 150 to 300 ms; a leader speaks every 50 ms.
//! If the wait runs out, the follower raises its term, votes for itself and asks all others. A server votes once a term,
//! and writes its vote down before it answers: so no two candidates can both get a majority in one term. That waits
//! differ makes it likely that one candidate is ahead of the others; nothing worse than another round comes of it when
//! it is not.
//!
//! The roles are types ([`Follower`], [`Candidate`], [`Leader`]), and only [`Candidate::into_leader`] makes a leader.
//!
//! # Replicating the log (§5.3): `replication.rs`
//!
//! Clients ask the leader. It appends the command to its log and sends it on. Each [`AppendEntries`] names the entry
//! before the new ones by index and term; a follower that does not have that entry refuses. By induction, two logs that
//! have an entry with the same index and term are the same up to there (*Log Matching*). A refusal tells where to go
//! back to, a whole term at a time, and the follower's entries that conflict give way to the leader's. A leader never
//! changes its own log but by appending (*Leader Append-Only*).
//!
//! Sending does not wait for answers: `next_index` moves on as soon as a message is sent. If one is lost or overtaken,
//! the check of the entry before fails on the next, if only a heartbeat, and the leader goes back.
//!
//! # What is committed (§5.4)
//!
//! An entry is *committed* when it can no longer be lost, and only then is it applied and answered. Two rules see to it:
//!
//! - A vote goes only to a candidate whose log is at least as up-to-date as the voter's (§5.4.1). What is on a majority
//!   is then known to at least one voter of any majority, so that every later leader has it (*Leader Completeness*).
//! - A leader counts replicas only for entries of its own term; those before are committed with them (§5.4.2). Figure 8
//!   shows how an entry of an earlier term can be on a majority and still be lost; `commit_old_term_waits` among the
//!   scripts replays it step by step. So that a leader without requests gets its predecessors' entries committed, it
//!   begins its term with an empty entry (§8).
//!
//! # Clients (§8): [`crate::client`], [`crate::session`]
//!
//! A client that hears nothing asks again, so a command may come twice. It bears a serial number, and the state machine
//! remembers each client's last with its answer: a repetition is answered, not executed. Reads go through the log like
//! any command, so that a leader which has been replaced cannot answer one.
//!
//! # What survives a crash: [`Disk`]
//!
//! Term, vote and log, each written and forced before a message goes out that speaks of it. All else is rebuilt: the
//! commit index is learnt again from the leader, and the log is applied to an empty state machine.
//!
//! # What is promised: `spec.rs`; what goes wrong otherwise: `mutants.rs`
//!
//! The five properties of figure 3, under everything but the loss of a disk. Each mutant drops one rule, and a property
//! falls; `tests/raft/mutants.rs` has the run.
//!
//! # Caveats
//!
//! - The cluster is fixed: no membership changes (§6). The log is never compacted (§7), so a restart applies it from the
//!   first entry on, in the one step that learns the commit index.
//! - Sessions are kept for good; real systems expire them. A client asks one thing at a time.
//! - Reads cost a log entry. The paper's cheaper read (a round of heartbeats, §8) and leases are absent.
//! - A lost RequestVote is not sent again in its term: the candidate's next attempt is another term.
//! - A server that cannot hear the leader raises its term again and again, and unseats the leader when it is back. The
//!   remedy (a pre-vote) is not in the paper.
//! - A server that lost its disk (a wipe) forgets votes and entries it has answered for; nothing is promised then. Here it
//!   rejoins as if nothing had happened, so that this can be seen. A client that lost its disk uses its serial numbers
//!   again, and may be given the answers of its former life.
//! - A disk either has a forced write or does not: torn and corrupt writes are not modelled.

mod config;
mod disk;
mod election;
mod hunts;
mod inspect;
mod lanes;
mod log;
mod message;
mod mutants;
mod node;
mod predicate;
mod replication;
mod spec;
mod state;
mod symmetry;
mod words;

use std::sync::Arc;

use quorum_kernel::{After, Effects, Input, Members, NodeId, Protocol};

pub use config::Config;
pub use disk::{Disk, Write};
pub use log::{Entries, Entry, Index, Log, LogEnd, Term};
pub use message::{Answered, AppendEntries, AppendResponse, Appended, Message, Note, Reply, RequestVote, Timer, Vote};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{Candidate, Follower, Leader, Progress, Role, Server, State};

use crate::{
    client::{Client, Heard, Replicated},
    machine::{Answer, Command},
    session::{Call, Serial},
};
use node::Node;

/// Raft over a key-value store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Raft {}

impl Protocol for Raft {
    type Config = Config;
    type State = State;
    type Disk = Disk;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    type Request = Command;
    type Reply = Answer;
    type Note = Note;

    const KINDS: &'static [&'static str] = message::KINDS;

    fn kind(message: &Message) -> usize {
        message.kind()
    }

    fn members(config: &Config) -> Members {
        config.members
    }

    fn write(disk: &mut Disk, write: &Write) {
        disk.write(write);
    }

    fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        if id.is_client() {
            fx.force(Write::Life);
            return State::Client(Client::new(id, fx.disk().lives));
        }
        if let Some(write) = (config.rules.on_boot)(fx.disk()) {
            fx.force(write);
        }
        let mut server = Server::new();
        Node { config, id, server: &mut server, fx }.wait_for_leader();
        State::Server(server)
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Server(server) => Node { config, id, server, fx }.step(input),
            State::Client(client) => client.step(config, input, fx),
        }
    }
}

impl Replicated for Raft {
    fn request(call: Arc<Call<Command>>) -> Message {
        Message::Request(call)
    }

    fn heard(message: Message) -> Option<(Serial, Heard<Answer>)> {
        let Message::Reply(Reply { serial, result }) = message else { return None };
        Some(match result {
            Answered::Done(answer) => (serial, Heard::Answer(answer)),
            Answered::NotLeader { leader } => (serial, Heard::NotLeader(leader)),
        })
    }

    fn retry_timer() -> Timer {
        Timer::Retry
    }

    fn retry_after(config: &Config) -> After {
        config.retry.clone()
    }
}
