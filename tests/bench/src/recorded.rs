//! The same cluster with recording on: virtual time, keyed draws, properties, history: all that the page does for an
//! event but draw it.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::raft::Raft;
use quorum_sim::{Act, History, Link, Micros, Network, Scenario, Scripted};
use serde::{Deserialize, Serialize};

use crate::{
    clock,
    rates::{Counts, SERVERS},
};

/// How many events the histories have that are measured.
pub const EVENTS: u32 = 100_000;
/// How many clients a recorded cluster has at most.
const CLIENTS: u8 = 9;
/// How often each client asks for something.
const ASK_EVERY_US: Micros = 25_000;
/// A script is bounded, so load goes on for this long.
const LOAD_US: Micros = 27_000_000;

/// What a history of [`EVENTS`] takes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The memory that it holds.
    pub bytes: u64,
    /// How long a seek takes, in milliseconds: the median of many.
    pub seek_median_ms: f64,
    /// The longest of them.
    pub seek_worst_ms: f64,
}

/// A cluster under steady load from all its clients.
pub fn scenario() -> Scenario {
    let choice = Choice { servers: SERVERS, clients: CLIENTS, ..Raft::default_choice() };
    let mut scenario = Scenario::with::<Raft>(&choice, 42);
    scenario.network =
        Network { default: Link { latency_us: 1_000, jitter_us: 1_000, ..Link::default() }, ..Network::default() };
    let asks = (0..LOAD_US / ASK_EVERY_US).flat_map(|turn| {
        (1..=CLIENTS).map(move |client| {
            let act = format!("invoke c{client} put k{client} 12345678");
            Scripted { at_us: 500_000 + turn * ASK_EVERY_US + u64::from(client) * ASK_EVERY_US / 9, act }
        })
    });
    scenario.script = asks.collect();
    scenario
}

/// A history of so many events, and the counts of its recording.
pub fn record(events: u32) -> (History<Raft>, Counts) {
    let mut history = History::<Raft>::new(scenario()).expect("the scenario is valid");
    let mut counts = Counts::default();
    let start = clock::now();
    while history.index() < events {
        assert!(history.forward().expect("there is room for more"), "heartbeats never end");
    }
    counts.seconds = clock::now() - start;
    let own = &history.branches()[0].events;
    counts.messages = own.iter().filter(|event| matches!(event.act, Act::Deliver(_))).count() as u64;
    counts.entries = history.run().monitor().ghost("entry-committed").map_or(0, |ghost| ghost.entries.len() as u64);
    (history, counts)
}

/// How long seeks take, in milliseconds: the median and the worst of many places, near and far.
pub fn seeks(history: &mut History<Raft>) -> (f64, f64) {
    let len = u64::from(history.len());
    // Strides that visit all parts of the history, in no order that helps.
    let places = (1..=200_u64).map(|i| u32::try_from(i * 7_919 * 31 % len).expect("a history is bounded"));
    let mut times: Vec<f64> = places
        .map(|place| {
            let start = clock::now();
            history.seek(place);
            (clock::now() - start) * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recorded_is_a_healthy_cluster_at_work() {
        let (mut history, counts) = record(20_000);
        assert!(counts.entries > 1_000, "clients are answered: {counts:?}");
        let run = history.run();
        assert_eq!(run.monitor().violation(run.world()).map(|(property, _)| property.id), None);
        let (median, worst) = seeks(&mut history);
        assert!(0.0 < median && median <= worst, "{median} {worst}");
    }
}
