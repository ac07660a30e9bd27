//! A lesson bound to its protocol: every act and predicate understood.

use std::collections::BTreeMap;

use quorum_kernel::{Arg, Exhibit, Members, Text};
use quorum_sim::{Act, Run, Scenario};

use crate::{
    format::{Ask, Lesson, LessonFault, Mode, Move, Note, Searched, Spend, Statement, Step, json_says, quoted},
    pattern::{Anchor, Pattern},
};

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
    /// The run that it belongs to: the lesson's own, with what is different here or, if it goes on from the step
    /// before, there.
    pub scenario: Scenario,
    /// How the run gets to where it begins; `None`: it goes on.
    pub start: Option<Vec<BoundMove<P>>>,
    /// The verbs of acts that are left to the learner; `None`: all.
    pub controls: Option<Vec<String>>,
    /// The mode it asks for.
    pub mode: Option<Mode>,
    /// Hints: each one's id, and what must become so.
    pub hints: Vec<(String, P::Predicate)>,
    /// Notes.
    pub notes: Vec<BoundNote<P>>,
    /// What it asks.
    pub task: Task<P>,
}

/// A note, understood.
#[derive(Clone, Debug)]
pub struct BoundNote<P: Exhibit> {
    /// Its id.
    pub id: String,
    /// What brings it up.
    pub cue: Cue<P>,
    /// Where on the stage it is shown.
    pub at: Option<Anchor>,
    /// Whether the run stops there.
    pub pause: bool,
}

/// What brings a note up.
#[derive(Clone, Debug)]
pub enum Cue<P: Exhibit> {
    /// An event.
    On(Pattern<P>),
    /// Something becomes so.
    When(P::Predicate),
}

/// What a step asks, understood.
#[derive(Clone, Debug)]
pub enum Task<P: Exhibit> {
    /// See [`Ask::Watch`].
    Watch {
        /// What must become so.
        until: P::Predicate,
    },
    /// See [`Ask::Do`].
    Do {
        /// What the button does.
        moves: Vec<BoundMove<P>>,
        /// What must become so.
        until: P::Predicate,
    },
    /// See [`Ask::Predict`].
    Predict {
        /// What runs once the prediction is locked in.
        moves: Vec<BoundMove<P>>,
        /// Each answer's id, and what is so if it is right.
        answers: Vec<(String, P::Predicate)>,
    },
    /// See [`Ask::Reach`].
    Reach {
        /// What must become so.
        until: P::Predicate,
        /// One way to bring it about.
        solution: Vec<BoundMove<P>>,
    },
    /// See [`Ask::Break`].
    Break {
        /// The id of the property to violate.
        property: &'static str,
        /// How many acts of each kind may be spent.
        budget: BTreeMap<Spend, u32>,
        /// One way to do it.
        solution: Vec<BoundMove<P>>,
        /// The fewest acts that are known to do it.
        par: Option<u32>,
        /// The search that finds a shortest run.
        search: Option<Searched>,
    },
    /// See [`Ask::Hunt`].
    Hunt {
        /// The id of the property that is checked; `None`: all that must always hold.
        property: Option<&'static str>,
        /// What is searched.
        search: Searched,
    },
    /// See [`Ask::Quiz`].
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
    /// The act, if it is one.
    pub fn act(&self) -> Option<&Act<P>> {
        match self {
            BoundMove::Act(act) => Some(act),
            BoundMove::RunFor(_) | BoundMove::RunUntil(_) => None,
        }
    }
}

impl<P: Exhibit> BoundStep<P> {
    /// Whether an act is left to the learner.
    pub fn leaves(&self, act: &Act<P>) -> bool {
        self.controls.as_ref().is_none_or(|verbs| verbs.iter().any(|verb| verb == act.verb()))
    }

    /// Whether it matters what happens on the way: otherwise only where the cursor is does.
    pub(crate) fn is_followed(&self) -> bool {
        !self.notes.is_empty() || !self.hints.is_empty() || matches!(self.task, Task::Break { .. })
    }
}

impl<P: Exhibit> Bound<P> {
    /// Binds a lesson to its protocol.
    ///
    /// # Errors
    /// The first act, predicate, property or number that makes no sense, and where it stands.
    pub fn new(lesson: Lesson) -> Result<Self, LessonFault> {
        assert_eq!(lesson.scenario.protocol, P::ID, "a lesson is bound to the protocol it names");
        let mut cluster = Cluster::<P>::new("scenario", lesson.scenario.clone())?;
        let mut steps = Vec::new();
        for (index, step) in lesson.steps.iter().enumerate() {
            let place = format!("steps[{index}].{}", step.kind());
            if step.frame.start.is_some() {
                let scenario =
                    step.frame.cluster.as_ref().map_or(lesson.scenario.clone(), |cluster| cluster.of(&lesson.scenario));
                if scenario != cluster.scenario {
                    cluster = Cluster::new(&format!("{place}.cluster"), scenario)?;
                }
            }
            steps.push(cluster.bind_step(&place, step)?);
        }
        Ok(Self { lesson, steps })
    }
}

/// The cluster that steps are about, made once to see that it can be made.
struct Cluster<P: Exhibit> {
    scenario: Scenario,
    run: Run<P>,
}

impl<P: Exhibit> Cluster<P> {
    fn new(place: &str, scenario: Scenario) -> Result<Self, LessonFault> {
        let run = Run::new(scenario.clone()).map_err(|wrong| LessonFault::new(place, wrong.text()))?;
        Ok(Self { scenario, run })
    }

    fn members(&self) -> Members {
        self.run.world().members()
    }

    fn bind_step(&self, place: &str, step: &Step) -> Result<BoundStep<P>, LessonFault> {
        let at = |name: &str| format!("{place}.{name}");
        let frame = &step.frame;
        let hints = frame.hints.iter().enumerate().map(|(index, hint)| {
            Ok((hint.id.clone(), predicate::<P>(&at(&format!("hints[{index}].when")), &hint.when)?))
        });
        let notes =
            frame.notes.iter().enumerate().map(|(index, note)| self.bind_note(&at(&format!("notes[{index}]")), note));
        Ok(BoundStep {
            id: frame.id.clone(),
            scenario: self.scenario.clone(),
            start: frame.start.as_ref().map(|moves| bind_moves(&at("start"), moves)).transpose()?,
            controls: frame.controls.clone(),
            mode: frame.mode,
            hints: hints.collect::<Result<_, LessonFault>>()?,
            notes: notes.collect::<Result<_, _>>()?,
            task: bind_task(place, &step.ask)?,
        })
    }

    fn bind_note(&self, place: &str, note: &Note) -> Result<BoundNote<P>, LessonFault> {
        let wrong = |name: &str| {
            let place = format!("{place}.{name}");
            move |why: Text| LessonFault::new(place, why)
        };
        let cue = match (&note.on, &note.when) {
            (Some(on), _) => Cue::On(Pattern::parse(on, self.members()).map_err(wrong("on"))?),
            (None, Some(when)) => Cue::When(predicate::<P>(&format!("{place}.when"), when)?),
            (None, None) => unreachable!("the shape of notes was checked"),
        };
        let at = note.at.as_ref().map(|at| Anchor::parse(at, self.members())).transpose().map_err(wrong("at"))?;
        let about_message = matches!(&cue, Cue::On(pattern) if pattern.is_of_message());
        if at == Some(Anchor::Message) && !about_message {
            return Err(wrong("at")(Text::new("json-note-no-message")));
        }
        Ok(BoundNote { id: note.id.clone(), cue, at, pause: note.pause })
    }
}

fn bind_task<P: Exhibit>(place: &str, ask: &Ask) -> Result<Task<P>, LessonFault> {
    let at = |name: &str| format!("{place}.{name}");
    Ok(match ask {
        Ask::Watch { until } => Task::Watch { until: predicate::<P>(&at("until"), until)? },
        Ask::Do { moves, until } => {
            Task::Do { moves: bind_moves(&at("moves"), moves)?, until: predicate::<P>(&at("until"), until)? }
        }
        Ask::Predict { moves, answers } => {
            let answer = |(index, answer): (usize, &crate::format::Outcome)| {
                let place = at(&format!("answers[{index}].when"));
                Ok((answer.id.clone(), predicate::<P>(&place, &answer.when)?))
            };
            let answers = answers.iter().enumerate().map(answer).collect::<Result<_, LessonFault>>()?;
            Task::Predict { moves: bind_moves(&at("moves"), moves)?, answers }
        }
        Ask::Reach { until, solution } => Task::Reach {
            until: predicate::<P>(&at("until"), until)?,
            solution: bind_moves(&at("solution"), solution)?,
        },
        Ask::Hunt { property, search } => Task::Hunt {
            property: property.as_ref().map(|id| bind_property::<P>(&at("property"), id)).transpose()?,
            search: search.clone(),
        },
        Ask::Break { property, budget, solution, par, search } => Task::Break {
            property: bind_property::<P>(&at("property"), property)?,
            budget: budget.clone(),
            solution: bind_moves(&at("solution"), solution)?,
            par: *par,
            search: search.clone(),
        },
        Ask::Quiz { answers, right } => Task::Quiz { answers: answers.clone(), right: right.clone() },
    })
}

/// Only what must always hold can be broken at one moment.
fn bind_property<P: Exhibit>(place: &str, id: &str) -> Result<&'static str, LessonFault> {
    let mut always = P::properties().iter().filter(|property| property.mode == quorum_kernel::Mode::Always);
    if let Some(property) = always.clone().find(|property| property.id == id) {
        return Ok(property.id);
    }
    let known = always.by_ref().map(|property| property.id).collect::<Arg>();
    Err(LessonFault::new(place, Text::new("json-property").with("id", quoted(id)).with("known", known)))
}

fn bind_moves<P: Exhibit>(place: &str, moves: &[Move]) -> Result<Vec<BoundMove<P>>, LessonFault> {
    let bind = |(index, one): (usize, &Move)| {
        let at = |name: &str| format!("{place}[{index}].{name}");
        Ok(match one {
            Move::Act(label) => BoundMove::Act(
                label.parse().map_err(|wrong: quorum_sim::NotALabel| LessonFault::new(at("act"), wrong.text()))?,
            ),
            Move::RunForMs(ms) => BoundMove::RunFor(ms * 1_000),
            Move::RunUntil(value) => BoundMove::RunUntil(predicate::<P>(&at("run-until"), value)?),
        })
    };
    moves.iter().enumerate().map(bind).collect()
}

fn predicate<P: Exhibit>(place: &str, Statement(value): &Statement) -> Result<P::Predicate, LessonFault> {
    serde_json::from_value(value.clone()).map_err(|error| LessonFault::new(place, json_says(&error)))
}
