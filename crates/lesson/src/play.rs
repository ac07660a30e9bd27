//! A learner's way through a lesson: what is open, what is asked, what the run has shown.

use std::collections::VecDeque;

use quorum_kernel::{Exhibit, Text};
use quorum_sim::{History, Micros, Refused};

use crate::{
    bound::{Bound, BoundMove, BoundStep, Task},
    format::SPAN_MS_MAX,
};

/// The most events a script lets happen in one `run-until`.
const EVENTS_MAX: u32 = 20_000;

/// A learner's way through one lesson.
#[derive(Debug)]
pub struct Player<P: Exhibit> {
    lesson: Bound<P>,
    step: usize,
    marks: Vec<Progress>,
    /// What a button has set going: moves that are still to come, and when the first of them began.
    pending: VecDeque<BoundMove<P>>,
    since: Micros,
    /// Branch and event at which the open step was opened; `None` once the run was started anew.
    opened: Option<(usize, u32)>,
}

/// How far one step is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Whether it is done. Once done it stays so, wherever the cursor goes.
    pub done: bool,
    /// Whether its button was pressed.
    pub started: bool,
    /// The answer that was chosen.
    pub chosen: Option<String>,
    /// The answer that the run has proved, or that is right.
    pub truth: Option<String>,
}

/// Why a script could not be played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptError {
    /// An act was refused.
    Refused {
        /// The act.
        act: String,
        /// Why.
        why: Refused,
    },
    /// What a `run-until` waits for does not become so in a minute of virtual time.
    NeverSo {
        /// The move's place in its script, from 0.
        at: usize,
    },
}

impl core::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            ScriptError::Refused { act, why } => write!(f, "`{act}` cannot be done there: {why}"),
            ScriptError::NeverSo { at } => {
                write!(f, "what move {at} runs until does not become so within a minute of virtual time")
            }
        }
    }
}

impl<P: Exhibit> Player<P> {
    /// Opens a lesson at its first step, of which the steps with these ids were done before. The history must be one of
    /// the lesson's scenario.
    pub fn new(lesson: Bound<P>, done: &[String]) -> Self {
        let mark = |step: &BoundStep<P>| Progress { done: done.contains(&step.id), ..Progress::default() };
        let marks = lesson.steps.iter().map(mark).collect();
        Self { lesson, step: 0, marks, pending: VecDeque::new(), since: 0, opened: None }
    }

    /// The lesson.
    pub fn lesson(&self) -> &Bound<P> {
        &self.lesson
    }

    /// The step that is open, from 0.
    pub fn step(&self) -> usize {
        self.step
    }

    /// How far each step is.
    pub fn marks(&self) -> &[Progress] {
        &self.marks
    }

    /// Whether a button has set something going that has not come to its end.
    pub fn running(&self) -> bool {
        !self.pending.is_empty()
    }

    /// When a span ends that the run is let go on for, if that is what comes next.
    pub fn deadline(&self) -> Option<Micros> {
        match self.pending.front() {
            Some(BoundMove::RunFor(span)) => Some(self.since.saturating_add(*span)),
            _ => None,
        }
    }

    /// Branch and event at which the open step was opened; `None` once the run was started anew.
    pub fn opened(&self) -> Option<(usize, u32)> {
        self.opened
    }

    /// Puts the learner at a step, whose run is on the desk already: it was opened at this branch and event, if that is
    /// known. Nothing is played.
    pub fn resume(&mut self, step: usize, opened: Option<(usize, u32)>) {
        self.step = step.min(self.lesson.steps.len() - 1);
        self.pending.clear();
        self.opened = opened;
    }

    /// Lets go of what a button has set going: the run was started again.
    pub fn interrupt(&mut self) {
        self.pending.clear();
        self.marks[self.step].started = false;
        self.opened = None;
    }

    fn task(&self) -> &Task<P> {
        &self.lesson.steps[self.step].task
    }

    /// Opens a step, and puts the run where it begins.
    ///
    /// # Errors
    /// If its start cannot be played; the lesson check makes sure that it can.
    pub fn open(&mut self, step: usize, history: &mut History<P>) -> Result<(), ScriptError> {
        self.step = step.min(self.lesson.steps.len() - 1);
        self.pending.clear();
        if let Some(start) = &self.lesson.steps[self.step].start {
            begin(history);
            play(start, history)?;
            // Else playing on from here would repeat what the learner did the last time.
            history.leave_hands().map_err(|why| ScriptError::Refused { act: "run".to_owned(), why })?;
        }
        self.opened = Some((history.branch(), history.index()));
        self.observe(history)
    }

    /// Puts the open step back to how it began, except that what is done stays done: its start is played again, or the
    /// cursor goes back to where the step was opened.
    ///
    /// # Errors
    /// As [`Player::open`].
    pub fn retry(&mut self, history: &mut History<P>) -> Result<(), ScriptError> {
        let done = self.marks[self.step].done;
        self.marks[self.step] = Progress { done, ..Progress::default() };
        if let (None, Some((branch, index))) = (&self.lesson.steps[self.step].start, self.opened) {
            history.go(branch);
            history.seek(index);
        }
        self.open(self.step, history)
    }

    /// Chooses an answer of the open step. A quiz is graded at once; a prediction by the run.
    pub fn choose(&mut self, answer: &str) {
        let known = match self.task() {
            Task::Predict { answers, .. } => answers.iter().any(|(id, _)| id == answer),
            Task::Quiz { answers, .. } => answers.iter().any(|id| id == answer),
            _ => false,
        };
        if !known || self.running() {
            return;
        }
        let right = match self.task() {
            Task::Quiz { right, .. } => Some(right.clone()),
            _ => None,
        };
        let mark = &mut self.marks[self.step];
        mark.chosen = Some(answer.to_owned());
        mark.done |= right.as_deref() == Some(answer);
        mark.truth = right;
    }

    /// Presses the open step's button: plays a `do`, or runs a prediction that was chosen.
    ///
    /// # Errors
    /// If the first acts are refused where the learner's run stands.
    pub fn go(&mut self, history: &mut History<P>) -> Result<(), ScriptError> {
        let moves = match self.task() {
            Task::Do { moves, .. } => moves.clone(),
            Task::Predict { moves, .. } if self.marks[self.step].chosen.is_some() => moves.clone(),
            _ => return Ok(()),
        };
        self.marks[self.step].started = true;
        self.marks[self.step].truth = None;
        self.pending = moves.into();
        self.since = history.at();
        self.observe(history)
    }

    /// Takes in where the run stands now. Called after whatever moved the cursor.
    ///
    /// # Errors
    /// If a move that was pending cannot be done; nothing is pending then.
    pub fn observe(&mut self, history: &mut History<P>) -> Result<(), ScriptError> {
        let ran = self.running();
        while let Some(next) = self.pending.front() {
            match next {
                BoundMove::Act(act) => {
                    if let Err(why) = history.act(act.clone()) {
                        let act = act.to_string();
                        self.pending.clear();
                        self.marks[self.step].started = false;
                        return Err(ScriptError::Refused { act, why });
                    }
                }
                BoundMove::RunFor(span) if history.at() >= self.since.saturating_add(*span) => {}
                BoundMove::RunUntil(predicate) if so(predicate, history) => {}
                BoundMove::RunFor(_) | BoundMove::RunUntil(_) => break,
            }
            self.since = history.at();
            self.pending.pop_front();
        }
        self.grade(history, ran || self.marks[self.step].started);
        Ok(())
    }

    fn grade(&mut self, history: &History<P>, started: bool) {
        if self.running() {
            return;
        }
        let (so, truth) = match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } => (so(until, history), None),
            Task::Do { until, .. } => (started && so(until, history), None),
            Task::Predict { answers, .. } if started && self.marks[self.step].truth.is_none() => {
                (false, answers.iter().find(|(_, when)| so(when, history)).map(|(id, _)| id.clone()))
            }
            Task::Predict { .. } | Task::Quiz { .. } => return,
        };
        let mark = &mut self.marks[self.step];
        mark.done |= so || (truth.is_some() && truth == mark.chosen);
        mark.truth = truth.or(mark.truth.take());
    }

    /// How far the open step's goal is, for people.
    pub fn progress(&self, history: &History<P>) -> Option<Text> {
        match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } | Task::Do { until, .. } => {
                P::progress(until, history.run().world(), history.run().monitor())
            }
            Task::Predict { .. } | Task::Quiz { .. } => None,
        }
    }

    /// Whether the open step's goal is so at the cursor.
    pub fn reached(&self, history: &History<P>) -> bool {
        match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } | Task::Do { until, .. } => so(until, history),
            Task::Predict { .. } | Task::Quiz { .. } => false,
        }
    }
}

/// Whether a predicate is so at the cursor.
pub fn so<P: Exhibit>(predicate: &P::Predicate, history: &History<P>) -> bool {
    P::holds(predicate, history.run().world(), history.run().monitor())
}

/// Puts the cursor at the very start.
pub fn begin<P: Exhibit>(history: &mut History<P>) {
    history.go(0);
    history.seek(0);
}

/// Plays a script to its end, from where the cursor is, leaving aside what hands did there before.
///
/// # Errors
/// The move that cannot be done, or that waits in vain.
pub fn play<P: Exhibit>(moves: &[BoundMove<P>], history: &mut History<P>) -> Result<(), ScriptError> {
    for (at, one) in moves.iter().enumerate() {
        let refused = |why| ScriptError::Refused { act: "run".to_owned(), why };
        match one {
            BoundMove::Act(act) => {
                history.act(act.clone()).map_err(|why| ScriptError::Refused { act: act.to_string(), why })?;
            }
            BoundMove::RunFor(span) => {
                let to = history.at().saturating_add(*span);
                while history.due_at().is_some_and(|next| next <= to) && history.forward_due().map_err(refused)? {}
                history.look_at(to);
            }
            BoundMove::RunUntil(predicate) => {
                let last = history.at().saturating_add(SPAN_MS_MAX * 1_000);
                let mut events = 0;
                while !so(predicate, history) {
                    events += 1;
                    let late = history.due_at().is_none_or(|next| next > last) || events > EVENTS_MAX;
                    if late || !history.forward_due().map_err(refused)? {
                        return Err(ScriptError::NeverSo { at });
                    }
                }
            }
        }
    }
    Ok(())
}
