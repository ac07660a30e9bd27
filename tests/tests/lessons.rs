//! Every lesson on the site passes its check, and the check does find what is wrong with a lesson.
#![cfg(not(target_arch = "wasm32"))]

use std::{fs, path::PathBuf};

use quorum_lesson::{Lesson, check, prose::Prose};
use quorum_protocols::raft::{Predicate, Raft};
use quorum_sim::{History, Scenario};
use serde_json::{Value, json};

fn file(name: &str) -> String {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../lessons")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The ids of the curriculum, in its order.
fn curriculum() -> Vec<String> {
    let index: Value = serde_json::from_str(&file("index.json")).expect("the index is JSON");
    let ids = index["lessons"].as_array().expect("the index has a list of lessons");
    ids.iter().map(|id| id.as_str().expect("an id is a string").to_owned()).collect()
}

fn lesson(id: &str) -> Lesson {
    Lesson::parse(&file(&format!("{id}/lesson.json"))).unwrap_or_else(|fault| panic!("{id}: {fault}"))
}

/// What the check of the words says, a line each.
fn faults_in_words(lesson: &Lesson, markdown: &str) -> Vec<String> {
    let prose = match Prose::parse(markdown) {
        Ok(prose) => prose,
        Err(problems) => return problems.iter().map(ToString::to_string).collect(),
    };
    prose.check(&lesson.words()).iter().map(ToString::to_string).collect()
}

#[test]
fn every_claim_of_every_lesson_holds() {
    let ids = curriculum();
    assert!(!ids.is_empty(), "the site has lessons");
    for id in ids {
        let lesson = lesson(&id);
        assert_eq!(lesson.id, id, "a lesson is named like its folder");
        assert_eq!(check(&lesson), Ok(()), "{id}");
    }
}

#[test]
fn every_lesson_has_words_for_every_step() {
    for id in curriculum() {
        let markdown = file(&format!("{id}/en.md"));
        assert_eq!(faults_in_words(&lesson(&id), &markdown), Vec::<String>::new(), "{id}");
        let prose = Prose::parse(&markdown).expect("it was parsed just now");
        assert!(prose.end.is_some(), "{id} has no closing words");
        for question in prose.sections.iter().filter_map(|section| section.question.as_ref()) {
            for answer in &question.answers {
                assert!(!answer.why.is_empty(), "{id}, line {}: no word on why “{}”", answer.line, answer.id);
            }
        }
    }
}

/// What stands in a file between one line that opens a block of code and the line that ends it.
fn blocks<'a>(markdown: &'a str, fence: &str) -> Vec<&'a str> {
    let opened = markdown.split(fence).skip(1);
    opened.map(|rest| rest.split_once("\n```").expect("every block ends").0).collect()
}

#[test]
fn what_the_guide_for_authors_shows_is_so() {
    let guide = file("README.md");
    let [example, scenario, step] = blocks(&guide, "```json\n")[..] else {
        panic!("the guide shows a lesson, a scenario and a step")
    };
    assert_eq!(Lesson::parse(example).and_then(|lesson| check(&lesson)), Ok(()));
    let step = serde_json::from_str(step).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(Lesson::parse(&of_one(step)).and_then(|lesson| check(&lesson)), Ok(()));
    let scenario: Scenario = serde_json::from_str(scenario).unwrap_or_else(|error| panic!("{error}"));
    History::<Raft>::new(scenario).unwrap_or_else(|wrong| panic!("{wrong}"));
    let predicates: Vec<_> = guide.lines().filter_map(|line| line.strip_prefix("| `{")?.split_once('`')).collect();
    let (moves, predicates) = predicates.split_at(3);
    for (json, _) in moves {
        serde_json::from_str::<quorum_lesson::Move>(&format!("{{{json}"))
            .unwrap_or_else(|error| panic!("{json}: {error}"));
    }
    assert!(predicates.len() > 10, "the guide lists what can be asked");
    for (json, _) in predicates {
        serde_json::from_str::<Predicate>(&format!("{{{json}")).unwrap_or_else(|error| panic!("{json}: {error}"));
    }
}

/// A lesson of one step.
fn of_one(step: Value) -> String {
    json!({
        "format": 1,
        "id": "one",
        "minutes": 1,
        "scenario": {"protocol": "raft", "servers": 5, "seed": "1"},
        "steps": [step],
    })
    .to_string()
}

/// What is found wrong with a lesson of one step.
fn wrong(step: Value) -> String {
    match Lesson::parse(&of_one(step)).and_then(|lesson| check(&lesson)) {
        Ok(()) => panic!("the check found nothing"),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn a_sound_step_passes() {
    let step = json!({"watch": {"id": "w", "until": {"leader": {}}}});
    assert_eq!(Lesson::parse(&of_one(step)).and_then(|lesson| check(&lesson)), Ok(()));
}

#[test]
fn a_claim_that_the_solution_does_not_bring_about_is_found() {
    let reach = json!({"reach": {
        "id": "r",
        "until": {"leader": {"term-at-least": 2}},
        "solution": [{"run-until": {"leader": {}}}],
    }});
    assert_eq!(wrong(reach), "steps[0].reach.until: is not so after the solution");
}

#[test]
fn a_claim_that_waits_in_vain_is_found() {
    let watch = json!({"watch": {
        "id": "w",
        "start": [{"act": "crash n1"}, {"act": "crash n2"}, {"act": "crash n3"}],
        "until": {"leader": {}},
    }});
    assert_eq!(
        wrong(watch),
        "steps[0].watch.until: what move 0 runs until does not become so within a minute of virtual time"
    );
}

#[test]
fn a_claim_that_is_so_from_the_start_is_found() {
    let watch = json!({"watch": {"id": "w", "start": [{"run-until": {"leader": {}}}], "until": {"leader": {}}}});
    assert_eq!(wrong(watch), "steps[0].watch.until: is so already when the step begins: there is nothing to do");
}

/// A prediction whose moves end with a leader of term 1.
fn prediction(first: Value, second: Value) -> Value {
    json!({"predict": {
        "id": "p",
        "moves": [{"run-until": {"leader": {}}}],
        "answers": [{"id": "a", "when": first}, {"id": "b", "when": second}],
    }})
}

#[test]
fn a_prediction_of_which_two_answers_come_true_is_found() {
    assert_eq!(
        wrong(prediction(json!({"leader": {}}), json!({"term-at-least": 1}))),
        "steps[0].predict.answers: after the moves exactly one must be so, but these are: [\"a\", \"b\"]"
    );
}

#[test]
fn a_prediction_of_which_no_answer_comes_true_is_found() {
    assert_eq!(
        wrong(prediction(json!({"no-leader": {}}), json!({"term-at-least": 2}))),
        "steps[0].predict.answers: after the moves exactly one must be so, but these are: []"
    );
}

#[test]
fn an_unknown_predicate_is_found_and_the_known_ones_are_named() {
    let fault = wrong(json!({"watch": {"id": "w", "until": {"king": {}}}}));
    assert!(fault.starts_with("steps[0].watch.until: unknown variant `king`, expected one of `leader`"), "{fault}");
}

#[test]
fn an_act_that_is_none_is_found_with_examples_of_some() {
    let step = json!({"do": {"id": "d", "moves": [{"act": "kill n1"}], "until": {"leader": {}}}});
    let fault = wrong(step);
    assert!(
        fault.starts_with("steps[0].do.moves[0].act: “kill n1” is no act: write for example `crash n1`"),
        "{fault}"
    );
}

#[test]
fn an_act_that_cannot_be_done_there_is_found() {
    let step = json!({"do": {"id": "d", "moves": [{"act": "restart n1"}], "until": {"leader": {}}}});
    let fault = wrong(step);
    assert!(fault.starts_with("steps[0].do.moves: `restart n1` cannot be done there: "), "{fault}");
}

#[test]
fn a_right_answer_that_is_none_of_the_answers_is_found() {
    let quiz = json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "c"}});
    assert_eq!(wrong(quiz), "steps[0].quiz.right: “c” is none of the answers");
}

#[test]
fn words_that_lack_a_step_or_an_answer_are_found() {
    let quiz = of_one(json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "a"}}));
    let lesson = Lesson::parse(&quiz).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(
        faults_in_words(&lesson, "# Title\nSummary.\n"),
        ["line 1: step “q” of lesson.json has no section: add a line “## q”"]
    );
    assert_eq!(
        faults_in_words(&lesson, "# Title\n\n## q\n### Quiz\nRead.\n\n#### Question\nWhich?\n\n- (a) This.\n"),
        ["line 3: step “q” lacks the answer “b” of lesson.json: add “- (b) …”"]
    );
}
