//! A run that a search found, action by action, as a history that can be looked at.

use quorum_kernel::{Action, Exhibit, NodeId, Refusal, Slip, Step, Timing};

use crate::{Act, BadScenario, Ends, FlightName, History, Micros, Refused, Run, Scenario, TICK_US};

/// How much time passes before an action that nothing says the time of.
const PAUSE_US: Micros = 1_000;

/// Why the actions of a search make no history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotARun {
    /// The scenario makes no run.
    Scenario(BadScenario),
    /// An action, by its place from 0, cannot be done there: the search began somewhere else than this scenario.
    Refused(usize, Refused),
}

impl<P: Exhibit> History<P> {
    /// The history of a run that is given action by action, from the start of a scenario, as [`History::follow`] has it
    /// where time is not bounded.
    ///
    /// # Errors
    /// The first action that cannot be done.
    pub fn of_actions(scenario: Scenario, actions: &[Action<P>]) -> Result<Self, NotARun> {
        let mut history = Self::new(scenario).map_err(NotARun::Scenario)?;
        history.follow(Timing::Asynchronous, actions)?;
        Ok(history)
    }

    /// Goes on from the cursor by the actions of a run that a search found in a world of this timing.
    ///
    /// Where time is not bounded, it passes as the driver would have it, as far as the order of the actions lets it: what
    /// comes later than it was due is late, and what comes before other things that were due leaves them waiting. Where it
    /// is bounded, the search has said when things happen: a tick is [`TICK_US`], and nothing else takes any time. Clocks
    /// then say the same as in the search, if the scenario's run true; when the driver would have had things happen counts
    /// for nothing.
    ///
    /// # Errors
    /// The first action that cannot be done; those before it have been.
    pub fn follow(&mut self, timing: Timing, actions: &[Action<P>]) -> Result<(), NotARun> {
        let mut now = self.at();
        for (place, action) in actions.iter().enumerate() {
            if timing != Timing::Asynchronous && *action == Action::Tick {
                now += TICK_US;
                continue;
            }
            let refused = |why| NotARun::Refused(place, why);
            let (act, due) = self.run().act_for(action).map_err(refused)?;
            if timing == Timing::Asynchronous {
                now = due.unwrap_or(0).max(self.run().now() + PAUSE_US);
            }
            self.act_untimely(now, act).map_err(refused)?;
        }
        self.look_at(now);
        Ok(())
    }

    /// Does something when it is due, or, if it is not due by itself, a little later than what came before; what is due
    /// before that waits.
    ///
    /// # Errors
    /// If it cannot be done.
    pub fn act_in_turn(&mut self, act: Act<P>) -> Result<(), Refused> {
        let due = self.run().upcoming().find(|(_, other, _)| *other == act).map(|(at, ..)| at);
        self.act_untimely(due.unwrap_or(0).max(self.run().now() + PAUSE_US), act)
    }
}

impl<P: Exhibit> Run<P> {
    /// The act that an action of the kernel is in this run, and when it is due by itself, if it is. Of equal messages it
    /// means the one that was sent first.
    ///
    /// # Errors
    /// If there is no such message, or the action is no act: that a tick passes is not done by anybody.
    pub fn act_for(&self, action: &Action<P>) -> Result<(Act<P>, Option<Micros>), Refused> {
        let flight = |from: NodeId, to: NodeId, message: &P::Message| {
            let same = self.flights().filter(|flight| (flight.name.from, flight.name.to) == (from, to));
            let first =
                same.filter(|flight| flight.message == *message).min_by_key(|flight| (flight.sent, flight.name));
            let found = first.map(|flight| (flight.name, flight.due));
            found.ok_or(Refused::Kernel(Refusal::NotInFlight { from, to }))
        };
        let named = |from, to, message, act: fn(FlightName) -> Act<P>| Ok((act(flight(from, to, message)?.0), None));
        let ends = |a: &NodeId, b: &NodeId| Ends { a: *a, b: *b, both: false };
        let act = match action {
            Action::Step(Step::Deliver { from, to, message }) => {
                let (name, due) = flight(*from, *to, message)?;
                return Ok((Act::Deliver(name), Some(due)));
            }
            Action::Step(Step::Fire { node, timer }) => {
                let due = self.timers(*node).into_iter().find(|(other, ..)| other == timer).map(|(.., due)| due);
                return Ok((Act::Fire { node: *node, timer: timer.clone() }, due));
            }
            Action::CrashDuring { step, after, keep } => {
                let (step, due) = self.act_for(&Action::Step(step.clone()))?;
                let [after, keep] = [after, keep].map(|count| u32::try_from(*count).unwrap_or(u32::MAX));
                return Ok((Act::CrashDuring { step: Box::new(step), after, keep }, due));
            }
            Action::Drop { from, to, message } => return named(*from, *to, message, Act::Drop),
            Action::Duplicate { from, to, message } => return named(*from, *to, message, Act::Duplicate),
            Action::Step(Step::Disconnect { from, to }) => Act::Disconnect { from: *from, to: *to },
            Action::Step(Step::Invoke { client, request }) => Act::Invoke { client: *client, request: request.clone() },
            Action::Step(Step::Restart(node)) => Act::Restart(*node),
            Action::Crash { node, keep } => Act::Crash { node: *node, keep: u32::try_from(*keep).unwrap_or(u32::MAX) },
            Action::Wipe(node) => Act::Wipe(*node),
            Action::Pause(node) => Act::Pause(*node),
            Action::Resume(node) => Act::Resume(*node),
            Action::Cut { from, to } => Act::Cut(ends(from, to)),
            Action::Heal { from, to } => Act::Heal(ends(from, to)),
            Action::Slip(node, slip) => Act::StepClock { node: *node, by_ms: if *slip == Slip::Gain { 1 } else { -1 } },
            Action::Tick => return Err(Refused::Kernel(Refusal::NoTime)),
        };
        Ok((act, None))
    }
}
