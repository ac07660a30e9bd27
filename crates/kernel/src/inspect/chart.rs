//! Bars: a number for each of several things, beside what theory expects.

use serde::{Deserialize, Serialize};

use super::Tone;
use crate::Text;

/// A chart that a protocol offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartOf {
    /// Its id: `load`.
    pub id: &'static str,
    /// The id of its name in the catalogue, short enough for a tab.
    pub title: &'static str,
    /// The id of the sentence that says what it shows.
    pub about: &'static str,
    /// The id of the sentence that stands there while it has no bar.
    pub nothing: &'static str,
}

/// A bar for each of several things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// What is counted: “keys”.
    pub unit: Text,
    /// The bars, in the order to draw.
    pub bars: Vec<ChartBar>,
}

/// One bar of a [`Chart`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartBar {
    /// What it is of.
    pub label: Text,
    /// How many.
    pub value: u64,
    /// Its colour.
    pub tone: Tone,
    /// How many theory expects, rounded, if it says.
    pub expected: Option<u64>,
}
