//! `cargo xtask test`: every check, in the order in which a mistake is cheapest to find.

use crate::browser::{self, Browser};
use crate::project::Project;
use crate::{full, shell, site, tools};
use anyhow::Result;
use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The package of the browser tests. They need a built site, so that they run when named, not among the others.
const BROWSER_TESTS: &str = "quorum-e2e";
/// Where the site under test believes it lives: a sub-path shows what an absolute link would break.
const PUBLIC_URL: &str = "/lab/";
/// What runs in the browser and so must hold to clippy's rules for wasm as well.
const WASM_PACKAGES: [&str; 10] = [
    "quorum-kernel",
    "quorum-hashing",
    "quorum-protocols",
    "quorum-sim",
    "quorum-checker",
    "quorum-lesson",
    "quorum-scene",
    "quorum-engine",
    "quorum-hunter",
    "quorum-web",
];

struct Run<'a> {
    project: &'a Project,
    full: bool,
    browser: OnceCell<Browser>,
}

/// A stage passes, fails, or has nothing to do and says why.
enum Outcome {
    Passed,
    Nothing(String),
}

type Stage = (&'static str, fn(&Run) -> Result<Outcome>);

const STAGES: [Stage; 10] = [
    ("tools", install_tools),
    ("format", format),
    ("clippy", clippy),
    ("clippy for wasm", clippy_wasm),
    ("unit tests, golden scripts, sweeps, replays, lessons", native_tests),
    ("documentation", documentation),
    ("wasm tests in a browser", wasm_tests),
    ("release build under a sub-path", release_build),
    ("browser, end to end", end_to_end),
    ("long figures", long_figures),
];

/// Runs the stages until one fails; `full` adds the long figures.
pub fn test(project: &Project, full: bool) -> Result<ExitCode> {
    let run = Run { project, full, browser: OnceCell::new() };
    let start = Instant::now();
    let mut rows = Vec::new();
    for (index, (name, stage)) in STAGES.iter().enumerate() {
        println!("\n=== {}/{} {name}", index + 1, STAGES.len());
        let stage_start = Instant::now();
        let outcome = stage(&run);
        let took = stage_start.elapsed();
        let (row, failed) = match &outcome {
            Ok(Outcome::Passed) => (format!("passed  {}  {name}", seconds(took)), false),
            Ok(Outcome::Nothing(why)) => (format!("nothing {}  {name}: {why}", seconds(took)), false),
            Err(_) => (format!("FAILED  {}  {name}", seconds(took)), true),
        };
        println!("--- {row}");
        rows.push(row);
        if failed {
            println!("\nStages until the failure:\n{}", rows.join("\n"));
            return outcome.map(|_| ExitCode::FAILURE);
        }
    }
    println!("\nAll stages:\n{}\n\nAll checks passed in {}.", rows.join("\n"), seconds(start.elapsed()).trim());
    Ok(ExitCode::SUCCESS)
}

fn seconds(took: Duration) -> String {
    format!("{:>6.1} s", took.as_secs_f64())
}

fn passed(command: &mut std::process::Command) -> Result<Outcome> {
    shell::run(command).map(|()| Outcome::Passed)
}

fn install_tools(run: &Run) -> Result<Outcome> {
    tools::for_tests(run.project)?;
    Ok(Outcome::Passed)
}

fn format(run: &Run) -> Result<Outcome> {
    passed(&mut run.project.cargo(&["fmt", "--all", "--check"]))
}

fn clippy(run: &Run) -> Result<Outcome> {
    let mut command = run.project.cargo(&["clippy", "--workspace", "--all-targets"]);
    if run.project.has(BROWSER_TESTS) {
        // What runs only when it is named is no part of "all" either.
        command.args(["--test", "browser"]);
    }
    passed(command.args(["--", "-D", "warnings"]))
}

fn clippy_wasm(run: &Run) -> Result<Outcome> {
    let mut command = run.project.cargo(&["clippy", "--target", "wasm32-unknown-unknown"]);
    for package in WASM_PACKAGES {
        command.args(["--package", package]);
    }
    passed(command.args(["--", "-D", "warnings"]))
}

fn native_tests(run: &Run) -> Result<Outcome> {
    let mut command = run.project.cargo(&["test", "--workspace"]);
    if run.full {
        // What takes minutes is marked as ignored.
        command.args(["--", "--include-ignored"]);
    }
    passed(&mut command)
}

fn documentation(run: &Run) -> Result<Outcome> {
    passed(run.project.cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

/// Every integration test whose name starts with `wasm_`, of any package, compiled to wasm and run in Chromium.
fn wasm_tests(run: &Run) -> Result<Outcome> {
    let is_wasm = |test: &&String| test.starts_with("wasm_");
    let mut ran = false;
    for package in &run.project.packages {
        let tests: Vec<_> = package.tests.iter().filter(is_wasm).collect();
        if tests.is_empty() {
            continue;
        }
        let mut command =
            run.project.cargo(&["test", "--target", "wasm32-unknown-unknown", "--package", &package.name]);
        for test in tests {
            command.args(["--test", test]);
        }
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        // Debug wasm is slow, and the runner gives up after 20 s.
        command.env("WASM_BINDGEN_TEST_TIMEOUT", "600");
        run.browser()?.show_to(&mut command, run.project)?;
        shell::run(&mut command)?;
        ran = true;
    }
    Ok(if ran { Outcome::Passed } else { Outcome::Nothing("no test is named wasm_…".to_string()) })
}

fn release_build(run: &Run) -> Result<Outcome> {
    site::build(run.project, PUBLIC_URL, &run.site())?;
    Ok(Outcome::Passed)
}

fn end_to_end(run: &Run) -> Result<Outcome> {
    if !run.project.has(BROWSER_TESTS) {
        return Ok(Outcome::Nothing(format!("the workspace has no package {BROWSER_TESTS}")));
    }
    // Of the whole workspace: for one package cargo would compile its dependencies anew, without the features that others
    // ask of them.
    let mut command = run.project.cargo(&["test", "--workspace", "--test", "browser"]);
    if run.full {
        command.args(["--", "--include-ignored"]);
    }
    command.env("QUORUM_SITE", run.site()).env("QUORUM_PUBLIC_URL", PUBLIC_URL);
    command.env("QUORUM_AXE", tools::axe(run.project)?);
    run.browser()?.show_to(&mut command, run.project)?;
    passed(&mut command)
}

fn long_figures(run: &Run) -> Result<Outcome> {
    if !run.full {
        return Ok(Outcome::Nothing("asked for by --full".to_string()));
    }
    full::sweeps(run.project)?;
    Ok(Outcome::Passed)
}

impl Run<'_> {
    fn browser(&self) -> Result<&Browser> {
        if let Some(browser) = self.browser.get() {
            return Ok(browser);
        }
        let browser = browser::find_or_install(self.project)?;
        Ok(self.browser.get_or_init(|| browser))
    }

    fn site(&self) -> PathBuf {
        self.project.target.join("site")
    }
}
