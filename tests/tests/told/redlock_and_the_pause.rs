//! What the words of `redlock-and-the-pause` tell.

use quorum_protocols::redis::Redlock;
use serde_json::{Value, json};

use crate::{
    Told, act,
    redis_lock::{all, answered, holds, key, not, phase, value, writes},
    run_for_ms, tell, until,
};

/// Whose keys the five have.
fn keys(five: [Option<&str>; 5]) -> Value {
    all(five.iter().zip(1..).map(|(owner, number)| key(&format!("n{number}"), *owner)).collect::<Vec<_>>())
}

#[test]
fn what_the_words_of_redlock_and_the_pause_tell_is_what_happens() {
    let two = || json!({"holders-at-least": 2});
    let (c1, c2) = (Some("c1"), Some("c2"));
    let by_three = || all([holds("c1"), keys([c1, c1, c1, None, None])]);
    let told: [Told<Redlock>; 5] = [
        Told::of(
            "three-of-five",
            all([json!({"down": {"node": "n4"}}), json!({"down": {"node": "n5"}}), value(0)]),
            value(1),
        )
        .by_way_of([all([holds("c1"), json!({"keys-at-least": {"owner": "c1", "count": 3}})])]),
        Told::of("restart", by_three(), all([two(), keys([c1, c1, c2, c2, c2])]))
            .by_way_of([all([key("n3", None), holds("c1")])]),
        Told::of("clock", by_three(), all([two(), keys([c1, c1, c2, c2, c2])])).by_way_of([all([
            key("n3", None),
            key("n1", c1),
            holds("c1"),
        ])]),
        Told::of(
            "late-answers",
            all([json!({"paused": {"node": "c1"}}), holds("c2"), phase("c1", "trying")]),
            all([holds("c2"), not(holds("c1"))]),
        ),
        Told::of("pause", all([phase("c1", "checked"), value(0), keys([c1; 5])]), all([writes(2), value(1)]))
            .by_way_of([
                all([json!({"paused": {"node": "c1"}}), holds("c2"), holds("c1"), value(0)]),
                all([answered("c2", "written"), value(1)]),
            ])
            // Without the pause nothing goes wrong, nor with one that is over before the keys are.
            .or_else([until(&value(2))], writes(2))
            .or_else([act("pause c1"), run_for_ms(100), act("resume c1"), until(&value(2))], writes(2)),
    ];
    tell("redlock-and-the-pause", &told);
}
