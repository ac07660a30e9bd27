//! Laws of causes, over many runs.

use std::collections::BTreeSet;

use proptest::prelude::*;
use quorum_protocols::raft::Raft;
use quorum_sim::{Act, Causes, History, Origin};
use quorum_tests::act;

use crate::{label, raft, run};

/// What is done by hand: what, to whom, with whom, after how long.
type Steps = Vec<(u8, u8, u8, u64)>;

fn steps() -> impl Strategy<Value = Steps> {
    prop::collection::vec((0_u8..16, 1_u8..=3, 1_u8..=3, 0_u64..150_000), 1..20)
}

/// A cluster that somebody treats badly; what cannot be done is not done.
fn treated(seed: u64, steps: &Steps) -> History<Raft> {
    let mut history = raft(3, 1, None, seed);
    run(&mut history, 350_000);
    for (what, a, b, span) in steps {
        let to = history.at() + span;
        run(&mut history, to);
        let flights: Vec<_> = history.run().flights().map(|flight| flight.name).collect();
        let flight = flights.get(usize::from(a * b) % flights.len().max(1)).copied();
        let one = match what {
            0 => act(&format!("crash n{a}")),
            1 | 2 => act(&format!("restart n{a}")),
            3 => act(&format!("cut n{a}>n{b}")),
            4 => act(&format!("heal n{a}>n{b}")),
            5 => act(&format!("isolate n{a}")),
            6 => act(&format!("rejoin n{a}")),
            7 => act(&format!("pause n{a}")),
            8 => act(&format!("resume n{a}")),
            9 => act("invoke c1 put x 1"),
            10 => act(&format!("clock n{a} +{b}0ms")),
            11 => act(&format!("wipe n{a}")),
            other => {
                let Some(name) = flight else { continue };
                match other {
                    12 => Act::Drop(name),
                    13 => Act::Duplicate(name),
                    14 => Act::Delay(name, 20_000 * u64::from(*b)),
                    _ => Act::Deliver(name),
                }
            }
        };
        let _refused = history.act(one);
    }
    let to = history.at() + 400_000;
    run(&mut history, to);
    history
}

/// What only adds: without it, nothing happens that it held back.
fn only_adds(act: &Act<Raft>) -> bool {
    matches!(act, Act::Restart(_) | Act::Resume(_) | Act::Heal(_) | Act::Rejoin(_) | Act::Invoke { .. })
        || matches!(act, Act::Duplicate(_))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn causes_come_first_and_a_past_is_closed_under_them(seed in any::<u64>(), steps in steps()) {
        let history = treated(seed, &steps);
        let mut causes = Causes::default();
        let direct: Vec<Vec<u32>> = (1..=history.len())
            .map(|event| causes.direct(&history, event).iter().map(|cause| cause.event).collect())
            .collect();
        for (at, found) in direct.iter().enumerate() {
            prop_assert!(found.iter().all(|cause| (1..=at).contains(&(*cause as usize))), "{} {found:?}", at + 1);
        }
        for effect in (1..=history.len()).rev().step_by(7) {
            let past = causes.past(&history, effect);
            let (mut reached, mut open) = (BTreeSet::new(), vec![effect]);
            while let Some(event) = open.pop() {
                for cause in &direct[event as usize - 1] {
                    if reached.insert(*cause) {
                        open.push(*cause);
                    }
                }
            }
            prop_assert_eq!(&past.events, &reached.into_iter().collect::<Vec<_>>());
            prop_assert!(past.direct.iter().all(|event| past.events.contains(event)) && !past.older);
        }
    }

    /// An act in nobody's past has added nothing: the run without it is the same up to something that the act held back.
    #[test]
    fn an_act_in_nobodys_past_changes_nothing_but_itself(seed in any::<u64>(), steps in steps()) {
        let mut history = treated(seed, &steps);
        let mut causes = Causes::default();
        let needed: BTreeSet<u32> = (1..=history.len())
            .flat_map(|event| causes.direct(&history, event))
            .map(|cause| cause.event)
            .collect();
        let by_hand = |event: &u32| history.event(0, *event).is_some_and(|event| event.origin == Origin::Hand);
        let idle: Vec<u32> = (1..=history.len()).filter(by_hand).filter(|event| !needed.contains(event)).collect();
        for event in idle {
            let what = history.event(0, event).expect("within the run").act.clone();
            let without = history.without(event).expect("there is room");
            match &without.first {
                None => prop_assert!(without.passed_over.is_empty(), "{what} is needed by {:?}", without.passed_over),
                Some(first) => {
                    prop_assert!(!only_adds(&what), "without {}: {:?}", what, first);
                    let held_back = first.without.as_ref().map(|moment| moment.at);
                    let next = first.with.as_ref().map_or(u64::MAX, |moment| moment.at);
                    prop_assert!(held_back.is_some_and(|at| at <= next), "without {}: {:?}", what, first);
                }
            }
        }
    }

    /// The cursor stays, asking again finds the same branch, and nothing is lost of what was there.
    #[test]
    fn asking_twice_finds_the_same_and_leaves_no_litter(seed in any::<u64>(), steps in steps()) {
        let mut history = treated(seed, &steps);
        let middle = history.len() * 2 / 3;
        for cursor in [history.len(), middle] {
            history.seek(cursor);
            let here = (history.branch(), history.index(), history.at(), history.run().chain());
            let by_hand = |event: &u32| history.event(0, *event).is_some_and(|event| event.origin == Origin::Hand);
            let hands: Vec<u32> = (1..=history.len()).filter(by_hand).collect();
            for event in hands {
                let first = history.without(event).expect("there is room");
                let branches = history.branches().len();
                let again = history.without(event).expect("there is room");
                prop_assert_eq!(&first, &again, "{}", label(&history, event));
                prop_assert_eq!(history.branches().len(), branches);
                prop_assert_eq!((history.branch(), history.index(), history.at(), history.run().chain()), here);
            }
        }
    }
}
