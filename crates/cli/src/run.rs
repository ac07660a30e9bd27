//! `quorum run`.

use anyhow::{Result, anyhow};
use quorum_kernel::Exhibit;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::{History, Scenario};

use crate::{Outcome, report::Report, sources};

/// Reads a span of virtual time: `5s`, `300ms`, `700us`.
pub fn parse_span(text: &str) -> Result<u64, String> {
    quorum_sim::parse_span(text).ok_or_else(|| format!("“{text}” is no span of time: write 5s, 300ms or 700us"))
}

/// Reads a setting of a protocol: `fencing=1`.
pub fn parse_setting(text: &str) -> Result<(String, u32), String> {
    let setting = text.split_once('=').and_then(|(id, value)| Some((id.to_owned(), value.parse().ok()?)));
    setting.ok_or_else(|| format!("“{text}” is no setting: write for example fencing=1"))
}

struct RunTo {
    scenario: Scenario,
    until: u64,
}

impl Visitor for RunTo {
    type Output = Result<Report>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let mut history = History::<P>::new(self.scenario)?;
        history.advance(self.until, quorum_sim::EVENTS_MAX)?;
        Ok(Report::of(&history))
    }
}

pub fn run(name: &str, seed: Option<u64>, until: u64, json: bool) -> Result<Outcome> {
    let mut scenario = sources::scenario(name)?;
    scenario.seed = seed.unwrap_or(scenario.seed);
    let id = scenario.protocol.clone();
    let unknown = || anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", "));
    let report = visit(&id, RunTo { scenario, until }).ok_or_else(unknown)??;
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        report.print();
    }
    Ok(if report.safe() { Outcome::Good } else { Outcome::Wrong })
}
