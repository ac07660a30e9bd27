//! What must hold at last: asked of every state, healed and driven by the fair schedule, over channels that keep order
//! and in worlds that keep time; and shown, where it never comes.

use quorum_checker::{Broken, Limits, Outcome, Space};
use quorum_kernel::{
    Action, ActionKind, Bounds, Budget, Channel, Effects, Fault, Input, Members, Mode, NodeId, Promise, Property,
    Protocol, Spec, Text, Timing, Trace, UNLIMITED, World,
};

use super::search;

/// n1 tells n2 one word over a connection. If it hears that the connection is lost, it says the word again after a while,
/// but for those that do not care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Telling {}

/// How long it waits, in ticks; never again: `None`.
#[derive(Clone, Debug)]
struct Again(Option<u32>);

impl Protocol for Telling {
    type Config = Again;
    /// Whether it has heard the word.
    type State = bool;
    type Disk = ();
    type Write = ();
    type Message = ();
    type Timer = String;
    type Request = String;
    type Reply = ();
    type Note = ();

    const KINDS: &'static [&'static str] = &["Word"];

    fn kind((): &()) -> usize {
        0
    }

    fn members(_: &Again) -> Members {
        Members { servers: 2, clients: 0 }
    }

    fn channel(_: &Again, _: NodeId, _: NodeId) -> Channel {
        Channel::Fifo
    }

    fn write((): &mut (), (): &()) {}

    fn boot(_: &Again, id: NodeId, fx: &mut Effects<'_, Self>) -> bool {
        if id == NodeId::server(1) {
            fx.send(NodeId::server(2), ());
        }
        false
    }

    fn step(again: &Again, id: NodeId, heard: &mut bool, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match (input, again.0) {
            (Input::Message { .. }, _) => *heard = true,
            (Input::Disconnected(_), Some(after)) if id == NodeId::server(1) => {
                fx.set_timer("again".to_owned(), after..=after);
            }
            (Input::Timer(_), _) => fx.send(NodeId::server(2), ()),
            _ => {}
        }
    }
}

impl Spec for Telling {
    type Ghost = ();

    fn properties() -> &'static [Property<Self>] {
        &[Property {
            id: "told",
            mode: Mode::Eventually,
            promise: |_| Promise::ALL_BUT_WIPE,
            fold: |_, _, _| {},
            holds: |(), world| world.node(NodeId::server(2)).state == Some(&true),
            detail: |(), _| Text::new("told"),
        }]
    }
}

const TROUBLE: Budget =
    Budget::NONE.with(Fault::Crash, 2).with(Fault::Drop, 1).with(Fault::Cut, 1).with(Fault::Pause, 1);

fn space(again: Option<u32>, timing: Timing) -> Space<Telling> {
    let mut world = World::new(Again(again), timing);
    world.start(&mut Trace::default());
    let fires = if timing == Timing::Asynchronous { 2 } else { UNLIMITED };
    Space::new(world, TROUBLE.with(Fault::Fire, fires)).checking(&Telling::properties()[0])
}

const BOUNDED: Timing = Timing::Bounded(Bounds { drift: Some(4), delay: Some(2), pause: Some(2) });

fn broken(space: Space<Telling>) -> Broken<Telling> {
    match search(space, Limits::default(), 2).1 {
        Outcome::Broken(broken) => broken,
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn from_every_state_it_comes_whatever_the_world_promises_of_time() {
    for timing in [Timing::Asynchronous, BOUNDED] {
        let (search, outcome) = search(space(Some(3), timing), Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{timing:?}: {outcome:?}");
        assert!(search.states() > 100, "{timing:?}: {}", search.states());
    }
}

#[test]
fn where_it_never_comes_the_fair_part_shows_that_it_does_not() {
    for timing in [Timing::Asynchronous, BOUNDED] {
        let space = || space(None, timing).within(50);
        let broken = broken(space());
        assert_eq!((broken.property.id, broken.run.len()), ("told", 1), "a loss of the word is enough: {broken:?}");
        assert!(broken.fair.len() <= 50, "{broken:?}");
        // n1 learns of the loss, and does nothing about it.
        assert!(broken.fair.iter().any(|action| action.kind() == ActionKind::Disconnect), "{broken:?}");
        assert!(broken.fair.iter().filter(|action| **action == Action::Tick).count() <= 50);
        let mut world = space().start().world.clone();
        for action in broken.run.iter().chain(&broken.fair) {
            world.apply(action, &mut Trace::default()).expect("it can be done");
            assert!(!(broken.property.holds)(&(), &world), "it holds after {action:?}");
        }
    }
}

#[test]
fn how_long_it_may_take_counts_actions_and_ticks() {
    // Told of the loss, waited, said, heard: where time is bounded that takes ticks too.
    let ticks = |after: u32| {
        let limit = |within: u32| {
            matches!(search(space(Some(after), BOUNDED).within(within), Limits::default(), 1).1, Outcome::Complete)
        };
        (1..80).find(|within| limit(*within)).expect("it comes")
    };
    assert_eq!(ticks(9) - ticks(4), 5, "five ticks more");
}

#[test]
fn the_answer_is_the_same_at_any_number_of_threads() {
    let answers = [1, 2, 3].map(|threads| {
        let (search, outcome) = search(space(Some(3), BOUNDED).within(7), Limits::default(), threads);
        (search.states(), format!("{outcome:?}"))
    });
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.1.contains("Broken")), "{answers:?}");
}
