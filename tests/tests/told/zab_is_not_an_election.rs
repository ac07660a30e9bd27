//! What the words of `zab-is-not-an-election` tell.

use quorum_protocols::zab::Zab;
use serde_json::json;

use crate::{
    Told, tell,
    zab_broadcast::{all, answered, has, last, not, primary},
};

#[test]
fn what_the_words_of_zab_is_not_an_election_tell_is_what_happens() {
    let promised = |node: &str| json!({"accepted-epoch-at-least": {"node": node, "epoch": 1}});
    let took_over = |node: &str| json!({"current-epoch-at-least": {"node": node, "epoch": 1}});
    let told: [Told<Zab>; 5] = [
        Told::of(
            "elected",
            json!({"looking-at-least": 3}),
            all([json!({"elected": {"node": "n3"}}), not(promised("n1")), not(promised("n2")), not(promised("n3"))]),
        )
        .by_way_of([json!({"wants": {"node": "n1", "leader": "n3"}})]),
        Told::of("served", json!({"elected": {"node": "n3"}}), not(answered())),
        Told::of("phases", json!({"elected": {"node": "n3"}}), primary("n3", 1, 2)).by_way_of([
            all([promised("n3"), not(promised("n1")), not(took_over("n3"))]),
            all([promised("n1"), took_over("n3"), not(took_over("n1")), not(json!({"primary": {}}))]),
            json!({"primary": {"node": "n3"}}),
        ]),
        Told::of(
            "right-one",
            all([has("n1", "1.1"), has("n2", "1.1"), last("n3", "0.0"), json!({"looking-at-least": 3})]),
            json!({"primary": {"node": "n2", "epoch": 2}}),
        ),
        Told::of(
            "wrong-one",
            all([has("n1", "1.1"), has("n2", "1.1"), last("n3", "0.0"), json!({"looking-at-least": 3})]),
            all([has("n1", "1.1"), has("n2", "1.1"), last("n3", "0.0"), not(json!({"primary": {}}))]),
        )
        .by_way_of([json!({"elected": {"node": "n3"}}), json!({"looking-at-least": 3})]),
    ];
    tell("zab-is-not-an-election", &told);
}
