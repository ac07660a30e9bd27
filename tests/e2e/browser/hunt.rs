//! Hunting for a violation: asked in the dialog, searched by the worker, looked at on the stage, shared.

use std::time::Duration;

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use serde_json::{Value, json};

/// Opens the dialog for a variant of the protocol that runs.
fn ask(page: &Page, variant: &str) {
    page.show("Inspector");
    page.click("[data-action=hunt]");
    page.see("form.hunt-form");
    choose(page, "hunt-variant", variant);
}

/// Chooses or types something in the dialog.
fn choose(page: &Page, name: &str, value: &str) {
    page.value(
        "(field => { field.value = arg[1]; for (const kind of ['input', 'change'])
            field.dispatchEvent(new Event(kind, { bubbles: true })); })(one(arg[0]))",
        json!([format!("form.hunt-form [name={name}]"), value]),
    );
}

fn begin(page: &Page) {
    page.click("[data-action=begin-hunt]");
    page.see_no("dialog[open]");
    page.see("[data-hunt]");
    page.focus_on(".hunt, .hunt *");
}

/// Waits until nothing lies over the middle of what a selector finds, and no pane has it scrolled away.
fn see_uncovered(page: &Page, css: &str) {
    const HIT: &str = "(found => { const box = found?.getBoundingClientRect();
        return box && found.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); })(one(arg))";
    page.until(&format!("{css} to be where one looks"), HIT, css);
}

/// What a figure of the hunt says.
fn figure(page: &Page, id: &str) -> u64 {
    let digits = "one(`[data-figure=${arg}] dd`)?.textContent.replace(/[^0-9]/g, '') || '0'";
    page.value(digits, id).as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

#[test]
fn a_mutant_is_found_stepped_through_and_shared() {
    let (mut link, mut digest) = (String::new(), String::new());
    visit("hunt", LAPTOP.still(), |page| {
        page.open_sandbox();
        ask(page, "forgets-vote");
        page.must_be_accessible("the hunt's dialog");
        page.must_fit("the hunt's dialog");
        begin(page);
        page.see("[data-hunt=found]");
        page.read(".hunt .end", "Election safety does not hold.");
        page.read(".hunt", "7 actions break it, and no fewer can.");
        assert!(figure(page, "states") > 1_000, "{} states", figure(page, "states"));
        page.must_be_accessible("what a hunt found");
        page.must_fit("what a hunt found");
        page.click("[data-action=show-found]");
        page.see("[data-property=election-safety][data-status=no]");
        page.at_event(7);
        // It is an ordinary run: one can step in it, and fork it.
        page.back();
        page.see("[data-property=election-safety][data-status=yes]");
        page.forward();
        page.see("[data-property=election-safety][data-status=no]");
        digest = page.digest();
        link = page.link();
    });
    let path = link.split_once('#').map(|(_, path)| format!("#{path}")).unwrap_or_default();
    visit("hunt-shared", LAPTOP.still(), |page| {
        page.go(&path);
        page.see("[data-property=election-safety][data-status=no]");
        page.at_event(7);
        assert_eq!(page.digest(), digest);
    });
}

#[test]
fn a_phone_hunts_too() {
    visit("hunt-phone", PHONE.still(), |page| {
        page.open_sandbox();
        ask(page, "counts-half");
        page.must_fit("the hunt's dialog on a phone");
        begin(page);
        page.see("[data-hunt=found]");
        page.must_fit("what a hunt found on a phone");
        page.click("[data-action=show-found]");
        page.show("Inspector");
        page.see("[data-property=election-safety][data-status=no]");
    });
}

/// What is searched in a protocol with many properties is asked for far below of where it is told.
#[test]
fn what_a_hunt_found_is_told_where_one_looks_and_the_form_tells_what_it_shows() {
    for (name, screen) in [("hunt-told", LAPTOP.still()), ("hunt-told-phone", PHONE.still())] {
        visit(name, screen, |page| {
            page.go("#/sandbox/zab");
            page.see(".app");
            ask(page, "delivers-proposals");
            begin(page);
            page.see("[data-hunt=found]");
            see_uncovered(page, ".hunt .end");
            see_uncovered(page, "[data-action=show-found]");
            page.click("[data-action=show-found]");
            page.show("Setup");
            page.until("the form to tell it", "one('form.setup [name=variant]')?.value === arg", "delivers-proposals");
        });
    }
}

#[test]
fn a_hunt_that_finds_nothing_says_how_much_it_searched_and_what_is_promised() {
    visit("hunt-clean", LAPTOP.still(), |page| {
        page.open_sandbox();
        ask(page, "");
        choose(page, "fires", "1");
        begin(page);
        page.see("[data-hunt=complete]");
        // As many as the native search is pinned to.
        page.read(".hunt .end", "All 4,703 states searched");
        page.read(".hunt", "Within: one crash and one time-out.");
        page.read(".hunt", "promised under lost messages");
        page.click("[data-action=put-away]");
        page.see_no("[data-hunt]");
    });
}

/// A hunt of millions of states: the page stays quick beside it, it can be stopped, and it keeps to its limits.
#[test]
fn a_long_hunt_leaves_the_page_alone_stands_still_and_is_cancelled() {
    const LAG: &str =
        "const done = arguments[arguments.length - 1]; let worst = 0, last = performance.now(), left = 60;
        const tick = () => { const now = performance.now(); worst = Math.max(worst, now - last); last = now;
            if (--left) requestAnimationFrame(tick); else done(worst); };
        requestAnimationFrame(tick);";
    visit("hunt-long", LAPTOP, |page| {
        page.open_sandbox();
        ask(page, "");
        choose(page, "fires", "3");
        begin(page);
        page.until("two levels", "Number(one('[data-figure=depth] dd')?.textContent) > 2", Value::Null);
        // Frames go on while it searches: a page that waited for the search would stand for many seconds.
        let worst = page.run(LAG).as_f64().unwrap_or(f64::MAX);
        assert!(worst < 3_000.0, "a frame took {worst} ms");
        page.click("[data-action=pause-hunt]");
        page.see("[data-hunt=paused]");
        // What was under way when it was told may still come to its end.
        std::thread::sleep(Duration::from_millis(300));
        let stood = figure(page, "states");
        std::thread::sleep(Duration::from_millis(600));
        assert_eq!(figure(page, "states"), stood, "it stands still");
        page.click("[data-action=pause-hunt]");
        page.until(
            "it to go on",
            "Number(one('[data-figure=states] dd')?.textContent.replace(/[^0-9]/g, '')) > arg",
            stood,
        );
        page.click("[data-action=cancel-hunt]");
        page.see_no("[data-hunt]");
        page.forward();
    });
}

#[test]
fn a_hunt_stops_at_its_limit_and_says_so() {
    visit("hunt-limit", LAPTOP.still(), |page| {
        page.open_sandbox();
        ask(page, "");
        choose(page, "hunt-states", "100000");
        begin(page);
        page.see("[data-hunt=stopped]");
        page.read(".hunt .end", "Stopped after 100,000 states, as many as it may.");
    });
}

#[test]
fn a_hunt_starts_where_the_run_stands() {
    visit("hunt-here", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.set_up(3, 0, "forgets-vote");
        // One stands for election already: one time-out less is needed.
        while page.count("[data-message][data-status=flying]") == 0 {
            page.forward();
        }
        let event = page.clock().event;
        ask(page, "forgets-vote");
        choose(page, "fires", "1");
        page.click("form.hunt-form [value=here]");
        begin(page);
        page.see("[data-hunt=found]");
        page.read(".hunt", "6 actions break it");
        page.click("[data-action=show-found]");
        page.at_event(event + 6);
        page.see("[data-property=election-safety][data-status=no]");
    });
}

#[test]
fn a_worker_that_cannot_be_loaded_says_so_and_leaves_the_page_whole() {
    visit("hunt-lost", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.host_loses(Some("hunter.js"));
        page.expect_in_console("hunter.js");
        ask(page, "");
        page.click("[data-action=begin-hunt]");
        page.see("[data-hunt=failed]");
        page.read(".hunt [role=alert]", "The search could not be loaded.");
        page.host_loses(None);
        page.forward();
    });
}

/// What a request says that is none.
#[test]
fn a_request_that_is_none_is_refused_in_words() {
    refused("hunt-request", LAPTOP.still(), "c1 jump", "“c1 jump” is no request to one of the clients");
}

fn refused(name: &str, screen: Screen, request: &str, words: &str) {
    visit(name, screen, |page| {
        page.open_sandbox();
        ask(page, "");
        choose(page, "requests", request);
        begin(page);
        page.see("[data-hunt=failed]");
        page.read(".hunt [role=alert]", words);
    });
}
