//! What placements promise: distinct owners, the least that has to move, the same answer on every machine.

mod balance;
mod golden;
mod movement;

use core::num::NonZero;

use proptest::prelude::*;
use quorum_hashing::{Bounded, Jump, Maglev, Member, Members, Modulo, Placement, Ranked, Rendezvous, Ring, key};

/// The members 1 to `count`.
fn members(count: u16) -> Members {
    Members::new(1..=count).expect("some members")
}

fn jump(buckets: u16) -> Jump {
    Jump::new(NonZero::new(buckets).expect("some buckets"))
}

/// The hashes of the keys 0, 1, 2, …
fn keys(count: u64) -> impl Iterator<Item = u64> + Clone {
    (0..count).map(|number| key(&number.to_le_bytes()))
}

/// One of each over these members, with a name for messages. The buckets of `Jump` are as many.
fn all(members: &Members, virtual_nodes: u16) -> Vec<(&'static str, Box<dyn Placement>)> {
    let count = u16::try_from(members.len()).expect("few members");
    let known: Vec<u64> = keys(200).collect();
    vec![
        ("modulo", Box::new(Modulo::new(members))),
        ("ring", Box::new(Ring::new(members, virtual_nodes))),
        ("rendezvous", Box::new(Rendezvous::new(members))),
        ("jump", Box::new(jump(count))),
        ("ranked", Box::new(Ranked::new(members))),
        ("maglev", Box::new(Maglev::new(members, 5_003).expect("a prime"))),
        ("bounded", Box::new(Bounded::new(members, virtual_nodes, 25, &known))),
    ]
}

fn some_members() -> impl Strategy<Value = Members> {
    let numbers = proptest::collection::btree_set(any::<Member>(), 1..20);
    numbers.prop_map(|numbers| Members::new(numbers).expect("some members"))
}

/// Hashes, those at both ends of the circle more often than chance would.
fn some_key() -> impl Strategy<Value = u64> {
    prop_oneof![8 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX), 1 => Just(u64::from(u32::MAX)), 1 => Just(1 << 32)]
}

proptest! {
    #[test]
    fn owners_are_distinct_members_the_owner_first(
        members in some_members(), virtual_nodes in 0..40_u16, key in some_key(), count in 0..25_usize,
    ) {
        let (ranks, names) = ((0..members.len()).map(|rank| rank as Member).collect(), members.iter().collect::<Vec<_>>());
        for (name, placement) in all(&members, virtual_nodes) {
            let owners = placement.owners(key, count);
            prop_assert_eq!(owners.len(), count.min(members.len()), "{}", name);
            prop_assert!(owners.first().is_none_or(|first| *first == placement.owner(key)), "{}", name);
            let within = if name == "jump" { &ranks } else { &names };
            prop_assert!(owners.iter().all(|owner| within.contains(owner)), "{}: {:?}", name, owners);
            let distinct = Members::new(owners.iter().copied()).map_or(0, |distinct| distinct.len());
            prop_assert_eq!(distinct, owners.len(), "{}: {:?}", name, owners);
        }
    }

    #[test]
    fn a_key_belongs_to_the_first_point_at_its_place_or_after_it(
        members in some_members(), virtual_nodes in 0..40_u16, key in some_key(), point in any::<proptest::sample::Index>(),
    ) {
        let ring = Ring::new(&members, virtual_nodes);
        prop_assert!(ring.points().is_sorted());
        prop_assert_eq!(ring.points().len(), members.len() * usize::from(virtual_nodes.max(1)));
        // Anywhere; at a point; right behind it.
        let at = ring.points()[point.index(ring.points().len())].at;
        for place in [Ring::place(key), at, at.wrapping_add(1)] {
            let found = ring.points().iter().find(|point| point.at >= place).unwrap_or(&ring.points()[0]);
            prop_assert_eq!(ring.owner(u64::from(place) << 32 | key & 0xffff_ffff), found.member);
        }
    }

    #[test]
    fn no_member_of_a_bounded_ring_has_more_than_the_bound(
        members in some_members(), virtual_nodes in 1..20_u16, hundredths in 0..200_u16, count in 0..400_u64,
    ) {
        let keys: Vec<u64> = keys(count).collect();
        let bounded = Bounded::new(&members, virtual_nodes, hundredths, &keys);
        let most = count.max(1) * (100 + u64::from(hundredths.max(1)));
        prop_assert_eq!(u64::from(bounded.bound()), most.div_ceil(100 * members.len() as u64));
        for member in members.iter() {
            let load = keys.iter().filter(|key| bounded.owner(**key) == member).count();
            prop_assert!(load <= bounded.bound() as usize, "{} has {} of {}", member, load, bounded.bound());
        }
    }

    #[test]
    fn the_order_in_which_keys_came_does_not_matter_to_a_bounded_ring(
        keys in proptest::collection::vec(any::<u64>(), 1..60).prop_shuffle(), members in some_members(),
    ) {
        let (mut sorted, mut reversed) = (keys.clone(), keys.clone());
        sorted.sort_unstable();
        reversed.reverse();
        reversed.push(keys[0]);
        let [bounded, other, again] = [&keys, &sorted, &reversed].map(|keys| Bounded::new(&members, 4, 10, keys));
        prop_assert!(keys.iter().all(|key| bounded.owner(*key) == other.owner(*key)));
        // One that is told twice is still one: only the bound may grow by what was counted twice.
        prop_assert!(again.bound() >= bounded.bound());
    }
}

/// The paper's figure 1, with its floating-point numbers.
fn jump_of_the_paper(mut key: u64, buckets: i64) -> i64 {
    let (mut last, mut next) = (-1_i64, 0_i64);
    while next < buckets {
        last = next;
        key = key.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        next = ((last + 1) as f64 * ((1_i64 << 31) as f64 / ((key >> 33) + 1) as f64)) as i64;
    }
    last
}

#[test]
fn jump_without_floating_point_numbers_is_the_papers() {
    for buckets in [1, 2, 3, 10, 64, 1_000, 65_535] {
        for key in keys(5_000) {
            assert_eq!(
                i64::from(jump(buckets).owner(key)),
                jump_of_the_paper(key, buckets.into()),
                "{key} of {buckets}"
            );
        }
    }
}

#[test]
fn members_are_at_least_one() {
    assert_eq!(Members::new([]), None);
    let one = Members::new([7]).expect("a member");
    assert_eq!(one.without(7), None);
    assert_eq!(one.without(8), Some(one.clone()));
    assert_eq!(one.with(3).with(7).iter().collect::<Vec<_>>(), [3, 7]);
}

#[test]
fn buckets_come_and_go_at_the_end_only() {
    assert_eq!(jump(1).shrunk(), None);
    assert_eq!(jump(3).shrunk(), Some(jump(2)));
    assert_eq!(jump(3).grown().map(Jump::buckets), NonZero::new(4));
    assert_eq!(jump(u16::MAX).grown(), None);
}

#[test]
fn a_table_needs_a_prime_size_and_a_place_for_each() {
    assert_eq!(Maglev::new(&members(3), 5_000), None);
    assert_eq!(Maglev::new(&members(8), 7), None);
    assert_eq!(Maglev::new(&members(1), 2).expect("a prime").table(), [1, 1]);
    assert_eq!(Members::new(Maglev::new(&members(7), 7).expect("a prime").table().iter().copied()), Some(members(7)));
}
