//! `quorum linearizable` as its user meets it: the classics, and files with something wrong.

use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::{Value, json};

fn said(args: &[&str], code: i32) -> String {
    let mut command = Command::cargo_bin("quorum").expect("built with the tests");
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).arg("linearizable").args(args);
    let assert = command.assert().code(code);
    let output = assert.get_output();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn example(name: &str) -> String {
    format!("tests/histories/{name}.json")
}

fn found(name: &str, code: i32) -> Value {
    serde_json::from_str(&said(&[&example(name), "--json"], code)).expect("JSON")
}

#[test]
fn a_stale_read_is_named_with_what_it_contradicts() {
    let told = said(&[&example("stale-read")], 1);
    assert!(told.starts_with("not linearizable"), "{told}");
    let [_, breaks] = told.split_once("there is none:\n").map(|(a, b)| [a, b]).expect("what breaks it is named");
    assert!(breaks.starts_with("  operations[2]  b  read → \"1\"  (4 to 5)\n"), "{told}");
    assert!(told.contains("the longest order, 2 operations:\n  operations[0]  a  write \"1\"  (0 to 1)\n"), "{told}");
    assert!(told.ends_with("come next:\n  operations[2]  b  read → \"1\"  (4 to 5)\n"), "{told}");
    assert_eq!(
        found("stale-read", 1),
        json!({ "verdict": "not-linearizable", "model": "register", "operations": 3, "parts": [
            { "part": "", "found": "misfit", "breaks": 2, "longest": [0, 1], "stuck": [2] } ] })
    );
}

#[test]
fn a_lost_update_is_found_on_its_key_and_the_other_key_is_in_order() {
    let parts = &found("lost-update", 1)["parts"];
    assert_eq!(parts[0]["part"], "x");
    assert_eq!((&parts[0]["found"], &parts[0]["breaks"]), (&json!("misfit"), &json!(3)));
    assert_eq!(parts[1], json!({ "part": "y", "found": "order", "order": [2] }));
}

#[test]
fn a_split_brain_breaks_where_the_second_value_is_read() {
    let parts = &found("split-brain", 1)["parts"];
    // a's and c's went well; of d's read on, whoever wrote last wrote too early.
    assert_eq!((&parts[0]["breaks"], &parts[0]["stuck"]), (&json!(3), &json!([3])));
}

#[test]
fn an_open_operation_is_placed_where_something_needs_it() {
    let open = found("open-operation", 0);
    assert_eq!(open["verdict"], "linearizable");
    assert_eq!(open["parts"], json!([{ "part": "x", "found": "order", "order": [1, 0, 3] }]));
    let told = said(&[&example("open-operation")], 0);
    assert!(
        told.starts_with("linearizable: one machine could have done all 4 operations\n\nx: in this order:"),
        "{told}"
    );
    assert!(told.contains("operations[0]  a  write \"2\" if it is \"1\"  (0, never returned)"), "{told}");
}

#[test]
fn a_lock_and_a_counter_have_models_too() {
    assert_eq!(found("two-holders", 1)["parts"][0]["breaks"], 2);
    assert_eq!(found("lost-count", 1)["parts"][0]["breaks"], 2);
}

#[test]
fn a_search_that_is_stopped_exits_with_3() {
    assert!(said(&[&example("stale-read"), "--steps", "1"], 3).contains("undecided after 1 steps"));
}

/// A file of this content.
fn file(content: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("history.json");
    std::fs::write(&path, content).expect("written");
    (folder, path)
}

fn operation(fields: &str) -> String {
    format!(r#"{{ "operations": [{{ "client": "a", "call": 1, {fields} }}] }}"#)
}

#[test]
fn the_model_stands_in_the_file_or_in_the_command() {
    let (_folder, path) = file(&operation(r#""return": 2, "op": "read", "result": null"#));
    let path = path.to_str().expect("a path");
    assert!(said(&[path], 2).contains("model: is missing: add \"model\""));
    said(&[path, "--model", "register"], 0);
    assert!(said(&[&example("stale-read"), "--model", "lock"], 2).contains("the file says \"register\""));
    assert!(said(&["--help"], 0).contains("A client does one\nthing at a time"));
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_remedy() {
    for (model, fields, expected) in [
        ("kv", r#""op": "get""#, "operations[0]: has no \"key\": name the key"),
        ("kv", r#""op": "fetch", "key": "x""#, "there is no \"op\" \"fetch\" of this model: write get, put"),
        ("kv", r#""op": "get", "key": "x", "return": 2"#, "needs a \"result\": the value as a text, or null"),
        ("kv", r#""op": "get", "key": "x", "result": "1""#, "has a \"result\" and no \"return\""),
        ("kv", r#""op": "put", "key": "x", "value": 1"#, "\"value\" is no text: put it in quotes"),
        (
            "kv",
            r#""op": "put", "key": "x", "value": "1", "return": 2, "result": "1""#,
            "has no \"result\": take it away",
        ),
        ("kv", r#""op": "cas", "key": "x", "value": "1""#, "has no \"old\": add"),
        ("kv", r#""op": "get", "key": "x", "return": 0, "result": null"#, "operations[0]: returns before it is called"),
        ("kv", r#""op": "get", "key": "x", "cal": 0"#, "unknown field `cal`"),
        ("register", r#""op": "read", "key": "x""#, "\"key\" means nothing to a read"),
        ("counter", r#""op": "add", "value": "1""#, "is no whole number that fits 64 bits"),
        ("counter", r#""op": "add", "value": 9223372036854775808"#, "is no whole number that fits 64 bits"),
        ("lock", r#""op": "acquire", "return": 2"#, "needs a \"result\", true or false"),
    ] {
        let (_folder, path) = file(&operation(fields));
        let told = said(&[path.to_str().expect("a path"), "--model", model], 2);
        assert!(told.contains(expected) && told.contains("history.json: "), "{fields}: {told}");
    }
    let long = "k".repeat(201);
    for (content, expected) in [
        ("[", "line 1, column 1"),
        ("{ \"operations\": 7 }", "expected a list, […]"),
        (&operation(&format!(r#""op": "delete", "key": "{long}""#)), "\"key\" has 201 bytes; 200 is the most"),
    ] {
        let (_folder, path) = file(content);
        let told = said(&[path.to_str().expect("a path"), "--model", "kv"], 2);
        assert!(told.contains(expected), "{content}: {told}");
    }
    let two = r#"{ "operations": [{ "client": "a", "call": 1, "return": 5, "op": "delete", "key": "x" },
        { "client": "a", "call": 2, "op": "delete", "key": "x" }] }"#;
    let (_folder, path) = file(two);
    let told = said(&[path.to_str().expect("a path"), "--model", "kv"], 2);
    assert!(told.contains("operations[1]: is called before operations[0] of the same client has returned"), "{told}");
    assert!(said(&["no-such-file.json"], 2).contains("cannot be read"));
}
