//! What is due, and when.

use quorum_kernel::Exhibit;

use crate::{Micros, run::Due};

/// Everything that is due, in order: by time, and of what is due at one instant the least first.
///
/// A vector and not a tree: a few dozen things are due at a time, nearly every event changes two of them, and every
/// keyframe copies all. The soonest stands last, where most of what changes is.
#[derive(Clone, Debug)]
pub(crate) struct Agenda<P: Exhibit> {
    latest_first: Vec<(Micros, Due<P>)>,
}

impl<P: Exhibit> Agenda<P> {
    pub fn new() -> Self {
        Self { latest_first: Vec::new() }
    }

    /// Where an item stands, or would stand.
    fn place(&self, at: Micros, due: &Due<P>) -> Result<usize, usize> {
        self.latest_first.binary_search_by(|(other_at, other)| at.cmp(other_at).then_with(|| due.cmp(other)))
    }

    /// Adds something. What is on the agenda already stays there once.
    pub fn insert(&mut self, at: Micros, due: Due<P>) {
        if let Err(place) = self.place(at, &due) {
            self.latest_first.insert(place, (at, due));
        }
    }

    /// Strikes something off, if it is there.
    pub fn remove(&mut self, at: Micros, due: &Due<P>) {
        if let Ok(place) = self.place(at, due) {
            self.latest_first.remove(place);
        }
    }

    /// Strikes off everything of a kind.
    pub fn remove_all(&mut self, unwanted: impl Fn(&Due<P>) -> bool) {
        self.latest_first.retain(|(_, due)| !unwanted(due));
    }

    /// Everything, soonest first.
    pub fn iter(&self) -> impl Iterator<Item = (Micros, &Due<P>)> {
        self.latest_first.iter().rev().map(|(at, due)| (*at, due))
    }
}
