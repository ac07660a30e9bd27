//! What the words of `raft-replication` tell.

use quorum_protocols::raft::Raft;
use serde_json::{Value, json};

use crate::{Told, act, tell, until};

/// Entry 2 of a server, by its term and its command.
fn second(node: &str, term: u64, command: Option<&str>) -> Value {
    json!({"entry": {"node": node, "index": 2, "term": term, "command": command}})
}

fn not(so: &Value) -> Value {
    json!({"not": so})
}

fn committed(node: &str, index: u64) -> Value {
    json!({"committed": {"node": node, "index": index}})
}

fn x(node: &str, value: Option<&str>) -> Value {
    json!({"value": {"node": node, "key": "x", "value": value}})
}

fn is(node: &str, role: &str) -> Value {
    json!({"role": {"node": node, "role": role}})
}

fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

fn answered() -> Value {
    json!({"answered": {"client": "c1"}})
}

/// A request on its way: to a leader, to a majority, to the client, to the followers.
fn one_request() -> [Told<Raft>; 4] {
    let put = |node| second(node, 1, Some("put x 1"));
    let n1_leads = json!({"leader": {"node": "n1", "term": 1, "followed-by": 2}});
    let only_the_leader_knows = all([
        answered(),
        committed("n1", 2),
        x("n1", Some("1")),
        put("n2"),
        not(&committed("n2", 2)),
        committed("n2", 1),
        x("n2", None),
        not(&put("n3")),
    ]);
    [
        Told::of(
            "a-request",
            all([n1_leads, committed("n3", 1), not(&json!({"log-length": {"node": "n1", "at-least": 2}}))]),
            all([put("n1"), not(&put("n2")), not(&put("n3")), x("n1", None)]),
        ),
        Told::of(
            "told-when",
            all([put("n1"), not(&put("n2")), not(&committed("n1", 2))]),
            only_the_leader_knows.clone(),
        )
        .by_way_of([
            all([put("n2"), not(&committed("n1", 2))]),
            all([committed("n1", 2), x("n1", Some("1")), not(&answered())]),
        ]),
        Told::of(
            "followers-learn",
            only_the_leader_knows.clone(),
            all(["n1", "n2", "n3"].map(|node| x(node, Some("1")))),
        )
        .by_way_of([all([x("n2", Some("1")), x("n3", None)])]),
        Told::of(
            "leader-dies",
            only_the_leader_knows,
            all([
                json!({"leader": {"node": "n2", "term": 3}}),
                json!({"entry": {"node": "n3", "index": 3, "term": 3}}),
                put("n3"),
                committed("n2", 3),
                x("n2", Some("1")),
            ]),
        )
        .by_way_of([
            all([is("n3", "candidate"), is("n2", "follower"), not(&put("n3"))]),
            all([is("n2", "candidate"), is("n3", "follower")]),
        ]),
    ]
}

#[test]
fn what_the_words_of_raft_replication_tell_is_what_happens() {
    let vain = |node| second(node, 1, Some("put x 9"));
    let four = |node: &str| json!({"log-length": {"node": node, "at-least": 4}});
    let two_entries_2 = all([
        vain("n1"),
        second("n2", 2, None),
        second("n3", 2, None),
        committed("n3", 2),
        is("n1", "leader"),
        json!({"stale-leader": {"node": "n1"}}),
        not(&answered()),
    ]);
    let everywhere = [
        json!({"entry": {"node": "n3", "index": 3, "command": "put x 9"}}),
        json!({"not": {"entry": {"node": "n1", "index": 2, "term": 1}}}),
    ];
    let mut told = Vec::from(one_request());
    told.extend([
        Told::of(
            "catch-up",
            all([
                json!({"down": {"node": "n3"}}),
                not(&json!({"log-length": {"node": "n3", "at-least": 2}})),
                committed("n1", 4),
                four("n2"),
                json!({"answered": {"client": "c1", "times": 3}}),
            ]),
            all([four("n3"), committed("n3", 4), json!({"leader": {"node": "n1", "term": 1}})]),
        ),
        Told::of(
            "cut-off",
            all([
                json!({"leader": {"node": "n1", "term": 1}}),
                not(&json!({"log-length": {"node": "n1", "at-least": 2}})),
            ]),
            two_entries_2.clone(),
        )
        .by_way_of([vain("n1"), json!({"leader": {"node": "n3", "term": 2}})]),
        Told::of("heal", two_entries_2, all([second("n1", 2, None), is("n1", "follower"), not(&answered())]))
            .by_way_of([all([is("n1", "follower"), vain("n1")])])
            .and_then([until(&answered())], all(everywhere)),
        Told::of(
            "too-tidy",
            json!({"leader": {"node": "n1", "term": 1, "followed-by": 2}}),
            all([second("n2", 2, None), not(&second("n2", 2, Some("put x 1")))]),
        )
        .by_way_of([
            all([answered(), second("n2", 1, None), second("n3", 1, None), not(&committed("n2", 2))]),
            json!({"down": {"node": "n1"}}),
        ])
        .and_then([act("restart n1"), until(&second("n1", 2, None))], all(["n1", "n2", "n3"].map(|node| x(node, None))))
        // The hint: whoever knows that the entry is committed keeps it.
        .or_else(
            [
                act("invoke c1 put x 1"),
                until(&all([committed("n2", 2), committed("n3", 2)])),
                act("crash n1"),
                until(&json!({"leader": {"term-at-least": 2}})),
            ],
            all([second("n2", 1, Some("put x 1")), second("n3", 1, Some("put x 1"))]),
        ),
    ]);
    tell("raft-replication", &told);
}
