//! # A lease, and the clocks that it stands on
//!
//! A server lends a thing to one client at a time, for `lease` ticks of its own clock, and then lends it to the next.
//! Nobody tells the client that its time is over: it counts for itself, on its own clock, and stops after `hold` ticks.
//! That is safe only if the client's time ends before the server's does, whatever happens, and so only if the world
//! bounds what can happen:
//!
//! - **delay**: the client starts to count when the grant arrives, so up to `delay` ticks later than the server;
//! - **drift**: the client's clock may fall behind meanwhile, and the server's run ahead ([`Action::Slip`]);
//! - **pause**: the client looks at its clock, finds time left, and stands still before it acts on that. So that a pause
//!   fits between them, looking and using are two steps: the first asks for a timer of no ticks, the second is its end.
//!   And the grant may find the client in a pause, and wait at its door for the end of it.
//!
//! A node may ask how long an armed timer still runs ([`Effects::ticks_left`]); that is all it knows of time. A lease is
//! such a timer.
//!
//! Here the client's last use comes at most `delay + pause + (hold - 1) + pause` ticks and its slips after the grant, and
//! the server's next grant no sooner than `lease` ticks less its slips. The tests take a world in which this just fits, let
//! a search confirm it, and then widen one bound at a time by as little as can be: each time there is a run in which the
//! client uses what may be another's by then. (That the second pause counts was found by the search, not by the author.)
//! Asynchronous, no `lease` is long enough: fencing is the answer then, not longer times.
//!
//! # Caveats
//!
//! - The server forgets its lease when it crashes, and would lend the thing twice. It would have to wait out a lease
//!   after each boot.
//! - A client that is refused is not told.

mod protocol;

use protocol::{Config, Lease, Lent, Message, Note, Request, SERVER, Timer};
use quorum_kernel::{Action, Bounds, Happening, Refusal, Slip, Timing, World};

use crate::{
    bench::{Bench, c, crash, deliver, drop, fire, invoke, restart},
    search::{Search, is_plain},
};

const CONFIG: Config = Config { lease: 7, hold: 2, clients: 2 };
/// The widest bounds within which [`CONFIG`] is right: 1 + 1 + (2 - 1) + 1 ticks and a slip of the client's clock make 5;
/// 7 less a slip of the server's make 6. (With six ticks between slips, a second one is too late to matter.)
const BOUNDS: Bounds = Bounds { drift: Some(6), delay: Some(1), pause: Some(1) };

fn bench(bounds: Bounds) -> Bench<Lease> {
    Bench::new(CONFIG, Timing::Bounded(bounds))
}

/// A client asks, and uses what it has whenever it thinks that it may. Clocks drift, messages take their time or are
/// lost, one comes twice, the client pauses: is the thing ever used by one to whom it is no longer lent? At that moment
/// it might be lent to another, so one client is enough to search with.
fn search(timing: Timing) -> Result<usize, Vec<Action<Lease>>> {
    let faults = |action: &Action<Lease>| match action {
        Action::Slip(node, _) | Action::Pause(node) if *node == c(2) => None,
        Action::Duplicate { .. } => Some(1),
        Action::Slip(..) | Action::Drop { .. } | Action::Resume(_) => Some(0),
        Action::Pause(node) if *node == c(1) => Some(0),
        action => is_plain(action).then_some(0),
    };
    let also = |world: &World<Lease>| {
        let asks = world.in_flight().next().is_none().then(|| invoke(c(1), Request::Ask));
        let all = asks.into_iter().chain([invoke(c(1), Request::Use)]);
        all.filter(|action| world.refusal(action).is_none()).collect()
    };
    let used_while_lent = |world: &World<Lease>, happened: &[Happening<Lease>]| {
        let lent = world.node(SERVER).state == Some(&Lent(Some(c(1))));
        lent || !happened.contains(&Happening::Noted { node: c(1), note: Note::Used })
    };
    Search { faults, budget: 1, also, holds: used_while_lent }.run(Bench::new(CONFIG, timing).world)
}

#[test]
fn within_its_bounds_nobody_uses_what_is_anothers() {
    assert_eq!(search(Timing::Bounded(BOUNDS)), Ok(48_932));
}

#[test]
fn just_outside_of_any_bound_somebody_does() {
    for (bound, bounds) in [
        ("delay", Bounds { delay: Some(2), ..BOUNDS }),
        ("pause", Bounds { pause: Some(2), ..BOUNDS }),
        ("drift", Bounds { drift: Some(5), ..BOUNDS }),
        ("no delay", Bounds { delay: None, ..BOUNDS }),
        ("no pause", Bounds { pause: None, ..BOUNDS }),
    ] {
        let run = search(Timing::Bounded(bounds)).expect_err(bound);
        assert_eq!(run.last(), Some(&fire(c(1), Timer::Use)), "{bound}");
    }
}

#[test]
fn without_bounds_no_lease_is_right() {
    let run = search(Timing::Asynchronous).expect_err("any timer may fire at any moment");
    assert!(!run.contains(&Action::Tick));
}

/// A world in which only the pause is as in [`BOUNDS`], and clocks slip every `drift` ticks.
fn granted(drift: Option<u32>) -> Bench<Lease> {
    let mut bench = bench(Bounds { drift, delay: None, pause: Some(1) });
    bench.act(invoke(c(1), Request::Ask));
    bench.act(deliver(c(1), SERVER, Message::Ask));
    bench.act(deliver(SERVER, c(1), Message::Grant));
    bench
}

#[test]
fn a_timer_fires_within_its_range_and_time_waits_for_it() {
    let mut bench = granted(None);
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), Some(2));
    bench.act(Action::Tick);
    assert_eq!(bench.refused(fire(c(1), Timer::Lease)), Refusal::TooEarly(c(1)));
    bench.act(Action::Tick);
    assert_eq!(bench.refused(Action::Tick), Refusal::Overdue);
    // It has run out, though it has not fired: a client that looks at it now sees that.
    bench.act(invoke(c(1), Request::Use));
    assert_eq!(bench.refused(fire(c(1), Timer::Use)), Refusal::NotArmed(c(1)));
    bench.act(fire(c(1), Timer::Lease));
    bench.act(Action::Tick);
}

#[test]
fn clocks_run_on_during_a_pause_and_what_is_due_waits() {
    let mut bench = granted(None);
    bench.act(Action::Tick);
    bench.act(invoke(c(1), Request::Use));
    bench.act(Action::Pause(c(1)));
    assert_eq!(bench.refused(fire(c(1), Timer::Use)), Refusal::Paused(c(1)));
    bench.act(Action::Tick);
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), Some(0));
    assert_eq!(bench.refused(Action::Tick), Refusal::Overdue, "no pause is longer than its bound");
    bench.act(Action::Resume(c(1)));
    assert_eq!(bench.refused(Action::Pause(c(1))), Refusal::PausedLately(c(1)), "nor is it longer by being two");
    let mut crashed = bench.clone();
    crashed.act(crash(c(1)));
    crashed.act(restart(c(1)));
    crashed.act(Action::Pause(c(1)));
    // The lease is over, and the thing is used.
    let happened = bench.act(fire(c(1), Timer::Use));
    assert!(happened.contains(&Happening::Noted { node: c(1), note: Note::Used }));
    bench.act(fire(c(1), Timer::Lease));
    bench.act(Action::Tick);
    bench.act(Action::Pause(c(1)));
}

#[test]
fn a_clock_slips_no_more_often_than_its_bound_allows() {
    let mut bench = granted(Some(2));
    bench.act(Action::Slip(c(1), Slip::Lose));
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), Some(3));
    for _ in 0..2 {
        assert_eq!(bench.refused(Action::Slip(c(1), Slip::Gain)), Refusal::SlippedLately(c(1)));
        bench.act(Action::Tick);
    }
    bench.act(Action::Slip(c(1), Slip::Gain));
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), Some(0));
    assert_eq!(granted(None).refused(Action::Slip(c(1), Slip::Lose)), Refusal::NoTime);
}

#[test]
fn a_timer_that_has_run_out_does_not_come_back() {
    let mut bench = granted(Some(1));
    bench.act(Action::Tick);
    bench.act(Action::Pause(c(1)));
    bench.act(Action::Tick);
    bench.act(Action::Slip(c(1), Slip::Lose));
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), Some(0));
}

#[test]
fn a_message_arrives_in_time_or_is_lost_and_so_does_its_copy() {
    let mut bench = bench(Bounds { delay: Some(2), ..BOUNDS });
    let due = |bench: &Bench<Lease>| bench.world.in_flight().map(|flight| flight.left).collect::<Vec<_>>();
    bench.act(invoke(c(1), Request::Ask));
    bench.act(Action::Tick);
    bench.act(Action::Duplicate { from: c(1), to: SERVER, message: Message::Ask });
    assert_eq!(due(&bench), [Some(1), Some(1)]);
    bench.act(Action::Tick);
    assert_eq!(bench.refused(Action::Tick), Refusal::Overdue);
    bench.act(deliver(c(1), SERVER, Message::Ask));
    assert_eq!(bench.refused(Action::Tick), Refusal::Overdue);
    bench.act(drop(c(1), SERVER, Message::Ask));
    bench.act(Action::Tick);
}

#[test]
fn an_asynchronous_world_has_no_time() {
    let mut bench = Bench::<Lease>::new(CONFIG, Timing::Asynchronous);
    assert_eq!(bench.refused(Action::Tick), Refusal::NoTime);
    bench.act(invoke(c(1), Request::Ask));
    bench.act(deliver(c(1), SERVER, Message::Ask));
    bench.act(deliver(SERVER, c(1), Message::Grant));
    assert_eq!(bench.world.ticks_left(c(1), &Timer::Lease), None);
    // Nothing says how much of a lease has passed: to its holder it has all its time, and it may end at any moment.
    bench.act(invoke(c(1), Request::Use));
    bench.act(fire(c(1), Timer::Use));
    bench.act(fire(c(1), Timer::Lease));
}
