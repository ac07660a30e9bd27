//! Searches of small Raft clusters.

use quorum_checker::{Limit, Limits, Outcome};
use quorum_kernel::{Budget, Fault, Property, Spec, Trace};
use quorum_protocols::raft::Raft;

use super::{search, space};

const FIRES_2: Budget = Budget::NONE.with(Fault::Fire, 2);
const FIRE_AND_CRASH: Budget = Budget::NONE.with(Fault::Fire, 1).with(Fault::Crash, 1);
const FIRES_AND_CRASH: Budget = FIRES_2.with(Fault::Crash, 1);

fn property(id: &str) -> &'static Property<Raft> {
    Raft::properties().iter().find(|property| property.id == id).expect("a property of Raft")
}

#[test]
fn correct_raft_is_clean_and_its_states_are_pinned() {
    for (servers, budget, requests, states, depth) in [
        (1, FIRES_AND_CRASH, &["put x 1"][..], 571, 11),
        (2, FIRES_AND_CRASH, &[], 1_798, 14),
        (3, FIRE_AND_CRASH, &[], 4_703, 12),
        (3, FIRES_2, &[], 108_097, 20),
    ] {
        let (search, outcome) = search(space(servers, None, budget, requests).checking_all(), Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{servers} servers: {outcome:?}");
        assert_eq!((search.states(), search.depth()), (states, depth), "{servers} servers, {budget:?}");
    }
}

#[test]
fn mutants_break_in_a_shortest_run() {
    for (mutant, breaks, actions) in [
        ("forgets-vote", "election-safety", 7),
        ("no-log-check", "leader-completeness", 8),
        ("counts-half", "election-safety", 2),
        ("sends-before-write", "election-safety", 7),
        ("leader-overwrites", "leader-append-only", 7),
    ] {
        let runs = [1, 2, 3].map(|threads| {
            let space = space(3, Some(mutant), FIRES_AND_CRASH, &[]).checking_all();
            let (search, outcome) = search(space, Limits::default(), threads);
            let Outcome::Broken(broken) = outcome else { panic!("{mutant} survives: {outcome:?}") };
            assert_eq!((broken.property.id, broken.run.len()), (breaks, actions), "{mutant}");
            (search.states(), broken.run)
        });
        assert!(runs.iter().all(|run| *run == runs[0]), "{mutant}: threads change the answer");
        // The run does break it, and no earlier action of it does.
        let space = space(3, Some(mutant), FIRES_AND_CRASH, &[]).checking_all();
        let (mut state, mut trace) = (space.start().clone(), Trace::default());
        let broken = runs[0].1.iter().map(|action| space.take(&mut state, action, &mut trace).map(|broken| broken.id));
        let broken: Vec<_> = broken.collect();
        let (last, before) = broken.split_last().expect("a run has actions");
        assert_eq!(*last, Some(breaks), "{mutant}");
        assert!(before.iter().all(Option::is_none), "{mutant}: {before:?}");
    }
}

#[test]
fn a_crash_within_a_step_shows_what_crashes_between_steps_do_not() {
    let between = space(3, Some("sends-before-write"), FIRES_AND_CRASH, &[]).crashing_between_steps();
    let limits = Limits { depth: 7, ..Limits::default() };
    let (_, outcome) = search(between.checking_all(), limits, 2);
    assert!(matches!(outcome, Outcome::Limit(Limit::Depth)), "{outcome:?}");
}

#[test]
fn a_limit_stops_at_the_same_state_whatever_the_threads() {
    let limits = Limits { states: 10_000, ..Limits::default() };
    for threads in [1, 2, 5] {
        let (search, outcome) = search(space(3, None, FIRES_2, &[]).checking_all(), limits, threads);
        assert!(matches!(outcome, Outcome::Limit(Limit::States)), "{outcome:?}");
        assert_eq!((search.states(), search.depth()), (10_000, 8));
    }
    let (search, outcome) = search(space(3, None, FIRES_2, &[]), Limits { bytes: 300_000, ..Limits::default() }, 1);
    assert!(matches!(outcome, Outcome::Limit(Limit::Bytes)), "{outcome:?}");
    assert!(search.bytes() < 600_000, "{} bytes", search.bytes());
}

#[test]
fn what_holds_sometimes_is_looked_out_for() {
    let committed = property("entry-committed");
    for (budget, met) in [(Budget::NONE.with(Fault::Fire, 1), true), (Budget::NONE, false)] {
        let (search, outcome) = search(space(3, None, budget, &[]).checking(committed), Limits::default(), 1);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
        assert_eq!(search.sometimes().map(|(_, met)| met).collect::<Vec<_>>(), [met]);
    }
}

#[test]
fn once_all_is_mended_a_leader_comes_up_from_every_state() {
    let live = property("live-leader");
    let (_, outcome) = search(space(3, None, FIRE_AND_CRASH, &[]).checking(live), Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
    // An election takes its actions: within fewer, nobody leads.
    let hasty = space(3, None, FIRE_AND_CRASH, &[]).checking(live).within(2);
    let (_, outcome) = search(hasty, Limits::default(), 2);
    assert!(matches!(&outcome, Outcome::Broken(broken) if broken.property.id == "live-leader"), "{outcome:?}");
}

#[test]
fn requests_are_asked_in_their_order() {
    let space = space(1, None, FIRES_2, &["put x 1", "get x"]);
    let mut state = space.start().clone();
    let mut asked = Vec::new();
    for _ in 0..3 {
        let is_ask = |action: &quorum_kernel::Action<Raft>| action.kind() == quorum_kernel::ActionKind::Invoke;
        let Some(ask) = space.actions(&state).into_iter().find(is_ask) else { break };
        asked.push(format!("{ask:?}"));
        space.take(&mut state, &ask, &mut Trace::default());
    }
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains("Put") && asked[1].contains("Get"), "{asked:?}");
}
