//! The focus, and what is told to those who do not see: both stay with what happens on the stage.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::Value;

/// Gives the focus to something, and lets one event happen without touching the focus.
fn survives_an_event(page: &Page, css: &str) {
    page.see(css);
    page.value("one(arg).focus()", css);
    page.focus_on(css);
    let before = page.clock().event;
    page.value("one('[data-action=forward]').click()", Value::Null);
    page.at_event(before + 1);
    let kept = page.value("document.activeElement.matches(arg)", css);
    assert_eq!(kept, true, "the focus left {css} for {}", page.focus());
}

#[test]
fn the_focus_stays_when_the_scene_changes_under_it() {
    visit("focus-kept", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see("[data-step=first-leader]");
        page.see("#state-title");
        for css in [
            "[data-hint]",
            "[data-action=play]",
            "[data-action=back]",
            "[data-action=seed]",
            "[data-action=speed]",
            "[data-timeline]",
            "[data-node=n1]",
            "[data-node=n3]",
            "[data-link='n1|n2']",
            "[data-inspect=n4]",
            ".acts [data-act='crash n1']",
            "[data-filter]",
            "[data-event='2']",
            ".lesson .node-chip",
            "[data-go-step=first-leader]",
            ".brand",
        ] {
            survives_an_event(page, css);
        }
        // And while time runs.
        page.value("one('[data-inspect=n4]').focus()", Value::Null);
        page.value("one('[data-action=play]').click()", Value::Null);
        page.see("[data-goal=reached]");
        page.focus_on("[data-inspect=n4]");
    });
}

/// What has the focus may go away by being used: then something near it takes the focus, never the page's very start.
#[test]
fn what_goes_away_leaves_the_focus_nearby() {
    visit("focus-nearby", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see("[data-step=first-leader]");
        page.click("[data-inspect=n2]");
        page.click(".acts [data-act='crash n2']");
        page.tab_to(".faults [data-act='restart n2']");
        page.press("Enter");
        page.node_is("n2", "up");
        page.focus_on(".inspector");
        page.tab_to("[data-retry]");
        page.press("Enter");
        page.at_event(0);
        page.focus_on(".lesson h1");
    });
}

/// Each step is told in words while one goes event by event.
#[test]
fn the_live_region_tells_each_event() {
    visit("live-region", LAPTOP.still(), |page| {
        page.open_sandbox();
        let mut told = String::new();
        for _ in 0..6 {
            page.forward();
            page.until(
                "something new to be told",
                "one('[data-live]').textContent !== arg && one('[data-live]').textContent",
                told.as_str(),
            );
            told = page.text("[data-live]");
        }
    });
}

/// Whatever is to be pressed can be hit: 24 pixels each way, and on a phone 44 where it is pressed most. Links within text
/// are as high as their line.
#[test]
fn what_is_to_be_pressed_is_large_enough() {
    const SMALL: &str = "(() => {
        const [within, least] = arg;
        return all(`${within} :is(button, a, input, select, summary)`)
            .filter(one => one.checkVisibility({ visibilityProperty: true }))
            .filter(one => !one.closest('svg') && !one.matches('p a, .prose a, .node-chip, [type=range], [type=radio]'))
            .map(one => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1 && (Math.round(box.width) < least || Math.round(box.height) < least))
            .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${Math.round(box.width)} by ${Math.round(box.height)}`);
    })()";
    for (name, screen) in [("targets-laptop", LAPTOP), ("targets-phone", PHONE)] {
        visit(name, screen.still(), |page| {
            let held = |what: &str, within: &str, least: u32| {
                let found = page.value(SMALL, serde_json::json!([within, least]));
                assert_eq!(found, serde_json::json!([]), "{what}: too small");
            };
            page.see(".tracks a");
            held("the start page", "main", 24);
            page.go("#/lesson/raft-election");
            page.see("[data-step=first-leader]");
            held("a lesson", ".app", 24);
            if screen.width < 600 {
                held("a lesson's buttons", ".foot", 44);
                held("a lesson's steps", ".kicker", 44);
            }
            page.show("Stage");
            held("its stage", ".app", 24);
            page.show("Inspector");
            held("its inspector", ".app", 24);
        });
    }
}
