//! # A client that answers in order
//!
//! Requests enter a cluster at its clients, and replies leave at them; nowhere else. A client is a node like any other:
//! it sends, retries, gives up, crashes. What observers see of it is a history of calls and returns
//! ([`Happening::Invoked`], [`Happening::Replied`]), and a checker of linearizability needs no more than that.
//!
//! The kernel does not number calls. A reply belongs to the oldest call of this client that has none yet, so a client
//! must answer in the order in which it was asked, whatever the order in which answers reach it. This one asks a server
//! to square numbers, several at a time over a channel that reorders, and holds an answer back until those before it are
//! in. It asks again when its timer runs out, and the second time it gives up on all that is open.
//!
//! # Caveats
//!
//! - The server keeps nothing, so asking twice does no harm. Where it does, a client needs sessions.
//! - “Gave up” is an answer too: it says that the client does not know, not that nothing happened.

use quorum_kernel::{Action, Bounds, Effects, Happening, Input, Members, NodeId, Protocol, Refusal, Timing};
use serde::Serialize;

use crate::bench::{Bench, Never, c, crash, deliver, drop, fire, invoke, n, restart, words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Squares {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    Question(u8),
    Answer(u8, u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    Retry,
}
words!(Timer { Retry = "retry" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Reply {
    Square(u16),
    GaveUp,
}

/// A client's open calls, oldest first, with the answers that came too early to be given.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct State {
    open: Vec<(u8, Option<u16>)>,
    retried: bool,
}

const SERVER: NodeId = n(1);
const CLIENT: NodeId = c(1);

impl Protocol for Squares {
    /// Whether the server replies by itself, which no server may.
    type Config = bool;
    type State = State;
    type Disk = ();
    type Write = Never;
    type Message = Message;
    type Timer = Timer;
    type Request = u8;
    type Reply = Reply;
    type Note = Never;

    const KINDS: &'static [&'static str] = &["Question", "Answer"];

    fn kind(message: &Message) -> usize {
        match message {
            Message::Question(_) => 0,
            Message::Answer(..) => 1,
        }
    }

    fn members(_: &bool) -> Members {
        Members { servers: 1, clients: 2 }
    }

    fn write(_: &mut (), never: &Never) {
        match *never {}
    }

    fn boot(_: &bool, _: NodeId, _: &mut Effects<'_, Self>) -> State {
        State::default()
    }

    fn step(forward: &bool, _: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Request(number) => {
                state.open.push((number, None));
                fx.send(SERVER, Message::Question(number));
                fx.set_timer(Timer::Retry, 10..=20);
            }
            Input::Message { from, message: Message::Question(number) } => {
                let square = u16::from(number) * u16::from(number);
                if *forward {
                    fx.reply(Reply::Square(square));
                }
                fx.send(from, Message::Answer(number, square));
            }
            Input::Message { message: Message::Answer(number, square), .. } => {
                for (_, answer) in state.open.iter_mut().filter(|(asked, _)| *asked == number) {
                    *answer = Some(square);
                }
                while let Some((_, Some(square))) = state.open.first() {
                    fx.reply(Reply::Square(*square));
                    state.open.remove(0);
                }
                if state.open.is_empty() {
                    fx.cancel_timer(Timer::Retry);
                    state.retried = false;
                }
            }
            Input::Timer(Timer::Retry) if !state.retried => {
                state.retried = true;
                for (number, _) in state.open.iter().filter(|(_, answer)| answer.is_none()) {
                    fx.send(SERVER, Message::Question(*number));
                }
                fx.set_timer(Timer::Retry, 10..=20);
            }
            Input::Timer(Timer::Retry) => {
                for (_, answer) in state.open.drain(..) {
                    fx.reply(answer.map_or(Reply::GaveUp, Reply::Square));
                }
                state.retried = false;
            }
            Input::Disconnected(_) => {}
        }
    }
}

fn bench() -> Bench<Squares> {
    Bench::new(false, Timing::Asynchronous)
}

/// The calls and returns among what happened.
fn history(happened: &[Happening<Squares>]) -> Vec<String> {
    let event = |happening: &Happening<Squares>| match happening {
        Happening::Invoked { client, request } => Some(format!("{client} asks {request}")),
        Happening::Replied { client, reply } => Some(format!("{client} gets {reply:?}")),
        _ => None,
    };
    happened.iter().filter_map(event).collect()
}

#[test]
fn replies_keep_the_order_of_requests() {
    let mut bench = bench();
    assert_eq!(history(bench.act(invoke(CLIENT, 3))), ["c1 asks 3"]);
    assert_eq!(history(bench.act(invoke(CLIENT, 4))), ["c1 asks 4"]);
    bench.act(invoke(c(2), 4));
    bench.act(invoke(c(2), 3));
    // An unordered channel is a multiset: in which order its messages were sent is no part of the world.
    assert_eq!(bench.between(CLIENT, SERVER), bench.between(c(2), SERVER));
    // The channel reorders: the second question and its answer overtake the first.
    bench.act(deliver(CLIENT, SERVER, Message::Question(4)));
    assert_eq!(history(bench.act(deliver(SERVER, CLIENT, Message::Answer(4, 16)))), [""; 0]);
    bench.act(deliver(CLIENT, SERVER, Message::Question(3)));
    let happened = bench.act(deliver(SERVER, CLIENT, Message::Answer(3, 9)));
    assert_eq!(history(happened), ["c1 gets Square(9)", "c1 gets Square(16)"]);
    assert_eq!(happened.last(), Some(&Happening::Disarmed { node: CLIENT, timer: Timer::Retry }));
}

#[test]
fn a_client_asks_again_and_gives_up_at_last() {
    let mut bench = bench();
    bench.act(invoke(CLIENT, 3));
    bench.act(drop(CLIENT, SERVER, Message::Question(3)));
    bench.act(fire(CLIENT, Timer::Retry));
    assert_eq!(bench.between(CLIENT, SERVER), [Message::Question(3)]);
    bench.act(drop(CLIENT, SERVER, Message::Question(3)));
    assert_eq!(history(bench.act(fire(CLIENT, Timer::Retry))), ["c1 gets GaveUp"]);
    assert_eq!(bench.refused(fire(CLIENT, Timer::Retry)), Refusal::NotArmed(CLIENT));
}

#[test]
fn where_time_is_bounded_a_timer_may_fire_early_in_its_range_and_must_late() {
    let mut bench = Bench::<Squares>::new(false, Timing::Bounded(Bounds::default()));
    bench.act(invoke(CLIENT, 3));
    for _ in 0..10 {
        assert_eq!(bench.refused(fire(CLIENT, Timer::Retry)), Refusal::TooEarly(CLIENT));
        bench.act(Action::Tick);
    }
    for _ in 10..20 {
        bench.clone().act(fire(CLIENT, Timer::Retry));
        bench.act(Action::Tick);
    }
    assert_eq!(bench.refused(Action::Tick), Refusal::Overdue);
    bench.act(fire(CLIENT, Timer::Retry));
}

#[test]
fn requests_enter_at_clients_that_run() {
    let mut bench = bench();
    assert_eq!(bench.refused(invoke(SERVER, 3)), Refusal::NotAClient(SERVER));
    assert_eq!(bench.refused(invoke(c(3), 3)), Refusal::NoSuchNode(c(3)));
    bench.act(crash(CLIENT));
    assert_eq!(bench.refused(invoke(CLIENT, 3)), Refusal::Down(CLIENT));
    bench.act(restart(CLIENT));
    bench.act(invoke(CLIENT, 3));
}

#[test]
#[should_panic(expected = "replies leave at clients only")]
fn a_server_that_replies_is_a_bug() {
    let mut bench = Bench::<Squares>::new(true, Timing::Asynchronous);
    bench.act(invoke(CLIENT, 3));
    bench.act(deliver(CLIENT, SERVER, Message::Question(3)));
}
