//! What is found wrong with a lesson's shape before anything is run: where it is, and how to mend it.

use quorum_lesson::Lesson;
use quorum_scene::words::say;
use serde_json::{Value, json};

use super::{of_one, two_leaders, with, wrong};

fn watch() -> Value {
    json!({"watch": {"id": "w", "until": {"leader": {}}}})
}

#[test]
fn a_newer_format_is_told_even_where_it_has_fields_of_its_own() {
    let text = r#"{"format": 2, "id": "one", "acts": [{"sing": {}}]}"#;
    assert_eq!(
        Lesson::parse(text).map_err(|fault| say(&fault.text())).expect_err("not read"),
        "format: is 2, and this version reads 1: look for a newer version of Quorum Lab, or write \"format\": 1 and keep \
         to what lessons/README.md describes"
    );
}

#[test]
fn a_field_that_a_step_does_not_have_is_named_with_its_line_and_those_it_has() {
    let text = of_one(json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "a"}}));
    let text = text.replace("\"id\":\"q\"", "\"id\":\"q\",\n\"until\":{}");
    let found = Lesson::parse(&text).map_err(|fault| say(&fault.text())).expect_err("not read");
    assert!(found.starts_with("line 2, column 7: unknown field `until`, expected one of `id`, `start`, "), "{found}");
    assert!(found.contains("`notes`, `answers`, `right`"), "{found}");
}

#[test]
fn a_schema_may_be_named() {
    let text = of_one(watch()).replacen('{', "{\"$schema\": \"../lesson.schema.json\", ", 1);
    assert!(Lesson::parse(&text).is_ok());
}

#[test]
fn what_needs_a_start_says_so() {
    let cluster = with(watch(), "cluster", json!({"servers": 3}));
    assert!(wrong(cluster).starts_with("steps[0].watch.cluster: needs a “start”"));
    let break_it = with(two_leaders(), "start", Value::Null);
    assert!(wrong(with(break_it, "cluster", Value::Null)).starts_with("steps[0].break.start: is missing"));
}

#[test]
fn a_cluster_that_cannot_be_is_found_where_it_stands() {
    let step = with(with(watch(), "start", json!([])), "cluster", json!({"servers": 99}));
    assert_eq!(wrong(step), "steps[0].watch.cluster: choose 1 to 9 servers");
    let step = with(with(watch(), "start", json!([])), "cluster", json!({"seed": 7}));
    assert!(wrong(step).contains("expected a"), "a seed is a string");
    let step = with(with(watch(), "start", json!([])), "cluster", json!({"seed": "x"}));
    assert!(wrong(step).contains("a seed is a whole number in quotes"));
}

#[test]
fn a_control_that_is_no_act_is_found() {
    let found = wrong(with(watch(), "controls", json!(["crash", "explode"])));
    assert!(
        found.starts_with("steps[0].watch.controls[1]: “explode” is no act; there are: deliver, drop, "),
        "{found}"
    );
}

#[test]
fn a_property_that_is_none_or_need_not_always_hold_is_found() {
    for id in ["election-safetyy", "live-leader"] {
        let found = wrong(with(two_leaders(), "property", json!(id)));
        let says =
            format!("steps[0].break.property: “{id}” is no property that must always hold; there are: election-");
        assert!(found.starts_with(&says) && !found.contains("there are: live-leader"), "{found}");
    }
}

#[test]
fn a_budget_for_what_is_not_counted_is_found() {
    let found = wrong(with(two_leaders(), "budget", json!({"cats": 1})));
    assert!(found.contains("unknown variant `cats`, expected one of `crashes`, "), "{found}");
}

#[test]
fn a_note_says_when_it_comes_up_and_where_there_is_something() {
    for (note, says) in [
        (json!({"id": "n"}), "notes[0]: says not when it comes up"),
        (json!({"id": "n", "on": "crash n1", "when": {"leader": {}}}), "notes[0]: has both “on” and “when”"),
        (json!({"id": "n", "on": "explode n1"}), "notes[0].on: “explode n1” begins with no event; events are: "),
        (json!({"id": "n", "on": "deliver n1>n9"}), "notes[0].on: “n9” is no node of this cluster"),
        (json!({"id": "n", "on": "deliver n1>n2 Veto"}), "notes[0].on: “Veto” is no kind of message; there are: "),
        (json!({"id": "n", "on": "fire n1 egg"}), "notes[0].on: “egg” is no timer"),
        (json!({"id": "n", "on": "crash n1", "at": "n9"}), "notes[0].at: “n9” is no node of this cluster"),
        (json!({"id": "n", "on": "crash n1", "at": "message"}), "notes[0].at: what brings this note up is about no"),
        (json!({"id": "n", "when": {"leader": {}}, "at": "message"}), "notes[0].at: a predicate is about no message"),
        (json!({"id": "n", "when": {"king": {}}}), "notes[0].when: unknown variant `king`"),
        (json!({"id": "N", "on": "crash n1"}), "notes[0].id: “N” is no id"),
    ] {
        let found = wrong(with(watch(), "notes", json!([note])));
        assert!(found.starts_with(&format!("steps[0].watch.{says}")), "{found}");
    }
    let twice = json!([{"id": "n", "on": "crash n1"}, {"id": "n", "on": "crash n2"}]);
    assert_eq!(wrong(with(watch(), "notes", twice)), "steps[0].watch.notes[1].id: “n” stands there twice");
}

#[test]
fn what_could_grow_without_end_is_bounded() {
    let mut deep = json!({"leader": {}});
    for _ in 0..20 {
        deep = json!({"not": deep});
    }
    assert!(wrong(with(watch(), "until", deep)).starts_with("steps[0].watch.until: nests deeper than 16 levels"));
    let wide = json!({"any": vec![json!({"leader": {}}); 300]});
    assert!(wrong(with(watch(), "until", wide)).starts_with("steps[0].watch.until: holds "));
    let many = vec![json!({"act": "crash n1"}); 201];
    assert!(wrong(with(watch(), "start", json!(many))).starts_with("steps[0].watch.start: has 201 moves"));
    let long = json!([{"run-for-ms": 60_001}]);
    assert!(wrong(with(watch(), "start", long)).starts_with("steps[0].watch.start[0].run-for-ms: is 60001"));
    let notes: Vec<_> = (0..21).map(|n| json!({"id": format!("n{n}"), "on": "crash n1"})).collect();
    assert_eq!(wrong(with(watch(), "notes", json!(notes))), "steps[0].watch.notes: must be 0 to 20, not 21");
    // As deep as JSON may nest at all.
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let text = of_one(watch()).replace("{\"leader\":{}}", &nested);
    assert!(
        Lesson::parse(&text)
            .map_err(|fault| say(&fault.text()))
            .expect_err("not read")
            .contains("brackets lie deeper than 128 levels")
    );
}
