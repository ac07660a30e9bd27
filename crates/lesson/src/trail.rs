//! What has happened since a step began, on the way to the cursor: which notes have come up, what was done by hand,
//! which hints were earned.
//!
//! It follows the cursor event by event and keeps what it found, so that going back and forth on one branch costs
//! nothing, and only a jump to where it has not been is replayed.

use quorum_kernel::{Exhibit, Trace};
use quorum_sim::{Event, History, Origin, Run};

use crate::{
    bound::{BoundStep, Cue},
    format::Spend,
    pattern::Anchor,
    script::is_so,
};

/// The way from where a step began to the furthest event it has seen on one branch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail {
    branch: usize,
    /// How many events lie before its end.
    upto: u32,
    /// For each note with a predicate, whether that was so at the end; `false` for the others.
    was: Vec<bool>,
    fired: Vec<Fired>,
    /// What was done by hand: after which event, and what it is counted as.
    hands: Vec<(u32, Option<Spend>)>,
    /// For each hint, whether its condition has been met. These stay, wherever the cursor goes.
    met: Vec<bool>,
}

/// A note that came up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fired {
    /// The event that brought it up.
    pub index: u32,
    /// Its place among the step's notes.
    pub note: usize,
    /// The message that the event is about, if the note is shown there: `n5>n3 Vote#18`.
    pub message: Option<String>,
}

impl Trail {
    /// Begins at the cursor.
    pub fn begin<P: Exhibit>(step: &BoundStep<P>, history: &History<P>) -> Self {
        Self::of(step, history.branch(), history.index(), history.run())
    }

    /// Begins after so many events of a branch that passes there, as the one that the cursor is on must.
    pub fn begin_at<P: Exhibit>(step: &BoundStep<P>, history: &History<P>, branch: usize, index: u32) -> Self {
        let index = index.min(history.len());
        Self::of(step, branch, index, &history.run_at(index))
    }

    fn of<P: Exhibit>(step: &BoundStep<P>, branch: usize, upto: u32, run: &Run<P>) -> Self {
        let met = step.hints.iter().map(|(_, when)| is_so(when, run)).collect();
        Self { branch, upto, was: judge(step, run), met, ..Self::default() }
    }

    /// Follows the cursor to where it is now.
    pub fn follow<P: Exhibit>(&mut self, step: &BoundStep<P>, history: &History<P>) {
        if !step.is_followed() {
            return;
        }
        if history.branch() != self.branch {
            self.leave(step, history);
        }
        let (branch, index) = (history.branch(), history.index());
        let event = |index| history.event(branch, index).expect("it lies before the cursor");
        if index == self.upto + 1 {
            return self.take(step, event(index), history.run());
        }
        if index > self.upto {
            let (mut run, mut trace) = (history.run_at(self.upto), Trace::default());
            for event in (self.upto + 1..=index).map(event) {
                run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
                self.take(step, event, &run);
            }
        }
    }

    /// Goes over to the branch that the cursor is on now, back to where that left its own.
    fn leave<P: Exhibit>(&mut self, step: &BoundStep<P>, history: &History<P>) {
        let shared = history.shared(self.branch, history.branch());
        self.branch = history.branch();
        if shared < self.upto {
            self.upto = shared;
            self.fired.retain(|fired| fired.index <= shared);
            self.hands.retain(|(index, _)| *index <= shared);
            self.was = judge(step, &history.run_at(shared));
        }
    }

    /// Takes in one event more, and the run after it.
    fn take<P: Exhibit>(&mut self, step: &BoundStep<P>, event: &Event<P>, run: &Run<P>) {
        self.upto += 1;
        if event.origin == Origin::Hand {
            self.hands.push((self.upto, Spend::of(&event.act)));
        }
        let now = judge(step, run);
        for (place, note) in step.notes.iter().enumerate() {
            let fires = match &note.cue {
                Cue::On(pattern) => pattern.fits(&event.act),
                Cue::When(_) => now[place] && !self.was[place],
            };
            if fires {
                let about = note.at.is_some_and(|at| at == Anchor::Message).then(|| event.act.flight()).flatten();
                let message = about.map(|name| name.label::<P>());
                self.fired.push(Fired { index: self.upto, note: place, message });
            }
        }
        self.was = now;
        for (met, (_, when)) in self.met.iter_mut().zip(&step.hints) {
            *met = *met || is_so(when, run);
        }
    }

    /// The notes that the last event brought up that brought up any, up to the cursor.
    pub fn notes<P: Exhibit>(&self, history: &History<P>) -> &[Fired] {
        let upto = &self.fired[..self.fired.partition_point(|fired| fired.index <= history.index())];
        let last = upto.last().map_or(0, |fired| fired.index);
        &upto[upto.partition_point(|fired| fired.index < last)..]
    }

    /// Whether a note has come up at all.
    pub fn has_fired(&self, note: usize) -> bool {
        self.fired.iter().any(|fired| fired.note == note)
    }

    /// Whether a hint's condition has been met.
    pub fn has_met(&self, hint: usize) -> bool {
        self.met.get(hint).is_some_and(|met| *met)
    }

    /// What was done by hand on the way to the cursor, and what each act is counted as.
    pub fn hands<P: Exhibit>(&self, history: &History<P>) -> impl ExactSizeIterator<Item = Option<Spend>> + '_ {
        let upto = self.hands.partition_point(|(index, _)| *index <= history.index());
        self.hands[..upto].iter().map(|(_, spend)| *spend)
    }
}

fn judge<P: Exhibit>(step: &BoundStep<P>, run: &Run<P>) -> Vec<bool> {
    let so = |cue: &Cue<P>| matches!(cue, Cue::When(when) if is_so(when, run));
    step.notes.iter().map(|note| so(&note.cue)).collect()
}
