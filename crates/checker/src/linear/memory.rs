//! What has been tried: sets of operations, with the states they led to.

use crate::parts::share;

/// A set of operations, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    words: Vec<u64>,
    /// What each operation adds to the digest.
    shares: Vec<u64>,
    /// The sum of all members' shares, so that a digest costs nothing.
    digest: u64,
}

impl Set {
    /// The empty set, with room for so many.
    pub fn new(room: usize) -> Self {
        let shares = (0..room).map(|member| share(0, member)).collect();
        Self { words: vec![0; room.div_ceil(64)], shares, digest: 0 }
    }

    /// Puts one in.
    pub fn insert(&mut self, member: usize) {
        self.words[member / 64] |= 1 << (member % 64);
        self.digest = self.digest.wrapping_add(self.shares[member]);
    }

    /// Takes one out.
    pub fn remove(&mut self, member: usize) {
        self.words[member / 64] &= !(1 << (member % 64));
        self.digest = self.digest.wrapping_sub(self.shares[member]);
    }
}

/// Pairs of a set and a state, each once.
#[derive(Debug)]
pub struct Memory {
    /// The pairs, one behind the other: digest, state, and the words of the set.
    pairs: Vec<u64>,
    /// How many words a pair takes.
    stride: usize,
    /// Open addressing: the number of a pair, from 1; 0 is an empty place.
    places: Vec<u32>,
}

impl Memory {
    /// An empty memory for sets like this one.
    pub fn new(set: &Set) -> Self {
        Self { pairs: Vec::new(), stride: 2 + set.words.len(), places: vec![0; 64] }
    }

    /// Puts a pair in; `false` if it was there.
    pub fn insert(&mut self, set: &Set, state: u32) -> bool {
        let digest = set.digest.wrapping_add(share(set.digest, state as usize));
        if (self.len() + 1) * 4 > self.places.len() * 3 {
            self.grow();
        }
        let place = self.place(digest, |pair| pair[1] == u64::from(state) && pair[2..] == set.words);
        if self.places[place] != 0 {
            return false;
        }
        self.places[place] = number(self.len());
        self.pairs.extend([digest, state.into()]);
        self.pairs.extend_from_slice(&set.words);
        true
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.pairs.len() * size_of::<u64>() + self.places.len() * size_of::<u32>()
    }

    fn len(&self) -> usize {
        self.pairs.len() / self.stride
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for at in 0..self.len() {
            let place = self.place(self.pairs[at * self.stride], |_| false);
            self.places[place] = number(at);
        }
    }

    /// Where a pair stands, or the empty place where it would.
    fn place(&self, digest: u64, same: impl Fn(&[u64]) -> bool) -> usize {
        let mask = self.places.len() - 1;
        let mut at = digest as usize & mask;
        while let Some(pair) = self.places[at].checked_sub(1) {
            let pair = &self.pairs[pair as usize * self.stride..][..self.stride];
            if pair[0] == digest && same(pair) {
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
