//! What manual mode lists, held against the kernel: all that is offered can be done, all that is refused cannot, and
//! nothing that the kernel allows is missing.

use proptest::prelude::*;
use quorum_kernel::{Action, Exhibit, NodeId, Step, Trace};
use quorum_protocols::raft::Raft;
use quorum_scene::words::say;
use quorum_sim::{Act, Ends, FlightName, History, Link, May, Micros, Offer, Origin, Run, Scenario};

use crate::beat::Beat;

/// A run on a network that loses, doubles and reorders.
fn stormy<P: Exhibit>(seed: u64) -> History<P> {
    let mut scenario = Scenario::of::<P>(seed);
    scenario.clients = 2;
    scenario.network.default =
        Link { latency_us: 5_000, jitter_us: 30_000, loss_ppm: 100_000, duplication_ppm: 100_000 };
    History::new(scenario).expect("a good scenario")
}

/// When an offer would happen: what is due next in its time, all else at once.
fn moment<P: Exhibit>(run: &Run<P>, at: Micros, act: &Act<P>) -> Micros {
    match (run.next_due(), act) {
        (Some((due, next, _)), act) if *act == next => due,
        (Some((due, next, _)), Act::CrashDuring { step, .. }) if **step == next => due,
        _ => at,
    }
}

/// Does what is offered on a copy, and demands that it goes as was judged.
fn judge<P: Exhibit>(run: &Run<P>, at: Micros, offer: &Offer<P>) {
    let mut copy = run.clone();
    let before = (copy.chain(), copy.world_digest(), copy.clock_faults(), copy.now());
    let when = moment(run, at, &offer.act);
    let done = copy.perform(when, &offer.act, Origin::Hand, &mut Trace::default());
    let faults = copy.clock_faults() - before.2;
    match &offer.may {
        May::Yes => assert_eq!((done, faults), (Ok(()), 0), "{}", offer.act),
        May::ClockFault => assert_eq!((done, faults), (Ok(()), 1), "{}", offer.act),
        May::No(why) => {
            assert_eq!(done.as_ref(), Err(why), "{}", offer.act);
            assert_eq!((copy.chain(), copy.world_digest(), copy.clock_faults(), copy.now()), before, "{}", offer.act);
        }
    }
}

/// Whether an act is this action of the kernel.
fn is<P: Exhibit>(run: &Run<P>, act: &Act<P>, action: &Action<P>) -> bool {
    let flies = |name: &FlightName, from: &NodeId, to: &NodeId, message: &P::Message| {
        (name.from, name.to) == (*from, *to)
            && run.flights().any(|flight| flight.name == *name && flight.message == *message)
    };
    let way = |ends: &Ends, from: &NodeId, to: &NodeId| !ends.both && (ends.a, ends.b) == (*from, *to);
    match (act, action) {
        (Act::Deliver(name), Action::Step(Step::Deliver { from, to, message }))
        | (Act::Drop(name), Action::Drop { from, to, message })
        | (Act::Duplicate(name), Action::Duplicate { from, to, message }) => flies(name, from, to, message),
        (Act::Disconnect { from, to }, Action::Step(Step::Disconnect { from: a, to: b })) => (from, to) == (a, b),
        (Act::Fire { node, timer }, Action::Step(Step::Fire { node: id, timer: other })) => {
            (node, timer) == (id, other)
        }
        (Act::Restart(id), Action::Step(Step::Restart(other)))
        | (Act::Wipe(id), Action::Wipe(other))
        | (Act::Pause(id), Action::Pause(other))
        | (Act::Resume(id), Action::Resume(other)) => id == other,
        (Act::Crash { node, keep }, Action::Crash { node: other, keep: kept }) => {
            node == other && *keep as usize == *kept
        }
        (Act::Cut(ends), Action::Cut { from, to }) | (Act::Heal(ends), Action::Heal { from, to }) => {
            way(ends, from, to)
        }
        _ => false,
    }
}

fn check<P: Exhibit>(history: &History<P>) {
    let (run, at) = (history.run(), history.at());
    let offers = run.offers(at);
    let labels: std::collections::BTreeSet<_> = offers.iter().map(|offer| offer.act.to_string()).collect();
    assert_eq!(labels.len(), offers.len(), "nothing is offered twice");
    for offer in &offers {
        judge(run, at, offer);
        assert_eq!(offer.act.to_string().parse().as_ref(), Ok(&offer.act));
    }
    for action in run.world().enabled() {
        let among_clients = matches!(&action, Action::Cut { from, to } | Action::Heal { from, to } if from.is_client() && to.is_client());
        let offered = offers.iter().any(|offer| !matches!(offer.may, May::No(_)) && is(run, &offer.act, &action));
        assert!(offered || among_clients, "not offered: {action:?}");
    }
    if let Some((due, next, _)) = run.next_due() {
        let offer = offers.iter().find(|offer| offer.act == next).unwrap_or_else(|| panic!("not offered: {next}"));
        assert_eq!((&offer.may, offer.due), (&May::Yes, Some(due)), "what is due next can be done");
    }
    if let Some((due, step, _)) = run.next_due().filter(|(_, act, _)| act.is_step()) {
        let crash = |after| Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 };
        let can = |after| run.clone().perform(due, &crash(after), Origin::Hand, &mut Trace::default()).is_ok();
        for after in (0..=8).filter(|after| can(*after)) {
            assert!(offers.iter().any(|offer| offer.act == crash(after)), "not offered: {}", crash(after));
        }
    }
    let groups: Vec<_> = offers.iter().map(|offer| (offer.node.is_none(), offer.node)).collect();
    assert!(groups.is_sorted(), "nodes in order, the network last");
    for pair in offers.windows(2).filter(|pair| pair[0].node == pair[1].node) {
        assert!(pair[0].due.is_some() || pair[1].due.is_none(), "what is due stands first");
        assert!(pair[1].due.is_none() || pair[0].due <= pair[1].due, "the soonest first");
    }
}

/// Walks through offers and time, and checks what is offered on the way.
fn walk<P: Exhibit>(seed: u64, steps: &[(u16, u64)]) {
    let mut history = stormy::<P>(seed);
    for (pick, span) in steps {
        let to = history.at() + span;
        history.advance(to, 40).expect("room for more");
        check(&history);
        let offers = history.run().offers(history.at());
        let able: Vec<_> = offers.into_iter().filter(|offer| !matches!(offer.may, May::No(_))).collect();
        let offer = &able[usize::from(*pick) % able.len()];
        // A crash in the middle of what is due next may have fewer effects now than then.
        let _may_be_refused = history.act(offer.act.clone());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_offered_in_raft_is_what_the_kernel_allows(
        seed in any::<u64>(), steps in prop::collection::vec((any::<u16>(), 0_u64..120_000), 1..30),
    ) {
        walk::<Raft>(seed, &steps);
    }

    #[test]
    fn what_is_offered_on_channels_that_keep_order_is_what_the_kernel_allows(
        seed in any::<u64>(), steps in prop::collection::vec((any::<u16>(), 0_u64..40_000), 1..30),
    ) {
        walk::<Beat>(seed, &steps);
    }
}

#[test]
fn what_a_channel_a_cut_or_a_pause_forbids_is_listed_with_the_reason() {
    let mut history = History::<Beat>::new(Scenario::of::<Beat>(9)).expect("a good scenario");
    history.advance(20_000, 100).expect("room for more");
    history.advance(21_000, 100).expect("room for more");
    for label in ["fire c1 beat", "cut n1>n2", "pause n3", "crash n1"] {
        history.act(quorum_tests::act(label)).expect(label);
    }
    let offers = history.run().offers(history.at());
    let why = |label: &str| {
        let offer = offers.iter().find(|offer| offer.act.to_string() == label);
        match &offer.unwrap_or_else(|| panic!("`{label}` is not listed")).may {
            May::No(why) => say(&why.text()),
            may => format!("{may:?}"),
        }
    };
    assert_eq!(why("deliver c1>c2 Beat#2"), "c1>c2 keeps order, and another message comes first");
    assert_eq!(why("duplicate c1>c2 Beat#1"), "c1>c2 keeps order and does not duplicate");
    assert_eq!(why("deliver n1>n2 Beat#1"), "the link n1>n2 is cut");
    assert_eq!(why("deliver n2>n3 Beat#1"), "n3 is paused");
    assert_eq!(why("fire n3 beat"), "n3 is paused");
    assert_eq!(why("deliver n2>n1 Beat#1"), "n1 is down");
    assert_eq!(why("drop n1>n2 Beat#1"), "Yes");
    assert_eq!(why("fire n2 beat"), "ClockFault");
    assert_eq!(why("heal n1>n2"), "Yes");
    let listed = |label: &str| offers.iter().any(|offer| offer.act.to_string() == label);
    assert!(listed("restart n1") && !listed("crash n1"), "of two opposites, the one that makes sense");
    assert!(listed("crash n2") && !listed("restart n2"));
}
