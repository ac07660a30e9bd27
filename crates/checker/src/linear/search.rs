//! The search for points in time.

use std::collections::BTreeMap;

use super::{
    History, Model, Operation,
    memory::{Memory, Set},
};

/// The most bytes that the memory of one search may take.
const BYTES_MAX: usize = 1 << 30;

/// What was found of one part of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part of the machine, such as a key.
    pub name: String,
    /// What was found of it.
    pub found: Found,
}

/// What was found of the operations on one part of the machine. Operations are called by their places in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An order in which one machine could have done them. Of those that never returned, only such are in it as something
    /// in it needs.
    Order(Vec<usize>),
    /// There is none.
    Misfit(Misfit),
    /// The search was stopped after as many steps as it was given, or when its memory was full.
    Undecided,
}

impl Found {
    /// Calls operations by other numbers: what was `n` becomes `places[n]`.
    pub(super) fn renumber(&mut self, places: &[usize]) {
        let rename = |order: &mut Vec<usize>| order.iter_mut().for_each(|at| *at = places[*at]);
        match self {
            Found::Order(order) => rename(order),
            Found::Misfit(Misfit { breaks, longest, stuck }) => {
                *breaks = places[*breaks];
                rename(longest);
                rename(stuck);
            }
            Found::Undecided => {}
        }
    }
}

/// Why there is no order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The operation whose return broke it: until then, of what had returned and what was under way, there was an order.
    pub breaks: usize,
    /// The longest order of this part's operations that one machine could have done.
    pub longest: Vec<usize>,
    /// What could come next in time, and does not fit there: each of these was called before the first of them returned.
    pub stuck: Vec<usize>,
}

/// What was found of all parts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// One machine could have done all of it.
    Linearizable,
    /// Of some part there is no order.
    Not,
    /// Of some part it is not known, and of the others there is an order.
    Undecided,
}

/// What was found: a part that has an order has one whatever the others are (Herlihy and Wing, theorem 1).
pub fn verdict(parts: &[Part]) -> Verdict {
    let any = |is: fn(&Found) -> bool| parts.iter().any(|part| is(&part.found));
    if any(|found| matches!(found, Found::Misfit(_))) {
        Verdict::Not
    } else if any(|found| matches!(found, Found::Undecided)) {
        Verdict::Undecided
    } else {
        Verdict::Linearizable
    }
}

/// Looks for an order in which one machine could have done all of a history, part by part, by name; gives up on a part
/// after `steps_max` operations tried.
pub fn check<M: Model>(history: &History<M::Call, M::Answer>, steps_max: u64) -> Vec<Part> {
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, operation) in history.operations().iter().enumerate() {
        parts.entry(M::part(&operation.request)).or_default().push(at);
    }
    let part = |(name, members): (&str, Vec<usize>)| Part {
        name: name.to_owned(),
        found: examine::<M>(history.operations(), &members, steps_max),
    };
    parts.into_iter().map(part).collect()
}

/// Looks for an order of one part's operations.
fn examine<M: Model>(operations: &[Operation<M::Call, M::Answer>], members: &[usize], steps_max: u64) -> Found {
    let until = |moment| Search::<M>::new(operations, members, moment, steps_max).run();
    let found = until(u64::MAX);
    let Found::Misfit(misfit) = found else { return found };
    // The search knew all answers. As the history stood when that operation returned, what was under way might still have
    // been answered so that there is an order; and of a history that has none, no longer one has.
    let returned = |member: &usize| Some((operations[*member].reply.as_ref()?.0, *member));
    let mut later: Vec<(u64, usize)> = members.iter().filter_map(returned).collect();
    later.sort_unstable();
    let first = later.partition_point(|later| Some(*later) < returned(&misfit.breaks));
    let broke = later[first..].partition_point(|(moment, _)| !matches!(until(*moment), Found::Misfit(_)));
    let breaks = later.get(first + broke).map_or(misfit.breaks, |(_, member)| *member);
    Found::Misfit(Misfit { breaks, ..misfit })
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

/// A call that has been placed.
struct Placed {
    call: usize,
    /// The state before it.
    state: u32,
}

/// Where a search could not go on.
struct DeadEnd {
    /// The return that stood in the way.
    at: usize,
    order: Vec<usize>,
    stuck: Vec<usize>,
}

struct Search<M: Model> {
    model: M,
    /// The operations of this part, by their places in the history.
    members: Vec<usize>,
    steps: Vec<M::Step>,
    /// Which of them change nothing wherever they fit.
    quiet: Vec<bool>,
    /// How many more steps may be tried.
    left: u64,
    /// How many operations that returned are not placed.
    to_place: usize,
    /// Calls and returns in the order of time, as a list that entries are taken out of and put back into. Entry 0 is the
    /// list's head, which is none. Operations that never returned have no return in it.
    entries: Vec<Entry>,
    state: u32,
    placed: Vec<Placed>,
    set: Set,
    tried: Memory,
    /// The last return that stood in the way.
    breaks: usize,
    longest: Option<DeadEnd>,
}

/// No entry: the end of the list.
const END: usize = usize::MAX;

impl<M: Model> Search<M> {
    /// A search among the operations of a part, as they stood at a moment.
    fn new(operations: &[Operation<M::Call, M::Answer>], members: &[usize], moment: u64, left: u64) -> Self {
        let members: Vec<usize> = members.iter().copied().filter(|member| operations[*member].call <= moment).collect();
        let mut model = M::default();
        let mut steps = Vec::with_capacity(members.len());
        // Of a return and a call at one moment, the call comes first: the two then overlap, which forbids less.
        let mut events: Vec<(u64, bool, usize)> = Vec::new();
        for (operation, member) in members.iter().enumerate() {
            let Operation { call, request, reply, .. } = &operations[*member];
            let reply = reply.as_ref().filter(|(returned, _)| *returned <= moment);
            steps.push(model.read(request, reply.map(|(_, answer)| answer)));
            events.push((*call, false, operation));
            events.extend(reply.map(|(returned, _)| (*returned, true, operation)));
        }
        events.sort_unstable();
        let set = Set::new(members.len());
        Self {
            model,
            quiet: steps.iter().map(M::is_quiet).collect(),
            steps,
            left,
            to_place: events.len() - members.len(),
            entries: list(&events, members.len()),
            members,
            state: 0,
            placed: Vec::new(),
            tried: Memory::new(&set),
            set,
            breaks: 0,
            longest: None,
        }
    }

    fn run(mut self) -> Found {
        self.settle();
        let mut at = self.first();
        while self.to_place > 0 {
            if self.left == 0 || self.tried.bytes() > BYTES_MAX {
                return Found::Undecided;
            }
            let entry = self.entries[at];
            if !entry.is_call {
                self.dead_end(at);
                match self.back() {
                    Some(next) => at = next,
                    None => return self.misfit(),
                }
                continue;
            }
            at = if self.advance(at) { self.first() } else { entry.after };
        }
        Found::Order(self.order())
    }

    /// Places a call that changes something, and what follows from that, if it fits and leads to what is new.
    fn advance(&mut self, call: usize) -> bool {
        let operation = self.entries[call].operation;
        if self.quiet[operation] {
            // If it fitted, it would have been placed already.
            return false;
        }
        self.left -= 1;
        let Some(next) = self.model.step(self.state, &self.steps[operation]) else { return false };
        self.place(call, next);
        if !self.tried.insert(&self.set, next) {
            self.unplace();
            return false;
        }
        self.settle();
        true
    }

    /// Places what fits here and is quiet. Whatever follows, such an operation can as well come here: so it need not be
    /// tried later, and nothing in its place.
    fn settle(&mut self) {
        let mut at = self.first();
        while at != END && self.entries[at].is_call && self.to_place > 0 && self.left > 0 {
            let Entry { operation, before, after, .. } = self.entries[at];
            let fits = self.quiet[operation] && self.model.step(self.state, &self.steps[operation]).is_some();
            self.left -= u64::from(self.quiet[operation]);
            at = if fits {
                self.place(at, self.state);
                // Its return is gone from the list too, and may have been what came next.
                self.entries[before].after
            } else {
                after
            };
        }
    }

    fn first(&self) -> usize {
        self.entries[0].after
    }

    fn place(&mut self, call: usize, next: u32) {
        let Entry { operation, pair, .. } = self.entries[call];
        self.placed.push(Placed { call, state: core::mem::replace(&mut self.state, next) });
        self.set.insert(operation);
        self.to_place -= usize::from(pair != END);
        self.lift(call);
    }

    /// Takes back what was placed last, if anything was, and says which call that was.
    fn unplace(&mut self) -> Option<usize> {
        let Placed { call, state } = self.placed.pop()?;
        let Entry { operation, pair, .. } = self.entries[call];
        self.state = state;
        self.set.remove(operation);
        self.to_place += usize::from(pair != END);
        self.unlift(call);
        Some(call)
    }

    /// Takes back the last change with all that was placed since, and says what to try in its place.
    fn back(&mut self) -> Option<usize> {
        loop {
            let call = self.unplace()?;
            if !self.quiet[self.entries[call].operation] {
                return Some(self.entries[call].after);
            }
        }
    }

    /// An operation returns at `at` that has not been placed: what was placed before does not fit.
    fn dead_end(&mut self, at: usize) {
        self.breaks = self.breaks.max(at);
        if self.longest.as_ref().is_none_or(|longest| (longest.order.len(), longest.at) < (self.placed.len(), at)) {
            self.longest = Some(DeadEnd { at, order: self.order(), stuck: self.waiting(at) });
        }
    }

    fn misfit(self) -> Found {
        let DeadEnd { order, stuck, .. } = self.longest.expect("a search goes back from a dead end only");
        Found::Misfit(Misfit { breaks: self.members[self.entries[self.breaks].operation], longest: order, stuck })
    }

    /// Operations in the order in which they were placed.
    fn order(&self) -> Vec<usize> {
        self.placed.iter().map(|placed| self.members[self.entries[placed.call].operation]).collect()
    }

    /// The operations that were called before an entry, and not placed.
    fn waiting(&self, end: usize) -> Vec<usize> {
        let after = |at: &usize| Some(self.entries[*at].after);
        let waiting = core::iter::successors(Some(self.first()), after).take_while(|at| *at != end);
        waiting.map(|at| self.members[self.entries[at].operation]).collect()
    }

    /// Takes a call and its return out of the list.
    fn lift(&mut self, call: usize) {
        for at in [call, self.entries[call].pair] {
            if at == END {
                continue;
            }
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
            if at == END {
                continue;
            }
            let Entry { before, after, .. } = self.entries[at];
            self.entries[before].after = at;
            if after != END {
                self.entries[after].before = at;
            }
        }
    }
}

/// Calls and returns in the order of time as a list, behind its head.
fn list(events: &[(u64, bool, usize)], operations: usize) -> Vec<Entry> {
    let mut entries = vec![Entry { operation: 0, is_call: false, pair: END, before: END, after: END }];
    let mut calls = vec![END; operations];
    for (_, returns, operation) in events {
        let at = entries.len();
        entries[at - 1].after = at;
        entries.push(Entry { operation: *operation, is_call: !returns, pair: END, before: at - 1, after: END });
        if *returns {
            entries[calls[*operation]].pair = at;
        } else {
            calls[*operation] = at;
        }
    }
    entries
}
