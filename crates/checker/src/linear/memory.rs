//! What has been tried: sets of operations, with the states they led to.

use crate::parts::{digest, share};

/// A set of operations, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    words: Vec<u64>,
    /// The sum of all members' shares, so that a digest costs nothing.
    digest: u64,
}

impl Set {
    /// The empty set, with room for so many.
    pub fn new(room: usize) -> Self {
        Self { words: vec![0; room.div_ceil(64)], digest: 0 }
    }

    /// Puts one in.
    pub fn insert(&mut self, member: usize) {
        self.words[member / 64] |= 1 << (member % 64);
        self.digest = self.digest.wrapping_add(share(0, member));
    }

    /// Takes one out.
    pub fn remove(&mut self, member: usize) {
        self.words[member / 64] &= !(1 << (member % 64));
        self.digest = self.digest.wrapping_sub(share(0, member));
    }
}

/// Pairs of a set and a state, each once.
#[derive(Debug)]
pub struct Memory<S> {
    pairs: Vec<(Set, S, u64)>,
    /// Open addressing: the number of a pair, from 1; 0 is an empty place.
    places: Vec<u32>,
}

impl<S> Default for Memory<S> {
    fn default() -> Self {
        Self { pairs: Vec::new(), places: vec![0; 64] }
    }
}

impl<S: Eq + core::hash::Hash + Clone> Memory<S> {
    /// Puts a pair in; `false` if it was there.
    pub fn insert(&mut self, set: &Set, state: &S) -> bool {
        let digest = set.digest ^ digest(state);
        if (self.pairs.len() + 1) * 4 > self.places.len() * 3 {
            self.places = vec![0; self.places.len() * 2];
            for at in 0..self.pairs.len() {
                let place = self.place(self.pairs[at].2, |_| false);
                self.places[place] = number(at);
            }
        }
        let place = self.place(digest, |(other, reached, _)| other == set && reached == state);
        if self.places[place] != 0 {
            return false;
        }
        self.places[place] = number(self.pairs.len());
        self.pairs.push((set.clone(), state.clone(), digest));
        true
    }

    /// Where a pair stands, or the empty place where it would.
    fn place(&self, digest: u64, same: impl Fn(&(Set, S, u64)) -> bool) -> usize {
        let mask = self.places.len() - 1;
        let mut at = digest as usize & mask;
        while let Some(pair) = self.places[at].checked_sub(1) {
            let pair = &self.pairs[pair as usize];
            if pair.2 == digest && same(pair) {
                break;
            }
            at = (at + 1) & mask;
        }
        at
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at + 1).expect("four thousand million pairs do not fit into memory")
}
