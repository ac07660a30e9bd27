//! What the page may ask of the engine, and what comes back. Both are plain data, so that the engine may live in a
//! worker: the page sends a [`Command`] and gets a [`Reply`] or a [`Problem`].

use quorum_checker::hunt::Order;
use quorum_kernel::{NodeId, Text};
use quorum_lesson::Hunted;
use quorum_sim::Scenario;
use serde::{Deserialize, Serialize};

use crate::{Deed, Scene, wire::as_json};

/// One thing the page asks of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Opens a sandbox: a fresh run of a protocol.
    Open(Box<Scenario>),
    /// Opens a run that stands beside another and follows it ([`Command::Follow`]).
    OpenBeside(Box<Scenario>),
    /// Opens a lesson.
    OpenLesson(LessonSource),
    /// Opens a recording: replays it, and puts the cursor where it stood. If the run goes another way than was recorded,
    /// what replays is opened, and [`Scene::departure`] says where it departed.
    OpenRecording {
        /// The text of the recording.
        json: String,
        /// The lesson it was made in ([`recorded_lesson`](crate::recorded_lesson) says which), to be opened at its step;
        /// `None`: the run alone.
        lesson: Option<LessonSource>,
    },
    /// Puts the run of a recording on the desk, beside the lesson that is open if one is: to be looked at. It counts for
    /// nothing there.
    Show {
        /// The text of the recording.
        json: String,
    },
    /// Asks for the search that the protocol on the desk declares, or one of its mutants. The answer is [`Reply::Order`].
    Declared {
        /// The mutant's id; `None`: the correct protocol.
        mutant: Option<String>,
    },
    /// Asks for the search that the open step of the lesson has. The answer is [`Reply::Order`].
    Order,
    /// The search of a step has ended.
    Hunted {
        /// The step's id.
        step: String,
        /// What came of it.
        hunted: Hunted,
    },
    /// Asks for a recording of the current branch. The answer is [`Reply::Recording`].
    Save,
    /// Manual mode, in which a scene lists what can be done ([`Scene::actions`]), and choosing what is due next lets
    /// time pass until then. The run stays as it is.
    Manual {
        /// Whether it is on.
        on: bool,
    },
    /// One event on: the next recorded one, or a newly computed one at the head of the branch.
    Forward,
    /// One event back.
    Back,
    /// Runs virtual time up to this moment, in microseconds; the cursor's clock ends there even if nothing is due.
    Advance {
        /// The moment.
        to_us: u64,
    },
    /// Puts the cursor right after this event of the current branch (0 is the start).
    Seek {
        /// The event's index.
        event: u32,
    },
    /// Puts the cursor at this moment of the current branch, no further than its recorded end.
    SeekTime {
        /// The moment.
        to_us: u64,
    },
    /// Goes to a branch, at its head.
    Branch {
        /// Its id.
        id: u32,
    },
    /// Does something at the cursor, named by its label: `crash n1`, `drop n5>n3 Vote#18`, `delay n5>n3 Vote#18 50ms`,
    /// `invoke c1 put x 1`, `cut n1|n2`, `cut n1>n2`, `heal n1|n2`, `isolate n3`, `rejoin n3`, `fire n2 election`.
    /// In the past this forks a branch, or re-enters one that began with the same act at the same moment. In manual
    /// mode, what is due next comes when it is due, and so does a crash in the middle of it.
    Act {
        /// The label.
        label: String,
    },
    /// Brings a run that stands beside another to where that one is.
    Follow {
        /// What was done by hand there, on the way to that moment, in order.
        deeds: Vec<Deed>,
        /// The moment.
        to_us: u64,
    },
    /// Asks for the causal past of an event of the current branch ([`Scene::why`]).
    Why {
        /// The event's index, from 1.
        event: u32,
    },
    /// Goes to the event at which a property turned false on the way to the cursor, and asks for its past.
    WhyFalse {
        /// The property's id: `election-safety`.
        property: String,
    },
    /// Follows the run without an act by hand, up to the cursor's moment, and compares ([`Scene::without`]). The cursor
    /// stays; the run without the act becomes a branch.
    Without {
        /// The event's index on the current branch.
        event: u32,
    },
    /// Puts away what [`Command::Why`], [`Command::WhyFalse`] and [`Command::Without`] have shown.
    PutAway,
    /// Chooses the node to inspect.
    Inspect {
        /// Which, or none.
        node: Option<NodeId>,
    },
    /// Opens a view in place of the cluster ([`Scene::views`] has those that there are), or the cluster again.
    View {
        /// Which; `None`: the cluster.
        id: Option<String>,
    },
    /// Starts the run again under another seed (or the same), keeping protocol and cluster.
    Reset {
        /// The seed as a decimal string.
        seed: String,
    },
    /// Goes to a step of the lesson that is open.
    Step {
        /// From 0.
        index: u32,
    },
    /// Chooses an answer of a predict or quiz step.
    Choose {
        /// The answer's id.
        answer: String,
    },
    /// Does what the step's button says: runs a `do`, locks in a prediction and runs it.
    Go,
    /// Puts the open step back to how it began, keeping the history.
    Retry,
}

impl Command {
    /// The protocol whose run this opens, as far as can be told before anything is checked; `None` if it opens nothing.
    pub fn protocol(&self) -> Option<String> {
        match self {
            Command::Open(scenario) | Command::OpenBeside(scenario) => Some(scenario.protocol.clone()),
            Command::OpenLesson(LessonSource { json, .. }) | Command::OpenRecording { json, .. } => {
                Some(serde_json::from_str::<Named>(json).ok()?.scenario.protocol)
            }
            _ => None,
        }
    }
}

/// Of a lesson or a recording, the name of its protocol.
#[derive(Deserialize)]
struct Named {
    scenario: NamedIn,
}

#[derive(Deserialize)]
struct NamedIn {
    protocol: String,
}

/// A lesson as the page has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonSource {
    /// The lesson's id, that is, the name of its folder.
    pub id: String,
    /// The text of its `lesson.json`.
    pub json: String,
    /// The ids of the steps that were done before, on this device; those that it does not have are left aside.
    pub done: Vec<String>,
}

/// What the engine answers.
pub type Answer = Result<Reply, Problem>;

/// What comes of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The world at the cursor, after the command.
    Scene(Box<Scene>),
    /// A recording, as JSON: to be kept in a file, or packed into a link.
    Recording(String),
    /// A search, for a worker to carry out.
    Order(#[serde(with = "as_json")] Box<Order>),
}

impl Reply {
    /// The scene; `None` if something else was asked for.
    pub fn into_scene(self) -> Option<Scene> {
        match self {
            Reply::Scene(scene) => Some(*scene),
            Reply::Recording(_) | Reply::Order(_) => None,
        }
    }
}

impl From<quorum_sim::link::BadLink> for Problem {
    fn from(wrong: quorum_sim::link::BadLink) -> Self {
        Self::because("problem-link", wrong.text())
    }
}

/// Why the engine could not do what was asked. The run is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong and how to mend it, for people.
    pub text: Text,
}
