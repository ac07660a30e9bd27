//! Why something happened, and whether a fault mattered: what the page lists, and what it lights up.

use quorum_kernel::{NodeId, Text, inspect::Look};
use serde::{Deserialize, Serialize};

use super::{EventIcon, MarkView};

/// The causal past of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyView {
    /// Counts the questions, so that a new answer can be told from one that is still there.
    pub asked: u32,
    /// The event's number.
    pub event: u32,
    /// When it happened.
    pub time_us: u64,
    /// Its label.
    pub label: String,
    /// The name of the property that turned false by it, if that was asked.
    pub property: Option<Text>,
    /// What is shown, in a sentence.
    pub words: Text,
    /// The events that it depends on, newest first: the latest sixty.
    pub rows: Vec<CauseView>,
    /// How many more it depends on.
    pub hidden: u32,
    /// Whether it also depends on events too far back to have been looked at.
    pub older: bool,
    /// All of the past as marks on the time line, thinned to a few hundred.
    pub marks: Vec<MarkView>,
    /// The members on whom anything of the past happened.
    pub nodes: Vec<NodeId>,
}

/// One event that another depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseView {
    /// Its number: seeking to it puts the cursor right after it.
    pub event: u32,
    /// When it happened.
    pub time_us: u64,
    /// Its label.
    pub label: String,
    /// Its picture.
    pub icon: EventIcon,
    /// Shape and colour of the message it is about, if any.
    pub look: Option<Look>,
    /// Whether a person did it.
    pub by_hand: bool,
    /// Whether what was asked about depends on it directly.
    pub direct: bool,
    /// What of it matters.
    pub because: Vec<Text>,
    /// The first events of the past that depend on it directly; four at most.
    pub leads_to: Vec<u32>,
}

/// How an event stands to the one whose past is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kin {
    /// It is the one.
    Effect,
    /// The one depends on it directly.
    Direct,
    /// The one depends on it through others.
    Past,
}

/// The same fate without one act by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutView {
    /// Counts the questions, as [`WhyView::asked`].
    pub asked: u32,
    /// The number of the event that was left out.
    pub event: u32,
    /// Its label.
    pub label: String,
    /// The branch that goes on without it.
    pub branch: u32,
    /// That branch's letter.
    pub letter: String,
    /// The moment up to which both are compared.
    pub until_us: u64,
    /// Whether that is earlier than the cursor's: more happens than is followed.
    pub cut_short: bool,
    /// Whether both end alike: states and disks of all nodes, and which properties hold.
    pub same: bool,
    /// The outcome, in a sentence.
    pub words: Text,
    /// The first event by which they differ, if any does.
    pub first: Option<DifferenceView>,
    /// What it came to with the act.
    pub with: SideView,
    /// What it came to without.
    pub without: SideView,
    /// The members whose state or disk is another at the end.
    pub nodes: Vec<NodeId>,
    /// The properties that hold at the end of one and not of the other.
    pub properties: Vec<PropertyDifference>,
    /// Labels of later acts by hand that could not be done without it: the first eight.
    pub passed_over: Vec<String>,
    /// How many more there are.
    pub passed_over_hidden: u32,
}

/// Where two runs part: what comes next in each, if anything does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceView {
    /// With the act.
    pub with: Option<MomentView>,
    /// Without it.
    pub without: Option<MomentView>,
}

/// One event of a branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentView {
    /// Its number on its branch.
    pub event: u32,
    /// When it happened.
    pub time_us: u64,
    /// Its label.
    pub label: String,
}

/// What one of two runs came to since they parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideView {
    /// Messages sent.
    pub messages: u32,
    /// Messages lost.
    pub lost: u32,
    /// Requests that clients answered.
    pub answered: u32,
}

/// A property that holds in one of two runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyDifference {
    /// Its name.
    pub title: Text,
    /// Whether it holds with the act.
    pub with: bool,
    /// Whether it holds without.
    pub without: bool,
}
