//! A test for each claim of the sources: Karger et al. 1997, Dynamo (DeCandia et al. 2007), and ABD (Attiya, Bar-Noy and
//! Dolev 1995). Claims are given in other words than theirs.

use quorum_kernel::{Exhibit, NodeId, Property, Spec};
use quorum_protocols::hash_ring::{HashRing, Message, Nodes, Placement, Places};

use crate::lab::{Lab, ONE, cluster, six};

fn nodes(numbers: impl IntoIterator<Item = u8>) -> Nodes {
    numbers.into_iter().map(NodeId::server).collect()
}

/// The placements of the default cluster.
fn places(lab: &Lab) -> &Places {
    &lab.world.config().places
}

fn letters() -> impl Iterator<Item = String> {
    ('a'..='z').map(String::from)
}

// Karger et al.: consistent hashing.

/// A range ends with the node that owns it, and this end is part of it: (from, to].
#[test]
fn a_key_belongs_to_the_first_point_at_its_place_or_after_it() {
    let lab = six();
    let (places, members) = (places(&lab), nodes(2..=6));
    for key in letters().chain(["gngektv".to_owned()]) {
        let end = places.range_end(members, &key).expect("a ring has points");
        let stands = places.points(members).iter().find(|point| point.at == end).expect("it ends at a point");
        let owner = places.owners(members, &key)[0];
        assert_eq!(u16::from(owner.number()), stands.member, "{key}");
    }
    assert_eq!(places.owners(members, "gngektv")[0], NodeId::server(6), "its place is n6's own");
}

/// Monotony: a node that comes takes keys, and none moves between those that were there.
#[test]
fn keys_move_to_the_node_that_comes_and_to_no_other() {
    let lab = six();
    let (before, after) = (nodes(2..=5), nodes(2..=6));
    let mut moved = 0;
    for key in (0..2_000).map(|n| n.to_string()) {
        let (was, is) = (places(&lab).owners(before, &key)[0], places(&lab).owners(after, &key)[0]);
        assert!(is == was || is == NodeId::server(6), "{key} moved from {was} to {is}");
        moved += usize::from(is != was);
    }
    // One in five, give or take: four virtual nodes.
    assert!((200..=600).contains(&moved), "{moved} of 2000");
}

// Dynamo.

/// §4.2: the more virtual nodes, the more even the load.
#[test]
fn virtual_nodes_make_the_load_even() {
    let most = |virtual_nodes| {
        let lab = cluster(10, None, &[("virtual-nodes", virtual_nodes), ("spare", 0)]);
        let members = nodes(2..=10);
        members.iter().map(|node| places(&lab).share(members, node).0).max()
    };
    assert!(most(1) > most(16) && most(16) > most(256), "{:?} {:?} {:?}", most(1), most(16), most(256));
}

/// §4.2: what a node leaves behind is spread over those that remain.
#[test]
fn what_a_node_leaves_goes_to_many() {
    let lab = cluster(10, None, &[("virtual-nodes", 16), ("spare", 0)]);
    let (before, after) = (nodes(2..=10), nodes(3..=10));
    let keys = (0..4_000).map(|n| n.to_string());
    let orphans = keys.filter(|key| places(&lab).owners(before, key)[0] == NodeId::server(2));
    let heirs: Nodes = orphans.map(|key| places(&lab).owners(after, &key)[0]).collect();
    assert!(heirs.len() >= 6, "{heirs}");
}

/// §4.3: replicas are on the distinct nodes that follow, and positions of one that is there already are passed over.
#[test]
fn replicas_are_on_distinct_nodes() {
    let lab = six();
    for key in letters() {
        let owners = places(&lab).owners(nodes(2..=5), &key);
        assert_eq!((owners.len(), owners.iter().copied().collect::<Nodes>().len()), (3, 3), "{key}");
    }
}

/// §4.5: more readers than a minority and more writers than a minority share a replica; and so one may be down.
#[test]
fn what_was_written_is_read_with_any_one_node_down() {
    for down in 2..=4 {
        let mut lab = cluster(4, None, &[("spare", 0)]);
        lab.run(&format!("ask c1 put x 1\nsettle\ncrash n{down}\nask c2 get x\nsettle"));
        assert_eq!(lab.replies, ["done", "1"], "without n{down}");
    }
    let mut lab = cluster(4, None, &[("spare", 0)]);
    lab.run("ask c1 put x 1\nsettle\ncrash n2\ncrash n3\nask c2 get x\nsettle");
    assert_eq!(lab.replies, ["done"], "one of three is no majority");
}

/// §4.8.1: an administrator says who is a member. That a node is down changes nothing about that.
#[test]
fn a_crash_is_no_leave() {
    let mut lab = six();
    lab.run("ask c1 put x 1\nsettle\ncrash n2\nask c1 put x 2\nsettle");
    assert_eq!((lab.epoch(3), lab.replies.len()), (1, 2));
}

/// §4.9: when a node comes, those that hold keys of its ranges transfer them, and hold them no more than they own them.
#[test]
fn a_node_that_comes_is_handed_its_ranges() {
    let mut lab = six();
    for key in letters() {
        lab.run(&format!("ask c1 put {key} {key}1\nsettle"));
    }
    lab.run("ask c2 join n6\nsettle");
    let after = nodes(2..=6);
    for key in letters() {
        let owners: Nodes = places(&lab).owners(after, &key).into_iter().collect();
        let holders = nodes(lab.holders(&key));
        // A write went to three, of whom two were waited for; all three have it by now.
        assert_eq!(holders, owners, "{key}");
    }
    assert_eq!(lab.violated, None);
}

/// §4.9: the reverse when a node goes.
#[test]
fn a_node_that_goes_hands_over_all_that_it_has() {
    let mut lab = six();
    for key in letters() {
        lab.run(&format!("ask c1 put {key} {key}1\nsettle"));
    }
    lab.run("ask c2 leave n2\nsettle");
    for key in letters() {
        let owners: Nodes = places(&lab).owners(nodes(3..=5), &key).into_iter().collect();
        assert_eq!(nodes(lab.holders(&key)), owners, "{key}");
    }
    assert!(lab.disk(2).items.is_empty() && lab.violated.is_none());
}

// ABD.

/// A read stores what it found before it returns it: no later read may find less.
#[test]
fn after_a_read_no_read_finds_less() {
    let mut lab = cluster(4, None, &[("spare", 0)]);
    // c1's write has reached n2 alone, and c1 is gone.
    lab.run("ask c1 put x 1\ndeliver c1>n2 Query\ndeliver c1>n3 Query\ndeliver n2>c1 Value\ndeliver n3>c1 Value");
    lab.run("deliver c1>n2 Store\ncrash c1\ndrop-all\ncut c2>n4\nask c2 get x\nsettle");
    assert_eq!(lab.replies, ["1"]);
    // n2 is gone too, and with it who heard of it first.
    lab.run("heal c2>n4\ncrash n2\nask c2 get x\nsettle");
    assert_eq!(lab.replies, ["1", "1"]);
}

/// Where a majority holds the newest already, a read is one round.
#[test]
fn a_read_is_one_round_if_a_majority_agrees() {
    let mut lab = cluster(4, None, &[("spare", 0)]);
    lab.run("ask c1 put x 1\nsettle\nask c2 get x");
    lab.run("deliver c2>n2 Query\ndeliver c2>n3 Query\ndeliver n2>c2 Value\ndeliver n3>c2 Value");
    assert_eq!(lab.replies, ["done", "1"]);
}

/// Of two who write at once, both find the same version; the order of their names decides, for everybody alike.
#[test]
fn versions_are_never_the_same() {
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c1 put a 1\nask c2 put a 2\ndeliver c1>n2 Query\ndeliver c2>n2 Query");
    lab.run("deliver n2>c2 Value\ndeliver c2>n2 Store\ndeliver n2>c1 Value\nsettle");
    assert_eq!((lab.value(2, "a"), lab.violated), (Some("2".to_owned()), None));
}

/// A client that forgot its numbers in a crash takes none of them again.
#[test]
fn a_client_counts_its_lives() {
    let mut lab = cluster(4, None, &[("spare", 0)]);
    // Version 1 of c1 has reached n2, and c1 has forgotten it. What it writes now finds nothing at n3 and n4.
    lab.run("ask c1 put x 1\ndeliver c1>n3 Query\ndeliver c1>n4 Query\ndeliver n3>c1 Value\ndeliver n4>c1 Value");
    lab.run("deliver c1>n2 Store\ndrop-all\ncrash c1\nrestart c1\ncut c1>n2\nask c1 put x 2\nsettle");
    let version = |number: u8| lab.disk(number).items["x"].version.to_string();
    assert_eq!((version(2), version(3)), ("1/c1".to_owned(), "1/c1.2".to_owned()));
    lab.run("ask c2 get x\nsettle");
    assert_eq!(lab.replies, ["done", "2"]);
}

// What the essay says beyond them.

/// Ownership switches last: until those that gain keys have them, the old owners answer.
#[test]
fn nothing_is_switched_before_all_is_copied() {
    let mut lab = cluster(3, None, ONE);
    lab.run(
        "ask c1 put a 1\nsettle\nask c2 join n3\ndeliver c2>n1 Change\ndeliver n1>n2 Announce\ndeliver n1>n3 Announce",
    );
    lab.run("drop n2>n3 Copy\nfire n1 resend\ndeliver n1>n2 Announce\ndeliver n2>n1 Ready");
    assert_eq!((lab.epoch(1), lab.value(3, "a")), (2, None));
    lab.run("ask c1 get a\ndeliver c1>n2 Query\ndeliver n2>c1 Stale\ndeliver c1>n2 Query\ndeliver n2>c1 Value");
    assert_eq!(lab.replies, ["done"], "a quorum of the new owners must have been asked too");
    lab.run("settle");
    assert_eq!((lab.replies.contains(&"1".to_owned()), lab.epoch(1)), (true, 3));
}

/// A change ends though a member is down, if there are three replicas; and with one replica it waits for it.
#[test]
fn a_change_needs_a_majority_of_the_owners_of_every_key() {
    let mut lab = six();
    lab.run("ask c1 put x 1\nsettle\ncrash n4\nask c2 join n6\nsettle");
    assert_eq!((lab.epoch(1), lab.epoch(6)), (3, 3));
    let mut lab = cluster(6, None, &[("replicas", 1)]);
    lab.run("crash n4\nask c2 join n6\nsettle");
    assert_eq!(lab.epoch(1), 2);
    lab.run("restart n4\nfire n1 resend\nsettle");
    assert_eq!(lab.epoch(1), 3);
}

/// Views come one after the other: asked for a second change meanwhile, the keeper does not answer, and the client asks again.
#[test]
fn one_change_at_a_time() {
    let mut lab = cluster(4, None, &[("replicas", 1), ("spare", 2)]);
    lab.run("ask c1 join n3\ndeliver c1>n1 Change\nask c2 join n4\ndeliver c2>n1 Change");
    assert!(lab.in_flight("n1>c2", "Changed").is_empty());
    lab.run("settle\nfire c2 retry\nsettle");
    assert_eq!((lab.replies.as_slice(), lab.epoch(1)), (["settled".to_owned(), "settled".to_owned()].as_slice(), 5));
}

/// A request that comes once more after others were made is not taken for a new one.
#[test]
fn an_old_request_for_a_change_is_ignored() {
    let mut lab = cluster(3, None, &[("replicas", 1)]);
    lab.run("ask c2 join n3\nduplicate c2>n1 Change\ndeliver c2>n1 Change\ndeliver n1>n2 Announce\ndeliver n2>n3 Copy");
    lab.run("deliver n3>n1 Ready\ndeliver n1>c2 Changed\nask c2 leave n3\ndeliver c2>n1 Change#2");
    lab.run("deliver n1>n3 Announce#3\ndeliver n3>n2 Copy\ndeliver n2>n1 Ready#2");
    assert_eq!(lab.epoch(1), 5, "it came and went");
    lab.run("deliver c2>n1 Change#1\nsettle");
    assert_eq!((lab.epoch(1), lab.disk(1).settled.len()), (5, 2), "and did not come again");
}

/// What is handed over in one view is not taken over in the next.
#[test]
fn what_comes_after_the_switch_is_passed_over() {
    let mut lab = cluster(3, Some("switches-early"), ONE);
    lab.run("ask c1 put a 1\nsettle\nask c2 join n3\ndeliver c2>n1 Change\ndeliver n1>n2 Announce");
    lab.run("deliver n2>n1 Ready\ndeliver n1>n3 Announce#2\ndeliver n2>n3 Copy");
    assert_eq!((lab.epoch(3), lab.value(3, "a")), (3, None));
}

/// A quorum is of one view: what n2 answered by the first does not count by the second.
#[test]
fn answers_by_two_views_make_no_quorum() {
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c1 get a\ndeliver c1>n2 Query\nask c2 join n3\ndeliver c2>n1 Change\ndeliver n1>n2 Announce");
    lab.run("fire c1 retry\ndeliver c1>n2 Query\ndeliver n2>c1 Stale\ndeliver n2>c1 Value#1");
    lab.run("deliver c1>n3 Query\ndeliver n3>c1 Value");
    assert!(lab.replies.is_empty());
    lab.run("deliver c1>n2 Query\ndeliver n2>c1 Value");
    assert_eq!(lab.replies, ["nothing"]);
}

/// A node in one view serves no other, old or new owner or not.
#[test]
fn a_node_serves_one_view() {
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c2 join n3\nsettle\nask c1 get d\ndeliver c1>n2 Query");
    assert!(matches!(lab.in_flight("n2>c1", "Stale").as_slice(), [Message::Stale { .. }]), "n2 owns d all the same");
}

/// What the properties promise, they promise under everything but the loss of a disk.
#[test]
fn all_is_promised_under_all_but_a_lost_disk() {
    let config = HashRing::configure(&HashRing::default_choice()).expect("the default");
    let promises = |property: &Property<HashRing>| (property.promise)(&config);
    assert!(HashRing::properties().iter().map(promises).all(|promise| promise.crash && promise.loss && !promise.wipe));
    // And just outside of that:
    let mut lab = cluster(3, None, ONE);
    lab.run("ask c1 put a 1\nsettle\nwipe n2");
    assert_eq!(lab.violated, Some("acknowledged-kept"));
}

#[test]
fn placements_are_numbered_as_the_setting_says() {
    let placement = |number: u32| places(&cluster(3, None, &[("placement", number)])).placement();
    let all = [Placement::Ring, Placement::Modulo, Placement::Rendezvous, Placement::Jump, Placement::Maglev];
    assert_eq!([0, 1, 2, 3, 4].map(placement), all);
}
