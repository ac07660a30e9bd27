//! Paxos, single decree: any number of servers may propose a value, and one value is chosen, for good.
//!
//! After Leslie Lamport, “Paxos Made Simple”, 2001. Section numbers and quotations below and at the line are from there.
//! His *proposal numbers* are called *ballots* here, as in his earlier “The Part-Time Parliament”.
//!
//! # What it is for
//!
//! Several processes are to settle one question: which value? Whatever is lost, delayed or restarted, there must be one
//! answer, and it must be one that somebody proposed (§2.1):
//!
//! - "Only a value that has been proposed may be chosen,
//! - Only a single value is chosen, and
//! - A process never learns that a value has been chosen unless it actually has been."
//!
//! One decree is the whole of this module. A log is one such decision for each of its places (§3).
//!
//! # Roles (§2.1)
//!
//! *Proposers* put values forward, *acceptors* choose among them, *learners* find out. A node may combine them: by
//! default every server is all three. The settings `proposers` and `acceptors` take roles away: the first so many
//! servers propose, the last so many accept; all learn. Clients ask proposers: `propose A`.
//!
//! Nobody is elected. Any proposer may begin, at any time, and so may several: that costs messages, not safety. (§2.5
//! lets one of them be leader, to get ahead; §2.4: safety is ensured whether or not that works.)
//!
//! # Chosen by a majority (§2.2)
//!
//! A value is *chosen* when a majority of the acceptors has accepted it in one ballot. Nobody need know it yet. One
//! acceptor alone would be simpler, but if it fails nothing can be chosen. With several, first come first served is not
//! enough: of three acceptors each may have accepted another value. So acceptors must be able to accept more than
//! once, and proposals get numbers: *ballots*.
//!
//! A ballot is a round and the proposer's name, compared in this order ([`Ballot`]): so each proposer has ballots of its
//! own, and any two can be compared.
//!
//! # Two phases (§2.2): `proposer.rs`, `acceptor.rs`
//!
//! ```text
//! proposer                                             acceptors
//!    │── Prepare(ballot) ─────────────────────────────────▶│  promise: nothing below this ballot from now on
//!    │◀───────────────── Promise(ballot, what I accepted) ─│
//!    │   a majority: take the value accepted in the highest ballot, or, if there is none, one's own
//!    │── Accept(ballot, value) ───────────────────────────▶│  unless promised to a higher ballot
//!    │◀────────────────────────────────── Accepted(ballot) ─│
//!    │   a majority: the value is chosen
//!    │── Chosen(value) ────────────────────────────────────────────────────────────────────────────▶ learners
//! ```
//!
//! Why this is safe: say A is chosen in ballot 1.n1, by a majority. Any later ballot needs promises from a majority, and
//! two majorities share an acceptor. That one has accepted A and says so. What it reports has the highest ballot, as
//! every ballot in between did as this one does; so A is proposed again (P2c; the proof is by induction over ballots).
//! And if the shared acceptor promised *before* A reached it? Then it had promised to refuse A, and A was not chosen.
//!
//! So the second phase does not put the proposer's own value forward if the promises name another. That rule,
//! *adoption*, is what keeps a chosen value chosen.
//!
//! # What is forced to disk: [`Disk`]
//!
//! An acceptor's highest promise and last accepted proposal, forced before it answers: "An acceptor records its intended
//! response in stable storage before actually sending the response" (§2.5). A proposer's highest round, forced before
//! it asks: "Each proposer remembers (in stable storage) the highest-numbered proposal it has tried to issue" (§2.5). All
//! else may be forgotten: a ballot can be abandoned at any time.
//!
//! # Learning (§2.3): `learner.rs`
//!
//! Acceptors answer the proposer of the ballot. It is the "distinguished learner" of its own ballot, and tells all others
//! what was chosen. If that is lost, a learner finds out by having a value proposed: the ballot adopts what was chosen.
//!
//! # Progress (§2.4)
//!
//! Two proposers can stop each other for ever: each raises its ballot above the other's before the other gets through its
//! second phase. An acceptor that refuses says to which ballot it is bound ([`Message::Nack`]), and the proposer gives
//! up and *backs off*, for a time that it draws anew, from a longer range each time. Sooner or later one of them is
//! alone for long enough. The setting `backoff` switches that off, so that the duel can be watched.
//!
//! # What is promised: `spec.rs`; what goes wrong otherwise: `mutants.rs`
//!
//! The safety requirements of §2.1 and the invariants of §2.2, under everything but the loss of a disk. Each mutant drops
//! one rule, and a property falls; `tests/paxos/mutants.rs` has the run.
//!
//! # Caveats
//!
//! - One decree, so one question for the whole run. There is no distinguished proposer, and no log.
//! - Acceptors answer an equal ballot again, where §2.2 has them answer only a higher one: a repeated request then does no
//!   harm, and a lost answer can be given again. That takes ballots that no two proposers share, which §2.5 asks for;
//!   with the strict comparison, shared ballots would happen to do no harm.
//! - Accepting binds like promising does. The text of §2.2 can be read otherwise; its author's TLA+ specification cannot.
//! - A proposer asks all acceptors, where the paper asks a majority. What is lost is not sent again within a ballot: after
//!   a while the proposer gives up and begins another.
//! - One refusal ends a ballot, though others might still make up a majority.
//! - What a learner knows is in memory only, and nobody tells it again unasked: after a restart it learns by a proposal.
//! - A server that lost its disk (a wipe) forgets promises and votes that others count on; nothing is promised then.
//! - A disk either has a forced write or does not: torn and corrupt writes are not modelled.

mod acceptor;
mod ballot;
mod config;
mod disk;
mod hunts;
mod inspect;
mod learner;
mod message;
mod mutants;
mod node;
mod predicate;
mod proposer;
mod spec;
mod state;
mod tally;
mod views;
mod words;

use std::sync::Arc;

use quorum_kernel::{After, Effects, Input, Members, NodeId, Protocol};

pub use ballot::{Ballot, NotABallot, Proposal, Round, Value};
pub use config::Config;
pub use disk::{Disk, Write};
pub use message::{Message, Nack, NotARequest, NotATimer, Note, Promise, Propose, Reply, Timer};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{Accepting, Phase, Preparing, Server, State};

use crate::{
    client::{Client, Heard, Replicated},
    session::{Call, Serial},
};
use node::Node;

/// Single-decree Paxos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paxos {}

impl Protocol for Paxos {
    type Config = Config;
    type State = State;
    type Disk = Disk;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    type Request = Propose;
    type Reply = Value;
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
            // Serial numbers may repeat in another life: an answer to an old question is as true of the new one, as there
            // is only one answer. So its disk stays empty.
            let first = NodeId::server((id.number() - 1) % config.proposers + 1);
            return State::Client(Client::new(id, 1).starting_with(first));
        }
        if let Some(write) = (config.rules.on_boot)(fx.disk()) {
            fx.force(write);
        }
        State::Server(Server::default())
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Server(server) => Node { config, id, server, fx }.step(input),
            State::Client(client) => client.step(config, input, fx),
        }
    }
}

impl Replicated for Paxos {
    fn request(call: Arc<Call<Propose>>) -> Message {
        Message::Request(call)
    }

    fn heard(message: Message) -> Option<(Serial, Heard<Value>)> {
        match message {
            Message::Reply(Reply { serial, value }) => Some((serial, Heard::Answer(value))),
            _ => None,
        }
    }

    fn askable(config: &Config) -> u8 {
        config.proposers
    }

    fn retry_timer() -> Timer {
        Timer::Retry
    }

    fn retry_after(config: &Config) -> After {
        config.retry.clone()
    }
}
