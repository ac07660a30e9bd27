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
