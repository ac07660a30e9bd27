//! The commands of this workspace: `cargo xtask setup | serve | build | test | fuzz | screenshots | bench`.
//!
//! Each command installs the tools that it lacks, at the versions pinned in [`pins`], and says so before it does. What
//! is deliberately absent: no command needs a tool that a later one installs, and nothing is installed outside cargo's
//! own bin folder and `target/tools`, save Chromium through apt on Debian and Ubuntu.

mod bench;
mod browser;
mod csp;
mod full;
mod fuzz;
mod pins;
mod project;
mod screenshots;
mod serve;
mod shell;
mod site;
mod test;
#[cfg(test)]
mod tidy;
mod tools;
mod version;
mod weigh;

use anyhow::{Result, bail};
use pico_args::Arguments;
use project::Project;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup                     install every tool that the other commands use
  serve [TRUNK OPTIONS]     serve the site on this machine, rebuilding when a file changes (as --port 8080)
  build [--public-url URL] [--dist DIR]
                            write the site for a static host; URL is where it will live, as /quorum/ (default ./)
  test [--full]             run every check; --full adds the long ones
  fuzz [TARGET] [--minutes N]
                            give the engine random lessons, recordings and links, N minutes each (default 10)
  screenshots               take the pictures in docs/screenshots anew
  bench [OPTIONS]           measure speed and size; OPTIONS go to the benchmark
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = Arguments::from_env();
    let Some(command) = args.subcommand()? else {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    };
    // A question about usage is answered before any tool is looked for; `serve` hands its options to trunk.
    if command == "help" || (command != "serve" && command != "bench" && args.contains(["-h", "--help"])) {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    let project = Project::read()?;
    match command.as_str() {
        "setup" => {
            nothing_left(args)?;
            tools::for_tests(&project)?;
            println!("Everything is here. `cargo xtask serve` serves the site, `cargo xtask test` runs the checks.");
        }
        "serve" => return serve::serve(&project, args.finish()),
        "build" => {
            let public_url = args.opt_value_from_str("--public-url")?.unwrap_or_else(|| "./".to_string());
            let dist = args.opt_value_from_str("--dist")?.unwrap_or_else(|| project.root.join("dist"));
            nothing_left(args)?;
            tools::for_builds(&project)?;
            site::build(&project, &public_url, &dist)?;
        }
        "test" => {
            let full = args.contains("--full");
            nothing_left(args)?;
            return test::test(&project, full);
        }
        "fuzz" => {
            let minutes = args.opt_value_from_str("--minutes")?.unwrap_or(10);
            let target: Option<String> = args.opt_free_from_str()?;
            nothing_left(args)?;
            fuzz::fuzz(&project, target.as_deref(), minutes)?;
        }
        "screenshots" => {
            nothing_left(args)?;
            screenshots::screenshots(&project)?;
        }
        "bench" => bench::bench(&project, args.finish())?,
        unknown => bail!("there is no command `{unknown}`\n\n{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}

fn nothing_left(args: Arguments) -> Result<()> {
    let rest = args.finish();
    if rest.is_empty() {
        return Ok(());
    }
    let rest: Vec<_> = rest.iter().map(|arg| arg.to_string_lossy()).collect();
    bail!("unexpected: {}\n\n{USAGE}", rest.join(" "))
}
