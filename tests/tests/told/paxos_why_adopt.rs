//! What the words of `paxos-why-adopt` tell.

use quorum_protocols::paxos::Paxos;
use serde_json::{Value, json};

use crate::{Told, tell};

fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

fn not(this: Value) -> Value {
    json!({"not": this})
}

fn has(node: &str, value: &str, ballot: &str) -> Value {
    json!({"accepted": {"node": node, "value": value, "ballot": ballot}})
}

fn has_nothing(node: &str) -> Value {
    not(json!({"accepted": {"node": node}}))
}

fn knows(node: &str, value: &str) -> Value {
    json!({"knows": {"node": node, "value": value}})
}

fn proposes(node: &str, value: &str) -> Value {
    json!({"accepting": {"node": node, "value": value}})
}

fn chosen(value: &str) -> Value {
    json!({"chosen": {"value": value}})
}

fn told(client: &str) -> Value {
    json!({"answered": {"client": client}})
}

#[test]
fn what_the_words_of_paxos_why_adopt_tell_is_what_happens() {
    let nobody_else = [has_nothing("n4"), has_nothing("n5"), not(json!({"chosen": {}})), not(told("c1"))];
    let alone =
        all([[has("n3", "A", "1.n1"), json!({"down": {"node": "n1"}})].to_vec(), nobody_else.to_vec()].concat());
    let settled = all([
        all(["n3", "n4", "n5"].map(|node| has(node, "A", "1.n1"))),
        told("c1"),
        chosen("A"),
        not(json!({"knows": {"node": "n2"}})),
    ]);
    tell::<Paxos>(
        "paxos-why-adopt",
        &[
            Told::of("what-is-proposed", settled, all([told("c2"), knows("n1", "A"), knows("n2", "A")]))
                .by_way_of([json!({"preparing": {"node": "n2", "ballot": "1.n2"}}), proposes("n2", "A")]),
            Told::of("without-the-rule", not(json!({"round-at-least": 1})), all([knows("n1", "A"), knows("n2", "B")]))
                .by_way_of([
                    all([told("c1"), chosen("A"), not(json!({"knows": {"node": "n2"}}))]),
                    all([proposes("n2", "B"), chosen("A")]),
                ]),
            Told::of(
                "only-one-has-it",
                alone.clone(),
                all([told("c2"), chosen("A"), has_nothing("n5"), knows("n2", "A")]),
            )
            .by_way_of([all([proposes("n2", "A"), not(json!({"chosen": {}}))])]),
            Told::of("not-asked", alone, all([told("c2"), chosen("B"), has("n3", "A", "1.n1"), knows("n2", "B")]))
                .by_way_of([proposes("n2", "B")]),
            Told::of(
                "two-reports",
                all([
                    has("n3", "Z", "1.n1"),
                    has("n4", "B", "1.n2"),
                    json!({"chosen": {"value": "B", "ballot": "1.n2"}}),
                    json!({"down": {"node": "n5"}}),
                    not(json!({"down": {"node": "n1"}})),
                    not(json!({"knows": {"node": "n1"}})),
                    not(told("c1")),
                ]),
                json!({"accepting": {"node": "n1", "value": "B", "ballot": "2.n1"}}),
            )
            .by_way_of([json!({"preparing": {"node": "n1", "ballot": "2.n1", "promises": 1}})]),
        ],
    );
}
