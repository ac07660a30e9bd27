//! The same run under each placement: what moves is what the placement changes, and how much that is.

use quorum_kernel::{Inspect, NodeId};
use quorum_protocols::hash_ring::{HashRing, Nodes};

use crate::lab::{Lab, cluster};

const KEYS: core::ops::RangeInclusive<char> = 'a'..='z';

fn nodes(numbers: impl IntoIterator<Item = u8>) -> Nodes {
    numbers.into_iter().map(NodeId::server).collect()
}

/// Four members with all keys and one replica, and then a fifth.
fn grown(placement: u32) -> Lab {
    let mut lab = cluster(6, None, &[("placement", placement), ("replicas", 1), ("virtual-nodes", 64)]);
    for key in KEYS {
        lab.run(&format!("ask c1 put {key} {key}1\nsettle"));
    }
    lab.run("ask c2 join n6\nsettle");
    lab
}

/// How many copies the latest change made, by its own chart, and how many consistent hashing expects.
fn moved(lab: &Lab) -> (u64, u64) {
    let chart = HashRing::chart(&lab.world, "moved");
    let bar = chart.bars.last().expect("there was a change");
    (bar.value, bar.expected.expect("theory says"))
}

#[test]
fn each_key_is_where_its_placement_says_and_nowhere_else() {
    for placement in 0..=4 {
        let mut lab = grown(placement);
        let owners = |lab: &Lab, members, key: char| {
            nodes(lab.world.config().places.owners(members, &key.to_string()).iter().map(|node| node.number()))
        };
        for key in KEYS {
            assert_eq!(nodes(lab.holders(&key.to_string())), owners(&lab, nodes(2..=6), key), "{key}, {placement}");
        }
        lab.run("ask c2 leave n3\nsettle");
        for key in KEYS {
            assert_eq!(
                nodes(lab.holders(&key.to_string())),
                owners(&lab, nodes([2, 4, 5, 6]), key),
                "{key}, {placement}"
            );
            lab.run(&format!("ask c1 get {key}\nsettle"));
            assert_eq!(lab.replies.last(), Some(&format!("{key}1")));
        }
        assert_eq!(lab.violated, None);
    }
}

#[test]
fn exactly_the_keys_are_copied_whose_owner_changes() {
    for placement in 0..=4 {
        let lab = grown(placement);
        let places = &lab.world.config().places;
        let changed = KEYS.filter(|key| {
            let owner = |members| places.owners(members, &key.to_string());
            owner(nodes(2..=5)) != owner(nodes(2..=6))
        });
        let changed = changed.count();
        let copied = lab.monitor.ghost("only-what-must-move").map_or(0, |ghost| ghost.moved as usize);
        assert_eq!((copied, moved(&lab).0), (changed, changed as u64), "placement {placement}");
    }
}

/// 26 keys, and a fifth node: a fifth of them should move, five. Under `key mod n` four fifths do.
#[test]
fn key_mod_n_moves_nearly_all_and_the_others_hardly_any() {
    let [ring, modulo, rendezvous, jump, maglev] = [0, 1, 2, 3, 4].map(|placement| moved(&grown(placement)).0);
    assert_eq!(moved(&grown(0)).1, 5);
    assert!(modulo >= 18, "{modulo}");
    for few in [ring, rendezvous, jump, maglev] {
        assert!((1..=10).contains(&few), "{ring} {rendezvous} {jump} {maglev}");
    }
}

/// The bound that is promised holds for all members that a cluster can have.
#[test]
fn no_members_break_the_bound_on_the_load() {
    for virtual_nodes in [1, 4, 16, 64] {
        let lab = cluster(10, None, &[("virtual-nodes", virtual_nodes), ("spare", 0)]);
        let places = &lab.world.config().places;
        for set in 1_u16..512 {
            let members = nodes((0..9).filter(|bit| set & (1 << bit) != 0).map(|bit| bit + 2));
            for node in members.iter() {
                let (share, of) = places.share(members, node);
                let excess = (u64::from(share) * u64::from(members.len())).saturating_sub(of.into());
                let bound = 16 * u64::from(of) * u64::from(of);
                assert!(excess * excess * u64::from(virtual_nodes) <= bound, "{node} of {members}: {share}");
            }
        }
    }
}
