//! Runs that are saved and opened again; what is listed to be done by hand.
#![cfg(not(target_arch = "wasm32"))]

use quorum_protocols::raft::Raft;
use quorum_scene::{Command, Lab, May, Reply, Scenario, Scene, words::say};
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
