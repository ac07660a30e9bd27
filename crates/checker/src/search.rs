//! Breadth-first search, in slices.
//!
//! A level is expanded block by block: threads look for new states behind parts of a block, and their finds are taken in
//! one after another in the order of the block, so that threads change nothing but the time it takes.

use std::collections::VecDeque;

use quorum_kernel::{Property, Spec};

use crate::{
    Limit, Limits, Outcome, Seeking, Space,
    look::Looker,
    store::{Changed, Store},
    table::Table,
};

/// How many states are expanded before their finds are taken in: enough that starting threads for them costs nothing.
const BLOCK: usize = 1_024;
/// The fewest states that a thread is started for.
const PART: usize = 64;
/// How many of its last finds a thread remembers, as a power of two: what leads to a state twice mostly does so soon.
const LATELY: usize = 1 << 12;

/// A search that is under way.
#[derive(Debug)]
pub struct Search<P: Spec> {
    store: Store<P>,
    limits: Limits,
    seen: Table,
    trail: Trail,
    /// The level that is expanded: blocks of rows. The number of the state whose row is the first.
    frontier: VecDeque<Vec<u32>>,
    first: u32,
    /// The level after it.
    next: VecDeque<Vec<u32>>,
    depth: u32,
    /// The properties that were seen to hold sometimes, a bit each.
    met: u64,
    /// What is wrong with the start, if something is.
    broken_at_start: Option<&'static Property<P>>,
    scouts: Vec<Scout<P>>,
}

/// For every state but the first, in the order found: the state before it, and which of its actions led here.
#[derive(Debug, Default)]
struct Trail {
    from: Vec<u32>,
    ordinals: Vec<u16>,
}

/// What one thread works with, and what it found.
#[derive(Debug)]
struct Scout<P: Spec> {
    looker: Looker<P>,
    lately: Vec<u64>,
    /// New states, until one broke a property.
    found: Vec<Find>,
    /// What is not as in the states before them, one after the other.
    changes: Vec<Changed<P>>,
    /// The properties that were seen to hold sometimes, a bit each.
    met: u64,
    broken: Option<(Step, &'static Property<P>)>,
}

/// Which row of a block, and which of its actions.
type Step = (usize, u16);

/// A state found while expanding another.
#[derive(Debug)]
struct Find {
    step: Step,
    fingerprint: u64,
    /// How many parts are not as in the other.
    changes: usize,
    left: [u32; 2],
}

impl<P: Spec> Search<P> {
    /// A search that has seen the start of the space.
    pub fn new(space: Space<P>, limits: Limits) -> Self {
        let store = Store::new(space);
        let scout = Scout::new(&store);
        let (broken_at_start, met) = match store.space.broken_at_start() {
            Some(property) => (Some(property), 0),
            None => (None, store.space.met(store.space.start())),
        };
        let mut seen = Table::default();
        seen.insert(scout.looker.fingerprint());
        Self {
            limits,
            seen,
            trail: Trail::default(),
            frontier: VecDeque::from([store.first.clone()]),
            first: 0,
            next: VecDeque::new(),
            depth: 0,
            met,
            broken_at_start,
            scouts: vec![scout],
            store,
        }
    }

    /// How many states were found.
    pub fn states(&self) -> u32 {
        u32::try_from(self.trail.from.len() + 1).expect("limited")
    }

    /// How many actions lead to the level that is expanded.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// How many states wait to be expanded.
    pub fn waiting(&self) -> usize {
        let rows = |level: &VecDeque<Vec<u32>>| level.iter().map(Vec::len).sum::<usize>();
        (rows(&self.frontier) + rows(&self.next)) / self.store.width()
    }

    /// The properties that must hold sometimes, and whether they did in what was searched.
    pub fn sometimes(&self) -> impl Iterator<Item = (&'static Property<P>, bool)> + '_ {
        self.store.space.sometimes(self.met)
    }

    /// How many bytes are taken for states: the set of fingerprints, the ways back, and the frontier.
    pub fn bytes(&self) -> usize {
        let blocks = self.frontier.iter().chain(&self.next);
        let rows = blocks.map(|block| block.capacity() * size_of::<u32>()).sum::<usize>();
        self.seen.bytes() + self.trail.bytes() + rows
    }

    /// Goes on until so many states more have been expanded, a block more or less, or to the end. `None`: there is more
    /// to do. Where it ends, and with what, does not depend on the slices or on how many threads there are.
    pub fn advance(&mut self, states: usize, threads: usize) -> Option<Outcome<P>> {
        if let Some(property) = self.broken_at_start {
            return Some(Outcome::Broken(self.store.space.broken(property, Vec::new())));
        }
        let mut left = states;
        while left > 0 {
            let Some(block) = self.frontier.pop_front() else {
                if self.next.is_empty() {
                    return Some(Outcome::Complete);
                }
                if self.depth == self.limits.depth {
                    return Some(Outcome::Limit(Limit::Depth));
                }
                self.frontier = core::mem::take(&mut self.next);
                self.depth += 1;
                continue;
            };
            let rows = block.len() / self.store.width();
            left = left.saturating_sub(rows);
            let scouts = self.expand(&block, rows, threads);
            if let Some(outcome) = self.take_in(&block, scouts) {
                return Some(outcome);
            }
            self.first += u32::try_from(rows).expect("limited");
        }
        None
    }

    /// Looks for new states behind each row of a block, in parts of it at once; says in how many.
    fn expand(&mut self, block: &[u32], rows: usize, threads: usize) -> usize {
        let part = rows.div_ceil(threads.max(1)).max(PART);
        let parts = rows.div_ceil(part);
        while self.scouts.len() < parts {
            self.scouts.push(Scout::new(&self.store));
        }
        let (store, seen) = (&self.store, &self.seen);
        if let ([scout], 1) = (&mut self.scouts[..parts], parts) {
            scout.look(store, seen, block, 0..rows);
            return parts;
        }
        let parts_of_block = (0..rows).step_by(part).map(|at| at..rows.min(at + part));
        std::thread::scope(|scope| {
            for (scout, rows) in self.scouts.iter_mut().zip(parts_of_block) {
                scope.spawn(move || scout.look(store, seen, block, rows));
            }
        });
        parts
    }

    /// Takes in what was found, in the order in which it was looked for.
    fn take_in(&mut self, block: &[u32], scouts: usize) -> Option<Outcome<P>> {
        let width = self.store.width();
        for scout in &mut self.scouts[..scouts] {
            self.met |= scout.met;
            let mut changes = scout.changes.drain(..);
            for find in scout.found.drain(..) {
                let changes = changes.by_ref().take(find.changes);
                if !self.seen.insert(find.fingerprint) {
                    changes.for_each(drop);
                    continue;
                }
                if self.trail.from.len() + 1 >= self.limits.states as usize {
                    return Some(Outcome::Limit(Limit::States));
                }
                let (at, ordinal) = find.step;
                let before = &block[at * width..(at + 1) * width];
                self.store.append(room(&mut self.next, width), before, changes, find.left);
                self.trail.push(self.first + u32::try_from(at).expect("limited"), ordinal);
            }
            if let Some(((at, ordinal), property)) = scout.broken.take() {
                let from = self.first + u32::try_from(at).expect("limited");
                let run = self.store.run(self.trail.to(from).chain([ordinal]));
                return Some(Outcome::Broken(self.store.space.broken(property, run)));
            }
        }
        (self.bytes() as u64 > self.limits.bytes).then_some(Outcome::Limit(Limit::Bytes))
    }
}

/// The last block of a level, with room for a row more.
fn room(level: &mut VecDeque<Vec<u32>>, width: usize) -> &mut Vec<u32> {
    if level.back().is_none_or(|block| block.len() >= BLOCK * width) {
        let full = if level.is_empty() { 0 } else { BLOCK * width };
        level.push_back(Vec::with_capacity(full));
    }
    level.back_mut().expect("there is one now")
}

impl Trail {
    fn push(&mut self, from: u32, ordinal: u16) {
        self.from.push(from);
        self.ordinals.push(ordinal);
    }

    fn bytes(&self) -> usize {
        self.from.capacity() * size_of::<u32>() + self.ordinals.capacity() * size_of::<u16>()
    }

    /// Which actions lead to a state, from the start on.
    fn to(&self, state: u32) -> impl Iterator<Item = u16> + use<> {
        let mut ordinals = Vec::new();
        let mut at = state;
        while let Some(before) = at.checked_sub(1) {
            ordinals.push(self.ordinals[before as usize]);
            at = self.from[before as usize];
        }
        ordinals.into_iter().rev()
    }
}

impl<P: Spec> Scout<P> {
    fn new(store: &Store<P>) -> Self {
        let looker = Looker::new(store);
        // At each place something that does not belong there.
        let lately = (1..=LATELY as u64).collect();
        Self { looker, lately, found: Vec::new(), changes: Vec::new(), met: 0, broken: None }
    }

    /// Looks behind some rows of a block.
    fn look(&mut self, store: &Store<P>, seen: &Table, block: &[u32], rows: core::ops::Range<usize>) {
        let width = store.width();
        for at in rows {
            self.looker.stand(store, &block[at * width..(at + 1) * width]);
            for ordinal in 0..self.looker.actions() {
                let step = (at, u16::try_from(ordinal).expect("a state has fewer actions than 65,536"));
                if let Err(property) = self.find(store, seen, step) {
                    self.broken = Some((step, property));
                    return;
                }
            }
        }
    }

    /// Looks where one action leads, and keeps what is new there.
    fn find(&mut self, store: &Store<P>, seen: &Table, step: Step) -> Result<(), &'static Property<P>> {
        let fingerprint = self.looker.look(store, step.1.into())?;
        let lately = &mut self.lately[fingerprint as usize % LATELY];
        if *lately == fingerprint || seen.contains(fingerprint) {
            return Ok(());
        }
        *lately = fingerprint;
        self.met |= self.looker.ask(store)?;
        let changes = self.looker.changes.len();
        self.found.push(Find { step, fingerprint, changes, left: self.looker.left });
        self.changes.extend(self.looker.changes.drain(..).map(|changed| store.look_up(changed)));
        Ok(())
    }
}

impl<P: Spec> Seeking<P> for Search<P> {
    fn advance(&mut self, states: usize, threads: usize) -> Option<Outcome<P>> {
        Self::advance(self, states, threads)
    }

    fn states(&self) -> u64 {
        Self::states(self).into()
    }

    fn depth(&self) -> u32 {
        self.depth
    }

    fn waiting(&self) -> u64 {
        Self::waiting(self) as u64
    }

    fn bytes(&self) -> usize {
        Self::bytes(self)
    }

    fn sometimes(&self) -> Vec<(&'static Property<P>, bool)> {
        Self::sometimes(self).collect()
    }
}
