//! # A voter that must log its vote before it tells anybody
//!
//! Two candidates ask one voter for its vote. The voter may vote once, for whoever asks first, and a crash must not make
//! it forget: it writes the vote to its disk and sends it. In that order! A voter that sends first and writes second
//! does the same two things in one step, and no run in which steps are whole can tell the two apart. But the machine can
//! fail between the two effects, and then the vote is out and nobody remembers it.
//!
//! So a crash in this kernel may strike after the first `k` effects of a step, for every `k`
//! ([`Action::CrashDuring`]). What came before stands: what was sent is in flight and outlives its sender, what was
//! forced is on the platter. What comes after never was, and the state that the handler had computed is gone.
//!
//! The tests show that the bug is found with crashes within steps, that it is found in no other way, and that the right
//! order has no such run.
//!
//! # Caveats
//!
//! - The candidates ask when they boot and never again: a lost vote is lost. That is enough to be wrong.
//! - One voter elects nobody that survives it. Quorums are for `crates/protocols`.

use quorum_kernel::{
    Action, Channel, Effect, Effects, Happening, Input, Members, NodeId, Protocol, Refusal, Status, Step, Timing, World,
};
use serde::Serialize;

use crate::{
    bench::{Bench, Never, crash, deliver, n, restart},
    search::{Search, crashes_during, is_plain},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ballot {}

/// In which order the voter votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    WriteThenSend,
    /// The mutant.
    SendThenWrite,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Message {
    Ask,
    Vote,
}

/// The voter's vote, once it has one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Voted(NodeId);

/// Whether a candidate was elected; of no use to the voter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Elected(bool);

const VOTER: NodeId = n(1);

impl Protocol for Ballot {
    type Config = Order;
    type State = Elected;
    type Disk = Option<NodeId>;
    type Write = Voted;
    type Message = Message;
    type Timer = Never;
    type Request = Never;
    type Reply = Never;
    type Note = Never;

    const KINDS: &'static [&'static str] = &["Ask", "Vote"];

    fn kind(message: &Message) -> usize {
        match message {
            Message::Ask => 0,
            Message::Vote => 1,
        }
    }

    fn members(_: &Order) -> Members {
        Members { servers: 3, clients: 0 }
    }

    fn write(disk: &mut Option<NodeId>, Voted(candidate): &Voted) {
        *disk = Some(*candidate);
    }

    fn boot(_: &Order, id: NodeId, fx: &mut Effects<'_, Self>) -> Elected {
        if id != VOTER {
            fx.send(VOTER, Message::Ask);
        }
        Elected(false)
    }

    fn step(order: &Order, _: NodeId, Elected(elected): &mut Elected, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Message { from, message: Message::Ask } => {
                if fx.disk().is_some_and(|voted_for| voted_for != from) {
                    return;
                }
                match order {
                    Order::WriteThenSend => {
                        fx.force(Voted(from));
                        fx.send(from, Message::Vote);
                    }
                    Order::SendThenWrite => {
                        fx.send(from, Message::Vote);
                        fx.force(Voted(from));
                    }
                }
            }
            Input::Message { message: Message::Vote, .. } => *elected = true,
            // Never comes; `Disconnected` only over FIFO channels, which this protocol has none of.
            Input::Timer(never) | Input::Request(never) => match never {},
            Input::Disconnected(_) => {}
        }
    }
}

fn bench(order: Order) -> Bench<Ballot> {
    Bench::new(order, Timing::Asynchronous)
}

/// Everything, with one crash of the voter and its restart.
fn search(order: Order, also: fn(&World<Ballot>) -> Vec<Action<Ballot>>) -> Result<usize, Vec<Action<Ballot>>> {
    let one_at_most = |world: &World<Ballot>, _: &[Happening<Ballot>]| {
        world.servers().filter(|node| node.state == Some(&Elected(true))).count() <= 1
    };
    let faults = |action: &Action<Ballot>| match action {
        Action::Crash { node: VOTER, .. } => Some(1),
        Action::CrashDuring { step, .. } if step.node() == VOTER => Some(1),
        Action::Step(Step::Restart(_)) => Some(0),
        action => is_plain(action).then_some(0),
    };
    let start = bench(order).world;
    assert_eq!(start.channel(VOTER, n(2)), Channel::Unordered);
    Search { faults, budget: 1, also, holds: one_at_most }.run(start)
}

#[test]
fn what_came_before_the_crash_stands_and_nothing_else() {
    let ask = || Step::Deliver { from: n(2), to: VOTER, message: Message::Ask };
    for (order, after, voted, sent) in [
        (Order::WriteThenSend, 0, false, false),
        (Order::WriteThenSend, 1, true, false),
        (Order::WriteThenSend, 2, true, true),
        (Order::SendThenWrite, 0, false, false),
        (Order::SendThenWrite, 1, false, true),
        (Order::SendThenWrite, 2, true, true),
    ] {
        let mut bench = bench(order);
        bench.act(Action::CrashDuring { step: ask(), after, keep: 0 });
        assert_eq!(bench.world.node(VOTER).status, Status::Down);
        assert_eq!(bench.disk(VOTER).is_some(), voted, "{order:?} after {after}");
        assert_eq!(bench.between(VOTER, n(2)).len(), usize::from(sent), "{order:?} after {after}");
        // The message was received: it does not come again.
        assert!(bench.between(n(2), VOTER).is_empty());
    }
}

#[test]
fn a_step_has_no_more_effects_than_it_has() {
    let mut bench = bench(Order::WriteThenSend);
    let step = Step::Deliver { from: n(2), to: VOTER, message: Message::Ask };
    assert_eq!(bench.world.effects_of(&step, None), Some(2));
    let before = bench.world.clone();
    let too_late = Action::CrashDuring { step: step.clone(), after: 3, keep: 0 };
    assert_eq!(bench.world.refusal(&too_late), Some(Refusal::BeyondEnd(VOTER)));
    assert_eq!(bench.refused(too_late), Refusal::BeyondEnd(VOTER));
    // Both writes are forced: there is none that could be kept or lost.
    assert_eq!(bench.refused(Action::CrashDuring { step, after: 2, keep: 1 }), Refusal::BeyondEnd(VOTER));
    assert_eq!(bench.world, before);
}

#[test]
fn what_a_step_would_do_is_foreseen_in_its_order() {
    let ask = |from| Step::Deliver { from, to: VOTER, message: Message::Ask };
    let vote = Effect::Send { to: n(2), message: Message::Vote };
    let write = Effect::Write { write: Voted(n(2)), forced: true };
    let foreseen = |order, from| bench(order).world.foreseen(&ask(from), None);
    assert_eq!(foreseen(Order::WriteThenSend, n(2)), Some(vec![write.clone(), vote.clone()]));
    assert_eq!(foreseen(Order::SendThenWrite, n(2)), Some(vec![vote, write]));
    assert_eq!(foreseen(Order::WriteThenSend, VOTER), None, "not in flight");
}

#[test]
fn a_crash_may_strike_while_a_node_boots() {
    let mut bench = bench(Order::WriteThenSend);
    bench.act(crash(n(2)));
    bench.act(deliver(n(2), VOTER, Message::Ask));
    bench.act(Action::CrashDuring { step: Step::Restart(n(2)), after: 0, keep: 0 });
    assert!(bench.between(n(2), VOTER).is_empty());
    bench.act(Action::CrashDuring { step: Step::Restart(n(2)), after: 1, keep: 0 });
    assert_eq!(bench.between(n(2), VOTER), [Message::Ask]);
    assert_eq!(bench.world.node(n(2)).status, Status::Down);
}

#[test]
fn while_steps_are_whole_the_mutant_cannot_be_told_apart() {
    let right = search(Order::WriteThenSend, |_| Vec::new());
    let wrong = search(Order::SendThenWrite, |_| Vec::new());
    assert_eq!(right, wrong);
    // Nine worlds before the crash, nine while the voter is down, nine after its restart.
    assert_eq!(right, Ok(27));
}

#[test]
fn a_crash_within_the_step_shows_that_it_sent_before_it_wrote() {
    let run = search(Order::SendThenWrite, crashes_during).expect_err("the vote was out and nobody remembered it");
    let first = Step::Deliver { from: n(2), to: VOTER, message: Message::Ask };
    let shortest = [
        Action::CrashDuring { step: first, after: 1, keep: 0 },
        deliver(VOTER, n(2), Message::Vote),
        restart(VOTER),
        deliver(n(3), VOTER, Message::Ask),
        deliver(VOTER, n(3), Message::Vote),
    ];
    assert_eq!(run.len(), shortest.len(), "{run:?}");
    let mut bench = bench(Order::SendThenWrite);
    for action in shortest {
        bench.act(action);
    }
    assert_eq!((bench.state(n(2)), bench.state(n(3))), (&Elected(true), &Elected(true)));
}

#[test]
fn writing_first_survives_a_crash_after_any_effect() {
    assert_eq!(search(Order::WriteThenSend, crashes_during), Ok(37));
}
