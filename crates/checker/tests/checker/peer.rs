//! The crate `stateright` searches the same worlds: both must find the same number of states, and the same verdict.

use quorum_checker::{Limits, Outcome, Space, State};
use quorum_kernel::{Action, Budget, Fault, Trace};
use quorum_protocols::raft::Raft;
use stateright::{Checker, Model, Property};

use super::{search, space};

/// The name of all properties that must always hold, taken as one.
const ALL: &str = "all that must hold";

/// A space as a model of stateright's. It sees what the search sees: states, what can happen, what must hold.
struct Peer(Space<Raft>);

impl Model for Peer {
    type State = State<Raft>;
    type Action = Action<Raft>;

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

#[test]
fn both_find_the_same() {
    let fires = Budget::NONE.with(Fault::Fire, 2);
    let crash = Budget::NONE.with(Fault::Fire, 1).with(Fault::Crash, 1);
    for (servers, budget, requests) in [
        (1, fires.with(Fault::Crash, 1), &["put x 1"][..]),
        (2, crash.with(Fault::Duplicate, 1).with(Fault::Drop, 1), &[]),
        (2, crash.with(Fault::Cut, 1).with(Fault::Pause, 1).with(Fault::Wipe, 1), &[]),
        (3, fires, &[]),
    ] {
        let (ours, outcome) = search(space(servers, None, budget, requests).checking_all(), Limits::default(), 1);
        assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
        let theirs = Peer(space(servers, None, budget, requests).checking_all()).checker().spawn_bfs().join();
        theirs.assert_properties();
        assert_eq!(theirs.unique_state_count(), ours.states() as usize, "{servers} servers, {budget:?}");
    }
}

#[test]
fn neither_run_that_breaks_a_property_is_shorter() {
    let budget = Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1);
    for mutant in ["forgets-vote", "no-log-check", "sends-before-write"] {
        let (_, outcome) = search(space(3, Some(mutant), budget, &[]).checking_all(), Limits::default(), 1);
        let Outcome::Broken(broken) = outcome else { panic!("{mutant} survives: {outcome:?}") };
        let theirs = Peer(space(3, Some(mutant), budget, &[]).checking_all()).checker().spawn_bfs().join();
        let path = theirs.assert_any_discovery(ALL).into_actions();
        assert!(path.len() >= broken.run.len(), "{mutant}: {} actions, ours {}", path.len(), broken.run.len());
    }
}
