//! Manual mode: everything that can happen, to be chosen from by mouse, by keyboard, by thumb.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::Value;

/// Some events into an election, with messages on their way.
fn under_way(page: &Page) {
    page.open_sandbox();
    for _ in 0..4 {
        page.forward();
    }
}

fn rows(page: &Page, css: &str) -> u64 {
    page.count(&format!(".actions {css}"))
}

#[test]
fn what_happens_is_chosen_by_mouse() {
    visit("manual", LAPTOP.still(), |page| {
        under_way(page);
        let before = page.digest();
        page.click("[data-action=manual]");
        page.see(".actions");
        page.see("[data-action=play][aria-disabled=true]");
        assert_eq!(page.digest(), before, "switching changes nothing");
        page.click("[data-action=play]");
        page.press("Space");
        page.see(".app[data-playing=false]");
        page.must_fit("manual mode");
        page.must_be_accessible("manual mode");

        // What is due next takes time to it; anything else happens here and now, and is somebody's doing.
        let clock = page.clock();
        let soonest = "all('.action time').sort((a, b) => parseFloat(a.textContent) - parseFloat(b.textContent))[0]
            .closest('[data-choice]').dataset.choice";
        let next = page.value(soonest, Value::Null);
        let next = next.as_str().unwrap_or_default();
        page.click(&format!("[data-choice='{next}']"));
        page.at_event(clock.event + 1);
        assert!(page.clock().us > clock.us, "the next event comes later");
        page.click("[data-choice='crash n5']");
        page.just_did("crash n5");
        page.node_is("n5", "down");

        // What a clock forbids is possible, and counted.
        page.read(".action.early", "no clock allows this yet");
        page.click(".action.early[data-choice^=fire]");
        page.see("[data-clock-faults='1']");

        let (digest, events) = (page.digest(), page.clock().events);
        page.click("[data-action=auto]");
        page.see_no(".actions");
        assert_eq!((page.digest(), page.clock().events), (digest, events), "switching back changes nothing");
        page.play();
        page.until("time to run", "Number(one('.clock').dataset.events) > arg", events);
        page.pause();
    });
}

/// What is forbidden stands in the list with the reason, can be reached, and does nothing.
#[test]
fn what_cannot_be_done_says_why() {
    visit("manual-no", LAPTOP.still(), |page| {
        under_way(page);
        page.press("m");
        page.click(".actions [data-choice^=pause]");
        page.see(".action.no");
        let row = ".action.no";
        assert!(page.text(&format!("{row} small")).len() > 8, "a reason in words");
        let before = page.clock();
        page.click(row);
        page.focus_on(row);
        assert_eq!(page.clock(), before);
    });
}

#[test]
fn what_happens_is_chosen_by_keyboard() {
    visit("manual-keys", LAPTOP.still(), |page| {
        under_way(page);
        page.press("m");
        page.tab_to(".action");
        page.until(
            "what is pointed at to be shown on the stage",
            "one('.flight.selected, .node.selected')",
            Value::Null,
        );
        page.press("ArrowDown");
        page.focus_on(".action:nth-of-type(2)");
        page.press("ArrowUp");
        page.focus_on(".action:nth-of-type(1)");
        let before = page.clock();
        page.press("Enter");
        page.until("an event more", "Number(one('.clock').dataset.event) > arg", before.event);
        page.focus_on(".actions .action[tabindex='0']");
        // The filter is a slash away, and Escape leaves the list as it is.
        page.press("/");
        page.focus_on(".actions [data-filter]");
        page.type_in("crash n2");
        page.until(
            "two rows or one",
            "all('.action').length > 0 && all('.action .label').every(l => l.textContent.includes('crash n2'))",
            Value::Null,
        );
        page.tab_to("[data-choice='crash n2']");
        page.press("Enter");
        page.just_did("crash n2");
        page.press("m");
        page.see_no(".actions");
    });
}

#[test]
fn on_a_phone_the_list_lies_under_the_thumb() {
    visit("manual-phone", PHONE.still(), |page| {
        page.open_sandbox();
        page.show("Stage");
        for _ in 0..4 {
            page.forward();
        }
        page.click("[data-action=manual]");
        page.see(".actions");
        page.must_fit("manual mode on a phone");
        page.must_be_accessible("manual mode on a phone");
        let heights = page.value("[one('.canvas').clientHeight, one('.actions').clientHeight]", Value::Null);
        let height = |at: usize| heights[at].as_f64().unwrap_or_default();
        assert!(height(0) > 200.0 && height(1) > 160.0, "stage and list have {heights}");
        assert!(rows(page, "button") > 10);
        page.click(".action:not(.no)");
        page.at_event(5);
    });
}
