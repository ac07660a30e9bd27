//! What a protocol brings besides its state machine, to be chosen, shown, taught and questioned.

use core::{fmt, fmt::Debug};

use serde::de::DeserializeOwned;

use crate::{
    Arg, Happening, Hunt, Monitor, NodeId, Options, Protocol, Setting, Spec, Text, World,
    inspect::{Board, Chart, ChartOf, Face, Field, LanesOf, Look, Ring, Stroke, Tally},
    operation::Meaning,
};

/// What people choose when they open a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How many servers.
    pub servers: u8,
    /// How many clients.
    pub clients: u8,
    /// The mutant's id; `None` for the correct protocol.
    pub mutant: Option<String>,
    /// The settings that are not as the protocol has them.
    pub options: Options,
}

/// Why a [`Choice`] makes no cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadChoice {
    /// Too few or too many servers.
    Servers {
        /// The fewest.
        min: u8,
        /// The most.
        max: u8,
    },
    /// Too few or too many clients.
    Clients {
        /// The fewest.
        min: u8,
        /// The most.
        max: u8,
    },
    /// No mutant of that id.
    Mutant {
        /// The id.
        id: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// No setting of that id.
    Setting {
        /// The id.
        id: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// A setting that is too low or too high.
    Range {
        /// The setting's id.
        id: &'static str,
        /// The lowest.
        min: u32,
        /// The highest.
        max: u32,
    },
}

impl BadChoice {
    /// What is wrong, for people.
    pub fn text(&self) -> Text {
        match self {
            BadChoice::Servers { min, max } => Text::new("choice-servers").with("min", *min).with("max", *max),
            BadChoice::Clients { min, max } => Text::new("choice-clients").with("min", *min).with("max", *max),
            BadChoice::Mutant { id, known } => unknown("choice-mutant", id, known),
            BadChoice::Setting { id, known } => unknown("choice-setting", id, known),
            BadChoice::Range { id, min, max } => {
                Text::new("choice-range").with("id", *id).with("min", *min).with("max", *max)
            }
        }
    }
}

fn unknown(text: &str, id: &str, known: &[&'static str]) -> Text {
    let text = Text::new(text).with("id", id.chars().take(60).collect::<String>());
    text.with("known", known.iter().copied().collect::<Arg>())
}

impl fmt::Display for BadChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for BadChoice {}

/// What describes itself as a JSON Schema, where schemas are wanted (the feature `schema`); elsewhere, everything.
#[cfg(feature = "schema")]
pub use schemars::JsonSchema as Describe;

/// What describes itself as a JSON Schema, where schemas are wanted (the feature `schema`); elsewhere, everything.
#[cfg(not(feature = "schema"))]
pub trait Describe {}

#[cfg(not(feature = "schema"))]
impl<T> Describe for T {}

/// A subtly wrong variant: one changed handler, same types.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its id: `forgets-vote`.
    pub id: &'static str,
    /// The property it can be seen to break.
    pub breaks: &'static str,
    /// The search that shows it.
    pub hunt: Hunt,
}

/// A protocol that can be chosen, taught and questioned.
pub trait Exhibit: Spec + Inspect {
    /// Its id: `raft`. Its name and the names of its mutants stand in the catalogue: `raft`, `raft-mutant-{id}`.
    const ID: &'static str;
    /// Changes whenever the same seed and acts would give another run, so that recordings can tell.
    const VERSION: u32;
    /// Its wrong variants.
    const MUTANTS: &'static [Mutant];
    /// What can be set besides the cluster's size. The names stand in the catalogue: `raft-setting-{id}`.
    const SETTINGS: &'static [Setting] = &[];
    /// Of the settings whose values are no amounts: the setting's id, and for each value, from the least on, the id of its name.
    const NAMED: &'static [(&'static str, &'static [&'static str])] = &[];
    /// A search of the correct protocol, within its promise, that ends within two minutes on two cores and finds nothing.
    const HUNT: Hunt;
    /// A search of the correct protocol just outside of its promise, which finds something.
    const BEYOND: Hunt;

    /// Its words by language, in Fluent syntax: `[("en", include_str!("words/en.ftl"))]`.
    const WORDS: &'static [(&'static str, &'static str)];

    /// A statement about a world that lessons can name: `{"leader": {"term-at-least": 2}}`. What its doc comments say is
    /// what authors read.
    type Predicate: Clone + Debug + DeserializeOwned + Describe;

    /// What stands in a form when nothing is chosen yet.
    fn default_choice() -> Choice;

    /// The configuration for a choice.
    fn configure(choice: &Choice) -> Result<Self::Config, BadChoice>;

    /// Whether a predicate is so in this world.
    fn holds(predicate: &Self::Predicate, world: &World<Self>, monitor: &Monitor<Self>) -> bool;

    /// How far a predicate is from being so, for a goal line: “n3 has 2 of 3 votes”.
    fn progress(_predicate: &Self::Predicate, _world: &World<Self>, _monitor: &Monitor<Self>) -> Option<Text> {
        None
    }

    /// What a client's request means to a machine that does one thing at a time, and its reply, if that has come: what
    /// clients were answered is then compared with such a machine. `None`: nothing of the kind is promised. For clients
    /// that do one thing at a time: a call is taken to begin when the client's call before has been answered.
    fn meaning(_client: NodeId, _request: &Self::Request, _reply: Option<&Self::Reply>) -> Option<Meaning> {
        None
    }
}

/// What a protocol shows of itself. Everything here is derived from the world; nothing is kept.
pub trait Inspect: Protocol {
    /// A running node on the stage.
    fn face(config: &Self::Config, id: NodeId, state: &Self::State, disk: &Self::Disk) -> Face;

    /// The pill on the rim of a node that is down, from what its disk keeps.
    fn badge_down(disk: &Self::Disk) -> Option<Text>;

    /// What a crashed node still has: “keeps its disk: term 2, log 1 to 4”.
    fn keeps(disk: &Self::Disk) -> Text;

    /// What is in memory, lost on a crash.
    fn memory(config: &Self::Config, id: NodeId, state: &Self::State) -> Vec<Field>;

    /// What is on disk, kept over a crash.
    fn durable(config: &Self::Config, id: NodeId, disk: &Self::Disk) -> Vec<Field>;

    /// Shape and colour of a message.
    fn look(message: &Self::Message) -> Look;

    /// The fields of a message.
    fn fields(message: &Self::Message) -> Vec<Field>;

    /// All looks, each with its words, in the order of a legend.
    fn legend() -> Vec<(Look, Text)>;

    /// What a note says, for the transcript.
    fn tell(id: NodeId, note: &Self::Note) -> Text;

    /// The counts that matter now, if any is under way: a few that compete, in an order that does not change with the
    /// counts.
    fn tallies(world: &World<Self>) -> Vec<Tally>;

    /// A name for the era that a note begins, for the time line: “term 2: n1 leads”.
    fn era(id: NodeId, note: &Self::Note) -> Option<Text>;

    /// The views of lanes that [`Inspect::strokes`] draws in, in the order of their tabs.
    const LANES: &'static [LanesOf] = &[];

    /// What something that happened draws in lanes; the world is as it was after the whole action.
    fn strokes(_world: &World<Self>, _happening: &Happening<Self>) -> Vec<Stroke> {
        Vec::new()
    }

    /// Tables of what the nodes know now. Which there are does not change during a run.
    fn boards(_world: &World<Self>) -> Vec<Board> {
        Vec::new()
    }

    /// Whether [`Inspect::ring`] has something to show, in any run.
    const RING: bool = false;

    /// The circle on which keys and nodes have their places. If it is there, it is there during a whole run.
    fn ring(_world: &World<Self>) -> Option<Ring> {
        None
    }

    /// The charts that [`Inspect::chart`] gives, in the order of their tabs.
    const CHARTS: &'static [ChartOf] = &[];

    /// The chart of this id, one of [`Inspect::CHARTS`].
    fn chart(_world: &World<Self>, id: &str) -> Chart {
        unreachable!("no protocol names a chart that it does not give: {id}")
    }

    /// Requests worth offering as buttons, in the form that people type: `put x 1`.
    fn sample_requests() -> &'static [&'static str];
}
