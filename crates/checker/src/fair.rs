//! What comes of a state once everything is mended and everybody gets a turn.

use std::collections::BTreeMap;

use quorum_kernel::{Action, ActionKind, Property, Spec, Trace};

use crate::{State, parts::digest};

/// The most moments that are remembered.
const REMEMBERED: usize = 1 << 18;

/// The fair schedule, and what it has led to. It heals a state and drives it: first every link heals and every node comes
/// back; then, over and over, all that is in flight arrives, oldest offers first, and one timer runs out, or a tick
/// passes, each in its turn.
///
/// It has no choice, so that from one moment it goes the same way each time: many states are the same once all that was
/// in flight has arrived, and only the first of them is driven further. What is remembered is exact: it changes the time
/// that an answer takes, and not the answer.
#[derive(Debug, Default)]
pub struct Fair {
    /// For moments at which nothing is in flight: after how many actions more the property held.
    remembered: BTreeMap<u64, u32>,
}

impl Fair {
    /// After how many actions a property, the one at this place among those that are checked, holds, if it does so within
    /// `steps`; 0: it holds as it is.
    pub fn settles<P: Spec>(&mut self, state: &State<P>, at: usize, property: &Property<P>, steps: u32) -> Option<u32> {
        let mut drive = Drive::new(state.clone(), at, property, false);
        let mut moments = Vec::new();
        let held = drive.go(steps, |drive, turn| {
            let moment = digest(&(at, turn, &drive.state.world, &drive.state.ghosts[at]));
            let known = self.remembered.get(&moment).copied();
            moments.push((moment, drive.taken));
            known
        })?;
        for (moment, taken) in moments {
            if self.remembered.len() < REMEMBERED {
                self.remembered.insert(moment, held - taken);
            }
        }
        (held <= steps).then_some(held)
    }
}

/// The actions that the fair schedule takes from a state on, until a property holds, and no more than `steps`.
pub fn course<P: Spec>(state: State<P>, at: usize, property: &Property<P>, steps: u32) -> Vec<Action<P>> {
    let mut drive = Drive::new(state, at, property, true);
    drive.go(steps, |_, _| None);
    drive.course
}

struct Drive<'a, P: Spec> {
    state: State<P>,
    /// The property's place among those that are checked.
    at: usize,
    property: &'a Property<P>,
    trace: Trace<P>,
    taken: u32,
    /// Every action that was taken, if somebody wants to know.
    course: Vec<Action<P>>,
    wanted: bool,
}

impl<'a, P: Spec> Drive<'a, P> {
    fn new(state: State<P>, at: usize, property: &'a Property<P>, wanted: bool) -> Self {
        Self { state, at, property, trace: Trace::default(), taken: 0, course: Vec::new(), wanted }
    }

    /// Goes on until the property holds, and says after how many actions; `None`: it did not within `steps`. Whenever
    /// nothing is in flight, `known` may say how many more it takes from there.
    fn go(&mut self, steps: u32, mut known: impl FnMut(&Self, usize) -> Option<u32>) -> Option<u32> {
        if self.holds() {
            return Some(0);
        }
        let mends = |kind| matches!(kind, ActionKind::Heal | ActionKind::Resume | ActionKind::Restart);
        for action in self.state.world.enabled_of(mends) {
            if self.take(&action) {
                return Some(self.taken);
            }
        }
        let mut turn = 0;
        while self.taken < steps {
            let arrives = |kind| matches!(kind, ActionKind::Deliver | ActionKind::Disconnect);
            let mut due = self.state.world.enabled_of(arrives);
            if due.is_empty() {
                if let Some(more) = known(self, turn) {
                    return Some(self.taken + more);
                }
                let passes = |kind| matches!(kind, ActionKind::Fire | ActionKind::Tick);
                due = self.state.world.enabled_of(passes).into_iter().skip(turn).take(1).collect();
                turn += 1;
                if due.is_empty() {
                    // Everybody had a turn, or there is none to be had.
                    if turn == 1 {
                        return None;
                    }
                    turn = 0;
                }
            }
            for action in due {
                // What was offered may be gone by now: an earlier arrival can change what is in flight.
                if self.state.world.refusal(&action).is_none() && self.take(&action) {
                    return Some(self.taken);
                }
            }
        }
        None
    }

    fn holds(&self) -> bool {
        (self.property.holds)(&self.state.ghosts[self.at], &self.state.world)
    }

    /// Takes one action; whether the property holds after it.
    fn take(&mut self, action: &Action<P>) -> bool {
        if let Err(refusal) = self.state.world.apply(action, &mut self.trace) {
            panic!("{action:?} was offered and refused: {refusal}");
        }
        self.taken += 1;
        if self.wanted {
            self.course.push(action.clone());
        }
        (self.property.fold)(&mut self.state.ghosts[self.at], &self.state.world, &self.trace.happened);
        self.holds()
    }
}
