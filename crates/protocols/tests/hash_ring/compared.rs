//! The placements side by side.

use std::collections::BTreeMap;

use quorum_kernel::{Inspect, inspect::Tone};
use quorum_protocols::hash_ring::HashRing;

use crate::lab::{Lab, cluster};

/// The bars of a chart, by the names of the placements.
fn bars(lab: &Lab, chart: &str) -> BTreeMap<String, u64> {
    let bars = HashRing::chart(&lab.world, chart).bars;
    bars.into_iter().map(|bar| (bar.label.id.replace("hash-ring-bar-", ""), bar.value)).collect()
}

fn expected(lab: &Lab, chart: &str) -> Vec<Option<u64>> {
    HashRing::chart(&lab.world, chart).bars.into_iter().map(|bar| bar.expected).collect()
}

/// Four members, with a fifth to join, and many virtual nodes.
fn five() -> Lab {
    cluster(6, None, &[("spare", 1), ("virtual-nodes", 64)])
}

#[test]
fn nothing_has_moved_before_the_members_change() {
    let lab = five();
    assert!(bars(&lab, "placements").values().all(|moved| *moved == 0));
    assert_eq!(expected(&lab, "placements"), [Some(0); 6]);
}

#[test]
fn by_key_mod_n_nearly_all_move_and_by_the_others_hardly_more_than_a_share() {
    let mut lab = five();
    lab.run("ask c2 join n6\nsettle");
    assert_eq!(expected(&lab, "placements"), [Some(200); 6], "a fifth of a thousand");
    let joined = bars(&lab, "placements");
    assert!((760..=840).contains(&joined["modulo"]), "{joined:?}");
    for monotone in ["ring", "rendezvous", "jump"] {
        assert!((150..=250).contains(&joined[monotone]), "{joined:?}");
    }
    assert!((160..=320).contains(&joined["maglev"]), "{joined:?}");
    assert!(joined["bounded"] >= joined["ring"], "{joined:?}");
    // n2 is not the last: behind it all get other ranks.
    lab.run("ask c2 leave n2\nsettle");
    assert_eq!(expected(&lab, "placements"), [Some(400); 6]);
    let left = bars(&lab, "placements");
    let more = |name: &str| left[name] - joined[name];
    assert!(more("jump") > 700 && more("modulo") > 700, "{left:?}");
    assert!((150..=250).contains(&more("ring")) && (150..=250).contains(&more("rendezvous")), "{left:?}");
}

#[test]
fn loads_are_as_even_as_each_placement_makes_them() {
    let lab = cluster(9, None, &[("spare", 0), ("virtual-nodes", 1)]);
    assert_eq!(expected(&lab, "fullest"), [Some(125); 6], "a thousand on eight");
    let fullest = bars(&lab, "fullest");
    // One place each: that is what virtual nodes are for.
    assert!(fullest["ring"] > 200, "{fullest:?}");
    assert!((125..=138).contains(&fullest["bounded"]), "1.1 times the mean at most: {fullest:?}");
    for drawn in ["modulo", "rendezvous", "jump", "maglev"] {
        assert!((125..=165).contains(&fullest[drawn]), "{fullest:?}");
    }
}

#[test]
fn the_placement_of_the_cluster_stands_out() {
    for (placement, name) in [(0, "ring"), (1, "modulo"), (2, "rendezvous"), (3, "jump"), (4, "maglev")] {
        let lab = cluster(6, None, &[("placement", placement)]);
        let bars = HashRing::chart(&lab.world, "fullest").bars;
        let lead: Vec<&str> =
            bars.iter().filter(|bar| bar.tone == Tone::Lead).map(|bar| bar.label.id.as_str()).collect();
        assert_eq!(lead, [format!("hash-ring-bar-{name}")]);
    }
}
