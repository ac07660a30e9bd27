//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Text};
use quorum_protocols::paxos::{Paxos, Predicate};

use crate::lab::Lab;

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds(lab: &Lab, json: &str) -> bool {
    Paxos::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true(before: &str, json: &str, run: &str) {
    let mut lab = Lab::of(3, 2);
    lab.run(before);
    assert!(!holds(&lab, json), "{json} before");
    lab.run(run);
    assert!(holds(&lab, json), "{json} after\n{}", lab.logs());
}

const ASKED: &str = "ask c1 propose A\ndeliver c1>n1 Request";
const PREPARED: &str = "ask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare\ndeliver n2>n1 Promise";
const CHOSEN: &str =
    "ask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare\ndeliver n2>n1 Promise\ndeliver n1>n2 Accept";
const DECIDED: &str = "ask c1 propose A\nsettle";

#[test]
fn each_becomes_true() {
    becomes_true(PREPARED, r#"{"chosen": {}}"#, "deliver n1>n2 Accept");
    becomes_true(PREPARED, r#"{"chosen": {"value": "A", "ballot": "1.n1"}}"#, "deliver n1>n2 Accept");
    becomes_true(CHOSEN, r#"{"knows": {"node": "n1", "value": "A"}}"#, "deliver n2>n1 Accepted");
    becomes_true(CHOSEN, r#"{"knows": {}}"#, "settle");
    becomes_true(CHOSEN, r#"{"known-by": 3}"#, "settle");
    becomes_true("", r#"{"preparing": {"node": "n1", "ballot": "1.n1"}}"#, ASKED);
    becomes_true("", r#"{"preparing": {}}"#, ASKED);
    becomes_true("ask c1 propose A", r#"{"preparing": {"promises": 1}}"#, "deliver c1>n1 Request");
}

#[test]
fn the_rest_becomes_true() {
    let promise = "deliver n1>n2 Prepare\ndeliver n2>n1 Promise";
    becomes_true(ASKED, r#"{"accepting": {"node": "n1", "ballot": "1.n1", "value": "A"}}"#, promise);
    becomes_true(ASKED, r#"{"accepting": {}}"#, promise);
    becomes_true(ASKED, r#"{"backing-off": {"node": "n1"}}"#, "fire n1 patience");
    becomes_true(ASKED, r#"{"bound": {"node": "n2", "ballot": "1.n1"}}"#, "deliver n1>n2 Prepare");
    becomes_true(PREPARED, r#"{"accepted": {"node": "n2", "ballot": "1.n1", "value": "A"}}"#, "deliver n1>n2 Accept");
    becomes_true(PREPARED, r#"{"accepted": {"node": "n2"}}"#, "deliver n1>n2 Accept\ncrash n2");
    becomes_true(ASKED, r#"{"round-at-least": 2}"#, "fire n1 patience\nfire n1 backoff");
    becomes_true("", r#"{"down": {"node": "n1"}}"#, "crash n1");
    becomes_true("crash n1\ncrash c1", r#"{"down-at-least": 2}"#, "crash n3");
    becomes_true(CHOSEN, r#"{"answered": {"client": "c1"}}"#, "settle");
    becomes_true(DECIDED, r#"{"answered": {"client": "c1", "times": 2}}"#, "ask c1 propose B\nsettle");
    becomes_true(DECIDED, r#"{"all": [{"knows": {}}, {"down": {"node": "n3"}}]}"#, "crash n3");
    becomes_true("", r#"{"any": [{"knows": {}}, {"down": {"node": "n3"}}]}"#, "crash n3");
    becomes_true(DECIDED, r#"{"not": {"known-by": 3}}"#, "crash n1");
}

#[test]
fn what_is_asked_is_asked_in_all_respects() {
    let mut lab = Lab::of(3, 2);
    lab.run(CHOSEN);
    for json in [
        r#"{"chosen": {"value": "B"}}"#,
        r#"{"chosen": {"value": "A", "ballot": "1.n2"}}"#,
        r#"{"knows": {}}"#,
        r#"{"accepting": {"node": "n2"}}"#,
        r#"{"accepting": {"ballot": "2.n1"}}"#,
        r#"{"accepting": {"value": "B"}}"#,
        r#"{"preparing": {}}"#,
        r#"{"accepted": {"node": "n3"}}"#,
        r#"{"accepted": {"node": "n2", "ballot": "1.n2"}}"#,
        r#"{"accepted": {"node": "n2", "value": "B"}}"#,
        r#"{"bound": {"node": "n2", "ballot": null}}"#,
        r#"{"bound": {"node": "c1", "ballot": null}}"#,
        r#"{"answered": {"client": "n1"}}"#,
        r#"{"answered": {"client": "c9"}}"#,
    ] {
        assert!(!holds(&lab, json), "{json}");
    }
    assert!(holds(&lab, r#"{"bound": {"node": "n3", "ballot": null}}"#));
}

#[test]
fn a_predicate_that_is_misspelt_is_refused() {
    for json in [
        r#"{"choosen": {}}"#,
        r#"{"chosen": {"ballot": "1"}}"#,
        r#"{"chosen": {"ballot": "n1"}}"#,
        r#"{"knows": {"nod": "n1"}}"#,
        r#"{"bound": {"ballot": "1.n1"}}"#,
    ] {
        assert!(serde_json::from_str::<Predicate>(json).is_err(), "{json}");
    }
}

#[test]
fn progress_counts_promises_and_acceptances_of_the_highest_ballot() {
    let progress = |lab: &Lab, json: &str| Paxos::progress(&predicate(json), &lab.world, &lab.monitor);
    let mut lab = Lab::of(5, 2);
    assert_eq!(progress(&lab, r#"{"chosen": {}}"#), Some(Text::new("paxos-no-ballot")));
    lab.run("ask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\ndeliver n3>n1 Promise");
    let so_far = |id: &str, node: &str, ballot: &str, count: u32| {
        Text::new(id).with("node", node).with("ballot", ballot).with("count", count).with("needed", 3_u32)
    };
    let promised = so_far("paxos-promised-so-far", "n1", "1.n1", 2);
    assert_eq!(progress(&lab, r#"{"chosen": {}}"#), Some(promised.clone()));
    assert_eq!(progress(&lab, r#"{"all": [{"preparing": {}}, {"knows": {}}]}"#), Some(promised));
    lab.run("deliver n1>n4 Prepare\ndeliver n4>n1 Promise");
    assert_eq!(progress(&lab, r#"{"knows": {}}"#), Some(so_far("paxos-accepted-so-far", "n1", "1.n1", 1)));
    lab.run("ask c2 propose B\ndeliver c2>n2 Request");
    assert_eq!(progress(&lab, r#"{"knows": {}}"#), Some(so_far("paxos-promised-so-far", "n2", "1.n2", 1)));
    let known = Text::new("paxos-known-so-far").with("count", 0_u32).with("needed", 2_u32);
    assert_eq!(progress(&lab, r#"{"known-by": 2}"#), Some(known));
    assert_eq!(progress(&lab, r#"{"accepted": {"node": "n3"}}"#), None);
}
