//! Zab: a primary broadcasts its changes, and its successor begins with all of them that count.
//!
//! After Flavio Junqueira, Benjamin Reed and Marco Serafini, “Zab: High-performance broadcast for primary-backup
//! systems”, DSN 2011: phases and steps (f.1.1 for a follower, l.1.1 for a leader) are counted as there. Where Apache
//! ZooKeeper, for which Zab was made, does otherwise, this module does as ZooKeeper; the differences are listed below.
//!
//! # What it is for
//!
//! One server, the *primary*, executes what clients ask and sends the others what it changed: they are its backups. A
//! change may rest on the one before, so it is not enough that all apply the same changes in one order: each must come
//! after those that its primary had in mind. That holds across primaries too: whoever takes over must not broadcast
//! before it has all that was delivered, and nothing of an earlier primary may come to light afterwards. Zab is a
//! broadcast that promises this ([`spec`](self), *primary order*), with many transactions under way at a time.
//!
//! # Epochs and identifiers
//!
//! The time in office of a primary is its *epoch*. A transaction is named by the epoch of its primary and its number
//! there ([`Zxid`]): `2.1` is the first of epoch 2. Identifiers rise along every history, so that two histories are
//! compared by their ends.
//!
//! On disk a server has two epochs. [`Disk::accepted_epoch`] is the last that it has *promised*: it will have nothing to
//! do with leaders of earlier ones. [`Disk::current_epoch`] is the last whose leader's history it has *taken over*: it
//! tells how recent its own history is. Between the two lies synchronization. A history that ends with `1.7` and belongs
//! to epoch 3 is more recent than one that ends with `1.9` and belongs to epoch 1: in epoch 2 or 3 a quorum has settled
//! that `1.8` and `1.9` never happened.
//!
//! # Phase 0, election: `election.rs`
//!
//! Whoever looks for a leader tells all others whom it wants: itself at first, then the best that it has heard of. Best
//! is the most recent history, by (epoch, zxid), and between equals the highest number. With a quorum of one mind, and
//! nothing better heard for a while, each does as it voted: one leads, the others follow. ZooKeeper calls this fast
//! leader election.
//!
//! It is no more than a good guess. Nothing of it is on disk; two servers may be elected at a time, or one that lacks
//! what it should have. What follows finds out.
//!
//! ```text
//!   follower                                        leader to be
//!      │── FollowerInfo(the epoch I promised) ─────────▶│
//!      │                                                │ a quorum: an epoch later than all of these
//!      │◀─────────────────────────── LeaderInfo(epoch) ─│                       1 discovery
//!      │ promises it                                    │
//!      │── AckEpoch(the epoch I am of, my last zxid) ──▶│
//!      │                                                │ a quorum, nobody more recent: my history is the epoch's
//!      │◀─────────────────────── Diff, Trunc or Snap ───│
//!      │◀────────────────────────── NewLeader(epoch) ───│                       2 synchronization
//!      │ history to disk, then the epoch                │
//!      │── Ack(epoch.0) ───────────────────────────────▶│
//!      │                                                │ a quorum: established, all of it is delivered
//!      │◀───────────────────────────────── UpToDate ────│
//!      │◀────────────────────────── Proposal(zxid, …) ──│
//!      │── Ack(zxid) ──────────────────────────────────▶│                       3 broadcast
//!      │◀──────────────────────────────── Commit(zxid) ─│ a quorum: delivered, in order
//! ```
//!
//! # Phase 1, discovery: `leader.rs`, `follower.rs`
//!
//! The leader gathers a quorum and proposes an epoch that is later than all that these have promised. Each promises it,
//! and with that turns its back on every earlier leader: of two quorums one server is in both, so that no earlier leader
//! can commit anything any more without this one's knowing of it. For that reason a promise counts once: who had promised
//! this very epoch before, to another, is told to follow and does not count. So an epoch has one primary at most.
//!
//! The answers tell how recent the histories are. If one is more recent than the leader's own, the leader gives up, and
//! all elect again. So what was committed in an earlier epoch is in the history that the new one begins with: a quorum
//! had it, a quorum has promised, and one server is in both.
//!
//! # Phase 2, synchronization
//!
//! The leader's history becomes everybody's. A follower that lacks its end is sent that (*Diff*); one that has what the
//! leader has not cuts it off first (*Trunc*); one that is too far behind gets a snapshot (*Snap*). Then it forces, in this
//! order, the history, the epoch, and sends the acknowledgement. When a quorum has done so the epoch is *established*: all
//! of the history is delivered, proposals of dead leaders with it, and the leader is primary.
//!
//! # Phase 3, broadcast
//!
//! The primary numbers each transaction, sends it to its followers, and writes it down itself. A follower writes it and
//! acknowledges. With acknowledgements from a quorum, its own included, the primary delivers and says so (*Commit*).
//! Connections keep order, so that an acknowledgement says the same of all before. Nothing is acknowledged out of order,
//! and nothing is delivered so.
//!
//! A follower that comes later is synchronized in the same way, outstanding proposals included.
//!
//! # Connections
//!
//! Servers talk over connections that keep order and break as a whole, like TCP's. Who gives up on a leader, or on its
//! followers, closes the connection, and hears nothing more of that time; who loses one is told. A follower without its
//! leader, and a leader without a quorum, look for a leader again.
//!
//! # What is promised: `spec.rs`; what goes wrong otherwise: `mutants.rs`
//!
//! The properties of primary order atomic broadcast, under everything but the loss of a disk. Each mutant drops one rule,
//! and a property falls; `tests/zab/mutants.rs` has the run.
//!
//! # Where ZooKeeper, and so this module, differs from the paper
//!
//! - In the paper any server may be elected, and it takes over the most recent history of its quorum (step l.1.2). Here
//!   the election looks for the server that has it, and a leader that turns out to be behind gives up.
//! - A follower is not sent the whole history but what it lacks (Diff, Trunc, Snap). A follower may then have the history
//!   of an epoch and not yet the epoch: in the paper both are one step. The order of the two writes is what matters;
//!   ZooKeeper had them the wrong way round for years (ZOOKEEPER-4643).
//! - A truncated history must be as durable as a written one, and what a server serves from must be cut with it:
//!   ZOOKEEPER-2845 and its like are about a database in memory that was kept over an election although the leader to
//!   come had cut the log. Here the state machine holds what was delivered and nothing else.
//! - A follower may acknowledge proposals before it is told that the epoch is established, and serves only then.
//!
//! # Caveats
//!
//! - What is broadcast is the command, not the change that the primary computed from it: the store is deterministic, and a
//!   transaction that stays in its place means the same. A real primary computes ahead of what is committed, which is
//!   where primary order earns its keep.
//! - Reads go through the broadcast like writes, so that all operations are linearizable. ZooKeeper's servers answer reads
//!   from their own state, which may be old; a client that needs the latest calls `sync` first. The setting `local-reads`
//!   has followers do that, so that it can be seen.
//! - ZooKeeper's followers pass requests on to the leader; here a client is told who leads. Sessions are kept for good and
//!   do not expire; watches and ephemeral nodes are absent.
//! - Elections have connections of their own in ZooKeeper. Here one connection carries all, so that closing it can lose a
//!   notification too; it is sent again. A notification does not carry the round of a vote apart from its sender's.
//! - No observers, no reconfiguration, no weights: a quorum is a majority of a fixed cluster.
//! - Histories are never trimmed but by a Snap, and snapshots are not fuzzy. A leader hands out transactions one by one as far
//!   back as `window`, for which ZooKeeper has a count of its own.
//! - A server that restarts delivers again what it had delivered, from its snapshot on: the state machine is in memory.
//! - A server that lost its disk (a wipe) forgets promises and transactions that others count on; nothing is promised then.
//! - A disk either has a forced write or does not: torn and corrupt writes are not modelled.

mod config;
mod deliver;
mod disk;
mod election;
mod fields;
mod follower;
mod history;
mod hunts;
mod inspect;
mod lanes;
mod leader;
mod message;
mod mutants;
mod node;
mod predicate;
mod spec;
mod starts;
mod state;
mod tally;
mod timer;
mod words;

use std::sync::Arc;

use quorum_kernel::{After, Channel, Effects, Input, Members, NodeId, Protocol};

pub use config::Config;
pub use disk::{Disk, Write};
pub use history::{Epoch, History, Index, NotAZxid, Snapshot, Txn, Txns, Zxid};
pub use message::{Answered, Message, Note, Notification, Reply, Standing, Sync, Vote, Why};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{FollowerPhase, Following, LeaderPhase, Leading, Learner, Looking, Role, Server, Settled, State};
pub use timer::{NotATimer, Timer};

use crate::{
    client::{Client, Heard, Replicated},
    machine::{Answer, Command},
    session::{Call, Serial},
};
use node::Node;

/// Zab under a key-value store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zab {}

impl Protocol for Zab {
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

    fn channel(_: &Config, from: NodeId, to: NodeId) -> Channel {
        if from.is_client() || to.is_client() { Channel::Unordered } else { Channel::Fifo }
    }

    fn write(disk: &mut Disk, write: &Write) {
        disk.write(write);
    }

    fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        if id.is_client() {
            fx.force(Write::Life);
            return State::Client(Client::new(id, fx.disk().lives));
        }
        let mut server = Server::new(id, fx.disk());
        Node { config, id, server: &mut server, fx }.look();
        State::Server(server)
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Server(server) => Node { config, id, server, fx }.step(input),
            State::Client(client) => client.step(config, input, fx),
        }
    }
}

impl Replicated for Zab {
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
