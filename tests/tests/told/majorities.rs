//! What the words of `majorities` tell.

use quorum_kernel::NodeId;
use quorum_protocols::raft::Raft;
use quorum_sim::{History, Scenario};
use serde_json::{Value, json};

use crate::{BoundMove, Told, act, holds, play, run_for_ms, tell, until};

/// Who has `put x 1` on disk, of five.
fn is_on(nodes: &[&str]) -> Value {
    let entry = |node: &str| json!({"entry": {"node": node, "index": 2, "command": "put x 1"}});
    let all = ["n1", "n2", "n3", "n4", "n5"]
        .map(|node| if nodes.contains(&node) { entry(node) } else { json!({"not": entry(node)}) });
    json!({"all": all})
}

#[test]
fn what_the_words_of_majorities_tell_is_what_happens() {
    let at_n3 = json!({"not": {"log-length": {"node": "n3", "at-least": 3}}});
    let told = [
        Told::of(
            "three-of-five",
            json!({"all": [{"leader": {"node": "n1", "term": 1, "followed-by": 4}}, is_on(&[])]}),
            json!({"all": [{"answered": {"client": "c1"}}, is_on(&["n1", "n3", "n5"])]}),
        )
        .by_way_of([
            is_on(&["n1"]),
            json!({"all": [{"committed": {"node": "n1", "index": 2}}, is_on(&["n1", "n3", "n5"])]}),
        ]),
        Told::of(
            "the-shared-server",
            json!({"all": [{"role": {"node": "n1", "role": "leader"}}, is_on(&["n1", "n3", "n5"])]}),
            json!({"all": [{"leader": {"node": "n3", "term": 3}}, is_on(&["n1", "n3", "n5"])]}),
        )
        .by_way_of([
            json!({"candidate": {"node": "n2"}}),
            json!({"all": [{"candidate": {"node": "n2"}}, {"candidate": {"node": "n3"}}]}),
        ])
        .and_then(
            [run_for_ms(100)],
            json!({"all": [{"committed": {"node": "n3", "index": 3}}, is_on(&["n1", "n2", "n3", "n4", "n5"])]}),
        ),
        half(),
        Told::of(
            "four",
            json!({"all": [
                {"down": {"node": "n3"}}, {"down": {"node": "n4"}}, {"answered": {"client": "c1"}},
                {"leader": {"node": "n1", "followed-by": 1}}, {"committed": {"node": "n1", "index": 2}}, at_n3,
            ]}),
            json!({"all": [
                {"leader": {"node": "n1", "term": 1}}, {"not": {"answered": {"client": "c1", "times": 2}}},
                {"entry": {"node": "n1", "index": 3, "command": "put x 2"}},
                {"entry": {"node": "n2", "index": 3, "command": "put x 2"}},
            ]}),
        )
        .and_then(
            [act("restart n3"), run_for_ms(150)],
            json!({"all": [{"down": {"node": "n4"}}, {"answered": {"client": "c1", "times": 2}}]}),
        ),
        Told::of(
            "three",
            json!({"leader": {"node": "n1", "followed-by": 2}}),
            json!({"all": [{"candidate": {"node": "n3"}}, {"down": {"node": "n1"}}, {"down": {"node": "n2"}}]}),
        )
        .by_way_of([
            json!({"all": [{"leader": {"node": "n2", "term": 2}}, {"down": {"node": "n1"}}]}),
            json!({"all": [{"leader": {"node": "n2"}}, {"committed": {"node": "n2", "index": 2}}]}),
            json!({"down": {"node": "n2"}}),
        ])
        .and_then([run_for_ms(3_000)], json!({"no-leader": {}})),
        Told::of(
            "two",
            json!({"all": [{"leader": {"node": "n1"}}, {"down": {"node": "n2"}}]}),
            json!({"all": [
                {"role": {"node": "n1", "role": "leader"}}, {"not": {"answered": {"client": "c1"}}},
                {"entry": {"node": "n1", "index": 2, "command": "put x 1"}},
            ]}),
        ),
        Told::of(
            "five",
            json!({"leader": {"node": "n1", "followed-by": 4}}),
            json!({"all": [{"down-at-least": 2}, {"leader": {"followed-by": 2}}]}),
        )
        .and_then(
            [act("crash n3"), act("invoke c1 put x 1"), run_for_ms(3_000)],
            json!({"all": [{"down-at-least": 3}, {"not": {"answered": {"client": "c1"}}}]}),
        )
        .and_then([act("restart n2"), until(&json!({"answered": {"client": "c1"}}))], json!({"down-at-least": 2})),
    ];
    tell("majorities", &told);
}

/// The step that breaks State Machine Safety: what was told to the client is lost when the halves meet.
fn half() -> Told<Raft> {
    let heal = ["n1|n3", "n1|n4", "n2|n3", "n2|n4"].map(|link| act(&format!("heal {link}")));
    let put = |term: u32| json!({"entry": {"node": "n1", "index": 2, "term": term}});
    Told::of(
        "half",
        json!({"leader": {"node": "n1", "term": 1, "followed-by": 3}}),
        json!({"all": [
            {"answered": {"client": "c1"}}, {"committed": {"node": "n1", "index": 2}}, put(1),
            {"committed": {"node": "n3", "index": 2}}, {"entry": {"node": "n3", "index": 2, "term": 2}},
        ]}),
    )
    .by_way_of([json!({"all": [{"stale-leader": {"node": "n1"}}, {"leader": {"node": "n3", "term": 2}}]})])
    .and_then(
        heal.into_iter().chain([until(&json!({"leader": {"followed-by": 3}}))]).collect::<Vec<_>>(),
        json!({"role": {"node": "n1", "role": "follower"}}),
    )
    .and_then([run_for_ms(200)], json!({"all": [put(2), {"not": put(1)}]}))
}

/// Whether a cluster of so many still commits what a client asks for after so many crashes, its leader's among them.
fn gets_over(servers: u8, crashes: u8) -> bool {
    let scenario = json!({"protocol": "raft", "servers": servers, "clients": 1, "seed": "870"});
    let scenario: Scenario = serde_json::from_value(scenario).expect("a scenario");
    let mut history = History::<Raft>::new(scenario).expect("a good scenario");
    let go = |moves: &[BoundMove<Raft>], history: &mut History<Raft>| {
        play(moves, history).unwrap_or_else(|error| panic!("{servers} servers, {crashes} crashes: {error}"));
    };
    go(&[until(&json!({"leader": {"followed-by": servers - 1}}))], &mut history);
    let leader = |node: &NodeId| json!({"leader": {"node": node.to_string()}});
    let mut nodes: Vec<_> = (1..=servers).map(NodeId::server).collect();
    nodes.sort_by_key(|node| !holds(&leader(node), &history));
    for node in &nodes[..usize::from(crashes)] {
        go(&[act(&format!("crash {node}"))], &mut history);
    }
    go(&[act("invoke c1 put x 1"), run_for_ms(10_000)], &mut history);
    holds(&json!({"answered": {"client": "c1"}}), &history)
}

/// The table of step `the-formula`, and the rule below it.
#[test]
fn n_servers_get_over_as_many_crashes_as_the_table_says() {
    for (servers, most) in [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3)] {
        assert_eq!(most, servers - (servers / 2 + 1), "the formula, for {servers}");
        assert!(gets_over(servers, most), "{servers} servers get over {most} crashes");
        assert!(!gets_over(servers, most + 1), "{servers} servers do not get over {} crashes", most + 1);
    }
}
