//! Runs that are saved and opened again; what is listed to be done by hand.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use quorum_protocols::raft::Raft;
use quorum_scene::{Command, Lab, May, Reply, Scenario, Scene, words::say};
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
        Reply::Scene(_) => panic!("a recording was asked for"),
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

#[test]
fn in_manual_mode_what_is_due_next_comes_in_its_time() {
    let (mut lab, first) = open(42);
    assert_eq!(first.actions, None);
    let manual = lab.ask(Command::Manual { on: true }).expect("a mode");
    assert_eq!(manual.digest, first.digest);
    let actions = manual.actions.expect("manual mode lists them");
    let next = &manual.next[0];
    let due = actions.iter().find(|action| action.label == next.label).expect("what is due can be done");
    assert_eq!((&due.may, due.due_us), (&May::Yes, Some(next.time_us)));
    let early =
        actions.iter().filter(|action| action.may == May::ClockFault && action.label.starts_with("fire")).count();
    assert_eq!(early, 4, "the other servers' timers");
    let fired = lab.ask(act(&next.label)).expect("it is due");
    assert_eq!((fired.clock.now_us, fired.clock.clock_faults), (next.time_us, 0));
    for action in fired.actions.expect("still manual") {
        if let May::No(why) = action.may {
            assert!(!say(&why).contains('⟦'));
        }
    }
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
fn switching_to_manual_mode_and_back_changes_nothing_but_the_list() {
    let (mut lab, _) = open(7);
    let before = lab.ask(Command::Advance { to_us: 777_777 }).expect("time passes");
    let manual = lab.ask(Command::Manual { on: true }).expect("a mode");
    assert!(manual.actions.is_some());
    let back = lab.ask(Command::Manual { on: false }).expect("a mode");
    assert_eq!(Scene { black_box: None, ..before }, back);
    assert_eq!(Scene { actions: None, actions_hidden: 0, ..manual }, back);
}

#[test]
fn a_crash_in_the_middle_of_what_is_due_next_comes_in_its_time() {
    let (mut lab, first) = open(42);
    let next = first.next[0].clone();
    let label = format!("crash after 1 of {}", next.label);
    lab.ask(Command::Manual { on: true }).expect("a mode");
    let crashed = lab.ask(act(&label)).expect("it can be done");
    assert_eq!((crashed.clock.now_us, crashed.clock.clock_faults), (next.time_us, 0));
    let (mut lab, _) = open(42);
    let early = lab.ask(act(&label)).expect("it can be done");
    assert_eq!((early.clock.now_us, early.clock.clock_faults), (0, 1), "in auto mode it is done at the cursor");
}

#[test]
fn a_long_list_is_cut_where_it_is_missed_least_and_says_how_much() {
    let mut lab = Lab::new();
    let scenario = Scenario { servers: 9, clients: 9, ..Scenario::of::<Raft>(3) };
    lab.ask(Command::Open(Box::new(scenario))).expect("a good scenario");
    let scene = lab.ask(Command::Manual { on: true }).expect("a mode");
    let actions = scene.actions.expect("listed");
    assert_eq!(actions.len(), 300);
    assert!(scene.actions_hidden > 100);
    for label in ["crash n9", "cut n1|n2", "invoke c9 put x 1", "isolate n5"] {
        assert!(actions.iter().any(|action| action.label == label), "{label}");
    }
    let fires = actions.iter().filter(|action| action.label.starts_with("fire")).count();
    assert_eq!(fires, 9);
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
