//! What the words of `fencing-tokens` tell.

use quorum_protocols::redis::RedisLock;
use serde_json::json;

use crate::{
    Told,
    redis_lock::{all, answered, holds, key, not, phase, value, writes},
    tell,
};

#[test]
fn what_the_words_of_fencing_tokens_tell_is_what_happens() {
    let paused = || json!({"paused": {"node": "c1"}});
    let told: [Told<RedisLock>; 5] = [
        Told::of("a-number", value(0), all([value(2), writes(2)])).by_way_of([holds("c1"), holds("c2")]),
        Told::of(
            "late",
            all([paused(), phase("c1", "checked"), phase("c2", "working"), key("n1", Some("c2")), value(0)]),
            all([answered("c1", "unknown"), answered("c2", "written"), value(1), not(writes(2))]),
        )
        .by_way_of([phase("c1", "writing"), all([answered("c1", "unknown"), value(0)])]),
        Told::of(
            "not-heard-yet",
            all([paused(), phase("c1", "checked"), phase("c2", "reading"), key("n1", Some("c2")), value(0)]),
            all([value(2), writes(2)]),
        )
        .by_way_of([all([value(1), phase("c2", "reading")])]),
        Told::of("stands-still", all([phase("c1", "checked"), value(0)]), all([writes(2), value(1)]))
            .by_way_of([all([paused(), holds("c2"), value(0)]), all([answered("c2", "written"), value(1)])]),
        Told::of(
            "forgetful",
            all([paused(), phase("c1", "checked"), phase("c2", "working"), value(0)]),
            all([writes(2), value(1)]),
        )
        .by_way_of([value(1)]),
    ];
    tell("fencing-tokens", &told);
}
