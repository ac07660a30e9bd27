//! Everything the page draws, as plain data: the only thing the web app knows of a protocol.

use std::sync::Arc;

use quorum_kernel::{
    NodeId, Text,
    inspect::{Field, Icon, Look, Tally, Tone},
};
use quorum_sim::Scenario;
use serde::{Deserialize, Serialize};

mod lesson;
mod plot;
mod views;
mod why;

pub use lesson::*;
pub use plot::*;
pub use views::*;
pub use why::*;

/// The world at the cursor, ready to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// The protocol's id, such as `raft`.
    pub protocol: String,
    /// The protocol's name for people.
    pub title: Text,
    /// The variant that runs: `None` is the correct one, else a mutant's id.
    pub mutant: Option<String>,
    /// The seed of this run, as a decimal string: it does not fit a JavaScript number.
    pub seed: String,
    /// What this run started from: cluster, network, seed.
    #[serde(with = "crate::wire::as_json")]
    pub scenario: Arc<Scenario>,
    /// Where the cursor is.
    pub clock: Clock,
    /// Servers first, then clients, in the order of their names.
    pub nodes: Vec<NodeView>,
    /// One for every pair of nodes that may talk, whichever way.
    pub links: Vec<LinkView>,
    /// Messages on their way, just delivered, or just lost.
    pub flights: Vec<FlightView>,
    /// The counts towards a majority that are under way.
    pub tallies: Vec<Tally>,
    /// The kinds of message, for the legend.
    pub legend: Vec<LegendItem>,
    /// The node that is inspected, if one is.
    pub inspector: Option<Inspector>,
    /// Each property and its status at the cursor.
    pub properties: Vec<PropertyView>,
    /// A window of the events around the cursor, oldest first; the last one at or before the cursor is marked.
    pub events: Vec<EventView>,
    /// What is due next in virtual time, soonest first (at most eight).
    pub next: Vec<NextView>,
    /// How many more are due than `next` shows.
    pub next_hidden: u32,
    /// In manual mode, everything that can be done here, and what is at hand but forbidden: grouped by node, the network
    /// last, in each group what is due soonest first. `None` while time runs by itself.
    pub actions: Option<Vec<ActionView>>,
    /// How many more actions there are than `actions` lists: those that are wanted least.
    pub actions_hidden: u32,
    /// The past of the event that was asked about, if that lies on this branch.
    pub why: Option<Arc<WhyView>>,
    /// What leaving a fault out has shown, if that was asked last.
    pub without: Option<Arc<WithoutView>>,
    /// The branches of this history.
    pub timeline: Timeline,
    /// What the run has cost since the beginning of its current era.
    pub meters: Meters,
    /// What the last event did, as sentences: for the live region and under the event list.
    pub happened: Vec<Text>,
    /// Requests that a client may be asked to make, such as `put x 1`.
    pub sample_requests: Vec<String>,
    /// The views that this run has beside the cluster, in the order of their tabs.
    pub views: Vec<ViewTab>,
    /// The view that is open in place of the cluster, if one is.
    pub view: Option<OpenView>,
    /// The lesson that is open, if one is.
    pub lesson: Option<LessonView>,
    /// What is to be said of the recording that was opened: where the run departed from it, and that another version of
    /// the engine made it. The id `departure-same` is a mere remark: it went the same way.
    pub departure: Option<Text>,
    /// What is needed to save the run if the page breaks: a recording, as JSON. Present when branch, step or what was
    /// done by hand have changed since the last scene that had one.
    pub black_box: Option<String>,
    /// A digest of the world at the cursor, sixteen hexadecimal digits.
    pub digest: String,
}

/// Where the cursor is, in events and in virtual time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Virtual time of the cursor, in microseconds since the start.
    pub now_us: u64,
    /// Time of the last event at or before the cursor.
    pub event_us: u64,
    /// When the next event will happen, if anything is due (recorded or still to be computed).
    pub next_us: Option<u64>,
    /// How many events lie before the cursor.
    pub event: u32,
    /// How many events this branch holds, counted from the start of the run.
    pub events: u32,
    /// The branch the cursor is on.
    pub branch: u32,
    /// How often an action was forced that no clock allows (a timer fired early by hand).
    pub clock_faults: u32,
}

/// A node on the stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeView {
    /// Its name.
    pub id: NodeId,
    /// Whether it runs.
    pub status: NodeStatus,
    /// Picture of its role; `None` while it is down.
    pub icon: Option<Icon>,
    /// Colour of its role.
    pub tone: Tone,
    /// Role and the one thing to know about it.
    pub caption: Text,
    /// The pill on the rim.
    pub badge: Option<Text>,
    /// Its armed timers, the one that runs out first at the front.
    pub timers: Vec<TimerView>,
    /// Whether every link to it is cut.
    pub isolated: bool,
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeStatus {
    /// It runs.
    Up,
    /// Its process stands still; its clock runs on.
    Paused,
    /// It crashed; its disk is kept.
    Down,
}

/// An armed timer. The arc on the stage is `(due_us - now) / (due_us - set_us)`, drained by the page as time passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// The timer's name: `election`.
    pub name: String,
    /// When it was set, in microseconds.
    pub set_us: u64,
    /// When it runs out, in microseconds.
    pub due_us: u64,
    /// The act that fires it now: `fire n3 election`.
    pub fire: String,
}

/// Two nodes that may talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The lesser of the two names.
    pub a: NodeId,
    /// The greater of the two names.
    pub b: NodeId,
    /// Whether messages from `a` to `b` are cut off.
    pub cut_ab: bool,
    /// Whether messages from `b` to `a` are cut off.
    pub cut_ba: bool,
}

/// A message on the stage. Its place is `(now - sent_us) / (due_us - sent_us)` of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlightView {
    /// Its name in labels and its key on the stage: `n5>n3 Vote#18`.
    pub id: String,
    /// Sender.
    pub from: NodeId,
    /// Receiver.
    pub to: NodeId,
    /// `Vote#18`.
    pub name: String,
    /// The kind alone: `Vote`.
    pub kind: String,
    /// Shape and colour.
    pub look: Look,
    /// When it was sent.
    pub sent_us: u64,
    /// When it is due at its receiver.
    pub due_us: u64,
    /// What became of it.
    pub fate: Fate,
    /// Why it would be lost if nothing changed before it is due: its link is cut, its receiver is down.
    pub doom: Option<Text>,
    /// Its content.
    pub fields: Vec<Field>,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// On its way.
    Flying,
    /// Waiting at the door of a node that is paused.
    Held,
    /// Delivered by the event at the cursor.
    Delivered,
    /// Lost at this time; shown for a while after.
    Lost {
        /// When, in microseconds.
        at_us: u64,
        /// Why: dropped, cut, receiver down.
        why: Text,
    },
}

/// One kind of message in the legend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegendItem {
    /// Shape and colour.
    pub look: Look,
    /// Its words.
    pub words: Text,
}

/// The state of one node as a tree, compared with the step before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspector {
    /// Whose state.
    pub node: NodeId,
    /// In memory, lost on a crash. Empty while the node is down.
    pub memory: Vec<Row>,
    /// On disk, kept over a crash.
    pub durable: Vec<Row>,
    /// The event since which `Change::Since` counts: the last one that a person made, or the start.
    pub since_event: u32,
}

/// One row of the state tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Depth in the tree, from 0.
    pub depth: u32,
    /// The field's name, as in the code.
    pub name: String,
    /// Its value now, as a piece of text or a set. Empty for a row that only groups.
    pub value: Vec<Piece>,
    /// Whether a set or list is meant, to be written in braces.
    pub many: bool,
    /// Whether it changed.
    pub change: Change,
}

/// A part of a row's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Whether it is new, gone (to be struck), or neither.
    pub mark: Mark,
}

/// Whether a part of a value is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// As before.
    Same,
    /// Was there before and is not now.
    Gone,
    /// Was not there before.
    New,
}

/// Whether a row changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It did not.
    None,
    /// By the event at the cursor.
    Step,
    /// Since [`Inspector::since_event`].
    Since,
}

/// A property and its status at the cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PropertyView {
    /// Its id: `election-safety`.
    pub id: String,
    /// Its name.
    pub title: Text,
    /// Whether it must always hold, eventually, or sometimes.
    pub mode: PropertyMode,
    /// Whether it holds here.
    pub holds: bool,
    /// Why, or why not.
    pub detail: Text,
    /// Under which faults and timing it is promised.
    pub promise: Text,
}

/// When a property must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PropertyMode {
    /// In every state.
    Always,
    /// At last, once faults are healed.
    Eventually,
    /// In some state of some run.
    Sometimes,
}

/// One event of the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// Its number, from 1: seeking to it puts the cursor right after it.
    pub index: u32,
    /// When it happened.
    pub time_us: u64,
    /// `deliver n4>n3 Vote#17`.
    pub label: String,
    /// Its picture.
    pub icon: EventIcon,
    /// Shape and colour of the message it is about, if any.
    pub look: Option<Look>,
    /// Whether a person did it.
    pub by_hand: bool,
    /// Whether it is a fault that a person brought about, so that one may ask whether it mattered.
    pub fault: bool,
    /// How it stands to the event whose past is shown, if it belongs to that.
    pub kin: Option<Kin>,
    /// Whether it is the last one at or before the cursor.
    pub at_cursor: bool,
    /// Whether it lies after the cursor (recorded, stepped back over).
    pub ahead: bool,
}

/// The picture of an event that is not about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventIcon {
    /// Delivered.
    Deliver,
    /// Lost or dropped.
    Lost,
    /// Duplicated.
    Duplicate,
    /// Delayed.
    Delay,
    /// A timer ran out.
    Timer,
    /// Crashed or wiped.
    Crash,
    /// Started again.
    Restart,
    /// Paused.
    Pause,
    /// Went on.
    Resume,
    /// Cut off.
    Cut,
    /// Healed.
    Heal,
    /// A client's request.
    Request,
    /// A clock was changed.
    Clock,
}

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextView {
    /// When.
    pub time_us: u64,
    /// The label of the act that makes it happen now.
    pub label: String,
    /// Its picture.
    pub icon: EventIcon,
    /// Shape and colour of the message, if any.
    pub look: Option<Look>,
}

/// Something that can be done by hand, or could if it were not forbidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionView {
    /// The label of the act: `deliver n1>n3 RequestVote#2`.
    pub label: String,
    /// The node it happens to; `None`: the network.
    pub node: Option<NodeId>,
    /// Its picture.
    pub icon: EventIcon,
    /// Shape and colour of the message, if any.
    pub look: Option<Look>,
    /// When it will happen by itself, if it will.
    pub due_us: Option<u64>,
    /// Whether it can be done.
    pub may: May,
}

/// Whether an action can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum May {
    /// It can.
    Yes,
    /// It can, though no clock allows it yet: it is counted in [`Clock::clock_faults`].
    ClockFault,
    /// It cannot, for this reason.
    No(Text),
}

/// The branching history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Every branch, in the order they were made; the first is the trunk.
    pub branches: Vec<BranchView>,
    /// The end of the longest branch, in microseconds.
    pub end_us: u64,
    /// Named spans along the current branch: “term 2: n1 leads”.
    pub eras: Vec<Era>,
}

/// One branch of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BranchView {
    /// Its id.
    pub id: u32,
    /// A letter: A, B, … Z, AA.
    pub letter: String,
    /// The branch it left, and the event after which it left it. `None` for the trunk.
    pub parent: Option<(u32, u32)>,
    /// When it left its parent.
    pub from_us: u64,
    /// When its last event happened.
    pub to_us: u64,
    /// Index of its last event.
    pub events: u32,
    /// Its own first act by hand, which as a rule made the fork: `crash n1`. `None` for the trunk, and for a branch on
    /// which everything came by itself.
    pub made_by: Option<String>,
    /// The act by hand that was left out to make it, if it was made so: `crash n1`.
    pub without: Option<String>,
    /// Marks along it, thinned to a few hundred.
    pub marks: Vec<MarkView>,
}

/// An event as a mark on the time line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkView {
    /// When.
    pub time_us: u64,
    /// The event's index.
    pub event: u32,
    /// The colour of the message, or `None` for a fault or a timer.
    pub tone: Option<Tone>,
    /// Whether a person did it.
    pub by_hand: bool,
}

/// A named span of the time line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Era {
    /// When it begins.
    pub from_us: u64,
    /// Its name.
    pub words: Text,
}

/// What the run has cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meters {
    /// Since when: “since the start”, “since n1 crashed”.
    pub since: Text,
    /// Messages sent.
    pub messages: u32,
    /// Messages lost.
    pub lost: u32,
    /// Forced writes to disk.
    pub forced_writes: u32,
    /// Virtual time that has passed, in microseconds.
    pub elapsed_us: u64,
    /// What the last call that a client had answered cost.
    pub call: Option<CallCost>,
}

/// What one call of a client cost, from question to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCost {
    /// The client.
    pub client: NodeId,
    /// What it asked, as people type it.
    pub request: String,
    /// Messages by kind, in the order in which the protocol lists its kinds.
    pub messages: Vec<(String, u32)>,
    /// Their bytes, as JSON.
    pub bytes: u64,
    /// How many messages had to follow one another; two are a round trip.
    pub hops: u32,
    /// Forced writes to disk.
    pub forced_writes: u32,
    /// From question to answer, in microseconds.
    pub elapsed_us: u64,
}
