//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Inspect, Text, inspect::BallotState, operation::Meaning};
use quorum_protocols::redis::{Deployment, Lock, Majority, Predicate, RedisLock, Redlock, Reply, Single};

use crate::lab::{self, Lab};

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn is<K: Deployment>(lab: &Lab<Lock<K>>, json: &str) -> bool {
    <Lock<K> as Exhibit>::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true<K: Deployment>(servers: u8, before: &str, json: &str, run: &str) {
    let mut lab: Lab<Lock<K>> = lab::with(servers, None, &[]);
    lab.run(before);
    assert!(!is(&lab, json), "{json} before");
    lab.run(run);
    assert!(is(&lab, json), "{json} after\n{}", lab.logs());
}

const LOCKED: &str = "ask c1 increment\ndeliver c1>n1 Set\ndeliver n1>c1 Answer";
const READ: &str = "ask c1 increment\ndeliver c1>n1 Set\ndeliver n1>c1 Answer\ndeliver c1>n2 Read\ndeliver n2>c1 Value";

#[test]
fn each_becomes_true() {
    becomes_true::<Single>(2, "", r#"{"holds": {}}"#, LOCKED);
    becomes_true::<Single>(2, "", r#"{"holds": {"client": "c1"}}"#, LOCKED);
    becomes_true::<Single>(2, LOCKED, r#"{"not": {"holds": {"client": "c1"}}}"#, "fire c1 valid");
    becomes_true::<Single>(
        2,
        LOCKED,
        r#"{"holders-at-least": 2}"#,
        "fire n1 expire lock\nask c2 increment\ndeliver c2>n1 Set\ndeliver n1>c2 Answer",
    );
    let phase = |name: &str| format!(r#"{{"client": {{"client": "c1", "phase": "{name}"}}}}"#);
    becomes_true::<Single>(2, "", &phase("trying"), "ask c1 increment");
    becomes_true::<Single>(2, "ask c1 increment", &phase("waiting"), "fire c1 retry");
    becomes_true::<Single>(2, "", &phase("reading"), LOCKED);
    becomes_true::<Single>(2, LOCKED, &phase("working"), "deliver c1>n2 Read\ndeliver n2>c1 Value");
    becomes_true::<Single>(2, READ, &phase("checked"), "fire c1 work");
    becomes_true::<Single>(2, &format!("{READ}\nfire c1 work"), &phase("writing"), "fire c1 use");
    becomes_true::<Single>(2, LOCKED, &phase("idle"), "fire c1 valid");
    becomes_true::<Single>(2, LOCKED, r#"{"answered": {"client": "c1"}}"#, "fire c1 valid");
    becomes_true::<Single>(2, LOCKED, r#"{"answered": {"client": "c1", "with": "too-late"}}"#, "fire c1 valid");
    let done = "fire c1 work\nfire c1 use\nsettle";
    becomes_true::<Single>(2, READ, r#"{"answered": {"client": "c1", "with": "written"}}"#, done);
    becomes_true::<Single>(2, READ, r#"{"value": 1}"#, done);
    becomes_true::<Single>(2, READ, r#"{"writes-at-least": 1}"#, done);
    becomes_true::<Single>(
        2,
        READ,
        r#"{"answered": {"client": "c1", "with": "unknown"}}"#,
        "fire c1 work\nfire c1 use\nfire c1 valid",
    );
    becomes_true::<Single>(2, "", r#"{"key": {"node": "n1", "owner": "c1"}}"#, "ask c1 increment\ndeliver c1>n1 Set");
    becomes_true::<Single>(2, LOCKED, r#"{"key": {"owner": null}}"#, "fire n1 expire lock");
    becomes_true::<Majority>(
        6,
        "ask c1 increment\ndeliver c1>n1 Set",
        r#"{"keys-at-least": {"owner": "c1", "count": 2}}"#,
        "deliver c1>n4 Set",
    );
    becomes_true::<Majority>(6, "", r#"{"role": {"node": "n2", "role": "resting"}}"#, "crash n2\nrestart n2");
    becomes_true::<Single>(3, "", r#"{"role": {"node": "n2", "role": "master"}}"#, "fire n2 failover");
    becomes_true::<Single>(2, "", r#"{"down": {"node": "c1"}}"#, "crash c1");
    becomes_true::<Single>(2, "", r#"{"paused": {"node": "c1"}}"#, "pause c1");
    becomes_true::<Single>(2, "", r#"{"all": [{"holds": {}}, {"value": 0}]}"#, LOCKED);
    becomes_true::<Single>(2, "", r#"{"any": [{"holds": {}}, {"value": 9}]}"#, LOCKED);
}

#[test]
fn who_is_refused_is_told_so() {
    let mut lab: Lab<RedisLock> = lab::with(2, None, &[]);
    lab.run(&format!("{READ}\nfire c1 work\nfire n1 expire lock\nask c2 increment\ndeliver c2>n1 Set"));
    lab.run("deliver n1>c2 Answer\ndeliver c2>n2 Read\nfire c1 use\ndeliver c1>n2 Write\ndeliver n2>c1 Written");
    assert!(is(&lab, r#"{"answered": {"client": "c1", "with": "refused"}}"#));
}

#[test]
fn a_predicate_that_is_misspelt_is_refused() {
    for json in
        [r#"{"hold": {}}"#, r#"{"holds": {"node": "c1"}}"#, r#"{"holds": {"client": "x1"}}"#, r#"{"key": {}, "a": 1}"#]
    {
        assert!(serde_json::from_str::<Predicate>(json).is_err(), "{json}");
    }
}

#[test]
fn progress_counts() {
    let mut lab: Lab<Redlock> = lab::with(6, None, &[]);
    lab.run("ask c1 increment\ndeliver c1>n1 Set\ndeliver c1>n2 Set\ndeliver n1>c1 Answer");
    let progress = |json: &str| Redlock::progress(&predicate(json), &lab.world, &lab.monitor);
    let keys = Text::new("locks-keys-so-far").with("reached", 2_u32).with("needed", 3_u32).with("owner", "c1");
    assert_eq!(progress(r#"{"keys-at-least": {"owner": "c1", "count": 3}}"#), Some(keys.clone()));
    assert_eq!(progress(r#"{"all": [{"value": 0}, {"keys-at-least": {"owner": "c1", "count": 3}}]}"#), Some(keys));
    assert_eq!(progress(r#"{"value": 3}"#), None);
}

#[test]
fn a_tally_tells_who_has_set_the_key() {
    let mut lab: Lab<Redlock> = lab::with(6, None, &[]);
    lab.run("crash n5\nask c1 increment\ndeliver c1>n1 Set\ndeliver c1>n2 Set\ndeliver n1>c1 Answer");
    let tallies = Redlock::tallies(&lab.world);
    let [tally] = tallies.as_slice() else { panic!("one attempt is under way") };
    let ballots: Vec<_> = tally.ballots.iter().map(|ballot| (ballot.node.to_string(), ballot.state)).collect();
    let expected = [
        ("n1", BallotState::Given),
        ("n2", BallotState::OnItsWay),
        ("n3", BallotState::Open),
        ("n4", BallotState::Open),
        ("n5", BallotState::Down),
    ];
    assert_eq!(ballots, expected.map(|(node, state)| (node.to_owned(), state)));
    assert_eq!(tally.needed, 3);
    let mut one: Lab<RedisLock> = lab::with(2, None, &[]);
    one.run("ask c1 increment");
    assert_eq!(RedisLock::tallies(&one.world), [], "of one Redis there is nothing to count");
}

#[test]
fn an_increment_is_one_of_a_counter() {
    let client = quorum_kernel::NodeId::client(1);
    let increment = "increment".parse().expect("a request");
    let meaning = |reply: Option<&Reply>| RedisLock::meaning(client, &increment, reply).expect("it means something");
    for (reply, add, answered) in [
        (None, 1, false),
        (Some(Reply::Written(4)), 1, true),
        (Some(Reply::Refused), 0, true),
        (Some(Reply::TooLate), 0, true),
        (Some(Reply::Unknown), 1, false),
    ] {
        let Meaning::Counter(call, answer) = meaning(reply.as_ref()) else { panic!("a counter") };
        assert_eq!((call.add, answer.is_some()), (add, answered), "{reply:?}");
    }
}
