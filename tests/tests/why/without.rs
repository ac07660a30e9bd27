//! Faults that mattered, and faults that did not.

use quorum_sim::{NotLeftOut, Recording, Without};

use crate::{done, find, forgotten_vote, label, raft, run};

fn passed(without: &Without) -> Vec<u32> {
    without.passed_over.iter().map(|(event, _)| *event).collect()
}

#[test]
fn without_the_crash_there_is_no_second_leader() {
    let mut history = forgotten_vote();
    let without = history.without(5).expect("by hand");
    assert_eq!((without.label.as_str(), passed(&without)), ("crash n3", vec![6]), "n3 is not down");
    assert_eq!(without.first, None, "the same messages arrive at the same moments");
    assert_eq!(without.properties, [("election-safety", false, true)]);
    assert!(!without.same());
    let branch = &history.branches()[without.branch];
    assert_eq!((branch.parent, branch.without.as_deref()), (Some((0, 4)), Some("crash n3")));
    history.go(without.branch);
    assert_eq!(label(&history, 6), "deliver n3>n2 Vote#1");
    assert_eq!(history.broke_at("election-safety", history.len()), None);
    let recorded = Recording::of(&history).replay().expect("a good recording");
    let replayed: &quorum_sim::History<quorum_protocols::raft::Raft> = &recorded.history;
    assert_eq!(
        (recorded.departure, replayed.run().chain()),
        (None, history.run().chain()),
        "it is a run like any other"
    );
}

#[test]
fn without_a_crash_the_leader_goes_on_and_the_first_difference_is_what_it_does() {
    let mut history = raft(3, 1, None, 42);
    run(&mut history, 600_000);
    let leader = (1..=3)
        .find(|n| (1..=history.len()).any(|event| label(&history, event).starts_with(&format!("fire n{n} heartbeat"))));
    let leader = format!("n{}", leader.expect("one leads"));
    done(&mut history, &format!("crash {leader}"));
    let crash = history.index();
    run(&mut history, 1_500_000);
    done(&mut history, &format!("restart {leader}"));
    run(&mut history, 2_000_000);
    let without = history.without(crash).expect("by hand");
    let first = without.first.as_ref().expect("a leader beats");
    let there = first.without.as_ref().expect("something comes");
    let here = first.with.as_ref().expect("something comes");
    assert!(there.at <= here.at, "what the crash held back comes first");
    assert_eq!(passed(&without), [find(&history, &format!("restart {leader}"))]);
    assert_eq!((without.until, without.cut_short), (2_000_000, false));
    assert_eq!(without.without.lost, 0);
    assert!(without.with.lost > 0 && !without.nodes.is_empty());
    assert_eq!(without.properties, [], "another term, but a leader in both");
}

#[test]
fn a_fault_that_touched_nothing_did_not_matter() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 600_000);
    // No message is due within these ten microseconds.
    done(&mut history, "cut n1|n2");
    let cut = history.index();
    let to = history.at() + 10;
    run(&mut history, to);
    assert_eq!(history.index(), cut);
    done(&mut history, "heal n1|n2");
    run(&mut history, 2_000_000);
    let without = history.without(cut).expect("by hand");
    assert_eq!((&without.first, without.same(), passed(&without)), (&None, true, vec![cut + 1]));
    assert_eq!(without.with, without.without);
}

#[test]
fn a_lost_request_is_answered_where_it_was_not_lost() {
    let mut history = raft(3, 1, None, 42);
    run(&mut history, 700_000);
    done(&mut history, "invoke c1 put x 1");
    let flight = history.run().flights().map(|flight| flight.name).find(|name| name.from.is_client());
    let name = flight.expect("the request is on its way").label::<quorum_protocols::raft::Raft>();
    done(&mut history, &format!("drop {name}"));
    let drop = history.index();
    let to = history.at() + 90_000;
    run(&mut history, to);
    let without = history.without(drop).expect("by hand");
    assert_eq!((without.with.answered, without.without.answered), (0, 1));
    assert_eq!((without.with.lost, without.without.lost), (1, 0));
    assert_eq!(without.first.expect("it arrives").without.expect("it arrives").label, format!("deliver {name}"));
}

#[test]
fn before_the_cursor_reaches_an_act_it_is_left_out_up_to_the_end() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 600_000);
    done(&mut history, "pause n1");
    let pause = history.index();
    run(&mut history, 900_000);
    let last = history.event(0, history.len()).expect("it went on").at;
    history.seek(pause - 3);
    let without = history.without(pause).expect("by hand");
    assert_eq!((without.until, history.index()), (last, pause - 3));
}

#[test]
fn right_after_an_act_the_run_without_it_is_a_branch_on_which_nothing_has_come_yet() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 600_000);
    done(&mut history, "crash n1");
    let crash = history.index();
    let without = history.without(crash).expect("by hand");
    let branch = &history.branches()[without.branch];
    assert_eq!((branch.parent, branch.len()), (Some((0, crash - 1)), crash - 1));
    assert_eq!((without.first.clone(), without.nodes.len(), without.same()), (None, 1, false), "n1 is up, or down");
    history.go(without.branch);
    assert!(history.forward().expect("room for more"), "it can be played on");
}

/// More events than are followed: what comes after the bound is not compared, on either side.
#[test]
fn a_very_long_run_is_compared_as_far_as_it_is_followed() {
    let mut history = raft(7, 0, None, 42);
    run(&mut history, 600_000);
    done(&mut history, "clock n1 +1ms");
    let step = history.index();
    while history.len() < step + 101_000 {
        let to = history.at() + 10_000_000;
        run(&mut history, to);
    }
    let without = history.without(step).expect("by hand");
    assert!(without.cut_short && without.until < history.at());
    let branch = &history.branches()[without.branch];
    assert_eq!(branch.len(), step + 100_000);
    assert_eq!(without.without.lost, 0);
    // A steady leader beats: about as many messages in as much time.
    assert!(without.with.messages.abs_diff(without.without.messages) < 200, "{:?}", (without.with, without.without));
}

#[test]
fn only_what_hands_did_can_be_left_out() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 600_000);
    let by_itself = label(&history, 1);
    assert_eq!(history.without(1), Err(NotLeftOut::NotByHand(by_itself)));
    assert_eq!(history.without(90_000), Err(NotLeftOut::NoEvent(90_000)));
    assert_eq!(history.without(0), Err(NotLeftOut::NoEvent(0)));
    assert_eq!(history.branches().len(), 1);
}

/// What a search found has no clock: what was done happens again in the same order, and nothing between.
#[test]
fn where_no_clock_was_the_judge_the_same_acts_come_in_the_same_order() {
    let mut recording = Recording::of(&forgotten_vote());
    recording.automatic = false;
    recording.marks.clear();
    for (place, act) in recording.acts.iter_mut().enumerate() {
        act.at_us = 400_000 + place as u64 * 1_000;
    }
    let replay = recording.replay::<quorum_protocols::raft::Raft>().expect("a good recording");
    let mut history = replay.history;
    assert_eq!((replay.departure, history.timely(), history.len()), (None, false, 8));
    history.seek(8);
    let without = history.without(5).expect("by hand");
    assert_eq!((without.first.clone(), passed(&without)), (None, vec![6]));
    assert_eq!(without.properties, [("election-safety", false, true)]);
    assert_eq!(history.branches()[without.branch].len(), 6, "what is overdue stays overdue");
}

/// Of a crash within a step only the crash is left out.
#[test]
fn a_step_that_a_crash_struck_is_done_without_the_crash() {
    let mut recording = Recording::of(&forgotten_vote());
    recording.automatic = false;
    recording.marks.clear();
    recording.acts[4].act = "crash after 1 of fire n3 election".to_owned();
    for (place, act) in recording.acts.iter_mut().enumerate() {
        act.at_us = 400_000 + place as u64 * 1_000;
    }
    let mut history = recording.replay::<quorum_protocols::raft::Raft>().expect("a good recording").history;
    assert_eq!(label(&history, 5), "crash after 1 of fire n3 election");
    history.seek(history.len());
    let without = history.without(5).expect("by hand");
    history.go(without.branch);
    assert_eq!(label(&history, 5), "fire n3 election");
}
