//! The engine breaks: an apology, the run to save, and a restart that keeps progress.

use std::fs;

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use quorum_scene::{Command, Lab};
use serde_json::Value;

/// Writes over the engine's memory, so that the next thing it does is a real trap inside of it.
fn ruin(page: &Page) {
    // As a rule a RuntimeError; of what is thrown out of ruined memory the browser may not know even that.
    page.expect_in_console("Uncaught");
    page.expect_in_console("panicked");
    page.until(
        "the engine's memory",
        "(window.engine ??= window.wasmBindings.default().then(wasm => (new Uint8Array(wasm.memory.buffer).fill(255), window.ruined = true)))
            && window.ruined",
        Value::Null,
    );
}

/// Presses a button by script: something else may have woken the engine before, and the apology then lies over it.
fn press(page: &Page, css: &str) {
    page.value("one(arg).click()", css);
}

#[test]
fn a_trap_in_the_engine_leaves_the_run_to_be_saved_and_progress_kept() {
    let folder = std::env::temp_dir().join(format!("quorum-e2e-{}-broken", std::process::id()));
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    visit("broken", LAPTOP.still(), |page| {
        page.download_into(&folder);
        page.open_sandbox();
        page.value("localStorage.setItem('quorum.test', 'kept')", Value::Null);
        for _ in 0..6 {
            page.forward();
        }
        page.click(".acts [data-act='crash n1']");
        page.just_did("crash n1");
        let digest = page.digest();
        ruin(page);
        press(page, "[data-action=forward]");
        page.read("dialog#broken[open]", "Something in this page broke");
        page.see("#broken-save");
        page.must_be_accessible("the apology");
        // Nothing behind it can be reached.
        let reached = "document.elementFromPoint(innerWidth / 2, innerHeight - 20)?.closest('#app') ?? null";
        assert_eq!(page.value(reached, Value::Null), Value::Null);
        assert_eq!(page.value("one('#app').inert", Value::Null), true);
        page.press("Escape");
        page.see("#broken-save");

        page.click("#broken-save");
        let json = page.downloaded(&folder.join("quorum-raft-42.json"));
        let scene = Lab::new()
            .handle(Command::OpenRecording { json, lesson: None })
            .unwrap_or_else(|problem| panic!("{problem:?}"))
            .into_scene()
            .expect("a scene");
        assert_eq!(scene.digest, digest, "what is saved is the run that broke");
        assert_eq!(scene.departure, None);

        page.click("#broken-again");
        page.see(".transport");
        page.see_no("#broken");
        assert_eq!(page.value("localStorage.getItem('quorum.test')", Value::Null), "kept");
    });
    let _left_behind = fs::remove_dir_all(&folder);
}

/// Nothing runs yet on the page that breaks: there is nothing to save, and the way out is the start page.
#[test]
fn where_nothing_ran_the_apology_offers_no_run() {
    visit("broken-start", PHONE.still(), |page| {
        page.go("#/nowhere");
        page.see(".notice");
        page.value("delete window.quorumBlackBox", Value::Null);
        ruin(page);
        press(page, "[data-action=theme]");
        page.see("#broken-again");
        page.see_no("#broken-save");
        page.must_fit("the apology on a phone");
        page.click("#broken-home");
        page.see(".hero");
    });
}
