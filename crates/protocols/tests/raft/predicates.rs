//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Inspect, Text, inspect::BallotState};
use quorum_protocols::raft::{Predicate, Raft};

use crate::lab::Lab;

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds(lab: &Lab, json: &str) -> bool {
    Raft::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true(servers: u8, before: &str, json: &str, run: &str) {
    let mut lab = Lab::of(servers, 1);
    lab.run(before);
    assert!(!holds(&lab, json), "{json} before");
    lab.run(run);
    assert!(holds(&lab, json), "{json} after\n{}", lab.logs());
}

#[test]
fn each_becomes_true() {
    becomes_true(3, "", r#"{"leader": {}}"#, "elect n1");
    becomes_true(3, "elect n1", r#"{"leader": {"node": "n2", "term": 2}}"#, "elect n2\nsettle");
    becomes_true(3, "elect n1", r#"{"leader": {"term-at-least": 2}}"#, "elect n2");
    becomes_true(
        3,
        "crash n2\ncrash n3\nrestart n2\nelect n1",
        r#"{"leader": {"followed-by": 2}}"#,
        "restart n3\nfire n1 heartbeat\nsettle",
    );
    becomes_true(3, "elect n1", r#"{"no-leader": {}}"#, "crash n1");
    becomes_true(3, "elect n1", r#"{"no-leader": {"among": ["n1", "n2"]}}"#, "crash n1\nelect n3");
    becomes_true(3, "", r#"{"candidate": {"node": "n2"}}"#, "fire n2 election");
    becomes_true(3, "", r#"{"split-vote": {}}"#, "fire n1 election\nfire n2 election");
    becomes_true(
        3,
        "fire n1 election\nfire n2 election",
        r#"{"split-vote": {"term": 2}}"#,
        "fire n1 election\nfire n2 election",
    );
    becomes_true(3, "elect n1", r#"{"term-at-least": 2}"#, "fire n2 election");
    becomes_true(3, "", r#"{"role": {"node": "n1", "role": "candidate"}}"#, "fire n1 election");
    becomes_true(3, "", r#"{"down": {"node": "n1"}}"#, "crash n1");
    becomes_true(3, "crash n1\ncrash c1", r#"{"down-at-least": 2}"#, "crash n3");
    becomes_true(3, "cut n1|n2", r#"{"isolated": {"node": "n1"}}"#, "cut n1|n3");
    becomes_true(3, "", r#"{"committed": {"index": 1}}"#, "elect n1");
    becomes_true(3, "elect n1", r#"{"committed": {"index": 1, "node": "n3"}}"#, "fire n1 heartbeat\nsettle");
    becomes_true(3, "elect n1", r#"{"value": {"node": "n1", "key": "x", "value": "1"}}"#, "ask c1 put x 1\nsettle");
    becomes_true(
        3,
        "elect n1\nask c1 put x 1\nsettle",
        r#"{"value": {"node": "n1", "key": "x", "value": null}}"#,
        "ask c1 delete x\nsettle",
    );
    becomes_true(3, "elect n1", r#"{"log-length": {"node": "n2", "at-least": 2}}"#, "ask c1 put x 1\nsettle");
    becomes_true(
        3,
        "elect n1",
        r#"{"entry": {"node": "n2", "index": 2, "term": 1, "command": "put x 1"}}"#,
        "ask c1 put x 1\nsettle",
    );
    becomes_true(3, "elect n1", r#"{"entry": {"node": "n1", "index": 2, "term": 2}}"#, "elect n2\nsettle");
    becomes_true(3, "elect n1\nask c1 put x 1", r#"{"answered": {"client": "c1"}}"#, "settle");
    becomes_true(
        3,
        "elect n1\nask c1 put x 1\nsettle\nask c1 put x 2",
        r#"{"answered": {"client": "c1", "times": 2}}"#,
        "settle",
    );
    becomes_true(3, "elect n1", r#"{"all": [{"leader": {}}, {"down": {"node": "n3"}}]}"#, "crash n3");
    becomes_true(3, "", r#"{"any": [{"leader": {}}, {"down": {"node": "n3"}}]}"#, "crash n3");
    becomes_true(3, "elect n1", r#"{"not": {"leader": {}}}"#, "crash n1");
}

#[test]
fn an_entry_is_what_it_is_asked_to_be_in_all_respects() {
    let mut lab = Lab::of(3, 1);
    lab.run("elect n1\nask c1 put x 1\nsettle\ncrash n2");
    assert!(holds(&lab, r#"{"entry": {"node": "n2", "index": 2}}"#), "a disk keeps its log");
    for json in [
        r#"{"entry": {"node": "n2", "index": 2, "term": 2}}"#,
        r#"{"entry": {"node": "n2", "index": 2, "command": "put x 2"}}"#,
        r#"{"entry": {"node": "n2", "index": 1, "command": "put x 1"}}"#,
        r#"{"entry": {"node": "n2", "index": 0}}"#,
        r#"{"entry": {"node": "n9", "index": 2}}"#,
        r#"{"entry": {"node": "c1", "index": 2}}"#,
        r#"{"answered": {"client": "c9"}}"#,
        r#"{"answered": {"client": "n1"}}"#,
    ] {
        assert!(!holds(&lab, json), "{json}");
    }
    lab.run("crash c1");
    assert!(!holds(&lab, r#"{"answered": {"client": "c1"}}"#), "who is down has no answers");
}

#[test]
fn a_leader_cut_off_in_a_minority_is_told_from_its_successor() {
    let mut lab = Lab::of(5, 0);
    lab.run("elect n1\nisolate n1");
    assert!(holds(&lab, r#"{"leader": {"node": "n1"}}"#), "nobody knows better yet");
    assert!(!holds(&lab, r#"{"stale-leader": {}}"#));
    lab.run("elect n2");
    assert!(holds(&lab, r#"{"leader": {"node": "n2", "followed-by": 3}}"#));
    assert!(!holds(&lab, r#"{"leader": {"node": "n1"}}"#));
    assert!(holds(&lab, r#"{"stale-leader": {"node": "n1"}}"#));
}

#[test]
fn a_predicate_that_is_misspelt_is_refused() {
    for json in
        [r#"{"leeder": {}}"#, r#"{"leader": {"nod": "n1"}}"#, r#"{"leader": {"node": "x1"}}"#, r#"{"committed": {}}"#]
    {
        assert!(serde_json::from_str::<Predicate>(json).is_err(), "{json}");
    }
}

#[test]
fn progress_counts_votes() {
    let mut lab = Lab::of(5, 0);
    lab.run("fire n3 election\ndeliver n3>n4 RequestVote\ndeliver n4>n3 Vote");
    let progress = |json: &str| Raft::progress(&predicate(json), &lab.world, &lab.monitor);
    let votes = Text::new("raft-votes-so-far").with("node", "n3").with("votes", 2_u32).with("needed", 3_u32);
    assert_eq!(progress(r#"{"leader": {}}"#), Some(votes.clone()));
    assert_eq!(progress(r#"{"all": [{"term-at-least": 1}, {"leader": {"term": 1}}]}"#), Some(votes));
    assert_eq!(progress(r#"{"down": {"node": "n1"}}"#), None);
    let down = Text::new("raft-down-so-far").with("down", 0_u32).with("needed", 2_u32);
    assert_eq!(progress(r#"{"down-at-least": 2}"#), Some(down));
}

#[test]
fn progress_counts_followers_once_the_right_one_leads() {
    let mut lab = Lab::of(5, 0);
    lab.run("isolate n4\nelect n2\nfire n2 heartbeat\nsettle");
    let progress = |json: &str| Raft::progress(&predicate(json), &lab.world, &lab.monitor);
    let followers = Text::new("raft-followers-so-far").with("leader", "n2").with("term", 1_u32);
    let followers = followers.with("followers", 3_u32).with("needed", 4_u32);
    assert_eq!(progress(r#"{"leader": {"followed-by": 4}}"#), Some(followers));
    let nobody = Some(Text::new("raft-nobody-stands"));
    assert_eq!(progress(r#"{"leader": {"node": "n3", "followed-by": 4}}"#), nobody, "it is not n3 that leads");
}

/// The moment that the design's picture shows.
#[test]
fn a_tally_tells_given_travelling_open_and_down_apart() {
    let mut lab = Lab::of(5, 0);
    lab.run("elect n1\nfire n1 heartbeat\nsettle\ncrash n1\ncut n2|n5\nfire n3 election\ndeliver n3>n4 RequestVote");
    lab.run("deliver n4>n3 Vote\ndrop n3>n1 RequestVote#1\ndeliver n3>n5 RequestVote#1");
    let tallies = Raft::tallies(&lab.world);
    let [tally] = tallies.as_slice() else { panic!("one election is under way") };
    let ballots: Vec<_> = tally.ballots.iter().map(|ballot| (ballot.node.to_string(), ballot.state)).collect();
    let expected = [
        ("n3", BallotState::Given),
        ("n4", BallotState::Given),
        ("n5", BallotState::OnItsWay),
        ("n2", BallotState::Open),
        ("n1", BallotState::Down),
    ];
    assert_eq!(ballots, expected.map(|(node, state)| (node.to_owned(), state)));
    assert_eq!(tally.needed, 3);
    lab.run("settle");
    assert_eq!(Raft::tallies(&lab.world), [], "the election is over");
}

#[test]
fn candidates_of_one_term_are_counted_side_by_side_and_none_of_an_older_term() {
    let mut lab = Lab::of(5, 0);
    let counted = |lab: &Lab| Raft::tallies(&lab.world).iter().map(|tally| tally.node.to_string()).collect::<Vec<_>>();
    lab.run("fire n5 election\nfire n2 election");
    assert_eq!(counted(&lab), ["n2", "n5"]);
    lab.run("fire n1 election\ndeliver n5>n4 RequestVote\ndeliver n4>n5 Vote");
    assert_eq!(counted(&lab), ["n1", "n5"], "of three, those with the most votes, and then the first");
    lab.run("fire n2 election");
    assert_eq!(counted(&lab), ["n2"], "n2 stands in term 2");
}

#[test]
fn a_cluster_says_why_nobody_leads() {
    let mut lab = Lab::of(5, 0);
    lab.run("elect n1\ncrash n1\nfire n3 election\ndeliver n3>n4 RequestVote\ndeliver n4>n3 Vote");
    let verdicts = lab.monitor.verdicts(&lab.world);
    let (_, verdict) = verdicts.iter().find(|(property, _)| property.id == "live-leader").expect("it is a property");
    let past = Text::new("raft-leader-down").with("leader", "n1").with("term", 1_u32);
    let candidate = Text::new("raft-has-votes").with("node", "n3").with("votes", 2_u32).with("needed", 3_u32);
    let candidates = quorum_kernel::Arg::List(vec![candidate.into()]);
    let present = Text::new("raft-stand").with("term", 2_u32).with("candidates", candidates);
    assert!(!verdict.holds);
    assert_eq!(verdict.detail, Text::new("raft-no-live-leader").with("past", past).with("present", present));
}
