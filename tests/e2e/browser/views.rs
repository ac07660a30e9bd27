//! The views beside the cluster: by mouse and by keyboard, on a laptop and on a phone.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::Value;

/// Three servers forget what a client was told to be written, and it reads nothing.
fn forgotten(page: &Page) {
    page.open_sandbox();
    page.set_up(3, 1, "");
    page.play();
    page.leader_after(0);
    page.show("Inspector");
    ask(page, "put x 1");
    page.click("[data-view=operations]");
    page.until("an answer", "all('.bar:not(.open)').length === 1", Value::Null);
    page.pause();
    for node in ["n1", "n2", "n3"] {
        page.click(&format!("[data-inspect={node}]"));
        page.click(&format!("[data-act='wipe {node}']"));
        page.click(&format!("[data-act='restart {node}']"));
    }
    ask(page, "get x");
    page.play();
    page.until("an answer", "all('.bar:not(.open)').length === 2", Value::Null);
    page.pause();
}

/// Asks the client for something, by its form.
fn ask(page: &Page, request: &str) {
    page.click("[data-inspect=c1]");
    page.click("form.request input");
    page.type_in(request);
    page.press("Enter");
    page.play();
}

#[test]
fn what_no_machine_would_answer_is_red_and_named() {
    visit("views", LAPTOP.still(), |page| {
        forgotten(page);
        page.read(
            ".finding.faulty",
            "Not linearizable: c1: get x → nothing, and no order of the calls on x explains that.",
        );
        page.read("[data-view=operations] .alarm", "not linearizable");
        assert_eq!(page.count(".bar.faulty"), 1);
        page.see("[data-lane=c1] .bar:not(.faulty) u");
        page.must_fit("the operations");
        page.must_be_accessible("the operations");
        page.click("[data-view=logs]");
        page.read("[data-board=logs] tbody tr:first-child th", "n1");
        page.must_be_accessible("a table");
    });
}

#[test]
fn views_are_reached_by_keyboard_and_time_goes_on() {
    visit("views-keys", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.see("[data-view=cluster][aria-selected=true]");
        page.tab_to("[data-view=cluster]");
        let event = page.clock().event;
        page.press("ArrowRight");
        page.press("ArrowRight");
        page.see("[data-view=roles][aria-selected=true]");
        page.see("[data-open-view=roles]");
        assert_eq!(page.clock().event, event, "the arrow went to the next tab, not to the next event");
        page.press("End");
        page.see("[data-open-view=logs]");
        page.press("Home");
        page.see("[data-node=n1]");
        page.press("ArrowRight");
        page.press("ArrowRight");
        page.forward();
        page.see("[data-open-view=roles] [data-lane=n1]");
    });
}

#[test]
fn a_phone_shows_them_too() {
    visit("views-phone", PHONE, |page| {
        page.open_sandbox();
        page.click("[data-view=roles]");
        page.see("[data-lane=n5]");
        page.must_fit("lanes on a phone");
        page.must_be_accessible("lanes on a phone");
        page.click("[data-view=logs]");
        page.see("[data-board=logs]");
        page.must_fit("a table on a phone");
    });
}
