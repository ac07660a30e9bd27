//! Sweeps: many seeds, each a run under faults that must stay safe, and, once healed, must make progress.

mod faults;
mod mood;
mod storm;
mod turns;

use quorum_kernel::{Choice, Exhibit, Mode, Promise, Text, pare};

use crate::{
    Act, Event, Link, Micros, Network, Recording, Scenario,
    draw::{Purpose, below, draw},
};
use mood::Mood;
use storm::{Plan, Storm, Wrong};

/// What a sweep found wrong under one seed.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The seed.
    pub seed: u64,
    /// The property that does not hold, or `requests-answered`.
    pub property: &'static str,
    /// Why.
    pub detail: Text,
    /// The shortest run found that shows it.
    pub recording: Recording,
}

/// Runs one seed; says what is wrong, if anything.
pub fn sweep_seed<P: Exhibit>(choice: &Choice, seed: u64) -> Option<Finding> {
    let promise = promise::<P>(choice, seed);
    let scenario = stormy::<P>(choice, seed, promise);
    let mut storm = Storm::<P>::new(scenario.clone(), promise, Plan::Drawn { seed });
    let wrong = storm.run()?;
    let acts = storm.by_hand();
    let (events, wrong) = minimise::<P>(&scenario, promise, acts, wrong, storm.events);
    let recording = Recording::from_events(scenario, events.iter());
    Some(Finding { seed, property: wrong.0, detail: wrong.1, recording })
}

/// The promise of one of the properties that must always hold: what the sweep of this seed may do. So each is swept up to
/// the edge of its own promise, if they promise different things.
fn promise<P: Exhibit>(choice: &Choice, seed: u64) -> Promise {
    let config = P::configure(choice).expect("a valid choice");
    let always = P::properties().iter().filter(|property| property.mode == Mode::Always);
    let mut promises: Vec<Promise> = always.map(|property| (property.promise)(&config)).collect();
    promises.dedup();
    let pick = below(draw(seed, Purpose::Fault, u64::MAX, 50), promises.len().max(1) as u64);
    let picked = usize::try_from(pick).ok().and_then(|pick| promises.get(pick)).copied();
    picked.unwrap_or(Promise { wipe: true, ..Promise::ALL_BUT_WIPE })
}

/// A network whose troubles are drawn from the seed.
fn stormy<P: Exhibit>(choice: &Choice, seed: u64, promise: Promise) -> Scenario {
    let pick = |what: u64, bound: u64| below(draw(seed, Purpose::Fault, u64::MAX, what), bound);
    let ppm = |allowed: bool, what: u64, most: u64| {
        // Half of the runs are spared each kind of trouble.
        if allowed && pick(what, 2) == 0 { u32::try_from(pick(what + 100, most)).expect("below a million") } else { 0 }
    };
    let link = Link {
        latency_us: 1_000 + pick(1, 15_000),
        // A message that is late is one that is lost for a while.
        jitter_us: if promise.loss { pick(2, 40_000) << pick(5, 3) } else { 0 },
        loss_ppm: ppm(promise.loss, 3, 200_000),
        duplication_ppm: ppm(promise.duplication, 4, 100_000),
    };
    let network = Network { default: link, settles_at_us: Some(Mood::of(seed).lasts_us), ..Network::default() };
    Scenario { network, ..Scenario::with::<P>(choice, seed) }
}

/// Leaves out acts, as long as the same property is still seen to break.
fn minimise<P: Exhibit>(
    scenario: &Scenario,
    promise: Promise,
    acts: Vec<(Micros, Act<P>)>,
    wrong: Wrong,
    events: Vec<Event<P>>,
) -> (Vec<Event<P>>, Wrong) {
    let mut best = (events, wrong);
    pare(acts, |fewer| {
        let mut storm = Storm::<P>::new(scenario.clone(), promise, Plan::Given { acts: fewer.to_vec(), next: 0 });
        let wrong = storm.run().filter(|wrong| wrong.0 == best.1.0)?;
        best = (storm.events, wrong);
        Some(fewer.to_vec())
    });
    best
}
