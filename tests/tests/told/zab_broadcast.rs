//! What the words of `zab-broadcast` tell.

use quorum_protocols::zab::Zab;
use serde_json::{Value, json};

use crate::{Told, act, run_for_ms, tell, until};

pub fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

pub fn any(these: impl Into<Vec<Value>>) -> Value {
    json!({"any": these.into()})
}

pub fn not(this: Value) -> Value {
    json!({"not": this})
}

pub fn primary(node: &str, epoch: u64) -> Value {
    json!({"primary": {"node": node, "epoch": epoch}})
}

pub fn phase(node: &str, phase: &str) -> Value {
    json!({"phase": {"node": node, "phase": phase}})
}

pub fn has(node: &str, zxid: &str) -> Value {
    json!({"has": {"node": node, "zxid": zxid}})
}

pub fn last(node: &str, zxid: &str) -> Value {
    json!({"last": {"node": node, "zxid": zxid}})
}

pub fn delivered(node: &str, zxid: &str) -> Value {
    json!({"delivered": {"node": node, "zxid": zxid}})
}

pub fn value(node: &str, key: &str, value: Option<&str>) -> Value {
    json!({"value": {"node": node, "key": key, "value": value}})
}

pub fn down(node: &str) -> Value {
    json!({"down": {"node": node}})
}

pub fn answered(client: &str) -> Value {
    json!({"answered": {"client": client}})
}

#[test]
fn what_the_words_of_zab_broadcast_tell_is_what_happens() {
    let served = || all([primary("n3", 1), json!({"primary": {"followed-by": 2}})]);
    let lacks = |node: &str, zxid: &str| not(has(node, zxid));
    let under_way = || all([last("n3", "1.4"), lacks("n1", "1.3"), lacks("n2", "1.3"), not(delivered("n3", "1.3"))]);
    let told: [Told<Zab>; 5] = [
        Told::of(
            "a-proposal",
            all([served(), last("n3", "0.0")]),
            all([answered("c1"), value("n3", "x", Some("1")), value("n1", "x", Some("1"))]),
        )
        .by_way_of([
            all([last("n3", "1.1"), lacks("n1", "1.1"), lacks("n2", "1.1")]),
            // On two of three, and nobody delivers yet.
            all([any([has("n1", "1.1"), has("n2", "1.1")]), not(json!({"delivered": {"zxid": "1.1"}}))]),
            // The primary first, its followers once they are told.
            all([delivered("n3", "1.1"), not(delivered("n1", "1.1")), not(delivered("n2", "1.1"))]),
        ]),
        Told::of("two-at-once", all([delivered("n3", "1.2"), last("n3", "1.2"), served()]), under_way()),
        Told::of(
            "broken-connection",
            all([under_way(), last("n1", "1.2")]),
            all([last("n1", "1.2"), phase("n1", "election")]),
        ),
        Told::of(
            "synchronized-again",
            all([last("n1", "1.2"), phase("n1", "election"), has("n2", "1.4"), primary("n3", 1)]),
            all([delivered("n1", "1.4"), served()]),
        )
        .by_way_of([
            phase("n1", "discovery"),
            all([phase("n1", "synchronization"), last("n1", "1.2")]),
            all([phase("n1", "synchronization"), last("n1", "1.4")]),
        ]),
        Told::of(
            "too-early",
            all([delivered("n1", "1.1"), value("n1", "x", Some("1")), has("n5", "1.1"), not(answered("c1"))]),
            all([primary("n4", 2), json!({"has": {"node": "n4", "zxid": "2.1", "command": "put x 1"}}), down("n1")]),
        )
        .by_way_of([all([primary("n4", 2), lacks("n4", "1.1"), lacks("n2", "1.1"), lacks("n3", "1.1")])])
        // With one of the two it is kept.
        .or_else([act("crash n5"), until(&delivered("n4", "1.1"))], has("n2", "1.1"))
        .or_else([act("crash n1"), until(&delivered("n4", "1.1"))], has("n2", "1.1"))
        .or_else([run_for_ms(2_000)], has("n4", "1.1")),
    ];
    tell("zab-broadcast", &told);
}
