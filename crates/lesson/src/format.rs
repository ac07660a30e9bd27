//! The format of `lesson.json`: what a lesson asks, without its words.

mod beside;
mod locate;
mod shape;
mod step;

use core::fmt;

use quorum_kernel::Text;
use quorum_sim::{Scenario, json_words};
use serde::Deserialize;
use serde_json::Value;

use crate::prose::Asked;

pub use beside::Beside;
pub use shape::is_id;
pub(crate) use shape::{STEPS_MAX, check_id, quoted};
pub use step::{Ask, Cluster, Frame, Hint, Mode, Move, Note, Outcome, Searched, Spend, Statement, Step};

/// The version of the format that this code reads.
pub const FORMAT: u32 = 1;
/// The longest `lesson.json` that is read, in bytes.
pub const BYTES_MAX: usize = 256 * 1024;
/// The longest span a script may run, in milliseconds of virtual time.
pub(crate) const SPAN_MS_MAX: u64 = 60_000;

/// A lesson as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lesson {
    /// Where its schema is, for editors: `../lesson.schema.json`.
    #[serde(default, rename = "$schema")]
    pub schema: Option<String>,
    /// The version of the format: 1.
    pub format: u32,
    /// The lesson's id: the name of its folder.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Ids of lessons that come before it.
    #[serde(default)]
    pub requires: Vec<String>,
    /// The cluster that runs beside it.
    pub scenario: Scenario,
    /// Other protocols beside it, in the same cluster under the same faults, to be compared; at most two. What happens then
    /// stands in the scenario's `script`; a step does nothing by itself.
    #[serde(default)]
    pub beside: Vec<Beside>,
    /// Its steps, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<step::wire::Step>"))]
    pub steps: Vec<Step>,
}

/// What is wrong with a lesson, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFault {
    /// Where: `steps[2].predict.answers[0].when`, in the text `line 12, steps[2].predict.answers[0].when`, or
    /// `line 3, column 7`.
    pub place: String,
    /// What is wrong and how to mend it, for people.
    pub problem: Text,
}

impl LessonFault {
    pub(crate) fn new(place: impl Into<String>, problem: Text) -> Self {
        Self { place: place.into(), problem: problem.shortened() }
    }

    /// Place and problem in one sentence.
    pub fn text(&self) -> Text {
        Text::new("lesson-fault").with("place", self.place.as_str()).with("problem", self.problem.clone())
    }

    /// The same, with the line in which its place lies in the text of the lesson: `line 12, steps[2].predict.until`.
    #[must_use]
    pub fn in_text(self, json: &str) -> Self {
        match locate::line_of(json, &self.place) {
            Some(line) => Self { place: format!("line {line}, {}", self.place), ..self },
            None => self,
        }
    }
}

impl fmt::Display for LessonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for LessonFault {}

impl Lesson {
    /// Reads a `lesson.json` and checks all that can be checked without running it.
    ///
    /// # Errors
    /// A fault that says where, what, and how to mend it.
    pub fn parse(json: &str) -> Result<Self, LessonFault> {
        if json.len() > BYTES_MAX {
            let problem = Text::new("json-bytes").with("bytes", json.len()).with("max", BYTES_MAX);
            return Err(LessonFault::new("the file", problem));
        }
        check_version(json)?;
        let lesson: Self = serde_json::from_str(json).map_err(unreadable)?;
        lesson.check_shape().map_err(|fault| fault.in_text(json))?;
        Ok(lesson)
    }

    /// What its prose must have words for, step by step.
    pub fn words(&self) -> Vec<Asked> {
        self.steps.iter().map(Step::words).collect()
    }
}

/// Reads the version alone: a lesson in another format may have fields that this code does not know, and what its
/// author needs to hear is the version.
fn check_version(json: &str) -> Result<(), LessonFault> {
    #[derive(Deserialize)]
    struct Version {
        #[serde(default)]
        format: Value,
    }
    let Version { format } = serde_json::from_str(json).map_err(unreadable)?;
    match format.as_u64() {
        Some(format) if format != u64::from(FORMAT) => Err(LessonFault::new(
            "format",
            Text::new("json-format").with("format", format.to_string()).with("reads", FORMAT),
        )),
        _ => Ok(()),
    }
}

/// What the reader of JSON says.
pub(crate) fn json_says(error: &serde_json::Error) -> Text {
    Text::new("json-words").with("why", json_words(error))
}

/// What serde says, with the place that it adds in its own words put first.
pub(crate) fn unreadable(error: serde_json::Error) -> LessonFault {
    LessonFault::new(format!("line {}, column {}", error.line(), error.column()), json_says(&error))
}
