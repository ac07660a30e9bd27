//! What the words of `raft-election` tell.

use quorum_protocols::raft::Raft;
use serde_json::json;

use crate::{Told, act, tell, until};

#[test]
fn what_the_words_of_raft_election_tell_is_what_happens() {
    let told = [
        Told::<Raft>::of(
            "first-leader",
            json!({"all": [{"no-leader": {}}, {"not": {"term-at-least": 1}}]}),
            json!({"leader": {"node": "n3", "term": 1, "followed-by": 4}}),
        ),
        Told::of("crash-the-leader", json!({"leader": {"node": "n3", "term": 1}}), json!({"leader": {"term": 2}})),
        Told::of(
            "split-vote",
            json!({"all": [
                {"down": {"node": "n3"}},
                {"split-vote": {"term": 2}},
                {"candidate": {"node": "n2"}},
                {"candidate": {"node": "n5"}},
                {"role": {"node": "n1", "role": "follower"}},
                {"role": {"node": "n4", "role": "follower"}},
            ]}),
            json!({"leader": {"node": "n1", "term": 3}}),
        ),
        Told::of(
            "cut-off-a-minority",
            json!({"leader": {"node": "n3", "term": 1, "followed-by": 4}}),
            json!({"all": [
                {"leader": {"node": "n3", "term": 1, "followed-by": 2}},
                {"candidate": {"node": "n5"}},
                {"candidate": {"node": "n4"}},
                {"term-at-least": 3},
                {"not": {"term-at-least": 4}},
            ]}),
        )
        .by_way_of([json!({"candidate": {"node": "n4"}}), json!({"candidate": {"node": "n5"}})])
        .and_then(
            ["n4|n1", "n4|n2", "n4|n3", "n5|n1", "n5|n2", "n5|n3"].map(|link| act(&format!("heal {link}"))),
            json!({"no-leader": {"among": ["n4", "n5"]}}),
        )
        .and_then([until(&json!({"leader": {"followed-by": 4}}))], json!({"leader": {"term-at-least": 3}})),
        Told::of(
            "cut-off-the-leader",
            json!({"leader": {"node": "n3", "term": 1, "followed-by": 4}}),
            json!({"leader": {"node": "n5", "term": 2}}),
        ),
        Told::of(
            "heal",
            json!({"all": [{"leader": {"node": "n5", "term": 2, "followed-by": 2}}, {"stale-leader": {"node": "n3"}}]}),
            json!({"all": [
                {"leader": {"node": "n5", "term": 2, "followed-by": 4}},
                {"role": {"node": "n3", "role": "follower"}},
            ]}),
        ),
    ];
    tell("raft-election", &told);
}
