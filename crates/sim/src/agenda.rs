//! What is due, and when.

use crate::Micros;

/// Everything that is due, in order: by time, and of what is due at one instant the least first.
///
/// A vector and not a tree: a few dozen things are due at a time, nearly every event changes two of them, and every
/// keyframe copies all. The soonest stands last, where most of what changes is.
#[derive(Clone, Debug)]
pub(crate) struct Agenda<D> {
    latest_first: Vec<(Micros, D)>,
}

impl<D: Ord> Agenda<D> {
    pub fn new() -> Self {
        Self { latest_first: Vec::new() }
    }

    /// Where an item stands, or would stand.
    fn place(&self, at: Micros, due: &D) -> usize {
        // Times nearly always differ, and are quick to compare.
        let simultaneous = self.latest_first.partition_point(|(other_at, _)| *other_at > at);
        let rest = &self.latest_first[simultaneous..];
        simultaneous + rest.iter().take_while(|(other_at, other)| *other_at == at && other > due).count()
    }

    fn is_at(&self, place: usize, at: Micros, due: &D) -> bool {
        self.latest_first.get(place).is_some_and(|(other_at, other)| *other_at == at && other == due)
    }

    /// Adds something. What is on the agenda already stays there once.
    pub fn insert(&mut self, at: Micros, due: D) {
        let place = self.place(at, &due);
        if !self.is_at(place, at, &due) {
            self.latest_first.insert(place, (at, due));
        }
    }

    /// Strikes something off, if it is there.
    pub fn remove(&mut self, at: Micros, due: &D) {
        // Mostly it is what has just happened.
        let soonest = self.latest_first.len().saturating_sub(1);
        let place = if self.is_at(soonest, at, due) { soonest } else { self.place(at, due) };
        if self.is_at(place, at, due) {
            self.latest_first.remove(place);
        }
    }

    /// Strikes off everything of a kind.
    pub fn remove_all(&mut self, unwanted: impl Fn(&D) -> bool) {
        self.latest_first.retain(|(_, due)| !unwanted(due));
    }

    /// Strikes off the soonest of a kind.
    pub fn remove_soonest(&mut self, wanted: impl Fn(&D) -> bool) {
        if let Some(place) = self.latest_first.iter().rposition(|(_, due)| wanted(due)) {
            self.latest_first.remove(place);
        }
    }

    /// Everything, soonest first.
    pub fn iter(&self) -> impl Iterator<Item = (Micros, &D)> {
        self.latest_first.iter().rev().map(|(at, due)| (*at, due))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::draw::{Purpose, below, draw};

    #[test]
    fn an_agenda_is_an_ordered_set() {
        let (mut agenda, mut model) = (Agenda::new(), BTreeSet::new());
        for turn in 0..20_000 {
            let pick = |what, bound| below(draw(1, Purpose::Fault, what, turn), bound);
            let (at, due) = (pick(1, 12), pick(2, 6));
            match pick(3, 9) {
                0..4 => {
                    agenda.insert(at, due);
                    model.insert((at, due));
                }
                4..7 => {
                    agenda.remove(at, &due);
                    model.remove(&(at, due));
                }
                7 => {
                    agenda.remove_soonest(|other| *other == due);
                    let soonest = model.iter().find(|(_, other)| *other == due).copied();
                    soonest.map(|soonest| model.remove(&soonest));
                }
                _ => {
                    agenda.remove_all(|other| *other == due);
                    model.retain(|(_, other)| *other != due);
                }
            }
            let all: Vec<_> = agenda.iter().map(|(at, due)| (at, *due)).collect();
            assert!(all.iter().eq(&model), "turn {turn}: {all:?} is not {model:?}");
        }
    }
}
