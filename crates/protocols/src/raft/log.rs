//! The log, as the paper counts it: indices from 1, and a term with every entry (§5.3).

use std::{ops::Deref, sync::Arc};

use quorum_kernel::Journal;
use serde::{Serialize, Serializer};

use crate::{machine::Command, session::Call};

/// "Terms are numbered with consecutive integers" (§5.1). 0 is before the first election.
pub type Term = u64;

/// A place in the log, from 1. 0 is the place before the first entry.
pub type Index = u64;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Entry {
    /// "The term in which it was created" (§5.3).
    pub term: Term,
    /// What it asks of the state machine. Shared: the same call stands in every log and in many messages.
    pub call: Option<Arc<Call<Command>>>,
}

/// Where a log ends: what §5.4.1 compares. Orders as "up-to-date" does: by the last term, then by length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct LogEnd {
    /// The term of the last entry; 0 for an empty log.
    pub term: Term,
    /// The index of the last entry; 0 for an empty log.
    pub index: Index,
}

/// Entries on their way: shared, and free of allocation when there are none, as in a heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entries(Option<Arc<[Entry]>>);

impl Entries {
    /// No entries.
    pub const NONE: Self = Self(None);

    /// All but the first `n`. Copies only if `n` is not 0.
    #[must_use]
    pub fn skip(self, n: usize) -> Self {
        if n == 0 { self } else { self[n..].iter().cloned().collect() }
    }
}

impl Deref for Entries {
    type Target = [Entry];
    fn deref(&self) -> &[Entry] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl From<Entry> for Entries {
    fn from(entry: Entry) -> Self {
        Self(Some(Arc::from([entry])))
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut entries = entries.into_iter().peekable();
        Self(entries.peek().is_some().then(|| entries.collect()))
    }
}

impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A server's log.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Log {
    entries: Journal<Entry>,
}

/// An index that counts from 1 as a place that counts from 0.
fn place(index: Index) -> Option<usize> {
    usize::try_from(index.checked_sub(1)?).ok()
}

impl Log {
    /// The index of the last entry; 0 for an empty log.
    pub fn last_index(&self) -> Index {
        self.entries.len() as Index
    }

    /// Where it ends.
    pub fn end(&self) -> LogEnd {
        LogEnd { term: self.entries.last().map_or(0, |entry| entry.term), index: self.last_index() }
    }

    /// The entry at `index`.
    pub fn get(&self, index: Index) -> Option<&Entry> {
        self.entries.get(place(index)?)
    }

    /// The term of the entry at `index`. The place before the first entry has term 0 in every log.
    pub fn term_at(&self, index: Index) -> Option<Term> {
        if index == 0 { Some(0) } else { self.get(index).map(|entry| entry.term) }
    }

    /// At most `max` entries from `first` on.
    pub fn slice(&self, first: Index, max: usize) -> Entries {
        if first > self.last_index() {
            return Entries::NONE;
        }
        let Some(start) = place(first) else { return Entries::NONE };
        self.entries.iter_from(start).take(max).cloned().collect()
    }

    /// All entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Keeps the first `keep` entries and appends others.
    pub fn replace(&mut self, keep: Index, entries: &[Entry]) {
        if keep < self.last_index() {
            self.entries.truncate(usize::try_from(keep).expect("shorter than a log in memory"));
        }
        entries.iter().for_each(|entry| self.entries.push(entry.clone()));
    }

    /// The first index whose term is at least `term`. Terms never fall along a log, so this halves its way there.
    pub fn first_at_or_after(&self, term: Term) -> Index {
        let (mut low, mut high) = (1, self.last_index() + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.term_at(middle).is_some_and(|other| other < term) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// The last index of a term, if the log has an entry of it.
    pub fn last_of(&self, term: Term) -> Option<Index> {
        let last = self.first_at_or_after(term + 1) - 1;
        (self.term_at(last) == Some(term)).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(terms: &[Term]) -> Log {
        let mut log = Log::default();
        log.replace(0, &terms.iter().map(|term| Entry { term: *term, call: None }).collect::<Vec<_>>());
        log
    }

    #[test]
    fn up_to_date_is_the_last_term_and_then_the_length() {
        assert!(log(&[1, 2]).end() > log(&[1, 1, 1]).end(), "a later last term wins over length");
        assert!(log(&[1, 1, 1]).end() > log(&[1, 1]).end(), "of one last term the longer wins");
        assert!(log(&[]).end() < log(&[1]).end());
    }

    #[test]
    fn a_term_is_found_at_both_its_ends() {
        let log = log(&[1, 1, 4, 4, 4, 6]);
        assert_eq!([0, 1, 2, 4, 5, 6, 7].map(|term| log.first_at_or_after(term)), [1, 1, 3, 3, 6, 6, 7]);
        assert_eq!(
            [0, 1, 2, 4, 5, 6, 7].map(|term| log.last_of(term)),
            [Some(0), Some(2), None, Some(5), None, Some(6), None]
        );
    }

    #[test]
    fn a_slice_is_bounded_and_may_be_empty() {
        let log = log(&[1, 2, 3]);
        let terms = |first, max| log.slice(first, max).iter().map(|entry| entry.term).collect::<Vec<_>>();
        assert_eq!(terms(1, 2), [1, 2]);
        assert_eq!(terms(3, 9), [3]);
        assert_eq!(log.slice(4, 9), Entries::NONE);
    }
}
