//! Random walks: any action that is possible, in any order, and every property that must always hold is asked after
//! each. Then the faults heal, and the cluster must get going again.

use quorum_kernel::{Action, Exhibit, NodeId, Status, Step};
use quorum_protocols::raft::{Config, Raft, Role, State, Timer};

use crate::{common::random::Random, lab::Lab};

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight(action: &Action<Raft>) -> usize {
    match action {
        Action::Step(Step::Deliver { .. }) => 24,
        Action::Step(Step::Fire { timer: Timer::Election, .. }) => 2,
        Action::Step(Step::Fire { .. }) => 4,
        Action::Step(Step::Restart(_)) => 30,
        Action::Step(_) => 1,
        Action::Drop { .. } | Action::Duplicate { .. } => 2,
        Action::Crash { .. } => 2,
        Action::Heal { .. } => 6,
        Action::Cut { .. } => 1,
        Action::Resume(_) => 20,
        Action::Pause(_) => 1,
        Action::Wipe(_) => 0,
        _ => 0,
    }
}

/// One action of a walk.
fn choose(lab: &Lab, random: &mut Random, asked: &mut u32) -> Action<Raft> {
    let client = NodeId::client(1);
    if random.below(12) == 0 && lab.world.node(client).status == Status::Up {
        *asked += 1;
        let request = format!("append x {asked}.").parse().expect("a command");
        return Action::Step(Step::Invoke { client, request });
    }
    let actions = lab.world.enabled();
    let crowded = lab.count_in_flight() > 40;
    let weigh = |action: &Action<Raft>| match action {
        Action::Duplicate { .. } if crowded => 0,
        Action::Drop { .. } if crowded => 40,
        // A client that crashes forgets its requests: then nobody is left to wait for an answer.
        Action::Crash { node, .. } if node.is_client() => 0,
        action => weight(action),
    };
    let action = random.weighed(actions, weigh).expect("a crash is always possible");
    match action {
        Action::Step(step) if !step.node().is_client() && random.below(25) == 0 => {
            let effects = lab.world.effects_of(&step, None).unwrap_or(0);
            Action::CrashDuring { step, after: random.below(effects + 1), keep: 0 }
        }
        action => action,
    }
}

/// Walks; gives the property that broke, if one did.
fn walk(lab: &mut Lab, seed: u64, steps: u32) -> Option<&'static str> {
    let (mut random, mut asked) = (Random(seed), 0);
    for _ in 0..steps {
        let action = choose(lab, &mut random, &mut asked);
        lab.act(&action).expect("what is enabled can be done");
        if lab.violated.is_some() {
            break;
        }
    }
    lab.violated
}

/// Walks with many seeds; gives how many requests were answered in all.
fn walk_well(seeds: core::ops::Range<u64>, servers: u8, steps: u32) -> usize {
    let mut answered = 0;
    for seed in seeds {
        // Small batches need more messages for the same log, and so meet more faults on their way.
        let batch = [1, 2, 64][usize::try_from(seed % 3).expect("below three")];
        let mut lab = Lab::new(Config { batch, ..Config::new(servers, 1) });
        let broken = walk(&mut lab, seed, steps);
        assert_eq!(broken, None, "seed {seed}\n{}{}", lab.command("check").unwrap_or_default(), lab.logs());
        get_going_again(&mut lab, seed);
        answered += lab.replies.len();
    }
    answered
}

#[test]
fn no_walk_breaks_a_property_and_every_walk_ends_well() {
    let answered = walk_well(0..150, 3, 1500);
    assert!(answered > 1000, "walks that get nothing done show nothing: {answered} answers");
}

#[test]
#[ignore = "minutes: part of the full tests"]
fn no_long_walk_breaks_a_property() {
    for servers in [2, 3, 4, 5] {
        let answered = walk_well(0..1000, servers, 4000);
        assert!(answered > 1000, "walks that get nothing done show nothing: {answered} answers");
    }
}

/// Heals everything and lets time do the rest; all that was asked must be answered, and all logs become one.
fn get_going_again(lab: &mut Lab, seed: u64) {
    let mut random = Random(!seed);
    for action in lab.world.enabled() {
        if matches!(action, Action::Heal { .. } | Action::Resume(_) | Action::Step(Step::Restart(_))) {
            lab.act(&action).expect("what is enabled can be done");
        }
    }
    lab.run("settle");
    let busy = |lab: &Lab| matches!(lab.world.node(NodeId::client(1)).state, Some(State::Client(client)) if client.call().is_some());
    let servers = lab.world.members().servers;
    let agreed = |lab: &Lab| (2..=servers).all(|number| lab.log(number) == lab.log(1));
    for _ in 0..200 {
        // A working leader's heartbeats keep others from standing; else somebody's patience ends.
        let leads = lab
            .world
            .nodes()
            .find(|node| matches!(node.state, Some(State::Server(server)) if matches!(server.role, Role::Leader(_))));
        match leads.map(|leader| leader.id) {
            Some(leader) => lab.run(&format!("fire {leader} heartbeat\nsettle")),
            None => lab.run(&format!("elect n{}", 1 + random.below(usize::from(servers)))),
        };
        if busy(lab) {
            lab.run("fire c1 retry\nsettle");
        } else if agreed(lab) {
            return;
        }
    }
    panic!("seed {seed}: no progress after healing\n{}", lab.logs());
}

/// How many walks a mutant is given to show itself.
const SEEDS: u64 = 1000;

#[test]
fn walks_catch_every_mutant() {
    for mutant in Raft::MUTANTS {
        let breaks = |seed| walk(&mut Lab::of_mutant(3, 1, mutant.id), seed, 1500).is_some();
        assert!((0..SEEDS).any(breaks), "{} survives {SEEDS} walks", mutant.id);
    }
}
