//! What the words of `two-phase-commit` tell.

use quorum_protocols::two_phase_commit::TwoPhaseCommit;
use serde_json::{Value, json};

use crate::{Told, act, run_for_ms, tell, until};

/// Whether a server's log has such a record.
pub(crate) fn record(node: &str, kind: &str) -> Value {
    json!({"record": {"node": node, "kind": kind}})
}

pub(crate) fn not(what: Value) -> Value {
    json!({ "not": what })
}

pub(crate) fn all<const N: usize>(what: [Value; N]) -> Value {
    json!({ "all": what.to_vec() })
}

pub(crate) fn holds_all(a: i64, b: i64) -> Value {
    json!({"all": [{"balance": {"node": "n2", "is": a}}, {"balance": {"node": "n3", "is": b}}]})
}

pub(crate) fn in_doubt(node: &str) -> Value {
    json!({"in-doubt": {"node": node}})
}

pub(crate) fn blocked(node: &str) -> Value {
    json!({"blocked": {"node": node}})
}

#[test]
fn what_the_words_of_two_phase_commit_tell_is_what_happens() {
    let about_to_decide = || {
        all([
            json!({"collecting": {"yes-at-least": 1}}),
            record("n2", "prepared"),
            record("n3", "prepared"),
            not(record("n1", "commit")),
        ])
    };
    let told: [Told<TwoPhaseCommit>; 6] = [
        Told::of(
            "can-you",
            all([json!({"idle": {}}), holds_all(100, 100)]),
            all([record("n2", "prepared"), record("n3", "prepared"), holds_all(100, 100)]),
        )
        .by_way_of([
            all([json!({"collecting": {}}), not(in_doubt("n2")), not(in_doubt("n3"))]),
            all([record("n2", "prepared"), not(record("n3", "prepared")), in_doubt("n2")]),
        ]),
        Told::of(
            "before-the-record",
            about_to_decide(),
            all([
                record("n2", "aborted"),
                record("n3", "aborted"),
                not(record("n1", "commit")),
                not(record("n1", "aborted")),
                holds_all(100, 100),
            ]),
        )
        .by_way_of([json!({"down": {"node": "n1"}}), json!({"blocked": {}})]),
        Told::of(
            "after-the-record",
            about_to_decide(),
            all([record("n2", "committed"), record("n3", "committed"), holds_all(70, 130)]),
        )
        .by_way_of([
            all([
                json!({"down": {"node": "n1"}}),
                record("n1", "commit"),
                not(record("n2", "committed")),
                not(record("n3", "committed")),
            ]),
            // It tells before it is asked.
            all([not(json!({"down": {"node": "n1"}})), not(json!({"blocked": {}}))]),
        ]),
        Told::of(
            "one-no",
            holds_all(100, 100),
            all([
                json!({"told": {"client": "c1", "outcome": "aborted"}}),
                record("n3", "prepared"),
                record("n3", "aborted"),
                not(in_doubt("n3")),
                not(record("n2", "prepared")),
            ]),
        )
        .by_way_of([record("n2", "aborted"), record("n1", "aborted")]),
        Told::of(
            "when-to-forget",
            all([record("n1", "commit"), not(record("n2", "committed")), in_doubt("n3")]),
            all([record("n1", "end"), record("n3", "committed"), json!({"idle": {}})]),
        )
        .by_way_of([all([record("n2", "committed"), in_doubt("n3"), not(json!({"idle": {}}))])]),
        Told::of(
            "forget-early",
            all([record("n1", "commit"), record("n1", "end"), in_doubt("n2"), in_doubt("n3")]),
            all([record("n2", "committed"), record("n3", "aborted")]),
        )
        .by_way_of([blocked("n3")])
        .or_else([act("drop n1>n3 Commit#1"), until(&record("n3", "aborted"))], record("n2", "committed"))
        .or_else([run_for_ms(60)], all([record("n2", "committed"), record("n3", "committed")])),
    ];
    tell("two-phase-commit", &told);
}
