//! Small files that ask for much: none of them may take long, fill memory or end the program.

use std::time::{Duration, Instant};

use quorum_lesson::prose::Prose;

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
