//! A list that grows at its end and shares its beginning with its clones.

use core::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// How many items a chunk holds. A clone copies one pointer a chunk; the first push after a clone copies one chunk.
const CHUNK: usize = 64;

/// An append-mostly list: logs, histories. Cloning is cheap (one pointer for every 64 items), pushing and truncating
/// work in place, and clones share all chunks that were full when they parted.
#[derive(Clone)]
pub struct Journal<T> {
    /// All full but the last.
    chunks: Vec<Arc<Vec<T>>>,
}

impl<T> Default for Journal<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<T: Clone> Journal<T> {
    /// How many items it holds.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len())
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// The item at `index`, counted from 0.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The last item.
    pub fn last(&self) -> Option<&T> {
        self.chunks.last()?.last()
    }

    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        match self.chunks.last_mut() {
            Some(last) if last.len() < CHUNK => Arc::make_mut(last).push(item),
            _ => self.chunks.push(Arc::new(vec![item])),
        }
    }

    /// Keeps the first `len` items.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.len() {
            return;
        }
        self.chunks.truncate(len.div_ceil(CHUNK));
        if let (Some(last), rest @ 1..) = (self.chunks.last_mut(), len % CHUNK) {
            Arc::make_mut(last).truncate(rest);
        }
    }

    /// All items in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// The items from `start` on.
    pub fn iter_from(&self, start: usize) -> impl Iterator<Item = &T> {
        let chunks = self.chunks.get(start / CHUNK..).unwrap_or_default();
        let (first, rest) = chunks.split_first().map_or((&[][..], chunks), |(first, rest)| (first.as_slice(), rest));
        // Not `skip`, which would step over the chunk's beginning item by item.
        let first = first.get(start % CHUNK..).unwrap_or_default();
        first.iter().chain(rest.iter().flat_map(|chunk| chunk.iter()))
    }
}

impl<T: Clone> FromIterator<T> for Journal<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut journal = Self::default();
        items.into_iter().for_each(|item| journal.push(item));
        journal
    }
}

impl<T: Clone + PartialEq> PartialEq for Journal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.chunks.len() == other.chunks.len()
            && self.chunks.iter().zip(&other.chunks).all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
    }
}

impl<T: Clone + Eq> Eq for Journal<T> {}

impl<T: Clone + Ord> PartialOrd for Journal<T> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Clone + Ord> Ord for Journal<T> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.iter().cmp(other.iter())
    }
}

impl<T: Clone + core::hash::Hash> core::hash::Hash for Journal<T> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        self.iter().for_each(|item| item.hash(state));
    }
}

impl<T: Clone + fmt::Debug> fmt::Debug for Journal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Clone + Serialize> Serialize for Journal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clones_share_what_was_full_when_they_parted() {
        let mut journal: Journal<usize> = (0..200).collect();
        let clone = journal.clone();
        (0..200).for_each(|i| journal.push(i));
        let shared: Vec<_> = journal.chunks.iter().zip(&clone.chunks).map(|(a, b)| Arc::ptr_eq(a, b)).collect();
        assert_eq!(shared, [true, true, true, false]);
        assert_eq!((journal.len(), clone.len()), (400, 200));
    }

    #[test]
    fn is_compared_hashed_and_written_by_its_items() {
        let long = |last: u32| (0..100).chain([last]).collect::<Journal<_>>();
        let mut cut = long(7);
        cut.push(1);
        cut.truncate(101);
        assert_eq!((&cut, crate::digest(&cut)), (&long(7), crate::digest(&long(7))));
        assert!(long(7) < long(8) && long(8).iter().eq(long(8).iter_from(0)));
        assert_ne!(crate::digest(&long(7)), crate::digest(&long(8)));
        assert_eq!(serde_json::to_string(&(1..=3).collect::<Journal<u8>>()).ok(), Some("[1,2,3]".to_owned()));
    }

    proptest! {
        #[test]
        fn behaves_as_a_vec_and_a_clone_never_changes(
            steps in prop::collection::vec((any::<bool>(), 0_usize..200), 0..60)
        ) {
            let (mut journal, mut model) = (Journal::default(), Vec::new());
            let mut clones = Vec::new();
            for (grow, n) in steps {
                clones.push((journal.clone(), model.clone()));
                if grow {
                    (0..n).for_each(|i| { journal.push(i); model.push(i); });
                } else {
                    journal.truncate(n);
                    model.truncate(n);
                }
                prop_assert_eq!(journal.len(), model.len());
                prop_assert_eq!(journal.last(), model.last());
                prop_assert!(journal.iter().eq(model.iter()));
                let start = n.min(model.len());
                prop_assert!(journal.iter_from(start).eq(model[start..].iter()));
                prop_assert_eq!(&journal, &model.iter().copied().collect::<Journal<_>>());
            }
            for (journal, model) in clones {
                prop_assert!(journal.iter().eq(model.iter()));
            }
        }
    }
}
