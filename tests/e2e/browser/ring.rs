//! The circle of keys and the charts of consistent hashing: what they show, by mouse and by keyboard, on a laptop and on a
//! phone; a hand-over is seen while it goes on.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::Value;

/// A sandbox of consistent hashing in which a client has put two keys.
fn two_keys(page: &Page) {
    page.open_sandbox();
    page.show("Setup");
    page.fill("protocol", "hash-ring");
    page.fill("latency", "5");
    page.set_up(5, 2, "");
    for (client, request) in [("c1", "put x 1"), ("c2", "put y 2")] {
        page.show("Inspector");
        ask(page, client, request);
    }
    page.show("Stage");
    page.play();
    page.click("[data-view=ring]");
    page.see(".ring [data-key=x] .ring-dot.first");
    page.see(".ring [data-key=y] .ring-dot.first");
    page.pause();
}

/// Asks a client for something, by its form.
fn ask(page: &Page, client: &str, request: &str) {
    page.click(&format!("[data-inspect={client}]"));
    page.click("form.request input");
    page.type_in(request);
    page.press("Enter");
}

/// The table of nodes: what each owns, in tenths of a percent.
fn owned(page: &Page) -> Vec<i64> {
    const OWNED: &str =
        "all('[data-ring=owners] tbody td:nth-child(2)').map(cell => Math.round(parseFloat(cell.textContent) * 10))";
    let owned = page.value(OWNED, Value::Null);
    owned.as_array().map(|all| all.iter().filter_map(Value::as_i64).collect()).unwrap_or_default()
}

#[test]
fn the_circle_shows_who_owns_what_and_what_is_handed_over() {
    visit("ring", LAPTOP.still(), |page| {
        two_keys(page);
        let before = owned(page);
        let all: i64 = before.iter().sum();
        assert!((998..=1002).contains(&all), "all of the circle is owned by somebody: {before:?}");
        // What the picture says of a key, its table says too.
        let dots = page.count(".ring [data-key=x] .ring-dot");
        let row = "one('[data-ring=keys] tbody tr').cells[2].textContent.split(' ').length";
        assert_eq!(page.value(row, Value::Null).as_u64(), Some(dots), "as many dots as holders");
        page.see("[data-ring-node=n2] .ring-strip");
        page.must_fit("the circle");
        page.must_be_accessible("the circle");

        // A node joins: parts are on their way to it, hatched, with an arrow, until they are its own.
        ask(page, "c1", "join n5");
        page.just_did("invoke c1 join n5");
        while page.count("[data-moving$=n5]") == 0 {
            page.forward();
        }
        page.see(".ring [data-moving$=n5] .ring-arrow");
        page.click(".ring-words details:last-child summary");
        page.read("[data-ring=arcs]", "n5");
        page.must_be_accessible("a hand-over");
        page.play();
        page.until(
            "the end of it",
            "!one('[data-moving]') && one('[data-ring=owners]').textContent.includes('n5')",
            Value::Null,
        );
        page.pause();
        let after = owned(page);
        assert_ne!(before, after, "n5 owns something by now");
    });
}

#[test]
fn one_goes_round_the_circle_by_keyboard_and_reads_of_each_thing() {
    visit("ring-keys", LAPTOP.still(), |page| {
        two_keys(page);
        page.tab_to(".ring-picture");
        let event = page.clock().event;
        page.press("Home");
        let first = page.text(".ring-said");
        assert!(first.contains("owns what lies after") || first.contains("lies at"), "{first}");
        let heard = page.value("one('.ring-picture').getAttribute('aria-valuetext')", Value::Null);
        assert_eq!(heard.as_str().map(str::trim), Some(first.as_str()), "readers of the page hear the same");
        page.press("ArrowLeft");
        page.press("ArrowRight");
        assert_eq!(page.text(".ring-said"), first, "it is a circle");
        assert_eq!(page.clock().event, event, "the arrows went round, not through the run");
        while page.count("[data-ring-at=x]") == 0 {
            page.press("ArrowRight");
        }
        page.read(".ring-said", "answers for it");
        page.see(".ring-key.at[data-key=x]");
        page.press("Escape");
        page.see_no(".ring-key.at");
    });
}

#[test]
fn a_phone_shows_the_circle_and_the_bars() {
    for screen in [PHONE, PHONE.dark()] {
        visit("ring-phone", screen.still(), |page| {
            two_keys(page);
            page.must_fit("the circle on a phone");
            page.must_be_accessible("the circle on a phone");
            bars(page);
        });
    }
}

#[test]
fn bars_say_what_their_table_says() {
    for screen in [LAPTOP, LAPTOP.dark()] {
        visit("bars", screen.still(), |page| {
            two_keys(page);
            bars(page);
            page.click("[data-view=moved]");
            page.see("[data-open-view=moved] [data-chart]");
            page.must_be_accessible("moved keys");
        });
    }
}

/// The chart of how many keys each node holds.
fn bars(page: &Page) {
    page.click("[data-view=load]");
    page.see("[data-open-view=load] .plot .plot-bar");
    assert_eq!(page.count(".plot .plot-bar"), page.count("[data-chart] tbody tr"), "a bar a row");
    const WORDS: &str =
        "all('[data-chart] tbody th').every(name => one('.plot').textContent.includes(name.textContent))";
    assert_eq!(page.value(WORDS, Value::Null), true, "every bar has its name");
    page.must_fit("bars");
    page.must_be_accessible("bars");
}
