//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Inspect, Text, inspect::BallotState};
use quorum_protocols::two_phase_commit::{Predicate, TwoPhaseCommit};

use crate::lab::Lab;

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds(lab: &Lab, json: &str) -> bool {
    TwoPhaseCommit::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true(before: &str, json: &str, run: &str) {
    let mut lab = Lab::of(3, 1);
    lab.run(before);
    assert!(!holds(&lab, json), "{json} before");
    lab.run(run);
    assert!(holds(&lab, json), "{json} after\n{}", lab.logs());
}

const ASKED: &str = "ask c1 transfer A B 30\ndeliver c1>n1 Request";
const READY: &str = "ask c1 transfer A B 30\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare\ndeliver n1>n3 Prepare";

#[test]
fn each_becomes_true() {
    becomes_true("", r#"{"collecting": {}}"#, ASKED);
    becomes_true(READY, r#"{"collecting": {"yes-at-least": 1}}"#, "deliver n2>n1 Yes");
    becomes_true(ASKED, r#"{"idle": {}}"#, "settle");
    becomes_true(ASKED, r#"{"in-doubt": {}}"#, "deliver n1>n3 Prepare");
    becomes_true(ASKED, r#"{"in-doubt": {"node": "n2"}}"#, "deliver n1>n2 Prepare\ncrash n2");
    becomes_true(READY, r#"{"blocked": {"node": "n2"}}"#, "fire n2 inquire");
    becomes_true(READY, r#"{"blocked": {}}"#, "crash n3\nrestart n3");
    becomes_true(
        READY,
        r#"{"uncertain": {"node": "n2"}}"#,
        "fire n2 inquire\ndeliver n2>n3 Inquiry\ndeliver n3>n2 Uncertain",
    );
    becomes_true(ASKED, r#"{"record": {"node": "n2", "kind": "prepared"}}"#, "deliver n1>n2 Prepare\ncrash n2");
    becomes_true(READY, r#"{"record": {"node": "n1", "kind": "commit"}}"#, "deliver n2>n1 Yes\ndeliver n3>n1 Yes");
    becomes_true(READY, r#"{"record": {"node": "n3", "kind": "committed"}}"#, "settle");
    becomes_true(READY, r#"{"record": {"node": "n1", "kind": "end"}}"#, "settle");
    becomes_true(READY, r#"{"record": {"node": "n3", "kind": "aborted"}}"#, "fire n1 votes\nsettle");
    becomes_true(
        "ask c1 transfer A B 30\nsettle\nask c1 transfer A B 30",
        r#"{"record": {"node": "n1", "kind": "commit", "times": 2}}"#,
        "settle",
    );
    becomes_true(READY, r#"{"balance": {"node": "n3", "is": 130}}"#, "settle");
    becomes_true(READY, r#"{"answered": {"client": "c1"}}"#, "settle");
    becomes_true(READY, r#"{"told": {"client": "c1", "outcome": "committed"}}"#, "settle");
    becomes_true(READY, r#"{"told": {"client": "c1", "outcome": "aborted"}}"#, "fire n1 votes\nsettle");
    becomes_true("", r#"{"down": {"node": "n1"}}"#, "crash n1");
    becomes_true("cut n1|n2", r#"{"isolated": {"node": "n1"}}"#, "cut n1|n3");
    becomes_true(READY, r#"{"all": [{"down": {"node": "n3"}}, {"in-doubt": {}}]}"#, "crash n3");
    becomes_true("", r#"{"any": [{"down": {"node": "n3"}}, {"in-doubt": {}}]}"#, "crash n3");
    becomes_true(READY, r#"{"not": {"in-doubt": {}}}"#, "settle");
}

#[test]
fn what_is_not_so_is_not_so_of_anybody() {
    let mut lab = Lab::of(3, 1);
    lab.run(READY);
    lab.run("crash n2\ncrash c1");
    for json in [
        r#"{"blocked": {"node": "n2"}}"#,
        r#"{"balance": {"node": "n1", "is": 100}}"#,
        r#"{"balance": {"node": "c1", "is": 100}}"#,
        r#"{"answered": {"client": "c1", "times": 0}}"#,
        r#"{"answered": {"client": "c9"}}"#,
        r#"{"told": {"client": "n2", "outcome": "committed"}}"#,
        r#"{"down": {"node": "c1"}}"#,
        r#"{"isolated": {"node": "c1"}}"#,
        r#"{"record": {"node": "n9", "kind": "end"}}"#,
    ] {
        assert!(!holds(&lab, json), "{json}");
    }
}

#[test]
fn a_predicate_that_is_misspelt_is_refused() {
    for json in [
        r#"{"blockt": {}}"#,
        r#"{"blocked": {"nod": "n1"}}"#,
        r#"{"record": {"node": "n1", "kind": "rollback"}}"#,
        r#"{"told": {"client": "c1", "outcome": "maybe"}}"#,
        r#"{"idle": {"node": "n1"}}"#,
    ] {
        assert!(serde_json::from_str::<Predicate>(json).is_err(), "{json}");
    }
}

#[test]
fn progress_tells_what_an_account_holds() {
    let lab = Lab::of(3, 1);
    let progress = |json: &str| TwoPhaseCommit::progress(&predicate(json), &lab.world, &lab.monitor);
    let text = Text::new("tpc-balance-so-far").with("account", "B").with("held", 100_i64).with("wanted", 130_i64);
    assert_eq!(progress(r#"{"balance": {"node": "n3", "is": 130}}"#), Some(text.clone()));
    assert_eq!(progress(r#"{"all": [{"not": {"blocked": {}}}, {"balance": {"node": "n3", "is": 130}}]}"#), Some(text));
    assert_eq!(progress(r#"{"balance": {"node": "n1", "is": 130}}"#), None);
}

#[test]
fn a_tally_counts_the_votes_of_both() {
    let mut lab = Lab::of(3, 1);
    lab.run(READY);
    lab.run("deliver n2>n1 Yes");
    let tallies = TwoPhaseCommit::tallies(&lab.world);
    let [tally] = tallies.as_slice() else { panic!("one transaction is under way") };
    let ballots: Vec<_> = tally.ballots.iter().map(|ballot| (ballot.node.to_string(), ballot.state)).collect();
    assert_eq!(ballots, [("n2".to_owned(), BallotState::Given), ("n3".to_owned(), BallotState::OnItsWay)]);
    assert_eq!(tally.needed, 2);
    lab.run("settle");
    assert_eq!(TwoPhaseCommit::tallies(&lab.world), []);
}
