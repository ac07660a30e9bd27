//! What the words of `paxos-duelling-proposers` tell.

use quorum_protocols::paxos::Paxos;
use serde_json::{Value, json};

use crate::{Told, act, run_for_ms, tell, until};

fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

fn not(this: Value) -> Value {
    json!({"not": this})
}

fn bound(node: &str, ballot: &str) -> Value {
    json!({"bound": {"node": node, "ballot": ballot}})
}

fn proposes(node: &str, ballot: &str, value: &str) -> Value {
    json!({"accepting": {"node": node, "ballot": ballot, "value": value}})
}

/// Nobody has accepted anything.
fn nothing_accepted() -> Value {
    all(["n3", "n4", "n5"].map(|node| not(json!({"accepted": {"node": node}}))))
}

fn told() -> Value {
    all(["c1", "c2"].map(|client| json!({"answered": {"client": client}})))
}

#[test]
fn what_the_words_of_paxos_duelling_proposers_tell_is_what_happens() {
    let begun =
        all([json!({"preparing": {"node": "n1", "ballot": "1.n1"}}), not(json!({"preparing": {"node": "n2"}}))]);
    let third = all([json!({"round-at-least": 3}), nothing_accepted()]);
    let undone = all([nothing_accepted(), not(json!({"chosen": {}})), json!({"round-at-least": 8})]);
    tell::<Paxos>(
        "paxos-duelling-proposers",
        &[
            Told::of("two-at-once", begun.clone(), third.clone()).by_way_of([
                all([bound("n3", "1.n1"), begun.clone()]),
                bound("n3", "1.n2"),
                // Its promises came before its value was refused.
                all([proposes("n1", "1.n1", "A"), bound("n3", "1.n2")]),
                all([bound("n3", "2.n1"), nothing_accepted()]),
                all([proposes("n2", "1.n2", "B"), bound("n3", "2.n1")]),
                json!({"preparing": {"node": "n2", "ballot": "2.n2"}}),
            ]),
            Told::of("and-so-on", third.clone(), undone)
                .by_way_of([json!({"accepting": {"node": "n1"}}), json!({"accepting": {"node": "n2"}})])
                // “It would go on like this for ever”: ten seconds more, at least.
                .and_then([run_for_ms(10_000)], all([nothing_accepted(), json!({"round-at-least": 100})])),
            Told::of("end-it", third, json!({"chosen": {"value": "A"}}))
                .or_else([act("crash n2"), until(&json!({"chosen": {}}))], json!({"chosen": {"value": "A"}}))
                .or_else([act("pause n1"), until(&json!({"chosen": {}}))], json!({"chosen": {"value": "B"}}))
                .or_else([act("crash n1"), run_for_ms(250)], json!({"chosen": {"value": "B"}})),
            Told::of("back-off", begun, all([told(), json!({"knows": {"node": "n1", "value": "B"}})])).by_way_of([
                all([proposes("n1", "1.n1", "A"), bound("n3", "1.n2")]),
                json!({"backing-off": {"node": "n1"}}),
                json!({"chosen": {"value": "B", "ballot": "1.n2"}}),
            ]),
        ],
    );
}
