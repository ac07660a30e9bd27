//! Channels that keep order, under a driver that would rather not.

use quorum_sim::{Act, History, Link, Micros};

use crate::{beat::Beat, done, heard, on, run, steady, times};

/// Whether numbers come without a gap, but where the connection was lost.
fn in_order(heard: &[Option<u32>]) -> bool {
    heard.windows(2).all(|pair| match pair {
        [Some(one), Some(next)] => *next == one + 1,
        [None, Some(_)] | [_, None] => true,
        _ => false,
    })
}

#[test]
fn nothing_overtakes_where_order_is_kept() {
    let mut history = on(Link { jitter_us: 300_000, ..steady(1_000) });
    run(&mut history, 5_000_000);
    let to_c2 = history.run().flights().filter(|flight| flight.name.to == "c2".parse().expect("a name"));
    let dues: Vec<Micros> = to_c2.map(|flight| flight.due).collect();
    assert!(dues.len() > 2 && dues.is_sorted(), "none is due before the one ahead of it: {dues:?}");
    let ordered = heard(&history, "c2", "c1");
    assert!(ordered.len() > 200 && in_order(&ordered) && !ordered.contains(&None), "{ordered:?}");
    let unordered = heard(&history, "n2", "n1");
    assert!(!in_order(&unordered), "the same jitter lets messages between servers overtake");
}

#[test]
fn a_loss_closes_the_connection_both_ways_and_leaves_no_gap_unsaid() {
    let mut history = on(Link { jitter_us: 50_000, loss_ppm: 30_000, ..steady(1_000) });
    run(&mut history, 20_000_000);
    for (who, from) in [("c1", "c2"), ("c2", "c1")] {
        let heard = heard(&history, who, from);
        assert!(in_order(&heard), "{who}: {heard:?}");
        assert!(heard.iter().flatten().count() > 300 && heard.iter().filter(|one| one.is_none()).count() > 10);
    }
}

/// The head of a channel, delayed at 25 ms by 50: due at 85 instead of 35.
fn with_a_late_head() -> History<Beat> {
    let mut history = on(steady(15_000));
    run(&mut history, 25_000);
    let flight = history.run().flights().find(|flight| flight.name.to == "c2".parse().expect("a name"));
    let name = flight.expect("on its way").name;
    history.act(Act::Delay(name, 50_000)).expect("on its way");
    history
}

#[test]
fn what_stands_behind_a_late_head_waits_for_it() {
    let mut history = with_a_late_head();
    run(&mut history, 84_999);
    assert_eq!(heard(&history, "c2", "c1"), []);
    run(&mut history, 85_000);
    assert_eq!(heard(&history, "c2", "c1"), [1, 2, 3].map(Some));
    let all: Vec<Micros> = (1..=3).flat_map(|n| times(&history, &format!("deliver c1>c2 Beat#{n}"))).collect();
    assert_eq!(all, [85_000; 3]);
}

#[test]
fn a_crash_tells_the_peer_and_nothing_crosses_incarnations() {
    let mut history = on(steady(15_000));
    run(&mut history, 45_000);
    done(&mut history, "crash c1");
    run(&mut history, 50_000);
    done(&mut history, "restart c1");
    run(&mut history, 110_000);
    // c1 said 1 and 2 before its crash, and both outlive it; then the close; then 1 and 2 of its new life.
    assert_eq!(heard(&history, "c2", "c1"), [Some(1), Some(2), None, Some(1), Some(2)]);
    assert_eq!(times(&history, "disconnect c1>c2"), [60_000], "a close travels as long as a message");
    // 2 was on its way to c1's former life. 3, said at 60 ms, was said to a connection whose end c2 learns at 60 ms.
    let of_new_life = heard(&history, "c1", "c2");
    assert!(of_new_life.iter().flatten().all(|number| *number > 2) && in_order(&of_new_life), "{of_new_life:?}");
    assert!(of_new_life.contains(&Some(4)));
}

#[test]
fn a_channel_that_closes_twice_before_anybody_is_told_is_told_of_twice() {
    let mut history = on(steady(50_000));
    run(&mut history, 45_000);
    for label in ["crash c1", "restart c1", "fire c1 beat", "crash c1"] {
        done(&mut history, label);
    }
    // Before c2 speaks again, at 100 ms, and learns once more that nobody listens.
    run(&mut history, 99_000);
    assert_eq!(heard(&history, "c2", "c1"), [Some(1), Some(2), None, Some(1), None]);
}
