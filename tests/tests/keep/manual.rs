//! Manual mode: what is listed, and what choosing it does.

use quorum_protocols::raft::Raft;
use quorum_scene::{Command, Lab, May, Scenario, Scene, words::say};
use quorum_tests::Ask;

use crate::{act, open};

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
