//! The steps of a lesson, as their author writes them.

use std::collections::BTreeMap;

use quorum_kernel::Fault;
use quorum_sim::{Network, Scenario};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use crate::prose::Asked;

/// One step: what every step may say, and what it asks of the learner.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "wire::Step")]
pub struct Step {
    /// What every step may say.
    pub frame: Frame,
    /// What the learner is to do.
    pub ask: Ask,
}

/// Declares what every step may say, and the kinds of step with what each adds to that.
///
/// In `lesson.json` both stand side by side in one object. Flattening one struct into the others would do that too, but
/// then serde could neither refuse fields it does not know nor say in which line they stand. So each kind gets a struct
/// of its own to be read into (`wire`), and what is common to all is written here once.
macro_rules! steps {
    (
        frame $frame:tt
        $($(#[doc = $about:literal])* $kind:ident $word:literal $fields:tt)*
    ) => {
        steps! { @frame $frame }
        steps! { @ask $($(#[doc = $about])* $kind $word $fields)* }

        /// Steps as they stand in `lesson.json`.
        pub(super) mod wire {
            use super::*;

            #[derive(Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(rename_all = "kebab-case")]
            pub enum Step {
                $($(#[doc = $about])* $kind($kind),)*
            }

            impl From<Step> for super::Step {
                fn from(step: Step) -> Self {
                    match step {
                        $(Step::$kind(step) => step.into(),)*
                    }
                }
            }

            $(steps! { @wire $(#[doc = $about])* $kind $frame $fields })*
        }
    };

    (@frame { $($(#[doc = $said:literal])* $(#[serde($($serde:tt)*)])? $common:ident: $of:ty,)* }) => {
        /// What every step may say.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Frame {
            $($(#[doc = $said])* pub $common: $of,)*
        }
    };

    (@ask $(
        $(#[doc = $about:literal])* $kind:ident $word:literal
        { $($(#[doc = $told:literal])* $field:ident: $type:ty,)* }
    )*) => {
        /// What a step asks of the learner.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Ask {
            $($(#[doc = $about])* $kind { $($(#[doc = $told])* $field: $type,)* },)*
        }

        impl Ask {
            /// The word that stands for its kind in `lesson.json`.
            pub fn word(&self) -> &'static str {
                match self {
                    $(Ask::$kind { .. } => $word,)*
                }
            }
        }
    };

    (@wire
        $(#[doc = $about:literal])* $kind:ident
        { $($(#[doc = $said:literal])* $(#[serde($($serde:tt)*)])? $common:ident: $of:ty,)* }
        { $($(#[doc = $told:literal])* $field:ident: $type:ty,)* }
    ) => {
        $(#[doc = $about])*
        #[derive(Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, rename_all = "kebab-case")]
        pub struct $kind {
            $($(#[doc = $said])* $(#[serde($($serde)*)])? $common: $of,)*
            $($(#[doc = $told])* $field: $type,)*
        }

        impl From<$kind> for super::Step {
            fn from(step: $kind) -> Self {
                Self {
                    frame: Frame { $($common: step.$common,)* },
                    ask: Ask::$kind { $($field: step.$field,)* },
                }
            }
        }
    };
}

steps! {
    frame {
        /// The step's id: the prose stands in the section of this name.
        id: String,
        /// How the run gets to where the step begins, from the very start of its cluster's run. Without it the
        /// learner's own run goes on.
        start: Option<Vec<Move>>,
        /// What is different about the cluster in this step. Needs `start`.
        cluster: Option<Cluster>,
        /// Which acts are left to the learner, by their verbs: `["crash", "restart"]`. Without it, all are.
        controls: Option<Vec<String>>,
        /// Whether the learner chooses each event, or time passes. Without it, the page stays as it is.
        mode: Option<Mode>,
        /// Help that comes up once something is so.
        #[serde(default)]
        hints: Vec<Hint>,
        /// What is said on the stage when something happens.
        #[serde(default)]
        notes: Vec<Note>,
    }

    /// Let the run go on until something is so.
    Watch "watch" {
        /// What must become so.
        until: Statement,
    }

    /// Press a button that does something, then let the run go on until something is so.
    Do "do" {
        /// What the button does.
        moves: Vec<Move>,
        /// What must become so.
        until: Statement,
    }

    /// Say what will happen, then let the run decide.
    Predict "predict" {
        /// What runs once the prediction is locked in.
        moves: Vec<Move>,
        /// The answers; exactly one of them must be so after the moves.
        answers: Vec<Outcome>,
    }

    /// Bring something about by whatever means.
    Reach "reach" {
        /// What must become so.
        until: Statement,
        /// One way to bring it about: the check replays it.
        solution: Vec<Move>,
    }

    /// Make a property false by hand, within a budget of faults.
    Break "break" {
        /// The property's id: one that must always hold.
        property: String,
        /// How many acts of each kind may be spent. A fault that is not named may not be used at all.
        budget: BTreeMap<Spend, u32>,
        /// One way to do it: the check replays it.
        solution: Vec<Move>,
        /// The fewest acts that are known to do it.
        par: Option<u32>,
        /// The search that finds a shortest run: the score to beat. Without it there is none.
        search: Option<Searched>,
    }

    /// Let the checker search for a run that breaks a property.
    Hunt "hunt" {
        /// The property's id: one that must always hold. Without it, all that must.
        property: Option<String>,
        /// What is searched, and what comes of it: the check searches too.
        search: Searched,
    }

    /// Answer a question that the run does not decide.
    Quiz "quiz" {
        /// The answers' ids, in the order shown.
        answers: Vec<String>,
        /// The right one.
        right: String,
    }
}

/// A search from where a step starts, through every order of what can happen.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Searched {
    /// What may go wrong, and how often: `{"crashes": 1, "fires": 2}`.
    pub budget: BTreeMap<Fault, u8>,
    /// What clients are asked for, in this order, each at any time after the one before: `c1 put x 1`.
    #[serde(default)]
    pub requests: Vec<String>,
    /// Whether a crash may strike between two effects of a step.
    #[serde(default = "yes")]
    pub within_steps: bool,
    /// How many actions a shortest run has that breaks the property; `null`: there is none.
    pub finds: Option<u32>,
    /// How many states there are, if nothing is found and the words say it.
    pub states: Option<u32>,
}

fn yes() -> bool {
    true
}

/// What is different about the cluster in one step. What is left out is as in the lesson's scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Cluster {
    /// How many servers.
    pub servers: Option<u8>,
    /// How many clients.
    pub clients: Option<u8>,
    /// The mutant's id; `null` for the correct protocol.
    #[serde(deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub mutant: Option<Option<String>>,
    /// Settings of the protocol that differ in this step, by id; a switch is 0 or 1.
    pub options: BTreeMap<String, u32>,
    /// The seed of all draws, a whole number in quotes.
    #[serde(deserialize_with = "seed")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", regex(pattern = "^[0-9]{1,20}$")))]
    pub seed: Option<u64>,
    /// Latency, loss and duplication.
    pub network: Option<Network>,
}

/// Tells `null` from nothing.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

fn seed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    text.parse().map(Some).map_err(|_| de::Error::custom("a seed is a whole number in quotes: \"42\""))
}

impl Cluster {
    /// The scenario that this makes of a lesson's own.
    pub fn of(&self, lesson: &Scenario) -> Scenario {
        let mut scenario = lesson.clone();
        scenario.servers = self.servers.unwrap_or(scenario.servers);
        scenario.clients = self.clients.unwrap_or(scenario.clients);
        scenario.mutant = self.mutant.clone().unwrap_or(scenario.mutant);
        scenario.options.extend(self.options.clone());
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.network = self.network.clone().unwrap_or(scenario.network);
        scenario
    }
}

/// Whether the learner chooses each event, or time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The learner chooses each event from the list of all that can happen.
    Manual,
    /// Events happen as they are due in virtual time.
    Auto,
}

/// Help that comes up once something is so. Its words stand below `#### Hint (id)`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hint {
    /// Its id.
    pub id: String,
    /// What must become so. Once met, the hint stays until the step is opened again.
    pub when: Statement,
}

/// What is said on the stage when something happens. Its words stand below `#### Note (id)`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Note {
    /// Its id.
    pub id: String,
    /// The event that it is about, as a label whose end may be left out and whose nodes may be `*`:
    /// `deliver n1>* RequestVote`. Either this or `when`.
    pub on: Option<String>,
    /// What must become so. Either this or `on`.
    pub when: Option<Statement>,
    /// Where on the stage it is shown: a node `n3`, a link `n1|n3`, or `message`, the one that the event is about.
    pub at: Option<String>,
    /// Whether the run stops there.
    #[serde(default)]
    pub pause: bool,
}

/// What acts by hand are counted as in a `break` step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Spend {
    /// A node crashes, maybe in the middle of a step. A fault.
    Crashes,
    /// A node loses its disk. A fault.
    Wipes,
    /// A message is dropped. A fault.
    Drops,
    /// A message is duplicated. A fault.
    Duplicates,
    /// A link is cut, or a node cut off: one for each act. A fault.
    Cuts,
    /// A node's process stands still. A fault.
    Pauses,
    /// A node's clock jumps. A fault.
    Clocks,
    /// A message is delivered before it is due. Free if not named.
    Deliveries,
    /// A message is made to come later. Free if not named.
    Delays,
    /// A timer is fired before it runs out. Free if not named.
    Fires,
    /// A client is asked for something. Free if not named.
    Requests,
}

/// A statement about the cluster, in the words of the lesson's protocol: `{"leader": {}}`. It is understood once the
/// lesson is bound to that protocol.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Statement(pub Value);

/// An answer that the run can prove.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outcome {
    /// The answer's id: its words stand in the prose.
    pub id: String,
    /// What is so if it is right.
    pub when: Statement,
}

/// One move of a script.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Does something, named by its label: `crash n1`.
    Act(String),
    /// Lets so many milliseconds of virtual time pass, a minute at most.
    RunForMs(u64),
    /// Lets the run go on until something is so, for a minute at most.
    RunUntil(Statement),
}

impl Step {
    /// The step's id.
    pub fn id(&self) -> &str {
        &self.frame.id
    }

    /// The word that stands for its kind in `lesson.json`.
    pub fn kind(&self) -> &'static str {
        self.ask.word()
    }

    /// The script that it carries besides its start, and its name.
    pub fn script(&self) -> Option<(&'static str, &[Move])> {
        match &self.ask {
            Ask::Do { moves, .. } | Ask::Predict { moves, .. } => Some(("moves", moves)),
            Ask::Reach { solution, .. } | Ask::Break { solution, .. } => Some(("solution", solution)),
            Ask::Watch { .. } | Ask::Quiz { .. } | Ask::Hunt { .. } => None,
        }
    }

    /// What the prose must have words for.
    pub fn words(&self) -> Asked {
        let answers = match &self.ask {
            Ask::Predict { answers, .. } => answers.iter().map(|answer| answer.id.clone()).collect(),
            Ask::Quiz { answers, .. } => answers.clone(),
            _ => Vec::new(),
        };
        Asked {
            step: self.frame.id.clone(),
            answers,
            hints: self.frame.hints.iter().map(|hint| hint.id.clone()).collect(),
            notes: self.frame.notes.iter().map(|note| note.id.clone()).collect(),
        }
    }
}

impl Spend {
    /// Whether it is a fault: one that the budget does not name may not be used.
    pub fn is_fault(self) -> bool {
        !matches!(self, Spend::Deliveries | Spend::Delays | Spend::Fires | Spend::Requests)
    }

    /// Its word in `lesson.json`.
    pub fn word(self) -> &'static str {
        match self {
            Spend::Crashes => "crashes",
            Spend::Wipes => "wipes",
            Spend::Drops => "drops",
            Spend::Duplicates => "duplicates",
            Spend::Cuts => "cuts",
            Spend::Pauses => "pauses",
            Spend::Clocks => "clocks",
            Spend::Deliveries => "deliveries",
            Spend::Delays => "delays",
            Spend::Fires => "fires",
            Spend::Requests => "requests",
        }
    }
}
