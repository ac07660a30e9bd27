//! Random walks: any action that is possible, in any order, at any time. What is promised under wrong clocks must hold all
//! along; then all heals, and whoever asked must be answered.

use quorum_kernel::{Action, Mode, NodeId, Promise, Status, Step};
use quorum_protocols::redis::{Lock, Majority, Phase, Single, State, Timer};

use crate::{
    common::{lab::Tested, random::Random},
    lab::{self, Lab},
};

const CLIENTS: u8 = 3;

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight<P: Tested<Timer = Timer>>(action: &Action<P>, promise: Promise, crowded: bool) -> usize {
    match action {
        Action::Duplicate { .. } if crowded || !promise.duplication => 0,
        Action::Drop { .. } if crowded => 40,
        // A client that crashes forgets its requests: then nobody is left to wait for an answer.
        Action::Crash { node, .. } if node.is_client() || !promise.crash => 0,
        Action::Step(Step::Deliver { .. }) => 24,
        Action::Step(Step::Restart(_)) => 20,
        Action::Step(Step::Fire { timer: Timer::Work | Timer::Use, .. }) => 8,
        Action::Step(Step::Fire { .. }) => 2,
        Action::Step(_) => 4,
        Action::Drop { .. } | Action::Duplicate { .. } => 2,
        Action::Crash { .. } => 1,
        Action::Heal { .. } => 6,
        Action::Cut { .. } | Action::Pause(_) => 1,
        Action::Resume(_) => 20,
        _ => 0,
    }
}

/// Walks under what the exclusion at the resource is promised under; gives what broke, of what is promised as much.
fn walk<P: Tested<Timer = Timer>>(lab: &mut Lab<P>, seed: u64, steps: u32) -> Option<&'static str> {
    let mut random = Random(seed);
    let config = lab.world.config().clone();
    let promise = (P::properties()[0].promise)(&config);
    for _ in 0..steps {
        let client = NodeId::client(1 + u8::try_from(random.below(CLIENTS.into())).expect("a few clients"));
        let action = if random.below(12) == 0 && lab.world.node(client).status == Status::Up {
            let request = P::sample_requests()[0].parse().ok().expect("a sample");
            Action::Step(Step::Invoke { client, request })
        } else {
            let crowded = lab.count_in_flight() > 40;
            random
                .weighed(lab.world.enabled(), |action| weight(action, promise, crowded))
                .expect("something can happen")
        };
        lab.act(&action).expect("what is enabled can be done");
        let asked = |property: &quorum_kernel::Property<P>| {
            property.mode == Mode::Always && (property.promise)(&config).covers(promise)
        };
        if let Some((property, _)) = lab.monitor.broken(&lab.world, asked) {
            return Some(property.id);
        }
    }
    None
}

/// Heals everything, and lets one node after the other have its turn: all that was asked must be answered.
fn get_going_again<K: quorum_protocols::redis::Deployment>(lab: &mut Lab<Lock<K>>, seed: u64) {
    for action in lab.world.enabled() {
        if matches!(action, Action::Heal { .. } | Action::Resume(_) | Action::Step(Step::Restart(_))) {
            lab.act(&action).expect("what is enabled can be done");
        }
    }
    lab.run("settle");
    let busy = |lab: &Lab<Lock<K>>| {
        lab.world.nodes().any(|node| matches!(node.state, Some(State::Client(client)) if client.phase != Phase::Idle))
    };
    for _ in 0..1_000 {
        if !busy(lab) {
            return;
        }
        let nodes: Vec<_> = lab.world.members().iter().collect();
        for node in nodes {
            let timers: Vec<_> = lab.world.timers(node).filter(|timer| **timer != Timer::Valid).copied().collect();
            for timer in timers {
                lab.run_what_can(&format!("fire {node} {timer}\nsettle"));
            }
        }
        // Whoever waits in vain for an answer of the resource: its time ends.
        for number in 1..=CLIENTS {
            if let Some(State::Client(client)) = lab.world.node(NodeId::client(number)).state
                && client.holding().is_some()
                && lab.world.timers(NodeId::client(number)).count() == 1
            {
                lab.run_what_can(&format!("fire c{number} valid\nsettle"));
            }
        }
    }
    panic!("seed {seed}: no progress after healing\n{}", lab.logs());
}

fn walk_well<K: quorum_protocols::redis::Deployment>(seeds: u64, fencing: u32, steps: u32) -> usize {
    let mut answered = 0;
    for seed in 0..seeds {
        let mut choice = lab::choice::<Lock<K>>(CLIENTS);
        choice.options.insert("fencing".to_owned(), fencing);
        let mut lab = Lab::<Lock<K>>::chosen(&choice);
        let broken = walk(&mut lab, seed, steps);
        assert_eq!(broken, None, "seed {seed}\n{}{}", lab.command("check").unwrap_or_default(), lab.logs());
        get_going_again(&mut lab, seed);
        answered += lab.replies.iter().filter(|reply| reply.starts_with("wrote")).count();
    }
    answered
}

#[test]
fn with_fencing_no_walk_loses_a_write_and_every_walk_ends_well() {
    let answered = walk_well::<Single>(150, 1, 600);
    assert!(answered > 500, "walks that get nothing done show nothing: {answered} writes");
    let answered = walk_well::<Majority>(60, 1, 900);
    assert!(answered > 50, "walks that get nothing done show nothing: {answered} writes");
}

#[test]
fn walks_with_wrong_clocks_lose_writes_where_nothing_fences() {
    // A walk of this kind fires timers at any time, which is not promised without fencing.
    let loses = |seed| {
        let mut choice = lab::choice::<Lock<Single>>(CLIENTS);
        choice.mutant = Some("fence-stands-still".to_owned());
        walk(&mut Lab::<Lock<Single>>::chosen(&choice), seed, 600) == Some("exclusion")
    };
    assert!((0..200).any(loses));
}
