//! `cargo xtask serve`: the site on this machine.

use crate::project::Project;
use crate::{shell, tools};
use anyhow::Result;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// Installs what serving lacks, then hands over to trunk, with `options` for it.
pub fn serve(project: &Project, options: Vec<OsString>) -> Result<ExitCode> {
    tools::for_serving(project)?;
    eprintln!("\nCompiling the page (about a minute the first time). Trunk then prints its address; Ctrl-C ends it.");
    let mut command = trunk(project, "serve");
    command.args(options);
    // How trunk ends, also by Ctrl-C, is its own affair: it has said why.
    let status = shell::status(&mut command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A trunk command without the two things that surprise: it asks the network whether it is the newest, and it
/// takes `NO_COLOR=1`, as most terminals set it, for a mistake.
pub fn trunk(project: &Project, subcommand: &str) -> Command {
    let mut command = project.command("trunk");
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    if std::env::var_os("NO_COLOR").is_some() {
        command.env_remove("NO_COLOR").args(["--color", "never"]);
    }
    command.arg(subcommand);
    command
}
