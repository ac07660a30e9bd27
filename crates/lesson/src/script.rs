//! Scripts: moves played to their end, and what can be asked of the run on the way.

use quorum_kernel::{Exhibit, Text};
use quorum_sim::{BadScenario, History, Refused, Run, Scenario};

use crate::{bound::BoundMove, format::SPAN_MS_MAX};

/// The most events a script lets happen: opening a step takes no longer than that.
const EVENTS_MAX: u32 = 50_000;

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
    /// More happens than a script may let happen.
    TooMuch {
        /// The place of the move in which it does, from 0.
        at: usize,
    },
}

impl ScriptError {
    /// Why, for people.
    pub fn text(&self) -> Text {
        match self {
            ScriptError::Refused { act, why } => {
                Text::new("script-refused").with("act", act.as_str()).with("why", why.text())
            }
            ScriptError::NeverSo { at } => Text::new("script-never-so").with("at", *at),
            ScriptError::TooMuch { at } => Text::new("script-too-much").with("max", EVENTS_MAX).with("at", *at),
        }
    }
}

impl core::fmt::Display for ScriptError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.text())
    }
}

/// Whether a predicate is so at the cursor.
pub fn so<P: Exhibit>(predicate: &P::Predicate, history: &History<P>) -> bool {
    is_so(predicate, history.run())
}

/// Whether a predicate is so in a run.
pub(crate) fn is_so<P: Exhibit>(predicate: &P::Predicate, run: &Run<P>) -> bool {
    P::holds(predicate, run.world(), run.monitor())
}

/// Whether a property holds in a run, and why.
pub(crate) fn verdict<P: Exhibit>(property: &str, run: &Run<P>) -> (bool, Text) {
    let ghost = run.monitor().ghost(property).expect("a lesson is bound to properties that there are");
    let mut properties = P::properties().iter();
    let property = properties.find(|other| other.id == property).expect("it has a ghost");
    ((property.holds)(ghost, run.world()), (property.detail)(ghost, run.world()))
}

/// Puts the cursor at the very start.
pub fn begin<P: Exhibit>(history: &mut History<P>) {
    history.go(0);
    history.seek(0);
}

/// Makes a history one of this scenario, if it is not yet, and puts the cursor at its very start.
///
/// # Errors
/// If the scenario makes no run.
pub fn begin_in<P: Exhibit>(scenario: &Scenario, history: &mut History<P>) -> Result<(), BadScenario> {
    if **history.run().scenario() != *scenario {
        *history = History::new(scenario.clone())?;
    }
    begin(history);
    Ok(())
}

/// Plays a script to its end, from where the cursor is, leaving aside what hands did there before.
///
/// # Errors
/// The move that cannot be done, that waits in vain, or in which too much happens.
pub fn play<P: Exhibit>(moves: &[BoundMove<P>], history: &mut History<P>) -> Result<(), ScriptError> {
    let mut events = 0;
    let mut forward = |at: usize, history: &mut History<P>| {
        events += 1;
        if events > EVENTS_MAX {
            return Err(ScriptError::TooMuch { at });
        }
        history.forward_due().map_err(|why| ScriptError::Refused { act: "run".to_owned(), why })
    };
    for (at, one) in moves.iter().enumerate() {
        match one {
            BoundMove::Act(act) => {
                history.act(act.clone()).map_err(|why| ScriptError::Refused { act: act.to_string(), why })?;
            }
            BoundMove::RunFor(span) => {
                let to = history.at().saturating_add(*span);
                while history.due_at().is_some_and(|next| next <= to) && forward(at, history)? {}
                history.look_at(to);
            }
            BoundMove::RunUntil(predicate) => {
                let last = history.at().saturating_add(SPAN_MS_MAX * 1_000);
                while !so(predicate, history) {
                    let late = history.due_at().is_none_or(|next| next > last);
                    if late || !forward(at, history)? {
                        return Err(ScriptError::NeverSo { at });
                    }
                }
            }
        }
    }
    Ok(())
}
