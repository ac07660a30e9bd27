//! Golden scripts: a scenario a file in `src/raft/testscripts/`, named for the behaviour, with its whole transcript.
//!
//! A script is blocks with a blank line between them: comments and commands, `---`, and what the commands say. After a
//! change that is understood, `UPDATE_GOLDENFILES=1 cargo test -p quorum-protocols` writes the transcripts anew.

use std::{env, fs, path::PathBuf};

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::raft::{Config, Raft};

use crate::lab::{Lab, Result};

/// The cluster that `cluster servers=3 clients=1 mutant=no-log-check batch=1` asks for; all is optional.
fn cluster(args: &str) -> Result<Lab> {
    let mut choice = Choice { servers: 3, clients: 0, ..Raft::default_choice() };
    let mut batch = None;
    for arg in args.split_whitespace() {
        match arg.split_once('=').ok_or("expected `servers=3`")? {
            ("servers", number) => choice.servers = number.parse()?,
            ("clients", number) => choice.clients = number.parse()?,
            ("mutant", id) => choice.mutant = Some(id.to_owned()),
            ("batch", number) => batch = Some(number.parse()?),
            (key, _) => return Err(format!("a cluster has no `{key}`").into()),
        }
    }
    let config = Raft::configure(&choice)?;
    Ok(Lab::new(Config { batch: batch.unwrap_or(config.batch), ..config }))
}

/// Runs a script; gives it back with the transcripts that it has now.
fn transcribe(script: &str) -> String {
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

#[test]
fn scripts() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/raft/testscripts"));
    let files = fs::read_dir(folder).expect("the scripts' folder is there");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file of the folder").path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "only {} scripts were found", paths.len());
    let mut differ = Vec::new();
    for path in paths {
        let script = fs::read_to_string(&path).expect("a script that can be read");
        let transcript = transcribe(&script);
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
