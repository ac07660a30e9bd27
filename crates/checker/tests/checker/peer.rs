//! The crate `stateright` searches the same worlds: both must find the same number of states, and the same verdict. A
//! protocol is added by a line in [`both_find_the_same_states`] that pins a small search of it.

use quorum_checker::{Limits, Outcome, Space, State};
use quorum_kernel::{Action, Bounds, Budget, Choice, Exhibit, Fault, Hunt, NodeId, Spec, Timing, Trace, World};
use quorum_protocols::{
    hash_ring::HashRing,
    paxos::Paxos,
    raft::Raft,
    redis::{RedisLock, Redlock},
    two_phase_commit::TwoPhaseCommit,
    zab::Zab,
};
use stateright::{Checker, Model, Property};

use super::search;

/// The name of all properties that must always hold, taken as one.
const ALL: &str = "all that must hold";

/// A space as a model of stateright's. It sees what the search sees: states, what can happen, what must hold.
struct Peer<P: Spec>(Space<P>);

impl<P: Spec> Model for Peer<P> {
    type State = State<P>;
    type Action = Action<P>;

    fn init_states(&self) -> Vec<Self::State> {
        vec![self.0.start().clone()]
    }

    fn actions(&self, state: &Self::State, actions: &mut Vec<Self::Action>) {
        actions.extend(self.0.actions(state));
    }

    fn next_state(&self, before: &Self::State, action: Self::Action) -> Option<Self::State> {
        let mut state = before.clone();
        self.0.take(&mut state, &action, &mut Trace::default());
        Some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(ALL, |model: &Self, state: &Self::State| {
            model.0.checked().zip(&state.ghosts).all(|(property, ghost)| (property.holds)(ghost, &state.world))
        })]
    }
}

/// The space of a search as a protocol would declare it, from the start of its world.
fn space<P: Exhibit>(hunt: &Hunt, mutant: Option<&str>) -> Space<P> {
    let options = hunt.options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    let choice = Choice { servers: hunt.servers, clients: hunt.clients, mutant: mutant.map(str::to_owned), options };
    let mut world = World::new(P::configure(&choice).expect("a cluster"), hunt.timing);
    world.start(&mut Trace::default());
    let request = |text: &&str| {
        let (client, request) = text.split_once(' ').expect("a client and what it is asked for");
        (client.parse::<NodeId>().expect("a client"), request.parse().ok().expect("a request"))
    };
    let space = Space::new(world, hunt.budget).asking(hunt.requests.iter().map(request).collect()).checking_all();
    if hunt.within_steps { space } else { space.crashing_between_steps() }
}

/// Both search all there is, find it clean, and count so many states.
fn pin<P: Exhibit>(hunt: Hunt, states: usize) {
    let (ours, outcome) = search(space::<P>(&hunt, None), Limits::default(), 1);
    assert!(matches!(outcome, Outcome::Complete), "{}, {hunt:?}: {outcome:?}", P::ID);
    let theirs = Peer(space::<P>(&hunt, None)).checker().spawn_bfs().join();
    theirs.assert_properties();
    assert_eq!((ours.states() as usize, theirs.unique_state_count()), (states, states), "{}, {hunt:?}", P::ID);
}

/// A search of so many servers in which timers may run out so often.
const fn fires(servers: u8, fires: u8) -> Hunt {
    Hunt { servers, budget: Budget::NONE.with(Fault::Fire, fires), ..Hunt::NEW }
}

/// The same with one more of each of some faults.
const fn with<const N: usize>(hunt: Hunt, faults: [Fault; N]) -> Hunt {
    let (mut budget, mut at) = (hunt.budget, 0);
    while at < N {
        budget = budget.with(faults[at], 1);
        at += 1;
    }
    Hunt { budget, ..hunt }
}

#[test]
fn both_find_the_same_states() {
    use Fault::{Crash, Cut, Drop, Duplicate, Pause, Wipe};
    pin::<Raft>(Hunt { clients: 1, requests: &["c1 put x 1"], ..with(fires(1, 2), [Crash]) }, 571);
    pin::<Raft>(with(fires(2, 1), [Crash, Duplicate, Drop]), 762);
    pin::<Raft>(with(fires(2, 1), [Crash, Cut, Pause, Wipe]), 7_928);
    pin::<Raft>(fires(3, 2), 108_097);
    let bounded = Timing::Bounded(Bounds { drift: None, delay: Some(1), pause: None });
    pin::<Raft>(Hunt { timing: bounded, ..fires(2, 1) }, 1_129);
    let transfer = Hunt { clients: 1, requests: &["c1 transfer A B 30"], ..Hunt::NEW };
    pin::<TwoPhaseCommit>(Hunt { budget: Budget::NONE.with(Fault::Fire, 2), ..transfer }, 13_812);
    let refused = Hunt { requests: &["c1 transfer A B 130"], ..transfer };
    pin::<TwoPhaseCommit>(with(refused, [Crash]), 845);
    pin::<Paxos>(Hunt { servers: 2, ..Paxos::HUNT }, 343);
    pin::<Paxos>(with(Hunt { servers: 2, ..Paxos::HUNT }, [Crash]), 5_304);
    pin::<Paxos>(Hunt { clients: 1, requests: &["c1 propose A"], ..with(fires(3, 0), [Crash]) }, 4_649);
    let one_put = Hunt { clients: 1, requests: &["c1 put x 1"], ..fires(2, 1) };
    pin::<Zab>(one_put, 796);
    pin::<Zab>(with(one_put, [Crash]), 23_430);
    pin::<Zab>(Hunt { servers: 3, budget: Budget::NONE, ..one_put }, 2_460);
    let punctual = Timing::Bounded(Bounds { drift: None, delay: Some(0), pause: None });
    let locks = Hunt {
        clients: 2,
        requests: &["c1 increment", "c2 increment"],
        options: &[("ttl", 2), ("margin", 1), ("work", 0)],
        timing: punctual,
        within_steps: false,
        ..fires(2, 8)
    };
    pin::<RedisLock>(locks, 124);
    pin::<RedisLock>(with(locks, [Crash]), 2_195);
    pin::<Redlock>(Hunt { budget: fires(3, 4).budget, servers: 3, ..locks }, 30_314);
    pin::<HashRing>(Hunt { requests: &["c2 join n3"], ..HashRing::HUNT }, 3_447);
    pin::<HashRing>(Hunt { budget: Budget::NONE, ..HashRing::HUNT }, 13_787);
}

#[test]
fn no_run_of_theirs_that_breaks_a_property_is_shorter() {
    let hunt = with(fires(3, 2), [Fault::Crash]);
    for mutant in ["forgets-vote", "no-log-check", "sends-before-write"] {
        let (_, outcome) = search(space::<Raft>(&hunt, Some(mutant)), Limits::default(), 1);
        let Outcome::Broken(broken) = outcome else { panic!("{mutant} survives: {outcome:?}") };
        let theirs = Peer(space::<Raft>(&hunt, Some(mutant))).checker().spawn_bfs().join();
        let path = theirs.assert_any_discovery(ALL).into_actions();
        assert!(path.len() >= broken.run.len(), "{mutant}: {} actions, ours {}", path.len(), broken.run.len());
    }
}
