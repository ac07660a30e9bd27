//! Jump consistent hash (Lamping and Veach 2014).

use alloc::vec::Vec;
use core::num::NonZero;

use crate::{Member, Members, Placement};

/// Buckets from 0 to n − 1, with nothing kept but n.
///
/// A key jumps ahead from bucket to bucket: had there been one bucket at first and then ever more, to these it would have moved
/// when they came, each time with the probability 1/n that is just enough. It stays in the last one before n. That takes
/// some ln n jumps, and the balance is that of fair draws.
///
/// The price: buckets have no names. One can come only behind the last, and only the last can go, so that there is no way
/// here to make a `Jump` out of members of which one in the middle is missing. It suits shards of data, each of which is
/// replicated, rather than caches that fail one by one (so the paper's abstract). [`Ranked`] is what comes of it otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    buckets: NonZero<u16>,
}

impl Jump {
    /// So many buckets.
    pub fn new(buckets: NonZero<u16>) -> Self {
        Self { buckets }
    }

    /// How many buckets there are.
    pub fn buckets(self) -> NonZero<u16> {
        self.buckets
    }

    /// With one more behind the last; `None` if there is no number for it.
    #[must_use]
    pub fn grown(self) -> Option<Self> {
        self.buckets.checked_add(1).map(Self::new)
    }

    /// Without the last; `None` if it is the only one.
    #[must_use]
    pub fn shrunk(self) -> Option<Self> {
        NonZero::new(self.buckets.get() - 1).map(Self::new)
    }
}

impl Placement for Jump {
    /// The paper's few lines, with an integer division in place of the two of floating-point numbers: that is exact, where
    /// theirs are rounded.
    fn owner(&self, mut key: u64) -> Member {
        let (mut last, mut next) = (0, 0);
        while next < u64::from(self.buckets.get()) {
            last = next;
            key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
            next = ((last + 1) << 31) / ((key >> 33) + 1);
        }
        Member::try_from(last).expect("less than the number of buckets")
    }

    /// The owner, and the buckets behind it; behind the last comes 0 again. (The paper says nothing of copies.)
    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        let (first, buckets) = (self.owner(key), self.buckets.get());
        let further = (first..buckets).chain(0..first);
        further.take(count).collect()
    }
}

/// Members with names of their own under [`Jump`]: the bucket of each is its place among them.
///
/// That is what one gets who uses it for servers that fail. If the last member leaves, only its keys move. If one in the
/// middle leaves, all behind it get other numbers, and with them other keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    jump: Jump,
    members: Members,
}

impl Ranked {
    /// Over these members, in ascending order.
    ///
    /// # Panics
    /// If there are 2¹⁶ of them, one more than buckets.
    pub fn new(members: &Members) -> Self {
        let buckets = u16::try_from(members.len()).ok().and_then(NonZero::new);
        Self { jump: Jump::new(buckets.expect("some members, fewer than 65,536")), members: members.clone() }
    }

    fn name(&self, bucket: Member) -> Member {
        self.members.at(usize::from(bucket))
    }
}

impl Placement for Ranked {
    fn owner(&self, key: u64) -> Member {
        self.name(self.jump.owner(key))
    }

    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        self.jump.owners(key, count).into_iter().map(|bucket| self.name(bucket)).collect()
    }
}
