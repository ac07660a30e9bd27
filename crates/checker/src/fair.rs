//! What comes of a state once everything is mended and everybody gets a turn.

use quorum_kernel::{Action, ActionKind, Property, Spec, Trace};

use crate::State;

/// Heals a state and drives it by the fair schedule: first every link heals and every node comes back; then, over and
/// over, all that is in flight arrives, oldest offers first, and one timer runs out, each in its turn. Gives after how
/// many actions the property held, if it did within `steps`; 0: it holds as it is.
pub fn settles<P: Spec>(state: &State<P>, at: usize, property: &Property<P>, steps: u32) -> Option<u32> {
    let mut drive = Drive { state: state.clone(), at, property, trace: Trace::default(), taken: 0 };
    if drive.holds() {
        return Some(0);
    }
    let mends = |kind| matches!(kind, ActionKind::Heal | ActionKind::Resume | ActionKind::Restart);
    for action in drive.state.world.enabled_of(mends) {
        if drive.take(&action) {
            return Some(drive.taken);
        }
    }
    let mut turn = 0;
    while drive.taken < steps {
        let arrives = |kind| matches!(kind, ActionKind::Deliver | ActionKind::Disconnect);
        let mut due = drive.state.world.enabled_of(arrives);
        if due.is_empty() {
            let timers = drive.state.world.enabled_of(|kind| matches!(kind, ActionKind::Fire | ActionKind::Tick));
            due = timers.into_iter().skip(turn).take(1).collect();
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
            if drive.state.world.refusal(&action).is_none() && drive.take(&action) {
                return Some(drive.taken);
            }
        }
    }
    None
}

struct Drive<'a, P: Spec> {
    state: State<P>,
    /// The property's place among those that are checked.
    at: usize,
    property: &'a Property<P>,
    trace: Trace<P>,
    taken: u32,
}

impl<P: Spec> Drive<'_, P> {
    fn holds(&self) -> bool {
        (self.property.holds)(&self.state.ghosts[self.at], &self.state.world)
    }

    /// Takes one action; whether the property holds after it.
    fn take(&mut self, action: &Action<P>) -> bool {
        if let Err(refusal) = self.state.world.apply(action, &mut self.trace) {
            panic!("{action:?} was offered and refused: {refusal}");
        }
        self.taken += 1;
        (self.property.fold)(&mut self.state.ghosts[self.at], &self.state.world, &self.trace.happened);
        self.holds()
    }
}
