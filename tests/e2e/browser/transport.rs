//! Time: stepping, scrubbing, speed, seed, branches.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::Value;

/// Goes so many events on.
fn forward(page: &Page, events: u64) {
    for _ in 0..events {
        page.forward();
    }
}

#[test]
fn time_goes_on_back_and_to_both_ends() {
    visit("transport", LAPTOP.still(), |page| {
        page.open_sandbox();
        forward(page, 8);
        let there = page.clock();
        page.click("[data-action=start]");
        page.at_event(0);
        page.click("[data-action=end]");
        page.at_event(8);
        assert_eq!(page.clock(), there, "the end is where it was");
        page.back();
        page.back();
        page.forward();
        page.at_event(7);
        assert_eq!(page.clock().events, 8, "going on within a branch makes nothing new");
        assert_eq!(page.branches().len(), 1, "looking back forks nothing");
    });
}

/// With motion a step by hand lets the message travel, and a second press skips the rest of the way.
#[test]
fn a_step_moves_the_message_to_its_receiver() {
    visit("step-with-motion", LAPTOP, |page| {
        page.open_sandbox();
        forward(page, 3);
        page.click("[data-action=forward]");
        page.click("[data-action=forward]");
        page.until("two events more", "Number(one('.clock').dataset.event) >= 4", Value::Null);
        page.see("[data-message][data-status=delivered]");
    });
}

/// A render may be painted before what moves things has run: the framework takes a break after a long one. Here it takes
/// one after each, as every look at the clock finds that much time has passed.
#[test]
fn what_is_new_on_the_stage_is_drawn_where_it_is_from_the_first() {
    const WATCH: &str = "(() => {
        const real = Date.now;
        let late = 0;
        Date.now = () => real() + (late += 20);
        window.watched = { placed: 0, astray: [] };
        const wanted = new Map([['.flight', ['transform']], ['.trail .behind', ['x2', 'y2']], ['.trail .ahead', ['x1', 'y1']]]);
        const look = element => wanted.forEach((names, css) => {
            if (!element.matches(css)) return;
            if (names.every(name => element.hasAttribute(name))) watched.placed++;
            else watched.astray.push(element.outerHTML.slice(0, 100));
        });
        new MutationObserver(changes => changes.flatMap(change => [...change.addedNodes])
            .filter(node => node instanceof Element)
            .forEach(node => [node, ...node.querySelectorAll('*')].forEach(look)))
            .observe(document.body, { childList: true, subtree: true });
        return true;
    })()";
    visit("first-paint", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.value(WATCH, Value::Null);
        forward(page, 12);
        assert_eq!(page.value("watched.astray", Value::Null), Value::Array(Vec::new()));
        let placed = page.value("watched.placed", Value::Null).as_u64().unwrap_or_default();
        assert!(placed > 20, "{placed} things that move were new");
    });
}

#[test]
fn the_time_line_is_scrubbed() {
    visit("scrubbing", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.press("]");
        page.press("]");
        page.play();
        page.leader_after(0);
        page.pause();
        page.click("[data-action=end]");
        let end = page.clock();

        let lanes =
            page.value("(box => [box.x, box.y, box.width])(one('.lanes').getBoundingClientRect())", Value::Null);
        let at = |part: f64| {
            let number = |index: usize| lanes[index].as_f64().unwrap_or_default();
            (number(0) + number(2) * part, number(1) + 21.0)
        };
        page.drag(at(0.3), at(0.1));
        page.until("an earlier moment", "Number(one('.clock').dataset.us) < arg", end.us / 2);
        let early = page.clock();
        assert!(early.event < end.event, "it is {early:?}, the end was {end:?}");
        page.drag(at(0.02), at(0.99));
        page.at_event(end.event);
        assert_eq!(page.branches().len(), 1, "scrubbing forks nothing");

        page.click(".zoom button:nth-of-type(2)");
        page.click(".zoom button:nth-of-type(1)");
        page.click(".zoom button:nth-of-type(3)");
        page.at_event(end.event);
    });
}

#[test]
fn the_speed_is_set_by_slider_and_keys() {
    visit("speed", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.read(".slider", "0.05×");
        page.press("]");
        page.read(".slider", "0.1×");
        page.press("[");
        page.press("[");
        page.read(".slider", "0.025×");
        page.click("[data-action=speed]");
        page.until("the middle", "Math.abs(Number(one('[data-action=speed]').value) - 50) < 3", Value::Null);
        let middle = page.text(".slider .mono");
        page.press("ArrowRight");
        page.until("a little more", "one('.slider .mono').textContent !== arg", middle);
        // The keys go on where the slider was left. At full speed a second of virtual time is a moment.
        for _ in 0..5 {
            page.press("]");
        }
        page.read(".slider", "4×");
        page.play();
        page.until("a second to have passed", "Number(one('.clock').dataset.us) > 1000000", Value::Null);
        page.pause();
    });
}

#[test]
fn the_seed_decides_the_run() {
    visit("seed", LAPTOP.still(), |page| {
        page.open_sandbox();
        forward(page, 12);
        let first = page.events();

        page.click("[data-action=seed]");
        page.focus_on(".popover input");
        page.type_in("many");
        page.press("Enter");
        page.read(".popover [role=alert]", "whole number");
        page.press("Escape");
        page.see_no(".popover");
        page.focus_on("[data-action=seed]");

        page.click("[data-action=seed]");
        page.focus_on(".popover input");
        page.type_in("7");
        page.press("Enter");
        page.see_no(".popover");
        page.read("[data-action=seed] .mono", "7");
        page.at_event(0);
        forward(page, 12);
        let second = page.events();
        assert_ne!(first, second, "another seed gives another run");

        page.click("[data-action=seed]");
        page.click("[data-action=seed-again]");
        page.at_event(0);
        forward(page, 12);
        assert_eq!(page.events(), second, "the same seed gives the same run");

        page.click("[data-action=seed]");
        page.click("[data-action=seed-new]");
        page.at_event(0);
        page.see_no(".popover");
    });
}

/// Acting in the past forks; the same act there again re-enters the branch that it made.
#[test]
fn the_same_act_in_the_past_finds_its_branch_again() {
    visit("branches", LAPTOP.still(), |page| {
        page.open_sandbox();
        forward(page, 6);
        page.click("[data-event='3']");
        page.at_event(3);
        page.click(".acts [data-act='pause n1']");
        let fork = page.new_branch(2);
        assert!(fork.words.contains("pause n1"), "a branch says what made it: {}", fork.words);
        page.at_event(4);

        page.go_to_branch(0);
        page.at_event(6);
        page.click("[data-event='3']");
        page.at_event(3);
        page.click(".acts [data-act='pause n1']");
        page.at_event(4);
        let branches = page.branches();
        assert_eq!(branches.len(), 2, "the same act makes no third branch");
        assert!(branches[1].here, "it leads back to the branch that it made");
    });
}
