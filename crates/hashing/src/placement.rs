//! What all placements do.

use alloc::vec::Vec;

use crate::Member;

/// A function from the hash of a key to the members that keep it.
pub trait Placement {
    /// The owner of the key of this hash.
    fn owner(&self, key: u64) -> Member;

    /// The owners of the key of this hash: distinct members, the one that is [`owner`](Self::owner) first, the others in the
    /// order in which copies go to them (Dynamo, section 4.3, calls that the preference list). As many as `count`, or all
    /// members if they are fewer.
    fn owners(&self, key: u64, count: usize) -> Vec<Member>;
}

/// The first `count` members on a walk that are not the same; all there are, if it ends before.
pub(crate) fn distinct(walk: impl Iterator<Item = Member>, count: usize) -> Vec<Member> {
    let mut members = Vec::with_capacity(count);
    for member in walk {
        if members.len() == count {
            break;
        }
        if !members.contains(&member) {
            members.push(member);
        }
    }
    members
}
