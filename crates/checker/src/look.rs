//! One who stands at a state and looks where its actions lead. What it needs for that is kept from state to state.

use quorum_kernel::{Action, Property, Spec, Trace};

use crate::{
    State,
    fair::Fair,
    store::{Changed, Store},
};

/// See above.
#[derive(Debug)]
pub struct Looker<P: Spec> {
    /// The row of the state that it stands at.
    row: Vec<u32>,
    sums: Vec<u64>,
    state: State<P>,
    /// The same, but while it looks.
    next: State<P>,
    actions: Vec<Action<P>>,
    trace: Trace<P>,
    fair: Fair,
    /// What the last action changed.
    pub changes: Vec<Changed<P>>,
    /// What the last action left of the budget.
    pub left: [u32; 2],
}

impl<P: Spec> Looker<P> {
    /// One that stands at the start.
    pub fn new(store: &Store<P>) -> Self {
        let start = store.space.start();
        let mut looker = Self {
            row: store.first.clone(),
            sums: Vec::new(),
            state: start.clone(),
            next: start.clone(),
            actions: Vec::new(),
            trace: Trace::default(),
            fair: Fair::default(),
            changes: Vec::new(),
            left: start.left.pack(),
        };
        looker.stand(store, &store.first);
        looker
    }

    /// Goes to the state of a row.
    pub fn stand(&mut self, store: &Store<P>, row: &[u32]) {
        store.load(&mut self.state, row, &self.row);
        store.load(&mut self.next, row, &self.row);
        self.row.copy_from_slice(row);
        store.sums(row, &mut self.sums);
        self.actions.clear();
        store.space.offer(&self.state, &mut self.actions);
    }

    /// How many actions there are.
    pub fn actions(&self) -> usize {
        self.actions.len()
    }

    /// The fingerprint of the state that it stands at.
    pub fn fingerprint(&self) -> u64 {
        *self.sums.iter().min().expect("there is a view that changes nothing")
    }

    /// Looks where an action leads: gives the fingerprint there, or the property that it breaks.
    pub fn look(&mut self, store: &Store<P>, ordinal: usize) -> Result<u64, &'static Property<P>> {
        let broken = store.space.take(&mut self.next, &self.actions[ordinal], &mut self.trace);
        self.left = self.next.left.pack();
        self.changes.clear();
        store.put_back(&mut self.next, &self.state, &self.row, &mut self.changes);
        match broken {
            Some(property) => Err(property),
            None => Ok(store.fingerprint(&self.row, &self.sums, &self.changes, self.left)),
        }
    }

    /// Asks of the state where the last look led, if it is new, all that is not asked of every action: gives the property
    /// that must hold at last and will not, and otherwise which properties hold that must do so sometimes, a bit each.
    pub fn ask(&mut self, store: &Store<P>) -> Result<u64, &'static Property<P>> {
        if !store.space.asks_more() {
            return Ok(0);
        }
        let mut there = self.state.clone();
        store.put(&mut there, &self.changes);
        there.left = quorum_kernel::Budget::unpack(self.left);
        match store.space.never_settles(&there, &mut self.fair) {
            Some(property) => Err(property),
            None => Ok(store.space.met(&there)),
        }
    }

    /// Appends the row of the state where the last look led.
    pub fn append(&mut self, store: &mut Store<P>, row: &mut Vec<u32>) {
        let changes: Vec<_> = self.changes.drain(..).map(|changed| store.look_up(changed)).collect();
        store.append(row, &self.row, changes.into_iter(), self.left);
    }
}
