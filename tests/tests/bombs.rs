//! Small files that ask for much: none of them may take long, fill memory or end the program.

use std::time::{Duration, Instant};

use quorum_lesson::prose::Prose;
use quorum_scene::{Command, Lab, LessonSource, Problem, Reply, Scene, words::say};

/// Longer than this, in a debug build on a busy machine, is too long for what a stranger's file may cost.
const PATIENCE: Duration = Duration::from_secs(10);

#[track_caller]
fn quick<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    eprintln!("{what}: {took:?}");
    assert!(took < PATIENCE, "{what} took {took:?}");
    result
}

fn prose(body: &str) -> String {
    let mut text = format!("# T\n\nS.\n\n## a\n### A\n{body}");
    text.truncate(quorum_lesson::prose::PROSE_BYTES_MAX);
    text
}

#[test]
fn prose_that_nests_or_repeats_without_end() {
    let long = 256 * 1024;
    for (what, body) in [
        ("quotes", ">".repeat(long)),
        ("spaced quotes", "> ".repeat(long / 2)),
        ("lists", "1. ".repeat(long / 3)),
        ("indented lists", (0..700).map(|depth| format!("{}- a\n", " ".repeat(depth))).collect()),
        ("emphasis", "*a **b ".repeat(long / 7)),
        ("closed emphasis", format!("{}x{}", "*".repeat(long / 3), "*".repeat(long / 3))),
        ("nested emphasis", format!("{}x{}", "*a ".repeat(30_000), " b*".repeat(30_000))),
        ("brackets", "[".repeat(long)),
        ("links", "[a](".repeat(long / 4)),
        ("bad links", "[a](javascript:b) ".repeat(long / 18)),
        ("nodes", "[[n1]] ".repeat(long / 7)),
        ("bad nodes", "[[zz]] ".repeat(long / 7)),
        ("open marks", "{{a [[b ".repeat(long / 8)),
        ("kinds", "{{a}}".repeat(long / 5)),
        ("lines", "a\n".repeat(long / 2)),
        ("paragraphs", "a\n\n".repeat(long / 3)),
        ("code", "`a` ".repeat(long / 4)),
        ("backticks", (1..700).map(|n| format!("{} ", "`".repeat(n))).collect()),
        ("html", "<a ".repeat(long / 3)),
        ("comments", "<!-- ".repeat(long / 5)),
        ("entities", "&amp;".repeat(long / 5)),
        ("sections", (0..long / 12).map(|n| format!("## s{n}\n### x\n")).collect()),
        ("parts", (0..long / 12).map(|n| format!("#### P{n}\n")).collect()),
        ("answers", format!("#### Question\n{}", (0..long / 12).map(|n| format!("- (a{n}) x\n")).collect::<String>())),
        (
            "explanations",
            format!("#### Question\n{}", (0..long / 12).map(|n| format!("> (a{n}) x\n")).collect::<String>()),
        ),
        ("definitions", (0..long / 12).map(|n| format!("[a{n}]: b\n")).collect()),
    ] {
        let text = prose(&body);
        let _read = quick(what, || format!("{:?}", Prose::parse(&text)).len());
    }
}

fn ask(lab: &mut Lab, command: Command) -> Result<Scene, Problem> {
    match lab.handle(command)? {
        Reply::Scene(scene) => Ok(*scene),
        Reply::Recording(_) | Reply::Order(_) => panic!("nothing was saved"),
    }
}

/// A lesson of one step on a cluster of the greatest size.
fn lesson(scenario: &str, step: &str) -> Command {
    let json = format!(
        r#"{{"format":1,"id":"bomb","minutes":1,"scenario":{{"protocol":"raft","servers":9,"clients":9,"seed":"1"{scenario}}},
            "steps":[{step}]}}"#
    );
    Command::OpenLesson(LessonSource { id: "bomb".into(), json, done: Vec::new() })
}

fn watch(start: &str, until: &str) -> String {
    format!(r#"{{"watch":{{"id":"a","start":[{start}],"until":{until}}}}}"#)
}

fn repeat(one: &str, times: usize) -> String {
    vec![one; times].join(",")
}

#[test]
fn lessons_that_ask_for_much() {
    let never = r#"{"term-at-least":4000000000}"#;
    let span = r#"{"run-for-ms":60000}"#;
    let many =
        |times| format!(r#"{{"all":[{}]}}"#, repeat(r#"{"not":{"value":{"node":"n1","key":"x","value":"y"}}}"#, times));
    let script = |act: &str| format!(r#","script":[{}]"#, repeat(&format!(r#"{{"at-us":1,"act":"{act}"}}"#), 3_000));
    let value = "x".repeat(30);
    for (what, scenario, step) in [
        ("long spans", String::new(), watch(&repeat(span, 200), never)),
        (
            "no latency",
            r#","network":{"default":{"latency-us":0,"jitter-us":0}}"#.into(),
            watch(&repeat(span, 200), never),
        ),
        (
            "storm",
            r#","network":{"default":{"duplication-ppm":1000000,"jitter-us":3600000000}}"#.into(),
            watch(&repeat(span, 200), never),
        ),
        ("in vain", String::new(), watch(&repeat(&format!(r#"{{"run-until":{never}}}"#), 200), never)),
        ("wide predicate", String::new(), watch(span, &many(4_000))),
        ("wide wait", String::new(), watch(&format!(r#"{{"run-until":{{"all":[{},{never}]}}}}"#, many(4_000)), never)),
        ("widest wait", String::new(), watch(&format!(r#"{{"run-until":{{"all":[{},{never}]}}}}"#, many(30)), never)),
        ("script", script("crash n1"), watch(span, never)),
        ("appends", script(&format!("invoke c1 append x {value}")), watch(&repeat(span, 50), never)),
        ("delays", script("delay n1>n2 RequestVote#1 3600s"), watch(span, never)),
        (
            "fast clocks",
            r#","clocks":{"n1":{"fast-ppm":1000000},"n2":{"fast-ppm":-900000}}"#.into(),
            watch(&repeat(span, 200), never),
        ),
    ] {
        let mut lab = Lab::new();
        let answer = quick(what, || ask(&mut lab, lesson(&scenario, &step)));
        let said = answer.map_or_else(|problem| say(&problem.text), |scene| format!("{} events", scene.clock.events));
        let expected = match what {
            "storm" => "too many messages",
            "in vain" | "widest wait" => "does not become so within a minute",
            "wide predicate" | "wide wait" => "is the most: ask for less at once",
            "script" | "delays" => " events",
            _ => "let less time pass",
        };
        assert!(said.contains(expected), "{what}: {said}");
    }
}

#[test]
fn acts_at_the_end_of_time_and_by_the_hundred() {
    let mut lab = Lab::new();
    let open = || lesson("", &watch("", r#"{"leader":{}}"#));
    let act = |label: &str| Command::Act { label: label.to_owned() };
    ask(&mut lab, open()).expect("a small lesson");
    for node in 1..=9 {
        ask(&mut lab, act(&format!("crash n{node}"))).expect("it is up");
    }
    for client in 1..=9 {
        ask(&mut lab, act(&format!("crash c{client}"))).expect("it is up");
    }
    let end = ask(&mut lab, Command::Advance { to_us: u64::MAX }).expect("nothing is due");
    assert_eq!(end.clock.now_us, quorum_sim::TIME_MAX, "far from where adding to a time overflows");
    for command in [
        act("restart n1"),
        act("restart n2"),
        act("clock n1 -2147483648ms"),
        Command::Forward,
        Command::Advance { to_us: u64::MAX },
        Command::SeekTime { to_us: u64::MAX },
    ] {
        let _any = ask(&mut lab, command);
    }
    ask(&mut lab, open()).expect("a small lesson");
    let mut scene = ask(&mut lab, Command::Forward).expect("due");
    while scene.flights.is_empty() {
        scene = ask(&mut lab, Command::Forward).expect("due");
    }
    let id = scene.flights[0].id.clone();
    let refused = quick("600 duplicates", || {
        (0..600).map(|_| ask(&mut lab, act(&format!("duplicate {id}")))).filter(Result::is_err).count()
    });
    assert_eq!(refused, 500, "a message has 100 copies at most");
    for _ in 0..1_000 {
        ask(&mut lab, Command::Forward).expect("due");
    }
}
