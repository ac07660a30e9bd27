//! Recordings of every kind that there may be: old formats, other engines, runs that no clock made, damaged ones.

use quorum_scene::{Command, Lab, words::say};
use quorum_tests::Ask;
use serde_json::{Value, json};

use crate::{act, open, reopen, save};

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

/// A run of three seconds with a crash in it, as JSON.
fn recorded() -> Value {
    let (mut lab, _) = open(42);
    lab.ask(Command::Advance { to_us: 700_000 }).expect("time passes");
    lab.ask(act("crash n1")).expect("it is up");
    lab.ask(Command::Advance { to_us: 3_000_000 }).expect("time passes");
    value(&save(&mut lab))
}

#[test]
fn every_format_that_ever_was_opens_on_the_world_that_was_saved() {
    for (json, digest, at_us, branch) in [
        (include_str!("../../recordings/format-1.json"), "490714c4fcfc443b", 4_056_732, (688, 688)),
        (include_str!("../../recordings/format-2.json"), "f2e9efd1522acea2", 1_840_000, (300, 512)),
    ] {
        let (_, scene) = reopen(json);
        assert_eq!(scene.departure, None);
        assert_eq!((scene.digest.as_str(), scene.clock.now_us), (digest, at_us));
        assert_eq!((scene.clock.event, scene.clock.events), branch);
    }
}

#[test]
fn a_run_of_another_engine_that_goes_the_same_way_says_so_and_no_more() {
    let mut recording = recorded();
    let (_, same) = reopen(&recording.to_string());
    recording["engine"] = json!(99);
    let (_, scene) = reopen(&recording.to_string());
    assert_eq!(scene.digest, same.digest);
    let said = scene.departure.expect("another engine made it");
    assert_eq!(said.id, "departure-same");
    assert!(say(&said).contains("version 99"), "{}", say(&said));
}

#[test]
fn a_run_that_departs_says_where_and_keeps_what_replays() {
    let recording = recorded();
    let crash = recording["acts"][0]["event"].as_u64().expect("a number");
    let (_, whole) = reopen(&recording.to_string());
    for (act, why) in [
        ("restart n1", "“restart n1” cannot be done there, as n1 is not down"),
        ("crash n2", "other events came about"),
    ] {
        let mut other = recording.clone();
        other["acts"][0]["act"] = json!(act);
        let (mut lab, scene) = reopen(&other.to_string());
        let said = say(&scene.departure.expect("it departs"));
        assert!(said.contains(why) && !said.contains('⟦'), "{said}");
        assert!(said.contains(&format!("between event {} and", crash - 1)), "{said}");
        assert_eq!(u64::from(scene.clock.event), crash - 1, "the cursor is where both are known to agree");
        lab.ask(Command::Advance { to_us: 700_000 }).expect("one can go on from there");
        other["engine"] = json!(99);
        let said = say(&reopen(&other.to_string()).1.departure.expect("it departs"));
        assert!(said.contains("version 99") && said.contains(why), "{said}");
    }
    let mut late = recording.clone();
    late["acts"][0]["at-us"] = json!(900_000);
    let said = say(&reopen(&late.to_string()).1.departure.expect("something is due before"));
    assert!(said.contains("“crash n1” was done at"), "{said}");
    let mut short = recording;
    short["marks"] = json!([]);
    assert_eq!(reopen(&short.to_string()).1.digest, whole.digest, "marks may be left out");
}

#[test]
fn a_run_in_which_no_clock_was_the_judge_opens_goes_on_and_is_saved_again() {
    let mut recording = recorded();
    recording["acts"] = json!([
        { "event": 1, "at-us": 0, "act": "fire n2 election" },
        { "event": 2, "at-us": 9_000_000, "act": "deliver n2>n3 RequestVote#1" },
        { "event": 3, "at-us": 9_000_000, "act": "fire n4 election" },
    ]);
    recording["events"] = json!(3);
    recording["cursor"] = json!(3);
    recording["at-us"] = json!(9_000_000);
    recording["marks"] = json!([]);
    assert!(reopen(&recording.to_string()).1.departure.is_some(), "much was due before 9 s");
    recording["automatic"] = json!(false);
    let (mut lab, scene) = reopen(&recording.to_string());
    assert_eq!((scene.departure, scene.clock.event, scene.clock.now_us), (None, 3, 9_000_000));
    let again = save(&mut lab);
    assert_eq!(value(&again)["automatic"], json!(false));
    assert_eq!(reopen(&again).1.digest, scene.digest);
    lab.ask(Command::Forward).expect("what is overdue comes");
    lab.ask(Command::Advance { to_us: 9_700_000 }).expect("time passes");
    let on = lab.ask(act("crash n5")).expect("it is up");
    let on_again = reopen(&save(&mut lab)).1;
    assert_eq!((on_again.departure, on_again.digest, on_again.events), (None, on.digest, on.events));
}

/// What the engine says of a recording that cannot be opened; and that it keeps the run it has.
fn refused(json: &str) -> String {
    let (mut lab, before) = open(1);
    let open = Command::OpenRecording { json: json.to_owned(), lesson: None };
    let said = say(&lab.ask(open).expect_err("it is damaged").text);
    let after = lab.ask(Command::Seek { event: 0 }).expect("the run is still there");
    assert_eq!(after.digest, before.digest);
    assert!(!said.contains('⟦'), "{said}");
    said
}

#[test]
fn what_cannot_be_opened_says_where_and_what_to_do_and_leaves_the_run_alone() {
    let good = recorded();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut bad = good.clone();
        change(&mut bad);
        refused(&bad.to_string())
    };
    for (said, part) in [
        (refused("{"), "line 1, column 1"),
        (refused(&"[".repeat(100_000)), "It is not a recording"),
        (refused(&" ".repeat(5 << 20)), "It has 5,242,880 bytes"),
        (refused(r#"{"format": 3, "whatever": 1}"#), "this version reads formats 1 to 2"),
        (with(&|bad| bad["colour"] = json!("red")), "colour"),
        (with(&|bad| bad["events"] = json!(500_001)), "events is more than 500,000"),
        (with(&|bad| bad["events"] = json!(3)), "cursor lies where it cannot"),
        (with(&|bad| bad["acts"][0]["event"] = json!(0)), "acts[0] lies where it cannot"),
        (with(&|bad| bad["acts"][0]["at-us"] = json!(u64::MAX)), "acts[0].at-us is more than"),
        (with(&|bad| bad["acts"][0]["act"] = json!("explode n1")), "acts[0].act: “explode n1” is no act"),
        (with(&|bad| bad["acts"][0]["act"] = json!("x".repeat(500))), "acts[0].act is more than 400"),
        (with(&|bad| bad["marks"][0][1] = json!("ZZZZZZZZ")), "marks[0] is no digest"),
        (with(&|bad| bad["marks"][0][0] = json!(4_000_000)), "marks[0] lies where it cannot"),
        (with(&|bad| bad["scenario"]["protocol"] = json!("gossip")), "a protocol “gossip”"),
        (with(&|bad| bad["scenario"]["servers"] = json!(100)), "scenario: choose 1 to 9 servers"),
        (with(&|bad| bad["scenario"]["seed"] = json!("-1")), "seed"),
        (with(&|bad| bad["lesson"] = json!("x".repeat(200))), "lesson is more than 100"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let nothing = Lab::new().handle(Command::Save).expect_err("nothing is open");
    assert_eq!(say(&nothing.text), "Nothing is open yet.");
}
