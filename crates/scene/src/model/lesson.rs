//! A lesson beside a run: its steps, what the open one asks, and how far that has come.

use quorum_kernel::{Budget, NodeId, Text};
use quorum_lesson::Hunted;
use quorum_sim::Scenario;
use serde::{Deserialize, Serialize};

use crate::Deed;

/// The lesson that is open, as far as the engine knows it. Prose is the page's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    /// The lesson's id: `raft-election`.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Its steps in order.
    pub steps: Vec<StepMark>,
    /// The step that is open, from 0.
    pub step: u32,
    /// What the step asks.
    pub task: TaskView,
    /// Whether the step is done, so that the next one opens.
    pub done: bool,
    /// Whether that came about since it was opened: if not, the run on the desk has not shown it.
    pub settled: bool,
    /// Whether anything was tried since the step was opened, so that starting it again changes something.
    pub tried: bool,
    /// Ids of the hints whose condition has been met since the step was opened, in the lesson's order.
    pub hints: Vec<String>,
    /// The notes to be seen at the cursor: those that the last event brought up that brought up any.
    pub notes: Vec<NoteView>,
    /// The verbs of acts that the step leaves to the learner; `None`: all.
    pub controls: Option<Vec<String>>,
    /// Whether the step asks for manual mode; `None`: it asks for none.
    pub manual: Option<bool>,
    /// The runs that are shown beside this one, to be compared.
    #[serde(with = "crate::wire::as_json")]
    pub beside: Vec<Scenario>,
    /// What was done by hand on the way to the cursor, for those runs to follow; nothing if there are none.
    pub deeds: Vec<Deed>,
}

/// A note that is to be seen. Its words come from the prose file, by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// Its id.
    pub id: String,
    /// Where on the stage; `None`: nowhere in particular.
    pub at: Option<NoteAnchor>,
    /// Whether the run stops when it comes up.
    pub pause: bool,
}

/// Where on the stage a note is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteAnchor {
    /// At a node.
    Node(NodeId),
    /// At a link.
    Link(NodeId, NodeId),
    /// At a message, by its flight's id: `n5>n3 Vote#18`. It may have landed and be gone from the stage.
    Message(String),
}

/// A step in the bar above the prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepMark {
    /// Its id: the prose stands in the section of that name.
    pub id: String,
    /// Whether it is done.
    pub done: bool,
    /// Whether the first answer given to its question was right, once it was graded; `None` before, for a step that
    /// asks nothing, and for one that was done on an earlier visit.
    pub right: Option<bool>,
}

/// What a step asks. Words (questions, answers, explanations) come from the prose file, by these ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskView {
    /// Watch until something is so.
    Watch {
        /// Whether it is so yet.
        reached: bool,
    },
    /// Press the button that does something.
    Do {
        /// The acts it does, as labels or as words.
        acts: Vec<String>,
        /// Whether it was done.
        started: bool,
        /// Whether what it leads to is so yet.
        reached: bool,
    },
    /// Say what will happen, then run it.
    Predict {
        /// Ids of the answers, in order.
        answers: Vec<String>,
        /// The answer that was chosen, if any.
        chosen: Option<String>,
        /// What the run showed, once it has run.
        verdict: Option<Verdict>,
        /// Whether the run is under way.
        running: bool,
    },
    /// Bring something about, by whatever means.
    Reach {
        /// Whether it is so.
        reached: bool,
        /// Where it stands: “n3 has 2 of 3 votes”.
        detail: Option<Text>,
    },
    /// Make a property false, within a budget.
    Break {
        /// The property's name.
        property: Text,
        /// Whether it holds at the cursor.
        holds: bool,
        /// Why, or why not.
        detail: Text,
        /// What of the budget was used on the way to the cursor.
        budget: Vec<BudgetView>,
        /// How many acts by hand it took to make it false, if it is false at the cursor.
        violated: Option<u32>,
        /// Whether the budget was kept on the way to the cursor.
        within: bool,
        /// The fewest acts that broke it within the budget since the lesson was opened.
        best: Option<u32>,
        /// The fewest acts that the author knows to break it.
        par: Option<u32>,
        /// How many events led to the cursor since the step was opened, if the run on the desk is the learner's own.
        events: Option<u32>,
        /// Whether the checker can search for a shortest run, to be beaten.
        searchable: bool,
        /// What came of that search.
        hunted: Option<Hunted>,
    },
    /// Let the checker search.
    Hunt {
        /// The name of the property that is checked; `None`: all that must always hold.
        property: Option<Text>,
        /// What may go wrong, and how often.
        budget: Budget,
        /// What clients are asked for.
        requests: Vec<String>,
        /// What came of it.
        hunted: Option<Hunted>,
    },
    /// Answer a question.
    Quiz {
        /// Ids of the answers, in order.
        answers: Vec<String>,
        /// The answer that was chosen, if any.
        chosen: Option<String>,
        /// Whether it is right.
        right: Option<bool>,
    },
}

/// One line of a budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetView {
    /// What is counted: `crashes`, `wipes`, `drops`, `duplicates`, `cuts`, `pauses`, `clocks`, `deliveries`, `delays`,
    /// `fires`, `requests`.
    pub kind: String,
    /// How much was used on the way to the cursor.
    pub used: u32,
    /// How much there is. 0 also for a fault that was used and is not in the budget.
    pub of: u32,
}

/// How a prediction compares with the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The answer that the run proved.
    pub truth: String,
    /// Whether that was the learner's.
    pub right: bool,
}
