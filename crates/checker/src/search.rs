//! Breadth-first search, in slices.
//!
//! A state of the frontier is a row of numbers: one for every node, link and ghost (see [`Parts`]), and two for what is
//! left of the budget. A level is expanded block by block: threads look for new states in parts of a block, and their
//! finds are taken in one after another in the order of the block, so that threads change nothing but the time it takes.

use core::hash::Hash;
use std::sync::Arc;

use quorum_kernel::{
    Action, Budget, Mode, Property, Shared, Spec, Trace,
    parts::{LinkPart, NodePart},
};

use serde::{Deserialize, Serialize};

use crate::{
    Space, State,
    parts::{Parts, digest, share},
    table::Table,
};

/// How many states are expanded before their finds are taken in.
const BLOCK: usize = 128;

/// Where a search stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Limits {
    /// The most actions in a row.
    pub depth: u32,
    /// The most states.
    pub states: u32,
    /// The most bytes for states, as far as the search can count them.
    pub bytes: u64,
}

impl Default for Limits {
    /// As far as numbers go; four gigabytes.
    fn default() -> Self {
        Self { depth: u32::MAX, states: u32::MAX - 1, bytes: 4 << 30 }
    }
}

/// Which limit stopped a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// [`Limits::depth`].
    Depth,
    /// [`Limits::states`].
    States,
    /// [`Limits::bytes`].
    Bytes,
}

/// How a search ended.
#[derive(Debug)]
pub enum Outcome<P: Spec> {
    /// Every state was searched, and every property holds in all of them.
    Complete,
    /// A limit stopped it; what was searched is clean.
    Limit(Limit),
    /// A property breaks.
    Broken(Broken<P>),
}

/// A shortest run that breaks a property.
#[derive(Debug)]
pub struct Broken<P: Spec> {
    /// The property.
    pub property: &'static Property<P>,
    /// The run, from the start of the space.
    pub run: Vec<Action<P>>,
}

/// A search that is under way.
#[derive(Debug)]
pub struct Search<P: Spec> {
    space: Space<P>,
    limits: Limits,
    nodes: Parts<NodePart<P>>,
    links: Parts<LinkPart<P::Message>>,
    ghosts: Parts<P::Ghost>,
    seen: Table,
    /// For every state but the first, in the order found: the state before it, and which of its actions led here.
    trail: Vec<(u32, u16)>,
    /// The level that is expanded, row after row; the number of its first state; and how many rows were expanded.
    frontier: Vec<u32>,
    first: u32,
    expanded: usize,
    next: Vec<u32>,
    depth: u32,
    /// The properties that were seen to hold sometimes, a bit each.
    met: u64,
}

/// A state found while expanding another.
struct Find<P: Spec> {
    /// The row in the frontier, and which of its actions led here.
    from: (usize, u16),
    fingerprint: u64,
    /// What is not as in the other.
    changes: Vec<Changed<P>>,
    left: Budget,
}

/// A part that is another: place in the row, digest, part.
type Changed<P> = (usize, u64, Change<P>);

/// A part that changed.
enum Change<P: Spec> {
    Node(Arc<NodePart<P>>),
    Link(Arc<LinkPart<P::Message>>),
    Ghost(Arc<P::Ghost>),
}

/// What expanding some rows found: new states, until one broke a property.
struct Finds<P: Spec> {
    found: Vec<Find<P>>,
    /// The properties that were seen to hold sometimes, a bit each.
    met: u64,
    broken: Option<((usize, u16), &'static Property<P>)>,
}

impl<P: Spec> Search<P> {
    /// A search that has seen the start of the space.
    ///
    /// # Panics
    /// If a property is broken at the start.
    pub fn new(space: Space<P>, limits: Limits) -> Self {
        let mut search = Self {
            limits,
            nodes: Parts::default(),
            links: Parts::default(),
            ghosts: Parts::default(),
            seen: Table::default(),
            trail: Vec::new(),
            frontier: Vec::new(),
            first: 0,
            expanded: 0,
            next: Vec::new(),
            depth: 0,
            met: 0,
            space,
        };
        let start = search.space.start();
        for (property, ghost) in search.space.checked().zip(&start.ghosts) {
            let always = property.mode == Mode::Always;
            assert!(!always || (property.holds)(ghost, &start.world), "{} is broken at the start", property.id);
        }
        let mut row = Vec::new();
        row.extend(start.world.node_parts().iter().map(|part| search.nodes.number(part, digest(&**part))));
        row.extend(start.world.link_parts().iter().map(|part| search.links.number(part, digest(&**part))));
        row.extend(start.ghosts.iter().map(|part| search.ghosts.number(part.pointer(), digest(&**part))));
        row.extend(start.left.pack());
        search.met = search.space.met(search.space.start());
        search.seen.insert(search.fingerprint(&row));
        search.frontier = row;
        search
    }

    /// How many states were found.
    pub fn states(&self) -> u32 {
        u32::try_from(self.trail.len() + 1).expect("limited")
    }

    /// How many actions lead to the level that is expanded.
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// How many states wait to be expanded.
    pub fn waiting(&self) -> usize {
        (self.frontier.len() + self.next.len()) / self.width() - self.expanded
    }

    /// The properties that must hold sometimes, and whether they did in what was searched.
    pub fn sometimes(&self) -> impl Iterator<Item = (&'static Property<P>, bool)> + '_ {
        let met = |(at, property): (usize, &'static Property<P>)| (property, self.met >> at & 1 == 1);
        self.space.checked().enumerate().map(met).filter(|(property, _)| property.mode == Mode::Sometimes)
    }

    /// How many bytes are taken for states: the set of fingerprints, the ways back, and the frontier.
    pub fn bytes(&self) -> usize {
        let rows = (self.frontier.capacity() + self.next.capacity()) * size_of::<u32>();
        self.seen.bytes() + self.trail.capacity() * size_of::<(u32, u16)>() + rows
    }

    /// How many numbers a row has.
    fn width(&self) -> usize {
        let start = self.space.start();
        start.world.node_parts().len() + start.world.link_parts().len() + start.ghosts.len() + 2
    }

    /// Goes on until so many states more have been expanded, or to the end. `None`: there is more to do.
    pub fn advance(&mut self, states: usize, threads: usize) -> Option<Outcome<P>> {
        let mut left = states;
        while left > 0 {
            let rows = self.frontier.len() / self.width();
            if self.expanded == rows {
                if self.next.is_empty() {
                    return Some(Outcome::Complete);
                }
                if self.depth == self.limits.depth {
                    return Some(Outcome::Limit(Limit::Depth));
                }
                self.deepen();
                continue;
            }
            let block = self.expanded..rows.min(self.expanded + BLOCK.min(left));
            left -= block.len();
            self.expanded = block.end;
            let finds = self.expand(block, threads);
            if let Some(outcome) = self.take_in(finds) {
                return Some(outcome);
            }
        }
        None
    }

    /// The next level becomes the one that is expanded.
    fn deepen(&mut self) {
        self.first += u32::try_from(self.frontier.len() / self.width()).expect("limited");
        self.frontier = core::mem::take(&mut self.next);
        self.expanded = 0;
        self.depth += 1;
    }

    fn row(&self, at: usize) -> &[u32] {
        let width = self.width();
        &self.frontier[at * width..(at + 1) * width]
    }

    fn fingerprint(&self, row: &[u32]) -> u64 {
        let start = self.space.start();
        let (nodes, rest) = row.split_at(start.world.node_parts().len());
        let (links, rest) = rest.split_at(start.world.link_parts().len());
        let (ghosts, left) = rest.split_at(start.ghosts.len());
        let nodes = nodes.iter().map(|number| self.nodes.get(*number).1);
        let links = links.iter().map(|number| self.links.get(*number).1);
        let ghosts = ghosts.iter().map(|number| self.ghosts.get(*number).1);
        let left = left.iter().map(|number| u64::from(*number));
        let digests = nodes.chain(links).chain(ghosts).chain(left);
        digests.enumerate().fold(0, |sum, (place, digest)| sum.wrapping_add(share(digest, place)))
    }

    fn state(&self, row: &[u32]) -> State<P> {
        let start = self.space.start();
        let (nodes, rest) = row.split_at(start.world.node_parts().len());
        let (links, rest) = rest.split_at(start.world.link_parts().len());
        let (ghosts, left) = rest.split_at(start.ghosts.len());
        let nodes = nodes.iter().map(|number| self.nodes.get(*number).0.clone());
        let links = links.iter().map(|number| self.links.get(*number).0.clone());
        State {
            world: start.world.with_parts(nodes, links),
            ghosts: ghosts.iter().map(|number| self.ghosts.get(*number).0.clone().into()).collect(),
            left: Budget::unpack([left[0], left[1]]),
        }
    }

    /// Looks for new states behind each row of a block, in parts of it at once.
    fn expand(&self, block: core::ops::Range<usize>, threads: usize) -> Vec<Finds<P>> {
        let part = block.len().div_ceil(threads.max(1)).max(1);
        let parts: Vec<_> = block.clone().step_by(part).map(|at| at..block.end.min(at + part)).collect();
        let [_, _, ..] = parts[..] else { return vec![self.look(block)] };
        std::thread::scope(|scope| {
            let looking: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| self.look(part))).collect();
            let finds = looking.into_iter().map(|looking| looking.join());
            finds.map(|finds| finds.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    }

    fn look(&self, rows: core::ops::Range<usize>) -> Finds<P> {
        let mut finds = Finds { found: Vec::new(), met: 0, broken: None };
        let (mut trace, mut digests) = (Trace::default(), Vec::new());
        for at in rows {
            let row = self.row(at);
            let (state, sum) = (self.state(row), self.fingerprint(row));
            let mut next = state.clone();
            for (ordinal, action) in (0..).zip(self.space.actions(&state)) {
                if let Some(property) = self.space.take(&mut next, &action, &mut trace) {
                    finds.broken = Some(((at, ordinal), property));
                    return finds;
                }
                let fingerprint = self.compare(&next, &state, row, sum, &mut digests);
                let new = !self.seen.contains(fingerprint);
                if new {
                    finds.met |= self.space.met(&next);
                    if let Some(property) = self.space.never_settles(&next) {
                        finds.broken = Some(((at, ordinal), property));
                        return finds;
                    }
                }
                let changes = put_back(&mut next, &state, new.then_some(&digests[..]));
                if new {
                    finds.found.push(Find { from: (at, ordinal), fingerprint, changes, left: next.left });
                }
                next.left = state.left;
            }
        }
        finds
    }

    /// The fingerprint of a state that has not much that is not as in the one before it; `digests` then holds the digest
    /// of each part that is another, by its place.
    fn compare(
        &self,
        next: &State<P>,
        before: &State<P>,
        row: &[u32],
        sum: u64,
        digests: &mut Vec<(usize, u64)>,
    ) -> u64 {
        digests.clear();
        let pairs = next.world.node_parts().iter().zip(before.world.node_parts());
        let nodes = pairs.zip(row).map(|((new, old), number)| changed(new, old, || self.nodes.get(*number).1));
        let row = &row[before.world.node_parts().len()..];
        let pairs = next.world.link_parts().iter().zip(before.world.link_parts());
        let links = pairs.zip(row).map(|((new, old), number)| changed(new, old, || self.links.get(*number).1));
        let row = &row[before.world.link_parts().len()..];
        let pairs = next.ghosts.iter().map(Shared::pointer).zip(before.ghosts.iter().map(Shared::pointer));
        let ghosts = pairs.zip(row).map(|((new, old), number)| changed(new, old, || self.ghosts.get(*number).1));
        let left = before.left.pack().into_iter().zip(next.left.pack());
        let left = left.map(|(old, new)| (old != new).then_some((u64::from(old), u64::from(new))));
        let mut fingerprint = sum;
        for (place, change) in nodes.chain(links).chain(ghosts).chain(left).enumerate() {
            if let Some((old, new)) = change {
                fingerprint = fingerprint.wrapping_sub(share(old, place)).wrapping_add(share(new, place));
                digests.push((place, new));
            }
        }
        fingerprint
    }

    /// Takes in what was found, in the order in which it was looked for.
    fn take_in(&mut self, finds: Vec<Finds<P>>) -> Option<Outcome<P>> {
        for finds in finds {
            self.met |= finds.met;
            for find in finds.found {
                if !self.seen.insert(find.fingerprint) {
                    continue;
                }
                if self.states() >= self.limits.states {
                    return Some(Outcome::Limit(Limit::States));
                }
                let (at, ordinal) = find.from;
                let begin = self.next.len();
                self.next.extend_from_slice(&self.frontier[at * self.width()..(at + 1) * self.width()]);
                let row = &mut self.next[begin..];
                for (place, digest, change) in &find.changes {
                    row[*place] = match change {
                        Change::Node(part) => self.nodes.number(part, *digest),
                        Change::Link(part) => self.links.number(part, *digest),
                        Change::Ghost(part) => self.ghosts.number(part, *digest),
                    };
                }
                let [low, high] = find.left.pack();
                let end = row.len();
                (row[end - 2], row[end - 1]) = (low, high);
                let from = self.first + u32::try_from(at).expect("limited");
                self.trail.push((from, ordinal));
            }
            if let Some(((at, ordinal), property)) = finds.broken {
                let from = self.first + u32::try_from(at).expect("limited");
                return Some(Outcome::Broken(Broken { property, run: self.run_to(from, ordinal) }));
            }
            if self.bytes() as u64 > self.limits.bytes {
                return Some(Outcome::Limit(Limit::Bytes));
            }
        }
        None
    }

    /// The run to a state, and one action more: the way back, walked forth.
    fn run_to(&self, from: u32, last: u16) -> Vec<Action<P>> {
        let mut ordinals = vec![last];
        let mut at = from;
        while let Some(before) = at.checked_sub(1) {
            let (from, ordinal) = self.trail[before as usize];
            ordinals.push(ordinal);
            at = from;
        }
        let mut state = self.space.start().clone();
        let mut trace = Trace::default();
        let step = |ordinal: u16| {
            let action = self.space.actions(&state).swap_remove(ordinal.into());
            self.space.take(&mut state, &action, &mut trace);
            action
        };
        ordinals.into_iter().rev().map(step).collect()
    }
}

/// The digests of a part before and now, if it is another.
fn changed<T: Hash>(new: &Arc<T>, old: &Arc<T>, before: impl FnOnce() -> u64) -> Option<(u64, u64)> {
    if Arc::ptr_eq(new, old) {
        return None;
    }
    let (before, now) = (before(), digest(&**new));
    (before != now).then_some((before, now))
}

/// Puts a state's parts back to those of the one before it. With `digests`, gives those that are another.
fn put_back<P: Spec>(next: &mut State<P>, before: &State<P>, digests: Option<&[(usize, u64)]>) -> Vec<Changed<P>> {
    let mut wanted = digests.unwrap_or_default().iter().copied().peekable();
    let mut changes = Vec::with_capacity(digests.map_or(0, <[_]>::len));
    let mut place = 0;
    let mut keep = |place: usize, change: &mut dyn FnMut() -> Change<P>| {
        if let Some((place, digest)) = wanted.next_if(|(wanted, _)| *wanted == place) {
            changes.push((place, digest, change()));
        }
    };
    let (nodes, links) = next.world.parts_mut();
    for (part, old) in nodes.iter_mut().zip(before.world.node_parts()) {
        if !Arc::ptr_eq(part, old) {
            keep(place, &mut || Change::Node(part.clone()));
            part.clone_from(old);
        }
        place += 1;
    }
    for (part, old) in links.iter_mut().zip(before.world.link_parts()) {
        if !Arc::ptr_eq(part, old) {
            keep(place, &mut || Change::Link(part.clone()));
            part.clone_from(old);
        }
        place += 1;
    }
    for (part, old) in next.ghosts.iter_mut().zip(&before.ghosts) {
        if !Arc::ptr_eq(part.pointer(), old.pointer()) {
            keep(place, &mut || Change::Ghost(part.pointer().clone()));
            part.clone_from(old);
        }
        place += 1;
    }
    changes
}
