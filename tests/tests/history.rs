//! The branching history: every past event reachable, acting there forks, the same act re-enters.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use quorum_kernel::Refusal;
use quorum_protocols::raft::Raft;
use quorum_sim::{Act, History, Recording, Refused, Scenario, Why};
use quorum_tests::act;

fn fresh(seed: u64) -> History<Raft> {
    History::new(Scenario::of::<Raft>(seed)).expect("a good scenario")
}

fn run(history: &mut History<Raft>, to: u64) {
    history.advance(to, u32::MAX).expect("room for more");
}

/// What identifies a place: the branch's way there, and the world.
fn place(history: &History<Raft>) -> (u32, u64, u64) {
    (history.index(), history.run().chain(), history.run().world_digest())
}

#[test]
fn going_back_and_forth_ends_in_the_same_worlds() {
    let mut history = fresh(7);
    let mut places = vec![place(&history)];
    for _ in 0..3_000 {
        assert!(history.forward().expect("room for more"));
        places.push(place(&history));
    }
    for index in [2_999, 3_000, 0, 1, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049, 17] {
        history.seek(index);
        assert_eq!(place(&history), places[index as usize], "event {index}");
        assert_eq!(quorum_kernel::digest(&history.world_at(index)), places[index as usize].2);
    }
}

#[test]
fn acting_in_the_past_forks_and_the_same_act_re_enters() {
    let mut history = fresh(42);
    run(&mut history, 1_000_000);
    let (end, half) = (history.index(), history.index() / 2);
    history.seek(half);
    history.act(act("crash n1")).expect("n1 is up");
    assert_eq!((history.branch(), history.branches().len()), (1, 2));
    run(&mut history, 1_500_000);
    let crashed = place(&history);
    history.go(0);
    assert_eq!(history.index(), end, "the trunk is as it was");
    history.seek(half);
    history.act(act("crash n1")).expect("n1 is up there");
    assert_eq!((history.branch(), history.branches().len()), (1, 2), "the same act re-enters");
    run(&mut history, 1_500_000);
    assert_eq!(place(&history), crashed);
    history.seek(half);
    history.act(act("crash n2")).expect("n2 is up");
    assert_eq!((history.branch(), history.branches().len()), (2, 3), "another act forks again");
    assert_eq!(history.branches()[2].parent, Some((0, half)), "from the trunk, not from the branch beside it");
}

#[test]
fn the_same_act_at_another_moment_forks() {
    let mut history = fresh(42);
    run(&mut history, 1_000_000);
    history.seek(0);
    history.look_at(50_000);
    history.act(act("crash n1")).expect("n1 is up");
    let early = place(&history);
    for (at, branch, branches) in [(60_000, 2, 3), (50_000, 1, 3), (60_000, 2, 3)] {
        history.go(0);
        history.seek(0);
        history.look_at(at);
        history.act(act("crash n1")).expect("n1 is up");
        assert_eq!((history.branch(), history.branches().len()), (branch, branches));
        assert_eq!(history.run().now(), at, "it happens when it is done");
        assert_eq!(place(&history) == early, at == 50_000);
    }
}

#[test]
fn a_line_of_the_script_that_cannot_be_done_is_passed_over_and_leaves_no_trace() {
    let line = |at_us, act: &str| quorum_sim::Scripted { at_us, act: act.to_owned() };
    let mut scenario = Scenario::of::<Raft>(5);
    scenario.script = vec![
        line(100_000, "restart n1"),
        line(100_000, "crash n2"),
        line(110_000, "restart n1"),
        line(9_000_000, "crash n3"),
    ];
    let mut history = History::<Raft>::new(scenario.clone()).expect("a good scenario");
    run(&mut history, 120_000);
    let label =
        |history: &History<Raft>, index| history.event(history.branch(), index).map(|event| event.act.to_string());
    assert_eq!((history.index(), label(&history, 1)), (1, Some("crash n2".to_owned())), "a line that cannot be done");
    assert_eq!(history.at(), 120_000, "and it holds nothing up");

    // Hands make it possible: then it is done.
    history.seek(1);
    history.look_at(105_000);
    history.act(act("crash n1")).expect("n1 is up");
    run(&mut history, 110_000);
    assert_eq!(label(&history, 3), Some("restart n1".to_owned()));

    // With all down, nothing but the last line will ever be due; what hands do meanwhile replays.
    for node in ["n1", "n3", "n4", "n5"] {
        history.act(act(&format!("crash {node}"))).expect(node);
    }
    history.look_at(5_000_000);
    assert!(!history.forward().expect("room for more"), "n3 cannot crash again, so nothing is due");
    history.act(act("restart n3")).expect("n3 is down");
    run(&mut history, 9_500_000);
    let index = history.index();
    assert!((1..=index).any(|index| label(&history, index) == Some("crash n3".to_owned())));
    let replay = Recording::of(&history).replay::<Raft>().expect("a good recording");
    assert_eq!((replay.departure, place(&replay.history)), (None, place(&history)));
}

#[test]
fn a_line_of_the_script_comes_before_what_is_due_at_the_same_instant() {
    let mut scenario = Scenario::of::<Raft>(5);
    let (at_us, due, _) = fresh(5).run().next_due().expect("timers are armed");
    scenario.script = vec![quorum_sim::Scripted { at_us, act: "cut n1|n2".to_owned() }];
    let history = History::<Raft>::new(scenario).expect("a good scenario");
    let labels: Vec<_> = history.run().upcoming().take(2).map(|(at, act, _)| (at, act.to_string())).collect();
    assert_eq!(labels, [(at_us, "cut n1|n2".to_owned()), (at_us, due.to_string())]);
}

#[test]
fn time_has_an_end_far_from_where_it_would_overflow() {
    let mut history = fresh(1);
    for node in 1..=5 {
        history.act(act(&format!("crash n{node}"))).expect("it is up");
    }
    history.look_at(u64::MAX);
    assert_eq!(history.at(), quorum_sim::TIME_MAX);
    history.act(act("restart n1")).expect("n1 is down");
    for _ in 0..50 {
        history.forward().expect("room for more");
    }
    assert!(history.run().now() > quorum_sim::TIME_MAX);
}

#[test]
fn an_act_that_would_have_come_by_itself_is_one_of_its_own() {
    let mut history = fresh(42);
    run(&mut history, 1_000_000);
    history.seek(0);
    let event = history.event(0, 1).expect("something happened").clone();
    assert!(event.at > 0);
    history.act(event.act).expect("it can be done now too");
    assert_eq!((history.branch(), history.run().now()), (1, 0), "done by hand, it happens now and not when it is due");
}

#[test]
fn costs_count_from_the_same_act_however_one_comes_there() {
    let mut history = fresh(42);
    run(&mut history, 700_000);
    history.act(act("crash n1")).expect("n1 is up");
    run(&mut history, 1_000_000);
    let (mark, end) = (history.run().mark().clone(), history.index());
    assert_eq!((mark.act.as_deref(), mark.at), (Some("crash n1"), 700_000));
    history.seek(0);
    assert_eq!(history.run().mark().act, None);
    history.seek(end);
    assert_eq!(*history.run().mark(), mark);
}

#[test]
fn what_comes_by_itself_leaves_hands_aside() {
    let mut untouched = fresh(3);
    run(&mut untouched, 2_000_000);
    let mut history = fresh(3);
    run(&mut history, 500_000);
    history.act(act("crash n1")).expect("n1 is up");
    run(&mut history, 2_000_000);
    history.go(0);
    history.seek(0);
    while history.due_at().is_some_and(|at| at <= 2_000_000) {
        assert!(history.forward_due().expect("room for more"));
    }
    assert_eq!(place(&history), place(&untouched));
}

#[test]
fn leaving_hands_aside_twice_ends_on_the_same_branch() {
    let mut history = fresh(3);
    run(&mut history, 200_000);
    let here = history.index();
    history.act(act("crash n1")).expect("n1 is up");
    run(&mut history, 400_000);
    for _ in 0..2 {
        history.go(0);
        history.seek(here);
        history.leave_hands().expect("room for a branch");
        assert_eq!((history.branch(), history.branches().len(), history.len()), (1, 2, here));
    }
    run(&mut history, 400_000);
    assert!(history.run().world().servers().all(|node| node.status == quorum_kernel::Status::Up));
    history.go(0);
    history.seek(here);
    history.leave_hands().expect("room for a branch");
    assert_eq!((history.branch(), history.branches().len()), (1, 2));
    assert!(history.len() > here, "the branch is where it was left");
}

#[test]
fn a_refused_act_changes_nothing() {
    let mut history = fresh(5);
    run(&mut history, 300_000);
    history.seek(history.index() / 2);
    let before = (place(&history), history.branches().len(), history.at());
    for label in ["restart n1", "crash n9", "deliver n1>n2 Vote#9999", "heal n1|n2", "resume n2", "cut n1|n1"] {
        history.act(act(label)).expect_err(label);
        assert_eq!((place(&history), history.branches().len(), history.at()), before, "{label}");
    }
}

#[test]
fn a_recording_that_departs_says_where_and_keeps_what_replays() {
    let mut history = fresh(11);
    run(&mut history, 900_000);
    history.act(act("crash n2")).expect("n2 is up");
    run(&mut history, 1_800_000);
    let recording = Recording::of(&history);
    let replay = recording.replay::<Raft>().expect("a good recording");
    assert_eq!((replay.departure, place(&replay.history)), (None, place(&history)));

    let mut other = recording.clone();
    other.acts[0].act = "crash n3".to_owned();
    let replay = other.replay::<Raft>().expect("some of it replays");
    let (at, crash) = (replay.departure.expect("it must depart"), recording.acts[0].event);
    assert_eq!(at.why, Why::OtherWay);
    assert!(at.agreed < crash && crash <= at.departed, "{} {} {crash}", at.agreed, at.departed);
    assert_eq!(replay.history.index(), at.agreed, "the cursor stands where both are known to agree");

    let mut impossible = recording;
    impossible.acts[0].act = "restart n2".to_owned();
    let replay = impossible.replay::<Raft>().expect("some of it replays");
    let at = replay.departure.expect("it must depart");
    assert_eq!((at.agreed, at.departed), (crash - 1, crash));
    let why = Refused::Kernel(Refusal::NotDown("n2".parse().expect("a name")));
    assert_eq!(at.why, Why::Refused { act: "restart n2".to_owned(), why });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_was_done_a_recording_of_it_replays_to_the_same_place(
        seed in any::<u64>(),
        steps in prop::collection::vec((0_u8..8, 1_u8..=5, 1_u8..=5, 0_u64..300_000), 1..25),
    ) {
        let mut history = fresh(seed);
        for (what, a, b, span) in steps {
            let to = history.at() + span;
            run(&mut history, to);
            let label = match what {
                0 => format!("crash n{a}"),
                1 => format!("restart n{a}"),
                2 => format!("cut n{a}>n{b}"),
                3 => format!("isolate n{a}"),
                4 => format!("rejoin n{a}"),
                5 => format!("pause n{a}"),
                6 => format!("resume n{a}"),
                _ => { history.seek(history.index() / 2); continue; }
            };
            let _refused = history.act(act(&label));
        }
        let json = serde_json::to_string(&Recording::of(&history)).expect("plain data");
        let recording = Recording::parse(&json).expect("what was written");
        let replay = recording.replay::<Raft>().expect("a good recording");
        prop_assert_eq!(replay.departure, None);
        prop_assert_eq!(place(&replay.history), place(&history));
        prop_assert_eq!(replay.history.at(), history.at());
        prop_assert_eq!(replay.history.len(), history.len());
    }

    #[test]
    fn labels_parse_to_what_was_printed(seed in any::<u64>(), events in 1_u32..400) {
        let mut history = fresh(seed);
        for _ in 0..events {
            history.forward().expect("room for more");
        }
        let due: Vec<Act<Raft>> = history.run().upcoming().map(|(_, act, _)| act).collect();
        let during = due.clone().into_iter().filter(Act::is_step).map(|step| Act::CrashDuring { step: Box::new(step), after: 1, keep: 0 });
        let flights = history.run().flights().map(|flight| flight.name);
        let by_hand = flights.flat_map(|name| [Act::Drop(name), Act::Duplicate(name), Act::Delay(name, 7)]);
        for one in due.into_iter().chain(during).chain(by_hand) {
            prop_assert_eq!(one.to_string().parse::<Act<Raft>>(), Ok(one.clone()), "{}", one);
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,60}", verb in "(deliver|drop|delay|crash|cut|invoke|clock|fire) [a-z0-9>|#. ]{0,30}") {
        let _ = text.parse::<Act<Raft>>();
        if let Ok(parsed) = verb.parse::<Act<Raft>>() {
            prop_assert_eq!(parsed.to_string().parse::<Act<Raft>>(), Ok(parsed));
        }
    }
}

#[test]
fn two_branches_share_what_lies_before_they_parted() {
    let mut history = fresh(42);
    run(&mut history, 1_000_000);
    let end = history.index();
    for (from, at, label) in [(0, 40, "crash n1"), (1, 60, "crash n2"), (1, 20, "crash n3"), (2, 50, "crash n4")] {
        history.go(from);
        history.seek(at);
        history.act(act(label)).expect("it is up");
        let to = history.at() + 300_000;
        run(&mut history, to);
    }
    assert_eq!(history.shared(0, 0), end);
    for (one, other, events) in [(0, 1, 40), (1, 2, 60), (0, 2, 40), (1, 3, 20), (2, 3, 20), (2, 4, 50), (4, 1, 50)] {
        assert_eq!(history.shared(one, other), events, "{one} and {other}");
        assert_eq!(history.shared(other, one), events, "{other} and {one}");
        for index in 1..=events {
            assert_eq!(history.event(one, index), history.event(other, index));
        }
        assert_ne!(history.event(one, events + 1), history.event(other, events + 1));
    }
}

#[test]
fn every_verb_is_the_first_word_of_a_label() {
    let labels = [
        "deliver n1>n2 Vote#1",
        "drop n1>n2 Vote#1",
        "duplicate n1>n2 Vote#1",
        "delay n1>n2 Vote#1 50ms",
        "disconnect n1>n2",
        "fire n1 election",
        "invoke c1 put x 1",
        "crash n1",
        "crash n1 keep 2",
        "crash after 2 keep 1 of fire n2 election",
        "crash after 1 of restart n1",
        "wipe n1",
        "restart n1",
        "pause n1",
        "resume n1",
        "cut n1|n2",
        "heal n1>n2",
        "isolate n1",
        "rejoin n1",
        "clock n1 +5ms",
    ];
    let verb = |label: &str| label.split(' ').next().expect("a word").to_owned();
    for label in labels {
        assert_eq!(act::<Raft>(label).verb(), verb(label));
    }
    let mut verbs: Vec<_> = labels.into_iter().map(verb).collect();
    verbs.dedup();
    assert_eq!(verbs, quorum_sim::VERBS);
}
