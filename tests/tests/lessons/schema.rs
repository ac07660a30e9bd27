//! The schema that editors complete and check lessons from says what the code does.

use std::fs;

use jsonschema::Validator;
use quorum_lesson::schema::{predicates, schema};
use serde_json::{Value, json};

use super::{blocks, curriculum, file, folder, of_one, two_leaders, with};

fn validator() -> Validator {
    jsonschema::validator_for(&schema()).unwrap_or_else(|error| panic!("{error}"))
}

/// What is found wrong with a lesson, a line each.
fn faults(lesson: &str) -> Vec<String> {
    let lesson: Value = serde_json::from_str(lesson).unwrap_or_else(|error| panic!("{error}"));
    validator().iter_errors(&lesson).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The file is written anew with `UPDATE_GOLDENFILES=1`, or by `quorum lesson schema`.
#[test]
fn the_schema_beside_the_lessons_is_current() {
    let current = serde_json::to_string_pretty(&schema()).expect("it is JSON") + "\n";
    if std::env::var_os("UPDATE_GOLDENFILES").is_some() {
        fs::write(folder().join("lesson.schema.json"), &current).expect("it can be written");
    }
    assert!(file("lesson.schema.json") == current, "write it anew: quorum lesson schema > lessons/lesson.schema.json");
}

#[test]
fn every_lesson_and_every_example_fits_the_schema() {
    for id in curriculum().lessons() {
        assert_eq!(faults(&file(&format!("{id}/lesson.json"))), Vec::<String>::new(), "{id}");
    }
    let guide = file("README.md");
    let [example, _, step] = blocks(&guide, "```json\n")[..] else { panic!("a lesson, a scenario and a step") };
    assert_eq!(faults(example), Vec::<String>::new());
    assert_eq!(faults(&of_one(serde_json::from_str(step).expect("a step"))), Vec::<String>::new());
}

#[test]
fn what_the_code_refuses_the_schema_refuses() {
    assert_eq!(faults(&of_one(two_leaders())), Vec::<String>::new());
    for (field, value) in [
        ("untill", json!({"leader": {}})),
        ("controls", json!(["explode"])),
        ("mode", json!("turbo")),
        ("budget", json!({"cats": 1})),
        ("budget", json!({"cuts": -1})),
        ("property", Value::Null),
        ("cluster", json!({"seed": "x"})),
        ("cluster", json!({"severs": 3})),
        ("notes", json!([{"id": "n", "on": "crash n1", "when": {"king": {}}}])),
        ("notes", json!([{"on": "crash n1"}])),
        ("hints", json!([{"id": "h", "when": {"leader": {"tern": 2}}}])),
        ("hints", json!([{"id": "h", "when": {"down": {"node": "x1"}}}])),
        ("start", json!([{"act": 7}])),
    ] {
        let step = with(two_leaders(), field, value.clone());
        assert_ne!(faults(&of_one(step)), Vec::<String>::new(), "{field}: {value}");
    }
}

/// What stands in a predicate's doc comment is all that an author is told of it.
#[test]
fn every_predicate_and_argument_is_told_of() {
    for id in quorum_protocols::IDS {
        let all = predicates(id).expect("the protocol is known");
        assert!(all.iter().any(|predicate| predicate.name == "all"), "{id}");
        for predicate in all {
            assert!(predicate.about.ends_with('.'), "{id}: {}: “{}”", predicate.name, predicate.about);
            assert!(!predicate.about.contains("[`"), "{id}: {}: a link leads nowhere here", predicate.name);
            for argument in predicate.arguments {
                assert!(argument.about.ends_with('.'), "{id}: {}.{}", predicate.name, argument.name);
            }
        }
    }
    assert_eq!(predicates("paxo"), None);
}

#[test]
fn arguments_say_what_may_be_written() {
    let all = predicates("raft").expect("the protocol is known");
    let predicate = |name: &str| all.iter().find(|predicate| predicate.name == name).expect("Raft has it");
    let argument = |predicate_name: &str, name: &str| {
        let arguments = &predicate(predicate_name).arguments;
        let argument = arguments.iter().find(|argument| argument.name == name).expect("it has such an argument");
        (argument.takes.clone(), argument.must)
    };
    assert_eq!(argument("leader", "node"), ("a node: n1".to_owned(), false));
    assert_eq!(argument("leader", "term-at-least"), ("a whole number".to_owned(), false));
    assert_eq!(argument("role", "role"), ("follower | candidate | leader".to_owned(), true));
    assert_eq!(argument("no-leader", "among"), ("a list, each a node: n1".to_owned(), false));
    assert_eq!(predicate("term-at-least").takes.as_deref(), Some("a whole number"));
    assert_eq!(predicate("not").takes.as_deref(), Some("a predicate"));
    assert_eq!(predicate("all").takes.as_deref(), Some("a list, each a predicate"));
}
