//! What the words of `redis-lock` tell, and how the other lessons on locks say the same things.

use quorum_protocols::redis::RedisLock;
use serde_json::{Value, json};

use crate::{Told, run_for_ms, tell, until};

pub fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

pub fn not(this: Value) -> Value {
    json!({"not": this})
}

pub fn holds(client: &str) -> Value {
    json!({"holds": {"client": client}})
}

/// Whose key a Redis has.
pub fn key(node: &str, owner: Option<&str>) -> Value {
    json!({"key": {"node": node, "owner": owner}})
}

pub fn phase(client: &str, phase: &str) -> Value {
    json!({"client": {"client": client, "phase": phase}})
}

pub fn answered(client: &str, with: &str) -> Value {
    json!({"answered": {"client": client, "with": with}})
}

pub fn value(value: u32) -> Value {
    json!({"value": value})
}

pub fn writes(count: u32) -> Value {
    json!({"writes-at-least": count})
}

#[test]
fn what_the_words_of_redis_lock_tell_is_what_happens() {
    let two = || json!({"holders-at-least": 2});
    let told: [Told<RedisLock>; 5] = [
        Told::of("take-turns", all([value(0), key("n1", None)]), all([value(2), writes(2)])).by_way_of([
            all([holds("c1"), key("n1", Some("c1"))]),
            all([phase("c2", "waiting"), holds("c1")]),
            all([value(1), answered("c1", "written")]),
            all([holds("c2"), not(holds("c1")), key("n1", Some("c2"))]),
        ]),
        Told::of("look-then-set", value(0), two()).by_way_of([all([phase("c2", "trying"), key("n1", None)])]),
        Told::of("crash", all([phase("c1", "working"), key("n1", Some("c1"))]), key("n1", Some("c1")))
            .and_then([until(&key("n1", None))], json!({"down": {"node": "c1"}}))
            .and_then([until(&answered("c2", "written"))], value(1)),
        Told::of("whose-key", all([phase("c1", "working"), holds("c1")]), answered("c1", "too-late")).by_way_of([
            all([json!({"paused": {"node": "c1"}}), key("n1", None)]),
            all([holds("c1"), holds("c2"), key("n1", Some("c2"))]),
            // c2 is still at work when its key goes.
            all([holds("c2"), key("n1", None)]),
        ]),
        Told::of(
            "replica",
            all([
                holds("c1"),
                key("n1", Some("c1")),
                key("n2", None),
                json!({"role": {"node": "n2", "role": "replica"}}),
            ]),
            two(),
        )
        .by_way_of([all([json!({"role": {"node": "n2", "role": "master"}}), key("n2", None), holds("c1")])])
        .and_then([run_for_ms(0)], all([json!({"down": {"node": "n1"}}), key("n2", Some("c2"))])),
    ];
    tell("redis-lock", &told);
}
