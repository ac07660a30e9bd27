//! `quorum record`.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use quorum_kernel::Exhibit;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::{Act, History, Recording, Scenario};

use crate::{Outcome, run::parse_span, sources};

/// Something done by hand at a moment, not yet in the words of a protocol.
#[derive(Clone, Debug)]
pub struct Timed {
    at_us: u64,
    label: String,
}

/// Reads `700ms crash n1`.
pub fn parse_timed(text: &str) -> Result<Timed, String> {
    let wrong = || format!("“{text}” is no act at a moment: write for example `700ms crash n1`");
    let (at, label) = text.split_once(' ').ok_or_else(wrong)?;
    Ok(Timed { at_us: parse_span(at).map_err(|_| wrong())?, label: label.to_owned() })
}

struct Record {
    scenario: Scenario,
    acts: Vec<Timed>,
    until: u64,
}

impl Visitor for Record {
    type Output = Result<Recording>;

    fn visit<P: Exhibit>(mut self) -> Self::Output {
        let mut history = History::<P>::new(self.scenario)?;
        self.acts.sort_by_key(|act| act.at_us);
        for Timed { at_us, label } in &self.acts {
            let act: Act<P> = label.parse()?;
            history.advance(*at_us, quorum_sim::EVENTS_MAX)?;
            history.act(act).with_context(|| format!("`{label}` cannot be done at {at_us} µs"))?;
        }
        history.advance(self.until, quorum_sim::EVENTS_MAX)?;
        Ok(Recording::of(&history))
    }
}

/// Runs a scenario, does what is asked on the way, and writes down how.
pub fn record(name: &str, seed: Option<u64>, until: u64, acts: Vec<Timed>, out: &Path) -> Result<Outcome> {
    let mut scenario = sources::scenario(name)?;
    scenario.seed = seed.unwrap_or(scenario.seed);
    let id = scenario.protocol.clone();
    let unknown = || anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", "));
    let recording = visit(&id, Record { scenario, acts, until }).ok_or_else(unknown)??;
    let json = serde_json::to_string_pretty(&recording)?;
    std::fs::write(out, json + "\n").with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} events and {} acts by hand, in {}", recording.events, recording.acts.len(), out.display());
    Ok(Outcome::Good)
}
