//! The sandbox's form: any cluster that can be run, and words for what cannot.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::{Value, json};

#[test]
fn what_is_wrong_in_the_form_is_said_at_its_field_and_the_run_goes_on() {
    visit("form", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.forward();
        let before = page.digest();
        for (field, typed, words) in [
            ("servers", "12", "Choose 1 to 9 servers."),
            ("clients", "many", "whole number"),
            ("latency", "-5", "milliseconds from 0 to 60,000"),
            ("loss", "250", "from 0 to 100 percent"),
            ("seed", "forty-two", "whole number"),
        ] {
            let good = page.value("one(`form.setup [name=${arg}]`).value", field);
            page.fill(field, typed);
            page.read(&format!("#fault-{field}"), words);
            page.see(&format!("[name={field}][aria-invalid=true]"));
            page.click("[data-action=run-cluster]");
            page.focus_on(&format!("[name={field}]"));
            page.fill(field, good.as_str().unwrap_or_default());
            page.see(&format!("[name={field}][aria-invalid=false]"));
        }
        assert_eq!((page.digest(), page.clock().event), (before, 1), "what runs stays");
    });
}

#[test]
fn a_cluster_of_ones_own_runs_as_it_was_asked_for() {
    visit("form-run", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-preset=network-lossy]");
        page.see("[data-preset=network-lossy][aria-pressed=true]");
        page.fill("latency", "100");
        page.see_no("[data-preset][aria-pressed=true]");
        page.fill("loss", "100");
        page.fill("jitter", "0");
        page.click("[data-action=draw-seed]");
        page.fill("seed", "7");
        page.set_up(3, 0, "counts-half");
        page.read("[data-action=seed]", "7");
        // Every message is lost, 100 ms after it was sent.
        page.press("]");
        for _ in 0..4 {
            page.forward();
        }
        page.until(
            "a lost message",
            "all('[data-event] .label').some(l => l.textContent.startsWith('lost'))",
            Value::Null,
        );
        // What the form asks for is asked for again, and begins anew.
        page.click("[data-action=run-cluster]");
        page.at_event(0);
    });
}

/// Waits until a field of the form says something.
fn says(page: &Page, field: &str, value: &str) {
    let what = format!("{field} to be {value}");
    page.until(&what, "one(`form.setup [name=${arg[0]}]`)?.value === arg[1]", json!([field, value]));
}

/// Runs the same cluster under another seed, beside the form.
fn under_seed(page: &Page, seed: &str) {
    page.click("[data-action=seed]");
    page.focus_on(".popover input");
    page.type_in(seed);
    page.press("Enter");
    page.read("[data-action=seed] .mono", seed);
}

#[test]
fn the_form_tells_what_runs_until_something_is_asked_for_in_it() {
    visit("form-told", LAPTOP.still(), |page| {
        page.open_sandbox();
        under_seed(page, "9");
        says(page, "seed", "9");
        page.fill("servers", "3");
        under_seed(page, "11");
        says(page, "servers", "3");
        says(page, "seed", "9");
        page.click("[data-action=run-cluster]");
        page.read("[data-action=seed] .mono", "9");
        under_seed(page, "12");
        says(page, "seed", "12");
    });
}

#[test]
fn an_address_names_the_protocol_of_the_sandbox() {
    visit("form-address", LAPTOP.still(), |page| {
        page.go("#/sandbox/hash-ring");
        page.see(".transport");
        page.read(".crumbs", "Consistent hashing");
        says(page, "protocol", "hash-ring");
        page.read(".tries", "join n6");
        page.go("#/sandbox/zab");
        page.read(".crumbs", "Zab");
        says(page, "protocol", "zab");
        assert!(!page.text(".tries").contains("n6"), "each protocol has its own things to try");
        page.go("#/sandbox/nonsense");
        page.see_no("form.setup");
        page.see("main h1");
    });
}

/// A value that is no amount is chosen by its name.
#[test]
fn a_placement_is_chosen_by_its_name() {
    visit("form-named", LAPTOP.still(), |page| {
        page.go("#/sandbox/hash-ring");
        page.see("select[name=placement]");
        page.read("select[name=placement]", "rendezvous");
        page.fill("placement", "1");
        page.click("[data-action=run-cluster]");
        page.click("[data-view=moved]");
        page.read("[data-open-view=moved]", "Nothing has moved yet");
        page.click("[data-view=placements]");
        // The placement of the cluster stands out in the chart.
        page.see(".plot-bar.tone-lead");
    });
}
