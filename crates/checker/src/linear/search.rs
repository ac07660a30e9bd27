//! The search for points in time.

use std::collections::BTreeMap;

use super::{
    History, Model, Operation,
    memory::{Memory, Set},
};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An order in which one machine could have done all of it: for each part, the operations by their places. Calls
    /// that never returned and need not have happened stand last.
    Linearizable(Vec<(String, Vec<usize>)>),
    /// There is none.
    Not(Misfit),
    /// The search was stopped after as many steps as it was given.
    Unknown,
}

/// Why there is no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The part of the machine, such as a key.
    pub part: String,
    /// The longest order of this part's operations that one machine could have done.
    pub longest: Vec<usize>,
    /// What could come next in time, and does not fit there: each of these was called before the first of them returned.
    pub stuck: Vec<usize>,
}

/// Looks for an order in which one machine could have done all of a history; gives up after `steps_max` operations tried
/// in all parts together.
pub fn check<M: Model>(history: &History<M::Call, M::Return>, steps_max: u64) -> Verdict {
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, operation) in history.operations().iter().enumerate() {
        parts.entry(M::part(&operation.request)).or_default().push(at);
    }
    let mut steps = steps_max;
    let mut orders = Vec::new();
    for (part, members) in parts {
        match Search::<M>::new(history.operations(), members).run(&mut steps) {
            Found::Order(order) => orders.push((part.to_owned(), order)),
            Found::Misfit { longest, stuck } => return Verdict::Not(Misfit { part: part.to_owned(), longest, stuck }),
            Found::Nothing => return Verdict::Unknown,
        }
    }
    Verdict::Linearizable(orders)
}

enum Found {
    Order(Vec<usize>),
    Misfit { longest: Vec<usize>, stuck: Vec<usize> },
    Nothing,
}

/// An event of the list that the search works through: the call of an operation, or its return.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The operation, by its place in this part.
    operation: usize,
    is_call: bool,
    /// Where the return of a call stands.
    pair: usize,
    before: usize,
    after: usize,
}

struct Search<'a, M: Model> {
    operations: &'a [Operation<M::Call, M::Return>],
    /// The operations of this part, by their places in the history.
    members: Vec<usize>,
    /// Calls and returns in the order of time, as a list that entries are taken out of and put back into. Entry 0 is the
    /// list's head, which is none.
    entries: Vec<Entry>,
}

/// No entry: the end of the list.
const END: usize = usize::MAX;

impl<'a, M: Model> Search<'a, M> {
    fn new(operations: &'a [Operation<M::Call, M::Return>], members: Vec<usize>) -> Self {
        // Of a return and a call at one moment, the call comes first: the two then overlap, which forbids less.
        let mut events: Vec<(u64, bool, usize)> = Vec::new();
        for (operation, member) in members.iter().enumerate() {
            let Operation { call, reply, .. } = &operations[*member];
            events.push((*call, false, operation));
            events.push((reply.as_ref().map_or(u64::MAX, |(at, _)| *at), true, operation));
        }
        events.sort_unstable();
        let head = Entry { operation: 0, is_call: false, pair: END, before: END, after: END };
        let mut entries = vec![head];
        let mut calls = vec![END; members.len()];
        for (_, returns, operation) in events {
            let at = entries.len();
            entries[at - 1].after = at;
            entries.push(Entry { operation, is_call: !returns, pair: END, before: at - 1, after: END });
            if returns {
                entries[calls[operation]].pair = at;
            } else {
                calls[operation] = at;
            }
        }
        Self { operations, members, entries }
    }

    fn operation(&self, entry: usize) -> &'a Operation<M::Call, M::Return> {
        &self.operations[self.members[self.entries[entry].operation]]
    }

    fn run(mut self, steps: &mut u64) -> Found {
        let mut state = M::State::default();
        let mut placed: Vec<(usize, M::State)> = Vec::new();
        let mut set = Set::new(self.members.len());
        let mut tried = Memory::default();
        let mut longest: Option<(Vec<usize>, Vec<usize>)> = None;
        let mut at = self.entries[0].after;
        while at != END {
            let entry = self.entries[at];
            if entry.is_call {
                let Some(left) = steps.checked_sub(1) else { return Found::Nothing };
                *steps = left;
                let Operation { request, reply, .. } = self.operation(at);
                let next = M::step(&state, request, reply.as_ref().map(|(_, answer)| answer));
                set.insert(entry.operation);
                match next.filter(|next| tried.insert(&set, next)) {
                    Some(next) => {
                        placed.push((at, core::mem::replace(&mut state, next)));
                        self.lift(at);
                        at = self.entries[0].after;
                    }
                    None => {
                        set.remove(entry.operation);
                        at = entry.after;
                    }
                }
                continue;
            }
            // An operation returns here that has not been placed: what was placed before does not fit.
            if longest.as_ref().is_none_or(|(order, _)| order.len() < placed.len()) {
                longest = Some((self.order(&placed), self.waiting(at)));
            }
            let Some((call, before)) = placed.pop() else {
                let (longest, stuck) = longest.unwrap_or_default();
                return Found::Misfit { longest, stuck };
            };
            state = before;
            set.remove(self.entries[call].operation);
            self.unlift(call);
            at = self.entries[call].after;
        }
        Found::Order(self.order(&placed))
    }

    /// Operations in the order in which they were placed.
    fn order(&self, placed: &[(usize, M::State)]) -> Vec<usize> {
        placed.iter().map(|(call, _)| self.members[self.entries[*call].operation]).collect()
    }

    /// The operations that were called before an entry, and not placed.
    fn waiting(&self, end: usize) -> Vec<usize> {
        let mut waiting = Vec::new();
        let mut at = self.entries[0].after;
        while at != end {
            waiting.push(self.members[self.entries[at].operation]);
            at = self.entries[at].after;
        }
        waiting
    }

    /// Takes a call and its return out of the list.
    fn lift(&mut self, call: usize) {
        for at in [call, self.entries[call].pair] {
            let Entry { before, after, .. } = self.entries[at];
            self.entries[before].after = after;
            if after != END {
                self.entries[after].before = before;
            }
        }
    }

    /// Puts a call and its return back where they were.
    fn unlift(&mut self, call: usize) {
        for at in [self.entries[call].pair, call] {
            let Entry { before, after, .. } = self.entries[at];
            self.entries[before].after = at;
            if after != END {
                self.entries[after].before = at;
            }
        }
    }
}
