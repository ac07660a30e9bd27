//! Members that are alike: a search up to their names looks at one state of each orbit, and misses nothing.

use std::{collections::BTreeSet, sync::Arc};

use quorum_checker::{Limits, Outcome, Space, State};
use quorum_kernel::{
    Budget, Channel, Effects, Fault, Happening, Input, Members, Mode, NodeId, Promise, Property, Protocol, Renaming,
    Shared, Spec, Symmetry, Text, Timing, Trace, World, digest,
};
use quorum_protocols::raft::Raft;

use super::{search, space};

const FIRES_2: Budget = Budget::NONE.with(Fault::Fire, 2);
const FIRE_AND_CRASH: Budget = Budget::NONE.with(Fault::Fire, 1).with(Fault::Crash, 1);
const FIRES_AND_CRASH: Budget = FIRES_2.with(Fault::Crash, 1);

/// Every state of a space, found without the checker's search.
fn all_states<P: Spec>(space: &Space<P>) -> Vec<State<P>> {
    let mut states = vec![space.start().clone()];
    let mut seen = BTreeSet::from([digest(space.start())]);
    let mut at = 0;
    while at < states.len() {
        let state = states[at].clone();
        for action in space.actions(&state) {
            let mut next = state.clone();
            space.take(&mut next, &action, &mut Trace::default());
            if seen.insert(digest(&next)) {
                states.push(next);
            }
        }
        at += 1;
    }
    states
}

/// A state with its members renamed.
fn renamed<P: Spec>(state: &State<P>, symmetry: &Symmetry<P>, renaming: &Renaming) -> State<P> {
    let (world, members) = (&state.world, state.world.members());
    let ids: Vec<NodeId> = members.iter().collect();
    let old = |id: NodeId| {
        let id = ids.iter().find(|other| renaming.of(**other) == id).expect("renaming loses nobody");
        members.index(*id).expect("a member")
    };
    let nodes = ids.iter().map(|id| Arc::new(world.node_parts()[old(*id)].renamed(symmetry, renaming)));
    let ends = ids.iter().flat_map(|from| ids.iter().map(move |to| (*from, *to)));
    let links = ends.map(|(from, to)| {
        let ordered = from != to && world.channel(from, to) == Channel::Fifo;
        let link = &world.link_parts()[old(from) * ids.len() + old(to)];
        Arc::new(link.renamed(ordered, symmetry, renaming))
    });
    let ghosts = state.ghosts.iter().map(|ghost| Shared::from(Arc::new((symmetry.ghost)(ghost, renaming))));
    State { world: world.with_parts(nodes, links), ghosts: ghosts.collect(), left: state.left }
}

#[test]
fn a_search_up_to_names_finds_one_state_of_each_orbit() {
    let symmetry = Raft::symmetry().expect("Raft has one");
    for (servers, budget, states, orbits) in [(2, FIRES_AND_CRASH, 936, 472), (3, FIRE_AND_CRASH, 1_757, 306)] {
        let space = || space(servers, None, budget, &[]).crashing_between_steps().checking_all();
        let all = all_states(&space());
        let renamings = Renaming::all(&(symmetry.sets)(space().start().world.config()));
        let least = |state: &State<Raft>| {
            renamings.iter().map(|renaming| digest(&renamed(state, &symmetry, renaming))).min().expect("there is one")
        };
        let least: BTreeSet<u64> = all.iter().map(least).collect();
        assert_eq!((all.len(), least.len()), (states, orbits), "{servers} servers");
        for threads in [1, 3] {
            let (search, outcome) = search(space().up_to_names(), Limits::default(), threads);
            assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
            assert_eq!(search.states() as usize, least.len(), "{servers} servers");
        }
    }
}

#[test]
fn a_large_search_shrinks_nearly_by_the_number_of_renamings() {
    let (search, outcome) = search(space(3, None, FIRES_2, &[]).checking_all().up_to_names(), Limits::default(), 2);
    assert!(matches!(outcome, Outcome::Complete), "{outcome:?}");
    // Of 108,097.
    assert_eq!((search.states(), search.depth()), (18_039, 20));
}

#[test]
fn every_mutant_breaks_the_same_property_in_as_few_actions() {
    let mut broken_ones = 0;
    for mutant in ["forgets-vote", "no-log-check", "counts-half", "sends-before-write", "leader-overwrites"] {
        let space = || space(3, Some(mutant), FIRES_AND_CRASH, &[]).crashing_between_steps().checking_all();
        let limits = Limits { depth: 8, ..Limits::default() };
        let outcomes = [space(), space().up_to_names()].map(|space| search(space, limits, 2).1);
        match outcomes {
            [Outcome::Broken(all), Outcome::Broken(folded)] => {
                assert_eq!((folded.property.id, folded.run.len()), (all.property.id, all.run.len()), "{mutant}");
                let (space, mut state) = (space(), space().start().clone());
                let take = |action| space.take(&mut state, action, &mut Trace::default()).map(|broken| broken.id);
                let last = folded.run.iter().map(take).last().expect("a run has actions");
                assert_eq!(last, Some(all.property.id), "{mutant}: the run that was found is a real one");
                broken_ones += 1;
            }
            [Outcome::Limit(_), Outcome::Limit(_)] => {}
            outcomes => panic!("{mutant}: {outcomes:?}"),
        }
    }
    assert_eq!(broken_ones, 4, "but for the one that shows in crashes within steps only");
}

#[test]
fn names_count_where_a_crash_may_strike_within_a_step_where_clients_ask_and_at_last() {
    let count = |space: Space<Raft>| search(space, Limits::default(), 1).0.states();
    for space in [
        || space(2, None, FIRE_AND_CRASH, &[]).checking_all(),
        || space(2, None, FIRE_AND_CRASH, &["get x"]).crashing_between_steps().checking_all(),
        || {
            let live = Raft::properties().iter().find(|property| property.mode == Mode::Eventually);
            space(2, None, FIRES_2, &[]).checking(live.expect("Raft has one"))
        },
    ] {
        assert_eq!(count(space()), count(space().up_to_names()));
    }
}

/// A protocol that compares numbers: who hears from a higher one breaks. It may lie about that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Pecking {}

/// Whether it declares its members to be alike, which they are not.
#[derive(Clone, Debug)]
struct Lies(bool);

impl Protocol for Pecking {
    type Config = Lies;
    type State = ();
    type Disk = ();
    type Write = ();
    type Message = ();
    type Timer = String;
    type Request = String;
    type Reply = ();
    type Note = ();

    const KINDS: &'static [&'static str] = &["Peck"];

    fn kind((): &()) -> usize {
        0
    }

    fn members(_: &Lies) -> Members {
        Members { servers: 2, clients: 0 }
    }

    fn write((): &mut (), (): &()) {}

    fn boot(_: &Lies, _: NodeId, fx: &mut Effects<'_, Self>) {
        fx.set_timer("peck".to_owned(), 1..=1);
    }

    fn step(_: &Lies, id: NodeId, (): &mut (), input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match input {
            Input::Timer(_) => fx.send(NodeId::server(3 - id.number()), ()),
            Input::Message { from, .. } if from > id => fx.note(()),
            _ => {}
        }
    }
}

impl Spec for Pecking {
    type Ghost = bool;

    fn properties() -> &'static [Property<Self>] {
        &[Property {
            id: "nobody-hears-from-a-higher-one",
            mode: Mode::Always,
            promise: |_| Promise::ALL_BUT_WIPE,
            fold: |heard, _, happened| {
                if happened.iter().any(|happening| matches!(happening, Happening::Noted { .. })) {
                    **heard = true;
                }
            },
            holds: |heard, _| !heard,
            detail: |_, _| Text::new("pecking"),
        }]
    }

    fn symmetry() -> Option<Symmetry<Self>> {
        Some(Symmetry {
            sets: |lies| if lies.0 { vec![vec![NodeId::server(1), NodeId::server(2)]] } else { Vec::new() },
            within_steps: true,
            state: |(), _| (),
            disk: |(), _| (),
            write: |(), _| (),
            message: |(), _| (),
            timer: |timer, _| timer.clone(),
            ghost: |heard, _| *heard,
        })
    }
}

#[test]
fn a_protocol_that_compares_numbers_must_not_declare_its_members_alike() {
    let outcome = |lies: bool| {
        let mut world = World::<Pecking>::new(Lies(lies), Timing::Asynchronous);
        world.start(&mut Trace::default());
        let space = Space::new(world, Budget::NONE.with(Fault::Fire, 1)).checking_all().up_to_names();
        search(space, Limits::default(), 1).1
    };
    assert!(matches!(outcome(false), Outcome::Broken(broken) if broken.run.len() == 2));
    // n1 pecks n2, which is in order; that n2 pecks n1 is taken for the same, and is not.
    assert!(matches!(outcome(true), Outcome::Complete));
}
