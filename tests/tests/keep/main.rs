//! Runs that are saved and opened again; what is listed to be done by hand.
#![cfg(not(target_arch = "wasm32"))]

mod in_lesson;
mod manual;
mod opened;

use proptest::prelude::*;
use quorum_protocols::raft::Raft;
use quorum_scene::{Command, Lab, May, Reply, Scenario, Scene};
use quorum_sim::link::{pack, unpack};
use quorum_tests::Ask;

fn open(seed: u64) -> (Lab, Scene) {
    let mut lab = Lab::new();
    let scenario = Scenario { clients: 1, ..Scenario::of::<Raft>(seed) };
    let scene = lab.ask(Command::Open(Box::new(scenario))).expect("a good scenario");
    (lab, scene)
}

fn act(label: &str) -> Command {
    Command::Act { label: label.to_owned() }
}

fn save(lab: &mut Lab) -> String {
    match lab.handle(Command::Save).expect("something is open") {
        Reply::Recording(json) => json,
        Reply::Scene(_) | Reply::Order(_) => panic!("a recording was asked for"),
    }
}

fn reopen(json: &str) -> (Lab, Scene) {
    let mut lab = Lab::new();
    let scene = lab.ask(Command::OpenRecording { json: json.to_owned(), lesson: None }).expect("a good recording");
    (lab, scene)
}

#[test]
fn a_saved_run_opens_at_its_cursor_with_what_lay_ahead() {
    let (mut lab, _) = open(42);
    lab.ask(Command::Advance { to_us: 700_000 }).expect("time passes");
    lab.ask(act("crash n1")).expect("it is up");
    lab.ask(Command::Advance { to_us: 1_500_000 }).expect("time passes");
    lab.ask(Command::Seek { event: 20 }).expect("it is there");
    let here = lab.ask(act("pause n2")).expect("it is up");
    assert_eq!(here.timeline.branches.len(), 2);
    lab.ask(Command::Advance { to_us: 900_000 }).expect("time passes");
    let here = lab.ask(Command::SeekTime { to_us: 301_234 }).expect("it is there");
    let json = save(&mut lab);
    let (mut again, scene) = reopen(&json);
    assert_eq!(scene.departure, None);
    assert_eq!((&scene.digest, scene.clock.now_us, scene.clock.event), (&here.digest, 301_234, here.clock.event));
    assert_eq!((&scene.events, &scene.happened), (&here.events, &here.happened));
    assert_eq!(scene.clock.events, here.clock.events, "what lay ahead is there");
    assert_eq!(save(&mut again), json);
}

/// Opens a run, and does what chance says: acts from the list, time, jumps, other branches.
fn session(seed: u64, steps: &[(u8, u16, u32)]) -> (Lab, Scene) {
    let (mut lab, mut scene) = open(seed);
    scene = lab.ask(Command::Manual { on: seed.is_multiple_of(2) }).unwrap_or(scene);
    for (what, pick, span) in steps {
        let pick = usize::from(*pick);
        let branches = u32::try_from(scene.timeline.branches.len()).expect("few");
        let command = match what {
            0..4 => {
                let listed = lab.ask(Command::Manual { on: true }).expect("a mode").actions.expect("listed");
                let able: Vec<_> = listed.into_iter().filter(|action| !matches!(action.may, May::No(_))).collect();
                lab.ask(Command::Manual { on: pick.is_multiple_of(2) }).expect("a mode");
                act(&able[pick % able.len()].label)
            }
            4 => Command::Seek { event: u32::from(*what) * span % (scene.clock.events + 1) },
            5 => Command::SeekTime { to_us: u64::from(*span) % (scene.clock.now_us + 1) },
            6 => Command::Branch { id: u32::try_from(pick).expect("16 bits") % branches },
            7 => Command::Back,
            _ => Command::Advance { to_us: scene.clock.now_us + u64::from(*span) },
        };
        // A crash in the middle of a step may be refused by now; then nothing has changed.
        scene = lab.ask(command).or_else(|_| lab.ask(Command::Manual { on: false })).expect("a scene");
    }
    (lab, scene)
}

/// Every event of the current branch, with its time and who did it.
fn branch(lab: &mut Lab) -> Vec<(u32, u64, String, bool)> {
    let end = lab.ask(Command::Seek { event: u32::MAX }).expect("the end");
    let mut events = Vec::new();
    let mut at = end.clock.events;
    while at > 0 {
        let scene = lab.ask(Command::Seek { event: at }).expect("it is there");
        let known = scene.events.into_iter().filter(|event| event.index <= at);
        let mut window: Vec<_> = known.map(|event| (event.index, event.time_us, event.label, event.by_hand)).collect();
        at = window.first().expect("the event at the cursor").0 - 1;
        window.append(&mut events);
        events = window;
    }
    events
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_was_done_a_fresh_engine_opens_it_where_it_stood(
        seed in any::<u64>(),
        steps in prop::collection::vec((0_u8..12, any::<u16>(), 0_u32..400_000), 1..25),
    ) {
        let (mut lab, here) = session(seed, &steps);
        let json = save(&mut lab);
        let payload = pack(&json);
        prop_assert_eq!(unpack(&payload), Ok(json.clone()));
        let (mut again, there) = reopen(&json);
        prop_assert_eq!(there.departure, None);
        prop_assert_eq!(&there.digest, &here.digest);
        prop_assert_eq!(there.clock.now_us, here.clock.now_us);
        prop_assert_eq!((there.clock.event, there.clock.events), (here.clock.event, here.clock.events));
        prop_assert_eq!(there.clock.clock_faults, here.clock.clock_faults);
        prop_assert_eq!((&there.nodes, &there.flights, &there.next), (&here.nodes, &here.flights, &here.next));
        prop_assert_eq!((&there.happened, &there.meters), (&here.happened, &here.meters));
        prop_assert_eq!(save(&mut again), json);
        prop_assert_eq!(branch(&mut again), branch(&mut lab));
    }
}

#[test]
fn the_black_box_is_told_of_every_act_and_of_nothing_else() {
    let (mut lab, first) = open(42);
    let told = first.black_box.expect("a fresh run can be saved too");
    let ran = lab.ask(Command::Advance { to_us: 700_000 }).expect("time passes");
    assert_eq!(ran.black_box, None, "what comes by itself needs no telling");
    let crashed = lab.ask(act("crash n1")).expect("it is up");
    let box_ = crashed.black_box.expect("something was done by hand");
    assert_ne!(box_, told);
    let (_, again) = reopen(&box_);
    assert_eq!((again.digest, again.clock.now_us), (crashed.digest, 700_000));
    assert_eq!(lab.ask(Command::Back).expect("an event back").black_box, None);
    let forked = lab.ask(act("crash n2")).expect("it is up");
    let (_, again) = reopen(&forked.black_box.expect("something was done by hand"));
    assert_eq!(again.digest, forked.digest);
    assert!(lab.ask(Command::Branch { id: 0 }).expect("a branch").black_box.is_some(), "another branch, another run");
    assert!(lab.ask(Command::Reset { seed: "1".into() }).expect("a seed").black_box.is_some());
}
