//! The command line as its user meets it: output, files and exit codes.

use assert_cmd::Command;
use serde_json::Value;

fn quorum(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("quorum").expect("built with the tests");
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).args(args);
    command
}

fn json(args: &[&str]) -> Value {
    let output = quorum(args).assert().success().get_output().stdout.clone();
    serde_json::from_slice(&output).expect("JSON")
}

fn said(args: &[&str], code: i32) -> String {
    let assert = quorum(args).assert().code(code);
    let output = assert.get_output();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn protocols_lists_raft_with_properties_and_mutants() {
    let all = json(&["protocols", "--json"]);
    let raft = all.as_array().expect("an array").iter().find(|one| one["id"] == "raft").expect("raft");
    assert_eq!(raft["title"], "Raft");
    let has = |list: &str, id: &str| raft[list].as_array().expect(list).contains(&Value::from(id));
    assert!(has("properties", "election-safety") && has("properties", "state-machine-safety"));
    assert!(has("mutants", "forgets-vote") && has("mutants", "commits-old-term"));
    assert!(said(&["protocols"], 0).contains("raft  Raft"));
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    let run = |seed: &str| json(&["run", "raft", "--seed", seed, "--until", "900ms", "--json"]);
    let (once, again, other) = (run("7"), run("7"), run("8"));
    assert_eq!(once, again);
    assert_ne!(once["digest"], other["digest"]);
    assert_eq!(once["seed"], "7");
    let events = once["events"].as_array().expect("events");
    assert!(events.iter().any(|event| event["label"].as_str().is_some_and(|label| label.contains("Vote#"))));
    let last = events.last().expect("something happens")["time_us"].as_u64().expect("a number");
    assert!(last <= 900_000);
    assert!(
        once["properties"]
            .as_array()
            .expect("properties")
            .iter()
            .any(|p| p["id"] == "live-leader" && p["holds"] == true)
    );
}

#[test]
fn a_lesson_and_a_file_are_scenarios_too() {
    assert!(said(&["run", "raft-election", "--until", "700ms"], 0).contains("leads term 1"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("scenario.json");
    let text = r#"{ "protocol": "raft", "servers": 3, "seed": "9", "script": [{ "at-us": 100, "act": "crash n2" }] }"#;
    std::fs::write(&file, text).expect("written");
    assert!(said(&["run", file.to_str().expect("a path"), "--until", "1s"], 0).contains("crash n2"));
    std::fs::write(&file, text.replace("crash n2", "explode n2")).expect("written");
    assert!(said(&["run", file.to_str().expect("a path")], 2).contains("“explode n2” is no act"));
    std::fs::write(&file, text.replace("servers", "server")).expect("written");
    assert!(said(&["run", file.to_str().expect("a path")], 2).contains("unknown field `server`"));
}

#[test]
fn misuse_exits_with_2_and_says_what_would_be_right() {
    assert!(said(&["run", "gossip"], 2).contains("no protocol (raft, "));
    assert!(said(&["sweep", "gossip"], 2).contains("there are: raft, "));
    assert!(said(&["sweep", "raft", "--mutant", "none-such"], 2).contains("no mutant “none-such”"));
    assert!(said(&["run", "raft", "--until", "5 parsecs"], 2).contains("write 5s, 300ms or 700us"));
    assert!(said(&["replay", "no-such-file.json"], 2).contains("cannot be read"));
    assert!(said(&["lesson", "check", "no-such-folder"], 2).contains("cannot be read"));
    said(&["frobnicate"], 2);
    said(&[], 2);
}

/// As many as the promise is swept with: it takes seconds.
const SEEDS: &str = "2000";

#[test]
fn a_sweep_of_every_correct_protocol_is_clean() {
    for protocol in json(&["protocols", "--json"]).as_array().expect("an array") {
        let id = protocol["id"].as_str().expect("an id");
        assert!(said(&["sweep", id, "--seeds", SEEDS], 0).contains("2000 seeds swept"));
    }
}

#[test]
fn every_mutant_is_caught_within_those_seeds() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("violation.json");
    for protocol in json(&["protocols", "--json"]).as_array().expect("an array") {
        let id = protocol["id"].as_str().expect("an id");
        for mutant in protocol["mutants"].as_array().expect("an array") {
            let mutant = mutant.as_str().expect("an id");
            let out = out.to_str().expect("a path");
            let found = said(&["sweep", id, "--mutant", mutant, "--seeds", SEEDS, "--out", out], 1);
            assert!(found.contains("does not hold"), "{mutant}: {found}");
        }
    }
}

#[test]
fn a_mutant_is_caught_and_its_recording_replays_until_it_is_tampered_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("violation.json");
    let path = file.to_str().expect("a path");
    let found = said(&["sweep", "raft", "--seeds", "100", "--mutant", "no-log-check", "--out", path], 1);
    assert!(found.contains("seed 0: leader-completeness does not hold"), "{found}");
    let replayed = said(&["replay", path], 0);
    assert!(
        replayed.contains("FALSE  leader-completeness") && replayed.contains("replays to the same world"),
        "{replayed}"
    );

    let mut recording: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("written")).expect("JSON");
    recording["scenario"]["seed"] = "3".into();
    std::fs::write(&file, recording.to_string()).expect("written");
    assert!(said(&["replay", path], 1).contains("The run departs from its recording between event"));
    recording["format"] = 99.into();
    std::fs::write(&file, recording.to_string()).expect("written");
    assert!(said(&["replay", path], 2).contains("format 99"));
}

#[test]
fn a_recorded_run_replays_from_its_file_and_from_its_link() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let path = file.to_str().expect("a path");
    let asked = ["--act", "1s restart n1", "--act", "700ms crash n1", "--until", "1500ms", "--out", path];
    let said_so = said(&[&["record", "raft", "--seed", "7"][..], &asked].concat(), 0);
    assert!(said_so.contains("2 acts by hand"), "{said_so}");
    let from_file = said(&["replay", path], 0);
    assert!(from_file.contains("0.700000  crash n1 (by hand)"), "{from_file}");
    let link = said(&["link", path, "--site", "https://example.org/lab/"], 0);
    assert!(link.starts_with("https://example.org/lab/#/run/1"), "{link}");
    assert!(link.trim().len() < 1_000, "{link}");
    assert_eq!(said(&["replay", link.trim()], 0), from_file);
    let cut = &link.trim()[..link.trim().len() - 2];
    assert!(said(&["replay", cut], 2).contains("this link cannot be opened."));

    let mut recording: Value = serde_json::from_str(&std::fs::read_to_string(&file).expect("written")).expect("JSON");
    recording["lesson"] = "raft-election".into();
    std::fs::write(&file, recording.to_string()).expect("written");
    assert!(said(&["link", path], 0).starts_with("#/lesson/raft-election/1"));
    assert!(said(&["link", path, "--alone"], 0).starts_with("#/run/1"));
    let late = said(&["record", "raft", "--act", "soon crash n1", "--out", path], 2);
    assert!(late.contains("`700ms crash n1`"), "{late}");
    let refused = said(&["record", "raft", "--act", "1s restart n1", "--out", path], 2);
    assert!(refused.contains("n1 is not down"), "{refused}");
}

#[test]
fn the_lessons_hold_what_they_claim_and_a_false_claim_is_found() {
    assert!(said(&["lesson", "check"], 0).contains("0 problems"));
    let folder = tempfile::tempdir().expect("a folder");
    let lesson = folder.path().join("raft-election");
    std::fs::create_dir(&lesson).expect("made");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../lessons/raft-election");
    for name in ["lesson.json", "en.md"] {
        std::fs::copy(format!("{source}/{name}"), lesson.join(name)).expect("copied");
    }
    let path = lesson.to_str().expect("a path");
    said(&["lesson", "check", path], 0);
    let json = std::fs::read_to_string(lesson.join("lesson.json")).expect("read");
    std::fs::write(lesson.join("lesson.json"), json.replacen("\"followed-by\": 4", "\"followed-by\": 9", 1))
        .expect("written");
    let found = said(&["lesson", "check", path], 1);
    let (place, _) = found.split_once(", steps[0].watch.until: ").expect("the claim is named");
    let line = place.rsplit_once("lesson.json: line ").and_then(|(_, line)| line.parse::<usize>().ok());
    let line = line.and_then(|line| json.lines().nth(line - 1));
    assert!(line.is_some_and(|line| line.contains("\"until\"")), "{found}");
}

/// A folder of lessons, each of which requires some, listed as this `index.json` says.
fn curriculum(index: &str, lessons: &[(&str, &[&str])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (id, requires) in lessons {
        let lesson = serde_json::json!({
            "format": 1, "id": id, "minutes": 1, "requires": requires,
            "scenario": { "protocol": "raft", "servers": 3, "seed": "1" },
            "steps": [{ "watch": { "id": "w", "until": { "leader": {} } } }],
        });
        let lesson_folder = folder.path().join(id);
        std::fs::create_dir(&lesson_folder).expect("made");
        std::fs::write(lesson_folder.join("lesson.json"), lesson.to_string()).expect("written");
        std::fs::write(lesson_folder.join("en.md"), "# T\n\n## w\n### W\nWords.\n").expect("written");
    }
    std::fs::write(folder.path().join("index.json"), index).expect("written");
    folder
}

/// What the check of such a folder says, which is not that all is well.
fn said_of(index: &str, lessons: &[(&str, &[&str])], exit: i32) -> String {
    said(&["lesson", "check", curriculum(index, lessons).path().to_str().expect("a path")], exit)
}

#[test]
fn a_lesson_stands_behind_those_that_it_requires() {
    let index = r#"{"units": [{"id": "locks", "lessons": ["first", "second", "third"]}]}"#;
    let found = said_of(index, &[("first", &["second"]), ("second", &["first"]), ("third", &["nowhere"])], 1);
    let circle = "first/lesson.json: line 1, requires[0]: is a circle (first → second → first), of which no lesson can come first";
    assert!(found.contains(circle), "{found}");
    assert!(found.contains("second/lesson.json: line 1, requires[0]: is a circle"), "{found}");
    assert!(found.contains("third/lesson.json: line 1, requires[0]: index.json lists no lesson “nowhere”"), "{found}");
    assert!(found.contains("3 lessons checked, 3 problems"), "{found}");

    let found =
        said_of(&index.replace("locks", "of-mine"), &[("first", &["third"]), ("second", &[]), ("third", &[])], 1);
    let behind =
        "first/lesson.json: line 1, requires[0]: “third” stands behind this lesson in index.json: move it before";
    assert!(found.contains(behind), "{found}");
    let nameless = "index.json: line 1, units[0].id: the unit has no name: add “unit-of-mine” and “unit-of-mine-about”";
    assert!(found.contains(nameless), "{found}");
    assert!(found.contains("second: every claim holds"), "{found}");
}

#[test]
fn explore_finds_a_shortest_run_that_replays() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("found.json");
    let out = out.to_str().expect("a path");
    let said_of = |args: &[&str], code| said(&[&["explore", "raft", "--out", out][..], args].concat(), code);
    let found = said_of(&["--mutant", "forgets-vote"], 1);
    assert!(found.contains("election-safety does not hold: n1 and n3 both won term 1"), "{found}");
    assert!(found.contains("a shortest run, 7 actions:") && found.contains("deliver n1>n2 RequestVote#1"), "{found}");
    let again = said(&["replay", out], 0);
    assert!(again.contains("FALSE  election-safety") && again.contains("replays to the same world"), "{again}");
}

#[test]
fn explore_says_whether_it_has_seen_all() {
    let clean = said(&["explore", "raft", "--fires", "1", "--crashes", "1", "--property", "log-matching"], 0);
    assert!(clean.contains("complete: every property holds"), "{clean}");
    let stopped = said(&["explore", "raft", "--states", "1000"], 3);
    assert!(stopped.contains("stopped by a limit (states)") && stopped.contains("unique states    1000"), "{stopped}");
    let seen = said(&["explore", "raft", "--fires", "1", "--property", "entry-committed"], 0);
    assert!(seen.contains("seen   entry-committed (sometimes)"), "{seen}");
    assert!(said(&["explore", "raft", "--property", "nonsense"], 2).contains("there are: election-safety, "));
    assert!(said(&["explore", "raft", "--request", "n1 put x 1"], 2).contains("“c1 n1 put x 1” is no request to"));
    assert!(said(&["explore", "raft", "--request", "jump"], 2).contains("write for example “c1 put x 1”"));
}

#[test]
fn what_lessons_can_ask_is_listed_and_the_schema_is_printed() {
    let listed = said(&["predicates", "raft"], 0);
    let leader = "{\"leader\": {…}}\n    A running server leads, ";
    assert!(listed.starts_with(leader), "{listed}");
    assert!(
        listed.contains("\n    followed-by    a whole number. How many other running servers follow it, or more.\n")
    );
    assert!(
        listed.contains("\n{\"term-at-least\": …}  a whole number\n    Some running server has reached this term.\n")
    );
    assert!(listed.contains("role  follower | candidate | leader, must be there."));
    let json: Value = serde_json::from_str(&said(&["predicates", "raft", "--json"], 0)).expect("JSON");
    let names: Vec<_> = json.as_array().expect("a list").iter().map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&Some("split-vote")) && names.contains(&Some("not")), "{names:?}");
    assert_eq!(json[0]["arguments"][0]["name"], "followed-by");
    assert!(said(&["predicates", "paxo"], 2).contains("there is no protocol `paxo`; there are: raft"));
    let schema: Value = serde_json::from_str(&said(&["lesson", "schema"], 0)).expect("JSON");
    assert_eq!(schema["title"], "A lesson of Quorum Lab");
}

#[test]
fn why_a_found_run_is_wrong_and_what_it_is_without_its_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("found.json");
    let out = out.to_str().expect("a path");
    said(&["explore", "raft", "--out", out, "--mutant", "forgets-vote", "--crashes", "1"], 1);
    let why = said(&["why", out], 0);
    assert!(why.contains("Election safety turned false here") && why.contains("newest first"), "{why}");
    assert!(why.contains("went down") && why.contains("It sent RequestVote#1"), "{why}");
    assert_eq!(said(&["why", out, "--property", "election-safety"], 0), why);
    let crash = why.lines().find(|line| line.contains(" crash ")).expect("it needs one");
    let event = crash.trim_start_matches(['*', ' ']).split(' ').next().expect("a number");
    assert!(said(&["why", out, "--event", event], 0).starts_with(&format!("{event:>7}")), "{crash}");
    let without = said(&["without", out, "--event", event], 0);
    assert!(without.contains("election-safety: FALSE with it, holds without"), "{without}");
    assert!(without.contains("other outcome at"), "{without}");
    for (misuse, words) in [
        (&["why", out, "--event", "99"][..], "there is no event 99"),
        (&["why", out, "--property", "log-matching"], "is never false"),
        (&["why", out, "--property", "honesty"], "it has: election-safety, "),
        (&["why", out, "--event", "1", "--property", "log-matching"], "cannot be used with"),
        (&["without", out, "--event", "99"], "there is no event 99"),
    ] {
        assert!(said(misuse, 2).contains(words), "{misuse:?}");
    }
    said(&["record", "raft", "--until", "1s", "--out", out], 0);
    assert!(said(&["why", out], 2).contains("name an event with --event"));
    assert!(said(&["without", out, "--event", "1"], 2).contains("came by itself"));
}

/// Whoever reads may have read enough.
#[cfg(unix)]
#[test]
fn a_reader_that_stops_ends_the_output_quietly() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };
    let program = env!("CARGO_BIN_EXE_quorum");
    let mut child = std::process::Command::new(program)
        .args(["run", "raft", "--until", "60s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut first = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut first).expect("a line");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "nothing to complain of");
}
