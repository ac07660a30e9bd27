//! Depth-first search, in slices: one way to its end before the next. It keeps rows for the way that it is on, and no way
//! back to other states; what it finds is pared down, since it is long.

use quorum_kernel::{Property, Spec};

use crate::{Limit, Limits, Outcome, Seeking, Space, look::Looker, store::Store, table::Table};

/// A search that is under way. Every state is expanded once, when it is first come by: if that is at the limit of depth,
/// what lies behind it is not seen, though a shorter way may lead there.
#[derive(Debug)]
pub struct DepthFirst<P: Spec> {
    store: Store<P>,
    limits: Limits,
    looker: Looker<P>,
    seen: Table,
    states: u32,
    /// The way that it is on: the rows of its states, and which of its actions each takes next.
    rows: Vec<u32>,
    turns: Vec<u16>,
    /// Whether it stands at the last of them.
    stands: bool,
    deepest: u32,
    /// Whether a way was left because it was too long.
    cut: bool,
    met: u64,
    broken_at_start: Option<&'static Property<P>>,
}

impl<P: Spec> DepthFirst<P> {
    /// A search that has seen the start of the space.
    pub fn new(space: Space<P>, limits: Limits) -> Self {
        let store = Store::new(space);
        let looker = Looker::new(&store);
        let mut seen = Table::default();
        seen.insert(looker.fingerprint());
        let broken_at_start = store.space.broken_at_start();
        Self {
            limits,
            seen,
            states: 1,
            rows: store.first.clone(),
            turns: vec![0],
            stands: true,
            deepest: 0,
            cut: false,
            met: if broken_at_start.is_some() { 0 } else { store.space.met(store.space.start()) },
            broken_at_start,
            looker,
            store,
        }
    }

    /// One action of the state it is at, or back from it. `Ok`: whether that led to a new state.
    fn go(&mut self) -> Result<bool, Outcome<P>> {
        let depth = self.turns.len() - 1;
        if !self.stands {
            let width = self.store.width();
            self.looker.stand(&self.store, &self.rows[depth * width..]);
            self.stands = true;
        }
        let turn = usize::from(self.turns[depth]);
        if turn == self.looker.actions() {
            self.leave();
            return Ok(false);
        }
        self.turns[depth] += 1;
        let found = self.looker.look(&self.store, turn);
        let fingerprint = found.map_err(|property| self.broken(property))?;
        if !self.seen.insert(fingerprint) {
            return Ok(false);
        }
        self.states += 1;
        let met = self.looker.ask(&self.store);
        self.met |= met.map_err(|property| self.broken(property))?;
        self.deepest = self.deepest.max(u32::try_from(depth + 1).unwrap_or(u32::MAX));
        if depth + 1 >= self.limits.depth as usize {
            self.cut = true;
            return Ok(true);
        }
        self.looker.append(&mut self.store, &mut self.rows);
        self.turns.push(0);
        self.stands = false;
        Ok(true)
    }

    fn leave(&mut self) {
        self.turns.pop();
        self.rows.truncate(self.turns.len() * self.store.width());
        self.stands = false;
    }

    /// The way that it is on breaks a property.
    fn broken(&self, property: &'static Property<P>) -> Outcome<P> {
        let run = self.store.run(self.turns.iter().map(|turn| turn - 1));
        Outcome::Broken(self.store.space.pared(property, run))
    }

    fn limit(&self) -> Option<Limit> {
        if self.states >= self.limits.states {
            return Some(Limit::States);
        }
        (self.bytes() as u64 > self.limits.bytes).then_some(Limit::Bytes)
    }
}

impl<P: Spec> Seeking<P> for DepthFirst<P> {
    /// One thread does it all: what the next way is depends on what was seen on the last.
    fn advance(&mut self, states: usize, _threads: usize) -> Option<Outcome<P>> {
        if let Some(property) = self.broken_at_start {
            return Some(Outcome::Broken(self.store.space.broken(property, Vec::new())));
        }
        let mut left = states;
        while left > 0 {
            if self.turns.is_empty() {
                return Some(if self.cut { Outcome::Limit(Limit::Depth) } else { Outcome::Complete });
            }
            match self.go() {
                Err(outcome) => return Some(outcome),
                Ok(false) => {}
                Ok(true) => {
                    left -= 1;
                    if let Some(limit) = self.limit() {
                        return Some(Outcome::Limit(limit));
                    }
                }
            }
        }
        None
    }

    fn states(&self) -> u64 {
        self.states.into()
    }

    fn depth(&self) -> u32 {
        self.deepest
    }

    fn waiting(&self) -> u64 {
        self.turns.len() as u64
    }

    fn bytes(&self) -> usize {
        self.seen.bytes() + self.rows.capacity() * size_of::<u32>() + self.turns.capacity() * size_of::<u16>()
    }

    fn sometimes(&self) -> Vec<(&'static Property<P>, bool)> {
        self.store.space.sometimes(self.met).collect()
    }
}
