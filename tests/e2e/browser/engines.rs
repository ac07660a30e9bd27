//! The engine of a family of protocols loads when a run of them is opened, and the page stays whole if it cannot.

use std::fs;

use quorum_e2e::{LAPTOP, Page, visit};
use quorum_scene::{Command, Lab};
use serde_json::Value;

/// Whether an engine of this family was asked for.
fn loaded(page: &Page, family: &str) -> bool {
    let asked = "performance.getEntriesByType('resource').some(entry => entry.name.endsWith(arg))";
    page.value(asked, format!("engine.js?{family}")) == true
}

/// Opens another protocol's cluster by the form of the sandbox.
fn choose(page: &Page, protocol: &str) {
    page.fill("protocol", protocol);
    page.click("[data-action=run-cluster]");
}

#[test]
fn an_engine_loads_when_a_run_of_its_protocols_is_opened_and_not_before() {
    visit("engine-loads", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see("[data-node=n1]");
        for family in ["paxos", "commitment", "locks"] {
            assert!(!loaded(page, family), "{family}: the first lesson does not need it");
        }
        page.go("#/lesson/paxos-one-value");
        page.see("[data-node=n1]");
        assert!(loaded(page, "paxos"));
        assert!(!loaded(page, "locks"), "another family");
    });
}

#[test]
fn an_engine_that_cannot_be_loaded_says_so_and_leaves_the_run_that_is_open() {
    visit("engine-lost", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.forward();
        let digest = page.digest();
        page.host_loses(Some("engine-paxos_bg.wasm"));
        page.expect_in_console("engine-paxos_bg.wasm");
        page.expect_in_console("engine-paxos");
        choose(page, "paxos");
        page.read(".toast", "The engine of this protocol could not be loaded.");
        assert_eq!(page.digest(), digest, "the run is as it was");
        page.host_loses(None);
        page.forward();
        choose(page, "two-phase-commit");
        page.see("[data-property=money-conserved]");
    });
}

/// A trap in a worker reaches the page as an error of that worker.
#[test]
fn an_engine_that_breaks_in_its_worker_leaves_the_run_to_be_saved() {
    let folder = std::env::temp_dir().join(format!("quorum-e2e-{}-engine-broken", std::process::id()));
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    visit("engine-broken", LAPTOP.still(), |page| {
        page.download_into(&folder);
        page.value("(Worker => window.Worker = class extends Worker { constructor(at) { super(at); window.worker = this; } })(Worker), 1", Value::Null);
        page.open_sandbox();
        choose(page, "zab");
        page.see("[data-property=total-order]");
        page.forward();
        page.click(".acts [data-act='crash n1']");
        page.just_did("crash n1");
        let digest = page.digest();
        page.value("window.worker.dispatchEvent(new ErrorEvent('error'))", Value::Null);
        page.read("dialog#broken[open]", "Something in this page broke");
        page.click("#broken-save");
        let json = page.downloaded(&folder.join("quorum-zab-42.json"));
        let answer = Lab::new().handle(Command::OpenRecording { json, lesson: None });
        let scene = answer.unwrap_or_else(|problem| panic!("{problem:?}")).into_scene().expect("a scene");
        assert_eq!(scene.digest, digest, "what is saved is the run that broke");
    });
    let _left_behind = fs::remove_dir_all(&folder);
}
