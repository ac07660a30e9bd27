//! `quorum explore`.

use std::{io::IsTerminal, path::Path, thread, time::Instant};

use anyhow::{Context, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use quorum_checker::{Broken, Limit, Limits, Outcome as Found, Search, Space};
use quorum_kernel::{Budget, Choice, Exhibit, Fault, NodeId, Property, Timing, Trace, World};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_scene::words::say;
use quorum_sim::{History, Recording, Scenario};

use crate::Outcome;

/// How many states are expanded between two looks at the clock.
const SLICE: usize = 4_096;
/// The seed of the recording of a violation. Every action of it is given; the seed decides what is due when.
const SEED: u64 = 1;

/// What to search, and how far.
#[derive(clap::Args)]
pub struct Explore {
    /// The protocol's id.
    protocol: String,
    /// A mutant's id instead of the correct protocol.
    #[arg(long)]
    mutant: Option<String>,
    /// The properties to check; without it all that must always hold.
    #[arg(long)]
    property: Vec<String>,
    /// How many servers.
    #[arg(long, default_value_t = 3)]
    nodes: u8,
    /// What clients are asked for, in this order: “put x 1”, or “c2 put x 1” for another client than c1.
    #[arg(long)]
    request: Vec<String>,
    /// How many timers may run out.
    #[arg(long, default_value_t = 2)]
    fires: u8,
    /// How many crashes, between steps or in the middle of one.
    #[arg(long, default_value_t = 0)]
    crashes: u8,
    /// Lets crashes strike between steps only.
    #[arg(long)]
    between_steps: bool,
    /// How many lost disks.
    #[arg(long, default_value_t = 0)]
    wipes: u8,
    /// How many messages are lost. One that never arrives is as good as lost, so this shows nothing new.
    #[arg(long, default_value_t = 0)]
    drops: u8,
    /// How many messages are duplicated.
    #[arg(long, default_value_t = 0)]
    duplicates: u8,
    /// How many directions of links are cut.
    #[arg(long, default_value_t = 0)]
    cuts: u8,
    /// How many pauses.
    #[arg(long, default_value_t = 0)]
    pauses: u8,
    /// The most actions in a row.
    #[arg(long)]
    depth: Option<u32>,
    /// The most states.
    #[arg(long, default_value_t = 20_000_000)]
    states: u32,
    /// The most memory for states, in megabytes.
    #[arg(long, default_value_t = 2_048)]
    megabytes: usize,
    /// How many threads; without it one for each core. The answer is the same with any number.
    #[arg(long)]
    threads: Option<usize>,
    /// Where to write the recording of a violation.
    #[arg(long, default_value = "violation.json")]
    out: std::path::PathBuf,
}

/// Searches, once the protocol is known by type.
struct Explorer(Explore);

pub fn explore(explore: Explore) -> Result<Outcome> {
    let id = explore.protocol.clone();
    visit(&id, Explorer(explore))
        .ok_or_else(|| anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", ")))?
}

impl Visitor for Explorer {
    type Output = Result<Outcome>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let (space, choice) = self.0.space::<P>()?;
        let limits = Limits {
            depth: self.0.depth.unwrap_or(u32::MAX),
            states: self.0.states,
            bytes: (self.0.megabytes as u64).saturating_mul(1 << 20),
        };
        let threads = self.0.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        let mut search = Search::new(space, limits);
        let begun = Instant::now();
        let bar = bar()?;
        let found = loop {
            bar.set_position(search.states().into());
            bar.set_message(format!("depth {}, {} waiting", search.depth(), search.waiting()));
            if let Some(found) = search.advance(SLICE, threads) {
                break found;
            }
        };
        bar.finish_and_clear();
        summary(&search, begun);
        for (property, met) in search.sometimes() {
            println!("{}  {} (sometimes)", if met { "seen " } else { "never" }, property.id);
        }
        match found {
            Found::Complete => {
                println!("complete: every property holds in every state that can be reached");
                Ok(Outcome::Good)
            }
            Found::Limit(limit) => {
                println!("stopped by a limit ({}): what was searched is clean", name(limit));
                Ok(Outcome::Stopped)
            }
            Found::Broken(broken) => {
                tell::<P>(&broken, &choice, &self.0.out)?;
                Ok(Outcome::Wrong)
            }
        }
    }
}

impl Explore {
    fn space<P: Exhibit>(&self) -> Result<(Space<P>, Choice)> {
        let requests = self.request.iter().map(|text| request::<P>(text)).collect::<Result<Vec<_>>>()?;
        let clients = requests.iter().map(|(client, _)| client.number()).max().unwrap_or(0);
        let choice = Choice { servers: self.nodes, clients, mutant: self.mutant.clone(), ..P::default_choice() };
        let config = P::configure(&choice)?;
        let mut world = World::new(config, Timing::Asynchronous);
        world.start(&mut Trace::default());
        let budget = Budget::NONE
            .with(Fault::Fire, self.fires)
            .with(Fault::Crash, self.crashes)
            .with(Fault::Wipe, self.wipes)
            .with(Fault::Drop, self.drops)
            .with(Fault::Duplicate, self.duplicates)
            .with(Fault::Cut, self.cuts)
            .with(Fault::Pause, self.pauses);
        let space = Space::new(world, budget).asking(requests);
        let space = if self.between_steps { space.crashing_between_steps() } else { space };
        if self.property.is_empty() {
            return Ok((space.checking_all(), choice));
        }
        let properties = self.property.iter().map(|id| property::<P>(id)).collect::<Result<Vec<_>>>()?;
        Ok((properties.into_iter().fold(space, Space::checking), choice))
    }
}

fn property<P: Exhibit>(id: &str) -> Result<&'static Property<P>> {
    let all = P::properties();
    let known = || all.iter().map(|property| property.id).collect::<Vec<_>>().join(", ");
    let found = all.iter().find(|property| property.id == id);
    found.ok_or_else(|| anyhow!("there is no property `{id}` of this protocol; there are: {}", known()))
}

/// `put x 1` or `c2 put x 1`.
fn request<P: Exhibit>(text: &str) -> Result<(NodeId, P::Request)> {
    let named = text.split_once(' ').and_then(|(name, rest)| Some((name.parse::<NodeId>().ok()?, rest)));
    let (client, asked) = named.unwrap_or((NodeId::client(1), text));
    if !client.is_client() {
        bail!("“{text}”: requests enter at clients, such as c1");
    }
    let wrong = || anyhow!("“{asked}” is no request; there are for example: {}", P::sample_requests().join(", "));
    Ok((client, asked.parse().map_err(|_| wrong())?))
}

/// What shows how far it is, on a terminal.
fn bar() -> Result<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} states, {per_sec}, {msg}, {elapsed}")?;
    Ok(ProgressBar::new_spinner().with_style(style))
}

fn summary<P: Exhibit>(search: &Search<P>, begun: Instant) {
    let spent = begun.elapsed().as_secs_f64();
    let states = search.states();
    println!("unique states    {states}");
    println!("depth            {}", search.depth());
    println!("time             {spent:.2} s");
    println!("states a second  {:.0}", f64::from(states) / spent.max(1e-9));
    println!("bytes a state    {:.0}", search.bytes() as f64 / f64::from(states));
}

fn name(limit: Limit) -> &'static str {
    match limit {
        Limit::Depth => "depth",
        Limit::States => "states",
        Limit::Bytes => "memory",
    }
}

/// Says what breaks and how, and keeps the run.
fn tell<P: Exhibit>(broken: &Broken<P>, choice: &Choice, out: &Path) -> Result<()> {
    let scenario = Scenario::with::<P>(choice, SEED);
    let history = History::<P>::of_actions(scenario, &broken.run)
        .map_err(|wrong| anyhow!("the run that was found cannot be shown: {wrong:?}"))?;
    let run = history.run();
    let verdicts = run.monitor().verdicts(run.world());
    let detail = verdicts.into_iter().find(|(property, _)| property.id == broken.property.id);
    let detail = detail.map(|(_, verdict)| say(&verdict.detail)).unwrap_or_default();
    println!("{} does not hold: {detail}", broken.property.id);
    println!("a shortest run, {} actions:", broken.run.len());
    for index in 1..=history.len() {
        if let Some(event) = history.event(history.branch(), index) {
            println!("  {index:>4}  {}", event.act);
        }
    }
    let json = serde_json::to_string_pretty(&Recording::of(&history))?;
    std::fs::write(out, json).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("recording written to {}; see it again with: quorum replay {}", out.display(), out.display());
    Ok(())
}
