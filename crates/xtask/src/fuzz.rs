//! `cargo xtask fuzz`: random files for the engine, for as long as asked.

use crate::project::Project;
use crate::{pins, shell, tools};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// The targets, with the folders of files that each begins with.
const TARGETS: [(&str, &[&str]); 3] = [
    ("lessons", &["lessons", "tests/malformed/lessons", "tests/malformed/prose"]),
    ("recordings", &["tests/fuzz/seeds/recordings", "tests/malformed/recordings"]),
    ("links", &["tests/fuzz/seeds/links", "tests/malformed/links"]),
];
/// A file that keeps the engine busy for longer, in seconds, is a finding; so is one that takes more memory, in MB.
const LIMITS: [&str; 3] = ["-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"];

/// Runs the target of this name, or one after the other, for so many minutes each.
pub fn fuzz(project: &Project, only: Option<&str>, minutes: u32) -> Result<()> {
    let chosen: Vec<_> = TARGETS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        bail!(
            "there is no fuzz target `{}`: take {}",
            only.unwrap_or_default(),
            TARGETS.map(|(name, _)| name).join(", ")
        );
    }
    tools::cargo_tool(project, &pins::FUZZ)?;
    for (name, seeds) in chosen {
        run(project, name, seeds, minutes).with_context(|| {
            format!(
                "{name}: the file that did it lies in target/fuzz; mend the cause and keep the file in tests/malformed"
            )
        })?;
    }
    Ok(())
}

fn run(project: &Project, target: &str, seeds: &[&str], minutes: u32) -> Result<()> {
    let home = project.root.join("tests/fuzz");
    let work = project.target.join("fuzz");
    // What the fuzzer finds interesting is kept for the next time.
    let corpus = work.join("corpus").join(target);
    std::fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
    // No sanitizer: the engine has no unsafe code, and without one any stable compiler will do.
    let mut command = project.cargo(&["fuzz", "run", "--sanitizer", "none", "--fuzz-dir", ".", "--target-dir"]);
    command.current_dir(&home).arg(work.join("build")).arg(target).arg(&corpus);
    command.args(seeds.iter().map(|seed| project.root.join(seed)).filter(|folder| folder.is_dir()));
    command.arg("--").args(LIMITS).arg(format!("-max_total_time={}", 60 * minutes));
    command.arg(option("-dict", &home.join("words.dict"))).arg(option("-artifact_prefix", &work.join("")));
    command.arg("-print_final_stats=1");
    shell::run(&mut command)
}

fn option(name: &str, path: &Path) -> String {
    format!("{name}={}", path.display())
}

#[cfg(test)]
mod tests {
    use super::TARGETS;
    use crate::project::Project;

    /// A target that is not listed here, or not there, would never be run.
    #[test]
    fn every_target_is_run() {
        let root = Project::read().expect("the workspace can be read").root;
        let folder = std::fs::read_dir(root.join("tests/fuzz/fuzz_targets")).expect("it is there");
        let stem = |entry: std::io::Result<std::fs::DirEntry>| {
            let path = entry.expect("a folder can be listed").path();
            path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
        };
        let mut there: Vec<String> = folder.map(stem).collect();
        there.sort();
        let mut listed = TARGETS.map(|(name, _)| name.to_owned()).to_vec();
        listed.sort();
        assert_eq!(there, listed);
    }
}
