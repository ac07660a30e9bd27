//! # The laws of the kernel
//!
//! What is true of every protocol, tried on random walks of [`Chatter`], which does everything that a protocol can do,
//! in worlds with time and without. A walk is a list of [`Moment`]s: a world, what was done in it, what happened, and
//! the world after it. Each law looks at every moment.

use core::ptr;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use quorum_kernel::{Action, Bounds, Channel, Happening, NodeId, Slip, Status, Step, Timing, Trace, World, digest};

use crate::{
    bench::{Bench, c, invoke, n},
    chatter::{Chatter, Request, Timer, Word},
    search::{crashes_during, is_plain},
};

struct Moment {
    before: World<Chatter>,
    action: Action<Chatter>,
    happened: Vec<Happening<Chatter>>,
    after: World<Chatter>,
}

/// Everything that can be done in a world, and not only what needs no filling in.
fn offers(world: &World<Chatter>) -> Vec<Action<Chatter>> {
    let requests = [Request::Hum, Request::Sing].map(|request| invoke(c(1), request));
    let requests = requests.into_iter().filter(|action| world.refusal(action).is_none());
    world.enabled().into_iter().chain(requests).chain(crashes_during(world)).collect()
}

/// Every second pick takes a step or lets time pass, if it can; else faults would stop all talk.
fn walk(timing: Timing, picks: &[u16]) -> Vec<Moment> {
    let Bench { mut world, mut trace } = Bench::<Chatter>::new((), timing);
    let mut moments = Vec::new();
    for pick in picks {
        let mut choices = offers(&world);
        if pick % 2 == 0 && choices.iter().any(is_plain) {
            choices.retain(is_plain);
        }
        let (before, action) = (world.clone(), choices.swap_remove(usize::from(pick / 2) % choices.len()));
        world.apply(&action, &mut trace).expect("what is offered can be done");
        moments.push(Moment { before, action, happened: trace.happened.clone(), after: world.clone() });
    }
    moments
}

fn timings() -> impl Strategy<Value = Timing> {
    let bounds = |(drift, delay, pause)| Timing::Bounded(Bounds { drift, delay, pause });
    let bound = || prop::option::of(1..4_u32);
    prop_oneof![Just(Timing::Asynchronous), (bound(), bound(), bound()).prop_map(bounds)]
}

fn picks() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 1..100)
}

/// All that can be seen of a node.
#[derive(Clone, Debug, PartialEq)]
struct Node {
    status: Status,
    state: Option<u16>,
    disk: Vec<u8>,
    unforced: usize,
    timers: Vec<(Timer, Option<u32>)>,
}

type Link = (NodeId, NodeId);

/// All that can be seen of a world.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    nodes: BTreeMap<NodeId, Node>,
    flights: BTreeMap<Link, Vec<(Word, Option<u32>)>>,
    cuts: BTreeSet<Link>,
}

fn links(world: &World<Chatter>) -> impl Iterator<Item = Link> {
    let members = world.members();
    members.iter().flat_map(move |from| members.iter().map(move |to| (from, to)))
}

fn see(world: &World<Chatter>) -> Seen {
    let node = |id| {
        let node = world.node(id);
        let timers = world.timers(id).map(|timer| (*timer, world.ticks_left(id, timer))).collect();
        let (state, disk) = (node.state.copied(), node.disk.clone());
        (id, Node { status: node.status, state, disk, unforced: node.unforced_writes, timers })
    };
    let mut flights: BTreeMap<Link, Vec<_>> = links(world).map(|link| (link, Vec::new())).collect();
    for flight in world.in_flight() {
        let on_link = flights.get_mut(&(flight.from, flight.to)).expect("between members");
        on_link.push((*flight.message, flight.left));
    }
    let cuts = links(world).filter(|(from, to)| world.is_cut(*from, *to)).collect();
    Seen { nodes: world.members().iter().map(node).collect(), flights, cuts }
}

/// What a fault, or time, does to what can be seen: exactly this. `None` for steps, which do what the protocol says.
fn foretold(moment: &Moment) -> Option<Seen> {
    let mut seen = see(&moment.before);
    let lost = moment.happened.iter().filter(|happening| matches!(happening, Happening::Lost { .. })).count();
    match &moment.action {
        Action::Step(_) | Action::CrashDuring { .. } => return None,
        Action::Drop { from, to, message } => {
            let flights = seen.flights.get_mut(&(*from, *to))?;
            let at = flights.iter().position(|(other, _)| other == message)?;
            // From an unordered channel one, from a FIFO channel also what is behind it on that connection.
            assert!(lost == 1 || moment.before.channel(*from, *to) == Channel::Fifo);
            flights.drain(at..at + lost);
        }
        Action::Duplicate { from, to, message } => {
            let flights = seen.flights.get_mut(&(*from, *to))?;
            let at = flights.iter().position(|(other, _)| other == message)?;
            flights.insert(at, flights[at]);
        }
        Action::Tick => {
            for node in seen.nodes.values_mut() {
                if let Status::Paused { left: Some(left) } = &mut node.status {
                    *left -= 1;
                }
                node.timers.iter_mut().for_each(|(_, left)| *left = left.map(|left| left.saturating_sub(1)));
            }
            seen.flights.values_mut().flatten().for_each(|(_, left)| *left = left.map(|left| left.saturating_sub(1)));
        }
        Action::Slip(id, slip) => {
            let running = seen.nodes.get_mut(id)?.timers.iter_mut().filter_map(|(_, left)| left.as_mut());
            running.filter(|left| **left > 0).for_each(|left| match slip {
                Slip::Gain => *left -= 1,
                Slip::Lose => *left += 1,
            });
        }
        Action::Crash { node, keep } => crash(&mut seen, moment, *node, Some(*keep)),
        Action::Wipe(node) => crash(&mut seen, moment, *node, None),
        Action::Pause(node) => {
            let Timing::Bounded(bounds) = moment.before.timing() else { unreachable!("checked by the caller") };
            seen.nodes.get_mut(node)?.status = Status::Paused { left: bounds.pause };
        }
        Action::Resume(node) => seen.nodes.get_mut(node)?.status = Status::Up,
        Action::Cut { from, to } => assert!(seen.cuts.insert((*from, *to))),
        Action::Heal { from, to } => assert!(seen.cuts.remove(&(*from, *to))),
    }
    Some(seen)
}

fn crash(seen: &mut Seen, moment: &Moment, id: NodeId, keep: Option<usize>) {
    let Some(node) = seen.nodes.get_mut(&id) else { return };
    let was_down = node.status == Status::Down;
    // Every write of Chatter is one byte at the end of the disk.
    let survives = keep.map_or(0, |keep| node.disk.len() - node.unforced + keep);
    node.disk.truncate(survives);
    *node = Node { status: Status::Down, state: None, disk: node.disk.clone(), unforced: 0, timers: Vec::new() };
    for ((from, to), flights) in &mut seen.flights {
        // Nothing crosses incarnations on a FIFO channel; on others the message waits for whoever is there.
        if *to == id && !was_down && moment.before.channel(*from, *to) == Channel::Fifo {
            flights.clear();
        }
    }
}

proptest! {
    #[test]
    fn the_same_actions_give_the_same_run(timing in timings(), picks in picks()) {
        let moments = walk(timing, &picks);
        let Bench { mut world, mut trace } = Bench::<Chatter>::new((), timing);
        for moment in &moments {
            prop_assert_eq!(&world, &moment.before);
            // On a copy, into a used trace, or in place: it is all one.
            prop_assert_eq!(world.apply(&moment.action, &mut trace), Ok(()));
            prop_assert_eq!(&trace.happened, &moment.happened);
            prop_assert_eq!(digest(&world), digest(&moment.after));
        }
    }

    #[test]
    fn a_clone_never_changes(timing in timings(), picks in picks()) {
        let Bench { mut world, mut trace } = Bench::<Chatter>::new((), timing);
        let mut clones = Vec::new();
        for moment in walk(timing, &picks) {
            clones.push((world.clone(), see(&world), digest(&world)));
            prop_assert_eq!(world.apply(&moment.action, &mut trace), Ok(()));
        }
        for (clone, seen, digested) in clones {
            prop_assert_eq!((see(&clone), digest(&clone)), (seen, digested));
        }
    }

    #[test]
    fn a_clone_shares_what_the_step_does_not_touch(timing in timings(), picks in picks()) {
        for Moment { before, action, after, .. } in walk(timing, &picks) {
            let touched = match action {
                Action::Step(step) | Action::CrashDuring { step, .. } => Some(step.node()),
                Action::Crash { node, .. } | Action::Wipe(node) => Some(node),
                _ => None,
            };
            for (old, new) in before.nodes().zip(after.nodes()).filter(|(old, _)| Some(old.id) != touched) {
                prop_assert!(ptr::eq(old.disk, new.disk));
                prop_assert_eq!(old.state.map(ptr::from_ref), new.state.map(ptr::from_ref));
            }
        }
    }

    #[test]
    fn faults_and_time_do_exactly_what_they_say(timing in timings(), picks in picks()) {
        for moment in walk(timing, &picks) {
            if timing == Timing::Asynchronous && let Action::Pause(node) = moment.action {
                prop_assert_eq!(moment.after.node(node).status, Status::Paused { left: None });
            } else if let Some(foretold) = foretold(&moment) {
                prop_assert_eq!(see(&moment.after), foretold, "{:?}", moment.action);
            }
        }
    }

    #[test]
    fn a_step_touches_its_node_and_what_that_sends_and_receives(timing in timings(), picks in picks()) {
        for moment in walk(timing, &picks) {
            let (Action::Step(step) | Action::CrashDuring { step, .. }) = &moment.action else { continue };
            let (before, after) = (see(&moment.before), see(&moment.after));
            prop_assert_eq!(&before.cuts, &after.cuts);
            for (id, node) in before.nodes.iter().filter(|(id, _)| **id != step.node()) {
                prop_assert_eq!(node, &after.nodes[id]);
            }
            for (link, flights) in before.flights.iter().filter(|((from, to), _)| ![*from, *to].contains(&step.node())) {
                prop_assert_eq!(flights, &after.flights[link]);
            }
        }
    }

    #[test]
    fn the_trace_accounts_for_every_message(timing in timings(), picks in picks()) {
        for moment in walk(timing, &picks) {
            let mut counts = BTreeMap::<_, i32>::new();
            let mut count = |from: &NodeId, to: &NodeId, message: &Word, by| {
                *counts.entry((*from, *to, *message)).or_default() += by;
            };
            for (world, by) in [(&moment.before, 1), (&moment.after, -1)] {
                world.in_flight().for_each(|flight| count(&flight.from, &flight.to, flight.message, by));
            }
            for happening in &moment.happened {
                match happening {
                    Happening::Sent { from, to, message } | Happening::Duplicated { from, to, message } => {
                        count(from, to, message, 1);
                    }
                    Happening::Delivered { from, to, message } | Happening::Lost { from, to, message, .. } => {
                        count(from, to, message, -1);
                    }
                    _ => {}
                }
            }
            prop_assert!(counts.values().all(|count| *count == 0), "{:?}: {:?}", moment.action, counts);
        }
    }

    #[test]
    fn a_disk_holds_what_was_forced_and_a_prefix_of_the_rest(timing in timings(), picks in picks()) {
        let boot = Bench::<Chatter>::new((), timing);
        let walk = walk(timing, &picks).into_iter().map(|moment| (moment.happened, moment.after));
        let mut drives = BTreeMap::<NodeId, (Vec<u8>, Vec<u8>)>::new();
        for (happened, after) in [(boot.trace.happened, boot.world)].into_iter().chain(walk) {
            for happening in &happened {
                match happening {
                    Happening::Wrote { node, write, forced } => {
                        let (platter, cache) = drives.entry(*node).or_default();
                        cache.push(*write);
                        if *forced {
                            platter.append(cache);
                        }
                    }
                    Happening::Crashed { node, lost_writes, wiped } => {
                        let (platter, cache) = drives.entry(*node).or_default();
                        prop_assert!(*lost_writes <= cache.len());
                        cache.truncate(cache.len() - lost_writes);
                        platter.append(cache);
                        if *wiped {
                            platter.clear();
                        }
                    }
                    _ => {}
                }
            }
            for node in after.nodes() {
                let (platter, cache) = drives.entry(node.id).or_default();
                prop_assert_eq!(node.disk, &[&platter[..], &cache[..]].concat());
                prop_assert_eq!(node.unforced_writes, cache.len());
            }
        }
    }

    #[test]
    fn healing_undoes_a_cut(timing in timings(), picks in picks()) {
        for moment in walk(timing, &picks) {
            if let Action::Cut { from, to } = moment.action {
                let (mut world, mut trace) = (moment.after, Trace::default());
                prop_assert_eq!(world.apply(&Action::Heal { from, to }, &mut trace), Ok(()));
                prop_assert_eq!(world, moment.before);
            }
        }
    }

    #[test]
    fn steps_of_different_nodes_commute(timing in timings(), picks in picks()) {
        for Moment { before, action, .. } in walk(timing, &picks) {
            let is_step = |action: &Action<Chatter>| matches!(action, Action::Step(step) if !matches!(step, Step::Restart(_)));
            let Action::Step(first) = &action else { continue };
            for second in before.enabled().into_iter().filter(is_step) {
                let Action::Step(other) = &second else { continue };
                if !is_step(&action) || other.node() == first.node() {
                    continue;
                }
                let both = |actions: [&Action<Chatter>; 2]| {
                    let (mut world, mut trace) = (before.clone(), Trace::default());
                    actions.iter().try_for_each(|action| world.apply(action, &mut trace)).map(|()| world)
                };
                let (one, two) = (both([&action, &second]), both([&second, &action]));
                prop_assert!(one.is_ok());
                prop_assert_eq!(one.as_ref().map(digest), two.as_ref().map(digest));
                prop_assert_eq!(one, two);
            }
        }
    }

    #[test]
    fn equal_worlds_and_no_others_have_equal_digests(timing in timings(), one in picks(), two in picks()) {
        let worlds: Vec<_> = [one, two].iter().flat_map(|picks| walk(timing, picks)).map(|moment| moment.after).collect();
        let digests: Vec<_> = worlds.iter().map(digest).collect();
        for (i, a) in worlds.iter().enumerate() {
            for (j, b) in worlds.iter().enumerate() {
                prop_assert_eq!(a == b, digests[i] == digests[j]);
                prop_assert_eq!(a == b, a.cmp(b).is_eq());
                prop_assert_eq!(a.cmp(b), b.cmp(a).reverse());
            }
        }
    }

    #[test]
    fn names_of_nodes_round_trip(number in 1..=127_u8, client in any::<bool>(), noise in "[ncx]?[0-9+é ]{0,4}") {
        let id = if client { c(number) } else { n(number) };
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        // What parses at all has one spelling.
        if let Ok(id) = noise.parse::<NodeId>() {
            prop_assert_eq!(id.to_string(), noise);
        }
    }
}

/// More than everything that could be done here: for members and others, for every message in flight on every link.
fn conceivable(world: &World<Chatter>) -> Vec<Action<Chatter>> {
    let ids: Vec<_> = world.members().iter().chain([n(4), c(2)]).collect();
    let absent = Word { hops: 9, sound: 9 };
    let words: BTreeSet<_> = world.in_flight().map(|flight| *flight.message).chain([absent]).collect();
    let (mut steps, mut actions) = (Vec::new(), vec![Action::Tick]);
    for from in ids.iter().copied() {
        for to in ids.iter().copied() {
            steps.push(Step::Disconnect { from, to });
            actions.extend([Action::Cut { from, to }, Action::Heal { from, to }]);
            for message in words.iter().copied() {
                steps.push(Step::Deliver { from, to, message });
                actions.extend([Action::Drop { from, to, message }, Action::Duplicate { from, to, message }]);
            }
        }
        steps.extend([Timer::Yawn, Timer::Cough].map(|timer| Step::Fire { node: from, timer }));
        steps.extend([Request::Hum, Request::Sing].map(|request| Step::Invoke { client: from, request }));
        steps.push(Step::Restart(from));
        actions.extend([Slip::Gain, Slip::Lose].map(|slip| Action::Slip(from, slip)));
        actions.extend([Action::Wipe(from), Action::Pause(from), Action::Resume(from)]);
        actions.extend((0..100).map(|keep| Action::Crash { node: from, keep }));
    }
    for (after, keep) in [(0, 0), (1, 0), (2, 1), (5, 0)] {
        actions.extend(steps.iter().map(|step| Action::CrashDuring { step: step.clone(), after, keep }));
    }
    actions.extend(steps.into_iter().map(Action::Step));
    actions
}

proptest! {
    // Each looks at thousands of actions.
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_refused_changes_nothing_and_what_is_not_is_done(timing in timings(), picks in picks()) {
        let Some(Moment { after: world, happened, .. }) = walk(timing, &picks).pop() else { return Ok(()) };
        let mut trace = Trace::default();
        trace.happened = happened;
        for action in conceivable(&world) {
            let mut next = world.clone();
            let refusal = next.apply(&action, &mut trace).err();
            prop_assert_eq!(refusal, world.refusal(&action), "{:?}", action);
            if refusal.is_some() {
                prop_assert_eq!(&next, &world);
                prop_assert_eq!(&trace.happened, &[]);
            }
        }
    }

    #[test]
    fn everything_that_can_be_done_is_offered_once(timing in timings(), picks in picks()) {
        for Moment { after: world, .. } in walk(timing, &picks).into_iter().step_by(20) {
            let filled_in = |action: &Action<Chatter>| {
                matches!(action, Action::CrashDuring { .. } | Action::Step(Step::Invoke { .. }))
            };
            let possible = conceivable(&world).into_iter().filter(|action| !filled_in(action));
            let possible: BTreeSet<_> = possible.filter(|action| world.refusal(action).is_none()).collect();
            let offered = world.enabled();
            prop_assert_eq!(offered.len(), possible.len());
            prop_assert_eq!(offered.into_iter().collect::<BTreeSet<_>>(), possible);
        }
    }
}
