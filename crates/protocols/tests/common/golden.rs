//! Golden scripts: a scenario a file in the protocol's `testscripts/`, named for the behaviour, with its whole transcript.
//!
//! A script is blocks with a blank line between them: comments and commands, `---`, and what the commands say. After a
//! change that is understood, `UPDATE_GOLDENFILES=1 cargo test -p quorum-protocols` writes the transcripts anew.

use std::{env, fs, path::PathBuf};

use super::lab::{Lab, Result, Tested};

/// Makes the cluster that the arguments of `cluster` ask for.
type Cluster<P> = fn(args: &str) -> Result<Lab<P>>;

/// Runs a script; gives it back with the transcripts that it has now.
fn transcribe<P: Tested>(script: &str, cluster: Cluster<P>) -> String {
    let mut lab = None;
    let mut blocks = Vec::new();
    for block in script.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let commands: Vec<_> = block.lines().take_while(|line| *line != "---").collect();
        let mut said = String::new();
        for line in commands.iter().filter(|line| !line.starts_with('#')) {
            let outcome = match (line.strip_prefix("cluster"), &mut lab) {
                (Some(args), _) => cluster(args).map(|new| {
                    lab = Some(new);
                    String::new()
                }),
                (None, Some(lab)) => lab.command(line),
                (None, None) => Err("a script begins with `cluster`".into()),
            };
            said += &outcome.unwrap_or_else(|error| format!("error: {error}\n"));
        }
        blocks.push(format!("{}\n---\n{}", commands.join("\n"), if said.is_empty() { "ok\n" } else { &said }));
    }
    blocks.join("\n")
}

/// Runs all scripts in the folder of this name below `src`; there must be so many, or more.
pub fn check<P: Tested>(folder: &str, at_least: usize, cluster: Cluster<P>) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let files = fs::read_dir(folder).expect("the scripts' folder is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file of the folder").path()).collect();
    paths.sort();
    assert!(paths.len() >= at_least, "only {} scripts were found", paths.len());
    let mut differ = Vec::new();
    for path in paths {
        let script = fs::read_to_string(&path).expect("a script that can be read");
        let transcript = transcribe::<P>(&script, cluster);
        if script == transcript {
            continue;
        }
        if env::var_os("UPDATE_GOLDENFILES").is_some_and(|value| value == "1") {
            fs::write(&path, transcript).expect("a script that can be written");
        } else {
            let line = script.lines().zip(transcript.lines()).position(|(old, new)| old != new);
            let line = line.unwrap_or_else(|| script.lines().count().min(transcript.lines().count()));
            let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            differ.push(format!("{name}:{}\n  kept: {}\n  now:  {}", line + 1, at(&script), at(&transcript)));
        }
    }
    assert!(differ.is_empty(), "transcripts changed:\n{}", differ.join("\n"));
}
