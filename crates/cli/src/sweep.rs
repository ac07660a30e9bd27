//! `quorum sweep`.

use std::{
    ops::Range,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use anyhow::{Context, Result, anyhow};
use quorum_kernel::{Choice, Exhibit, Options};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_scene::words::say;
use quorum_sim::{Finding, sweep_seed};

use crate::Outcome;

/// What to sweep.
pub struct Sweep {
    /// The seeds.
    pub seeds: Range<u64>,
    /// A mutant's id instead of the correct protocol.
    pub mutant: Option<String>,
    /// The protocol's settings.
    pub options: Options,
    /// How many servers; without it the default, and a small cluster now and then.
    pub servers: Option<u8>,
}

impl Visitor for Sweep {
    type Output = Result<Option<Finding>>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let default = P::default_choice();
        let clients = default.clients.max(1);
        let sized = |servers| Choice { servers, clients, mutant: self.mutant.clone(), options: self.options.clone() };
        let choice = sized(self.servers.unwrap_or(default.servers));
        P::configure(&choice)?;
        // Of the default cluster every other sixteen seeds run the smallest that bears a crash: less has to go wrong
        // there before something shows.
        let small = Some(sized(3)).filter(|small| self.servers.is_none() && P::configure(small).is_ok());
        let choice_of = |seed: u64| small.as_ref().filter(|_| (seed / 16) % 2 == 1).unwrap_or(&choice);
        // Every thread takes the next seed; of several findings the one of the lowest seed counts, so that the answer
        // does not depend on how many threads there are.
        let (next, stop) = (AtomicU64::new(self.seeds.start), AtomicU64::new(self.seeds.end));
        let work = || {
            let mut found: Option<Finding> = None;
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= stop.load(Ordering::Relaxed) {
                    return found;
                }
                if let Some(finding) = sweep_seed::<P>(choice_of(seed), seed) {
                    stop.fetch_min(seed, Ordering::Relaxed);
                    found = Some(found.filter(|other| other.seed < seed).unwrap_or(finding));
                }
            }
        };
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let found: Vec<Option<Finding>> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        Ok(found.into_iter().flatten().min_by_key(|finding| finding.seed))
    }
}

pub fn sweep(protocol: &str, sweep: Sweep, out: &Path) -> Result<Outcome> {
    let count = sweep.seeds.end - sweep.seeds.start;
    let unknown = || anyhow!("there is no protocol `{protocol}`; there are: {}", IDS.join(", "));
    let Some(finding) = visit(protocol, sweep).ok_or_else(unknown)?? else {
        println!("{count} seeds swept: every run stayed safe under faults and made progress once healed");
        return Ok(Outcome::Good);
    };
    let json = serde_json::to_string_pretty(&finding.recording)?;
    std::fs::write(out, json).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("seed {}: {} does not hold: {}", finding.seed, finding.property, say(&finding.detail));
    println!(
        "shortest run found: {} events, {} of them by hand:",
        finding.recording.events,
        finding.recording.acts.len()
    );
    for act in &finding.recording.acts {
        println!("  {:>6}  {}", act.event, act.act);
    }
    println!("recording written to {}; see it again with: quorum replay {}", out.display(), out.display());
    Ok(Outcome::Wrong)
}
