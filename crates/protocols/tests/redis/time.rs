//! How the locks count time: worlds in which it is bounded, a tick at a time.

use quorum_kernel::{Action, Bounds, Choice, Exhibit, NodeId, Spec, Step, Timing, Trace, World};
use quorum_protocols::redis::{Deployment, Lock, Majority, Phase, RedisLock, Redlock, Single, Stage, State, Timer};

const C1: NodeId = NodeId::client(1);
const N1: NodeId = NodeId::server(1);

/// A world in which clocks are right, with these settings, in which c1 has just asked for the lock.
fn asked<K: Deployment>(servers: u8, mutant: Option<&str>, ttl: u32, margin: u32, work: u32) -> World<Lock<K>> {
    let options = [("ttl", ttl), ("margin", margin), ("work", work)].map(|(id, value)| (id.to_owned(), value));
    let default = <Lock<K> as Exhibit>::default_choice();
    let choice = Choice { servers, mutant: mutant.map(str::to_owned), options: options.into(), ..default };
    let config = <Lock<K> as Exhibit>::configure(&choice).expect("a choice of this test");
    let mut world = World::new(config, Timing::Bounded(Bounds::default()));
    world.start(&mut Trace::default());
    act(&mut world, Action::Step(Step::Invoke { client: C1, request: "increment".parse().expect("a request") }));
    world
}

fn act<P: Spec>(world: &mut World<P>, action: Action<P>) {
    world.apply(&action, &mut Trace::default()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
}

fn ticks<P: Spec>(world: &mut World<P>, count: u32) {
    (0..count).for_each(|_| act(world, Action::Tick));
}

/// Delivers the oldest message from one node to another.
fn deliver<P: Spec>(world: &mut World<P>, from: NodeId, to: NodeId) {
    let message = world.in_flight().find(|flight| (flight.from, flight.to) == (from, to));
    let message = message.unwrap_or_else(|| panic!("{from} sent {to} nothing")).message.clone();
    act(world, Action::Step(Step::Deliver { from, to, message }));
}

fn fire<P: Spec<Timer = Timer>>(world: &mut World<P>, node: NodeId, timer: Timer) {
    act(world, Action::Step(Step::Fire { node, timer }));
}

fn phase<K: Deployment>(world: &World<Lock<K>>) -> &Phase {
    match world.node(C1).state {
        Some(State::Client(client)) => &client.phase,
        _ => panic!("c1 is down"),
    }
}

fn holds<K: Deployment>(world: &World<Lock<K>>) -> bool {
    matches!(phase(world), Phase::Holding(_))
}

/// "Its validity time is considered to be the initial validity time minus the time elapsed", less the drift.
#[test]
fn what_asking_took_is_not_left() {
    let mut world = asked::<Single>(2, None, 20, 3, 0);
    ticks(&mut world, 2);
    deliver(&mut world, C1, N1);
    ticks(&mut world, 4);
    deliver(&mut world, N1, C1);
    assert!(holds(&world));
    assert_eq!(world.ticks_left(C1, &Timer::Valid), Some(20 - 3 - 6));
    assert_eq!(world.ticks_left(N1, &"expire lock".parse().expect("a timer")), Some(20 - 4));
}

/// "The total time elapsed to acquire the lock is less than lock validity time."
#[test]
fn a_lock_that_took_its_whole_time_is_none() {
    // Its time is shorter than its patience.
    let mut world = asked::<Single>(2, None, 20, 16, 0);
    deliver(&mut world, C1, N1);
    ticks(&mut world, 4);
    // Its time is over, though it has not been told: an answer that comes first does not help.
    deliver(&mut world, N1, C1);
    assert!(!holds(&world));
    deliver(&mut world, C1, N1);
    assert!(world.timers(N1).next().is_none(), "it let go of the key");
}

#[test]
fn who_ignores_what_asking_took_takes_it_for_a_lock() {
    let mut world = asked::<Single>(2, Some("ignores-elapsed"), 20, 16, 0);
    deliver(&mut world, C1, N1);
    ticks(&mut world, 4);
    deliver(&mut world, N1, C1);
    assert!(holds(&world));
    assert_eq!(world.ticks_left(C1, &Timer::Valid), Some(4), "as if no time had passed");
}

/// The majority's last answer counts, and all the time until it came.
#[test]
fn redlock_counts_until_the_majority_has_answered() {
    let mut world = asked::<Majority>(6, None, 20, 3, 0);
    for (number, wait) in [(1, 1), (2, 2), (3, 3)] {
        assert!(!holds(&world));
        ticks(&mut world, wait);
        deliver(&mut world, C1, NodeId::server(number));
        deliver(&mut world, NodeId::server(number), C1);
    }
    assert!(holds(&world));
    assert_eq!(world.ticks_left(C1, &Timer::Valid), Some(20 - 3 - 6));
}

/// c1 has the lock since a moment, and works.
fn working(ttl: u32, margin: u32, work: u32) -> World<Lock<Single>> {
    let mut world = asked::<Single>(2, None, ttl, margin, work);
    for (from, to) in [(C1, N1), (N1, C1), (C1, NodeId::server(2)), (NodeId::server(2), C1)] {
        deliver(&mut world, from, to);
    }
    world
}

#[test]
fn work_that_takes_too_long_is_not_written() {
    let mut world = working(20, 3, 17);
    ticks(&mut world, 17);
    // Both timers are due, and whichever comes first, it sees that nothing is left.
    fire(&mut world, C1, Timer::Work);
    assert_eq!(*phase(&world), Phase::Idle);
}

#[test]
fn a_pause_between_the_look_at_the_clock_and_the_write_is_not_noticed() {
    let mut world = working(20, 3, 5);
    ticks(&mut world, 5);
    fire(&mut world, C1, Timer::Work);
    act(&mut world, Action::Pause(C1));
    ticks(&mut world, 15);
    fire(&mut world, N1, "expire lock".parse().expect("a timer"));
    ticks(&mut world, 50);
    act(&mut world, Action::Resume(C1));
    fire(&mut world, C1, Timer::Use);
    let writing = matches!(phase(&world), Phase::Holding(holding) if matches!(holding.stage, Stage::Writing(1)));
    assert!(writing, "{:?}", phase(&world));
}

#[test]
fn a_pause_before_the_look_is() {
    let mut world = working(20, 3, 5);
    act(&mut world, Action::Pause(C1));
    ticks(&mut world, 20);
    act(&mut world, Action::Resume(C1));
    fire(&mut world, C1, Timer::Work);
    assert_eq!(*phase(&world), Phase::Idle);
}

/// "Unavailable for at least a bit more than the max TTL."
#[test]
fn a_redis_rests_longer_than_any_key_lives() {
    let mut world = asked::<Majority>(6, None, 20, 3, 0);
    act(&mut world, Action::Crash { node: N1, keep: 0 });
    act(&mut world, Action::Step(Step::Restart(N1)));
    assert_eq!(world.ticks_left(N1, &Timer::Rejoin), Some(21));
}

#[test]
fn times_are_as_they_are_set() {
    let refused = |ttl: u32, margin: u32| {
        let options = [("ttl".to_owned(), ttl), ("margin".to_owned(), margin)].into();
        let choice = |options| Choice { options, ..RedisLock::default_choice() };
        RedisLock::configure(&choice(options)).is_err()
    };
    assert!(!refused(20, 19) && refused(20, 20), "a lock that is over before it begins is none");
    assert!(refused(1, 0));
    let of_redlock = Choice { options: [("persist".to_owned(), 1)].into(), ..Redlock::default_choice() };
    assert!(Redlock::configure(&of_redlock).is_err(), "a setting of the other");
}
