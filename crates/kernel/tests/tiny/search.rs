//! A breadth-first search through everything that can happen to a tiny protocol.
//!
//! `crates/checker` does this in earnest. Here it takes thirty lines, because a world is a value that can be compared
//! and the kernel says what can be done in it.

use std::collections::{BTreeSet, VecDeque};

use quorum_kernel::{Action, Happening, Protocol, Step, Trace, World};

/// Where a search goes, and what it must find everywhere.
pub struct Search<P: Protocol> {
    /// Of what can be done in a world, how many faults it counts for; `None` leaves it out.
    pub faults: fn(&Action<P>) -> Option<u32>,
    /// How many faults a run may have.
    pub budget: u32,
    /// What else is tried, beyond [`World::enabled`]: requests, crashes within a step.
    pub also: fn(&World<P>) -> Vec<Action<P>>,
    /// What must be true after every action, of the world and of what just happened.
    pub holds: fn(&World<P>, &[Happening<P>]) -> bool,
}

impl<P: Protocol> Search<P> {
    /// Visits every world that can be reached. `Ok`: how many, each counted once for every number of faults left.
    /// `Err`: a shortest run after which it does not hold.
    pub fn run(&self, start: World<P>) -> Result<usize, Vec<Action<P>>> {
        let mut trace = Trace::default();
        let mut seen = BTreeSet::from([(start.clone(), self.budget)]);
        let mut queue = VecDeque::from([(start, self.budget, None)]);
        // Every action taken, with the place here of the one before it.
        let mut taken: Vec<(Action<P>, Option<usize>)> = Vec::new();
        while let Some((world, left, last)) = queue.pop_front() {
            for action in world.enabled().into_iter().chain((self.also)(&world)) {
                let Some(left) = (self.faults)(&action).and_then(|faults| left.checked_sub(faults)) else { continue };
                let mut next = world.clone();
                if let Err(refusal) = next.apply(&action, &mut trace) {
                    panic!("{action:?} was offered and refused: {refusal}");
                }
                if !(self.holds)(&next, &trace.happened) {
                    let before = core::iter::successors(last, |at: &usize| taken[*at].1).map(|at| taken[at].0.clone());
                    let mut run: Vec<_> = [action].into_iter().chain(before).collect();
                    run.reverse();
                    return Err(run);
                }
                if seen.insert((next.clone(), left)) {
                    taken.push((action, last));
                    queue.push_back((next, left, Some(taken.len() - 1)));
                }
            }
        }
        Ok(seen.len())
    }
}

/// Every crash within every step that can be taken: after none of its effects, after one, …, after all.
pub fn crashes_during<P: Protocol>(world: &World<P>) -> Vec<Action<P>> {
    let mut crashes = Vec::new();
    for action in world.enabled() {
        let Action::Step(step) = action else { continue };
        let effects = world.effects_of(&step, None).expect("the step is enabled");
        crashes.extend((0..=effects).map(|after| Action::CrashDuring { step: step.clone(), after, keep: 0 }));
    }
    crashes
}

/// Whether an action is a step of a protocol or of time, rather than a fault.
pub fn is_plain<P: Protocol>(action: &Action<P>) -> bool {
    match action {
        Action::Step(Step::Restart(_)) => false,
        Action::Step(_) | Action::Tick => true,
        _ => false,
    }
}
