//! What a hunt is asked to do, as plain data: from the page to its worker, from a lesson, from the command line.

use quorum_kernel::{Budget, Exhibit, Fault, Hunt, Method, Text, Timing};
use quorum_sim::{BadRecording, BadScenario, History, NotALabel, NotARun, Recording, Refused, Scenario};
use serde::{Deserialize, Serialize};

use crate::Limits;

/// The most requests that an order names.
pub const REQUESTS_MAX: usize = 32;

/// One hunt: where it starts, what may go wrong, what must hold, and how far it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Order {
    /// It starts where the cursor of this recording stands. Where time is bounded that must be the start of the run.
    pub start: Recording,
    /// The property that is checked; `None`: all that must always hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// What clients are asked for, in this order: `c1 put x 1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<String>,
    /// What may go wrong, and how often.
    #[serde(default)]
    pub budget: Budget,
    /// Whether a crash may strike between two effects of a step.
    #[serde(default = "yes")]
    pub within_steps: bool,
    /// Whether states that differ in the names of members that are alike are one. Where the protocol says of no members
    /// that they are, this changes nothing.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub up_to_names: bool,
    /// What is promised of time.
    #[serde(default)]
    pub timing: Timing,
    /// How it searches.
    #[serde(default)]
    pub method: Method,
    /// Where it stops.
    #[serde(default)]
    pub limits: Limits,
}

fn yes() -> bool {
    true
}

/// Why an order cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadOrder {
    /// There is no protocol of this id.
    Protocol(String),
    /// The scenario makes no run.
    Scenario(BadScenario),
    /// What leads to its start is no recording.
    Recording(BadRecording),
    /// What leads to its start goes another way here.
    Departs,
    /// An act that leads to its start cannot be done there.
    Start(String, Refused),
    /// An act that leads to its start is none.
    Label(NotALabel),
    /// Where time is bounded a search begins at the start of a run.
    Timed,
    /// There is no property of this id.
    Property {
        /// The id.
        id: String,
        /// Those that there are.
        known: Vec<&'static str>,
    },
    /// A request is none; or it is not to one of the clients.
    Request {
        /// As it stands.
        request: String,
        /// A good one.
        sample: &'static str,
    },
    /// More requests than [`REQUESTS_MAX`].
    Requests,
    /// What is to be broken is broken where the search starts.
    Broken(&'static str),
    /// The run that was found cannot be shown: a mistake of ours.
    Shown(NotARun),
}

impl BadOrder {
    /// What is wrong and how to mend it, for people.
    pub fn text(&self) -> Text {
        let quoted = |text: &str| text.chars().take(60).collect::<String>();
        let known = |text: Text, known: &[&'static str]| {
            text.with("known", known.iter().copied().collect::<quorum_kernel::Arg>())
        };
        match self {
            BadOrder::Protocol(id) => known(Text::new("hunt-protocol").with("id", quoted(id)), quorum_protocols::IDS),
            BadOrder::Scenario(why) => why.text(),
            BadOrder::Recording(why) => why.text(),
            BadOrder::Departs => Text::new("hunt-departs"),
            BadOrder::Start(label, why) => Text::new("hunt-start").with("act", quoted(label)).with("why", why.text()),
            BadOrder::Label(why) => why.text(),
            BadOrder::Timed => Text::new("hunt-timed"),
            BadOrder::Property { id, known: all } => known(Text::new("hunt-property").with("id", quoted(id)), all),
            BadOrder::Request { request, sample } => {
                Text::new("hunt-request").with("request", quoted(request)).with("sample", *sample)
            }
            BadOrder::Requests => Text::new("hunt-requests").with("max", REQUESTS_MAX),
            BadOrder::Broken(id) => Text::new("hunt-broken").with("property", *id),
            BadOrder::Shown(_) => Text::new("hunt-shown"),
        }
    }
}

impl core::fmt::Display for BadOrder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for BadOrder {}

impl Order {
    /// The order for a search that a protocol declares: of the correct protocol, or of a mutant.
    ///
    /// # Errors
    /// If what leads to its start cannot be done: a mistake of the protocol.
    pub fn declared<P: Exhibit>(hunt: &Hunt, mutant: Option<&str>, seed: u64) -> Result<Self, BadOrder> {
        let asked =
            hunt.requests.iter().filter_map(|request| request.split_once(' ')?.0.strip_prefix('c')?.parse().ok());
        let choice = quorum_kernel::Choice {
            servers: hunt.servers,
            clients: asked.max().unwrap_or(0).max(hunt.clients),
            mutant: mutant.map(str::to_owned),
            options: hunt.options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect(),
        };
        let start = start::<P>(Scenario::with::<P>(&choice, seed), hunt.start)?;
        Ok(Self {
            start,
            property: hunt.property.map(str::to_owned),
            requests: hunt.requests.iter().map(|request| (*request).to_owned()).collect(),
            budget: hunt.budget.with(Fault::Request, 0),
            within_steps: hunt.within_steps,
            up_to_names: false,
            timing: hunt.timing,
            method: hunt.method,
            limits: Limits::default(),
        })
    }

    /// The order that searches all that a protocol, or a mutant of it, declares.
    ///
    /// # Errors
    /// If there is no such mutant, or its start cannot be reached.
    pub fn of<P: Exhibit>(mutant: Option<&str>, seed: u64) -> Result<Self, BadOrder> {
        let declared = mutant.and_then(|id| P::MUTANTS.iter().find(|other| other.id == id));
        // A mutant that nobody knows is refused with the cluster it was to run in.
        let hunt = declared.map_or(&P::HUNT, |mutant| &mutant.hunt);
        Self::declared::<P>(hunt, mutant, seed)
    }
}

/// A recording of acts in a row, from the start of a scenario.
fn start<P: Exhibit>(scenario: Scenario, labels: &[&str]) -> Result<Recording, BadOrder> {
    let mut history = History::<P>::new(scenario).map_err(BadOrder::Scenario)?;
    for label in labels {
        let act = label.parse().map_err(BadOrder::Label)?;
        history.act_in_turn(act).map_err(|why| BadOrder::Start((*label).to_owned(), why))?;
    }
    Ok(Recording::of(&history))
}
