//! Laws of the driver, on a protocol whose runs can be foretold: what a fault loses and what it leaves alone, in which
//! order things come, how clocks run, how often the network loses and doubles.
#![cfg(not(target_arch = "wasm32"))]

mod beat;
mod causes;
mod channels;
mod offers;

use std::collections::BTreeSet;

use beat::Beat;
use quorum_kernel::Status;
use quorum_protocols::raft::Raft;
use quorum_sim::{Act, ClockRate, FlightName, History, Link, Micros, Scenario, TICK_US};
use quorum_tests::act;

/// A run on a network where every link is alike.
fn on(link: Link) -> History<Beat> {
    let mut scenario = Scenario::of::<Beat>(9);
    scenario.network.default = link;
    History::new(scenario).expect("a good scenario")
}

fn steady(latency_us: Micros) -> Link {
    Link { latency_us, jitter_us: 0, loss_ppm: 0, duplication_ppm: 0 }
}

fn run(history: &mut History<Beat>, to: Micros) {
    history.advance(to, u32::MAX).expect("room for more");
}

fn done(history: &mut History<Beat>, label: &str) {
    history.act(act(label)).expect(label);
}

/// What has happened on the current branch, with its times.
fn events(history: &History<Beat>) -> Vec<(Micros, String)> {
    let event = |index| history.event(history.branch(), index).expect("within the branch");
    (1..=history.index()).map(event).map(|event| (event.at, event.act.to_string())).collect()
}

/// When something happened.
fn times(history: &History<Beat>, label: &str) -> Vec<Micros> {
    events(history).into_iter().filter(|(_, other)| other == label).map(|(at, _)| at).collect()
}

/// The numbers that a member has heard from another since it booted; `None` for a lost connection.
fn heard(history: &History<Beat>, who: &str, from: &str) -> Vec<Option<u32>> {
    let id = |name: &str| name.parse().expect("a name");
    let (_, heard) = history.run().world().node(id(who)).state.expect("it is up");
    heard.iter().filter(|(peer, _)| *peer == id(from)).map(|(_, number)| *number).collect()
}

#[test]
fn what_is_due_at_one_instant_comes_by_key() {
    let mut history = on(steady(20_000));
    run(&mut history, 40_000);
    let at_40: Vec<_> = events(&history).into_iter().filter(|(at, _)| *at == 40_000).map(|(_, label)| label).collect();
    let links = ["n1>n2", "n1>n3", "n2>n1", "n2>n3", "n3>n1", "n3>n2", "c1>c2", "c2>c1"];
    let arrivals = links.map(|link| format!("deliver {link} Beat#1"));
    let timers = ["n1", "n2", "n3", "c1", "c2"].map(|node| format!("fire {node} beat"));
    assert_eq!(at_40, [&arrivals[..], &timers[..]].concat());
}

#[test]
fn a_dropped_message_shifts_no_other_draw() {
    let wild = Link { latency_us: 1_000, jitter_us: 90_000, loss_ppm: 100_000, duplication_ppm: 100_000 };
    let (mut whole, mut less) = (on(wild), on(wild));
    run(&mut whole, 2_000_000);
    run(&mut less, 500_000);
    let flights = less.run().flights().map(|flight| flight.name);
    let name = flights.filter(|name| !name.to.is_client() && name.copy == 0).last().expect("always some on the way");
    less.act(Act::Drop(name)).expect("it is on its way");
    run(&mut less, 2_000_000);
    // Gone are the message, what the network would have made of it, and nothing else.
    let about = |(_, label): &(Micros, String)| {
        label.parse::<Act<Beat>>().ok().and_then(|act| act.flight()).is_some_and(|other| {
            (other.from, other.to, other.kind, other.ordinal) == (name.from, name.to, name.kind, name.ordinal)
        })
    };
    let others = |history| events(history).into_iter().filter(|event| !about(event)).collect::<Vec<_>>();
    assert_eq!(others(&less), others(&whole));
    assert_ne!(events(&less), events(&whole));
}

#[test]
fn every_link_and_every_copy_has_draws_of_its_own() {
    let mut history = on(Link { jitter_us: 900_000, ..steady(1_000) });
    run(&mut history, 20_000);
    done(&mut history, "duplicate n1>n2 Beat#1");
    done(&mut history, "duplicate n1>n2 Beat#1");
    let servers = history.run().flights().filter(|flight| !flight.name.to.is_client());
    let (names, dues): (BTreeSet<FlightName>, BTreeSet<Micros>) =
        servers.map(|flight| (flight.name, flight.due)).unzip();
    assert_eq!((names.len(), dues.len()), (8, 8), "6 messages and 2 copies: each its own name, each its own time");
    for name in names {
        history.act(Act::Deliver(name)).expect("each can be told from the others");
    }
    assert_eq!(heard(&history, "n2", "n1"), [Some(1); 3]);
    assert_eq!(history.run().flights().filter(|flight| !flight.name.to.is_client()).count(), 0);
}

#[test]
fn a_cut_loses_what_is_due_over_it_and_nothing_else() {
    let mut history = on(steady(15_000));
    run(&mut history, 30_000);
    done(&mut history, "cut n1>n2");
    run(&mut history, 36_000);
    done(&mut history, "heal n1>n2");
    run(&mut history, 50_000);
    done(&mut history, "cut n1>n2");
    run(&mut history, 52_000);
    done(&mut history, "heal n1>n2");
    run(&mut history, 100_000);
    // The first was due at 35 ms, within the first cut; the second cut ended before the next was due, at 55.
    assert_eq!(heard(&history, "n2", "n1"), [Some(2), Some(3), Some(4)]);
    assert_eq!(heard(&history, "n1", "n2"), [1, 2, 3, 4].map(Some));
    assert_eq!(heard(&history, "n3", "n1"), [1, 2, 3, 4].map(Some));
    assert_eq!(times(&history, "lost n1>n2 Beat#1"), [35_000]);
    assert_eq!(history.run().costs().lost, 1);
}

#[test]
fn a_crash_loses_what_is_due_at_the_node_and_its_timers_but_not_what_it_sent() {
    let mut history = on(steady(15_000));
    run(&mut history, 22_000);
    done(&mut history, "crash n1");
    assert!(history.run().timers("n1".parse().expect("a name")).is_empty());
    run(&mut history, 52_000);
    done(&mut history, "restart n1");
    run(&mut history, 100_000);
    // n1 spoke at 20 ms, and after its restart at 72 and 92, beginning with 1 again.
    assert_eq!(heard(&history, "n2", "n1"), [1, 1].map(Some));
    // What was due at 35 ms found nobody; what was due at 55 was sent while n1 was down, and found it up.
    assert_eq!(heard(&history, "n1", "n2"), [2, 3, 4].map(Some));
    assert_eq!(times(&history, "fire n1 beat"), [20_000, 72_000, 92_000]);
    assert_eq!(history.run().costs().lost, 2, "from n2 and from n3");
}

#[test]
fn a_paused_node_hears_and_does_nothing_and_then_all_at_once() {
    let mut history = on(steady(15_000));
    run(&mut history, 30_000);
    done(&mut history, "pause n1");
    run(&mut history, 90_000);
    assert_eq!(heard(&history, "n1", "n2"), []);
    assert_eq!(times(&history, "fire n1 beat"), [20_000]);
    done(&mut history, "resume n1");
    run(&mut history, 90_000);
    assert_eq!(heard(&history, "n1", "n2"), [1, 2, 3].map(Some));
    assert_eq!(times(&history, "fire n1 beat"), [20_000, 90_000], "its clock ran on: the timer is overdue");
    assert_eq!((history.run().costs().lost, history.run().clock_faults()), (0, 0));
    assert_eq!(history.run().world().node("n1".parse().expect("a name")).status, Status::Up);
}

#[test]
fn a_clock_runs_at_its_rate_and_may_jump() {
    let mut scenario = Scenario::of::<Beat>(9);
    let rates = [("n1", 1_000_000), ("n2", -500_000)];
    scenario.clocks = rates.map(|(node, fast_ppm)| (node.parse().expect("a name"), ClockRate { fast_ppm })).into();
    let mut history = History::<Beat>::new(scenario).expect("a good scenario");
    run(&mut history, 45_000);
    assert_eq!(times(&history, "fire n1 beat"), [10_000, 20_000, 30_000, 40_000], "twice as fast");
    assert_eq!(times(&history, "fire n2 beat"), [40_000], "half as fast");
    done(&mut history, "clock n3 +10ms");
    done(&mut history, "clock c1 -10ms");
    run(&mut history, 75_000);
    assert_eq!(times(&history, "fire n3 beat"), [20_000, 40_000, 50_000, 70_000], "10 ms ahead once");
    assert_eq!(times(&history, "fire c1 beat"), [20_000, 40_000, 70_000], "10 ms behind once");
    assert_eq!(history.run().clock_faults(), 0, "a clock that is wrong is still a clock");
    done(&mut history, "fire n3 beat");
    assert_eq!(history.run().clock_faults(), 1, "no clock allows this");
}

#[test]
fn only_what_no_clock_allows_is_a_clock_fault() {
    let history = History::<Raft>::new(Scenario::of::<Raft>(9)).expect("a good scenario");
    let (n1, fire) = ("n1".parse().expect("a name"), act("fire n1 election"));
    let (_, set, due) = history.run().timers(n1)[0];
    let range = history.run().world().config().election.clone();
    let shortest = set + u64::from(*range.start()) * TICK_US;
    assert!(shortest < due, "the driver drew a later moment");
    assert!(history.run().clock_fault(shortest - 1, &fire), "no draw is as short as this");
    assert!(!history.run().clock_fault(shortest, &fire), "it might have been drawn");
}

#[test]
fn a_delayed_message_arrives_once_and_so_much_later() {
    let mut history = on(steady(15_000));
    run(&mut history, 25_000);
    let flight = history.run().flights().find(|flight| flight.name.to == "n2".parse().expect("a name"));
    let name = flight.expect("on its way").name;
    history.act(Act::Delay(name, 30_000)).expect("on its way");
    run(&mut history, 100_000);
    assert_eq!(times(&history, &Act::<Beat>::Deliver(name).to_string()), [65_000]);
    assert_eq!(history.run().costs().lost, 0);
}

/// How often messages between servers are lost and doubled, in a million.
fn rates(history: &History<Beat>) -> (usize, usize) {
    let (mut sent, mut lost, mut doubled) = (0, 0, 0);
    for (_, label) in events(history) {
        match label.parse::<Act<Beat>>().expect("a label") {
            Act::Fire { node, .. } if !node.is_client() => sent += 2,
            Act::Lose(name) if name.copy == 0 && !name.to.is_client() => lost += 1,
            Act::Duplicate(name) => {
                assert_eq!((name.copy, name.to.is_client()), (0, false), "no copy of a copy, none where order is kept");
                doubled += 1;
            }
            _ => {}
        }
    }
    (lost * 1_000_000 / sent, doubled * 1_000_000 / sent)
}

#[test]
fn the_network_loses_and_doubles_at_its_rates_until_it_settles() {
    let mut scenario = Scenario::of::<Beat>(9);
    scenario.network.default =
        Link { latency_us: 1_000, jitter_us: 5_000, loss_ppm: 200_000, duplication_ppm: 100_000 };
    scenario.network.settles_at_us = Some(60_000_000);
    let mut history = History::<Beat>::new(scenario).expect("a good scenario");
    run(&mut history, 60_000_000);
    let (lost, doubled) = rates(&history);
    assert!((190_000..210_000).contains(&lost), "{lost}");
    // What is lost is not doubled: a tenth of the four fifths that are left.
    assert!((72_000..88_000).contains(&doubled), "{doubled}");
    // What is sent from now on arrives, once, in the time that the way takes.
    run(&mut history, 60_010_000);
    let count = |history: &History<Beat>| heard(history, "n2", "n1").len();
    let (lost, so_far, index) = (history.run().costs().lost, count(&history), history.index());
    run(&mut history, 61_010_000);
    assert_eq!((history.run().costs().lost, count(&history)), (lost, so_far + 50));
    let later = events(&history).split_off(index as usize);
    let on_time = |(at, label): &(Micros, String)| !label.starts_with("deliver") || at % 20_000 == 1_000;
    assert!(later.iter().all(on_time), "no jitter any more");
    assert!(!later.iter().any(|(_, label)| label.starts_with("duplicate")));
}
