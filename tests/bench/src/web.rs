//! What is measured in the browser.

use std::time::Duration;

use quorum_checker::hunt::{Ask, End, Tell, declared};
use quorum_e2e::{LAPTOP, Page, visit};
use quorum_kernel::{Budget, Fault};
use serde::Deserialize;
use serde_json::Value;

use crate::rates::Rates;

/// How long frames are watched.
const WATCH: Duration = Duration::from_secs(8);

/// Script times of animation frames.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Frames {
    /// How many servers were on the stage.
    pub servers: u64,
    /// How many frames there were.
    pub count: u64,
    /// The mean.
    pub mean_ms: f64,
    /// What 95 in 100 frames keep below.
    pub most_ms: f64,
    /// The longest.
    pub worst_ms: f64,
}

/// The rates of the same code compiled to wasm. The page stands beside the site's.
pub fn rates() -> Rates {
    let mut found = None;
    visit("bench-rates", LAPTOP, |page| {
        page.go("bench/index.html");
        let text = page.until("the rates", "one('body[data-done]')?.innerText", Value::Null);
        found = text.as_str().map(|text| serde_json::from_str(text).unwrap_or_else(|why| panic!("{text}: {why}")));
    });
    found.expect("the story ran")
}

/// Times every animation frame from now on. What a callback leaves to microtasks (Yew renders in one) counts too.
const WATCH_FRAMES: &str = "(() => {
    const native = window.requestAnimationFrame.bind(window);
    window.frameTimes = new Map();
    window.requestAnimationFrame = callback => native(async time => {
        const start = performance.now();
        callback(time);
        for (let hop = 0; hop < 8; hop++) await null;
        frameTimes.set(time, (frameTimes.get(time) ?? 0) + performance.now() - start);
    });
    return true;
})()";

/// What came of it.
const FRAMES: &str = "(() => {
    const times = [...frameTimes.values()].sort((a, b) => a - b);
    return {
        servers: all('[data-node^=n]').length,
        count: times.length,
        meanMs: times.reduce((sum, time) => sum + time, 0) / times.length,
        mostMs: times[Math.floor(times.length * 0.95)],
        worstMs: times.at(-1),
    };
})()";

/// Watches the sandbox play: an election, then a leader's heartbeats.
pub fn frames() -> Frames {
    let mut found = None;
    visit("bench-frames", LAPTOP, |page: &Page| {
        page.open_sandbox();
        page.value(WATCH_FRAMES, Value::Null);
        page.play();
        std::thread::sleep(WATCH);
        let frames = page.value(FRAMES, Value::Null);
        found = Some(Frames::deserialize(&frames).unwrap_or_else(|why| panic!("{frames}: {why}")));
    });
    found.expect("the story ran")
}

/// How often the worker searches; the quickest counts.
const HUNTS: usize = 3;

/// Has a fresh worker of the page carry an order out, and hands back what it says last.
const HUNT: &str = "const done = arguments[arguments.length - 1];
    const worker = new Worker('hunter.js');
    worker.onerror = why => done(String(why.message));
    worker.onmessage = ({ data }) => {
        if (data === '\"ready\"') worker.postMessage(ORDER);
        else if (data.startsWith('{\"ended') || data.startsWith('{\"refused')) { worker.terminate(); done(data); }
    };";

/// The rate of the search that runs natively too, in the page's worker: states a second of its own work.
pub fn hunt() -> f64 {
    let mut order = declared("raft", None, 1).expect("declared");
    order.budget = Budget::NONE.with(Fault::Fire, 2);
    let ask = serde_json::to_string(&Ask::Begin(Box::new(order))).expect("plain data");
    let script = HUNT.replace("ORDER", &serde_json::to_string(&ask).expect("a text"));
    let mut best = 0.0_f64;
    visit("bench-hunt", LAPTOP, |page| {
        page.open_sandbox();
        for _ in 0..HUNTS {
            let told = page.run(&script);
            let told = told.as_str().unwrap_or_default();
            let Ok(Tell::Ended(progress, ms, End::Complete { .. })) = serde_json::from_str(told) else {
                panic!("the worker said: {told}");
            };
            best = best.max(progress.states as f64 * 1e3 / f64::from(ms));
        }
    });
    best
}
