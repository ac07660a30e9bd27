//! The crates beside which this workspace's placements are measured.

use std::hash::{BuildHasher, Hasher};

use hashring::HashRing;
use maglev::{ConsistentHasher, Maglev};
use quorum_hashing::Member;

use super::{JUMP, MAGLEV, Placed, RING, VIRTUAL_NODES, hash, measure, places};

/// Each of them with this many members, with the name of what it is compared with.
pub fn peers(members: u16, numbers: &[u64]) -> Vec<(&'static str, Placed)> {
    let ring = |count| batch(HashRing::new(), count);
    let same = |count| batch(HashRing::with_hasher(SameHash), count);
    let table = |count| Maglev::with_capacity(0..count, places(members) as usize);
    let member = |point: Option<&(Member, u16)>| point.expect("somebody is there").0;
    let table_of = |table: &Maglev<Member>, number| *table.get(&number).expect("somebody is there");
    let bucket = |count: &usize, number| {
        Member::try_from(jump_consistent_hash::hash(hash(number), *count)).expect("less than there are members")
    };
    vec![
        (RING, measure("crate hashring", members, numbers, ring, |ring, number| member(ring.get(&number)))),
        (
            RING,
            measure("crate hashring, hash as here", members, numbers, same, |ring, number| member(ring.get(&number))),
        ),
        (MAGLEV, measure("crate maglev", members, numbers, table, table_of)),
        (JUMP, measure("crate jump-consistent-hash, hash as here", members, numbers, usize::from, bucket)),
    ]
}

fn batch<S: BuildHasher>(mut ring: HashRing<(Member, u16), S>, members: u16) -> HashRing<(Member, u16), S> {
    ring.batch_add((0..members).flat_map(|member| (0..VIRTUAL_NODES).map(move |token| (member, token))).collect());
    ring
}

/// Hashes as the placements of this workspace do, so that the rest of a look-up can be compared.
#[derive(Default)]
struct SameHash;

impl BuildHasher for SameHash {
    type Hasher = Same;

    fn build_hasher(&self) -> Same {
        Same(0)
    }
}

struct Same(u64);

impl Hasher for Same {
    /// A key's number; or, one after the other, the two numbers of a point.
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(1) ^ quorum_hashing::key(bytes);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
