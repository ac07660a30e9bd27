//! # A write-ahead log behind a cache
//!
//! A server appends numbered entries to a log on its disk and tells its client which are safe. Forcing a write to the
//! platter (`fsync`) is slow, so it appends without waiting and forces once for many appends: group commit. An entry is
//! safe once a force has come after it, and only then may the server say so.
//!
//! What the kernel promises of a disk:
//!
//! - A write can be read back at once, by the process that made it.
//! - A crash may lose writes that were not forced, but only from the end: a prefix survives, and [`Action::Crash`] says
//!   by `keep` how long it is. (Real disks reorder; a log with checksums makes a prefix of that.)
//! - A force saves itself and everything before it.
//! - `Wipe` loses the disk.
//!
//! The mutant acknowledges an append when it is written, not when it is forced. It is faster, and it lies.
//!
//! # Caveats
//!
//! - The client sends each entry once: what is lost on the way, or with the server's memory, stays unacknowledged.
//! - The server answers the client of whom it heard last; there is one.

use quorum_kernel::{Action, Effects, Happening, Input, Members, NodeId, Protocol, Refusal, Step, Timing, World};
use serde::Serialize;

use crate::{
    bench::{Bench, Never, c, crash, deliver, fire, invoke, n, restart, words},
    search::{Search, crashes_during, is_plain},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wal {}

/// When the server acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ack {
    OnceForced,
    /// The mutant.
    OnceWritten,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    Append(u8),
    /// Every entry of the log up to here is safe.
    Safe(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    Flush,
}
words!(Timer { Flush = "flush" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Request {
    Append,
}
words!(Request { Append = "append" });

/// One durable change of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    Entry(u8),
    /// Changes nothing: forced, it saves what was written before it.
    Barrier,
}

/// The client's: how many entries it sent, how many it was told are safe. The server has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct State {
    sent: u8,
    safe: usize,
}

const SERVER: NodeId = n(1);
const CLIENT: NodeId = c(1);

impl Protocol for Wal {
    type Config = Ack;
    type State = State;
    type Disk = Vec<u8>;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    type Request = Request;
    type Reply = Never;
    type Note = Never;

    const KINDS: &'static [&'static str] = &["Append", "Safe"];

    fn kind(message: &Message) -> usize {
        match message {
            Message::Append(_) => 0,
            Message::Safe(_) => 1,
        }
    }

    fn members(_: &Ack) -> Members {
        Members { servers: 1, clients: 1 }
    }

    fn write(log: &mut Vec<u8>, write: &Write) {
        match write {
            Write::Entry(entry) => log.push(*entry),
            Write::Barrier => {}
        }
    }

    fn boot(_: &Ack, _: NodeId, _: &mut Effects<'_, Self>) -> State {
        State::default()
    }

    fn step(ack: &Ack, _: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Request(Request::Append) => {
                state.sent += 1;
                fx.send(SERVER, Message::Append(state.sent));
            }
            Input::Message { from, message: Message::Append(entry) } => {
                fx.write(Write::Entry(entry));
                match ack {
                    Ack::OnceForced => fx.set_timer(Timer::Flush, 5..=5),
                    Ack::OnceWritten => fx.send(from, Message::Safe(fx.disk().len())),
                }
            }
            Input::Timer(Timer::Flush) => {
                fx.force(Write::Barrier);
                fx.send(CLIENT, Message::Safe(fx.disk().len()));
            }
            Input::Message { message: Message::Safe(len), .. } => state.safe = state.safe.max(len),
            Input::Disconnected(_) => {}
        }
    }
}

/// A server that has taken three entries and forced none of them.
fn three_unforced() -> Bench<Wal> {
    let mut bench = Bench::new(Ack::OnceForced, Timing::Asynchronous);
    for entry in 1..=3 {
        bench.act(invoke(CLIENT, Request::Append));
        bench.act(deliver(CLIENT, SERVER, Message::Append(entry)));
    }
    bench
}

#[test]
fn a_write_is_read_back_at_once_and_a_crash_may_lose_it() {
    let mut bench = three_unforced();
    assert_eq!((bench.disk(SERVER), bench.world.node(SERVER).unforced_writes), (&vec![1, 2, 3], 3));
    let happened = bench.act(crash(SERVER));
    assert_eq!(happened, [Happening::Crashed { node: SERVER, lost_writes: 3, wiped: false }]);
    bench.act(restart(SERVER));
    assert_eq!(bench.disk(SERVER), &Vec::<u8>::new());
}

#[test]
fn what_survives_is_a_prefix() {
    for keep in 0..=3_usize {
        let mut bench = three_unforced();
        bench.act(Action::Crash { node: SERVER, keep });
        assert_eq!(bench.disk(SERVER), &[1, 2, 3][..keep]);
        assert_eq!(bench.world.node(SERVER).unforced_writes, 0, "what survived is on the platter");
    }
    assert_eq!(three_unforced().refused(Action::Crash { node: SERVER, keep: 4 }), Refusal::BeyondEnd(SERVER));
}

#[test]
fn a_force_saves_what_came_before_it() {
    let mut bench = three_unforced();
    bench.act(fire(SERVER, Timer::Flush));
    assert_eq!(bench.world.node(SERVER).unforced_writes, 0);
    bench.act(crash(SERVER));
    assert_eq!(bench.disk(SERVER), &[1, 2, 3]);
    assert_eq!(bench.between(SERVER, CLIENT), [Message::Safe(3)], "said once it was so; it outlives its sender");
}

#[test]
fn a_force_that_the_crash_forestalled_saves_nothing() {
    let mut bench = three_unforced();
    let flush = Step::Fire { node: SERVER, timer: Timer::Flush };
    bench.act(Action::CrashDuring { step: flush, after: 0, keep: 1 });
    assert_eq!(bench.disk(SERVER), &[1]);
}

#[test]
fn a_wipe_loses_what_was_forced_too() {
    let mut bench = three_unforced();
    bench.act(fire(SERVER, Timer::Flush));
    bench.act(Action::Wipe(SERVER));
    assert_eq!(bench.disk(SERVER), &Vec::<u8>::new());
}

/// Two appends, every order, one crash of the server anywhere with any prefix kept: nothing called safe is lost.
fn search(ack: Ack) -> Result<usize, Vec<Action<Wal>>> {
    let safe_is_safe = |world: &World<Wal>, _: &[Happening<Wal>]| {
        let told = world.node(CLIENT).state.map_or(0, |state| state.safe);
        world.node(SERVER).disk.len() >= told
    };
    let faults = |action: &Action<Wal>| match action {
        Action::Crash { node: SERVER, .. } | Action::CrashDuring { .. } => Some(1),
        Action::Step(Step::Restart(_)) => Some(0),
        action => is_plain(action).then_some(0),
    };
    let also = |world: &World<Wal>| {
        let mut actions = crashes_during(world);
        actions.retain(|action| matches!(action, Action::CrashDuring { step, .. } if step.node() == SERVER));
        if world.node(CLIENT).state.is_some_and(|state| state.sent < 2) {
            actions.push(invoke(CLIENT, Request::Append));
        }
        actions
    };
    Search { faults, budget: 1, also, holds: safe_is_safe }.run(Bench::new(ack, Timing::Asynchronous).world)
}

#[test]
fn what_is_called_safe_once_forced_is_safe() {
    assert_eq!(search(Ack::OnceForced), Ok(117));
}

#[test]
fn what_is_called_safe_once_written_is_not() {
    let append = Step::Deliver { from: CLIENT, to: SERVER, message: Message::Append(1) };
    let shortest = vec![
        invoke(CLIENT, Request::Append),
        // It writes, says that the entry is safe, and crashes.
        Action::CrashDuring { step: append, after: 2, keep: 0 },
        deliver(SERVER, CLIENT, Message::Safe(1)),
    ];
    assert_eq!(search(Ack::OnceWritten), Err(shortest));
}

#[test]
fn what_a_crash_within_a_step_may_keep_is_told_beforehand() {
    let mut bench = Bench::<Wal>::new(Ack::OnceForced, Timing::Asynchronous);
    for _ in 0..3 {
        bench.act(invoke(CLIENT, Request::Append));
    }
    for entry in [1, 2] {
        bench.act(deliver(CLIENT, SERVER, Message::Append(entry)));
    }
    let append: Action<Wal> = deliver(CLIENT, SERVER, Message::Append(3));
    let flush: Action<Wal> = fire(SERVER, Timer::Flush);
    // Two entries are not forced. A third joins them; a force leaves none.
    for (action, told) in [(append, [2, 3, 3]), (flush, [2, 0, 0])] {
        let Action::Step(step) = action else { panic!("a step") };
        let points = bench.world.crash_points(&step, None).expect("it can be taken");
        assert_eq!(points, told, "{step:?}");
        for (after, unforced) in points.into_iter().enumerate() {
            for keep in 0..=unforced + 1 {
                let crash = Action::CrashDuring { step: step.clone(), after, keep };
                assert_eq!(bench.world.refusal(&crash).is_none(), keep <= unforced, "{crash:?}");
            }
        }
    }
    assert_eq!(bench.world.crash_points(&Step::Restart(SERVER), None), None, "it is up");
}
