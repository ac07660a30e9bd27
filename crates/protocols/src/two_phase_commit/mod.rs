//! Two-phase commit: several parties do one thing together, or none of them does.
//!
//! After Jim Gray, “Notes on Data Base Operating Systems”, 1978; Philip Bernstein, Vassos Hadzilacos and Nathan Goodman,
//! “Concurrency Control and Recovery in Database Systems”, 1987, chapter 7 (below: BHG); and C. Mohan, B. Lindsay and
//! R. Obermarck, “Transaction Management in the R* Distributed Database Management System”, 1986 (below: R*), whose
//! variant *presumed abort* (§3) is the one that runs here. What they say is given in other words than theirs.
//!
//! # What it is for
//!
//! A bank keeps each account on another server. To move 30 from A to B, the keeper of A must take 30 and the keeper of B
//! must add 30. If one does and the other does not, money is lost or made. Each can fail at any moment, and each may have
//! a reason to refuse: an account has too little, or is busy. So they need to agree: all *commit*, or all *abort*.
//!
//! That is not what a majority is for. Consensus settles on a value although some are down; here one single party that
//! cannot do its part must be able to stop all others, and all others must wait until it has spoken.
//!
//! # The two phases (R* §2.1, BHG §7.4)
//!
//! ```text
//! coordinator            participants
//!     │── Prepare ──────────▶ │   can you?
//!     │                       │   force *prepared*, lock the account
//!     │ ◀────────────── Yes ──│   I can, and will do whatever you say
//!  force *commit*             │         ┐
//!     │── Commit ───────────▶ │         ┘ in doubt: it may not decide
//!     │                       │   force *committed*, book, unlock
//!     │ ◀────────────── Ack ──│
//!  write *end*, forget
//! ```
//!
//! 1. The coordinator asks every participant to *prepare*. One that can do its part forces a record that says so and
//!    votes yes. From then on it has given the choice away. One that cannot votes no, and aborts at once.
//! 2. If all voted yes, the coordinator forces a *commit* record. **That write is the commit**: before it the transaction
//!    can only abort, after it only commit. Then it tells everybody. If one voted no, or was not heard in time, it aborts.
//!
//! # What is forced, and why
//!
//! A crash loses memory, and with it every record that was not forced. So a record is forced before anybody is told what
//! they can only be told if it is never forgotten:
//!
//! | record | whose | forced | before |
//! |---|---|---|---|
//! | *prepared* | participant | yes | it votes yes |
//! | *commit* | coordinator | yes | it tells anybody |
//! | *committed* | participant | yes | it acknowledges |
//! | *aborted* | both | no | |
//! | *end* | coordinator | no | |
//!
//! # Presumed abort (R* §3)
//!
//! How long must the coordinator remember? A commit: until every participant has acknowledged that it is on its disk;
//! then nobody will ever ask, and an *end* record lets it forget. An abort: not at all. It is told once, unforced and
//! unacknowledged. Should a participant miss it, that one will ask, and a coordinator that finds nothing about a
//! transaction says that it was aborted. For that to be right two things must hold: a commit is never forgotten too early,
//! and a name is never used for two transactions. So the coordinator counts its lives on disk, and the life is part of
//! the name ([`TxId`]).
//!
//! So an abort costs no forced write at the coordinator, and a commit costs one there and two at each participant.
//!
//! # In doubt
//!
//! Between its yes and the decision a participant is in its *uncertainty period* (BHG §7.3): it may neither commit, as
//! somebody may have voted no, nor abort, as everybody may have voted yes and somebody may have committed. Its account
//! stays locked meanwhile; a transfer that meets the lock is refused by a no. (To let it wait would need a rule against
//! two transfers that wait for each other; a no needs none, and costs a retry.)
//!
//! A participant in doubt asks: the coordinator, and the other participant (*cooperative termination*, BHG §7.4). If the
//! other knows, it tells. If it has not voted yet, it can still abort, and does. If it is in doubt as well, it cannot
//! help. So what remains is this: **if the coordinator is down, and all that can be reached voted yes and know no more,
//! nobody may decide.** They are *blocked* until the coordinator is back, or somebody who knows. No protocol that is safe
//! can avoid that if messages can be lost (BHG §7.3). `docs/two-phase-commit-crashes.md` has a crash after every single
//! effect of a transfer, and who is blocked by it.
//!
//! # After a crash: `boot` (R* §2.2)
//!
//! The coordinator tells once more of every commit that has no end record. A participant finds what it is in doubt about,
//! and with it its locks, and asks. Nothing else is left over.
//!
//! # Clients: `client.rs`
//!
//! A client asks over a connection ([`Channel::Fifo`]), and once more under the same number if that is lost. The number of
//! a client's latest commit is part of the commit record; if there is none, all earlier attempts were aborted, and a new
//! one is safe. So a transfer happens once, and a client that is told “aborted” can rely on that.
//!
//! # What is promised: `spec.rs`; what goes wrong otherwise: `mutants.rs`
//!
//! BHG's five properties of atomic commitment, AC1 to AC5, and a bank's: no money is lost or made, no account is
//! overdrawn, clients are told what is true.
//!
//! # Caveats
//!
//! - **Messages between servers must not come twice.** R* talks over connections, and can leave a no unforced. Over a
//!   network that duplicates, a participant that voted no, crashed and forgot may be asked again, vote yes, and the yes
//!   may overtake the no. The setting `forces-no` forces that record, at the price of one write for each no; with it
//!   duplicates do no harm, and are within the promise.
//! - A participant that has not voted and is asked by the other how it ended aborts, and forces that: the question for its
//!   vote may still be on its way. R* has no such question; BHG forces all records.
//! - Logs are never cut. A participant must be able to tell the other how a transaction ended.
//! - Every account is locked as a whole, a transfer has two participants, and there are no transactions that only read
//!   (R* §3 lets a participant that only read leave after its vote).
//! - The coordinator is one server, and nobody takes its place. That is what three-phase commit, and commit over
//!   consensus (Gray and Lamport, “Consensus on Transaction Commit”, 2006), are about.
//! - A server that lost its disk (a wipe) has forgotten what it promised; nothing is promised then.

mod bank;
mod client;
mod config;
mod coordinator;
mod disk;
mod hunts;
mod inspect;
mod lanes;
mod message;
mod mutants;
mod participant;
mod predicate;
mod spec;
mod words;

use quorum_kernel::{Channel, Effects, Input, Members, NodeId, Protocol};
use serde::Serialize;

pub use bank::{Account, NotATransfer, OPENING, Transfer};
pub use client::Client;
pub use config::Config;
pub use coordinator::{Collecting, Coordinator};
pub use disk::{Disk, Prepared, Record, Standing};
pub use message::{Decision, Message, Note, Outcome, Timer, TxId, Vote};
pub use mutants::Rules;
pub use participant::Participant;
pub use predicate::Predicate;
pub use spec::{Attempt, Ghost};

/// The coordinator. All other servers are participants.
pub const COORDINATOR: NodeId = NodeId::server(1);

/// Two-phase commit over a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TwoPhaseCommit {}

/// A member's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// That of n1.
    Coordinator(Coordinator),
    /// That of any other server.
    Participant(Participant),
    /// A client's.
    Client(Client),
}

impl Protocol for TwoPhaseCommit {
    type Config = Config;
    type State = State;
    type Disk = Disk;
    type Write = Record;
    type Message = Message;
    type Timer = Timer;
    type Request = Transfer;
    type Reply = Outcome;
    type Note = Note;

    const KINDS: &'static [&'static str] = message::KINDS;

    fn kind(message: &Message) -> usize {
        message.kind()
    }

    fn members(config: &Config) -> Members {
        config.members
    }

    fn channel(_: &Config, from: NodeId, to: NodeId) -> Channel {
        // Clients talk to the coordinator only.
        let connected = |a: NodeId, b: NodeId| a.is_client() && b == COORDINATOR;
        if connected(from, to) || connected(to, from) { Channel::Fifo } else { Channel::Unordered }
    }

    fn write(disk: &mut Disk, record: &Record) {
        disk.write(record);
    }

    fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        if id.is_client() {
            fx.force(Record::Life);
            State::Client(Client::new(fx.disk().lives))
        } else if id == COORDINATOR {
            let mut memory = Coordinator::default();
            coordinator::Step { config, memory: &mut memory, fx }.boot();
            State::Coordinator(memory)
        } else {
            let mut memory = Participant::default();
            participant::Step { config, memory: &mut memory, fx }.boot();
            State::Participant(memory)
        }
    }

    fn step(config: &Config, _: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Coordinator(memory) => coordinator::Step { config, memory, fx }.step(input),
            State::Participant(memory) => participant::Step { config, memory, fx }.step(input),
            State::Client(client) => client.step(config, input, fx),
        }
    }
}
