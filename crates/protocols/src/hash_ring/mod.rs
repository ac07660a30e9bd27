//! Consistent hashing: keys spread over many nodes, and hardly any move when a node comes or goes.
//!
//! After David Karger et al., “Consistent Hashing and Random Trees”, 1997; Giuseppe DeCandia et al., “Dynamo: Amazon's Highly
//! Available Key-value Store”, 2007 (below: Dynamo); Hagit Attiya, Amotz Bar-Noy and Danny Dolev, “Sharing Memory Robustly in
//! Message-Passing Systems”, 1995 (below: ABD). What they say is given in other words than theirs.
//!
//! # What it is for
//!
//! There is more data than one machine holds, so every key is kept by a few of many machines, and everybody who wants a key
//! must know by which. A table of all keys would be as large as the data. So one computes it: from the key and the list of
//! members, everybody comes to the same answer, and asks nobody.
//!
//! The obvious function, the key's hash modulo the number of members, spreads evenly and is useless for stored data: with one
//! member more, nearly every key has another owner, and nearly all data must be copied. *Consistent* hashing moves only
//! what has to move: from n members to n + 1, about one key in n + 1, and all of these to the one that came.
//!
//! # The ring (Karger et al. §4; Dynamo §4.2): `places.rs`, and the crate `quorum-hashing`
//!
//! Nodes and keys are hashed to places on one circle. A key belongs to the first node at its place or after it, clockwise; so
//! a node owns the range from the node before it, which is not part of it, to itself, which is: (from, to]. A node that comes
//! cuts one range in two; one that goes leaves its range to the next. No other range changes.
//!
//! With one place each, ranges differ widely. So each node stands at many places, its *virtual nodes*: its share is the sum of
//! many ranges, and what it leaves behind goes to many others.
//!
//! # Replication (Dynamo §4.3)
//!
//! N nodes hold each key: the first N *distinct* nodes that follow its place. Virtual nodes of one node are passed over, as a
//! crash takes all of them at once.
//!
//! # Reading and writing: `client.rs`
//!
//! A value has a version. To write, a client asks the key's owners for their versions, waits for a majority of them, and stores
//! a higher version with a majority. To read, it asks likewise, takes the newest answer, and stores that with a
//! majority before it returns it, unless a majority holds it already. Two majorities of the same owners share one, so what was
//! acknowledged is found (ABD). It takes no clock, no leader, and nobody to notice that a node is down: while a majority of
//! a key's owners works, so does the key.
//!
//! This is stricter than Dynamo, which prefers to answer: its quorums are *sloppy* (§4.6), whoever is at hand stands in for an
//! owner, and versions that do not know of each other are handed to the application to merge (§4.4). Here reads and
//! writes of a key are linearizable.
//!
//! # Views: `view.rs`
//!
//! Who routes must know the members, and the members change. A *view* is a numbered list of members. Every message bears its
//! sender's view, and a node serves a request only if that is its own. Who comes with an older one is *corrected*: sent
//! the newer view instead of an answer, and asks again by that. Who comes with a newer one brings it. So a router
//! may have any view, however old, without harm: it costs it a round trip.
//!
//! # Changing the members: `keeper.rs`, `store.rs`
//!
//! n1 keeps the view, and makes one change after the other, each in two steps:
//!
//! ```text
//!  view 1              view 2                          view 3
//!  n2 n3 n4 ─────────▶ n2 n3 n4, and n2 n3 n4 n6 ────▶ n2 n3 n4 n6
//!           announced    members hand over      announced
//!                        n6 takes over,
//!                        and says that it is ready
//! ```
//!
//! 1. The keeper announces a view with both lists of members: those who answer for keys, and those who are to. A member that
//!    goes over to it serves nothing of the view before any more, and sends each node that gains keys from it what it holds
//!    of them ([`Message::Copy`]). **Meanwhile keys are read and written**, each with a majority of its owners by the one
//!    list *and* a majority by the other.
//! 2. A node that has heard from so many of these that a majority of the old owners of every key is among them has all that was
//!    ever acknowledged, and says so ([`Message::Ready`]). When all that gain keys have said it, the keeper announces the
//!    view with the new list alone. Only now have the keys new owners, and who owns a key no more drops it.
//!
//! Why is nothing lost? Each view shares a majority with the one after it: views 1 and 2 one of the old owners, views 2 and 3
//! one of the new. A node serves one view only. So once something is acknowledged in a view, nothing can be
//! acknowledged in the view before: at least one node of any majority there has moved on. And what was acknowledged in view 1
//! is on a majority of old owners, hence among what any gainer copied; what is acknowledged in view 2 is on a majority of new
//! owners anyway.
//!
//! Nothing depends on the ring: the same steps are right for any function from members and key to owners, only more or
//! less is copied. The setting `placement` chooses: the ring, `key mod n`, rendezvous hashing, jump hashing, Maglev.
//!
//! # What is promised: `spec.rs`; what goes wrong otherwise: `mutants.rs`
//!
//! - *Linearizable*: an answer is never older than what was acknowledged before the question was asked.
//! - *Acknowledged is kept*: each acknowledged value, or a newer one, is on the disks of as many different nodes as make a
//!   majority of replicas. So it outlives any crash, and with three replicas is read while one node is down.
//! - *One owner*: no key is accepted in two views at once.
//! - *Only what must move*: nodes are handed those keys that they gain, and no others; under the ring and rendezvous a key moves
//!   only to a node that comes, or away from one that goes.
//! - *Even load*: no member owns more than its share and four standard deviations of what draws of its virtual nodes would give.
//! - *Changes end*, once nodes are up and hear each other.
//!
//! All of that under lost, late, doubled messages, crashes and pauses, however many: not one at a time. What must be one at a
//! time is membership changes (the keeper sees to it), and crashes if keys are to be served meanwhile: of three replicas one
//! may be down.
//!
//! # Caveats
//!
//! - **One node keeps the view.** While it is down keys are served, but no change begins or ends. Dynamo has no such node:
//!   an administrator tells any node of a change, and it spreads by gossip (§4.8.1), so that nodes may differ for a while on
//!   who owns what. A replicated keeper is what Paxos or Raft are for.
//! - A node that has a view is not told by whom it was crashed or for how long: there is no failure detector, no hinted hand-off
//!   (§4.6), and no anti-entropy with Merkle trees (§4.7). A replica that missed a write gets it with the next read.
//! - A node that is to gain keys must be up for the change to end, and under `key mod n` that is every node. Nobody gives up a
//!   change.
//! - A change turns away everybody's next request once, be its key concerned or not: views are numbered as a whole, not range by
//!   range.
//! - Ranges are handed over in one message each. Real ones are cut into pieces, and slowed down.
//! - No weights: every member has as many virtual nodes. “Physically distinct” means nodes here; racks and data centres are not
//!   modelled.
//! - Bounded loads (Mirrokni et al. 2018) are not among the placements: who owns a key then depends on which other keys
//!   there are, and no two nodes know the same.
//! - A server that lost its disk (a wipe) comes back empty, and counts in majorities as if it had forgotten nothing; then
//!   nothing is promised.

mod charts;
mod client;
mod compared;
mod config;
mod disk;
mod hunts;
mod inspect;
mod keeper;
mod lanes;
mod message;
mod mutants;
mod nodes;
mod places;
mod predicate;
mod request;
mod ring;
mod spec;
mod store;
mod view;
mod words;

use quorum_kernel::{Effects, Input, Members, NodeId, Protocol};
use serde::Serialize;

pub use client::{Call, Client, Phase};
pub use config::Config;
pub use disk::{Disk, Item, Version, Write};
pub use keeper::Keeper;
pub use message::{Copied, Message, Note, Timer};
pub use mutants::Rules;
pub use nodes::Nodes;
pub use places::{Placement, Places};
pub use predicate::Predicate;
pub use request::{Change, NotARequest, Outcome, Reply, Request};
pub use spec::Ghost;
pub use view::{Epoch, View};

/// The keeper of the view. All other servers store.
pub const KEEPER: NodeId = NodeId::server(1);

/// A store whose keys are placed by consistent hashing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HashRing {}

/// A member's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// That of n1.
    Keeper(Keeper),
    /// That of any other server: it has all on disk.
    Store,
    /// A client's.
    Client(Client),
}

impl Protocol for HashRing {
    type Config = Config;
    type State = State;
    type Disk = Disk;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Reply = Reply;
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
            State::Client(Client::new(config, fx.disk().lives))
        } else if id == KEEPER {
            let mut keeper = Keeper::default();
            keeper::Step { config, keeper: &mut keeper, fx }.boot();
            State::Keeper(keeper)
        } else {
            State::Store
        }
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Keeper(keeper) => keeper::Step { config, keeper, fx }.step(input),
            State::Store => store::Step { config, id, fx }.step(input),
            State::Client(client) => client::Step { config, id, client, fx }.step(input),
        }
    }
}
