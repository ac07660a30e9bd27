//! The long figures: every protocol clean, and every mutant caught, in the same number of seeded runs.

use crate::project::Project;
use crate::shell;
use anyhow::{Context, Result, bail};
use serde_json::Value;

const SEEDS: &str = "2000";
/// How `quorum sweep` ends when it found a violation; 2 would be misuse.
const VIOLATION: i32 = 1;

/// A protocol and its broken variants, as `quorum protocols --json` lists them.
#[derive(Debug, PartialEq)]
struct Listed {
    id: String,
    mutants: Vec<String>,
}

/// Sweeps each protocol, which must be clean, and each mutant, which must be caught.
pub fn sweeps(project: &Project) -> Result<()> {
    shell::run(&mut project.cargo(&["build", "--release", "--package", "quorum-cli"]))?;
    let quorum = project.target.join("release").join("quorum").with_extension(std::env::consts::EXE_EXTENSION);
    let protocols = shell::answer(project.command(&quorum).args(["protocols", "--json"]));
    let protocols = listed(&protocols.context("`quorum protocols --json` fails")?)?;
    let mut mistakes = Vec::new();
    for protocol in &protocols {
        let sweep = ["sweep", &protocol.id, "--seeds", SEEDS];
        if !shell::status(project.command(&quorum).args(sweep))?.success() {
            mistakes.push(format!("{} is not clean", protocol.id));
        }
        for mutant in &protocol.mutants {
            let status = shell::status(project.command(&quorum).args(sweep).args(["--mutant", mutant]))?;
            if status.code() != Some(VIOLATION) {
                mistakes.push(format!("{}'s mutant {mutant} is not caught ({status})", protocol.id));
            }
        }
    }
    if !mistakes.is_empty() {
        bail!("in {SEEDS} seeds each: {}", mistakes.join("; "));
    }
    let mutants: usize = protocols.iter().map(|protocol| protocol.mutants.len()).sum();
    println!("{} protocols clean and {mutants} mutants caught, {SEEDS} seeds each", protocols.len());
    Ok(())
}

fn listed(json: &str) -> Result<Vec<Listed>> {
    let protocols: Value = serde_json::from_str(json).context("`quorum protocols --json` does not print JSON")?;
    let protocols = protocols.as_array().context("`quorum protocols --json` does not print an array")?;
    // A mutant is its name, or an object with it as `id`.
    let id = |value: &Value| value.as_str().or_else(|| value["id"].as_str()).map(str::to_string);
    let read = |protocol: &Value| {
        let mutants = protocol["mutants"].as_array()?.iter().map(id).collect::<Option<_>>()?;
        Some(Listed { id: id(protocol)?, mutants })
    };
    let protocols: Option<Vec<_>> = protocols.iter().map(read).collect();
    let protocols = protocols.context("`quorum protocols --json` lacks an id or the mutants")?;
    if protocols.is_empty() {
        bail!("`quorum protocols --json` lists nothing");
    }
    Ok(protocols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_and_mutants_are_read() {
        let json = r#"[{"id":"raft","title":"Raft","properties":[],"mutants":["forgets-vote",{"id":"early-send"}]}]"#;
        let expected = Listed { id: "raft".into(), mutants: vec!["forgets-vote".into(), "early-send".into()] };
        assert_eq!(listed(json).expect("it is as agreed"), [expected]);
    }

    #[test]
    fn what_would_check_nothing_is_refused() {
        for json in ["", "{}", "[]", r#"[{"id":"raft"}]"#, r#"[{"mutants":[]}]"#, r#"[{"id":"raft","mutants":[1]}]"#] {
            assert!(listed(json).is_err(), "{json}");
        }
    }
}
