//! Runs that were made in a lesson, opened in it again.

use quorum_scene::{Command, Lab, LessonSource, Scene, TaskView, recorded_lesson, words::say};
use quorum_tests::Ask;

use crate::{act, reopen, save};

const LESSON: &str = r#"{
  "format": 1, "id": "tiny", "minutes": 1,
  "scenario": { "protocol": "raft", "servers": 3, "seed": "4" },
  "steps": [
    { "watch": { "id": "elect", "start": [], "until": { "leader": {} } } },
    { "reach": { "id": "crash", "until": { "down": { "node": "n2" } }, "solution": [{ "act": "crash n2" }] } },
    { "predict": { "id": "guess", "start": [{ "run-until": { "leader": {} } }],
      "moves": [{ "act": "pause n2" }, { "run-for-ms": 600 }],
      "answers": [ { "id": "yes", "when": { "leader": {} } }, { "id": "no", "when": { "no-leader": {} } } ] } }
  ] }"#;

fn source(id: &str, json: &str) -> LessonSource {
    LessonSource { id: id.to_owned(), json: json.to_owned(), done: Vec::new() }
}

/// The lesson at a step, after so much time.
fn at_step(step: u32, to_us: u64) -> (Lab, Scene) {
    let mut lab = Lab::new();
    lab.ask(Command::OpenLesson(source("tiny", LESSON))).expect("a good lesson");
    lab.ask(Command::Advance { to_us: 800_000 }).expect("time passes");
    lab.ask(Command::Step { index: step }).expect("a step");
    let scene = lab.ask(Command::Advance { to_us }).expect("time passes");
    (lab, scene)
}

fn reopen_in(json: &str, lesson: LessonSource) -> (Lab, Scene) {
    let mut lab = Lab::new();
    let open = Command::OpenRecording { json: json.to_owned(), lesson: Some(lesson) };
    let scene = lab.ask(open).expect("a good recording");
    (lab, scene)
}

#[test]
fn a_run_of_a_step_that_goes_on_opens_at_that_step_and_starts_again_where_it_began() {
    let (mut lab, begun) = at_step(1, 0);
    lab.ask(Command::Advance { to_us: 900_000 }).expect("time passes");
    let here = lab.ask(act("pause n1")).expect("it is up");
    let json = save(&mut lab);
    assert_eq!(recorded_lesson(&json).as_deref(), Some("tiny"));
    let (mut again, scene) = reopen_in(&json, source("tiny", LESSON));
    assert_eq!((scene.departure, &scene.digest, scene.clock.now_us), (None, &here.digest, 900_000));
    let lesson = scene.lesson.expect("the lesson is open");
    assert_eq!(lesson.step, 1);
    assert!(lesson.steps.iter().all(|step| !step.done), "what came before is not thereby done");
    assert_eq!(save(&mut again), json);
    let crashed = again.ask(act("crash n2")).expect("it is up");
    assert!(crashed.lesson.expect("open").done, "the step is graded from there");
    let back = again.ask(Command::Retry).expect("it starts again");
    assert_eq!((&back.digest, back.clock.event), (&begun.digest, begun.clock.event));
}

#[test]
fn a_run_of_a_step_with_a_beginning_of_its_own_is_graded_and_starts_again() {
    let (mut lab, begun) = at_step(2, 0);
    lab.ask(Command::Choose { answer: "yes".into() }).expect("an answer");
    lab.ask(Command::Go).expect("it can run");
    let to_us = begun.clock.now_us + 100_000;
    let here = lab.ask(Command::Advance { to_us }).expect("time passes");
    let (mut again, scene) = reopen_in(&save(&mut lab), source("tiny", LESSON));
    assert_eq!((&scene.digest, scene.clock.now_us), (&here.digest, to_us));
    let back = again.ask(Command::Retry).expect("it starts again");
    assert_eq!((&back.digest, back.clock.now_us), (&begun.digest, begun.clock.now_us));
    again.ask(Command::Choose { answer: "yes".into() }).expect("an answer");
    again.ask(Command::Go).expect("it can run");
    let ended = again.ask(Command::Advance { to_us: begun.clock.now_us + 700_000 }).expect("time passes");
    let TaskView::Predict { verdict, .. } = ended.lesson.expect("open").task else { panic!("a prediction") };
    assert!(verdict.is_some(), "the run has decided");
}

#[test]
fn where_a_step_began_is_kept_only_on_branches_that_go_through_there() {
    let (mut lab, begun) = at_step(1, 0);
    let field = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON")["step-from"].clone();
    assert_eq!(field(&save(&mut lab)), begun.clock.event);
    lab.ask(Command::Seek { event: begun.clock.event - 1 }).expect("it is there");
    assert_eq!(field(&save(&mut lab)), begun.clock.event, "it lies ahead on this branch");
    lab.ask(act("pause n1")).expect("it is up");
    assert_eq!(field(&save(&mut lab)), serde_json::Value::Null, "another way");
}

#[test]
fn a_run_that_departs_before_its_step_began_opens_there_all_the_same() {
    let (mut lab, _) = at_step(1, 0);
    lab.ask(act("pause n1")).expect("it is up");
    lab.ask(Command::Advance { to_us: 2_000_000 }).expect("time passes");
    let json = save(&mut lab);
    let mut recording: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    recording["acts"] = serde_json::json!([{ "event": 2, "at-us": 900, "act": "restart n1" }]);
    let (mut again, scene) = reopen_in(&recording.to_string(), source("tiny", LESSON));
    assert!(scene.departure.is_some());
    assert_eq!(scene.lesson.expect("open").step, 1);
    again.ask(act("crash n3")).expect("it is up");
    assert_eq!(again.ask(Command::Retry).expect("it can").lesson.expect("open").step, 1);
    save(&mut again);
}

#[test]
fn a_run_under_another_seed_stays_and_the_next_step_begins_in_the_lessons_own() {
    let (mut lab, _) = at_step(1, 0);
    lab.ask(Command::Reset { seed: "999".into() }).expect("a seed");
    let here = lab.ask(Command::Advance { to_us: 500_000 }).expect("time passes");
    let json = save(&mut lab);
    let (mut again, scene) = reopen_in(&json, source("tiny", LESSON));
    assert_eq!((scene.seed.as_str(), scene.digest), ("999", here.digest));
    assert_eq!(save(&mut again), json);
    assert_eq!(again.ask(Command::Step { index: 2 }).expect("a step").seed, "4");
}

#[test]
fn a_lesson_that_lost_the_step_or_is_another_says_so() {
    let (mut lab, here) = at_step(1, 900_000);
    let json = save(&mut lab);
    let renamed = LESSON.replace(r#""id": "crash""#, r#""id": "other""#);
    let (_, scene) = reopen_in(&json, source("tiny", &renamed));
    assert_eq!((scene.lesson.expect("open").step, &scene.digest), (0, &here.digest));
    assert!(say(&scene.departure.expect("it is said")).contains("no step “crash”"));
    let (_, alone) = reopen(&json);
    assert_eq!((alone.lesson, alone.digest), (None, here.digest));
    let other = source("other", &LESSON.replace("\"tiny\"", "\"other\""));
    let open = Command::OpenRecording { json, lesson: Some(other) };
    let said = say(&Lab::new().ask(open).expect_err("another lesson").text);
    assert!(said.contains("lesson “tiny”, not in “other”"), "{said}");
}
