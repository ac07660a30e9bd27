//! Searches of a small bank under two-phase commit.

use quorum_checker::{Limits, Outcome, Space};
use quorum_kernel::{Budget, Choice, Exhibit, Fault, NodeId, Options, Property, Spec, Timing, Trace, World};
use quorum_protocols::two_phase_commit::TwoPhaseCommit;

use super::search;

const FIRE: Budget = Budget::NONE.with(Fault::Fire, 1);
const CRASH: Budget = Budget::NONE.with(Fault::Crash, 1);
const FIRE_AND_CRASH: Budget = FIRE.with(Fault::Crash, 1);

/// A bank of two accounts from its start on, asked for these transfers. No property is checked yet.
fn space(budget: Budget, options: &[(&str, u32)], mutant: Option<&str>, requests: &[&str]) -> Space<TwoPhaseCommit> {
    let options: Options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    let clients = u8::try_from(requests.len()).expect("a few");
    let choice = Choice { servers: 3, clients, mutant: mutant.map(str::to_owned), options };
    let mut world = World::new(TwoPhaseCommit::configure(&choice).expect("a cluster"), Timing::Asynchronous);
    world.start(&mut Trace::default());
    let ask = |(request, number): (&&str, u8)| (NodeId::client(number), request.parse().expect("a transfer"));
    Space::new(world, budget).asking(requests.iter().zip(1..).map(ask).collect())
}

fn property(id: &str) -> &'static Property<TwoPhaseCommit> {
    TwoPhaseCommit::properties().iter().find(|property| property.id == id).expect("a property")
}

#[test]
fn correct_two_phase_commit_is_clean_and_its_states_are_pinned() {
    for (budget, requests, states, depth) in [
        (FIRE_AND_CRASH, &["transfer A B 30"][..], 179_295, 26),
        (Budget::NONE, &["transfer A B 60", "transfer B A 60"], 13_595, 22),
    ] {
        let space = space(budget, &[], None, requests).checking_all();
        let (search, outcome) = search(space, Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{requests:?}: {outcome:?}");
        assert_eq!((search.states(), search.depth()), (states, depth), "{requests:?}, {budget:?}");
    }
}

#[test]
fn mutants_break_in_a_shortest_run() {
    for (mutant, breaks, actions) in [
        ("commit-before-record", "one-decision", 11),
        ("forgets-yes", "money-conserved", 6),
        ("aborts-in-doubt", "one-decision", 7),
        ("commits-without-record", "one-decision", 7),
        ("forgets-early", "one-decision", 9),
    ] {
        let space = space(FIRE_AND_CRASH, &[], Some(mutant), &["transfer A B 30"]).checking_all();
        let (_, outcome) = search(space, Limits::default(), 2);
        let Outcome::Broken(broken) = outcome else { panic!("{mutant} survives: {outcome:?}") };
        assert_eq!((broken.property.id, broken.run.len()), (breaks, actions), "{mutant}");
    }
}

/// A setting widens the promise: with every no on disk, messages may come twice.
#[test]
fn duplicates_do_no_harm_if_a_no_is_forced() {
    let budget = CRASH.with(Fault::Duplicate, 1);
    let space = space(budget, &[("forces-no", 1)], None, &["transfer A B 130"]).checking_all();
    let (_, outcome) = search(space, Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
}

/// AC5: wherever a run with a crash and an impatient node stands, once all is mended everybody comes to a decision.
#[test]
fn once_all_is_mended_all_decide_from_every_state() {
    for cooperative in [1, 0] {
        let space = space(CRASH, &[("cooperative", cooperative)], None, &["transfer A B 30"]);
        let (_, outcome) = search(space.checking(property("all-decide")), Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
    }
}

/// Blocking is real: somewhere in every such search a participant asks in vain, and a transfer commits somewhere too.
#[test]
fn somebody_blocks_and_some_transfer_commits() {
    let space = space(FIRE, &[], None, &["transfer A B 30"]);
    let space = space.checking(property("transfer-commits")).checking(property("somebody-blocks"));
    let (search, outcome) = search(space, Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
    assert!(search.sometimes().all(|(_, met)| met));
}
