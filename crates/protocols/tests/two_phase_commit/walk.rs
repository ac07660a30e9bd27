//! Random walks: any action that is possible, in any order, and every property that must always hold is asked after
//! each. Then the faults heal, and every transfer must come to its end.

use quorum_kernel::{Action, Choice, Exhibit, NodeId, Status, Step};
use quorum_protocols::two_phase_commit::{COORDINATOR, State, Transfer, TwoPhaseCommit};

use crate::{common::random::Random, lab::Lab};

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight(action: &Action<TwoPhaseCommit>, duplicates: bool, crowded: bool) -> usize {
    match action {
        Action::Step(Step::Deliver { .. } | Step::Disconnect { .. }) => 24,
        Action::Step(Step::Fire { .. }) => 3,
        Action::Step(Step::Restart(_)) => 30,
        Action::Drop { .. } => 2 + 38 * usize::from(crowded),
        Action::Duplicate { .. } => usize::from(duplicates && !crowded),
        // A client that crashes forgets its requests: then nobody is left to wait for an answer.
        Action::Crash { node, .. } => 2 * usize::from(!node.is_client()),
        Action::Heal { .. } => 6,
        Action::Cut { .. } => 1,
        Action::Resume(_) => 20,
        Action::Pause(_) => 1,
        _ => 0,
    }
}

/// A transfer between any two of the accounts, now and then of more than there is.
fn transfer(random: &mut Random, accounts: usize) -> Transfer {
    let from = random.below(accounts);
    let to = (from + 1 + random.below(accounts - 1)) % accounts;
    let name = |account: usize| char::from(b'A' + u8::try_from(account).expect("a handful"));
    let text = format!("transfer {} {} {}", name(from), name(to), 1 + random.below(120));
    text.parse().expect("a transfer")
}

/// One action of a walk.
fn choose(lab: &Lab, random: &mut Random, duplicates: bool) -> Action<TwoPhaseCommit> {
    let client = NodeId::client(1 + u8::try_from(random.below(2)).expect("one of two"));
    if random.below(12) == 0 && lab.world.node(client).status == Status::Up {
        let accounts = usize::from(lab.world.members().servers) - 1;
        return Action::Step(Step::Invoke { client, request: transfer(random, accounts) });
    }
    let crowded = lab.count_in_flight() > 40;
    let chosen = random.weighed(lab.world.enabled(), |action| weight(action, duplicates, crowded));
    match chosen.expect("a crash is always possible, or a restart") {
        Action::Step(step) if !step.node().is_client() && random.below(12) == 0 => {
            let points = lab.world.crash_points(&step, None).unwrap_or_default();
            let after = random.below(points.len());
            let keep = random.below(points[after] + 1);
            Action::CrashDuring { step, after, keep }
        }
        action => action,
    }
}

/// Walks; gives the property that broke, if one did.
fn walk(lab: &mut Lab, seed: u64, steps: u32, duplicates: bool) -> Option<&'static str> {
    let mut random = Random(seed);
    for _ in 0..steps {
        let action = choose(lab, &mut random, duplicates);
        lab.act(&action).expect("what is enabled can be done");
        if lab.violated.is_some() {
            break;
        }
    }
    lab.violated
}

/// Walks with many seeds; gives how many requests were committed in all.
fn walk_well(seeds: core::ops::Range<u64>, servers: u8, steps: u32, forces_no: bool) -> usize {
    let mut committed = 0;
    for seed in seeds {
        let options = [("forces-no".to_owned(), u32::from(forces_no))].into();
        let choice = Choice { servers, clients: 2, options, ..TwoPhaseCommit::default_choice() };
        let mut lab = Lab::chosen(&choice);
        let broken = walk(&mut lab, seed, steps, forces_no);
        assert_eq!(broken, None, "seed {seed}\n{}{}", lab.command("check").unwrap_or_default(), lab.logs());
        come_to_an_end(&mut lab, seed);
        committed += lab.replies.iter().filter(|reply| *reply == "committed").count();
    }
    committed
}

#[test]
fn no_walk_breaks_a_property_and_every_walk_ends_well() {
    let committed = walk_well(0..100, 3, 1_500, false) + walk_well(100..150, 4, 1_500, true);
    assert!(committed > 1_000, "walks that get nothing done show nothing: {committed} commits");
}

#[test]
#[ignore = "minutes: part of the full tests"]
fn no_long_walk_breaks_a_property() {
    for (servers, forces_no) in [(3, false), (3, true), (4, false), (6, true)] {
        assert!(walk_well(0..1_000, servers, 4_000, forces_no) > 1_000, "{servers} servers");
    }
}

/// Heals everything and lets time do the rest: all that was asked is answered, nobody is in doubt, nothing is to do.
fn come_to_an_end(lab: &mut Lab, seed: u64) {
    for action in lab.world.enabled() {
        if matches!(action, Action::Heal { .. } | Action::Resume(_) | Action::Step(Step::Restart(_))) {
            lab.act(&action).expect("what is enabled can be done");
        }
    }
    for _ in 0..400 {
        lab.run("settle");
        let timers: Vec<_> =
            lab.world.members().iter().flat_map(|id| lab.world.timers(id).map(move |t| (id, *t))).collect();
        if timers.is_empty() {
            break;
        }
        timers.iter().for_each(|(id, timer)| drop(lab.command(&format!("fire {id} {timer}"))));
    }
    let open = lab.world.nodes().any(|node| matches!(node.state, Some(State::Client(client)) if client.call.is_some()));
    let all = lab.world.members().servers;
    assert!(!open && (2..=all).all(|number| !lab.in_doubt(number)), "seed {seed}: no end\n{}", lab.logs());
    assert!(lab.coordinator().committing.is_empty() && lab.disk(COORDINATOR.number()).committing.is_empty());
    assert_eq!((lab.violated, lab.balances().iter().sum::<i64>()), (None, 100 * i64::from(all - 1)), "seed {seed}");
}

/// How many walks a mutant is given to show itself.
const SEEDS: u64 = 1_000;

#[test]
fn walks_catch_every_mutant() {
    for mutant in TwoPhaseCommit::MUTANTS {
        let breaks = |seed| walk(&mut Lab::of_mutant(3, 2, mutant.id), seed, 1_500, false).is_some();
        assert!((0..SEEDS).any(breaks), "{} survives {SEEDS} walks", mutant.id);
    }
}
