//! Random walks: any action that is possible, in any order, and every property that must always hold is asked after
//! each. Then the faults heal, and every request must be answered, every change come to its end.

use quorum_kernel::{Action, Choice, Exhibit, NodeId, Status, Step};
use quorum_protocols::hash_ring::{HashRing, KEEPER, Request, State};

use crate::{common::random::Random, lab::Lab};

/// How likely a walk takes an action, in relation to others; faults are rarer than progress, or nothing would happen.
fn weight(action: &Action<HashRing>, crowded: bool) -> usize {
    match action {
        Action::Step(Step::Deliver { .. }) => 24,
        Action::Step(Step::Fire { .. }) => 2,
        Action::Step(Step::Restart(_)) => 30,
        Action::Drop { .. } => 1 + 39 * usize::from(crowded),
        Action::Duplicate { .. } => usize::from(!crowded),
        // A client that crashes forgets its requests: then nobody is left to wait for an answer.
        Action::Crash { node, .. } => 2 * usize::from(!node.is_client()),
        Action::Heal { .. } => 6,
        Action::Cut { .. } => 1,
        Action::Resume(_) => 20,
        Action::Pause(_) => 1,
        _ => 0,
    }
}

/// A request: mostly for one of two keys, of which each moves now and then.
fn request(random: &mut Random, servers: u8) -> Request {
    let key = ["a", "bnkuqmv"][random.below(2)];
    let node = 2 + u8::try_from(random.below(usize::from(servers) - 1)).expect("a handful");
    let text = match random.below(9) {
        0 => format!("join n{node}"),
        1 => format!("leave n{node}"),
        2..=5 => format!("put {key} {}", random.below(100)),
        _ => format!("get {key}"),
    };
    text.parse().expect("a request")
}

/// One action of a walk.
fn choose(lab: &Lab, random: &mut Random) -> Action<HashRing> {
    let client = NodeId::client(1 + u8::try_from(random.below(2)).expect("one of two"));
    if random.below(16) == 0 && lab.world.node(client).status == Status::Up {
        let request = request(random, lab.world.members().servers);
        return Action::Step(Step::Invoke { client, request });
    }
    let crowded = lab.count_in_flight() > 40;
    let chosen = random.weighed(lab.world.enabled(), |action| weight(action, crowded));
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

/// A cluster of each kind in turn: servers, and settings.
fn kind(seed: u64) -> (u8, &'static [(&'static str, u32)]) {
    const KINDS: [(u8, &[(&str, u32)]); 5] = [
        (3, &[("replicas", 1), ("virtual-nodes", 1)]),
        (4, &[("replicas", 1), ("virtual-nodes", 2)]),
        (5, &[("replicas", 2), ("virtual-nodes", 2)]),
        (6, &[]),
        (5, &[("placement", 1), ("replicas", 1)]),
    ];
    KINDS[usize::try_from(seed % 5).expect("one of five")]
}

fn lab_of(seed: u64, mutant: Option<&str>) -> Lab {
    let (servers, options) = kind(seed);
    let options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    Lab::chosen(&Choice { servers, clients: 2, mutant: mutant.map(str::to_owned), options })
}

/// Walks with many seeds; gives how many changes were made in all, and how many requests were answered.
fn walk_well(seeds: core::ops::Range<u64>, steps: u32) -> (usize, usize) {
    let (mut changes, mut answers) = (0, 0);
    for seed in seeds {
        let mut lab = lab_of(seed, None);
        let broken = walk(&mut lab, seed, steps);
        assert_eq!(broken, None, "seed {seed}\n{}{}", lab.command("check").unwrap_or_default(), lab.logs());
        come_to_an_end(&mut lab, seed);
        changes += lab.disk(KEEPER.number()).settled.len();
        answers += lab.replies.len();
    }
    (changes, answers)
}

#[test]
fn no_walk_breaks_a_property_and_every_walk_ends_well() {
    let (changes, answers) = walk_well(0..100, 1_500);
    assert!(changes > 100 && answers > 1_000, "walks that get nothing done show nothing: {changes}, {answers}");
}

#[test]
#[ignore = "minutes: part of the full tests"]
fn no_long_walk_breaks_a_property() {
    let (changes, answers) = walk_well(0..2_000, 4_000);
    assert!(changes > 1_000 && answers > 10_000, "{changes}, {answers}");
}

/// Heals everything and lets time do the rest: all that was asked is answered, and every node is in the view that is.
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
    let newest = lab.disk(KEEPER.number()).view(lab.world.config());
    let all_in = (2..=lab.world.members().servers).all(|number| lab.disk(number).view(lab.world.config()) == newest);
    assert!(!open && all_in && !newest.is_changing(), "seed {seed}: no end\n{}", lab.logs());
    assert_eq!(lab.violated, None, "seed {seed}");
}

/// How many walks a mutant is given to show itself.
const SEEDS: u64 = 2_000;

#[test]
fn walks_catch_every_mutant() {
    for mutant in HashRing::MUTANTS {
        let breaks = |seed| walk(&mut lab_of(seed, Some(mutant.id)), seed, 1_500).is_some();
        assert!((0..SEEDS).any(breaks), "{} survives {SEEDS} walks", mutant.id);
    }
}
