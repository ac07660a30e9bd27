//! Locks that end by themselves are right within bounds on time, and just outside of any of them they are not.

use quorum_checker::{Limits, Outcome, Space};
use quorum_kernel::{Bounds, Budget, Choice, Exhibit, Fault, NodeId, Property, Timing, Trace, World};
use quorum_protocols::redis::{Deployment, Lock, Majority, Single};

use super::search;

/// How long a key lives, how much of that a client leaves, and what else is set.
type Options<'a> = &'a [(&'a str, u32)];

/// Two clients that want the lock once each, in a world of these bounds.
fn space<K: Deployment>(
    servers: u8,
    mutant: Option<&str>,
    options: Options<'_>,
    bounds: Bounds,
    budget: Budget,
) -> Space<Lock<K>> {
    let options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    let choice = Choice { servers, clients: 2, mutant: mutant.map(str::to_owned), options };
    let config = <Lock<K> as Exhibit>::configure(&choice).expect("a cluster");
    let mut world = World::new(config, Timing::Bounded(bounds));
    world.start(&mut Trace::default());
    let ask = |number| (NodeId::client(number), "increment".parse().expect("a request"));
    Space::new(world, budget).asking(vec![ask(1), ask(2)]).crashing_between_steps()
}

fn property<K: Deployment>(id: &str) -> &'static Property<Lock<K>> {
    <Lock<K> as quorum_kernel::Spec>::properties().iter().find(|property| property.id == id).expect("a property")
}

/// Whether no write is lost on one Redis without fencing.
fn is_exclusive([ttl, margin, work]: [u32; 3], bounds: Bounds, budget: Budget) -> bool {
    let options = [("ttl", ttl), ("margin", margin), ("work", work), ("fencing", 0)];
    let space = space::<Single>(2, None, &options, bounds, budget).checking(property("exclusion"));
    match search(space, Limits::default(), 2).1 {
        Outcome::Complete => true,
        Outcome::Broken(_) => false,
        Outcome::Limit(limit) => panic!("{limit:?}"),
    }
}

/// A client leaves one tick of its time. That is for one tick of delay, or of a pause; not for both, and for no more.
#[test]
fn without_fencing_what_a_client_leaves_must_do_for_delay_and_pause() {
    let fires = Budget::NONE.with(Fault::Fire, 6);
    let bounds = |delay, pause| Bounds { drift: None, delay: Some(delay), pause: Some(pause) };
    for (delay, pauses, pause, exclusive) in
        [(0, 1, 1, true), (0, 1, 2, false), (1, 0, 0, true), (2, 0, 0, false), (1, 1, 1, false)]
    {
        let budget = fires.with(Fault::Pause, pauses);
        assert_eq!(is_exclusive([2, 1, 0], bounds(delay, pause), budget), exclusive, "delay {delay}, pause {pause}");
    }
}

/// A client's clock may fall a tick behind while a Redis's gains one: that takes two ticks.
#[test]
fn without_fencing_what_a_client_leaves_must_do_for_drift() {
    let fires = Budget::NONE.with(Fault::Fire, 6);
    let bounds = Bounds { drift: Some(4), delay: Some(0), pause: None };
    // It works until the last tick that it counts on.
    assert!(is_exclusive([4, 2, 2], bounds, fires));
    assert!(!is_exclusive([4, 1, 3], bounds, fires));
}

/// The masters are alike: a search up to their names finds the same, in fewer states.
#[test]
fn redlock_is_searched_up_to_the_names_of_its_masters() {
    let bounds = Bounds { drift: None, delay: Some(0), pause: None };
    let options = [("ttl", 2), ("margin", 1), ("work", 0)];
    let fires = Budget::NONE.with(Fault::Fire, 4);
    let clean = || space::<Majority>(3, None, &options, bounds, fires).checking_all();
    let [all, folded] = [clean(), clean().up_to_names()].map(|space| {
        let (search, outcome) = search(space, Limits::default(), 2);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
        search.states()
    });
    assert_eq!((all, folded), (30_314, 15_293));
    let crash = fires.with(Fault::Crash, 1);
    let wrong = || {
        let space = space::<Majority>(4, Some("restarts-at-once"), &[("ttl", 4), ("margin", 1)], bounds, crash);
        space.checking(property("one-holder"))
    };
    let lengths = [wrong(), wrong().up_to_names()].map(|space| match search(space, Limits::default(), 2).1 {
        Outcome::Broken(broken) => broken.run.len(),
        outcome => panic!("{outcome:?}"),
    });
    assert_eq!(lengths, [12, 12]);
}
