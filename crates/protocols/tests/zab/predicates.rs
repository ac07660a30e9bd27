//! What lessons can ask: each predicate false before, true after.

use quorum_kernel::{Exhibit, Inspect};
use quorum_protocols::zab::{Predicate, Zab};

use crate::lab::Lab;

fn predicate(json: &str) -> Predicate {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn holds(lab: &Lab, json: &str) -> bool {
    Zab::holds(&predicate(json), &lab.world, &lab.monitor)
}

/// A run that makes the predicate true, which it was not before.
fn becomes_true(before: &str, json: &str, run: &str) {
    let mut lab = Lab::of(3, 1);
    lab.run(before);
    assert!(!holds(&lab, json), "{json} before");
    lab.run(run);
    assert!(holds(&lab, json), "{json} after\n{}", lab.logs());
}

#[test]
fn each_becomes_true() {
    becomes_true("", r#"{"primary": {}}"#, "settle");
    becomes_true("settle", r#"{"primary": {"node": "n2", "epoch": 2}}"#, "crash n3\nelect n1 n2");
    becomes_true("settle", r#"{"primary": {"epoch-at-least": 2}}"#, "crash n3\nelect n1 n2");
    becomes_true("crash n1\nelect n2 n3", r#"{"primary": {"followed-by": 2}}"#, "restart n1\nsettle");
    becomes_true("crash n1\nsettle\nfire n2 decide", r#"{"elected": {"node": "n3"}}"#, "fire n3 decide");
    becomes_true("", r#"{"phase": {"node": "n1", "phase": "broadcast"}}"#, "settle");
    becomes_true("settle", r#"{"looking-at-least": 2}"#, "crash n3\nsettle");
    becomes_true("", r#"{"wants": {"node": "n1", "leader": "n3"}}"#, "deliver n3>n1 Notification");
    becomes_true("", r#"{"accepted-epoch-at-least": {"node": "n1", "epoch": 1}}"#, "settle");
    becomes_true("", r#"{"current-epoch-at-least": {"node": "n1", "epoch": 1}}"#, "settle");
    for (json, run) in [
        (r#"{"has": {"node": "n1", "zxid": "1.1", "command": "put x 1"}}"#, "ask c1 put x 1\nsettle"),
        (r#"{"last": {"node": "n2", "zxid": "1.1"}}"#, "ask c1 put x 1\nsettle"),
        (r#"{"delivered": {"zxid": "1.1"}}"#, "ask c1 put x 1\nsettle"),
        (r#"{"value": {"node": "n2", "key": "x", "value": "1"}}"#, "ask c1 put x 1\nsettle"),
        (r#"{"answered": {"client": "c1"}}"#, "ask c1 put x 1\nsettle"),
        (r#"{"down": {"node": "n1"}}"#, "crash n1"),
        (r#"{"down-at-least": 2}"#, "crash n1\ncrash n2"),
        (r#"{"isolated": {"node": "n1"}}"#, "cut n1|n2\ncut n1|n3"),
        (r#"{"all": [{"primary": {}}, {"down": {"node": "n1"}}]}"#, "crash n1"),
        (r#"{"any": [{"down": {"node": "n2"}}, {"down": {"node": "n1"}}]}"#, "crash n1"),
        (r#"{"not": {"primary": {}}}"#, "crash n3"),
    ] {
        becomes_true("settle", json, run);
    }
}

#[test]
fn what_is_not_there_is_not_so() {
    let lab = Lab::of(3, 1);
    for json in [
        r#"{"down": {"node": "n9"}}"#,
        r#"{"has": {"node": "n9", "zxid": "1.1"}}"#,
        r#"{"last": {"node": "c1", "zxid": "0.0"}}"#,
        r#"{"answered": {"client": "c9"}}"#,
        r#"{"isolated": {"node": "c1"}}"#,
    ] {
        assert!(!holds(&lab, json), "{json}");
    }
    assert!(serde_json::from_str::<Predicate>(r#"{"delivered": {"zxid": "1"}}"#).is_err());
}

#[test]
fn every_look_is_in_the_legend_and_no_two_are_alike() {
    let legend = Zab::legend();
    for (at, (look, _)) in legend.iter().enumerate() {
        assert!(legend[..at].iter().all(|(other, _)| other != look), "{look:?}");
    }
}

#[test]
fn goals_tell_how_far_they_are_and_counts_follow_the_phases() {
    let mut lab = Lab::of(3, 1);
    let progress =
        |lab: &Lab, json: &str| Zab::progress(&predicate(json), &lab.world, &lab.monitor).map(|text| text.id);
    let title = |lab: &Lab| Zab::tallies(&lab.world).first().map(|tally| tally.title.id.clone());
    let mut seen = vec![title(&lab)];
    assert_eq!(progress(&lab, r#"{"primary": {}}"#).as_deref(), Some("zab-nobody-elected"));
    while let Some(step) = lab.oldest() {
        lab.act(&step).expect("what is due can be done");
        if seen.last() != Some(&title(&lab)) {
            seen.push(title(&lab));
        }
    }
    let seen: Vec<_> = seen.into_iter().flatten().collect();
    let phases = ["zab-tally-votes", "zab-tally-present", "zab-tally-promises", "zab-tally-taken-over"];
    assert_eq!(seen, phases);
    assert_eq!(progress(&lab, r#"{"delivered": {"zxid": "1.1"}}"#).as_deref(), Some("zab-delivered-so-far"));
}
