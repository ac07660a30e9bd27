//! Locks on Redis: one key that is set if it is not there, and **Redlock**, the same on a majority of masters.
//!
//! After the Redis documentation, “Distributed Locks with Redis” (the *document* below; quotations are from it unless
//! another name stands there); Martin Kleppmann, “How to do distributed locking”, 2016; and Salvatore Sanfilippo, “Is
//! Redlock safe?”, 2016, his answer.
//!
//! # What it is for
//!
//! Several processes on several machines want to use one thing, one at a time. A mutex does not help: it is a word in the
//! memory of one process, and lets in one thread *of that process*. Two processes have two mutexes, each free. So whoever
//! says who is next must be somewhere that all of them can reach, over a network, and must get over it when the one that
//! is in does not come back.
//!
//! Kleppmann asks first what a lock is for. For *efficiency*: that work is not done twice; if once in a while it is,
//! that costs a little. For *correctness*: that two must never overwrite each other's work. The first is easy.
//!
//! # One Redis: `server.rs`, `store.rs`
//!
//! ```text
//!  SET lock c1.1.1 NX PX 300      set it if it is not there, and let it end by itself after 300 ms
//!  …use the thing…
//!  if GET lock == c1.1.1 then DEL lock       delete it if it is still ours, in one script
//! ```
//!
//! Each part is there for a reason, and a mutant (`mutants.rs`) leaves each out. `NX`: to look first and to set then are two
//! commands, between which another comes. `PX`: a client that crashed would hold the lock for ever. The mark: a client
//! whose time was over would delete the lock of the next.
//!
//! What ends by itself is a *lease*: both sides count its time, each on its own clock. The client counts from before it asks
//! ([`Timer::Valid`]), the Redis from when it sets the key ([`Timer::Expire`]), so the client is done first, if the clocks
//! go alike.
//!
//! A **replica** does not make it safer. Redis answers before it replicates, so a master that crashes in between leaves
//! a replica without the key, which then grants the lock again: “SAFETY VIOLATION!” (Why Failover-based Implementations Are
//! Not Enough.)
//!
//! # Redlock: [`Redlock`]
//!
//! N independent masters, five in the document. The client asks all at once, under one mark, and has the lock if a
//! majority has set the key before its time is over. What is left is the time to live, less what asking took, less
//! something for clocks that do not go alike. If it fails, it deletes the key everywhere and tries again after a random
//! delay. Two majorities share a master, and that one sets the key once.
//!
//! A master that loses its keys in a crash could grant a lock a second time. Either it keeps them on disk before it
//! answers, or it stays silent after a crash until every key that it may have lost would have ended (*delayed restart*).
//!
//! # A pause, and what helps: `client.rs`, `resource.rs`
//!
//! A client looks at its clock, sees time left, and writes. Between the look and the write it may stand still, for as long as
//! the machine likes: a page fault, a garbage collector, a `SIGSTOP`. “You cannot fix this problem by inserting a check on
//! the lock expiry just before writing back to storage” (Kleppmann). So here these are two steps, with a timer of no ticks
//! between them ([`Timer::Use`]), and a pause fits there. A write that is long under way does the same.
//!
//! Hence *fencing*: the resource itself turns away who is late. With every grant comes a number that grows, with every access
//! it is shown, and the resource refuses a number lower than one it has seen (Kleppmann). One Redis can count: `INCR`, in the
//! same script as `SET`. Redlock “does not have any facility for generating fencing tokens”: five counters go out of
//! step. Sanfilippo's answer is that marks which only differ are enough: who begins sets the resource's mark to its own, and
//! a write goes through only if the mark is still that. Both are here, as `fencing` of the one and of the other.
//!
//! What the two agreed on, in the end: delays between asking and having the lock do no harm, as Redlock counts them; delays
//! between having it and using it do, to every lock that ends by itself. What they did not: whether clocks that jump are to be
//! reckoned with, and so whether Redlock is for correctness.
//!
//! # What is promised: `spec.rs`
//!
//! - *exclusion*, at the resource: nobody's write is lost under another's. With fencing under pauses and wrong clocks;
//!   without it only if pauses, delays and what clocks gain fit into `margin`.
//! - *one holder*: at most one client counts on the lock. Only while nobody pauses and clocks go alike.
//! - *owner releases*: a key is deleted for none but its owner. Always.
//! - *lock frees*: the lock of a client that is gone does not stay. Always.
//!
//! # Caveats
//!
//! - One lock, and one resource that is never replicated. Keys are named by a closed set.
//! - Links are not TCP connections: messages overtake each other, may come twice, and nothing tells of a connection that
//!   broke. That is harsher than a Redis client's life. A `SET` that comes after its `DEL` leaves a key that nobody holds,
//!   until it ends.
//! - Redis ends keys by the wall clock. Here a Redis has a clock that counts and may jump, but no date; a key that it reads
//!   from its disk, or takes over from a master, gets its whole time again. A real one keeps the date: then a jump of the
//!   clock while it is down counts too.
//! - Who is master is settled between the two: the replica takes over after a time of silence. A real cluster has
//!   sentinels vote on that; a master that only was cut off goes on being one there as well, until it hears of another.
//! - A client does not extend its lock (Making the algorithm more reliable: Extending the lock), and reads and writes once
//!   under it.
//! - With marks that only differ, a read that the network repeats later sets the resource's mark back. So that kind of
//!   fencing is promised only if nothing is duplicated.
//! - Fencing keeps an old holder out once the resource has heard of a newer one. A late write that comes before is let in: no
//!   write is lost by that.

mod client;
mod config;
mod hunts;
mod inspect;
mod lanes;
mod message;
mod mutants;
mod predicate;
mod resource;
mod server;
mod spec;
mod state;
mod store;
mod symmetry;
mod words;

use core::{fmt::Debug, hash::Hash, marker::PhantomData};

use quorum_kernel::{Effects, Hunt, Input, Members, Mutant, NodeId, Protocol, Setting};

pub use config::{Config, Scheme};
pub use message::{Message, Note, Outcome, Pass, Reply, Request, Set, Snapshot, Timer};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{Client, Disk, Holding, Kept, Offset, Phase, Redis, Resource, Role, Stage, State, Trying, Write};
pub use store::{Entry, Key, Store, Token, Value};

use client::Contender;
use server::Server;

/// A lock, on one Redis or on many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lock<K>(PhantomData<K>);

/// The lock on one Redis.
pub type RedisLock = Lock<Single>;
/// Redlock.
pub type Redlock = Lock<Majority>;

/// How the key stores of a lock are set up, and what that brings with it.
pub trait Deployment: Copy + Eq + Ord + Hash + Debug + Send + Sync + 'static {
    /// The protocol's id.
    const ID: &'static str;
    /// Its words by language.
    const WORDS: &'static [(&'static str, &'static str)];
    /// One Redis or a majority.
    const SCHEME: Scheme;
    /// The fewest and the most servers, the resource included.
    const SERVERS: (u8, u8);
    /// How many servers there are if nobody chooses.
    const SERVERS_DEFAULT: u8;
    /// What can be set.
    const SETTINGS: &'static [Setting];
    /// Its wrong variants.
    const MUTANTS: &'static [Mutant];
    /// A search that finds nothing.
    const HUNT: Hunt;
    /// One that finds something.
    const BEYOND: Hunt;
}

/// One Redis, with or without a replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Single {}

impl Deployment for Single {
    const ID: &'static str = "redis-lock";
    // The words that both share stand here.
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/redis-lock.en.ftl"))];
    const SCHEME: Scheme = Scheme::Single;
    const SERVERS: (u8, u8) = (2, 3);
    const SERVERS_DEFAULT: u8 = 2;
    const SETTINGS: &'static [Setting] = &[
        Setting::switch("fencing", true),
        config::TTL,
        config::MARGIN,
        config::WORK,
        Setting::switch("persist", true),
    ];
    const MUTANTS: &'static [Mutant] = mutants::SINGLE;
    const HUNT: Hunt = hunts::WITHIN;
    const BEYOND: Hunt = hunts::BEYOND;
}

/// A majority of independent masters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Majority {}

impl Deployment for Majority {
    const ID: &'static str = "redlock";
    const WORDS: &'static [(&'static str, &'static str)] = &[("en", include_str!("words/redlock.en.ftl"))];
    const SCHEME: Scheme = Scheme::Majority;
    const SERVERS: (u8, u8) = (2, 10);
    // "In our examples we set N=5, which is a reasonable value"; and the resource.
    const SERVERS_DEFAULT: u8 = 6;
    const SETTINGS: &'static [Setting] = &[
        Setting::switch("fencing", false),
        config::TTL,
        config::MARGIN,
        config::WORK,
        Setting::switch("delayed-restart", true),
    ];
    const MUTANTS: &'static [Mutant] = mutants::MAJORITY;
    const HUNT: Hunt = hunts::REDLOCK_WITHIN;
    const BEYOND: Hunt = hunts::REDLOCK_BEYOND;
}

impl<K: Deployment> Protocol for Lock<K> {
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
            State::Client(Contender::<K>::boot(fx))
        } else if config.is_store(id) {
            State::Redis(Server::boot(config, id, fx))
        } else {
            State::Resource
        }
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Redis(redis) => Server { config, id, redis, fx }.step(input),
            State::Resource => resource::step(config, input, fx),
            State::Client(client) => Contender { config, id, client, fx }.step(input),
        }
    }
}
