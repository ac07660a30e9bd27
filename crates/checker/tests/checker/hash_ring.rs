//! Searches of a small hash ring: one node owns all, another comes or goes, and a client writes and reads meanwhile.

use quorum_checker::{Limits, Outcome, Space};
use quorum_kernel::{Budget, Choice, Exhibit, Fault, NodeId, Options, Property, Spec, Timing, Trace, World};
use quorum_protocols::hash_ring::HashRing;

use super::search;

const CRASH: Budget = Budget::NONE.with(Fault::Crash, 1);

/// Three servers with a place each, asked for these by `c1` and `c2`; n3 comes later if there is a spare. It owns `a` then.
fn space(budget: Budget, spare: u32, requests: &[&str]) -> Space<HashRing> {
    let options = [("replicas", 1), ("virtual-nodes", 1), ("spare", spare)];
    let options: Options = options.map(|(id, value)| (id.to_owned(), value)).into();
    let choice = Choice { servers: 3, clients: 2, mutant: None, options };
    let mut world = World::new(HashRing::configure(&choice).expect("a cluster"), Timing::Asynchronous);
    world.start(&mut Trace::default());
    let ask = |text: &&str| {
        let (client, request) = text.split_once(' ').expect("a client and what it is asked for");
        (client.parse::<NodeId>().expect("a client"), request.parse().expect("a request"))
    };
    Space::new(world, budget).asking(requests.iter().map(ask).collect())
}

fn property(id: &str) -> &'static Property<HashRing> {
    HashRing::properties().iter().find(|property| property.id == id).expect("a property")
}

#[test]
fn a_correct_ring_is_clean_and_its_states_are_pinned() {
    for (budget, spare, requests, states, depth) in [
        (Budget::NONE, 1, &["c1 put a 1", "c2 join n3"][..], 13_787, 27),
        (Budget::NONE, 0, &["c1 put a 1", "c2 leave n3"], 13_787, 27),
        (Budget::NONE.with(Fault::Drop, 1), 1, &["c1 put a 1", "c2 join n3"], 55_008, 27),
    ] {
        let space = space(budget, spare, requests).checking_all();
        let (search, outcome) = search(space, Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{requests:?}: {outcome:?}");
        assert_eq!((search.states(), search.depth()), (states, depth), "{requests:?}, {budget:?}");
    }
}

/// Wherever a change stands, with a crash anywhere: once all is mended it comes to its end.
#[test]
fn once_all_is_mended_every_change_ends() {
    let space = space(CRASH, 1, &["c2 join n3"]).checking(property("changes-end"));
    let (_, outcome) = search(space, Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
}

/// The searches are not clean for want of anything happening.
#[test]
fn keys_do_move() {
    let space = space(Budget::NONE, 1, &["c1 put a 1", "c2 join n3"]).checking(property("keys-move"));
    let (search, outcome) = search(space, Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
    assert!(search.sometimes().all(|(_, met)| met));
}
