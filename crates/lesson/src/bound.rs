//! A lesson bound to its protocol: every act and predicate understood.

use quorum_kernel::Exhibit;
use quorum_sim::{Act, Run};
use serde_json::Value;

use crate::format::{Lesson, LessonFault, Move, Step};

/// A lesson whose acts and predicates the protocol `P` understands.
#[derive(Clone, Debug)]
pub struct Bound<P: Exhibit> {
    /// The lesson.
    pub lesson: Lesson,
    /// Its steps, in order.
    pub steps: Vec<BoundStep<P>>,
}

/// A step, understood.
#[derive(Clone, Debug)]
pub struct BoundStep<P: Exhibit> {
    /// The step's id.
    pub id: String,
    /// How the run gets to where it begins; `None`: it goes on.
    pub start: Option<Vec<BoundMove<P>>>,
    /// What it asks.
    pub task: Task<P>,
}

/// What a step asks, understood.
#[derive(Clone, Debug)]
pub enum Task<P: Exhibit> {
    /// See [`Step::Watch`].
    Watch {
        /// What must become so.
        until: P::Predicate,
    },
    /// See [`Step::Do`].
    Do {
        /// What the button does.
        moves: Vec<BoundMove<P>>,
        /// What must become so.
        until: P::Predicate,
    },
    /// See [`Step::Predict`].
    Predict {
        /// What runs once the prediction is locked in.
        moves: Vec<BoundMove<P>>,
        /// Each answer's id, and what is so if it is right.
        answers: Vec<(String, P::Predicate)>,
    },
    /// See [`Step::Reach`].
    Reach {
        /// What must become so.
        until: P::Predicate,
        /// One way to bring it about.
        solution: Vec<BoundMove<P>>,
    },
    /// See [`Step::Quiz`].
    Quiz {
        /// The answers' ids.
        answers: Vec<String>,
        /// The right one.
        right: String,
    },
}

/// A move, understood.
#[derive(Clone, Debug)]
pub enum BoundMove<P: Exhibit> {
    /// Does something.
    Act(Act<P>),
    /// Lets so many microseconds pass.
    RunFor(u64),
    /// Lets the run go on until something is so.
    RunUntil(P::Predicate),
}

impl<P: Exhibit> BoundMove<P> {
    /// The label of the act, if it is one.
    pub fn label(&self) -> Option<String> {
        match self {
            BoundMove::Act(act) => Some(act.to_string()),
            BoundMove::RunFor(_) | BoundMove::RunUntil(_) => None,
        }
    }
}

impl<P: Exhibit> Bound<P> {
    /// Binds a lesson to its protocol.
    ///
    /// # Errors
    /// The first act, predicate or number that makes no sense, and where it stands.
    pub fn new(lesson: Lesson) -> Result<Self, LessonFault> {
        assert_eq!(lesson.scenario.protocol, P::ID, "a lesson is bound to the protocol it names");
        Run::<P>::new(lesson.scenario.clone()).map_err(|wrong| LessonFault::new("scenario", wrong.to_string()))?;
        let step = |(index, step): (usize, &Step)| bind_step(&format!("steps[{index}].{}", step.kind()), step);
        let steps = lesson.steps.iter().enumerate().map(step).collect::<Result<_, _>>()?;
        Ok(Self { lesson, steps })
    }
}

fn bind_step<P: Exhibit>(place: &str, step: &Step) -> Result<BoundStep<P>, LessonFault> {
    let at = |name: &str| format!("{place}.{name}");
    let task = match step {
        Step::Watch(step) => Task::Watch { until: predicate::<P>(&at("until"), &step.until)? },
        Step::Do(step) => Task::Do {
            moves: bind_moves(&at("moves"), &step.moves)?,
            until: predicate::<P>(&at("until"), &step.until)?,
        },
        Step::Predict(step) => {
            let answer = |(index, answer): (usize, &crate::format::Outcome)| {
                let place = at(&format!("answers[{index}].when"));
                Ok((answer.id.clone(), predicate::<P>(&place, &answer.when)?))
            };
            let answers = step.answers.iter().enumerate().map(answer).collect::<Result<_, LessonFault>>()?;
            Task::Predict { moves: bind_moves(&at("moves"), &step.moves)?, answers }
        }
        Step::Reach(step) => Task::Reach {
            until: predicate::<P>(&at("until"), &step.until)?,
            solution: bind_moves(&at("solution"), &step.solution)?,
        },
        Step::Quiz(step) => Task::Quiz { answers: step.answers.clone(), right: step.right.clone() },
    };
    let start = step.start().map(|moves| bind_moves(&at("start"), moves)).transpose()?;
    Ok(BoundStep { id: step.id().to_owned(), start, task })
}

fn bind_moves<P: Exhibit>(place: &str, moves: &[Move]) -> Result<Vec<BoundMove<P>>, LessonFault> {
    let bind = |(index, one): (usize, &Move)| {
        let at = |name: &str| format!("{place}[{index}].{name}");
        Ok(match one {
            Move::Act(label) => BoundMove::Act(
                label.parse().map_err(|wrong: quorum_sim::NotALabel| LessonFault::new(at("act"), wrong.to_string()))?,
            ),
            Move::RunForMs(ms) => BoundMove::RunFor(ms * 1_000),
            Move::RunUntil(value) => BoundMove::RunUntil(predicate::<P>(&at("run-until"), value)?),
        })
    };
    moves.iter().enumerate().map(bind).collect()
}

fn predicate<P: Exhibit>(place: &str, value: &Value) -> Result<P::Predicate, LessonFault> {
    serde_json::from_value(value.clone()).map_err(|error| LessonFault::new(place, error.to_string()))
}
