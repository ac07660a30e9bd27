//! Searches of small Paxos clusters.

use quorum_checker::{Limits, Outcome, Space};
use quorum_kernel::{Budget, Fault, NodeId, Property, Spec, Timing, Trace, World};
use quorum_protocols::paxos::{Config, Paxos};

use super::search;

/// So many servers in all roles, and a client for each value that is to be proposed.
fn space(servers: u8, values: &[&str], budget: Budget) -> Space<Paxos> {
    let clients = u8::try_from(values.len()).expect("a few values");
    let mut world = World::new(Config::new(servers, clients), Timing::Asynchronous);
    world.start(&mut Trace::default());
    let ask =
        |(client, value): (u8, &&str)| (NodeId::client(client), format!("propose {value}").parse().expect("a request"));
    Space::new(world, budget).asking((1..).zip(values).map(ask).collect())
}

fn property(id: &str) -> &'static Property<Paxos> {
    Paxos::properties().iter().find(|property| property.id == id).expect("a property of Paxos")
}

const CRASH: Budget = Budget::NONE.with(Fault::Crash, 1);

#[test]
fn once_all_is_mended_whoever_asks_learns_from_every_state() {
    let decided = property("decided");
    for (servers, values) in [(3, &["A"][..]), (2, &["A", "B"])] {
        let (_, outcome) = search(space(servers, values, CRASH).checking(decided), Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{servers} servers: {outcome:?}");
        // Both phases take their actions: within fewer, somebody still waits.
        let hasty = space(servers, values, CRASH).checking(decided).within(2);
        let (_, outcome) = search(hasty, Limits::default(), 2);
        assert!(matches!(&outcome, Outcome::Broken(broken) if broken.property.id == "decided"), "{outcome:?}");
    }
}

#[test]
fn a_value_is_learnt_in_some_run_and_adopted_in_some() {
    let (learnt, adopted) = (property("value-learnt"), property("value-adopted"));
    for (values, met) in [(&["A", "B"][..], [true, true]), (&["A"], [true, false]), (&[], [false, false])] {
        let space = space(2, values, Budget::NONE).checking(learnt).checking(adopted);
        let (search, outcome) = search(space, Limits::default(), 1);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
        assert_eq!(search.sometimes().map(|(_, met)| met).collect::<Vec<_>>(), met, "{values:?}");
    }
}
