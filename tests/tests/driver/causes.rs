//! What an event depends on where order is kept, and where writes may be lost; and what comes first at one instant in a run
//! without an act.

use quorum_sim::{Cause, Causes, History, Reason, Reason::*};

use crate::{beat::Beat, done, on, run, steady};

fn find(history: &History<Beat>, label: &str) -> u32 {
    let is = |event: &u32| history.event(history.branch(), *event).is_some_and(|event| event.act.to_string() == label);
    (1..=history.len()).find(is).unwrap_or_else(|| panic!("no {label}"))
}

fn causes(history: &History<Beat>, label: &str) -> Vec<Cause> {
    Causes::default().direct(history, find(history, label))
}

fn cause(event: u32, why: Reason) -> Cause {
    Cause { event, why }
}

#[test]
fn what_stands_behind_another_message_waits_for_its_delivery() {
    let mut history = on(steady(15_000));
    run(&mut history, 25_000);
    done(&mut history, "delay c1>c2 Beat#1 50ms");
    let delay = history.index();
    run(&mut history, 90_000);
    let (said, ahead) = (find(&history, "fire c1 beat"), find(&history, "deliver c1>c2 Beat#1"));
    let of_the_head = causes(&history, "deliver c1>c2 Beat#1");
    assert!(
        of_the_head.contains(&cause(said, Sent)) && of_the_head.contains(&cause(delay, Delayed)),
        "{of_the_head:?}"
    );
    assert!(!of_the_head.iter().any(|cause| cause.why == MadeWay));
    let behind = causes(&history, "deliver c1>c2 Beat#2");
    assert!(behind.contains(&cause(ahead, MadeWay)), "{behind:?}");
    assert!(causes(&history, "deliver n1>n2 Beat#2").iter().all(|cause| cause.why != MadeWay), "no order, no waiting");
}

#[test]
fn a_lost_connection_goes_back_to_what_closed_it() {
    let mut history = on(steady(15_000));
    run(&mut history, 45_000);
    done(&mut history, "crash c1");
    let crash = history.index();
    run(&mut history, 50_000);
    done(&mut history, "restart c1");
    run(&mut history, 110_000);
    assert!(causes(&history, "disconnect c1>c2").contains(&cause(crash, Closed)));
}

#[test]
fn a_restart_depends_on_the_writes_that_survived_and_on_no_other() {
    for (crash, last) in [("crash c1", 1), ("crash c1 keep 1", 2), ("crash c1 keep 2", 3)] {
        let mut history = on(steady(15_000));
        for label in ["invoke c1 keep", "invoke c1 jot", "invoke c1 jot", crash, "restart c1", "invoke c1 jot"] {
            done(&mut history, label);
        }
        let direct = |event| Causes::default().direct(&history, event);
        assert_eq!(direct(5), [cause(last, Wrote), cause(4, Crashed)], "{crash}");
        assert_eq!(direct(6), [cause(last, Wrote), cause(5, Started)], "{crash}");
    }
    let mut history = on(steady(15_000));
    for label in ["invoke c1 keep", "wipe c1", "restart c1"] {
        done(&mut history, label);
    }
    assert_eq!(causes(&history, "restart c1"), [cause(2, Crashed)], "nothing survived");
}

/// At one instant, what came before an act by hand comes before it without another act, too.
#[test]
fn a_run_without_an_act_keeps_the_order_of_an_instant() {
    for due_first in [true, false] {
        let mut history = on(steady(15_000));
        run(&mut history, if due_first { 40_000 } else { 39_000 });
        history.look_at(40_000);
        done(&mut history, "cut n1>n2");
        let cut = history.index();
        done(&mut history, "crash n3");
        run(&mut history, 100_000);
        let without = history.without(cut).expect("by hand");
        let first = without.first.expect("the cut loses something");
        let labels = [first.with, first.without].map(|moment| moment.expect("something comes"));
        let labels = labels.map(|moment| (moment.at, moment.label));
        let expected = ["lost n1>n2 Beat#2", "deliver n1>n2 Beat#2"].map(|label| (55_000, label.to_owned()));
        assert_eq!(labels, expected, "{due_first}");
    }
}
