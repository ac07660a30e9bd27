//! # Two that speak in order, and a board
//!
//! Two clients count aloud to each other over channels that keep order, as TCP does, and put each number on a board (a
//! server) over channels that promise nothing. Which is which is declared per pair of roles ([`Protocol::channel`]).
//!
//! What a FIFO channel promises:
//!
//! - Only the head can be delivered. Nothing is overtaken, nothing is duplicated.
//! - Nothing is lost from the middle: a loss closes the connection, both ways. So does the crash of an end, and a cut
//!   that lasts (a message due over it is lost; a cut that heals in time does nothing).
//! - Each end that lives is told, by [`Input::Disconnected`], behind what it had already received.
//! - What it sends before it knows is lost without further notice: it wrote to a socket that is dead.
//! - What it sends once it knows is on a new connection, and is received behind the other end's own `Disconnected`.
//! - An end may close the connection itself ([`Effects::close`]), as a process that crashes does to all of its own.
//! - Nothing crosses incarnations: what was sent to a node before it crashed does not reach it after its restart. What
//!   it had sent itself outlives it, and the close follows.
//!
//! So a receiver that hears 3 after 1, with no `Disconnected` between, has met a bug in the kernel; the search at the end
//! looks for one.
//!
//! # Caveats
//!
//! - The clients do not repeat what was lost. A protocol over FIFO channels must: `Disconnected` says that an end was
//!   lost, and not how much.
//! - An idle connection over a cut link closes when somebody speaks, not before: there is no keep-alive below the
//!   protocol.

use quorum_kernel::{
    Action, Channel, Effects, Happening, Input, Loss, Members, NodeId, Protocol, Refusal, Step, Timing, World,
};
use serde::Serialize;

use crate::{
    bench::{Bench, Never, c, crash, deliver, disconnect, drop, invoke, n, restart, words},
    search::{Search, crashes_during, is_plain},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Count {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Request {
    Say,
    HangUp,
}
words!(Request { Say = "say", HangUp = "hang-up" });

/// What a node has heard since it booted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Heard {
    Number(u8),
    Disconnected,
}
use Heard::{Disconnected, Number};

/// The number that was said last: on disk, so that no number is said twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Said(u8);

const BOARD: NodeId = n(1);

fn other(client: NodeId) -> NodeId {
    if client == c(1) { c(2) } else { c(1) }
}

impl Protocol for Count {
    type Config = ();
    type State = Vec<Heard>;
    type Disk = u8;
    type Write = Said;
    type Message = u8;
    type Timer = Never;
    type Request = Request;
    type Reply = Never;
    type Note = Never;

    const KINDS: &'static [&'static str] = &["Number"];

    fn kind(_: &u8) -> usize {
        0
    }

    fn members(_: &()) -> Members {
        Members { servers: 1, clients: 2 }
    }

    fn channel(_: &(), from: NodeId, to: NodeId) -> Channel {
        if from.is_client() && to.is_client() { Channel::Fifo } else { Channel::Unordered }
    }

    fn write(said: &mut u8, Said(number): &Said) {
        *said = *number;
    }

    fn boot(_: &(), _: NodeId, _: &mut Effects<'_, Self>) -> Vec<Heard> {
        Vec::new()
    }

    fn step(_: &(), id: NodeId, heard: &mut Vec<Heard>, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Request(Request::Say) => {
                let number = fx.disk() + 1;
                fx.force(Said(number));
                fx.send(other(id), number);
                fx.send(BOARD, number);
            }
            // Who hangs up has heard the last of that connection, as if it had been told.
            Input::Request(Request::HangUp) => {
                fx.close(other(id));
                heard.push(Disconnected);
            }
            Input::Message { message: number, .. } => heard.push(Number(number)),
            Input::Disconnected(_) => heard.push(Disconnected),
            Input::Timer(never) => match never {},
        }
    }
}

fn bench() -> Bench<Count> {
    Bench::new((), Timing::Asynchronous)
}

fn say(client: NodeId) -> Action<Count> {
    invoke(client, Request::Say)
}

fn hang_up(client: NodeId) -> Action<Count> {
    invoke(client, Request::HangUp)
}

/// `c1` has said 1, 2 and 3, and `c2` has said 1.
fn talking() -> Bench<Count> {
    let mut bench = bench();
    for client in [c(1), c(1), c(1), c(2)] {
        bench.act(say(client));
    }
    bench
}

#[test]
fn clients_keep_order_and_the_board_does_not() {
    let mut bench = talking();
    assert_eq!(bench.refused(deliver(c(1), c(2), 2)), Refusal::NotAtHead { from: c(1), to: c(2) });
    let twice = |to| Action::Duplicate { from: c(1), to, message: 1 };
    assert_eq!(bench.refused(twice(c(2))), Refusal::Fifo { from: c(1), to: c(2) });
    for number in 1..=3 {
        bench.act(deliver(c(1), c(2), number));
    }
    assert_eq!(bench.state(c(2)), &[Number(1), Number(2), Number(3)]);

    bench.act(twice(BOARD));
    for number in [3, 1, 2, 1] {
        bench.act(deliver(c(1), BOARD, number));
    }
    assert_eq!(bench.state(BOARD), &[Number(3), Number(1), Number(2), Number(1)]);
}

#[test]
fn a_drop_takes_what_is_behind_it_and_closes_both_ways() {
    let mut bench = talking();
    let happened = bench.act(drop(c(1), c(2), 2)).to_vec();
    let lost = |message, why| Happening::Lost { from: c(1), to: c(2), message, why };
    let closed = |from, to| Happening::Closed { from, to };
    let expected = [lost(2, Loss::Dropped), lost(3, Loss::Closed), closed(c(1), c(2)), closed(c(2), c(1))];
    assert_eq!(happened, expected);

    // Each is told behind what it already has to receive.
    assert_eq!(bench.refused(disconnect(c(1), c(2))), Refusal::NotAtHead { from: c(1), to: c(2) });
    bench.act(deliver(c(1), c(2), 1));
    bench.act(disconnect(c(1), c(2)));
    assert_eq!(bench.state(c(2)), &[Number(1), Disconnected]);
    bench.act(deliver(c(2), c(1), 1));
    bench.act(disconnect(c(2), c(1)));
    assert_eq!(bench.state(c(1)), &[Number(1), Disconnected]);
    assert_eq!(bench.refused(disconnect(c(2), c(1))), Refusal::NotInFlight { from: c(2), to: c(1) });
    // The board's channel has nothing to do with it.
    assert_eq!(bench.between(c(1), BOARD), [1, 2, 3]);
}

#[test]
fn what_is_sent_before_the_close_is_known_is_lost() {
    let mut bench = talking();
    bench.act(drop(c(1), c(2), 1));
    let happened = bench.act(say(c(1)));
    assert!(happened.contains(&Happening::Lost { from: c(1), to: c(2), message: 4, why: Loss::Closed }));
    bench.act(deliver(c(2), c(1), 1));
    let happened = bench.act(say(c(1)));
    assert!(happened.contains(&Happening::Lost { from: c(1), to: c(2), message: 5, why: Loss::Closed }));

    // Once it knows, it is on a new connection, and the other end hears of the old one first.
    bench.act(disconnect(c(2), c(1)));
    bench.act(say(c(1)));
    assert_eq!(bench.between(c(1), c(2)), [6]);
    assert_eq!(bench.refused(deliver(c(1), c(2), 6)), Refusal::NotAtHead { from: c(1), to: c(2) });
    bench.act(disconnect(c(1), c(2)));
    bench.act(deliver(c(1), c(2), 6));
    assert_eq!(bench.state(c(2)), &[Disconnected, Number(6)]);
}

#[test]
fn a_crash_loses_what_was_on_its_way_to_the_node_and_nothing_that_it_sent() {
    let mut bench = talking();
    let happened = bench.act(crash(c(1))).to_vec();
    assert!(happened.contains(&Happening::Lost { from: c(2), to: c(1), message: 1, why: Loss::Down }));
    assert_eq!((bench.between(c(1), c(2)), bench.between(c(2), c(1))), (vec![1, 2, 3], vec![]));
    // Restarting does not bring back what was sent to the earlier incarnation, nor tell the new one of its end.
    bench.act(restart(c(1)));
    assert_eq!(bench.refused(disconnect(c(2), c(1))), Refusal::NotInFlight { from: c(2), to: c(1) });
    bench.act(say(c(2)));
    assert!(bench.between(c(2), c(1)).is_empty(), "c2 does not know yet");

    // The new incarnation may speak at once: it is heard behind the last words of the earlier one and the close.
    bench.act(say(c(1)));
    for number in 1..=3 {
        bench.act(deliver(c(1), c(2), number));
    }
    bench.act(disconnect(c(1), c(2)));
    bench.act(deliver(c(1), c(2), 4));
    assert_eq!(bench.state(c(2)), &[Number(1), Number(2), Number(3), Disconnected, Number(4)]);
    bench.act(say(c(2)));
    bench.act(deliver(c(2), c(1), 3));
    assert_eq!(bench.state(c(1)), &[Number(3)]);
}

#[test]
fn a_node_that_is_down_refuses_connections() {
    let mut bench = bench();
    bench.act(crash(c(2)));
    bench.act(disconnect(c(2), c(1)));
    bench.act(say(c(1)));
    assert!(bench.between(c(1), c(2)).is_empty());
    bench.act(disconnect(c(2), c(1)));
    assert_eq!(bench.state(c(1)), &[Disconnected, Disconnected]);
    bench.act(restart(c(2)));
    bench.act(say(c(1)));
    bench.act(deliver(c(1), c(2), 2));
    assert_eq!(bench.state(c(2)), &[Number(2)]);
}

#[test]
fn a_cut_loses_nothing_until_a_message_is_due_over_it() {
    let mut bench = talking();
    let cut = || Action::Cut { from: c(1), to: c(2) };
    bench.act(cut());
    assert_eq!(bench.refused(deliver(c(1), c(2), 1)), Refusal::LinkCut { from: c(1), to: c(2) });
    bench.act(Action::Heal { from: c(1), to: c(2) });
    bench.act(deliver(c(1), c(2), 1));

    bench.act(cut());
    let happened = bench.act(drop(c(1), c(2), 2));
    assert_eq!(happened[0], Happening::Lost { from: c(1), to: c(2), message: 2, why: Loss::Cut });
    // That the other end went away is learnt over a cut link too, by time-out.
    bench.act(disconnect(c(1), c(2)));
    assert_eq!(bench.state(c(2)), &[Number(1), Disconnected]);
}

#[test]
fn losing_the_tail_of_a_closed_connection_spares_the_one_after_it() {
    let mut bench = talking();
    bench.act(drop(c(1), c(2), 3));
    bench.act(deliver(c(2), c(1), 1));
    bench.act(disconnect(c(2), c(1)));
    bench.act(say(c(1)));
    // On c1>c2 now: 1, 2, a close, 4.
    let happened = bench.act(drop(c(1), c(2), 2)).to_vec();
    assert_eq!(happened, [Happening::Lost { from: c(1), to: c(2), message: 2, why: Loss::Dropped }]);
    bench.act(deliver(c(1), c(2), 1));
    bench.act(disconnect(c(1), c(2)));
    bench.act(deliver(c(1), c(2), 4));
    assert_eq!(bench.state(c(2)), &[Number(1), Disconnected, Number(4)]);
    assert_eq!(bench.refused(disconnect(c(2), c(1))), Refusal::NotInFlight { from: c(2), to: c(1) });
}

#[test]
fn both_ends_may_be_down() {
    let mut bench = talking();
    bench.act(crash(c(1)));
    let happened = bench.act(crash(c(2))).to_vec();
    let lost = |message| Happening::Lost { from: c(1), to: c(2), message, why: Loss::Down };
    assert_eq!(happened[1..], [lost(1), lost(2), lost(3)]);
    bench.act(restart(c(1)));
    bench.act(restart(c(2)));
    bench.act(say(c(1)));
    bench.act(deliver(c(1), c(2), 4));
    assert_eq!(bench.state(c(2)), &[Number(4)]);
}

#[test]
fn who_hangs_up_hears_nothing_more_of_that_connection_and_may_speak_at_once() {
    let mut bench = talking();
    let happened = bench.act(hang_up(c(2))).to_vec();
    let lost = |message| Happening::Lost { from: c(1), to: c(2), message, why: Loss::Closed };
    let closed = Happening::Closed { from: c(2), to: c(1) };
    assert_eq!(happened[1..], [lost(1), lost(2), lost(3), closed]);
    // What it had said still arrives, then the close, then what it says on the next connection.
    bench.act(say(c(2)));
    bench.act(say(c(1)));
    assert!(bench.between(c(1), c(2)).is_empty(), "c1 does not know yet");
    bench.act(deliver(c(2), c(1), 1));
    bench.act(disconnect(c(2), c(1)));
    bench.act(deliver(c(2), c(1), 2));
    bench.act(say(c(1)));
    bench.act(deliver(c(1), c(2), 5));
    assert_eq!(bench.state(c(1)), &[Number(1), Disconnected, Number(2)]);
    assert_eq!(bench.state(c(2)), &[Disconnected, Number(5)]);
    assert_eq!(bench.refused(disconnect(c(1), c(2))), Refusal::NotInFlight { from: c(1), to: c(2) });
}

#[test]
fn hanging_up_what_has_closed_already_spares_the_connection_after_it() {
    let mut bench = talking();
    bench.act(hang_up(c(1)));
    bench.act(say(c(1)));
    // On c1>c2 now: 1, 2, 3, a close, 4. c2 hangs up before it has heard any of that.
    let happened = bench.act(hang_up(c(2))).to_vec();
    let lost = |message| Happening::Lost { from: c(1), to: c(2), message, why: Loss::Closed };
    assert_eq!(happened[1..], [lost(1), lost(2), lost(3)]);
    let happened = bench.act(say(c(2)));
    assert!(happened.contains(&Happening::Lost { from: c(2), to: c(1), message: 2, why: Loss::Closed }));
    bench.act(disconnect(c(1), c(2)));
    bench.act(deliver(c(1), c(2), 4));
    assert_eq!(bench.state(c(2)), &[Disconnected, Disconnected, Number(4)]);
    assert_eq!(bench.refused(disconnect(c(2), c(1))), Refusal::NotInFlight { from: c(2), to: c(1) });
}

#[test]
fn hanging_up_on_a_node_that_is_down_is_heard_by_nobody() {
    let mut bench = bench();
    bench.act(crash(c(2)));
    bench.act(disconnect(c(2), c(1)));
    let happened = bench.act(hang_up(c(1))).to_vec();
    assert_eq!(happened.len(), 1, "{happened:?}");
    bench.act(restart(c(2)));
    bench.act(say(c(2)));
    bench.act(deliver(c(2), c(1), 1));
    assert_eq!(bench.state(c(1)), &[Disconnected, Disconnected, Number(1)]);
}

/// Numbers rise, and a gap has a `Disconnected` in it. (The first after a boot may be any.)
fn in_order(heard: &[Heard]) -> bool {
    let mut last = 0;
    heard.iter().enumerate().all(|(at, heard_now)| {
        let Number(number) = *heard_now else { return true };
        let fits = if at > 0 && matches!(heard[at - 1], Number(_)) { number == last + 1 } else { number > last };
        last = number;
        fits
    })
}

/// What may be said, and the crashes within a step: one client says three numbers, the other one.
fn says_and_crashes(world: &World<Count>) -> Vec<Action<Count>> {
    let may_say = |client: NodeId, most: u8| {
        let node = world.node(client);
        (node.state.is_some() && *node.disk < most).then(|| say(client))
    };
    crashes_during(world).into_iter().chain(may_say(c(1), 3)).chain(may_say(c(2), 1)).collect()
}

/// The same, and both may hang up.
fn hang_ups_too(world: &World<Count>) -> Vec<Action<Count>> {
    let up = [c(1), c(2)].into_iter().filter(|client| world.node(*client).state.is_some());
    says_and_crashes(world).into_iter().chain(up.map(hang_up)).collect()
}

/// Searches all runs with any two crashes, crashes within a step, losses, cuts or hang-ups; gives how many states there
/// are, if all is heard in order.
fn in_order_throughout(also: fn(&World<Count>) -> Vec<Action<Count>>) -> Result<usize, Vec<Action<Count>>> {
    let faults = |action: &Action<Count>| match action {
        Action::Step(Step::Deliver { to: BOARD, .. }) | Action::Drop { to: BOARD, .. } => None,
        Action::Cut { from, to } if from.is_client() && to.is_client() => Some(1),
        Action::Crash { node, .. } if node.is_client() => Some(1),
        Action::CrashDuring { step, .. } if step.node().is_client() => Some(1),
        Action::Drop { .. } | Action::Step(Step::Invoke { request: Request::HangUp, .. }) => Some(1),
        Action::Step(Step::Restart(_)) | Action::Heal { .. } => Some(0),
        action => is_plain(action).then_some(0),
    };
    let holds = |world: &World<Count>, _: &[Happening<Count>]| {
        [c(1), c(2)].iter().all(|client| world.node(*client).state.is_none_or(|heard| in_order(heard)))
    };
    Search { faults, budget: 2, also, holds }.run(bench().world)
}

#[test]
fn no_run_has_a_gap_without_a_close() {
    assert_eq!(in_order_throughout(says_and_crashes), Ok(5340));
    assert_eq!(in_order_throughout(hang_ups_too), Ok(7499));
    assert!(!in_order(&[Number(1), Number(3)]) && !in_order(&[Number(2), Disconnected, Number(1)]));
}
