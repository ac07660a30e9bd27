//! What the tiny protocols are run on: a world, a trace, and short names for actions.

use core::{
    fmt::{self, Display},
    str::FromStr,
};

use quorum_kernel::{Action, Happening, NodeId, Protocol, Refusal, Step, Timing, Trace, World};
use serde::Serialize;

/// A type without values, for what a protocol does not have: a server without timers, a cluster without notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Never {}

impl Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl FromStr for Never {
    type Err = ();
    fn from_str(_: &str) -> Result<Self, ()> {
        Err(())
    }
}

/// Makes an enum without fields a [`quorum_kernel::Word`]: what people type and read for each variant.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(match self { $($name::$variant => $word),* })
            }
        }
        impl core::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($word => Ok($name::$variant),)* _ => Err(()) }
            }
        }
    };
}
pub(crate) use words;

/// The server of this number.
pub const fn n(number: u8) -> NodeId {
    NodeId::server(number)
}

/// The client of this number.
pub const fn c(number: u8) -> NodeId {
    NodeId::client(number)
}

pub fn deliver<P: Protocol>(from: NodeId, to: NodeId, message: P::Message) -> Action<P> {
    Action::Step(Step::Deliver { from, to, message })
}

pub fn drop<P: Protocol>(from: NodeId, to: NodeId, message: P::Message) -> Action<P> {
    Action::Drop { from, to, message }
}

pub fn disconnect<P: Protocol>(from: NodeId, to: NodeId) -> Action<P> {
    Action::Step(Step::Disconnect { from, to })
}

pub fn fire<P: Protocol>(node: NodeId, timer: P::Timer) -> Action<P> {
    Action::Step(Step::Fire { node, timer })
}

pub fn invoke<P: Protocol>(client: NodeId, request: P::Request) -> Action<P> {
    Action::Step(Step::Invoke { client, request })
}

pub fn restart<P: Protocol>(node: NodeId) -> Action<P> {
    Action::Step(Step::Restart(node))
}

/// A crash that loses all writes that were not forced.
pub fn crash<P: Protocol>(node: NodeId) -> Action<P> {
    Action::Crash { node, keep: 0 }
}

/// A world under test.
#[derive(Clone)]
pub struct Bench<P: Protocol> {
    pub world: World<P>,
    pub trace: Trace<P>,
}

impl<P: Protocol> Bench<P> {
    /// A cluster of this configuration, started.
    pub fn new(config: P::Config, timing: Timing) -> Self {
        let mut bench = Self { world: World::new(config, timing), trace: Trace::default() };
        bench.world.start(&mut bench.trace);
        bench
    }

    /// Does one thing that can be done, and gives what happened.
    pub fn act(&mut self, action: Action<P>) -> &[Happening<P>] {
        if let Err(refusal) = self.world.apply(&action, &mut self.trace) {
            panic!("{action:?} was refused: {refusal}");
        }
        &self.trace.happened
    }

    /// Tries one thing that cannot be done, and gives the reason.
    pub fn refused(&mut self, action: Action<P>) -> Refusal {
        match self.world.apply(&action, &mut self.trace) {
            Ok(()) => panic!("{action:?} was done"),
            Err(refusal) => refusal,
        }
    }

    /// What a node that runs has in memory.
    pub fn state(&self, id: NodeId) -> &P::State {
        self.world.node(id).state.expect("the node runs")
    }

    /// What a node's disk holds.
    pub fn disk(&self, id: NodeId) -> &P::Disk {
        self.world.node(id).disk
    }

    /// The messages in flight from one member to another.
    pub fn between(&self, from: NodeId, to: NodeId) -> Vec<P::Message> {
        let on_link = self.world.in_flight().filter(|flight| (flight.from, flight.to) == (from, to));
        on_link.map(|flight| flight.message.clone()).collect()
    }
}
