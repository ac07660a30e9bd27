//! Timing is a property of the world, not of a protocol.

use serde::{Deserialize, Serialize};

use crate::protocol::After;

/// What the world promises about time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// Nothing: any armed timer may fire at any moment, a message may take forever, and no time is part of the state.
    /// The timed driver runs worlds of this kind too: it alone knows when things are due.
    #[default]
    Asynchronous,
    /// Bounds, in ticks of real time. What is bounded carries its remaining ticks, and `Tick` ages it.
    Bounded(Bounds),
}

/// Bounds of a [`Timing::Bounded`] world, in ticks. `None` leaves that part unbounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Bounds {
    /// A clock gains or loses at most one tick in this many ticks; `None`: clocks do not drift.
    pub drift: Option<u32>,
    /// A message arrives, or is lost, within this many ticks.
    pub delay: Option<u32>,
    /// A pause lasts at most this many ticks.
    pub pause: Option<u32>,
}

/// What time an armed timer has, in ticks of its node's clock, where time is bounded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Armed {
    /// Until it must have fired.
    pub left: u32,
    /// It may fire once no more than this is left: the shortest choice from its range has passed.
    pub window: u32,
}

impl Armed {
    pub fn new(after: &After) -> Self {
        Self { left: *after.end(), window: *after.end() - *after.start() }
    }

    /// Whether the shortest choice from its range has passed.
    pub fn may_fire(&self) -> bool {
        self.left <= self.window
    }
}

/// Which way a drifting clock slips by one tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// It runs ahead.
    Gain,
    /// It falls behind.
    Lose,
}
