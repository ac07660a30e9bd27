//! `quorum explore`.

use std::{io::IsTerminal, path::PathBuf, thread, time::Instant};

use anyhow::{Context, Result, anyhow, bail};
use indicatif::{ProgressBar, ProgressStyle};
use quorum_checker::{
    Limit,
    hunt::{BadOrder, End, Found, Hunting, Order, begin, declared},
};
use quorum_kernel::{Bounds, Budget, Fault, Method, Timing};
use quorum_protocols::IDS;
use quorum_scene::words::say;
use quorum_sim::Recording;

use crate::{Outcome, run::parse_setting, sources};

/// How many states are expanded, or seeds run, between two looks at the clock.
const SLICE: usize = 4_096;
/// The seed of the recording of a violation. Every action of it is given; the seed decides what is due when.
const SEED: u64 = 1;

/// What to search, and how far. What is left out is as the protocol, or its mutant, declares it.
#[derive(clap::Args)]
pub struct Explore {
    /// The protocol's id.
    protocol: String,
    /// A mutant's id instead of the correct protocol.
    #[arg(long)]
    mutant: Option<String>,
    /// The property to check; “all” for all that must always hold.
    #[arg(long)]
    property: Option<String>,
    /// How many servers.
    #[arg(long)]
    nodes: Option<u8>,
    /// How many clients.
    #[arg(long)]
    clients: Option<u8>,
    /// A setting of the protocol: “fencing=1”. May be given many times.
    #[arg(long, value_parser = parse_setting)]
    set: Vec<(String, u32)>,
    /// What clients are asked for, in this order: “put x 1”, or “c2 put x 1” for another client than c1.
    #[arg(long)]
    request: Vec<String>,
    /// How many timers may run out; 255: as many as can be, and so with every other number here.
    #[arg(long)]
    fires: Option<u8>,
    /// How many crashes, between steps or in the middle of one.
    #[arg(long)]
    crashes: Option<u8>,
    /// Lets crashes strike between steps only.
    #[arg(long)]
    between_steps: bool,
    /// Takes states that differ in the names of members that are alike for one, where the protocol says which are.
    #[arg(long)]
    up_to_names: bool,
    /// How many lost disks.
    #[arg(long)]
    wipes: Option<u8>,
    /// How many messages are lost. Where time is not bounded, one that never arrives is as good as lost.
    #[arg(long)]
    drops: Option<u8>,
    /// How many messages are duplicated.
    #[arg(long)]
    duplicates: Option<u8>,
    /// How many directions of links are cut.
    #[arg(long)]
    cuts: Option<u8>,
    /// How many pauses.
    #[arg(long)]
    pauses: Option<u8>,
    /// Bounds time: a message arrives, or is lost, within so many ticks.
    #[arg(long)]
    delay: Option<u32>,
    /// Bounds time: a clock gains or loses at most a tick in so many.
    #[arg(long)]
    drift: Option<u32>,
    /// Bounds time: a pause lasts at most so many ticks.
    #[arg(long)]
    pause: Option<u32>,
    /// A recording at whose cursor the search starts, instead of a fresh run.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Searches depth first, so many actions deep.
    #[arg(long, conflicts_with_all = ["walks", "seeds"])]
    depth_first: Option<u32>,
    /// Walks at random so many times instead of searching.
    #[arg(long, conflicts_with = "seeds")]
    walks: Option<u32>,
    /// The most actions in a walk.
    #[arg(long, default_value_t = 200, requires = "walks")]
    steps: u32,
    /// Sweeps so many seeds under drawn faults instead of searching.
    #[arg(long)]
    seeds: Option<u64>,
    /// The most actions in a row.
    #[arg(long)]
    depth: Option<u32>,
    /// The most states.
    #[arg(long, default_value_t = 20_000_000)]
    states: u32,
    /// The most memory for states, in megabytes.
    #[arg(long, default_value_t = 2_048)]
    megabytes: u64,
    /// How many threads; without it one for each core. The answer is the same with any number.
    #[arg(long)]
    threads: Option<usize>,
    /// Where to write the recording of a violation.
    #[arg(long, default_value = "violation.json")]
    out: PathBuf,
}

pub fn explore(explore: Explore) -> Result<Outcome> {
    let order = explore.order()?;
    let threads = explore.threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let mut hunt = begin(&order).map_err(bad)?;
    let begun = Instant::now();
    let bar = bar()?;
    let end = loop {
        let progress = hunt.progress();
        bar.set_position(progress.states);
        bar.set_message(format!("depth {}, {} waiting", progress.depth, progress.waiting));
        let slice = if let Method::Sweep { .. } = order.method { 1 } else { SLICE };
        if let Some(end) = hunt.advance(slice, threads).map_err(bad)? {
            break end;
        }
    };
    bar.finish_and_clear();
    summary(&*hunt, begun);
    match end {
        End::Complete { sometimes } => {
            for (property, met) in sometimes {
                println!("{}  {property} (sometimes)", if met { "seen " } else { "never" });
            }
            println!("{}", complete(order.method));
            Ok(Outcome::Good)
        }
        End::Stopped(limit) => {
            println!("stopped by a limit ({}): what was searched is clean", name(limit));
            Ok(Outcome::Stopped)
        }
        End::Found(found) => {
            tell(&found, &explore.out)?;
            Ok(Outcome::Wrong)
        }
    }
}

fn bad(order: BadOrder) -> anyhow::Error {
    anyhow!("{}", say(&order.text()))
}

impl Explore {
    /// The order: as it is declared, but for what is said here.
    fn order(&self) -> Result<Order> {
        if !IDS.contains(&self.protocol.as_str()) {
            bail!("there is no protocol `{}`; there are: {}", self.protocol, IDS.join(", "));
        }
        let mut order = declared(&self.protocol, self.mutant.as_deref(), SEED).map_err(bad)?;
        self.change_start(&mut order)?;
        if let Some(property) = &self.property {
            order.property = Some(property.clone()).filter(|property| property != "all");
        }
        if !self.request.is_empty() {
            order.requests = self.request.iter().map(|text| addressed(text)).collect();
        }
        self.change_budget(&mut order.budget);
        order.within_steps &= !self.between_steps;
        order.up_to_names |= self.up_to_names;
        if self.delay.is_some() || self.drift.is_some() || self.pause.is_some() {
            let before = if let Timing::Bounded(bounds) = order.timing { bounds } else { Bounds::default() };
            order.timing = Timing::Bounded(Bounds {
                drift: self.drift.or(before.drift),
                delay: self.delay.or(before.delay),
                pause: self.pause.or(before.pause),
            });
        }
        order.method = match (self.depth_first, self.walks, self.seeds) {
            (Some(depth), ..) => Method::DepthFirst { depth },
            (_, Some(walks), _) => Method::Walk { walks, steps: self.steps },
            (.., Some(seeds)) => Method::Sweep { seeds },
            _ => order.method,
        };
        order.limits.depth = self.depth.unwrap_or(order.limits.depth);
        order.limits.states = self.states;
        order.limits.bytes = self.megabytes.saturating_mul(1 << 20);
        Ok(order)
    }

    /// Another cluster begins afresh; a recording brings its own.
    fn change_start(&self, order: &mut Order) -> Result<()> {
        if let Some(file) = &self.from {
            order.start = Recording::parse(&sources::text(file)?).map_err(|wrong| anyhow!("{}", say(&wrong.text())))?;
            if order.start.scenario.protocol != self.protocol {
                bail!("{} is a run of `{}`", file.display(), order.start.scenario.protocol);
            }
            return Ok(());
        }
        let named = self.request.iter().filter_map(|text| addressed(text).split_once(' ')?.0[1..].parse::<u8>().ok());
        let clients = named.max().max(self.clients);
        if self.nodes.is_none() && clients.is_none() && self.set.is_empty() {
            return Ok(());
        }
        let mut scenario = order.start.scenario.clone();
        scenario.servers = self.nodes.unwrap_or(scenario.servers);
        scenario.clients = clients.map_or(scenario.clients, |clients| clients.max(self.clients.unwrap_or(0)));
        scenario.options.extend(self.set.iter().cloned());
        order.start = Recording { scenario, ..order.start.begun() };
        Ok(())
    }

    fn change_budget(&self, budget: &mut Budget) {
        for (fault, times) in [
            (Fault::Fire, self.fires),
            (Fault::Crash, self.crashes),
            (Fault::Wipe, self.wipes),
            (Fault::Drop, self.drops),
            (Fault::Duplicate, self.duplicates),
            (Fault::Cut, self.cuts),
            (Fault::Pause, self.pauses),
        ] {
            *budget = budget.with(fault, times.unwrap_or(budget.left(fault)));
        }
    }
}

/// A request with the client it goes to: c1, if none is named.
fn addressed(text: &str) -> String {
    let named = text.split_once(' ').is_some_and(|(name, _)| {
        name.strip_prefix('c').is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    });
    if named { text.to_owned() } else { format!("c1 {text}") }
}

/// What shows how far it is, on a terminal.
fn bar() -> Result<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{spinner} {human_pos} states, {per_sec}, {msg}, {elapsed}")?;
    Ok(ProgressBar::new_spinner().with_style(style))
}

fn summary(hunt: &dyn Hunting, begun: Instant) {
    let spent = begun.elapsed().as_secs_f64();
    let progress = hunt.progress();
    println!("unique states    {}", progress.states);
    println!("depth            {}", progress.depth);
    println!("time             {spent:.2} s");
    println!("states a second  {:.0}", progress.states as f64 / spent.max(1e-9));
    println!("bytes a state    {:.0}", progress.bytes as f64 / progress.states.max(1) as f64);
}

fn complete(method: Method) -> &'static str {
    match method {
        Method::BreadthFirst | Method::Walk { .. } => {
            "complete: every property holds in every state that can be reached"
        }
        Method::DepthFirst { .. } => "complete to this depth: every property holds in every state that was reached",
        Method::Sweep { .. } => "every seed is clean; what a sweep does not find may be there all the same",
    }
}

fn name(limit: Limit) -> &'static str {
    match limit {
        Limit::Depth => "depth",
        Limit::States => "states",
        Limit::Bytes => "memory",
        Limit::Walks => "walks",
    }
}

/// Says what breaks and how, and keeps the run.
fn tell(found: &Found, out: &std::path::Path) -> Result<()> {
    println!("{} does not hold: {}", found.property, say(&found.detail));
    println!("a {} run, {} actions:", if found.shortest { "shortest" } else { "short" }, found.actions);
    for act in &found.recording.acts {
        println!("  {:>4}  {}", act.event, act.act);
    }
    let json = serde_json::to_string_pretty(&found.recording)?;
    std::fs::write(out, json).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("recording written to {}; see it again with: quorum replay {}", out.display(), out.display());
    Ok(())
}
