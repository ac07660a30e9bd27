//! A learner's way through a lesson: what is open, what is asked, what the run has shown.

use std::collections::VecDeque;

use quorum_checker::{Limits, hunt::Order};
use quorum_kernel::{Budget, Exhibit, Method, Text, Timing};
use quorum_sim::{Act, History, Micros, Recording};

use crate::{
    bound::{Bound, BoundMove, BoundStep, Task},
    format::Searched,
    pattern::Anchor,
    script::{ScriptError, begin, play, so, verdict},
    spend::{Line, account},
    trail::Trail,
};

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
    /// What has happened since.
    trail: Trail,
    /// Whether the run on the desk is one that the learner was shown, and not their own.
    shown: bool,
}

/// The most states that a search in a lesson goes through.
const STATES_MAX: u32 = 5_000_000;
/// The most bytes that it takes.
const BYTES_MAX: u64 = 1 << 30;

/// What came of a step's search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Hunted {
    /// How many actions the shortest run has that was found; `None`: none was.
    pub found: Option<u32>,
    /// How many states were searched.
    pub states: u64,
    /// Whether that was all there is.
    pub complete: bool,
}

/// How far one step is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Whether it is done. Once done it stays so, wherever the cursor goes.
    pub done: bool,
    /// Whether that came about since it was last opened, so that the run on the desk is one that has shown it.
    pub settled: bool,
    /// Whether its button was pressed.
    pub started: bool,
    /// The answer that was chosen.
    pub chosen: Option<String>,
    /// The answer that the run has proved, or that is right.
    pub truth: Option<String>,
    /// Whether the first answer that was graded was right: what comes after, the learner has been told.
    pub right: Option<bool>,
    /// The fewest acts that broke the property within the budget.
    pub best: Option<u32>,
    /// What came of the step's search.
    pub hunted: Option<Hunted>,
}

/// A note that is to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Its id.
    pub id: &'a str,
    /// Where on the stage.
    pub at: Option<Anchor>,
    /// The message that it is shown at, if that is where: `n5>n3 Vote#18`.
    pub message: Option<&'a str>,
    /// Whether the run stops there.
    pub pause: bool,
}

/// Where a `break` step stands at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The property.
    pub property: &'static str,
    /// Whether it holds.
    pub holds: bool,
    /// Why, or why not.
    pub detail: Text,
    /// What of the budget was used; a fault that it does not name stands there with a budget of nothing.
    pub lines: Vec<Line>,
    /// How many acts by hand led here, whatever they are counted as.
    pub acts: u32,
    /// How many events led here since the step was opened: what a search counts too.
    pub events: Option<u32>,
}

impl Broken {
    /// Whether the budget was kept.
    pub fn within(&self) -> bool {
        self.lines.iter().all(|line| line.used <= line.of)
    }
}

impl<P: Exhibit> Player<P> {
    /// Opens a lesson at its first step, of which the steps with these ids were done before. The history must be one of
    /// the lesson's scenario.
    pub fn new(lesson: Bound<P>, done: &[String]) -> Self {
        let mark = |step: &BoundStep<P>| Progress { done: done.contains(&step.id), ..Progress::default() };
        let marks = lesson.steps.iter().map(mark).collect();
        Self {
            lesson,
            step: 0,
            marks,
            pending: VecDeque::new(),
            since: 0,
            opened: None,
            trail: Trail::default(),
            shown: false,
        }
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
    pub fn resume(&mut self, step: usize, opened: Option<(usize, u32)>, history: &History<P>) {
        self.step = step.min(self.lesson.steps.len() - 1);
        self.interrupt(history);
        self.opened = opened;
        let (branch, index) = opened.unwrap_or_default();
        self.trail = Trail::begin_at(&self.lesson.steps[self.step], history, branch, index);
    }

    /// Lets go of what a button has set going: the run was started again.
    pub fn interrupt(&mut self, history: &History<P>) {
        self.pending.clear();
        self.marks[self.step].started = false;
        self.opened = None;
        self.shown = false;
        self.trail = Trail::begin(&self.lesson.steps[self.step], history);
    }

    /// Another run was put on the desk, for the learner to look at. It counts for nothing.
    pub fn show(&mut self, history: &History<P>) {
        self.interrupt(history);
        self.shown = true;
    }

    /// The search that the open step asks for, or whose result is the score to beat in it. `None`: there is none, or the
    /// run on the desk does not go through where the step began.
    pub fn order(&self, history: &History<P>) -> Option<Order> {
        let (property, search) = match self.task() {
            Task::Hunt { property, search } => (*property, search),
            Task::Break { property, search: Some(search), .. } => (Some(*property), search),
            _ => return None,
        };
        let (branch, index) = self.opened?;
        let start = Recording::upto(history, branch, index);
        let lesson = &self.lesson;
        let step = Some(lesson.steps[self.step].id.clone());
        Some(search.order(property, Recording { lesson: Some(lesson.lesson.id.clone()), step, ..start }))
    }

    /// A search of the step with this id has ended.
    pub fn hunted(&mut self, step: &str, hunted: Hunted) {
        let Some(place) = self.lesson.steps.iter().position(|other| other.id == step) else { return };
        let mark = &mut self.marks[place];
        if let Task::Hunt { search, .. } = &self.lesson.steps[place].task {
            mark.settled |= if search.finds.is_some() { hunted.found.is_some() } else { hunted.complete };
            mark.done |= mark.settled;
        }
        mark.hunted = Some(hunted);
    }

    fn task(&self) -> &Task<P> {
        &self.lesson.steps[self.step].task
    }

    /// Opens a step, and puts the run where it begins. That it is done and how it was graded stays; what the run showed the
    /// last time does not, as this run has not shown it.
    ///
    /// # Errors
    /// If its start cannot be played; the lesson check makes sure that it can.
    pub fn open(&mut self, step: usize, history: &mut History<P>) -> Result<(), ScriptError> {
        self.step = step.min(self.lesson.steps.len() - 1);
        self.forget_run();
        self.interrupt(history);
        if let Some(start) = &self.lesson.steps[self.step].start {
            begin(history);
            play(start, history)?;
            // Else playing on from here would repeat what the learner did the last time.
            history.leave_hands().map_err(|why| ScriptError::Refused { act: "run".to_owned(), why })?;
        }
        self.opened = Some((history.branch(), history.index()));
        self.trail = Trail::begin(&self.lesson.steps[self.step], history);
        self.observe(history)
    }

    /// What is asked of a run is asked anew. An answer and the result of a search are about no run on the desk.
    fn forget_run(&mut self) {
        let asks_a_run = !matches!(self.task(), Task::Quiz { .. } | Task::Hunt { .. });
        let mark = &mut self.marks[self.step];
        if asks_a_run {
            let Progress { done, right, best, hunted, .. } = *mark;
            *mark = Progress { done, right, best, hunted, ..Progress::default() };
        }
    }

    /// Opens the open step again: its start is played again, or the cursor goes back to where the step was opened.
    ///
    /// # Errors
    /// As [`Player::open`].
    pub fn retry(&mut self, history: &mut History<P>) -> Result<(), ScriptError> {
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
        if let Some(right) = right {
            mark.settled |= right == answer;
            mark.done |= mark.settled;
            mark.right.get_or_insert(right == answer);
            mark.truth = Some(right);
        }
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
        self.trail.follow(&self.lesson.steps[self.step], history);
        self.grade(history, ran || self.marks[self.step].started);
        Ok(())
    }

    fn grade(&mut self, history: &History<P>, started: bool) {
        if self.running() {
            return;
        }
        let mut mark = self.marks[self.step].clone();
        match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } => mark.settled |= so(until, history),
            Task::Do { until, .. } => mark.settled |= started && so(until, history),
            Task::Predict { answers, .. } if started && mark.truth.is_none() => {
                mark.truth = answers.iter().find(|(_, when)| so(when, history)).map(|(id, _)| id.clone());
                if mark.truth.is_some() {
                    // Wrong or right: the run has shown the truth, and there is nothing left to predict.
                    mark.settled = true;
                    mark.right.get_or_insert(mark.truth == mark.chosen);
                }
            }
            Task::Break { .. } if !self.shown => {
                let broken = self.broken(history).filter(|broken| !broken.holds && broken.within());
                if let Some(Broken { acts, .. }) = broken {
                    mark.settled = true;
                    mark.best = Some(mark.best.map_or(acts, |best| best.min(acts)));
                }
            }
            Task::Predict { .. } | Task::Quiz { .. } | Task::Break { .. } | Task::Hunt { .. } => {}
        }
        mark.done |= mark.settled;
        self.marks[self.step] = mark;
    }

    /// Whether the open step leaves an act to the learner; if not, the verbs that it does leave.
    ///
    /// # Errors
    /// Those verbs.
    pub fn may(&self, act: &Act<P>) -> Result<(), &[String]> {
        let step = &self.lesson.steps[self.step];
        if step.leaves(act) { Ok(()) } else { Err(step.controls.as_deref().unwrap_or_default()) }
    }

    /// The ids of the hints whose condition has been met since the step was opened.
    pub fn hints(&self) -> impl Iterator<Item = &str> {
        let hints = self.lesson.steps[self.step].hints.iter().enumerate();
        hints.filter(|(place, _)| self.trail.has_met(*place)).map(|(_, (id, _))| id.as_str())
    }

    /// The notes to be seen at the cursor: those that the last event brought up that brought up any.
    pub fn notes(&self, history: &History<P>) -> impl Iterator<Item = Shown<'_>> {
        let notes = &self.lesson.steps[self.step].notes;
        self.trail.notes(history).iter().map(|fired| {
            let note = &notes[fired.note];
            Shown { id: &note.id, at: note.at, message: fired.message.as_deref(), pause: note.pause }
        })
    }

    /// Whether the event at the cursor has brought up a note that stops the run.
    pub fn pauses(&self, history: &History<P>) -> bool {
        let notes = &self.lesson.steps[self.step].notes;
        let fired = self.trail.notes(history).iter();
        fired.filter(|fired| fired.index == history.index()).any(|fired| notes[fired.note].pause)
    }

    /// Where the open step stands at the cursor, if it is a `break` step.
    pub fn broken(&self, history: &History<P>) -> Option<Broken> {
        let Task::Break { property, budget, .. } = self.task() else { return None };
        let hands = self.trail.hands(history);
        let acts = u32::try_from(hands.len()).unwrap_or(u32::MAX);
        let (holds, detail) = verdict(property, history.run());
        let events = self.opened.map(|(_, begun)| history.index().saturating_sub(begun));
        Some(Broken { property, holds, detail, lines: account(budget, hands.flatten()), acts, events })
    }

    /// Whether anything was tried since the step was opened, so that there is something to go back from.
    pub fn tried(&self, history: &History<P>) -> bool {
        let mark = &self.marks[self.step];
        mark.started || mark.chosen.is_some() || self.opened != Some((history.branch(), history.index()))
    }

    /// How far the open step's goal is, for people.
    pub fn progress(&self, history: &History<P>) -> Option<Text> {
        match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } | Task::Do { until, .. } => {
                P::progress(until, history.run().world(), history.run().monitor())
            }
            Task::Predict { .. } | Task::Quiz { .. } | Task::Break { .. } | Task::Hunt { .. } => None,
        }
    }

    /// Whether the open step's goal is so at the cursor.
    pub fn reached(&self, history: &History<P>) -> bool {
        match self.task() {
            Task::Watch { until } | Task::Reach { until, .. } | Task::Do { until, .. } => so(until, history),
            Task::Predict { .. } | Task::Quiz { .. } | Task::Break { .. } | Task::Hunt { .. } => false,
        }
    }
}

impl Searched {
    /// What may go wrong, and how often.
    pub fn budget(&self) -> Budget {
        self.budget.iter().fold(Budget::NONE, |budget, (fault, times)| budget.with(*fault, *times))
    }

    /// The order to search so, from where a recording ends.
    pub(crate) fn order(&self, property: Option<&str>, start: Recording) -> Order {
        Order {
            start,
            property: property.map(str::to_owned),
            requests: self.requests.clone(),
            budget: self.budget(),
            within_steps: self.within_steps,
            up_to_names: false,
            timing: Timing::Asynchronous,
            method: Method::BreadthFirst,
            limits: Limits { states: STATES_MAX, bytes: BYTES_MAX, ..Limits::default() },
        }
    }
}
