//! # A shop on top of a pair of mirrored logs
//!
//! Two protocols in one cluster. The inner one, `Mirror`, keeps a log on two servers: the first writes an entry, sends a
//! copy, sends it again until it is acknowledged, and then remarks that the entry is `Stable`. It knows nothing of shops.
//! The outer one, `Shop`, takes orders from a client, hands them to the mirror, and thanks the client for each order
//! that has become stable.
//!
//! The shop is the only protocol that the kernel sees. Its state holds the mirror's state, its disk the mirror's disk,
//! its writes, messages and timers have a variant for the mirror's; an [`Embedding`] says which. A handler of the shop
//! calls the mirror's handler through [`Effects::embed`]:
//!
//! - the mirror's writes, sends and timers become the shop's, at the place where the mirror stated them;
//! - the mirror's remarks and replies do not leave the node: each is handed up at the moment it is stated, to a closure
//!   that states effects of the shop.
//!
//! So there is one order of effects, and a crash may strike between any two of them, whichever protocol they are of.
//! They share one disk too: a force by the mirror saves what the shop wrote before it.
//!
//! # Caveats
//!
//! - Entries are numbers that are never repeated, so that a copy that comes twice can be told.
//! - One entry at a time: an order that comes while another is open is not taken, and nobody says so.
//! - A crash between the thanks and the end of the mirror's step lets the shop thank twice.

use quorum_kernel::{
    Action, Bounds, Effects, Embedding, Happening, Input, Members, NodeId, Output, Protocol, Step, Timing,
};
use serde::Serialize;

use crate::bench::{Bench, Never, c, crash, deliver, fire, invoke, n, restart, words};

const FIRST: NodeId = n(1);
const SECOND: NodeId = n(2);
const CLIENT: NodeId = c(1);

mod mirror {
    //! The inner protocol: a protocol like any other, that could run by itself.

    use super::*;

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Mirror {}

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
    pub enum Message {
        Copy(u8),
        Copied(u8),
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
    pub enum Timer {
        Retry,
    }
    words!(Timer { Retry = "retry" });

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
    pub enum Write {
        Entry(u8),
        /// All entries up to the end of the log are on both disks.
        Mirrored,
        /// Counts a copy that was sent again. Not worth a force: the count may be lost.
        Retried,
    }

    #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
    pub struct Disk {
        pub log: Vec<u8>,
        pub mirrored: usize,
        pub retries: u8,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
    pub struct Stable(pub u8);

    impl Protocol for Mirror {
        type Config = ();
        type State = ();
        type Disk = Disk;
        type Write = Write;
        type Message = Message;
        type Timer = Timer;
        /// An entry to append.
        type Request = u8;
        type Reply = Never;
        type Note = Stable;

        const KINDS: &'static [&'static str] = &["Copy", "Copied"];

        fn kind(message: &Message) -> usize {
            match message {
                Message::Copy(_) => 0,
                Message::Copied(_) => 1,
            }
        }

        fn members(_: &()) -> Members {
            Members { servers: 2, clients: 0 }
        }

        fn write(disk: &mut Disk, write: &Write) {
            match write {
                Write::Entry(entry) => disk.log.push(*entry),
                Write::Mirrored => disk.mirrored = disk.log.len(),
                Write::Retried => disk.retries = disk.retries.saturating_add(1),
            }
        }

        fn boot(_: &(), id: NodeId, fx: &mut Effects<'_, Self>) {
            // An entry that was open before the crash is open still.
            if id == FIRST && fx.disk().mirrored < fx.disk().log.len() {
                fx.set_timer(Timer::Retry, 4..=6);
            }
        }

        fn step(_: &(), _: NodeId, _: &mut (), input: Input<Self>, fx: &mut Effects<'_, Self>) {
            match input {
                Input::Request(entry) => {
                    // While an entry is open, its timer runs.
                    if fx.ticks_left(&Timer::Retry).is_some() {
                        return;
                    }
                    fx.force(Write::Entry(entry));
                    fx.send(SECOND, Message::Copy(entry));
                    fx.set_timer(Timer::Retry, 4..=6);
                }
                Input::Message { from, message: Message::Copy(entry) } => {
                    if !fx.disk().log.contains(&entry) {
                        fx.force(Write::Entry(entry));
                    }
                    fx.send(from, Message::Copied(entry));
                }
                Input::Message { message: Message::Copied(entry), .. } => {
                    let open = fx.disk().mirrored < fx.disk().log.len();
                    if open && fx.disk().log.last() == Some(&entry) {
                        fx.cancel_timer(Timer::Retry);
                        fx.note(Stable(entry));
                        fx.force(Write::Mirrored);
                    }
                }
                Input::Timer(Timer::Retry) => {
                    let last = *fx.disk().log.last().expect("the timer runs behind an entry");
                    fx.write(Write::Retried);
                    fx.send(SECOND, Message::Copy(last));
                    fx.set_timer(Timer::Retry, 4..=6);
                }
                Input::Disconnected(_) => {}
            }
        }
    }
}
use mirror::{Mirror, Stable};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shop {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    Order(u8),
    Thanks(u8),
    Mirror(mirror::Message),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Timer {
    Mirror(mirror::Timer),
}

impl core::fmt::Display for Timer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Timer::Mirror(timer) = self;
        write!(f, "mirror {timer}")
    }
}

impl core::str::FromStr for Timer {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(Timer::Mirror(text.strip_prefix("mirror ").ok_or(())?.parse()?))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    Thanked(u8),
    Mirror(mirror::Write),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    thanked: Vec<u8>,
    mirror: mirror::Disk,
}

/// What the shop saw on its disk when the mirror called an entry stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SawMirrored(usize);

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct State {
    /// The client's order, until it is thanked for.
    open: Option<u8>,
    /// How often the server has thanked.
    thanks: u8,
    /// A protocol without memory, as it happens.
    mirror: (),
}

const PARTS: Embedding<Shop, Mirror> =
    Embedding { disk: |disk| &disk.mirror, write: Write::Mirror, message: Message::Mirror, timer: Timer::Mirror };

/// Hands an input to the mirror and takes up what becomes stable by it.
fn step_mirror(id: NodeId, state: &mut State, input: Input<Mirror>, fx: &mut Effects<'_, Shop>) {
    let State { thanks, mirror, .. } = state;
    fx.embed(
        &PARTS,
        |fx| Mirror::step(&(), id, mirror, input, fx),
        |output, fx| match output {
            Output::Note(Stable(order)) => {
                *thanks += 1;
                fx.note(SawMirrored(fx.disk().mirror.mirrored));
                fx.write(Write::Thanked(order));
                fx.send(CLIENT, Message::Thanks(order));
            }
            Output::Reply(never) => match never {},
        },
    );
}

impl Protocol for Shop {
    type Config = ();
    type State = State;
    type Disk = Disk;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    /// What to order.
    type Request = u8;
    /// What arrived.
    type Reply = u8;
    type Note = SawMirrored;

    const KINDS: &'static [&'static str] = &["Order", "Thanks", "Mirror"];

    fn kind(message: &Message) -> usize {
        match message {
            Message::Order(_) => 0,
            Message::Thanks(_) => 1,
            Message::Mirror(_) => 2,
        }
    }

    fn members(_: &()) -> Members {
        Members { servers: 2, clients: 1 }
    }

    fn write(disk: &mut Disk, write: &Write) {
        match write {
            Write::Thanked(order) => disk.thanked.push(*order),
            Write::Mirror(write) => Mirror::write(&mut disk.mirror, write),
        }
    }

    fn boot(_: &(), id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        fx.embed(&PARTS, |fx| Mirror::boot(&(), id, fx), |_, _| {});
        State::default()
    }

    fn step(_: &(), id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Request(order) => {
                state.open = Some(order);
                fx.send(FIRST, Message::Order(order));
            }
            Input::Message { message: Message::Order(order), .. } => {
                step_mirror(id, state, Input::Request(order), fx);
            }
            Input::Message { message: Message::Thanks(order), .. } => {
                if state.open.take_if(|open| *open == order).is_some() {
                    fx.reply(order);
                }
            }
            Input::Message { from, message: Message::Mirror(message) } => {
                step_mirror(id, state, Input::Message { from, message }, fx);
            }
            Input::Timer(Timer::Mirror(timer)) => step_mirror(id, state, Input::Timer(timer), fx),
            Input::Disconnected(peer) => step_mirror(id, state, Input::Disconnected(peer), fx),
        }
    }
}

fn copied(order: u8) -> Message {
    Message::Mirror(mirror::Message::Copied(order))
}

const RETRY: Timer = Timer::Mirror(mirror::Timer::Retry);

/// An order of 7 that is on both disks, but the first server has not been told.
fn ordered(timing: Timing) -> Bench<Shop> {
    let mut bench = Bench::new((), timing);
    bench.act(invoke(CLIENT, 7));
    bench.act(deliver(CLIENT, FIRST, Message::Order(7)));
    bench.act(deliver(FIRST, SECOND, Message::Mirror(mirror::Message::Copy(7))));
    bench
}

#[test]
fn writes_messages_and_timers_of_the_inner_protocol_are_the_outer_ones() {
    let mut bench = Bench::<Shop>::new((), Timing::Asynchronous);
    bench.act(invoke(CLIENT, 7));
    let copy = || Message::Mirror(mirror::Message::Copy(7));
    let happened = bench.act(deliver(CLIENT, FIRST, Message::Order(7))).to_vec();
    let expected = [
        Happening::Wrote { node: FIRST, write: Write::Mirror(mirror::Write::Entry(7)), forced: true },
        Happening::Sent { from: FIRST, to: SECOND, message: copy() },
        Happening::Armed { node: FIRST, timer: RETRY, after: 4..=6 },
    ];
    assert_eq!(happened[1..], expected);
    assert_eq!(bench.disk(FIRST).mirror.log, [7]);
    let happened = bench.act(fire(FIRST, RETRY)).to_vec();
    let expected = [
        Happening::Wrote { node: FIRST, write: Write::Mirror(mirror::Write::Retried), forced: false },
        Happening::Sent { from: FIRST, to: SECOND, message: copy() },
        Happening::Armed { node: FIRST, timer: RETRY, after: 4..=6 },
    ];
    assert_eq!(happened[1..], expected);
    assert_eq!(bench.world.node(FIRST).unforced_writes, 1);
}

#[test]
fn outputs_are_handed_up_at_their_place_in_the_order() {
    let mut bench = ordered(Timing::Asynchronous);
    let happened = bench.act(deliver(SECOND, FIRST, copied(7))).to_vec();
    let expected = [
        Happening::Disarmed { node: FIRST, timer: RETRY },
        // The mirror has not written `Mirrored` yet when it calls the order stable, and the shop does not see it.
        Happening::Noted { node: FIRST, note: SawMirrored(0) },
        Happening::Wrote { node: FIRST, write: Write::Thanked(7), forced: false },
        Happening::Sent { from: FIRST, to: CLIENT, message: Message::Thanks(7) },
        Happening::Wrote { node: FIRST, write: Write::Mirror(mirror::Write::Mirrored), forced: true },
    ];
    assert_eq!(happened[1..], expected);
    assert_eq!(bench.state(FIRST).thanks, 1);
    // What the shop wrote without waiting was saved by what the mirror forced after it.
    assert_eq!(bench.world.node(FIRST).unforced_writes, 0);
    let happened = bench.act(deliver(FIRST, CLIENT, Message::Thanks(7)));
    assert_eq!(happened.last(), Some(&Happening::Replied { client: CLIENT, reply: 7 }));
}

#[test]
fn a_crash_may_strike_between_effects_of_either() {
    let step = || Step::Deliver { from: SECOND, to: FIRST, message: copied(7) };
    assert_eq!(ordered(Timing::Asynchronous).world.effects_of(&step(), None), Some(5));
    // After so many effects, keeping so many unforced writes: is the order marked as thanked for, was it, is it mirrored?
    for (after, keep, marked, thanked, mirrored) in [
        (0, 0, false, false, false),
        (1, 0, false, false, false),
        (2, 0, false, false, false),
        (3, 0, false, false, false),
        (3, 1, true, false, false),
        (4, 0, false, true, false),
        (4, 1, true, true, false),
        (5, 0, true, true, true),
    ] {
        let mut bench = ordered(Timing::Asynchronous);
        bench.act(Action::CrashDuring { step: step(), after, keep });
        let disk = bench.disk(FIRST);
        let seen = (!disk.thanked.is_empty(), !bench.between(FIRST, CLIENT).is_empty(), disk.mirror.mirrored == 1);
        assert_eq!(seen, (marked, thanked, mirrored), "after {after}, keeping {keep}");
    }
}

#[test]
fn a_crash_after_the_last_effect_is_a_crash_after_the_step() {
    let step = Step::Deliver { from: SECOND, to: FIRST, message: copied(7) };
    let mut within = ordered(Timing::Asynchronous);
    let mut after = within.clone();
    within.act(Action::CrashDuring { step: step.clone(), after: 5, keep: 0 });
    after.act(Action::Step(step));
    after.act(Action::Crash { node: FIRST, keep: 0 });
    assert_eq!(within.world, after.world);
}

#[test]
fn the_clock_of_the_outer_protocol_is_the_inner_ones_too() {
    for timing in [Timing::Asynchronous, Timing::Bounded(Bounds::default())] {
        let mut bench = ordered(timing);
        bench.act(invoke(CLIENT, 8));
        // The mirror asks for its own timer, and learns that the shop's of that name still runs: it does not take the 8.
        bench.act(deliver(CLIENT, FIRST, Message::Order(8)));
        assert_eq!(bench.disk(FIRST).mirror.log, [7]);
    }
    let mut bench = ordered(Timing::Bounded(Bounds::default()));
    bench.act(Action::Tick);
    assert_eq!(bench.world.ticks_left(FIRST, &RETRY), Some(5));
}

#[test]
fn the_boot_of_the_inner_protocol_is_part_of_the_outer_one() {
    let mut bench = ordered(Timing::Asynchronous);
    bench.act(crash(FIRST));
    let happened = bench.act(restart(FIRST)).to_vec();
    assert_eq!(happened, [Happening::Booted(FIRST), Happening::Armed { node: FIRST, timer: RETRY, after: 4..=6 }]);
    bench.act(deliver(SECOND, FIRST, copied(7)));
    bench.act(deliver(FIRST, CLIENT, Message::Thanks(7)));
    assert_eq!(bench.state(CLIENT).open, None);
}

#[test]
fn the_names_of_embedded_timers_round_trip() {
    assert_eq!(RETRY.to_string().parse(), Ok(RETRY));
    assert_eq!("retry".parse::<Timer>(), Err(()));
}
