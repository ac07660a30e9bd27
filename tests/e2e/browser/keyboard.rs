//! The way of a learner without a mouse. Nothing is clicked here; where the focus is, is asked on the way.

use quorum_e2e::{LAPTOP, Page, visit};

#[test]
fn a_learner_does_it_all_by_keyboard() {
    visit("learner-with-a-keyboard", LAPTOP, |page| {
        page.see(super::learner::LESSON);
        page.tab_to(super::learner::LESSON);
        page.press("Enter");
        page.see("[data-step=first-leader]");
        page.press("]");
        page.press("]");
        page.read(".slider", "0.2×");

        page.press("Space");
        page.see("[data-goal=reached]");
        page.see(".app[data-playing=false]");
        let Some(first) = page.leader() else { page.fail("a leader", "the goal is reached without") };
        let crash = crash(page, &first.node);

        page.press("k");
        let second = page.leader_after(first.term);
        page.press("k");
        page.see(".app[data-playing=false]");
        assert_ne!(second.node, first.node, "a server that is down leads");
        let end = page.clock().events;

        page.tab_to("[data-timeline]");
        while page.clock().event >= crash {
            step_back(page);
        }
        page.node_is(&first.node, "up");
        assert_eq!(page.leader(), Some(first.clone()), "before its crash it led");
        while page.reachable_message("Vote").is_none() {
            step_back(page);
        }
        page.focus_on("[data-timeline]");

        let branches = page.branches().len();
        let vote = page.reachable_message("Vote").unwrap_or_else(|| page.fail("a vote", "it was there a moment ago"));
        page.tab_back_to(&format!("[data-message='{vote}']"));
        page.press("Enter");
        page.focus_on(".card [data-deed=d]");
        page.press("ArrowDown");
        page.focus_on(".card [data-deed=x]");
        page.press("Enter");
        page.see_no(".card");
        page.just_did(&format!("drop {vote}"));
        let fork = page.new_branch(branches + 1);
        page.press("k");
        let third = page.leader_after(0);
        page.press("k");
        page.see(".app[data-playing=false]");

        page.tab_to("[data-branch='0']");
        page.press("Enter");
        page.see("[data-branch='0'][aria-pressed=true]");
        page.at_event(end);
        assert_eq!(page.leader(), Some(second), "the first run is as it was left");
        page.focus_on("[data-branch='0']");
        page.tab_to(&format!("[data-branch='{}']", fork.id));
        page.press("Enter");
        page.see(&format!("[data-branch='{}'][aria-pressed=true]", fork.id));
        page.node_is(&first.node, "up");
        assert_eq!(page.leader(), Some(third), "the fork is as it was left");

        predict(page);
    });
}

/// Walks among the nodes to one of them, crashes it from its card, and returns the number of that event.
fn crash(page: &Page, node: &str) -> u64 {
    let at = format!("[data-node={node}]");
    page.tab_to("[data-node=n1]");
    while page.value("document.activeElement.matches(arg)", at.as_str()) == false {
        page.press("ArrowRight");
    }
    page.press("Enter");
    page.focus_on(".card button");
    page.press("Escape");
    page.see_no(".card");
    page.focus_on(&at);
    page.press("Enter");
    page.focus_on(".card button");
    page.press("x");
    page.see_no(".card");
    page.just_did(&format!("crash {node}"));
    page.node_is(node, "down");
    page.focus_on(&at);
    page.clock().event
}

fn step_back(page: &Page) {
    let before = page.clock().event;
    page.press("ArrowLeft");
    page.at_event(before - 1);
}

fn predict(page: &Page) {
    // Past the end of the page the focus begins again at its top.
    page.tab_to(".foot [data-next]");
    page.press("Enter");
    page.see("[data-step=one-leader-a-term]");
    page.focus_on(".lesson h1");
    choose(page, "never");
    page.see("[data-verdict=right]");

    page.tab_to(".foot [data-next]");
    page.press("Enter");
    page.see("[data-step=crash-the-leader]");
    page.tab_to("[data-go]");
    page.press("Space");
    page.node_is("n3", "down");
    page.see("[data-goal=reached]");

    page.tab_to(".foot [data-next]");
    page.press("Enter");
    page.see("[data-step=split-vote]");
    choose(page, "n2");
    page.tab_to("[data-go]");
    page.press("Enter");
    page.see("[data-verdict=wrong]");

    page.tab_to("[data-retry]");
    page.press("Enter");
    page.see_no("[data-verdict]");
    page.tab_back_to("[data-answer] input");
    choose_here(page, "nobody");
    page.tab_to("[data-go]");
    page.press("Enter");
    page.see("[data-verdict=right]");
}

/// Goes to the answers and on to one of them.
fn choose(page: &Page, answer: &str) {
    page.tab_to("[data-answer] input");
    choose_here(page, answer);
}

/// Takes the answer that has the focus, and goes on until it is the right one.
fn choose_here(page: &Page, answer: &str) {
    let wanted = format!("[data-answer={answer}] input:checked");
    page.press("Space");
    for _ in 0..page.count("[data-answer]") {
        if page.count(&wanted) == 1 {
            return;
        }
        page.press("ArrowDown");
    }
    page.fail(&wanted, "arrows do not reach it");
}

/// The whole lesson, without a mouse. After every press it is known where the focus is.
#[test]
fn the_whole_lesson_by_keyboard_alone() {
    visit("whole-lesson-by-keyboard", LAPTOP.still(), |page| {
        const H1: &str = ".lesson h1";
        let press = |key: &str, then: &str| {
            page.press(key);
            page.focus_on(then);
        };
        let onward = |step: &str| {
            page.see(".lesson[data-done=true]");
            page.tab_to(".foot [data-next]");
            page.press("Enter");
            page.see(&format!("[data-step={step}]"));
            page.focus_on(H1);
        };
        page.tab_to(super::learner::LESSON);
        press("Enter", H1);
        page.see("[data-step=first-leader]");
        for _ in 0..5 {
            press("]", H1);
        }
        press("Space", H1);
        page.see("[data-goal=reached]");
        page.focus_on(H1);

        onward("one-leader-a-term");
        choose(page, "never");
        // The answers are closed now: what was said of them has the focus.
        page.focus_on("form.question");

        onward("crash-the-leader");
        page.tab_to("[data-go]");
        press("Space", H1);
        page.node_is("n3", "down");
        page.see("[data-goal=reached]");

        for (step, answer) in
            [("split-vote", "nobody"), ("cut-off-a-minority", "elect"), ("cut-off-the-leader", "two-leaders")]
        {
            onward(step);
            choose(page, answer);
            page.focus_on(&format!("[data-answer={answer}] input"));
            page.tab_to("[data-go]");
            press("Enter", H1);
            page.see("[data-verdict]");
            page.focus_on(H1);
        }

        onward("heal");
        page.tab_to("[data-hint]");
        press("Enter", "[data-hint]");
        page.see(".hint");
        page.tab_to("#faults-title ~ button");
        press("Enter", ".inspector");
        page.see_no(".faults");
        press("k", ".inspector");
        page.see(".lesson[data-done=true]");

        onward("how-many-may-crash");
        choose(page, "one");
        page.focus_on("form.question");
        page.tab_to(".foot [data-next]");
        press("Enter", ".ending h1");
        page.tab_to(".ending a[href$='#/']");
        press("Enter", ".hero h1");
        page.read(".tracks", "finished");
    });
}

/// What a card lists is done by the same letters while its thing has the focus, also without the card.
#[test]
fn letters_act_on_what_has_the_focus() {
    visit("letters", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.tab_to("[data-node=n1]");
        for (key, act) in [("p", "pause n1"), ("p", "resume n1"), ("i", "isolate n1"), ("i", "rejoin n1")] {
            page.press(key);
            page.just_did(act);
        }
        for (key, act) in [("x", "crash n1"), ("r", "restart n1"), ("w", "wipe n1"), ("r", "restart n1")] {
            page.press(key);
            page.just_did(act);
        }
        page.press("t");
        page.just_did("fire n1 election");
        page.focus_on("[data-node=n1]");

        let flies = |to: &str| format!("[data-message='n1>{to} RequestVote#1'][data-status=flying]");
        page.tab_to(&flies("n2"));
        page.press("c");
        page.just_did("duplicate n1>n2 RequestVote#1");
        page.press("l");
        page.just_did("delay n1>n2 RequestVote#1 50000us");
        page.press("d");
        page.just_did("deliver n1>n2 RequestVote#1");
        page.tab_to(&flies("n3"));
        page.press("x");
        page.just_did("drop n1>n3 RequestVote#1");

        page.tab_to("[data-link='n1|n4']");
        for (key, act) in [("1", "cut n1>n4"), ("2", "cut n4>n1"), ("h", "heal n1|n4"), ("x", "cut n1|n4")] {
            page.press(key);
            page.just_did(act);
        }
        page.focus_on("[data-link='n1|n4']");
    });
}

/// The event list is one stop of Tab. Arrows go among its rows, Enter goes there in time or makes it happen now.
#[test]
fn the_event_list_is_walked_by_keys() {
    visit("event-list-keys", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.tab_to(".event.next");
        let label = page.text(".event.next:focus .label");
        page.press("Enter");
        page.just_did(&label);
        for event in 2..=5 {
            page.press("ArrowRight");
            page.at_event(event);
        }
        page.tab_to("[data-filter]");
        page.tab_to("[data-event='5']");
        page.press("ArrowDown");
        page.press("ArrowDown");
        page.focus_on("[data-event='3']");
        page.press("Enter");
        page.at_event(3);
        page.focus_on("[data-event='3']");
        page.press("ArrowUp");
        page.focus_on("[data-event='4']");
    });
}

/// Shortcuts go on working wherever a click has left the focus, and keep silent while one types.
#[test]
fn shortcuts_survive_clicks_and_spare_fields() {
    visit("shortcuts", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-action=forward]");
        page.at_event(1);
        page.press("Space");
        page.see(".app[data-playing=true]");
        page.press("Space");
        page.see(".app[data-playing=false]");
        page.click("[data-inspect=n2]");
        page.press("Home");
        page.at_event(0);
        page.press("ArrowRight");
        page.at_event(1);
        page.press("ArrowRight");
        page.at_event(2);
        page.press("ArrowLeft");
        page.at_event(1);
        page.press("End");
        page.until("the end", "one('.clock').dataset.event === one('.clock').dataset.events", serde_json::Value::Null);
        page.press("4");
        page.see("[data-inspect=n4][aria-pressed=true]");

        page.press("/");
        page.focus_on("[data-filter]");
        let before = page.clock();
        page.type_in("k 4");
        page.press("Home");
        page.read("[data-inspect=n4][aria-pressed=true]", "n4");
        assert_eq!(page.clock(), before, "keys in a field moved the run");
        page.see(".app[data-playing=false]");
    });
}

/// The list of shortcuts opens by key, holds the focus, and gives it back.
#[test]
fn the_list_of_shortcuts_opens_and_closes() {
    visit("shortcuts-dialog", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.tab_to("[data-action=play]");
        page.press("?");
        page.see("dialog[open]");
        page.read("dialog[open]", "Keyboard shortcuts");
        page.focus_on("dialog *");
        // Past its one button the focus leaves the page, and keys do nothing behind the dialog.
        page.press("Tab");
        page.press("Space");
        page.press("ArrowRight");
        page.see("dialog[open]");
        page.see(".app[data-playing=false]");
        page.at_event(0);
        page.press("Escape");
        page.see_no("dialog");
        page.focus_on("[data-action=play]");
    });
}
