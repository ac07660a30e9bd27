//! `key mod n`: what consistent hashing is not.

use alloc::vec::Vec;

use crate::{Member, Members, Placement};

/// The remainder of the key's hash by the number of members: the simplest even spread.
///
/// A key keeps its owner from n members to n + 1 only if both remainders name the same one. If the new member comes last, that
/// is so for a share of 1/(n+1): the others, n/(n+1) of all keys, move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modulo {
    members: Members,
}

impl Modulo {
    /// Over these members.
    pub fn new(members: &Members) -> Self {
        Self { members: members.clone() }
    }

    fn place(&self, key: u64) -> usize {
        // The remainder is less than a number of members, which is a usize.
        (key % self.members.len() as u64) as usize
    }
}

impl Placement for Modulo {
    fn owner(&self, key: u64) -> Member {
        self.members.at(self.place(key))
    }

    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        let (first, members) = (self.place(key), self.members.len());
        (0..count.min(members)).map(|further| self.members.at((first + further) % members)).collect()
    }
}
