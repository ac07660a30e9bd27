//! Parts that many states share, each kept once and called by number.

use std::sync::Arc;

use core::hash::{BuildHasher, Hash};

/// The digest of a part, for the fingerprints of one search: fast, and kept nowhere.
pub fn digest(part: &impl Hash) -> u64 {
    foldhash::quality::FixedState::with_seed(0).hash_one(part)
}

/// What one part at one place adds to the fingerprint of a state. A fingerprint is the sum over all places, so that a
/// changed part changes it by a difference.
pub fn share(digest: u64, place: usize) -> u64 {
    // Two rounds of a finalizer (Stafford's mix 13), or sums of similar digests might cancel out.
    let mut x = digest ^ (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2 {
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
    }
    x
}

/// No number: an empty place of [`Parts::places`].
const NONE: u32 = u32::MAX;

/// All parts of one kind.
#[derive(Debug)]
pub struct Parts<T> {
    parts: Vec<Arc<T>>,
    /// The digests of each part as it is, and renamed in each way that there is.
    digests: Vec<u64>,
    /// How many those are.
    views: usize,
    /// Numbers by digest, in open addressing.
    places: Vec<u32>,
}

impl<T: Eq> Parts<T> {
    /// None yet. Each will have so many digests.
    pub fn new(views: usize) -> Self {
        Self { parts: Vec::new(), digests: Vec::new(), views, places: vec![NONE; 64] }
    }

    /// The part of this number.
    pub fn get(&self, number: u32) -> &Arc<T> {
        &self.parts[number as usize]
    }

    /// The digests of the part of this number, that of the part as it is first.
    pub fn digests(&self, number: u32) -> &[u64] {
        &self.digests[number as usize * self.views..][..self.views]
    }

    /// Where the number of the part of this digest stands, or would stand.
    fn place(&self, digest: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = digest as usize & mask;
        while self.places[at] != NONE && self.digests(self.places[at])[0] != digest {
            at = (at + 1) & mask;
        }
        at
    }

    /// The number of a part of this digest, if it has one.
    ///
    /// # Panics
    /// If another part has the same digest. With a million parts that happens once in thirty million searches, and a
    /// search that went on would be wrong.
    pub fn find(&self, part: &T, digest: u64) -> Option<u32> {
        let number = self.places[self.place(digest)];
        if number == NONE {
            return None;
        }
        assert!(**self.get(number) == *part, "two parts have the digest {digest:016x}");
        Some(number)
    }

    /// The number of a part with these digests, which it gets if it is new.
    pub fn number(&mut self, part: &Arc<T>, digests: &[u64]) -> u32 {
        if let Some(number) = self.find(part, digests[0]) {
            return number;
        }
        let number =
            u32::try_from(self.parts.len()).expect("fewer parts than states, and these are counted in 32 bits");
        self.parts.push(part.clone());
        self.digests.extend_from_slice(digests);
        if self.parts.len() * 2 > self.places.len() {
            self.places = vec![NONE; self.places.len() * 2];
            for number in 0..number {
                let at = self.place(self.digests(number)[0]);
                self.places[at] = number;
            }
        }
        let at = self.place(digests[0]);
        self.places[at] = number;
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_keeps_its_number_however_many_come() {
        let mut parts = Parts::new(2);
        let digests = |n: u32| [digest(&n), u64::from(n)];
        for n in 0..1_000 {
            assert_eq!(parts.find(&n, digests(n)[0]), None);
            assert_eq!(parts.number(&Arc::new(n), &digests(n)), n);
        }
        for n in 0..1_000 {
            assert_eq!(parts.number(&Arc::new(n), &digests(n)), n);
            assert_eq!(
                (parts.find(&n, digests(n)[0]), **parts.get(n), parts.digests(n)),
                (Some(n), n, &digests(n)[..])
            );
        }
    }
}
