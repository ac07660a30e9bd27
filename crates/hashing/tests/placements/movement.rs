//! What moves when the members change.

use super::*;

/// The share of keys with another owner.
fn moved(before: &dyn Placement, after: &dyn Placement) -> f64 {
    const KEYS: u64 = 20_000;
    let moved = keys(KEYS).filter(|key| before.owner(*key) != after.owner(*key)).count();
    moved as f64 / KEYS as f64
}

#[track_caller]
fn near(measured: f64, expected: f64, by: f64) {
    assert!((measured - expected).abs() <= by, "{measured}, where theory expects {expected} ± {by}");
}

proptest! {
    /// Karger et al. call this monotone; read the other way round, it is what a member leaves behind. Copies keep to it too.
    #[test]
    fn keys_move_only_to_a_member_that_joins(
        members in some_members(), joins in any::<Member>(), virtual_nodes in 1..40_u16, key in some_key(),
    ) {
        prop_assume!(members.iter().all(|member| member != joins));
        let with = members.with(joins);
        let ring = |members| Ring::new(members, virtual_nodes);
        let pairs: [(&dyn Placement, &dyn Placement); 2] = [
            (&ring(&members), &ring(&with)),
            (&Rendezvous::new(&members), &Rendezvous::new(&with)),
        ];
        for (before, after) in pairs {
            let mut owners = after.owners(key, with.len());
            prop_assert!(after.owner(key) == before.owner(key) || after.owner(key) == joins);
            owners.retain(|owner| *owner != joins);
            prop_assert_eq!(owners, before.owners(key, members.len()));
        }
    }

    #[test]
    fn keys_jump_only_to_the_new_bucket(buckets in 1..2_000_u16, key in any::<u64>()) {
        let (before, after) = (jump(buckets), jump(buckets).grown().expect("a number for it"));
        let owner = after.owner(key);
        prop_assert!(owner == before.owner(key) || owner == buckets);
    }
}

#[test]
fn what_moves_to_a_new_member_is_its_share() {
    // The share of keys is that of draws: 20,000 of them have a standard deviation of 0.2 % here. With 160 virtual nodes a
    // new member's share has one of 8 % of itself.
    for count in [4_u16, 9, 19] {
        let (before, after) = (members(count), members(count + 1));
        let share = 1.0 / f64::from(count + 1);
        near(moved(&Rendezvous::new(&before), &Rendezvous::new(&after)), share, 0.01);
        near(moved(&jump(count), &jump(count + 1)), share, 0.01);
        near(moved(&Ring::new(&before, 160), &Ring::new(&after, 160)), share, 0.3 * share);
    }
}

#[test]
fn by_key_mod_n_all_keys_move_but_the_share_of_one_member() {
    for count in [4_u16, 9, 19] {
        let (before, after) = (Modulo::new(&members(count)), Modulo::new(&members(count + 1)));
        near(moved(&before, &after), 1.0 - 1.0 / f64::from(count + 1), 0.01);
    }
}

/// Section 5.3 and figure 12 of the paper: a larger table, fewer places that change hands without need.
#[test]
fn a_table_moves_little_more_than_it_has_to() {
    let (before, after) = (members(10), members(10).without(4).expect("nine"));
    let unneeded = |places| {
        let table = |members| Maglev::new(members, places).expect("a prime");
        let (before, after) = (table(&before), table(&after));
        let pairs = before.table().iter().zip(after.table());
        let (kept, changed): (Vec<_>, Vec<_>) = pairs.filter(|(old, _)| **old != 4).partition(|(old, new)| old == new);
        changed.len() as f64 / (kept.len() + changed.len()) as f64
    };
    let [small, large] = [1_009, 65_537].map(unneeded);
    assert!(small > 0.0 && small < 0.1, "{small}");
    assert!(large > 0.0 && large < 0.05, "{large}");
}

#[test]
fn members_by_rank_keep_their_keys_only_if_the_last_one_leaves() {
    let all = Ranked::new(&members(10));
    let without = |member| Ranked::new(&members(10).without(member).expect("nine"));
    near(moved(&all, &without(10)), 0.1, 0.01);
    // The keys of the buckets from the first on get other names, but for those of the last bucket that go home by chance.
    near(moved(&all, &without(1)), 1.0 - 0.1 / 9.0, 0.01);
}

#[test]
fn a_tighter_bound_moves_more() {
    let known: Vec<u64> = keys(20_000).collect();
    let share = |hundredths| {
        let of = |count| Bounded::new(&members(count), 16, hundredths, &known);
        moved(&of(10), &of(11))
    };
    let [tight, loose, none] = [5, 50, 1_000].map(share);
    let ring = moved(&Ring::new(&members(10), 16), &Ring::new(&members(11), 16));
    assert_eq!(none, ring, "a bound that nobody comes near changes nothing");
    assert!(tight > loose && loose >= none, "{tight} {loose} {none}");
}
