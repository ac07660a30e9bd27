//! What the words of `zab-broadcast` tell.

use quorum_protocols::zab::Zab;
use serde_json::{Value, json};

use crate::{Told, tell};

pub(crate) fn all<const N: usize>(what: [Value; N]) -> Value {
    json!({ "all": what.to_vec() })
}

pub(crate) fn not(what: Value) -> Value {
    json!({ "not": what })
}

/// Whether a server has this transaction on disk.
pub(crate) fn has(node: &str, zxid: &str) -> Value {
    json!({"has": {"node": node, "zxid": zxid}})
}

/// Whether a server's history ends with this.
pub(crate) fn last(node: &str, zxid: &str) -> Value {
    json!({"last": {"node": node, "zxid": zxid}})
}

/// Whether a server has delivered up to this.
pub(crate) fn delivered(node: &str, zxid: &str) -> Value {
    json!({"delivered": {"node": node, "zxid": zxid}})
}

pub(crate) fn primary(node: &str, epoch: u64, followed_by: usize) -> Value {
    json!({"primary": {"node": node, "epoch": epoch, "followed-by": followed_by}})
}

pub(crate) fn down(node: &str) -> Value {
    json!({"down": {"node": node}})
}

pub(crate) fn answered() -> Value {
    json!({"answered": {"client": "c1"}})
}

#[test]
fn what_the_words_of_zab_broadcast_tell_is_what_happens() {
    let told: [Told<Zab>; 5] = [
        Told::of(
            "one-request",
            all([primary("n3", 1, 2), last("n3", "0.0")]),
            all([answered(), delivered("n1", "1.1"), delivered("n2", "1.1"), primary("n3", 1, 2)]),
        )
        .by_way_of([
            // Written by a follower, and delivered by nobody; then by the primary first.
            all([has("n3", "1.1"), has("n1", "1.1"), not(json!({"delivered": {"zxid": "1.1"}}))]),
            all([delivered("n3", "1.1"), not(delivered("n1", "1.1")), not(delivered("n2", "1.1"))]),
        ]),
        Told::of(
            "one-down",
            all([primary("n3", 1, 1), down("n2")]),
            all([answered(), down("n2"), has("n1", "1.1"), delivered("n3", "1.1")]),
        ),
        Told::of(
            "two-down",
            all([primary("n3", 1, 1), down("n2")]),
            all([
                down("n1"),
                down("n2"),
                not(json!({"primary": {}})),
                json!({"phase": {"node": "n3", "phase": "election"}}),
            ]),
        ),
        Told::of(
            "lost",
            all([primary("n3", 1, 2), has("n3", "1.1"), last("n1", "0.0")]),
            all([answered(), delivered("n1", "1.1"), json!({"primary": {"node": "n3", "epoch": 1}})]),
        )
        .by_way_of([
            json!({"phase": {"node": "n1", "phase": "election"}}),
            json!({"phase": {"node": "n1", "phase": "synchronization"}}),
        ]),
        Told::of(
            "skips",
            all([primary("n3", 1, 1), down("n2")]),
            all([has("n1", "1.1"), not(has("n2", "1.1")), delivered("n2", "1.2")]),
        )
        .by_way_of([all([primary("n3", 1, 2), last("n2", "0.0"), delivered("n1", "1.1")])]),
    ];
    tell("zab-broadcast", &told);
}
