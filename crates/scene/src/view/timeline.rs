//! The branching history as lines with marks.

use quorum_kernel::Exhibit;
use quorum_sim::{Branch, Event, History};

use crate::{BranchView, Era, MarkView, Timeline};

use super::by_hand;

/// The most marks on one branch; where there are more events, only every so-manieth has one.
const MARKS_MAX: usize = 400;

/// The marks of each branch, kept from scene to scene: a branch only grows.
#[derive(Debug, Default)]
pub struct Marks(Vec<BranchMarks>);

#[derive(Debug)]
struct BranchMarks {
    marks: Vec<MarkView>,
    /// How many of the branch's own events have been taken in.
    seen: usize,
    /// One event in so many has a mark; those made by hand always have one.
    stride: usize,
}

impl BranchMarks {
    fn update<P: Exhibit>(&mut self, branch: &Branch<P>) {
        for (at, event) in branch.events.iter().enumerate().skip(self.seen) {
            if at.is_multiple_of(self.stride) || by_hand(event) {
                let index = branch.base() + 1 + u32::try_from(at).unwrap_or(u32::MAX);
                self.marks.push(mark_view(index, event));
            }
        }
        self.seen = branch.events.len();
        while self.marks.len() > MARKS_MAX && self.stride < self.seen {
            self.stride *= 2;
            let (base, stride) = (branch.base(), self.stride);
            self.marks.retain(|mark| mark.by_hand || ((mark.event - base - 1) as usize).is_multiple_of(stride));
        }
    }
}

/// An event of this number as a mark.
pub fn mark_view<P: Exhibit>(index: u32, event: &Event<P>) -> MarkView {
    MarkView { time_us: event.at, event: index, tone: event.look.map(|look| look.tone), by_hand: by_hand(event) }
}

pub fn timeline<P: Exhibit>(history: &History<P>, marks: &mut Marks) -> Timeline {
    let branches = history.branches();
    marks.0.truncate(branches.len());
    marks.0.resize_with(branches.len(), || BranchMarks { marks: Vec::new(), seen: 0, stride: 1 });
    let mut views = Vec::with_capacity(branches.len());
    for (index, (branch, marks)) in branches.iter().zip(&mut marks.0).enumerate() {
        marks.update(branch);
        let id = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let first = branch.events.iter().find(|event| by_hand(event));
        views.push(BranchView {
            id: id(index),
            letter: letter(index),
            parent: branch.parent.map(|(parent, base)| (id(parent), base)),
            from_us: branch.from,
            to_us: branch.events.last().map_or(branch.from, |event| event.at),
            events: branch.len(),
            without: branch.without.clone(),
            made_by: branch.parent.and(first).map(|event| event.act.to_string()),
            marks: marks.marks.clone(),
        });
    }
    let end_us = views.iter().map(|branch| branch.to_us).max().unwrap_or(0);
    let eras = branches[history.branch()].eras.iter();
    let eras = eras.map(|(from_us, words)| Era { from_us: *from_us, words: words.clone() }).collect();
    Timeline { branches: views, end_us, eras }
}

/// A, B, … Z, AA, AB, …
pub fn letter(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn branches_are_lettered_as_columns_are() {
        assert_eq!([0, 25, 26, 27, 701, 702].map(super::letter), ["A", "Z", "AA", "AB", "ZZ", "AAA"]);
    }
}
