//! Depth first and at random: the same verdicts, other ways, and runs without what they do not need.

use quorum_checker::{Broken, Limit, Limits, Outcome, Seeking, Space, seeking};
use quorum_kernel::{Action, Budget, Fault, Method, Mode, Spec, Trace};
use quorum_protocols::raft::Raft;

use super::{search, space};

const FIRES_AND_CRASH: Budget = Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1);
const DEPTH_FIRST: Method = Method::DepthFirst { depth: 1_000 };
const WALKS: Method = Method::Walk { walks: 5_000, steps: 60 };

fn raft(servers: u8, mutant: Option<&str>, budget: Budget) -> Space<Raft> {
    space(servers, mutant, budget, &[]).checking_all()
}

/// Searches to the end by a method.
fn hunt(method: Method, space: Space<Raft>, slice: usize, threads: usize) -> (Box<dyn Seeking<Raft>>, Outcome<Raft>) {
    let mut hunt = seeking(method, space, Limits::default(), 7).expect("a method that searches states");
    loop {
        if let Some(outcome) = hunt.advance(slice, threads) {
            return (hunt, outcome);
        }
    }
}

fn broken(outcome: Outcome<Raft>) -> Broken<Raft> {
    match outcome {
        Outcome::Broken(broken) => broken,
        outcome => panic!("{outcome:?}"),
    }
}

/// Whether those of some actions that can be taken break a property, without the checker's own way of finding out.
fn breaks(space: &Space<Raft>, actions: &[Action<Raft>], property: &str) -> bool {
    let (mut state, mut trace) = (space.start().clone(), Trace::default());
    actions.iter().any(|action| {
        let offered = space.actions(&state).contains(action);
        offered && space.take(&mut state, action, &mut trace).is_some_and(|broken| broken.id == property)
    })
}

#[test]
fn depth_first_sees_the_same_states() {
    for (servers, budget) in [(2, FIRES_AND_CRASH), (3, FIRES_AND_CRASH.with(Fault::Fire, 1))] {
        let (ours, _) = search(raft(servers, None, budget), Limits::default(), 1);
        let (deep, outcome) = hunt(DEPTH_FIRST, raft(servers, None, budget), 100, 1);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
        assert_eq!(deep.states(), u64::from(ours.states()), "{servers} servers");
        assert!(deep.depth() >= ours.depth());
        let folded = || raft(servers, None, budget).crashing_between_steps().up_to_names();
        let (ours, _) = search(folded(), Limits::default(), 1);
        assert_eq!(hunt(DEPTH_FIRST, folded(), 100, 1).0.states(), u64::from(ours.states()), "{servers} servers");
    }
}

#[test]
fn what_is_found_can_do_without_none_of_its_actions() {
    for mutant in ["forgets-vote", "no-log-check", "counts-half", "sends-before-write", "leader-overwrites"] {
        let space = || raft(3, Some(mutant), FIRES_AND_CRASH);
        let shortest = broken(search(space(), Limits::default(), 2).1).run.len();
        for method in [DEPTH_FIRST, WALKS] {
            let Broken { property, run, .. } = broken(hunt(method, space(), 500, 2).1);
            assert!(run.len() >= shortest, "{mutant}: {run:?}");
            assert!(breaks(&space(), &run, property.id), "{mutant}: {run:?}");
            for left_out in 0..run.len() {
                let fewer = [&run[..left_out], &run[left_out + 1..]].concat();
                assert!(!breaks(&space(), &fewer, property.id), "{mutant}: without {:?}", run[left_out]);
            }
        }
    }
}

#[test]
fn neither_threads_nor_slices_change_what_is_found() {
    for method in [DEPTH_FIRST, WALKS] {
        let answers = [(1, 1), (1, 777), (2, 50), (3, 10_000)].map(|(threads, slice)| {
            let (hunt, outcome) = hunt(method, raft(3, Some("no-log-check"), FIRES_AND_CRASH), slice, threads);
            (hunt.states(), hunt.depth(), broken(outcome).run)
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{method:?}");
    }
}

#[test]
fn what_is_not_found_says_why() {
    let (walks, outcome) = hunt(Method::Walk { walks: 300, steps: 10 }, raft(3, None, FIRES_AND_CRASH), 1_000, 2);
    assert!(matches!(outcome, Outcome::Limit(Limit::Walks)), "{outcome:?}");
    assert!(walks.states() > 2_000 && walks.depth() == 10 && walks.waiting() == 0, "{}", walks.states());
    let (_, outcome) = hunt(Method::DepthFirst { depth: 5 }, raft(3, None, FIRES_AND_CRASH), 1_000, 1);
    assert!(matches!(outcome, Outcome::Limit(Limit::Depth)), "{outcome:?}");
    for method in [Method::BreadthFirst, DEPTH_FIRST, WALKS] {
        let limits = Limits { states: 1_500, ..Limits::default() };
        let mut hunt = seeking(method, raft(3, None, FIRES_AND_CRASH), limits, 1).expect("it searches states");
        let outcome = hunt.advance(usize::MAX, 2);
        assert!(matches!(outcome, Some(Outcome::Limit(Limit::States))), "{method:?}: {outcome:?}");
    }
    assert!(seeking(Method::Sweep { seeds: 1 }, raft(3, None, FIRES_AND_CRASH), Limits::default(), 1).is_none());
}

#[test]
fn another_seed_walks_another_way() {
    let walk = |seed| {
        let space = raft(3, Some("no-log-check"), FIRES_AND_CRASH);
        let mut hunt = seeking(WALKS, space, Limits::default(), seed).expect("it searches states");
        let outcome = hunt.advance(usize::MAX, 1).expect("it goes to its end");
        (hunt.states(), broken(outcome).run)
    };
    assert_eq!(walk(1), walk(1));
    assert_ne!(walk(1), walk(2));
}

#[test]
fn a_space_that_is_broken_where_it_starts_is_so_by_every_method() {
    let live = Raft::properties().iter().find(|property| property.mode == Mode::Eventually).expect("Raft has one");
    for method in [Method::BreadthFirst, DEPTH_FIRST, WALKS] {
        // Nobody leads at the start, nor within so few actions.
        let (_, outcome) = hunt(method, space(3, None, FIRES_AND_CRASH, &[]).checking(live).within(3), 100, 1);
        let broken = broken(outcome);
        assert_eq!((broken.property.id, broken.run.len(), broken.fair.len()), ("live-leader", 0, 3), "{method:?}");
    }
}
