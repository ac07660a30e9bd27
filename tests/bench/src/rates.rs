//! Rates of the clusters, ours and the peer's, in turns so that both meet the same disturbances.

use core::ops::Sub;

use serde::{Deserialize, Serialize};

use crate::{clock, cluster::Cluster, recorded};

/// How many servers take part.
pub const SERVERS: u8 = 5;
/// How many entries are under way at a time.
pub const WINDOW: u8 = 16;
/// How many entries a round commits.
const ROUND: u64 = 40_000;
/// How many rounds are run. The quickest of them counts, ours and the peer's: whatever else the machine did, it did least
/// of it then.
const ROUNDS: usize = 9;

/// What was done, and in what time.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Entries committed.
    pub entries: u64,
    /// Messages delivered.
    pub messages: u64,
    /// Seconds.
    pub seconds: f64,
}

impl Counts {
    /// Entries committed in a second.
    pub fn entries_per_second(&self) -> f64 {
        self.entries as f64 / self.seconds
    }

    /// Messages delivered in a second.
    pub fn messages_per_second(&self) -> f64 {
        self.messages as f64 / self.seconds
    }

    /// Messages delivered for an entry.
    pub fn messages_per_entry(&self) -> f64 {
        self.messages as f64 / self.entries as f64
    }
}

impl Sub for Counts {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self {
            entries: self.entries - other.entries,
            messages: self.messages - other.messages,
            seconds: self.seconds - other.seconds,
        }
    }
}

/// The rates of one machine: native, or wasm in a browser.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Rates {
    /// The kernel, nothing recorded.
    pub kernel: Counts,
    /// raft-rs, if it was built in.
    pub peer: Option<Counts>,
    /// With recording.
    pub recorded: Counts,
}

/// Measures all rates.
pub fn measure() -> Rates {
    let (mut kernel, mut peer, mut recorded) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        kernel.push(kernel_round());
        peer.extend(peer_round());
        recorded.push(recorded::record(recorded::EVENTS).1);
    }
    let peer = (!peer.is_empty()).then(|| quickest(peer));
    Rates { kernel: quickest(kernel), peer, recorded: quickest(recorded) }
}

fn kernel_round() -> Counts {
    let mut cluster = Cluster::new();
    timed(|| cluster.run(ROUND))
}

#[cfg(feature = "raft-rs")]
fn peer_round() -> Option<Counts> {
    let mut peer = crate::peer::Peer::new();
    Some(timed(|| peer.run(ROUND)))
}

#[cfg(not(feature = "raft-rs"))]
fn peer_round() -> Option<Counts> {
    None
}

fn timed(run: impl FnOnce() -> Counts) -> Counts {
    let start = clock::now();
    let counts = run();
    Counts { seconds: clock::now() - start, ..counts }
}

fn quickest(rounds: Vec<Counts>) -> Counts {
    rounds.into_iter().min_by(|a, b| a.seconds.total_cmp(&b.seconds)).expect("there is at least one round")
}
