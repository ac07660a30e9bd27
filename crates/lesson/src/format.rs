//! The format of `lesson.json`: what a lesson asks, without its words.

use core::fmt;

use quorum_sim::Scenario;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the format that this code reads.
pub const FORMAT: u32 = 1;
/// The longest `lesson.json` that is read, in bytes.
pub const BYTES_MAX: usize = 256 * 1024;
/// The most steps a lesson has.
pub(crate) const STEPS_MAX: usize = 40;
/// The most moves a script has.
const MOVES_MAX: usize = 200;
/// The most answers a question has.
const ANSWERS_MAX: usize = 8;
/// The longest span a script may run, in milliseconds of virtual time.
pub(crate) const SPAN_MS_MAX: u64 = 60_000;

/// A lesson as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lesson {
    /// [`FORMAT`].
    pub format: u32,
    /// The lesson's id: the name of its folder.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Ids of lessons that come before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<String>,
    /// The cluster that runs beside it.
    pub scenario: Scenario,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One step: what the learner is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Let the run go on until something is so.
    Watch(Watch),
    /// Press a button that does something, then let the run go on until something is so.
    Do(Do),
    /// Say what will happen, then let the run decide.
    Predict(Predict),
    /// Bring something about by whatever means.
    Reach(Reach),
    /// Answer a question that the run does not decide.
    Quiz(Quiz),
}

/// See [`Step::Watch`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Watch {
    /// The step's id: the prose stands in the section of this name.
    pub id: String,
    /// How the run gets to where the step begins; without it the learner's run goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Vec<Move>>,
    /// What must become so.
    pub until: Value,
}

/// See [`Step::Do`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Do {
    /// The step's id.
    pub id: String,
    /// As in [`Watch::start`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Vec<Move>>,
    /// What the button does.
    pub moves: Vec<Move>,
    /// What must become so.
    pub until: Value,
}

/// See [`Step::Predict`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Predict {
    /// The step's id.
    pub id: String,
    /// As in [`Watch::start`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Vec<Move>>,
    /// What runs once the prediction is locked in.
    pub moves: Vec<Move>,
    /// The answers; exactly one of them must be so after the moves.
    pub answers: Vec<Outcome>,
}

/// An answer that the run can prove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Outcome {
    /// The answer's id: its words stand in the prose.
    pub id: String,
    /// What is so if it is right.
    pub when: Value,
}

/// See [`Step::Reach`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reach {
    /// The step's id.
    pub id: String,
    /// As in [`Watch::start`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Vec<Move>>,
    /// What must become so.
    pub until: Value,
    /// One way to bring it about: the check replays it.
    pub solution: Vec<Move>,
}

/// See [`Step::Quiz`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quiz {
    /// The step's id.
    pub id: String,
    /// The answers' ids, in the order shown.
    pub answers: Vec<String>,
    /// The right one.
    pub right: String,
}

/// One move of a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Does something, named by its label: `crash n1`.
    Act(String),
    /// Lets so many milliseconds of virtual time pass.
    RunForMs(u64),
    /// Lets the run go on until something is so.
    RunUntil(Value),
}

/// What is wrong with a lesson, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFault {
    /// Where: `steps[2].predict.answers[0].when`, or `line 3, column 7`.
    pub place: String,
    /// What is wrong and how to mend it.
    pub problem: String,
}

impl LessonFault {
    pub(crate) fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for LessonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
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
            return Err(LessonFault::new("lesson.json", format!("is {} bytes; {BYTES_MAX} is the most", json.len())));
        }
        let lesson: Self = serde_json::from_str(json).map_err(|error| {
            LessonFault::new(format!("line {}, column {}", error.line(), error.column()), describe(&error))
        })?;
        lesson.check_shape()?;
        Ok(lesson)
    }

    fn check_shape(&self) -> Result<(), LessonFault> {
        if self.format != FORMAT {
            let problem = format!("is {}, and this version reads {FORMAT}", self.format);
            return Err(LessonFault::new("format", problem));
        }
        check_id("id", &self.id)?;
        if !(1..=240).contains(&self.minutes) {
            return Err(LessonFault::new("minutes", "must be 1 to 240"));
        }
        if self.steps.is_empty() || self.steps.len() > STEPS_MAX {
            return Err(LessonFault::new("steps", format!("must be 1 to {STEPS_MAX}, not {}", self.steps.len())));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let place = format!("steps[{index}].{}", step.kind());
            check_id(&format!("{place}.id"), step.id())?;
            if self.steps[..index].iter().any(|other| other.id() == step.id()) {
                return Err(LessonFault::new(
                    format!("{place}.id"),
                    format!("“{}” is taken by a step before", step.id()),
                ));
            }
            step.check_shape(&place)?;
        }
        Ok(())
    }
}

impl Step {
    /// The step's id.
    pub fn id(&self) -> &str {
        match self {
            Step::Watch(step) => &step.id,
            Step::Do(step) => &step.id,
            Step::Predict(step) => &step.id,
            Step::Reach(step) => &step.id,
            Step::Quiz(step) => &step.id,
        }
    }

    /// The word that stands for its kind in `lesson.json`.
    pub fn kind(&self) -> &'static str {
        match self {
            Step::Watch(_) => "watch",
            Step::Do(_) => "do",
            Step::Predict(_) => "predict",
            Step::Reach(_) => "reach",
            Step::Quiz(_) => "quiz",
        }
    }

    /// How the run gets to where this step begins.
    pub fn start(&self) -> Option<&[Move]> {
        match self {
            Step::Watch(step) => step.start.as_deref(),
            Step::Do(step) => step.start.as_deref(),
            Step::Predict(step) => step.start.as_deref(),
            Step::Reach(step) => step.start.as_deref(),
            Step::Quiz(_) => None,
        }
    }

    /// The ids of its answers, in order, if it asks a question.
    pub fn answers(&self) -> Vec<&str> {
        match self {
            Step::Predict(step) => step.answers.iter().map(|answer| answer.id.as_str()).collect(),
            Step::Quiz(step) => step.answers.iter().map(String::as_str).collect(),
            Step::Watch(_) | Step::Do(_) | Step::Reach(_) => Vec::new(),
        }
    }

    fn check_shape(&self, place: &str) -> Result<(), LessonFault> {
        let scripts = match self {
            Step::Do(step) => vec![("moves", &step.moves)],
            Step::Predict(step) => vec![("moves", &step.moves)],
            Step::Reach(step) => vec![("solution", &step.solution)],
            Step::Watch(_) | Step::Quiz(_) => Vec::new(),
        };
        let start = self.start().map(|moves| ("start", moves));
        for (name, moves) in scripts.into_iter().map(|(name, moves)| (name, moves.as_slice())).chain(start) {
            check_moves(&format!("{place}.{name}"), moves)?;
        }
        let answers = self.answers();
        if matches!(self, Step::Predict(_) | Step::Quiz(_)) {
            let place = format!("{place}.answers");
            if !(2..=ANSWERS_MAX).contains(&answers.len()) {
                return Err(LessonFault::new(place, format!("must be 2 to {ANSWERS_MAX}, not {}", answers.len())));
            }
            for (index, answer) in answers.iter().enumerate() {
                check_id(&format!("{place}[{index}]"), answer)?;
                if answers[..index].contains(answer) {
                    return Err(LessonFault::new(place, format!("“{answer}” stands there twice")));
                }
            }
        }
        match self {
            Step::Quiz(quiz) if !quiz.answers.contains(&quiz.right) => {
                Err(LessonFault::new(format!("{place}.right"), format!("“{}” is none of the answers", quiz.right)))
            }
            _ => Ok(()),
        }
    }
}

fn check_moves(place: &str, moves: &[Move]) -> Result<(), LessonFault> {
    if moves.len() > MOVES_MAX {
        return Err(LessonFault::new(place, format!("has {} moves; {MOVES_MAX} is the most", moves.len())));
    }
    for (index, one) in moves.iter().enumerate() {
        if matches!(one, Move::RunForMs(ms) if *ms > SPAN_MS_MAX) {
            let place = format!("{place}[{index}].run-for-ms");
            return Err(LessonFault::new(place, format!("must be {SPAN_MS_MAX} at most")));
        }
    }
    Ok(())
}

/// Whether this may be the id of a lesson, a step or an answer: small letters, digits and hyphens.
pub fn is_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=48).contains(&id.len()) && id.chars().all(fits)
}

fn check_id(place: &str, id: &str) -> Result<(), LessonFault> {
    if is_id(id) {
        return Ok(());
    }
    let shown: String = id.chars().take(60).collect();
    Err(LessonFault::new(place, format!("“{shown}” is no id: use 1 to 48 small letters, digits and hyphens")))
}

/// What serde says, without the place that it adds in its own words.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(what, _)| what.to_owned())
}
