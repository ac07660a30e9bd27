//! Parts that many states share, each kept once and called by number.

use std::collections::BTreeMap;
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

/// All parts of one kind.
#[derive(Debug)]
pub struct Parts<T> {
    parts: Vec<(Arc<T>, u64)>,
    numbers: BTreeMap<u64, u32>,
}

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self { parts: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<T: Eq> Parts<T> {
    /// The part of this number, and its digest.
    pub fn get(&self, number: u32) -> &(Arc<T>, u64) {
        &self.parts[number as usize]
    }

    /// The number of a part, which it gets if it is new.
    ///
    /// # Panics
    /// If another part has the same digest. With a million parts that happens once in thirty million searches, and a
    /// search that went on would be wrong.
    pub fn number(&mut self, part: &Arc<T>, digest: u64) -> u32 {
        let next = u32::try_from(self.parts.len()).expect("fewer parts than states, and these are counted in 32 bits");
        let number = *self.numbers.entry(digest).or_insert(next);
        if number == next {
            self.parts.push((part.clone(), digest));
        } else {
            assert!(self.get(number).0 == *part, "two parts have the digest {digest:016x}");
        }
        number
    }
}
