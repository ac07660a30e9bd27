//! States as rows of numbers, and how they are told apart.
//!
//! A row has a number for every node, link and ghost (see [`Parts`]), and two for what is left of the budget. The
//! fingerprint of a state is a sum over the places of its row. Where members are alike there is such a sum for every way
//! to rename them, and the least of them is the fingerprint: states that differ in names alone have the same. The digests
//! of a renamed part are worked out once, when the part is new, so that all this costs additions only.

use std::sync::Arc;

use quorum_kernel::{
    Action, Channel, NodeId, Renaming, Shared, Spec, Symmetry, Trace,
    parts::{LinkPart, NodePart},
};

use crate::{
    Space, State,
    parts::{Parts, digest, share},
};

/// A part of a state.
#[derive(Debug)]
pub enum Part<P: Spec> {
    Node(Arc<NodePart<P>>),
    Link(Arc<LinkPart<P::Message>>),
    Ghost(Arc<P::Ghost>),
}

/// A part that is not as in the state before.
#[derive(Debug)]
pub struct Changed<P: Spec> {
    /// Its place in the row.
    pub place: usize,
    pub part: Part<P>,
    /// Its digest as it is.
    pub digest: u64,
    /// Its number, if it has one.
    pub number: Option<u32>,
    /// Its digests renamed, if it has no number and members may change places.
    pub renamed: Vec<u64>,
}

/// One way to rename members.
#[derive(Debug)]
struct View {
    renaming: Renaming,
    /// Where each place of a row goes.
    places: Vec<usize>,
}

/// The parts of all states that were found in a space.
#[derive(Debug)]
pub struct Store<P: Spec> {
    pub space: Space<P>,
    symmetry: Option<Symmetry<P>>,
    /// The first changes nothing.
    views: Vec<View>,
    nodes: Parts<NodePart<P>>,
    links: Parts<LinkPart<P::Message>>,
    ghosts: Parts<P::Ghost>,
    /// For each link whether it keeps order.
    ordered: Vec<bool>,
    /// The row of the start.
    pub first: Vec<u32>,
}

impl<P: Spec> Store<P> {
    /// The store of a space, with the parts of its start.
    pub fn new(space: Space<P>) -> Self {
        let (symmetry, renamings) = space.symmetry();
        let world = &space.start().world;
        let members: Vec<NodeId> = world.members().iter().collect();
        let ends = || members.iter().flat_map(|from| members.iter().map(move |to| (*from, *to)));
        let ordered: Vec<bool> =
            ends().map(|(from, to)| from != to && world.channel(from, to) == Channel::Fifo).collect();
        let at = |id: NodeId| world.members().index(id).expect("a member keeps being one");
        let count = members.len();
        let view = |renaming: Renaming| {
            let nodes = members.iter().map(|id| at(renaming.of(*id)));
            let links = ends().map(|(from, to)| count + at(renaming.of(from)) * count + at(renaming.of(to)));
            let rest = count + count * count;
            let places = nodes.chain(links).chain(rest..rest + space.start().ghosts.len() + 2).collect();
            View { renaming, places }
        };
        let views: Vec<View> = renamings.into_iter().map(view).collect();
        let parts = views.len();
        let mut store = Self {
            symmetry,
            views,
            nodes: Parts::new(parts),
            links: Parts::new(parts),
            ghosts: Parts::new(parts),
            ordered,
            first: Vec::new(),
            space,
        };
        store.first = store.first_row();
        store
    }

    fn first_row(&mut self) -> Vec<u32> {
        let start = self.space.start().clone();
        let nodes = start.world.node_parts().iter().cloned().map(Part::Node);
        let links = start.world.link_parts().iter().cloned().map(Part::Link);
        let ghosts = start.ghosts.iter().map(|ghost| Part::Ghost(ghost.pointer().clone()));
        let parts: Vec<Part<P>> = nodes.chain(links).chain(ghosts).collect();
        let mut row: Vec<u32> = Vec::with_capacity(self.width());
        for (place, part) in parts.into_iter().enumerate() {
            let changed = self.known(place, part);
            row.push(self.number(&changed));
        }
        row.extend(start.left.pack());
        row
    }

    /// How many numbers a row has.
    pub fn width(&self) -> usize {
        self.views[0].places.len()
    }

    /// Where links begin, where ghosts begin, and where they end.
    fn bounds(&self) -> [usize; 3] {
        let start = self.space.start();
        let links = start.world.node_parts().len();
        let ghosts = links + self.ordered.len();
        [links, ghosts, ghosts + start.ghosts.len()]
    }

    fn digests(&self, place: usize, number: u32) -> &[u64] {
        let [links, ghosts, _] = self.bounds();
        if place < links {
            self.nodes.digests(number)
        } else if place < ghosts {
            self.links.digests(number)
        } else {
            self.ghosts.digests(number)
        }
    }

    /// The sums of a row, one for each way to rename members.
    pub fn sums(&self, row: &[u32], sums: &mut Vec<u64>) {
        let [.., end] = self.bounds();
        sums.clear();
        sums.resize(self.views.len(), 0);
        for (place, number) in row[..end].iter().enumerate() {
            for ((sum, view), digest) in sums.iter_mut().zip(&self.views).zip(self.digests(place, *number)) {
                *sum = sum.wrapping_add(share(*digest, view.places[place]));
            }
        }
        for (place, left) in row.iter().enumerate().skip(end) {
            let share = share(u64::from(*left), place);
            sums.iter_mut().for_each(|sum| *sum = sum.wrapping_add(share));
        }
    }

    /// The fingerprint of a state that differs from that of a row in these parts and in what is left.
    pub fn fingerprint(&self, row: &[u32], sums: &[u64], changes: &[Changed<P>], left: [u32; 2]) -> u64 {
        let [.., end] = self.bounds();
        // What is left goes by no name: it adds the same to every sum.
        let spent =
            (end..).zip(row[end..].iter().zip(left)).fold(0_u64, |sum, (place, (old, new))| match *old == new {
                true => sum,
                false => sum.wrapping_sub(share(u64::from(*old), place)).wrapping_add(share(u64::from(new), place)),
            });
        let moved = |at: usize| {
            let view = &self.views[at];
            changes.iter().fold(sums[at].wrapping_add(spent), |sum, changed| {
                let place = view.places[changed.place];
                let new = self.digest_in(changed, at);
                let old = self.digests(changed.place, row[changed.place])[at];
                sum.wrapping_sub(share(old, place)).wrapping_add(share(new, place))
            })
        };
        (0..self.views.len()).map(moved).min().expect("there is a view that changes nothing")
    }

    fn digest_in(&self, changed: &Changed<P>, view: usize) -> u64 {
        match (view, changed.number) {
            (0, _) => changed.digest,
            (_, Some(number)) => self.digests(changed.place, number)[view],
            (_, None) => changed.renamed[view - 1],
        }
    }

    /// A part as it is, with its digest. If the digest is that of the part before, it is no other part.
    pub fn changed(&self, place: usize, part: Part<P>, before: u32) -> Option<Changed<P>> {
        let digest = self.digest(place, &part);
        if digest == self.digests(place, before)[0] {
            return None;
        }
        let changed = Changed { place, part, digest, number: None, renamed: Vec::new() };
        Some(if self.views.len() > 1 { self.look_up(changed) } else { changed })
    }

    /// A part with its number or all its digests.
    fn known(&self, place: usize, part: Part<P>) -> Changed<P> {
        let digest = self.digest(place, &part);
        self.look_up(Changed { place, part, digest, number: None, renamed: Vec::new() })
    }

    /// Finds the number of a part, or works out its digests.
    pub fn look_up(&self, mut changed: Changed<P>) -> Changed<P> {
        if changed.number.is_some() || !changed.renamed.is_empty() {
            return changed;
        }
        changed.number = match &changed.part {
            Part::Node(part) => self.nodes.find(part, changed.digest),
            Part::Link(part) => self.links.find(part, changed.digest),
            Part::Ghost(part) => self.ghosts.find(part, changed.digest),
        };
        if let (None, Some(symmetry)) = (changed.number, &self.symmetry) {
            let renamed = |view: &View| self.digest(changed.place, &self.renamed(&changed, symmetry, &view.renaming));
            changed.renamed = self.views[1..].iter().map(renamed).collect();
        }
        changed
    }

    fn renamed(&self, changed: &Changed<P>, symmetry: &Symmetry<P>, renaming: &Renaming) -> Part<P> {
        match &changed.part {
            Part::Node(part) => Part::Node(Arc::new(part.renamed(symmetry, renaming))),
            Part::Link(part) => {
                let ordered = self.is_ordered(changed.place);
                Part::Link(Arc::new(part.renamed(ordered, symmetry, renaming)))
            }
            Part::Ghost(part) => Part::Ghost(Arc::new((symmetry.ghost)(part, renaming))),
        }
    }

    fn is_ordered(&self, place: usize) -> bool {
        self.ordered[place - self.bounds()[0]]
    }

    fn digest(&self, place: usize, part: &Part<P>) -> u64 {
        match part {
            Part::Node(part) => digest(&**part),
            // What is on a link that keeps order looks otherwise once it is renamed than the same without order.
            Part::Link(part) => digest(&(self.is_ordered(place), &**part)),
            Part::Ghost(part) => digest(&**part),
        }
    }

    /// The number of a part, which it gets if it has none.
    fn number(&mut self, changed: &Changed<P>) -> u32 {
        let digests = || [&[changed.digest], &changed.renamed[..]].concat();
        match (changed.number, &changed.part) {
            (Some(number), _) => number,
            (None, Part::Node(part)) => self.nodes.number(part, &digests()),
            (None, Part::Link(part)) => self.links.number(part, &digests()),
            (None, Part::Ghost(part)) => self.ghosts.number(part, &digests()),
        }
    }

    /// Appends the row of a state that differs from that of another in some parts and in what is left.
    pub fn append(
        &mut self,
        rows: &mut Vec<u32>,
        before: &[u32],
        changes: impl Iterator<Item = Changed<P>>,
        left: [u32; 2],
    ) {
        let begin = rows.len();
        rows.extend_from_slice(before);
        let row = &mut rows[begin..];
        changes.for_each(|changed| row[changed.place] = self.number(&changed));
        let end = row.len();
        row[end - 2..].copy_from_slice(&left);
    }

    /// Puts a state where a row says, from where another row said.
    pub fn load(&self, state: &mut State<P>, row: &[u32], was: &[u32]) {
        let [links, ghosts, end] = self.bounds();
        let (nodes, between) = state.world.parts_mut();
        for place in (0..end).filter(|place| row[*place] != was[*place]) {
            let number = row[place];
            if place < links {
                nodes[place].clone_from(self.nodes.get(number));
            } else if place < ghosts {
                between[place - links].clone_from(self.links.get(number));
            } else {
                state.ghosts[place - ghosts] = Shared::from(self.ghosts.get(number).clone());
            }
        }
        state.left = quorum_kernel::Budget::unpack([row[end], row[end + 1]]);
    }

    /// Puts `next` back to `before`, whose row this is, and gives what was not as there.
    pub fn put_back(&self, next: &mut State<P>, before: &State<P>, row: &[u32], changes: &mut Vec<Changed<P>>) {
        let [at_links, at_ghosts, _] = self.bounds();
        let (nodes, links) = next.world.parts_mut();
        for (place, (part, old)) in nodes.iter_mut().zip(before.world.node_parts()).enumerate() {
            if !Arc::ptr_eq(part, old) {
                let part = Part::Node(core::mem::replace(part, old.clone()));
                changes.extend(self.changed(place, part, row[place]));
            }
        }
        for (place, (part, old)) in (at_links..).zip(links.iter_mut().zip(before.world.link_parts())) {
            if !Arc::ptr_eq(part, old) {
                let part = Part::Link(core::mem::replace(part, old.clone()));
                changes.extend(self.changed(place, part, row[place]));
            }
        }
        for (place, (part, old)) in (at_ghosts..).zip(next.ghosts.iter_mut().zip(&before.ghosts)) {
            if !Arc::ptr_eq(part.pointer(), old.pointer()) {
                let part = Part::Ghost(core::mem::replace(part, old.clone()).pointer().clone());
                changes.extend(self.changed(place, part, row[place]));
            }
        }
        next.left = before.left;
    }

    /// Puts a state where changes lead from it.
    pub fn put(&self, state: &mut State<P>, changes: &[Changed<P>]) {
        let [at_links, at_ghosts, _] = self.bounds();
        let (nodes, links) = state.world.parts_mut();
        for Changed { place, part, .. } in changes {
            match part {
                Part::Node(part) => nodes[*place] = part.clone(),
                Part::Link(part) => links[*place - at_links] = part.clone(),
                Part::Ghost(part) => state.ghosts[*place - at_ghosts] = Shared::from(part.clone()),
            }
        }
    }

    /// The run that takes these of the actions of each state, from the start on.
    pub fn run(&self, ordinals: impl IntoIterator<Item = u16>) -> Vec<Action<P>> {
        let (mut state, mut trace) = (self.space.start().clone(), Trace::default());
        let step = |ordinal: u16| {
            let action = self.space.actions(&state).swap_remove(ordinal.into());
            self.space.take(&mut state, &action, &mut trace);
            action
        };
        ordinals.into_iter().map(step).collect()
    }
}
