//! What the words of `paxos-one-value` tell.

use quorum_protocols::paxos::Paxos;
use serde_json::{Value, json};

use crate::{Told, act, run_for_ms, tell, until};

fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

fn not(this: Value) -> Value {
    json!({"not": this})
}

fn has(node: &str, value: &str, ballot: &str) -> Value {
    json!({"accepted": {"node": node, "value": value, "ballot": ballot}})
}

fn bound(node: &str, ballot: Option<&str>) -> Value {
    json!({"bound": {"node": node, "ballot": ballot}})
}

fn knows(node: &str, value: &str) -> Value {
    json!({"knows": {"node": node, "value": value}})
}

fn down(node: &str) -> Value {
    json!({"down": {"node": node}})
}

fn told(client: &str) -> Value {
    json!({"answered": {"client": client}})
}

/// Nothing is on any acceptor's disk.
fn fresh() -> Value {
    all(["n3", "n4", "n5"].map(|node| bound(node, None)))
}

#[test]
fn what_the_words_of_paxos_one_value_tell_is_what_happens() {
    let nothing_chosen = not(json!({"chosen": {}}));
    let stuck = all([down("n4"), down("n5"), bound("n3", Some("2.n1")), not(told("c1"))]);
    tell::<Paxos>(
        "paxos-one-value",
        &[
            Told::of("two-phases", fresh(), all([told("c1"), knows("n1", "A")])).by_way_of([
                // It sends no value before it has its promises.
                json!({"preparing": {"node": "n1", "ballot": "1.n1"}}),
                all([bound("n3", Some("1.n1")), not(json!({"accepting": {}}))]),
                all([json!({"accepting": {"node": "n1", "value": "A"}}), nothing_chosen.clone()]),
                // Chosen before anybody knows.
                all([json!({"chosen": {"value": "A", "ballot": "1.n1"}}), not(json!({"knows": {}}))]),
            ]),
            Told::of(
                "nobody-knows",
                all([json!({"chosen": {"value": "A"}}), down("n1"), not(json!({"knows": {}})), not(told("c1"))]),
                all([told("c2"), knows("n2", "A"), down("n1")]),
            )
            .by_way_of([json!({"preparing": {"node": "n2"}}), json!({"accepting": {"node": "n2", "value": "A"}})]),
            Told::of(
                "one-down",
                all([down("n5"), fresh()]),
                all([told("c1"), has("n3", "A", "1.n1"), has("n4", "A", "1.n1"), down("n5")]),
            ),
            Told::of("two-down", all([down("n4"), down("n5"), fresh()]), all([stuck.clone(), nothing_chosen.clone()]))
                .by_way_of([
                    json!({"preparing": {"node": "n1", "ballot": "1.n1", "promises": 1}}),
                    json!({"backing-off": {"node": "n1"}}),
                    json!({"preparing": {"node": "n1", "ballot": "2.n1"}}),
                ]),
            Told::of("bring-one-back", stuck.clone(), all([told("c1"), knows("n1", "A"), down("n5")]))
                .by_way_of([all([bound("n4", None), not(down("n4"))])])
                // Any of the two does.
                .or_else([act("restart n5"), until(&told("c1"))], knows("n1", "A"))
                // And without one it goes on like this.
                .or_else([run_for_ms(2_000)], all([nothing_chosen, json!({"round-at-least": 4})])),
        ],
    );
}
