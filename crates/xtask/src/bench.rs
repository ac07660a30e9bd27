//! `cargo xtask bench`: speed and size, measured.

use crate::project::Project;
use crate::{browser, shell, site, tools};
use anyhow::{Result, bail};
use std::ffi::OsString;

/// The package that measures.
const BENCH: &str = "quorum-bench";

/// Builds the site, so that what a visitor gets can be measured too, then runs the benchmark with `options`.
pub fn bench(project: &Project, options: Vec<OsString>) -> Result<()> {
    if !project.has(BENCH) {
        bail!("the workspace has no package {BENCH}");
    }
    tools::for_tests(project)?;
    let dist = project.target.join("site");
    site::build(project, "/lab/", &dist)?;
    let mut command = project.cargo(&["run", "--release", "--package", BENCH, "--"]);
    command.args(options).env("QUORUM_SITE", dist).env("QUORUM_PUBLIC_URL", "/lab/");
    browser::find_or_install(project)?.show_to(&mut command, project)?;
    shell::run(&mut command)
}
