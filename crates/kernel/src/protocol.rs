//! A protocol: a pure state machine, told what happens and answering with effects.

use core::{
    fmt::{Debug, Display},
    hash::Hash,
    ops::RangeInclusive,
    str::FromStr,
};

use serde::Serialize;

use crate::{Effects, NodeId};

/// What states, messages and the like must be: comparable, so that worlds can be told apart; ordered, so that they
/// can stand in ordered collections; hashable, so that searches can remember them; serialisable, so that they can be
/// shown; free of threads, so that searches can share them.
pub trait Value: Clone + Eq + Ord + Hash + Debug + Serialize + Send + Sync + 'static {}
impl<T: Clone + Eq + Ord + Hash + Debug + Serialize + Send + Sync + 'static> Value for T {}

/// A value that people type and read in a label: `election`, `put x 1`. What is printed parses to the same value, and
/// neither starts nor ends with a space.
pub trait Word: Value + Display + FromStr {}
impl<T: Value + Display + FromStr> Word for T {}

/// A protocol as a pure state machine. No clock, no randomness, no input or output: a handler gets an [`Input`] and
/// states what it wants through [`Effects`].
///
/// The implementing type is a marker (`enum Raft {}`); the derives asked of it cost nothing and let worlds derive
/// theirs.
pub trait Protocol: Copy + Eq + Ord + Hash + Debug + Send + Sync + 'static {
    /// Cluster size, timeouts, and which variant runs (the correct one or a named mutant).
    type Config: Clone + Debug + Send + Sync + 'static;
    /// Volatile: gone after a crash.
    type State: Value;
    /// Durable: what a restart starts from.
    type Disk: Value + Default;
    /// One durable change.
    type Write: Value;
    /// What travels between nodes.
    type Message: Value;
    /// The timers a node may arm. Small and closed.
    type Timer: Word;
    /// What a client is asked to do.
    type Request: Word;
    /// What a client answers. A client answers its requests in the order in which they came.
    type Reply: Value;
    /// What a node remarks for observers: properties, transcripts. Nodes never see notes.
    type Note: Value;

    /// The kinds of message, in the paper's words; [`Protocol::kind`] indexes them.
    const KINDS: &'static [&'static str];

    /// The kind of a message, as an index into [`Protocol::KINDS`].
    fn kind(message: &Self::Message) -> usize;

    /// Who takes part.
    fn members(config: &Self::Config) -> Members;

    /// What the channel from `from` to `to` promises. The same both ways.
    fn channel(_config: &Self::Config, _from: NodeId, _to: NodeId) -> Channel {
        Channel::Unordered
    }

    /// Whether a member is down until somebody starts it (a member to be).
    fn starts_down(_config: &Self::Config, _id: NodeId) -> bool {
        false
    }

    /// Applies one durable change. Called by the kernel, in the order in which writes were made.
    fn write(disk: &mut Self::Disk, write: &Self::Write);

    /// Starts a node, for the first time or after a crash, from what its disk holds.
    fn boot(config: &Self::Config, id: NodeId, fx: &mut Effects<'_, Self>) -> Self::State;

    /// Handles one input, to the end.
    fn step(config: &Self::Config, id: NodeId, state: &mut Self::State, input: Input<Self>, fx: &mut Effects<'_, Self>);
}

/// What a node is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input<P: Protocol> {
    /// A message arrived.
    Message {
        /// Its sender.
        from: NodeId,
        /// Its content.
        message: P::Message,
    },
    /// A timer that this node had armed ran out; it is no longer armed.
    Timer(P::Timer),
    /// Somebody asks this client for something.
    Request(P::Request),
    /// The FIFO connection to a peer was lost; everything it delivered before has been handled.
    Disconnected(NodeId),
}

/// How many servers and clients take part: `n1` to `n{servers}`, `c1` to `c{clients}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Members {
    /// How many servers, at most 127.
    pub servers: u8,
    /// How many clients, at most 127.
    pub clients: u8,
}

impl Members {
    /// How many there are.
    pub fn count(self) -> usize {
        usize::from(self.servers) + usize::from(self.clients)
    }

    /// All of them, servers first.
    pub fn iter(self) -> impl Iterator<Item = NodeId> {
        self.server_ids().chain((1..=self.clients).map(NodeId::client))
    }

    /// The servers.
    pub fn server_ids(self) -> impl Iterator<Item = NodeId> {
        (1..=self.servers).map(NodeId::server)
    }

    /// Where a member stands in [`Members::iter`], or `None` if it is no member.
    pub fn index(self, id: NodeId) -> Option<usize> {
        let number = usize::from(id.number());
        if id.is_client() {
            (id.number() <= self.clients).then(|| usize::from(self.servers) + number - 1)
        } else {
            (id.number() <= self.servers).then(|| number - 1)
        }
    }

    /// The member at a place of [`Members::iter`].
    pub(crate) fn at(self, index: usize) -> NodeId {
        let servers = usize::from(self.servers);
        let number = |n: usize| u8::try_from(n + 1).expect("members are numbered within a byte");
        if index < servers { NodeId::server(number(index)) } else { NodeId::client(number(index - servers)) }
    }
}

/// What a channel promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Nothing: a message can be dropped, duplicated, overtaken.
    Unordered,
    /// Order, as a TCP connection does: only the head can be delivered, nothing is duplicated, and a loss closes the
    /// connection both ways ([`Input::Disconnected`]).
    Fifo,
}

/// How long a timer runs: a range in ticks of the node's own clock, resolved by whoever drives the world.
pub type After = RangeInclusive<u32>;
