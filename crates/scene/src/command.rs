//! What the page may ask of the engine, and what comes back. Both are plain data, so that the engine may live in a
//! worker: the page sends a [`Command`] and gets a [`Scene`] or a [`Problem`].

use quorum_kernel::{NodeId, Text};
use serde::{Deserialize, Serialize};

use crate::Scene;

/// One thing the page asks of the engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Opens a sandbox: a fresh run of a protocol.
    Open(Setup),
    /// Opens a lesson from the text of its `lesson.json`.
    OpenLesson {
        /// The lesson's id, that is, the name of its folder.
        id: String,
        /// The text of its `lesson.json`.
        json: String,
        /// The ids of the steps that were done before, on this device; those that it does not have are left aside.
        done: Vec<String>,
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
    /// In the past this forks a branch, or re-enters one that began with the same act.
    Act {
        /// The label.
        label: String,
    },
    /// Chooses the node to inspect.
    Inspect {
        /// Which, or none.
        node: Option<NodeId>,
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

/// What cluster to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// The protocol's id.
    pub protocol: String,
    /// How many servers.
    pub servers: u8,
    /// How many clients.
    pub clients: u8,
    /// The mutant's id, or none for the correct variant.
    #[serde(default)]
    pub mutant: Option<String>,
    /// The seed as a decimal string.
    pub seed: String,
}

/// What the engine answers.
pub type Answer = Result<Scene, Problem>;

/// Why the engine could not do what was asked. The run is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What is wrong and how to mend it, for people.
    pub text: Text,
}
