//! Every lesson on the site passes its check, and the check does find what is wrong with a lesson.
#![cfg(not(target_arch = "wasm32"))]

mod claims;
mod learner;
mod schema;
mod shape;

use std::{fs, path::PathBuf};

use quorum_kernel::{Exhibit, Text};
use quorum_lesson::{Curriculum, Lesson, check, prose::Prose};
use quorum_protocols::{Visitor, raft::Raft, visit};
use quorum_scene::words::{known, say};
use quorum_sim::{History, Scenario};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../lessons"))
}

fn file(name: &str) -> String {
    let path = folder().join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn curriculum() -> Curriculum {
    Curriculum::parse(&file("index.json")).unwrap_or_else(|fault| panic!("{fault}"))
}

fn lesson(id: &str) -> Lesson {
    Lesson::parse(&file(&format!("{id}/lesson.json"))).unwrap_or_else(|fault| panic!("{id}: {fault}"))
}

/// What the check of the words says, a line each.
fn faults_in_words(lesson: &Lesson, markdown: &str) -> Vec<String> {
    let prose = match Prose::parse(markdown) {
        Ok(prose) => prose,
        Err(problems) => return problems.iter().map(|problem| say(&problem.text())).collect(),
    };
    prose.check(&lesson.words()).iter().map(|problem| say(&problem.text())).collect()
}

#[test]
fn every_claim_of_every_lesson_holds() {
    for id in curriculum().lessons() {
        let lesson = lesson(id);
        assert_eq!(lesson.id, id, "a lesson is named like its folder");
        assert_eq!(check(&lesson), Ok(()), "{id}");
    }
}

#[test]
fn every_lesson_has_words_for_every_step() {
    for id in curriculum().lessons() {
        let markdown = file(&format!("{id}/en.md"));
        assert_eq!(faults_in_words(&lesson(id), &markdown), Vec::<String>::new(), "{id}");
        let prose = Prose::parse(&markdown).expect("it was parsed just now");
        assert!(prose.end.is_some(), "{id} has no closing words");
        for question in prose.sections.iter().filter_map(|section| section.question.as_ref()) {
            for answer in &question.answers {
                assert!(!answer.why.is_empty(), "{id}, line {}: no word on why “{}”", answer.line, answer.id);
            }
        }
    }
}

/// The map of the lessons is drawn from left to right and read from top to bottom: what is required comes before.
#[test]
fn lessons_and_units_stand_in_an_order_that_can_be_learned() {
    let curriculum = curriculum();
    let requires = curriculum.lessons().map(|id| (id.to_owned(), lesson(id).requires)).collect();
    for id in curriculum.lessons() {
        assert_eq!(curriculum.misplaced(id, &requires), [], "{id}");
    }
    let first = curriculum.lessons().next().expect("a curriculum has a lesson");
    assert_eq!(lesson(first).scenario.protocol, "raft", "the page is weighed with the lesson that comes first");
    for unit in &curriculum.units {
        for id in [format!("unit-{}", unit.id), format!("unit-{}-about", unit.id)] {
            assert!(known(&Text::new(&id)).is_some(), "{id} is not in the catalogue");
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
    let mut parts = guide.split("\n## What can be asked of ");
    let moves = rows(parts.next().expect("there is something before them"));
    assert_eq!(moves.len(), 3, "the guide lists the moves");
    for json in moves {
        serde_json::from_str::<quorum_lesson::Move>(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
    }
    for part in parts {
        let (title, table) = part.split_once('\n').expect("a heading ends");
        let (table, _) = table.split_once("\n## ").unwrap_or((table, ""));
        visit(&title.to_lowercase(), Asks(rows(table))).unwrap_or_else(|| panic!("there is no protocol {title}"));
    }
}

/// What JSON stands first in the rows of a table.
fn rows(markdown: &str) -> Vec<String> {
    let rows = markdown.lines().filter_map(|line| line.strip_prefix("| `{")?.split_once('`'));
    rows.map(|(json, _)| format!("{{{json}")).collect()
}

/// Whether what the guide lists can be asked of a protocol.
struct Asks(Vec<String>);

impl Visitor for Asks {
    type Output = ();

    fn visit<P: Exhibit>(self) {
        assert!(self.0.len() >= 9, "the guide lists what can be asked of {}", P::ID);
        for json in self.0 {
            serde_json::from_str::<P::Predicate>(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        }
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
        // The whole lesson stands in one line.
        Err(fault) => say(&fault.text()).trim_start_matches("line 1, ").to_owned(),
    }
}

/// A sound step: four servers of which two are taken for a majority, cut in half.
fn two_leaders() -> Value {
    json!({"break": {
        "id": "b",
        "start": [],
        "cluster": {"servers": 4, "mutant": "counts-half", "seed": "7"},
        "property": "election-safety",
        "budget": {"cuts": 4},
        "solution": [
            {"act": "cut n1|n3"},
            {"act": "cut n1|n4"},
            {"act": "cut n2|n3"},
            {"act": "cut n2|n4"},
            {"run-for-ms": 1_000},
        ],
        "par": 4,
    }})
}

/// A step with one field changed, added or, if it is `null`, taken away.
fn with(mut step: Value, field: &str, value: Value) -> Value {
    let fields = step.as_object_mut().and_then(|step| step.values_mut().next()).and_then(Value::as_object_mut);
    let fields = fields.expect("a step is an object in an object");
    if value.is_null() {
        fields.remove(field);
    } else {
        fields.insert(field.to_owned(), value);
    }
    step
}
