//! The sandbox's form: any cluster that can be run, and words for what cannot.

use quorum_e2e::{LAPTOP, visit};
use serde_json::Value;

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
