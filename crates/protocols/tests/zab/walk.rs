//! Random walks: any action that is possible, in any order, and every property that must always hold is asked after
//! each. Then the faults heal, and the cluster must get going again.

use quorum_kernel::{Action, NodeId, Status, Step};
use quorum_protocols::zab::{Config, Timer, Zab};

use crate::{common::random::Random, lab::Lab};

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight(action: &Action<Zab>) -> usize {
    match action {
        Action::Step(Step::Deliver { .. }) => 40,
        Action::Step(Step::Disconnect { .. }) => 30,
        Action::Step(Step::Fire { timer: Timer::Decide, .. }) => 12,
        Action::Step(Step::Restart(_)) => 30,
        Action::Step(Step::Fire { .. }) => 1,
        Action::Step(_) | Action::Cut { .. } | Action::Crash { .. } | Action::Drop { .. } => 1,
        Action::Heal { .. } => 8,
        _ => 0,
    }
}

fn choose(lab: &Lab, random: &mut Random, asked: &mut u32) -> Action<Zab> {
    let client = NodeId::client(1);
    if random.below(10) == 0 && lab.world.node(client).status == Status::Up {
        *asked += 1;
        let request = format!("append x {asked}.").parse().expect("a command");
        return Action::Step(Step::Invoke { client, request });
    }
    let action = random.weighed(lab.world.enabled(), weight).expect("a crash is always possible");
    match action {
        Action::Step(step) if !step.node().is_client() && random.below(40) == 0 => {
            let effects = lab.world.effects_of(&step, None).unwrap_or(0);
            Action::CrashDuring { step, after: random.below(effects + 1), keep: 0 }
        }
        action => action,
    }
}

/// Walks; gives how many requests were answered.
fn walk(seed: u64, servers: u8, steps: u32) -> usize {
    // A small window needs snapshots, a large one does not.
    let window = [1, 3, 100][usize::try_from(seed % 3).expect("below three")];
    let mut lab = Lab::new(Config { window, ..Config::new(servers, 1) });
    let (mut random, mut asked) = (Random(seed), 0);
    for _ in 0..steps {
        let action = choose(&lab, &mut random, &mut asked);
        lab.act(&action).expect("what is enabled can be done");
        assert_eq!(lab.violated, None, "seed {seed}\n{}", lab.logs());
    }
    get_going_again(&mut lab, seed);
    lab.replies.len()
}

/// Heals everything and lets time do the rest: a primary serves, and all histories become one.
fn get_going_again(lab: &mut Lab, seed: u64) {
    for action in lab.world.enabled() {
        if matches!(action, Action::Heal { .. } | Action::Step(Step::Restart(_))) {
            lab.act(&action).expect("what is enabled can be done");
        }
    }
    let servers = lab.world.members().servers;
    for _ in 0..200 {
        lab.run("settle");
        let serve = (1..=servers).filter(|number| lab.does(*number).ends_with("Broadcast")).count();
        let primary = (1..=servers).any(|number| lab.is_primary(number));
        let one = (2..=servers).all(|number| lab.disk(number).history.last() == lab.disk(1).history.last());
        if primary && serve == usize::from(servers) && one {
            return;
        }
        // Nobody waits for ever: who can decide does, and all others lose patience, but for a primary that is heard.
        for number in 1..=servers {
            if lab.command(&format!("fire n{number} decide")).is_err() && !lab.does(number).ends_with("Broadcast") {
                lab.run(&format!("fire n{number} patience"));
            }
        }
        for number in 1..=servers {
            if lab.is_primary(number) {
                lab.run(&format!("fire n{number} ping"));
            }
        }
    }
    panic!("seed {seed}: no progress after healing\n{}", lab.logs());
}

#[test]
fn no_walk_breaks_a_property_and_every_walk_ends_well() {
    let answered: usize = (0..60).map(|seed| walk(seed, 3, 1_200)).sum();
    assert!(answered > 100, "walks that get nothing done show nothing: {answered} answers");
}

#[test]
#[ignore = "minutes: part of the full tests"]
fn no_long_walk_breaks_a_property() {
    for servers in [1, 2, 3, 4, 5] {
        let answered: usize = (0..500).map(|seed| walk(seed, servers, 4_000)).sum();
        assert!(answered > 500, "walks that get nothing done show nothing: {answered} answers");
    }
}
