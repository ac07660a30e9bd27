//! Views beside the cluster: lanes in which time runs to the right, tables, a circle of keys, bars.

use quorum_kernel::{
    NodeId, Text,
    inspect::{Board, Ring, Tone},
};
use serde::{Deserialize, Serialize};

use super::Plot;

/// A view that can be opened beside the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewTab {
    /// Its id: `operations`.
    pub id: String,
    /// Its name, for a tab.
    pub title: Text,
    /// What it shows to be wrong at the cursor, in a word or two, if it does.
    pub alarm: Option<Text>,
}

/// The view that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenView {
    /// Its id.
    pub id: String,
    /// What it shows, in a sentence.
    pub about: Text,
    /// What was found of what it shows.
    pub findings: Vec<Finding>,
    /// What it draws.
    pub body: ViewBody,
}

/// A sentence about what a view shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The sentence.
    pub words: Text,
    /// Whether something is wrong.
    pub faulty: bool,
}

/// What a view draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ViewBody {
    /// A lane for each node.
    Lanes(LanesView),
    /// A row for each node.
    Board(Board),
    /// A circle on which keys and nodes have their places.
    Ring(Ring),
    /// Bars.
    Chart(Plot),
}

/// Lanes over virtual time, up to the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanesView {
    /// The lanes, in the order of the nodes' names, servers first.
    pub lanes: Vec<LaneView>,
    /// Nothing is drawn that began before this moment, if there is more than a scene holds.
    pub from_us: Option<u64>,
}

/// The lane of one node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneView {
    /// Whose it is.
    pub node: NodeId,
    /// What lasts, in the order in which it began.
    pub bars: Vec<BarView>,
    /// What happened at one moment, in that order.
    pub points: Vec<PointView>,
    /// When the node was down: from when, and to when unless it still is.
    pub down: Vec<(u64, Option<u64>)>,
}

/// Something that lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarView {
    /// When it began, in microseconds.
    pub from_us: u64,
    /// When it ended; `None`: it has not.
    pub to_us: Option<u64>,
    /// What it is.
    pub label: Text,
    /// Its colour.
    pub tone: Tone,
    /// Whether it is at fault.
    pub faulty: bool,
    /// A moment of it that stands out, and its number among those that belong together, from 1: where a found order has a
    /// call.
    pub tick: Option<(u64, u32)>,
}

/// Something that happened at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointView {
    /// When, in microseconds.
    pub at_us: u64,
    /// What.
    pub label: Text,
    /// Its colour.
    pub tone: Tone,
}
