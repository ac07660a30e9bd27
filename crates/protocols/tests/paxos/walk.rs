//! Random walks: any action that is possible, in any order, and every property that must always hold is asked after
//! each. Then the faults heal, and whoever asked must learn.

use quorum_kernel::{Action, Exhibit, Inspect, NodeId, Status, Step};
use quorum_protocols::paxos::{Paxos, Phase, State};

use crate::{common::random::Random, lab::Lab};

const CLIENTS: u8 = 3;

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight(action: &Action<Paxos>, crowded: bool) -> usize {
    match action {
        Action::Duplicate { .. } if crowded => 0,
        Action::Drop { .. } if crowded => 40,
        // A client that crashes forgets its requests: then nobody is left to wait for an answer.
        Action::Crash { node, .. } if node.is_client() => 0,
        Action::Step(Step::Deliver { .. }) => 24,
        Action::Step(Step::Restart(_)) => 20,
        Action::Step(_) => 4,
        Action::Drop { .. } | Action::Duplicate { .. } => 2,
        Action::Crash { .. } => 3,
        Action::Heal { .. } => 6,
        Action::Cut { .. } | Action::Pause(_) => 1,
        Action::Resume(_) => 20,
        _ => 0,
    }
}

/// One action of a walk.
fn choose(lab: &Lab, random: &mut Random) -> Action<Paxos> {
    let client = NodeId::client(1 + u8::try_from(random.below(CLIENTS.into())).expect("a few clients"));
    let idle = matches!(lab.world.node(client).state, Some(State::Client(client)) if client.call().is_none());
    if random.below(8) == 0 && idle && lab.world.node(client).status == Status::Up {
        let request = Paxos::sample_requests()[random.below(3)].parse().expect("a sample");
        return Action::Step(Step::Invoke { client, request });
    }
    let crowded = lab.count_in_flight() > 40;
    let action = random.weighed(lab.world.enabled(), |action| weight(action, crowded)).expect("something can happen");
    match action {
        Action::Step(step) if !step.node().is_client() && random.below(15) == 0 => {
            let effects = lab.world.effects_of(&step, None).unwrap_or(0);
            Action::CrashDuring { step, after: random.below(effects + 1), keep: 0 }
        }
        action => action,
    }
}

/// Walks; gives the property that broke, if one did.
fn walk(lab: &mut Lab, seed: u64, steps: u32) -> Option<&'static str> {
    let mut random = Random(seed);
    for _ in 0..steps {
        let action = choose(lab, &mut random);
        lab.act(&action).expect("what is enabled can be done");
        if lab.violated.is_some() {
            break;
        }
    }
    lab.violated
}

/// Walks with many seeds; gives how many requests were answered in all, and after how many walks a value had been adopted.
fn walk_well(seeds: core::ops::Range<u64>, servers: u8, steps: u32) -> (usize, usize) {
    let (mut answered, mut adopted) = (0, 0);
    for seed in seeds {
        let mut lab = Lab::of(servers, CLIENTS);
        let broken = walk(&mut lab, seed, steps);
        assert_eq!(broken, None, "seed {seed}\n{}{}", lab.command("check").unwrap_or_default(), lab.logs());
        get_going_again(&mut lab, seed);
        answered += lab.replies.len();
        adopted += usize::from(lab.monitor.ghost("value-adopted").is_some_and(|ghost| ghost.adopted.is_some()));
    }
    (answered, adopted)
}

#[test]
fn no_walk_breaks_a_property_and_every_walk_ends_well() {
    let (answered, adopted) = walk_well(0..300, 3, 400);
    assert!(answered > 1_000 && adopted > 100, "walks that meet nothing show nothing: {answered}, {adopted}");
}

#[test]
#[ignore = "minutes: part of the full tests"]
fn no_long_walk_breaks_a_property() {
    for servers in [2, 3, 4, 5] {
        let (answered, adopted) = walk_well(0..4_000, servers, 1_000);
        assert!(answered > 4_000 && adopted > 500, "walks that meet nothing show nothing: {answered}, {adopted}");
    }
}

/// Heals everything, and lets one node after the other have its turn: whoever asked must be answered, all the same.
fn get_going_again(lab: &mut Lab, seed: u64) {
    let wants = |lab: &Lab| {
        lab.monitor.verdicts(&lab.world).iter().any(|(property, verdict)| property.id == "decided" && !verdict.holds)
    };
    for action in lab.world.enabled() {
        if matches!(action, Action::Heal { .. } | Action::Resume(_) | Action::Step(Step::Restart(_))) {
            lab.act(&action).expect("what is enabled can be done");
        }
    }
    lab.run("settle");
    for _ in 0..20 {
        let turns: Vec<_> = lab
            .world
            .nodes()
            .filter_map(|node| {
                let timer = match node.state? {
                    State::Server(server) => match server.phase {
                        Phase::Idle => return None,
                        Phase::Preparing(_) | Phase::Accepting(_) => "patience",
                        Phase::BackingOff => "backoff",
                    },
                    State::Client(client) => client.call().map(|_| "retry")?,
                };
                Some(format!("fire {} {timer}\nsettle", node.id))
            })
            .collect();
        for turn in turns {
            lab.run_what_can(&turn);
        }
        if !wants(lab) {
            assert!(lab.replies.windows(2).all(|two| two[0] == two[1]), "seed {seed}: {:?}", lab.replies);
            return;
        }
    }
    panic!("seed {seed}: no progress after healing\n{}", lab.logs());
}

#[test]
fn walks_catch_every_mutant() {
    for mutant in Paxos::MUTANTS {
        let breaks = |seed| walk(&mut Lab::of_mutant(3, CLIENTS, mutant.id), seed, 400).is_some();
        assert!((0..1_000).any(breaks), "{} survives", mutant.id);
    }
}
