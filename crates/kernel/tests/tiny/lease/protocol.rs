//! Types and handlers of the lease.

use quorum_kernel::{Effects, Input, Members, NodeId, Protocol};
use serde::Serialize;

use crate::bench::{Never, n, words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lease {}

/// How long a lease lasts, in ticks.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// For the server.
    pub lease: u32,
    /// For the client; shorter.
    pub hold: u32,
    /// How many ask for one.
    pub clients: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    Ask,
    Grant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    /// Runs while the lease does.
    Lease,
    /// Between looking at the clock and using the thing.
    Use,
}
words!(Timer { Lease = "lease", Use = "use" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Request {
    Ask,
    Use,
}
words!(Request { Ask = "ask", Use = "use" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Note {
    Used,
}

/// The server's: who has the thing. A client has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Lent(pub Option<NodeId>);

pub const SERVER: NodeId = n(1);

impl Protocol for Lease {
    type Config = Config;
    type State = Lent;
    type Disk = ();
    type Write = Never;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Reply = Never;
    type Note = Note;

    const KINDS: &'static [&'static str] = &["Ask", "Grant"];

    fn kind(message: &Message) -> usize {
        match message {
            Message::Ask => 0,
            Message::Grant => 1,
        }
    }

    fn members(config: &Config) -> Members {
        Members { servers: 1, clients: config.clients }
    }

    fn write(_: &mut (), never: &Never) {
        match *never {}
    }

    fn boot(_: &Config, _: NodeId, _: &mut Effects<'_, Self>) -> Lent {
        Lent::default()
    }

    fn step(config: &Config, id: NodeId, lent: &mut Lent, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Request(Request::Ask) => fx.send(SERVER, Message::Ask),
            Input::Message { from, message: Message::Ask } => {
                if lent.0.is_none() {
                    lent.0 = Some(from);
                    fx.set_timer(Timer::Lease, config.lease..=config.lease);
                    fx.send(from, Message::Grant);
                }
            }
            Input::Message { message: Message::Grant, .. } => fx.set_timer(Timer::Lease, config.hold..=config.hold),
            // A timer with nothing left is armed until somebody has read that it ran out: it is over all the same.
            Input::Request(Request::Use) => {
                if fx.ticks_left(&Timer::Lease).is_some_and(|left| left > 0) {
                    fx.set_timer(Timer::Use, 0..=0);
                }
            }
            Input::Timer(Timer::Use) => fx.note(Note::Used),
            // The client's has done its work by running out.
            Input::Timer(Timer::Lease) if id == SERVER => lent.0 = None,
            Input::Timer(Timer::Lease) | Input::Disconnected(_) => {}
        }
    }
}
