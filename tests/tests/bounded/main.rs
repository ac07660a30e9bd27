//! What a search of a world with bounded time finds is an ordinary recording: replayed under the driver's clock it goes
//! the same way, and breaks the same property at its end.
#![cfg(not(target_arch = "wasm32"))]

// The kernel's tiny lease, which is right within its bounds alone, and what it is written with.
#[allow(dead_code, unused_macros, unused_imports)]
#[path = "../../../crates/kernel/tests/tiny/bench.rs"]
mod bench;
mod exhibit;
#[path = "../../../crates/kernel/tests/tiny/lease/protocol.rs"]
mod protocol;

use bench::c;
use protocol::{Lease, Request};
use quorum_checker::{Broken, Limits, Outcome, Search, Space};
use quorum_kernel::{
    Action, ActionKind, Bounds, Budget, Exhibit, Fault, Slip, Spec, Step, Timing, Trace, UNLIMITED, World,
};
use quorum_sim::{Act, History, Link, Recording, Scenario, TICK_US};

/// The widest bounds within which the lease is right: see its essay.
const BOUNDS: Bounds = Bounds { drift: Some(6), delay: Some(1), pause: Some(1) };

/// A client asks for the thing, and then uses it if it thinks that it may; it pauses twice, at the worst moments.
fn space(bounds: Bounds) -> Space<Lease> {
    let config = Lease::configure(&Lease::default_choice()).expect("a cluster");
    let mut world = World::new(config, Timing::Bounded(bounds));
    world.start(&mut Trace::default());
    let budget = Budget::NONE.with(Fault::Fire, UNLIMITED).with(Fault::Pause, 2).with(Fault::Drop, 1);
    Space::new(world, budget).asking(vec![(c(1), Request::Ask), (c(1), Request::Use)]).checking_all()
}

fn search(bounds: Bounds) -> Outcome<Lease> {
    let mut search = Search::new(space(bounds), Limits::default());
    loop {
        if let Some(outcome) = search.advance(1_000, 2) {
            return outcome;
        }
    }
}

fn broken(bounds: Bounds) -> Broken<Lease> {
    match search(bounds) {
        Outcome::Broken(broken) => broken,
        outcome => panic!("{bounds:?}: {outcome:?}"),
    }
}

fn history() -> History<Lease> {
    History::new(Scenario::of::<Lease>(1)).expect("a scenario")
}

/// Whether the property that a search breaks holds in a run.
fn holds(history: &History<Lease>, broken: &Broken<Lease>) -> bool {
    let verdicts = history.run().monitor().verdicts(history.run().world());
    verdicts.iter().any(|(property, verdict)| property.id == broken.property.id && verdict.holds)
}

#[test]
fn within_its_bounds_nothing_is_found() {
    assert!(matches!(search(BOUNDS), Outcome::Complete));
}

#[test]
fn just_outside_of_any_bound_the_run_that_is_found_replays_to_its_end() {
    for (bound, bounds) in [
        ("delay", Bounds { delay: Some(2), ..BOUNDS }),
        ("pause", Bounds { pause: Some(2), ..BOUNDS }),
        ("drift", Bounds { drift: Some(5), ..BOUNDS }),
    ] {
        let broken = broken(bounds);
        // Whenever the driver would have had messages arrive: long after all is over, or at once.
        for (latency_us, timely) in [(1_000_000, true), (0, false)] {
            let mut scenario = Scenario::of::<Lease>(1);
            scenario.network.default = Link { latency_us, jitter_us: 0, ..Link::default() };
            let mut history = History::new(scenario).expect("a scenario");
            history.follow(Timing::Bounded(bounds), &broken.run).expect(bound);
            replays(&history, &broken, timely);
        }
    }
}

/// Its recording leads to the same end, where the property breaks and not before.
fn replays(history: &History<Lease>, broken: &Broken<Lease>, timely: bool) {
    let text = serde_json::to_string(&Recording::of(history)).expect("plain data");
    let recording = Recording::parse(&text).expect("its own kind");
    assert_eq!(recording.automatic, timely, "{text}");
    let replay = recording.replay::<Lease>().expect("its own protocol");
    assert_eq!(replay.departure, None, "{text}");
    let mut replayed = replay.history;
    assert_eq!(replayed.run().chain(), history.run().chain(), "{text}");
    assert!(!holds(&replayed, broken), "it holds at the end: {text}");
    assert_eq!(replayed.run().clock_faults(), 0, "a search does nothing that no clock allows: {text}");
    replayed.back();
    assert!(holds(&replayed, broken), "it breaks before the end: {text}");
}

#[test]
fn ticks_are_virtual_time_and_slips_are_jumps_of_the_clock() {
    let bounds = Bounds { drift: Some(5), ..BOUNDS };
    let broken = broken(bounds);
    let mut history = history();
    history.follow(Timing::Bounded(bounds), &broken.run).expect("the run that was found");
    let ticks = broken.run.iter().filter(|action| **action == Action::Tick).count();
    assert_eq!(history.at(), ticks as u64 * TICK_US);
    assert_eq!(history.len() as usize, broken.run.len() - ticks, "all but a tick is an event");
    let slips = broken.run.iter().filter_map(|action| match action {
        Action::Slip(node, slip) => Some((*node, if *slip == Slip::Gain { 1 } else { -1 })),
        _ => None,
    });
    let jumps = history.way(0).filter_map(|event| match event.act {
        Act::StepClock { node, by_ms } => Some((node, by_ms)),
        _ => None,
    });
    assert!(slips.clone().count() > 0 && slips.eq(jumps));
}

#[test]
fn what_never_comes_is_shown_not_to_come() {
    let property = |id: &str| Lease::properties().iter().find(|property| property.id == id).expect("one of its own");
    let space = |id: &str| space(BOUNDS).checking(property(id)).within(60);
    let outcome = |space| Search::new(space, Limits::default()).advance(usize::MAX, 1).expect("it goes to its end");
    assert!(matches!(outcome(space("returned")), Outcome::Complete), "a lease runs out by itself");
    // Nobody uses a thing that nobody asked for.
    let Outcome::Broken(broken) = outcome(space("used")) else { panic!("it is used by itself") };
    let mut history = history();
    history.follow(Timing::Bounded(BOUNDS), &broken.run).expect("the run that was found");
    history.follow(Timing::Bounded(BOUNDS), &broken.fair).expect("the fair schedule");
    assert!(!holds(&history, &broken) && history.at() >= 50 * TICK_US, "{broken:?}");
}

/// Two worlds side by side, one that keeps time and one under the driver's clock: every way through the bounded one,
/// walked a while, is a run whose handlers see the same.
#[test]
fn any_walk_through_a_bounded_world_goes_the_same_way_under_a_driver() {
    let space = space(Bounds { drift: Some(3), delay: Some(2), pause: Some(2) });
    for walk in 0..200_usize {
        let (mut state, mut trace, mut run) = (space.start().clone(), Trace::default(), Vec::new());
        for step in 0..40 {
            let actions = space.actions(&state);
            let [_, ..] = actions[..] else { break };
            let action = actions[(walk * 31 + step * 17 + walk * step) % actions.len()].clone();
            space.take(&mut state, &action, &mut trace);
            run.push(action);
        }
        assert!(run.iter().any(|action| action.kind() == ActionKind::Tick), "walk {walk}: {run:?}");
        let mut history = history();
        history.follow(space.start().world.timing(), &run).expect("offered");
        for node in state.world.nodes() {
            let driven = history.run().world().node(node.id);
            assert_eq!((node.state, node.disk), (driven.state, driven.disk), "walk {walk}, {}", node.id);
            let armed = |world: &World<Lease>| world.timers(node.id).cloned().collect::<Vec<_>>();
            assert_eq!(armed(&state.world), armed(history.run().world()), "walk {walk}, {}", node.id);
        }
        let messages = |world: &World<Lease>| world.in_flight().map(|flight| *flight.message).collect::<Vec<_>>();
        assert_eq!(messages(&state.world), messages(history.run().world()), "walk {walk}");
    }
}

#[test]
fn a_tick_is_nobodys_act() {
    let mut history = history();
    assert!(history.follow(Timing::Asynchronous, &[Action::Tick]).is_err());
    let ask = Action::Step(Step::Invoke { client: c(1), request: Request::Ask });
    history.follow(Timing::Bounded(BOUNDS), &[Action::Tick, ask, Action::Tick]).expect("it can be done");
    assert_eq!((history.len(), history.run().now(), history.at()), (1, TICK_US, 2 * TICK_US));
}
