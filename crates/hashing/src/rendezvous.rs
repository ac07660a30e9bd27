//! Highest random weight (Thaler and Ravishankar 1998).

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::{Member, Members, Placement, hash::Purpose};

const WEIGHTS: Purpose = Purpose::new(2);

/// Each member draws a weight for each key; the heaviest owns it.
///
/// The weights of the others do not change when a member joins or leaves, so exactly the keys move that it wins, or had
/// won. The balance is that of fair draws, without any virtual nodes, and nothing is kept but the names. The price: each
/// look-up asks every member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendezvous {
    members: Members,
}

impl Rendezvous {
    /// Over these members.
    pub fn new(members: &Members) -> Self {
        Self { members: members.clone() }
    }

    /// The members with their weights. No two are alike, as a member's number decides between equal ones.
    fn weighed(&self, key: u64) -> impl Iterator<Item = (u64, Member)> {
        self.members.iter().map(move |member| (WEIGHTS.hash(key, u64::from(member)), member))
    }
}

impl Placement for Rendezvous {
    fn owner(&self, key: u64) -> Member {
        let (_, member) = self.weighed(key).max().expect("there is always one");
        member
    }

    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        let mut weighed: Vec<_> = self.weighed(key).map(Reverse).collect();
        weighed.sort_unstable();
        weighed.into_iter().take(count).map(|Reverse((_, member))| member).collect()
    }
}
