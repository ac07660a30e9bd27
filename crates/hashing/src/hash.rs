//! Hashes: of keys, and of members for each purpose.

use rapidhash::v3::{RapidSecrets, rapidhash_v3_inline};

const KEYS: RapidSecrets = RapidSecrets::seed_cpp(0);

/// The hash of a key: rapidhash, version 3, with the seed 0. All 64 bits are good.
#[inline]
pub fn key(bytes: &[u8]) -> u64 {
    rapidhash_v3_inline::<true, false, false>(bytes, &KEYS)
}

/// What a hash of numbers is for: those of one purpose say nothing about those of another, nor about keys.
#[derive(Clone, Copy)]
pub(crate) struct Purpose(RapidSecrets);

impl Purpose {
    /// A purpose by number, from 1; 0 is for keys.
    pub(crate) const fn new(number: u64) -> Self {
        Self(RapidSecrets::seed_cpp(number))
    }

    /// The hash of two numbers, in this order.
    #[inline]
    pub(crate) fn hash(&self, first: u64, second: u64) -> u64 {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&first.to_le_bytes());
        bytes[8..].copy_from_slice(&second.to_le_bytes());
        rapidhash_v3_inline::<true, false, false>(&bytes, &self.0)
    }
}
