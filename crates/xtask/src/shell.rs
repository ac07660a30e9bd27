//! Running other programs, and saying what was run.

use crate::version::Version;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// Runs `command` with its output on the terminal. The error says how to repeat it by hand.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("{status}. To repeat it alone:\n\n    {}\n", line(command));
    }
    Ok(())
}

/// Runs `command` with its output on the terminal and returns how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    eprintln!("$ {}", line(command));
    command.status().with_context(|| format!("cannot start `{}`", line(command)))
}

/// What `program` prints on standard output, or nothing when it is missing or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The version that `program --version` prints.
pub fn version(command: &mut Command) -> Option<Version> {
    Version::find_in(&answer(command.arg("--version"))?)
}

/// The first of `names` that lies in a folder of PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
            .find(|file| file.is_file())
    })
}

/// `command` as a person would type it, with the variables that were set for it.
pub fn line(command: &Command) -> String {
    // PATH differs only by the folders of the installed tools, and would drown the rest.
    let variables = command.get_envs().filter(|(name, _)| *name != "PATH");
    let variables = variables
        .filter_map(|(name, value)| Some(format!("{}={}", name.to_string_lossy(), quoted(&value?.to_string_lossy()))));
    let program = Path::new(command.get_program());
    // A full path to cargo says less than its name.
    let program = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| quoted(&arg.to_string_lossy()));
    variables.chain([program]).chain(args).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_string() } else { format!("'{word}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_typed_again() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--test", "wasm_*"]).env("RUSTDOCFLAGS", "-D warnings").env("PATH", "/long");
        assert_eq!(line(&command), "RUSTDOCFLAGS='-D warnings' cargo test --test 'wasm_*'");
    }

    #[test]
    fn a_failure_says_how_to_repeat_it() {
        let error = run(Command::new("cargo").arg("no-such-command-here")).expect_err("there is no such command");
        assert!(error.to_string().contains("    cargo no-such-command-here"), "{error}");
    }

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(
            find(&["no-such-program-here", "cargo"]).is_some_and(|file| file.is_absolute()),
            "cargo runs this test"
        );
        assert_eq!(find(&["no-such-program-here"]), None);
    }
}
