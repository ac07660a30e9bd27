//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Text};
use quorum_protocols::hash_ring::{HashRing, Predicate};

use crate::lab::{Lab, ONE, cluster};

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds(lab: &Lab, json: &str) -> bool {
    HashRing::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true(before: &str, json: &str, run: &str) {
    let mut lab = cluster(3, None, ONE);
    lab.run(before);
    assert!(!holds(&lab, json), "{json} before");
    lab.run(run);
    assert!(holds(&lab, json), "{json} after\n{}", lab.logs());
}

const JOINING: &str = "ask c2 join n3\ndeliver c2>n1 Change";

#[test]
fn each_becomes_true() {
    becomes_true("ask c2 join n3", r#"{"changing": {}}"#, "deliver c2>n1 Change");
    becomes_true(JOINING, r#"{"member": {"node": "n3"}}"#, "settle");
    becomes_true("ask c2 join n3\nsettle", r#"{"not": {"member": {"node": "n3"}}}"#, "ask c2 leave n3\nsettle");
    becomes_true(JOINING, r#"{"view": {"node": "n2", "epoch": 2}}"#, "deliver n1>n2 Announce\ncrash n2");
    becomes_true("ask c2 join n3\nsettle", r#"{"view": {"node": "c1", "epoch": 3}}"#, "ask c1 get a\nsettle");
    becomes_true("", r#"{"holds": {"node": "n2", "key": "a"}}"#, "ask c1 put a 1\nsettle");
    becomes_true(
        "ask c1 put a 1\nsettle",
        r#"{"holds": {"node": "n2", "key": "a", "value": "2"}}"#,
        "ask c1 put a 2\nsettle\ncrash n2",
    );
    becomes_true(JOINING, r#"{"heard": {"node": "n3", "at-least": 1}}"#, "deliver n1>n2 Announce\ndeliver n2>n3 Copy");
    // Of these two keys one is to be n3's.
    let two = "ask c1 put a 1\nask c1 put d 1\nsettle";
    becomes_true(two, r#"{"moved": {"at-least": 1, "at-most": 1}}"#, "ask c2 join n3\nsettle");
    becomes_true(two, r#"{"moved": {}}"#, "ask c2 join n3\nsettle");
    becomes_true("", r#"{"owns": {"node": "n3", "percent": 1}}"#, "ask c2 join n3\nsettle");
    becomes_true(
        "ask c2 join n3\nsettle",
        r#"{"all": [{"owns": {"node": "n2", "percent": 100}}, {"owns": {"percent": 100}}]}"#,
        "ask c2 leave n3\nsettle",
    );
    becomes_true("ask c1 get a", r#"{"answered": {"client": "c1"}}"#, "settle");
    becomes_true("ask c1 get a", r#"{"told": {"client": "c1", "answer": "nothing"}}"#, "settle");
    becomes_true("ask c1 put a 1\nsettle", r#"{"told": {"client": "c2", "answer": "1"}}"#, "ask c2 get a\nsettle");
    becomes_true(JOINING, r#"{"told": {"client": "c2", "answer": "settled"}}"#, "settle");
    becomes_true("", r#"{"down": {"node": "n1"}}"#, "crash n1");
    becomes_true("cut n1|n2", r#"{"isolated": {"node": "n1"}}"#, "cut n1|n3");
    becomes_true("crash n3", r#"{"all": [{"down": {"node": "n3"}}, {"down": {"node": "n2"}}]}"#, "crash n2");
    becomes_true("", r#"{"any": [{"down": {"node": "n3"}}, {"changing": {}}]}"#, "crash n3");
}

#[test]
fn what_is_not_so_is_not_so_of_anybody() {
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c1 put a 1\nsettle\ncrash c1");
    for json in [
        r#"{"view": {"node": "c1", "epoch": 1}}"#,
        r#"{"view": {"node": "n9", "epoch": 0}}"#,
        r#"{"view": {"node": "n100", "epoch": 0}}"#,
        r#"{"member": {"node": "n100"}}"#,
        r#"{"member": {"node": "c2"}}"#,
        r#"{"holds": {"node": "n1", "key": "a"}}"#,
        r#"{"holds": {"node": "c1", "key": "a"}}"#,
        r#"{"heard": {"node": "c1", "at-least": 0}}"#,
        r#"{"moved": {}}"#,
        r#"{"owns": {"percent": 101}}"#,
        r#"{"owns": {"node": "n3", "percent": 0}}"#,
        r#"{"answered": {"client": "c1", "times": 0}}"#,
        r#"{"told": {"client": "n2", "answer": "done"}}"#,
        r#"{"down": {"node": "c1"}}"#,
    ] {
        assert!(!holds(&lab, json), "{json}");
    }
}

#[test]
fn a_predicate_that_is_misspelt_is_refused() {
    for json in [r#"{"moving": {}}"#, r#"{"holds": {"node": "n1"}}"#, r#"{"changing": {"node": "n1"}}"#] {
        assert!(serde_json::from_str::<Predicate>(json).is_err(), "{json}");
    }
}

#[test]
fn progress_tells_how_many_were_heard() {
    let lab = cluster(3, None, ONE);
    let progress = |json: &str| HashRing::progress(&predicate(json), &lab.world, &lab.monitor);
    let text = Text::new("hash-ring-heard-so-far").with("node", "n3").with("heard", 0_u32).with("needed", 1_u32);
    assert_eq!(progress(r#"{"heard": {"node": "n3", "at-least": 1}}"#), Some(text.clone()));
    assert_eq!(
        progress(r#"{"all": [{"not": {"changing": {}}}, {"heard": {"node": "n3", "at-least": 1}}]}"#),
        Some(text)
    );
    assert_eq!(progress(r#"{"changing": {}}"#), None);
}
