//! `cargo xtask bench`: speed and size, measured.

use crate::project::Project;
use crate::{browser, shell, site, tools, weigh};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::Path;

/// The package that measures.
const BENCH: &str = "quorum-bench";
/// The peers that it compares with are no part of other builds.
const FEATURES: [&str; 4] = ["--package", BENCH, "--features", "raft-rs,placements"];
const TARGET: &str = "wasm32-unknown-unknown";
/// Runs the benchmark's wasm, which leaves its figures in the page.
const PAGE: &str = "<!doctype html><title>Rates in wasm</title><link rel=icon href=data:,><body><script type=module>
import init from './quorum-bench.js';
init();
</script>";

/// Builds the site, so that what a visitor gets can be measured too, then runs the benchmark with `options`.
pub fn bench(project: &Project, options: Vec<OsString>) -> Result<()> {
    if !project.has(BENCH) {
        bail!("the workspace has no package {BENCH}");
    }
    tools::for_tests(project)?;
    let dist = project.target.join("site");
    site::build(project, "/lab/", &dist)?;
    let gzipped = weigh::gzipped_bytes(&dist)?;
    wasm_page(project, &dist.join("bench"))?;
    // All of its programs: one starts the other.
    shell::run(project.cargo(&["build", "--release"]).args(FEATURES))?;
    let mut command = project.cargo(&["run", "--release"]);
    command.args(FEATURES).arg("--").args(options);
    command.env("QUORUM_SITE", dist).env("QUORUM_PUBLIC_URL", "/lab/").env("QUORUM_GZIPPED", gzipped.to_string());
    browser::find_or_install(project)?.show_to(&mut command, project)?;
    shell::run(&mut command)
}

/// Puts the benchmark, compiled to wasm, into a page of its own. It stands beside the site's: they share a host.
fn wasm_page(project: &Project, folder: &Path) -> Result<()> {
    shell::run(project.cargo(&["build", "--release", "--target", TARGET, "--bin", BENCH]).args(FEATURES))?;
    let wasm = project.target.join(TARGET).join("release").join(BENCH).with_extension("wasm");
    let mut command = project.command("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(folder).arg(wasm);
    shell::run(&mut command)?;
    std::fs::write(folder.join("index.html"), PAGE).context("cannot write the benchmark's page")
}
