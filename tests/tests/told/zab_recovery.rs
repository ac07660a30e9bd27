//! What the words of `zab-recovery` tell.

use quorum_protocols::zab::Zab;
use serde_json::json;

use crate::{
    Told, tell,
    zab_broadcast::{all, delivered, down, has, last, not, primary},
};

#[test]
fn what_the_words_of_zab_recovery_tell_is_what_happens() {
    let told: [Told<Zab>; 4] = [
        Told::of(
            "alone",
            all([has("n3", "1.1"), last("n1", "0.0"), last("n2", "0.0"), down("c1")]),
            all([down("n3"), primary("n2", 2, 1), last("n1", "0.0"), last("n2", "0.0")]),
        )
        .by_way_of([json!({"looking-at-least": 2}), json!({"elected": {"node": "n2"}})]),
        Told::of(
            "comes-back",
            all([down("n3"), has("n3", "1.1"), primary("n2", 2, 1)]),
            all([primary("n2", 2, 2), last("n1", "0.0"), last("n2", "0.0"), last("n3", "0.0")]),
        )
        .by_way_of([all([has("n3", "1.1"), json!({"phase": {"node": "n3", "phase": "synchronization"}})])]),
        Told::of(
            "one-has-it",
            all([down("n3"), has("n1", "1.1"), last("n2", "0.0")]),
            all([primary("n1", 2, 1), delivered("n1", "1.1"), delivered("n2", "1.1")]),
        )
        .by_way_of([json!({"wants": {"node": "n2", "leader": "n1"}})]),
        Told::of(
            "too-early",
            primary("n3", 1, 2),
            all([json!({"primary": {"epoch": 1}}), not(down("n1")), not(down("n2")), not(down("n3"))]),
        )
        .by_way_of([not(json!({"accepted-epoch-at-least": {"node": "n3", "epoch": 1}}))]),
    ];
    tell("zab-recovery", &told);
}
