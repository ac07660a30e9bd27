//! What the words of `ring-membership` tell.

use quorum_protocols::hash_ring::HashRing;
use serde_json::{Value, json};

use crate::{Told, act, run_for_ms, tell, until};

fn holds(node: &str, key: &str, value: &str) -> Value {
    json!({"holds": {"node": node, "key": key, "value": value}})
}

fn has(node: &str, key: &str) -> Value {
    json!({"holds": {"node": node, "key": key}})
}

fn view(node: &str, epoch: u32) -> Value {
    json!({"view": {"node": node, "epoch": epoch}})
}

fn member(node: &str) -> Value {
    json!({"member": {"node": node}})
}

fn told(client: &str, answer: &str) -> Value {
    json!({"told": {"client": client, "answer": answer}})
}

fn not(what: Value) -> Value {
    json!({ "not": what })
}

fn all<const N: usize>(what: [Value; N]) -> Value {
    json!({ "all": what.to_vec() })
}

/// Nobody but n3 has q.
fn at_n3_alone() -> Value {
    all([has("n3", "q"), not(has("n2", "q")), not(has("n4", "q")), not(has("n5", "q")), not(has("n6", "q"))])
}

#[test]
fn what_the_words_of_ring_membership_tell_is_what_happens() {
    let steps: [Told<HashRing>; 6] = [
        Told::of(
            "who-has-it",
            all([member("n2"), member("n5"), not(member("n6")), not(has("n3", "q"))]),
            all([at_n3_alone(), holds("n3", "q", "1"), told("c1", "done"), not(view("c1", 2))]),
        ),
        Told::of(
            "one-more",
            all([at_n3_alone(), holds("n4", "x", "2"), not(json!({"changing": {}}))]),
            all([holds("n6", "q", "1"), not(has("n3", "q")), holds("n4", "x", "2"), not(has("n6", "x")), member("n6")]),
        )
        .by_way_of([
            all([json!({"changing": {}}), view("n3", 2), at_n3_alone()]),
            // n2 and n4 have handed over, and n6 waits for n3.
            all([json!({"heard": {"node": "n6", "at-least": 2}}), not(has("n6", "q"))]),
            all([json!({"heard": {"node": "n6", "at-least": 3}}), has("n3", "q"), has("n6", "q"), view("n5", 2)]),
            all([view("n1", 3), has("n3", "q"), has("n6", "q")]),
        ]),
        Told::of(
            "old-view",
            all([not(view("c1", 2)), has("n6", "q"), not(has("n3", "q")), view("n3", 3)]),
            all([holds("n6", "q", "3"), not(has("n3", "q")), told("c1", "done"), view("c1", 3)]),
        )
        .by_way_of([all([view("c1", 3), holds("n6", "q", "1")])]),
        Told::of(
            "in-the-middle",
            all([view("n3", 2), not(view("n6", 3)), at_n3_alone(), json!({"changing": {}})]),
            all([holds("n3", "q", "3"), holds("n6", "q", "3"), json!({"changing": {}}), told("c1", "done")]),
        )
        .by_way_of([all([view("c1", 2), not(view("c1", 3))])])
        // What n3 had sent before arrives, and does not take the place of what is newer.
        .and_then(
            [until(&json!({"heard": {"node": "n6", "at-least": 3}}))],
            all([holds("n6", "q", "3"), json!({"changing": {}})]),
        )
        .and_then([until(&view("n3", 3))], all([holds("n6", "q", "3"), not(has("n3", "q"))])),
        Told::of(
            "too-soon",
            all([holds("n3", "q", "1"), told("c1", "done"), not(json!({"changing": {}}))]),
            all([told("c1", "nothing"), member("n6")]),
        )
        .by_way_of([
            all([member("n6"), has("n3", "q"), not(has("n6", "q"))]),
            all([view("n3", 3), view("n6", 3), not(has("n3", "q")), not(has("n6", "q"))]),
        ])
        // The copy comes, and is passed over.
        .and_then([run_for_ms(400)], all([not(has("n6", "q")), not(has("n3", "q"))]))
        // The correct variant of the same: it is told by the step before.
        .or_else([act("invoke c1 get q"), until(&told("c1", "1"))], at_n3_alone()),
        Told::of(
            "one-is-down",
            all([json!({"down": {"node": "n3"}}), has("n3", "q"), told("c1", "done")]),
            all([member("n6"), holds("n6", "q", "1"), json!({"down": {"node": "n3"}}), told("c2", "settled")]),
        )
        .by_way_of([json!({"heard": {"node": "n6", "at-least": 3}})])
        .and_then([act("invoke c1 get q"), until(&told("c1", "1"))], json!({"down": {"node": "n3"}})),
    ];
    tell("ring-membership", &steps);
}
