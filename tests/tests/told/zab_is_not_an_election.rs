//! What the words of `zab-is-not-an-election` tell.

use quorum_protocols::zab::Zab;
use serde_json::{Value, json};

use crate::{
    Told, run_for_ms, tell,
    zab_broadcast::{all, answered, delivered, down, has, last, not, phase, primary},
};

fn elected(node: &str) -> Value {
    json!({"elected": {"node": node}})
}

fn promised(node: &str, epoch: u64) -> Value {
    json!({"accepted-epoch-at-least": {"node": node, "epoch": epoch}})
}

fn took_over(node: &str, epoch: u64) -> Value {
    json!({"current-epoch-at-least": {"node": node, "epoch": epoch}})
}

fn wants(node: &str, leader: &str) -> Value {
    json!({"wants": {"node": node, "leader": leader}})
}

#[test]
fn what_the_words_of_zab_is_not_an_election_tell_is_what_happens() {
    let no_primary = || not(json!({"primary": {}}));
    let n3_is_behind = || all([last("n3", "0.0"), has("n1", "2.1"), has("n2", "2.1")]);
    let told: [Told<Zab>; 5] = [
        Told::of(
            "four-phases",
            all(["n1", "n2", "n3"].map(|node| wants(node, node))),
            all([primary("n3", 1), phase("n1", "broadcast"), phase("n2", "broadcast")]),
        )
        .by_way_of([
            wants("n1", "n3"),
            all([elected("n3"), not(promised("n1", 1)), not(promised("n3", 1))]),
            all([promised("n1", 1), elected("n3"), not(took_over("n3", 1))]),
            all([took_over("n1", 1), no_primary()]),
            primary("n3", 1),
        ]),
        Told::of(
            "elected-and-alone",
            all([elected("n3"), json!({"isolated": {"node": "n3"}}), not(promised("n1", 1)), not(promised("n2", 1))]),
            all([primary("n2", 1), answered("c1"), not(promised("n3", 1))]),
        )
        .by_way_of([all([phase("n3", "discovery"), elected("n3")]), all([phase("n3", "election"), primary("n2", 1)])]),
        Told::of(
            "wrong-one",
            all([elected("n3"), n3_is_behind(), answered("c1")]),
            all([phase("n3", "election"), n3_is_behind(), no_primary()]),
        )
        // It goes on like this.
        .and_then([run_for_ms(5_000)], all([no_primary(), n3_is_behind()])),
        Told::of(
            "forgotten",
            all([down("n1"), down("n2"), down("n3"), not(promised("n1", 1)), not(promised("n3", 1))]),
            primary("n3", 1),
        ),
        Told::of(
            "too-early",
            all([has("n3", "1.1"), last("n1", "0.0"), last("n2", "0.0"), down("n2"), not(answered("c1"))]),
            all([primary("n2", 3), last("n2", "3.1"), not(has("n2", "1.1")), not(has("n1", "1.1"))]),
        )
        .by_way_of([
            // Promised, and served at once.
            all([primary("n3", 2), promised("n1", 2), not(took_over("n1", 2)), delivered("n3", "1.1")]),
        ])
        // Left alone, it goes well.
        .or_else([run_for_ms(500)], all([has("n1", "1.1"), delivered("n1", "1.1"), answered("c1")])),
    ];
    tell("zab-is-not-an-election", &told);
}
