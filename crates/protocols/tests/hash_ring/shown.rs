//! What is shown: the circle, the charts, the tallies.

use quorum_kernel::{
    Inspect, NodeId,
    inspect::{BallotState, Ring, Tone},
};
use quorum_protocols::hash_ring::HashRing;

use crate::lab::{Lab, ONE, cluster, six};

const N2: NodeId = NodeId::server(2);
const N3: NodeId = NodeId::server(3);

fn ring(lab: &Lab) -> Ring {
    HashRing::ring(&lab.world).expect("there is always one")
}

/// Whether arcs go round the circle without a gap: each begins where the one before ends.
fn closes(ring: &Ring) -> bool {
    let ends: Vec<u32> = ring.arcs.iter().map(|arc| arc.to).collect();
    let begins: Vec<u32> = ring.arcs.iter().map(|arc| arc.from).collect();
    let mut turned = ends.clone();
    turned.rotate_right(1);
    ends.is_sorted() && begins == turned
}

#[test]
fn the_circle_is_divided_among_the_members() {
    let lab = six();
    let ring = ring(&lab);
    assert_eq!((ring.points.len(), ring.arcs.len()), (16, 16), "four members, four places each");
    assert!(closes(&ring));
    for (point, arc) in ring.points.iter().zip(&ring.arcs) {
        assert_eq!((point.at, point.node, None), (arc.to, arc.owner, arc.moving_to), "{}", point.tag);
    }
    assert!(ring.points.iter().any(|point| point.tag == "n5#3"));
}

#[test]
fn one_node_owns_the_whole_circle() {
    let ring = ring(&cluster(3, None, ONE));
    let [arc] = ring.arcs.as_slice() else { panic!("one range: {:?}", ring.arcs) };
    assert_eq!((arc.owner, arc.from), (N2, arc.to));
}

#[test]
fn what_is_on_the_move_is_marked() {
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c1 put a 1\nsettle\nask c2 join n3\ndeliver c2>n1 Change\ndeliver n1>n2 Announce");
    let moving = ring(&lab);
    assert!(closes(&moving) && moving.points.len() == 2);
    let marked: Vec<_> = moving.arcs.iter().map(|arc| (arc.owner, arc.moving_to)).collect();
    assert!(marked.contains(&(N2, Some(N3))) && marked.contains(&(N2, None)), "{marked:?}");
    assert_eq!((moving.keys[0].holders.as_slice(), moving.keys[0].tone), ([N2].as_slice(), Some(Tone::Ask)));
    lab.run("deliver n2>n3 Copy");
    assert_eq!(ring(&lab).keys[0].holders, [N2, N3], "the old owner answers still");
    lab.run("settle");
    let settled = ring(&lab);
    assert_eq!((settled.keys[0].holders.as_slice(), settled.keys[0].tone), ([N3].as_slice(), None));
    let key = &settled.keys[0];
    let arc = settled.arcs.iter().find(|arc| arc.owner == N3).expect("its range");
    let (from_end, width) = (arc.to.wrapping_sub(key.at), arc.to.wrapping_sub(arc.from));
    assert!(from_end < width, "the key lies in its owner's range");
}

#[test]
fn a_placement_without_places_has_keys_and_no_ranges() {
    let mut lab = cluster(6, None, &[("placement", 1)]);
    lab.run("ask c1 put x 1\nsettle");
    let ring = ring(&lab);
    assert_eq!((ring.points.len(), ring.arcs.len(), ring.keys.len()), (0, 0, 1));
    assert_eq!(ring.keys[0].holders.len(), 3);
}

#[test]
fn the_load_is_what_disks_hold_and_an_even_share_beside_it() {
    let mut lab = six();
    for key in 'a'..='h' {
        lab.run(&format!("ask c1 put {key} 1\nsettle"));
    }
    let chart = HashRing::chart(&lab.world, "load");
    let held: Vec<u64> = (2..=6).map(|number| lab.disk(number).items.len() as u64).collect();
    assert_eq!(chart.bars.iter().map(|bar| bar.value).collect::<Vec<_>>(), held);
    assert_eq!(held.iter().sum::<u64>(), 24, "eight keys, three replicas");
    assert_eq!(
        chart.bars.iter().map(|bar| bar.expected).collect::<Vec<_>>(),
        [Some(6), Some(6), Some(6), Some(6), Some(0)]
    );
    assert!(HashRing::chart(&lab.world, "moved").bars.is_empty());
    lab.run("ask c2 join n6\nsettle\nask c2 leave n2\nsettle");
    let moved = HashRing::chart(&lab.world, "moved");
    assert_eq!(moved.bars.iter().map(|bar| bar.expected).collect::<Vec<_>>(), [Some(5), Some(5)], "24 copies on five");
    assert!(moved.bars.iter().all(|bar| bar.value > 0));
}

#[test]
fn a_tally_counts_the_answers_of_the_owners() {
    let mut lab = cluster(4, None, &[("spare", 0)]);
    lab.run("ask c1 put x 1\ndeliver c1>n2 Query\ndeliver n2>c1 Value\ndeliver c1>n3 Query\ncrash n4");
    let tallies = HashRing::tallies(&lab.world);
    let [tally] = tallies.as_slice() else { panic!("one request is under way") };
    let states: Vec<_> = tally.ballots.iter().map(|ballot| (ballot.node.number(), ballot.state)).collect();
    assert_eq!(states, [(2, BallotState::Given), (3, BallotState::OnItsWay), (4, BallotState::Down)]);
    assert_eq!(tally.needed, 2);
    lab.run("settle");
    assert_eq!(HashRing::tallies(&lab.world), []);
}
