//! Consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam 2018).

use alloc::{collections::BTreeMap, vec::Vec};

use crate::{Member, Members, Placement, Ring};

/// A [`Ring`] on which nobody gets more than a bound: a key whose owner is full goes on to the next member with room.
///
/// The bound is (1 + ε) times the mean, rounded up, so that there is always room for one more. The smaller ε is, the more
/// keys move beside those that have to: the paper expects O(1/ε²) moves for each key that comes or has to go (ε at most 1).
///
/// The price: who owns a key depends on all keys that there are. Here they come in an order of their own, that of the lower
/// halves of their hashes, and not in that of time; so two who know of the same keys agree, whatever order they heard of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounded {
    ring: Ring,
    bound: u32,
    loads: BTreeMap<Member, u32>,
    placed: BTreeMap<u64, Member>,
}

impl Bounded {
    /// These keys on such a ring, with ε in hundredths, of which there is one at least.
    ///
    /// # Panics
    /// If these are 2³² keys or more.
    pub fn new(members: &Members, virtual_nodes: u16, hundredths: u16, keys: &[u64]) -> Self {
        let count = u32::try_from(keys.len()).expect("fewer keys than places");
        let mut keys = keys.to_vec();
        // The upper half says where on the ring a key is: the order has to be another one.
        keys.sort_unstable_by_key(|key| key.rotate_left(32));
        keys.dedup();
        let mut bounded = Self {
            ring: Ring::new(members, virtual_nodes),
            bound: bound(count, members.len(), hundredths.max(1)),
            loads: members.iter().map(|member| (member, 0)).collect(),
            placed: BTreeMap::new(),
        };
        for key in keys {
            let member = bounded.with_room(key);
            *bounded.loads.entry(member).or_default() += 1;
            bounded.placed.insert(key, member);
        }
        bounded
    }

    /// The most keys that a member may have.
    pub fn bound(&self) -> u32 {
        self.bound
    }

    /// The first member with room, from the place of the key on.
    fn with_room(&self, key: u64) -> Member {
        let room = |member: &Member| self.loads.get(member).is_some_and(|load| *load < self.bound);
        self.ring.walk(key).find(room).expect("the bound is above the mean, so somebody has room")
    }
}

/// The mean times 1 and these hundredths, rounded up.
fn bound(keys: u32, members: usize, hundredths: u16) -> u32 {
    let most = u64::from(keys.max(1)) * (100 + u64::from(hundredths));
    u32::try_from(most.div_ceil(100 * members as u64)).unwrap_or(u32::MAX)
}

impl Placement for Bounded {
    /// Where the key is, or would come to be if it were the next.
    fn owner(&self, key: u64) -> Member {
        self.placed.get(&key).copied().unwrap_or_else(|| self.with_room(key))
    }

    /// The owner, and the others as on the ring. (The bound is on what members own, not on copies.)
    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        let owner = self.owner(key);
        let others = self.ring.owners(key, self.loads.len());
        core::iter::once(owner).chain(others.into_iter().filter(|other| *other != owner)).take(count).collect()
    }
}
