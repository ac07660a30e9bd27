//! Random walks under a seed, for what is too large to be searched. Each depends on the seed and its number alone, so
//! that threads and slices change nothing; the first that breaks a property is the answer, pared down.

use quorum_kernel::{Action, Property, Spec, Trace, digest};

use crate::{Limit, Limits, Outcome, Seeking, Space, State, fair::Fair};

/// How many in four actions are ones that cost nothing of the budget, while there are any: faults are many and may happen
/// seldom, and would all be spent in the first few steps.
const FREE_IN_FOUR: u64 = 3;

/// Walks that are under way.
#[derive(Debug)]
pub struct Walks<P: Spec> {
    space: Space<P>,
    limits: Limits,
    walks: u32,
    seed: u64,
    /// How many were taken.
    taken: u32,
    states: u64,
    deepest: u32,
    met: u64,
    broken_at_start: Option<&'static Property<P>>,
}

/// What came of one walk.
struct Walked<P: Spec> {
    steps: u32,
    met: u64,
    broken: Option<(&'static Property<P>, Vec<Action<P>>)>,
}

impl<P: Spec> Walks<P> {
    /// So many walks under a seed, each from the start of the space, and of no more actions than the limit of depth says.
    /// Nothing is kept of the states that they come by, so that of the limits on states it counts how often any was, and
    /// that on bytes is no matter. What must hold at last is asked at the end of each.
    pub fn new(space: Space<P>, limits: Limits, walks: u32, seed: u64) -> Self {
        let broken_at_start = space.broken_at_start();
        let met = if broken_at_start.is_some() { 0 } else { space.met(space.start()) };
        Self { limits, walks, seed, taken: 0, states: 1, deepest: 0, met, broken_at_start, space }
    }

    fn walk(&self, number: u32) -> Walked<P> {
        let (mut state, mut trace, mut run) = (self.space.start().clone(), Trace::default(), Vec::new());
        let mut walked = Walked { steps: 0, met: 0, broken: None };
        let mut actions = Vec::new();
        while walked.steps < self.limits.depth {
            actions.clear();
            self.space.offer(&state, &mut actions);
            let Some(action) = choose(&state, &mut actions, digest(&(self.seed, number, walked.steps))) else { break };
            let broken = self.space.take(&mut state, &action, &mut trace);
            walked.steps += 1;
            run.push(action);
            if let Some(property) = broken {
                walked.broken = Some((property, run));
                return walked;
            }
            walked.met |= self.space.met(&state);
        }
        let never = self.space.never_settles(&state, &mut Fair::default());
        walked.broken = never.map(|property| (property, run));
        walked
    }

    /// Some walks, from this number on, in the order of their numbers.
    fn walk_all(&self, numbers: core::ops::Range<u32>, threads: usize) -> Vec<Walked<P>> {
        let part = numbers.len().div_ceil(threads.max(1)).max(1);
        let parts = numbers.clone().step_by(part).map(|at| {
            let end = at.saturating_add(u32::try_from(part).unwrap_or(u32::MAX));
            at..numbers.end.min(end)
        });
        let walk = |numbers: core::ops::Range<u32>| numbers.map(|number| self.walk(number)).collect::<Vec<_>>();
        if threads <= 1 {
            return walk(numbers);
        }
        std::thread::scope(|scope| {
            let walking: Vec<_> = parts.map(|numbers| scope.spawn(move || walk(numbers))).collect();
            let walked = walking.into_iter().map(|walking| walking.join());
            walked.flat_map(|walked| walked.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    }
}

/// Draws one of some actions: mostly one that is free, if there is any; of all kinds of action alike, however many there
/// are of each.
fn choose<P: Spec>(state: &State<P>, actions: &mut Vec<Action<P>>, draw: u64) -> Option<Action<P>> {
    let free = |action: &Action<P>| state.left.after(action.kind()) == Some(state.left);
    if draw % 4 < FREE_IN_FOUR && actions.iter().any(free) {
        actions.retain(free);
    }
    let mut kinds: Vec<_> = actions.iter().map(Action::kind).collect();
    kinds.sort();
    kinds.dedup();
    let (draw, count) = (draw / 4, kinds.len() as u64);
    let kind = *kinds.get(usize::try_from(draw.checked_rem(count)?).ok()?)?;
    actions.retain(|action| action.kind() == kind);
    let at = (draw / count).checked_rem(actions.len() as u64)?;
    Some(actions.swap_remove(usize::try_from(at).ok()?))
}

impl<P: Spec> Seeking<P> for Walks<P> {
    fn advance(&mut self, states: usize, threads: usize) -> Option<Outcome<P>> {
        if let Some(property) = self.broken_at_start {
            return Some(Outcome::Broken(self.space.broken(property, Vec::new())));
        }
        let begin = self.states;
        while self.states - begin < states as u64 {
            if self.taken == self.walks {
                return Some(Outcome::Limit(Limit::Walks));
            }
            // A few for each thread, so that starting it costs little.
            let some = u32::try_from(threads.max(1) * 16).unwrap_or(u32::MAX).min(self.walks - self.taken);
            for walked in self.walk_all(self.taken..self.taken + some, threads) {
                self.taken += 1;
                self.states += u64::from(walked.steps);
                self.deepest = self.deepest.max(walked.steps);
                self.met |= walked.met;
                if let Some((property, run)) = walked.broken {
                    return Some(Outcome::Broken(self.space.pared(property, run)));
                }
                if self.states >= self.limits.states.into() {
                    return Some(Outcome::Limit(Limit::States));
                }
            }
        }
        None
    }

    fn states(&self) -> u64 {
        self.states
    }

    fn depth(&self) -> u32 {
        self.deepest
    }

    fn waiting(&self) -> u64 {
        (self.walks - self.taken).into()
    }

    /// Nothing is kept.
    fn bytes(&self) -> usize {
        0
    }

    fn sometimes(&self) -> Vec<(&'static Property<P>, bool)> {
        self.space.sometimes(self.met).collect()
    }
}
