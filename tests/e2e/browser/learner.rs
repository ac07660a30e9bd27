//! The way of a learner with a mouse: a leader, a crash, a fork, a prediction.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::Value;

/// The lesson's link on the start page.
pub const LESSON: &str = ".tracks a[href$='#/lesson/raft-election']";

#[test]
fn a_learner_crashes_the_leader_forks_the_past_and_predicts() {
    visit("learner-with-a-mouse", LAPTOP, |page| {
        page.click(LESSON);
        page.see("[data-lesson=raft-election][data-step=first-leader]");
        // The middle of the slider: four times the speed it starts with.
        page.click("[data-action=speed]");

        page.play();
        page.see("[data-goal=reached]");
        let Some(first) = page.leader() else { page.fail("a leader", "the goal is reached without") };

        page.open_card(&format!("[data-node={}]", first.node));
        page.deed('x');
        page.just_did(&format!("crash {}", first.node));
        page.node_is(&first.node, "down");
        let crash = page.clock().event;

        page.play();
        let second = page.leader_after(first.term);
        page.pause();
        assert_ne!(second.node, first.node, "a server that is down leads");
        let (trunk, end) = (page.branches()[0].id, page.clock().events);

        page.click(&format!("[data-event='{crash}']"));
        page.at_event(crash);
        page.back();
        page.node_is(&first.node, "up");
        assert_eq!(page.leader(), Some(first.clone()), "before its crash it led");
        while page.reachable_message("Vote").is_none() {
            page.back();
        }

        let branches = page.branches().len();
        let vote = page.reachable_message("Vote").unwrap_or_else(|| page.fail("a vote", "it was there a moment ago"));
        page.open_card(&format!("[data-message='{vote}']"));
        page.deed('x');
        page.just_did(&format!("drop {vote}"));
        let fork = page.new_branch(branches + 1);
        assert!(fork.words.contains(&format!("drop {vote}")), "a branch says what made it: {}", fork.words);
        page.see(&format!("[data-message='{vote}'][data-status=lost]"));
        page.play();
        let third = page.leader_after(0);
        page.pause();

        page.go_to_branch(trunk);
        page.at_event(end);
        page.node_is(&first.node, "down");
        assert_eq!(page.leader(), Some(second), "the first run is as it was left");
        page.go_to_branch(fork.id);
        page.node_is(&first.node, "up");
        assert_eq!(page.leader(), Some(third), "the fork is as it was left");
        assert!(!page.events().iter().any(|label| label.starts_with("crash")), "the crash is in the other branch");

        predict(page);
    });
}

/// Goes on with the lesson up to its first prediction, which goes wrong before it goes right.
fn predict(page: &Page) {
    page.click(".foot [data-next]");
    page.see("[data-step=one-leader-a-term]");
    page.click("[data-answer=timers] input");
    page.see("[data-verdict=wrong]");
    page.click("[data-answer=never] input");
    page.see("[data-verdict=right]");

    page.click(".foot [data-next]");
    page.see("[data-step=crash-the-leader]");
    page.node_is("n3", "up");
    page.click("[data-go]");
    page.node_is("n3", "down");
    page.see("[data-goal=reached]");

    page.click(".foot [data-next]");
    page.see("[data-step=split-vote]");
    page.see("[data-go]:disabled");
    page.click("[data-answer=n2] input");
    page.click("[data-go]");
    page.see("[data-verdict=wrong]");
    page.see("[data-answer=n2].wrong");
    page.see("[data-answer=nobody].truth");
    // The run has shown the truth, and there is nothing left to predict; but it is not forgotten.
    page.see("[data-step=split-vote][data-done=true]");
    page.see(".foot [data-next]");
    page.see("[data-go-step=split-vote][aria-label*='your first answer was another']");

    page.click("[data-retry]");
    page.see_no("[data-verdict]");
    page.click("[data-answer=nobody] input");
    page.click("[data-go]");
    page.see("[data-verdict=right]");
    page.see("[data-go-step=split-vote][aria-label*='your first answer was another']");
    page.see(".foot [data-next]");
}

/// Every step of the lesson, each done as its words ask, up to its last page.
#[test]
fn the_whole_lesson_can_be_walked() {
    visit("whole-lesson", LAPTOP, |page| {
        page.click(LESSON);
        page.see("[data-step=first-leader]");
        for _ in 0..5 {
            page.press("]");
        }
        page.play();
        next(page, "one-leader-a-term");
        page.click("[data-answer=never] input");
        next(page, "crash-the-leader");
        page.click("[data-go]");
        for (step, truth) in
            [("split-vote", "nobody"), ("cut-off-a-minority", "in-vain"), ("cut-off-the-leader", "two-leaders")]
        {
            next(page, step);
            page.click(&format!("[data-answer={truth}] input"));
            page.click("[data-go]");
            page.see("[data-verdict=right]");
        }
        next(page, "heal");
        page.click("[data-hint]");
        page.see(".hint");
        page.click("#faults-title ~ button");
        page.see_no(".faults");
        page.play();
        next(page, "how-many-may-crash");
        page.click("[data-answer=one] input");
        page.click(".foot [data-next]");
        page.see("[data-ending]");
        page.click(".brand");
        page.read(".tracks", "finished");
    });
}

/// Waits until the open step is done, and goes on to the next.
fn next(page: &Page, step: &str) {
    page.see(".lesson[data-done=true]");
    page.click(".foot [data-next]");
    page.see(&format!(".lesson[data-step={step}]"));
}

/// Who has done by hand what the step's button does is told so, and how to begin the step again.
#[test]
fn a_step_that_cannot_go_on_begins_again() {
    visit("step-again", LAPTOP.still(), |page| {
        page.click(LESSON);
        page.see("[data-step=first-leader]");
        while page.count("[data-goal=reached]") == 0 {
            page.forward();
        }
        next(page, "one-leader-a-term");
        page.click("[data-answer=never] input");
        next(page, "crash-the-leader");
        page.click("[data-inspect=n3]");
        page.click(".acts [data-act='crash n3']");
        page.just_did("crash n3");
        page.click("[data-go]");
        page.read(".toast", "Press “Start over”");
        page.click("[data-retry]");
        page.node_is("n3", "up");
        page.click("[data-go]");
        page.node_is("n3", "down");
        page.see("[data-goal=reached]");
    });
}

/// A lesson that was left goes on where it was.
#[test]
fn a_lesson_goes_on_where_it_was_left() {
    visit("lesson-resumed", LAPTOP.still(), |page| {
        page.click(LESSON);
        page.see("[data-step=first-leader]");
        while page.count("[data-goal=reached]") == 0 {
            page.forward();
        }
        page.click(".foot [data-next]");
        page.see("[data-step=one-leader-a-term]");
        page.reload();
        page.see("[data-step=one-leader-a-term]");
        page.click(".brand");
        page.read(".tracks", "continue at step 2");
    });
}

/// The start page runs a cluster of its own, which can be broken at once.
#[test]
fn a_visitor_crashes_the_leader_on_the_start_page() {
    visit("start-page", LAPTOP, |page| {
        page.see(".live [data-node][data-role=leader]");
        let first = page.leader_after(0);
        page.click("[data-action=demo-crash]");
        page.node_is(&first.node, "down");
        let second = page.leader_after(first.term);
        assert_ne!(second.node, first.node, "a server that is down leads");
        page.click("[data-action=demo-play]");
        page.read("[data-action=demo-play]", "Play");
    });
}

/// Whoever asked for no motion starts the cluster of the start page by hand.
#[test]
fn the_start_page_stands_still_for_those_who_asked() {
    visit("start-page-still", LAPTOP.still(), |page| {
        page.see(".live [data-node=n1]");
        page.read("[data-action=demo-play]", "Play");
        page.click("[data-action=demo-play]");
        page.read("[data-action=demo-play]", "Pause");
        page.leader_after(0);
    });
}

/// A run that plays ends with its page: the browser's own way back and forth leaves nothing behind.
#[test]
fn the_way_back_leaves_a_running_lesson() {
    visit("way-back", LAPTOP, |page| {
        page.click(LESSON);
        page.see("[data-step=first-leader]");
        page.play();
        page.see("[data-message][data-status=flying]");
        page.value("history.back()", Value::Null);
        page.see(".hero");
        for key in ["k", "ArrowRight", "End", "?"] {
            page.press(key);
        }
        page.see_no("dialog");
        page.value("history.forward()", Value::Null);
        page.see("[data-step=first-leader]");
        page.at_event(0);
        page.see(".app[data-playing=false]");
    });
}
