//! Runs whose causes are known.

use quorum_scene::words::say;
use quorum_sim::{Causes, Reason::*};

use crate::{cause, direct, done, find, forgotten_vote, label, raft, run};

#[test]
fn the_second_leader_of_a_term_rests_on_the_vote_the_crash_and_the_restart() {
    let history = forgotten_vote();
    let broke = history.broke_at("election-safety", history.index());
    assert_eq!(broke, Some(8), "the vote that elects the second");
    // n1 was told that it leads (event 4): nobody on this way has heard of it.
    let past = Causes::default().past(&history, 8);
    assert_eq!((past.events, past.older), (vec![1, 2, 3, 5, 6, 7], false));
    assert_eq!(direct(&history, 8), [cause(2, Remembered), cause(2, Wrote), cause(7, Sent)]);
    // This mutant clears its vote from the disk as it starts.
    assert_eq!(direct(&history, 7), [cause(2, Sent), cause(6, Started), cause(6, Wrote)]);
    assert_eq!(direct(&history, 6), [cause(3, Wrote), cause(5, Crashed)], "what reached the disk survived");
    assert_eq!(direct(&history, 3), [cause(1, Sent)], "n3 was as it is from the start");
    assert_eq!(direct(&history, 1), []);
}

#[test]
fn the_past_is_told_newest_first_in_words() {
    let history = forgotten_vote();
    let mut causes = Causes::default();
    let past = causes.past(&history, 8);
    let told = causes.told(&history, &past, 100);
    assert_eq!(told.iter().map(|told| told.event).collect::<Vec<_>>(), [7, 6, 5, 3, 2, 1]);
    assert_eq!(told.iter().filter(|told| told.direct).map(|told| told.event).collect::<Vec<_>>(), [7, 2]);
    let said = |event: u32| {
        let told = told.iter().find(|told| told.event == event).expect("in the past");
        told.because.iter().map(say).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said(7), "It sent Vote#1 from n3 to n2.");
    assert!(said(3).contains("n3 wrote") && said(3).contains("voted_for"), "{}", said(3));
    assert!(said(5).contains("n3 went down"), "{}", said(5));
    assert!(
        said(2).contains("It sent RequestVote#1 from n2 to n3.") && said(2).contains("n2 remembered"),
        "{}",
        said(2)
    );
    assert_eq!(told[4].leads_to, [7, 8]);
    assert_eq!(causes.told(&history, &past, 2).iter().map(|told| told.event).collect::<Vec<_>>(), [7, 6]);
}

#[test]
fn a_vote_that_came_by_itself_goes_back_to_the_timer() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 400_000);
    let fired = (1..=history.len()).find(|event| label(&history, *event).starts_with("fire")).expect("somebody stands");
    let node = label(&history, fired).split(' ').nth(1).expect("a node").to_owned();
    let stood =
        |voter: &str| (1..=history.len()).any(|event| label(&history, event) == format!("fire {voter} election"));
    let voter = ["n1", "n2", "n3"].into_iter().find(|voter| !stood(voter)).expect("not all stand");
    let asked = find(&history, &format!("deliver {node}>{voter} RequestVote#1"));
    let vote = find(&history, &format!("deliver {voter}>{node} Vote#1"));
    assert_eq!(direct(&history, asked), [cause(fired, Sent)]);
    let past = Causes::default().past(&history, vote);
    assert!(past.events.contains(&fired) && past.events.contains(&asked), "{past:?}");
    assert_eq!(direct(&history, fired), [], "its timer was armed as it was set up");
}

#[test]
fn a_loss_goes_back_to_what_it_ran_into() {
    let mut history = raft(3, 0, None, 3);
    done(&mut history, "cut n1>n2");
    done(&mut history, "fire n1 election");
    done(&mut history, "crash n3");
    run(&mut history, 100_000);
    assert_eq!(direct(&history, find(&history, "lost n1>n2 RequestVote#1")), [cause(1, Cut), cause(2, Sent)]);
    assert_eq!(direct(&history, find(&history, "lost n1>n3 RequestVote#1")), [cause(2, Sent), cause(3, Crashed)]);
    done(&mut history, "heal n1>n2");
    let healed = history.index();
    assert_eq!(direct(&history, healed), [cause(1, Cut)]);
    done(&mut history, "fire n1 election");
    done(&mut history, "deliver n1>n2 RequestVote#2");
    assert_eq!(direct(&history, history.index()), [cause(healed, Healed), cause(healed + 1, Sent)]);
}

#[test]
fn copies_delays_pauses_and_clocks_are_causes_too() {
    let mut history = raft(3, 0, None, 3);
    for label in [
        "fire n1 election",
        "duplicate n1>n2 RequestVote#1",
        "delay n1>n2 RequestVote#1.1 5ms",
        "pause n2",
        "resume n2",
        "deliver n1>n2 RequestVote#1.1",
        "clock n3 +900ms",
    ] {
        done(&mut history, label);
    }
    run(&mut history, 1_000);
    assert_eq!(direct(&history, 2), [cause(1, Sent)]);
    assert_eq!(direct(&history, 3), [cause(2, Copied)]);
    assert_eq!(direct(&history, 5), [cause(4, Paused)]);
    assert_eq!(direct(&history, 6), [cause(2, Copied), cause(3, Delayed), cause(5, Resumed)]);
    assert_eq!(direct(&history, find(&history, "fire n3 election")), [cause(7, MovedClock)]);
}

/// What the network loses by chance it loses whoever is down.
#[test]
fn a_loss_by_chance_goes_back_to_nothing_but_the_sender() {
    let mut history = raft(3, 0, None, 3);
    let mut scenario = quorum_sim::Scenario::clone(history.run().scenario());
    scenario.network.default.loss_ppm = 1_000_000;
    history = quorum_sim::History::new(scenario).expect("a good scenario");
    done(&mut history, "fire n1 election");
    done(&mut history, "crash n2");
    run(&mut history, 100_000);
    assert_eq!(direct(&history, find(&history, "lost n1>n2 RequestVote#1")), [cause(1, Sent)]);
}

#[test]
fn a_timer_goes_back_to_the_event_that_armed_it_last() {
    let mut history = raft(3, 0, None, 42);
    run(&mut history, 1_000_000);
    let ghost = history.run().monitor().ghost("election-safety").expect("Raft has it");
    let (_, leader) = ghost.latest_leader().expect("a healthy cluster elects");
    done(&mut history, &format!("crash {leader}"));
    let crash = history.index();
    run(&mut history, 1_800_000);
    let fired = (crash..=history.len()).find(|event| label(&history, *event).starts_with("fire")).expect("one stands");
    let node = label(&history, fired).split(' ').nth(1).expect("a node").to_owned();
    let armed = direct(&history, fired).into_iter().find(|cause| cause.why == Armed).expect("armed by an event");
    let heard = |event: &u32| label(&history, *event).starts_with(&format!("deliver {leader}>{node} AppendEntries"));
    assert_eq!(Some(armed.event), (1..fired).rev().find(heard), "the last it heard of the leader");
}

/// A heartbeat that finds nothing new leaves no trace but the timer.
#[test]
fn what_changed_nothing_is_no_cause_of_what_its_node_does_later() {
    let mut history = raft(3, 0, None, 7);
    run(&mut history, 2_000_000);
    let answered: Vec<u32> =
        (1..=history.len()).filter(|event| label(&history, *event).contains("AppendEntries#9")).collect();
    let beat = *answered.first().expect("a steady leader sends many");
    let before = direct(&history, beat);
    let idle = |cause: &quorum_sim::Cause| label(&history, cause.event).contains("AppendEntries#8");
    assert!(!before.iter().any(idle), "{before:?}");
    assert!(before.iter().any(|cause| cause.why == Sent));
}

#[test]
fn a_run_that_goes_on_is_known_from_where_it_was() {
    let mut history = raft(5, 1, None, 11);
    let mut kept = Causes::default();
    for to in (1..8).map(|step| step * 300_000) {
        run(&mut history, to);
        if to == 900_000 {
            done(&mut history, "crash n1");
        }
        let (end, middle) = (history.len(), history.len() / 2);
        for event in [end, middle, end] {
            assert_eq!(kept.past(&history, event), Causes::default().past(&history, event));
        }
    }
    history.seek(history.len() / 3);
    done(&mut history, "isolate n2");
    run(&mut history, 2_000_000);
    let end = history.len();
    assert_eq!(kept.past(&history, end), Causes::default().past(&history, end), "another branch is another way");
}

#[test]
fn a_property_that_holds_broke_nowhere() {
    let mut history = raft(3, 0, None, 5);
    run(&mut history, 3_000_000);
    assert_eq!(history.broke_at("election-safety", history.len()), None);
    assert_eq!(history.broke_at("no-such-property", history.len()), None);
    assert_eq!(history.broke_at("live-leader", 5), Some(0), "nobody leads at the start");
}

/// A property that mends is asked for at every event: what counts is the last time that it broke.
#[test]
fn a_property_that_mends_broke_where_it_broke_last() {
    let mut history = raft(3, 0, None, 5);
    let mut crashes = Vec::new();
    for _ in 0..3 {
        let to = history.at() + 2_000_000;
        run(&mut history, to);
        let leader = history.run().monitor().ghost("election-safety").and_then(|ghost| ghost.latest_leader());
        let (_, leader) = leader.expect("a healthy cluster elects");
        done(&mut history, &format!("crash {leader}"));
        crashes.push(history.index());
        done(&mut history, &format!("restart {leader}"));
    }
    let end = history.len();
    assert_eq!(history.broke_at("live-leader", end), crashes.last().copied());
    assert_eq!(history.broke_at("live-leader", crashes[1] + 5), Some(crashes[1]));
}
