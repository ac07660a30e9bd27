//! What the words of `raft-figure-8` tell.

use quorum_protocols::raft::Raft;
use serde_json::{Value, json};

use crate::{Told, act, tell, until};

fn entry(node: &str, index: u64, term: u64) -> Value {
    json!({"entry": {"node": node, "index": index, "term": term}})
}

/// The terms of a server's whole log.
fn log(node: &str, terms: &[u64]) -> Value {
    let entries = terms.iter().zip(1..).map(|(term, index)| entry(node, index, *term));
    let longer = json!({"log-length": {"node": node, "at-least": terms.len() + 1}});
    let all: Vec<_> = entries.chain([json!({"not": longer})]).collect();
    json!({"all": all})
}

/// The terms of all five logs.
fn logs(five: [&[u64]; 5]) -> Value {
    all([1, 2, 3, 4, 5].map(|number| log(&format!("n{number}"), five[number - 1])))
}

fn leads(node: &str, term: u64) -> Value {
    json!({"leader": {"node": node, "term": term}})
}

fn down(node: &str) -> Value {
    json!({"down": {"node": node}})
}

fn told(yes: bool) -> Value {
    let answered = json!({"answered": {"client": "c1"}});
    if yes { answered } else { json!({"not": answered}) }
}

fn x(node: &str, value: &str) -> Value {
    json!({"value": {"node": node, "key": "x", "value": value}})
}

fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

/// With the commit rule changed: pictures (a) to (d).
fn the_variant() -> [Told<Raft>; 4] {
    let c = all([logs([&[2, 2], &[2, 2], &[2, 2], &[2, 2], &[2, 3]]), leads("n1", 4), down("n5"), told(true)]);
    [
        Told::of(
            "two-of-five",
            all([leads("n1", 2), logs([&[2], &[2], &[2], &[2], &[2]]), x("n1", "0"), x("n5", "0")]),
            all([logs([&[2, 2], &[2, 2], &[2], &[2], &[2]]), told(false)]),
        ),
        Told::of(
            "who-leads-next",
            all([
                logs([&[2, 2], &[2, 2], &[2], &[2], &[2]]),
                json!({"no-leader": {}}),
                json!({"role": {"node": "n1", "role": "follower"}}),
            ]),
            leads("n5", 3),
        )
        .by_way_of([json!({"candidate": {"node": "n5"}})]),
        Told::of(
            "on-a-majority",
            all([
                logs([&[2, 2], &[2, 2], &[2], &[2], &[2, 3]]),
                leads("n5", 3),
                json!({"isolated": {"node": "n5"}}),
                json!({"entry": {"node": "n5", "index": 2, "command": "put y 1"}}),
                told(false),
            ]),
            c.clone(),
        )
        .by_way_of([
            all([leads("n1", 4), log("n1", &[2, 2]), log("n3", &[2])]),
            all([entry("n3", 2, 2), json!({"not": {"committed": {"node": "n1", "index": 2}}})]),
            all([json!({"committed": {"node": "n1", "index": 2}}), told(false)]),
        ]),
        Told::of("make-it-vanish", c, all([log("n5", &[2, 3]), down("n1"), down("n2")]))
            .by_way_of([json!({"leader": {"node": "n5", "term-at-least": 5}})])
            .and_then(
                [until(&all([entry("n3", 2, 3), entry("n4", 2, 3), json!({"committed": {"node": "n5", "index": 2}})]))],
                x("n5", "0"),
            )
            // The hints: with one crash somebody else wins, and an n5 that comes back to a leader is put right by it.
            .or_else(
                [act("crash n1"), act("restart n5"), until(&json!({"leader": {"term-at-least": 5}}))],
                json!({"not": {"leader": {"node": "n5"}}}),
            )
            .or_else([act("restart n5"), until(&entry("n5", 2, 2))], leads("n1", 4)),
    ]
}

#[test]
fn what_the_words_of_raft_figure_8_tell_is_what_happens() {
    let c = all([
        logs([&[2, 2, 4], &[2, 2], &[2, 2, 4], &[2], &[2, 3]]),
        json!({"entry": {"node": "n1", "index": 2, "command": "put x 1"}}),
        leads("n1", 4),
        down("n5"),
        told(false),
    ]);
    let mut steps = Vec::from(the_variant());
    steps.extend([
        Told::of(
            "the-rule",
            c.clone(),
            all([json!({"leader": {"node": "n5", "term-at-least": 5}}), entry("n2", 2, 3), told(false)]),
        )
        .by_way_of([all([
            json!({"leader": {"node": "n5", "term-at-least": 5}}),
            entry("n2", 2, 2),
            down("n1"),
            down("n3"),
        ])]),
        Told::of("own-term", c, all([told(true), x("n1", "1"), log("n2", &[2, 2, 4]), leads("n1", 4)]))
            .by_way_of([all([json!({"committed": {"node": "n1", "index": 3}}), told(false)])]),
        Told::of(
            "too-late",
            all([logs([&[2, 2, 4], &[2, 2, 4], &[2, 2, 4], &[2], &[2, 3]]), down("n5"), told(true)]),
            all([
                json!({"leader": {"node": "n2", "term-at-least": 5}}),
                entry("n2", 2, 2),
                entry("n2", 3, 4),
                down("n1"),
                down("n3"),
            ]),
        )
        .by_way_of([json!({"candidate": {"node": "n5"}}), json!({"candidate": {"node": "n2"}})]),
    ]);
    tell("raft-figure-8", &steps);
}
