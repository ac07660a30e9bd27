//! The native run: measures natively, lets the browser measure, and prints the table.

use std::{env, process::Command};

use anyhow::{Context, Result};

use crate::{
    linear::{self, Shape},
    placed,
    rates::{self, Counts, Rates},
    recorded::Held,
    searched::{self, Searched, Who},
    table::{self, Row, Section, Wish},
    web,
};

/// What a JavaScript model of Raft makes of the same: the rate of the best-known one, as the project's first issue
/// gives it. It is not measured here.
const JAVASCRIPT_MESSAGES_PER_SECOND: f64 = 190_000.0;
/// How much faster than that recording is to be.
const JAVASCRIPT_FACTOR: f64 = 10.0;
/// raft-rs's rate where the aim was set (two such cores, with link-time optimisation): stands in where this run has no
/// rate of its own for it.
const PEER_ENTRIES_PER_SECOND: f64 = 231_000.0;
/// What the best-known checker, porcupine, takes for its own histories of 10 clients and of 50, as the issue that asked for
/// this gives it. It is not measured here.
const PORCUPINE_10_MS: f64 = 0.5;
const PORCUPINE_50_MS: f64 = 145.0;
/// The longest that going to any event of a long history may take.
const SEEK_MS: f64 = 16.0;
/// The most memory that a long history may hold.
const HISTORY_MB: f64 = 64.0;
/// How many times stateright's rate a search is to have, on one thread.
const SEARCH_FACTOR: f64 = 2.0;
/// The most bytes that a searched state may take.
const STATE_BYTES: f64 = 100.0;
/// How much of native speed the page's worker is to have.
const WORKER_SHARE: f64 = 0.6;
/// The most script time that a frame may take.
const FRAME_MS: f64 = 4.0;
/// The most bytes, gzipped, until the first lesson is interactive.
const DOWNLOAD_BYTES: f64 = 200_000.0;

/// Measures and prints. What lies in the browser needs the site that `cargo xtask bench` builds. With the argument
/// `placements`, that part only.
pub fn main() -> Result<()> {
    if env::args().nth(1).is_some_and(|part| part == "placements") {
        placed::print();
        return Ok(());
    }
    println!("5 servers in memory, one thread, 8-byte entries, 16 under way. A ratio of 1 and more meets the aim.");
    let mut sections = vec![rates_section("native", &rates::measure())];
    sections.push(history_section(&history()?));
    let searches = searched::measure()?;
    sections.push(search_section(&searches));
    sections.push(linear_section());
    show(&sections);
    placed::print();
    if env::var_os("QUORUM_SITE").is_none() {
        println!("\nNo site was named: `cargo xtask bench` builds one and measures in the browser as well.");
        return Ok(());
    }
    let wasm = web::rates();
    let page = page_section(&web::frames())?;
    show(&[rates_section("wasm in Chromium", &wasm), hunt_section(&searches, web::hunt()), page]);
    Ok(())
}

fn show(sections: &[Section]) {
    print!("{}", table::print(sections));
}

fn rates_section(machine: &str, rates: &Rates) -> Section {
    let (title, peer) = match rates.peer {
        Some(peer) => (format!("Raft, {machine}; aims: raft-rs 0.7 in the same run"), peer),
        None => {
            let entries = PEER_ENTRIES_PER_SECOND as u64;
            let title = format!("Raft, {machine}; aims: raft-rs 0.7 elsewhere (build with --features raft-rs)");
            (title, Counts { entries, messages: 16 * entries, seconds: 1.0 })
        }
    };
    let row = |what: &str, unit, aim, wish, measured| Row { what: what.to_owned(), aim, wish, measured, unit };
    let Rates { kernel, recorded, .. } = rates;
    let aims = JAVASCRIPT_FACTOR * JAVASCRIPT_MESSAGES_PER_SECOND;
    let rows = vec![
        row("committed entries", "entries/s", peer.entries_per_second(), Wish::AtLeast, kernel.entries_per_second()),
        row(
            "messages delivered",
            "messages/s",
            peer.messages_per_second(),
            Wish::AtLeast,
            kernel.messages_per_second(),
        ),
        row("messages an entry", "messages", peer.messages_per_entry(), Wish::AtMost, kernel.messages_per_entry()),
        row(
            "recording on: messages (10 × a JavaScript model's 190,000)",
            "messages/s",
            aims,
            Wish::AtLeast,
            recorded.messages_per_second(),
        ),
    ];
    Section { title, rows }
}

/// Asks the program that counts memory; it is built beside this one.
fn history() -> Result<Held> {
    let program = env::current_exe()?.with_file_name(format!("quorum-bench-history{}", env::consts::EXE_SUFFIX));
    let output = Command::new(&program).output();
    let output = output.with_context(|| format!("cannot start {}: `cargo build` makes it", program.display()))?;
    serde_json::from_slice(&output.stdout).context("what the history program printed")
}

fn history_section(held: &Held) -> Section {
    let row = |what: &str, unit, aim, measured| Row { what: what.to_owned(), aim, wish: Wish::AtMost, measured, unit };
    let rows = vec![
        row("seek, median of 200", "ms", SEEK_MS, held.seek_median_ms),
        row("seek, worst", "ms", SEEK_MS, held.seek_worst_ms),
        row("memory", "MB", HISTORY_MB, held.bytes as f64 / 1e6),
    ];
    Section { title: "A history of 100,000 events under client load, native".to_owned(), rows }
}

fn linear_section() -> Section {
    let kinds = [(10, 337, PORCUPINE_10_MS), (50, 1_712, PORCUPINE_50_MS)];
    let shapes = kinds.into_iter().flat_map(|kind| [(kind, false), (kind, true)]);
    let rows = shapes.map(|((clients, operations, aim), wrong)| {
        let (median, worst) = linear::milliseconds(Shape { clients, operations, wrong });
        let kind = if wrong { "one answer changed" } else { "linearizable" };
        let what = format!("{clients} clients, {operations} operations, {kind} (worst seed {worst:.2})");
        Row { what, aim, wish: Wish::AtMost, measured: median, unit: "ms" }
    });
    let title = "Linearizability of key-value histories, native, median of 7 seeds; aims: porcupine on its own files";
    Section { title: title.to_owned(), rows: rows.collect() }
}

fn search_section(all: &[(Who, usize, Searched); 4]) -> Section {
    let of = |who: Who, threads: usize| {
        let found = all.iter().find(|(other, count, _)| (*other, *count) == (who, threads));
        found.map(|(.., searched)| *searched).expect("every search was measured")
    };
    let row = |what: &str, unit, aim, wish, measured| Row { what: what.to_owned(), aim, wish, measured, unit };
    let (one, two) = (of(Who::Ours, 1), of(Who::Ours, 2));
    let (theirs, theirs_two) = (of(Who::Theirs, 1), of(Who::Theirs, 2));
    let rate = Searched::states_per_second;
    let mut rows = vec![
        row("one thread (twice stateright's)", "states/s", SEARCH_FACTOR * rate(&theirs), Wish::AtLeast, rate(&one)),
        row("two threads (more than one)", "states/s", rate(&one), Wish::AtLeast, rate(&two)),
        row("two threads (stateright's two)", "states/s", rate(&theirs_two), Wish::AtLeast, rate(&two)),
        row("bytes for states, own count", "bytes/state", STATE_BYTES, Wish::AtMost, one.per_state(one.counted)),
    ];
    for (what, searched) in [("peak resident bytes", one), ("peak resident bytes, stateright", theirs)] {
        // Nothing where the system does not say.
        if searched.resident > 0 {
            let bytes = searched.per_state(searched.resident);
            rows.push(row(what, "bytes/state", STATE_BYTES, Wish::AtMost, bytes));
        }
    }
    let title = format!("A search of Raft, 3 servers, {} states; aims: stateright 0.31 in the same run", one.states);
    Section { title, rows }
}

/// The same search in the page's worker: how much of native speed is left of it.
fn hunt_section(searches: &[(Who, usize, Searched); 4], measured: f64) -> Section {
    let native = searches.iter().find(|(who, threads, _)| (*who, *threads) == (Who::Ours, 1));
    let native = native.map_or(0.0, |(.., searched)| searched.states_per_second());
    let what = format!("states a second ({:.0} % of native; aim 60 %)", 100.0 * measured / native);
    let row = Row { what, aim: WORKER_SHARE * native, wish: Wish::AtLeast, measured, unit: "states/s" };
    Section { title: "That search in the page's worker, wasm in Chromium, one thread".to_owned(), rows: vec![row] }
}

fn page_section(frames: &web::Frames) -> Result<Section> {
    let row = |what: &str, unit, aim, measured| Row { what: what.to_owned(), aim, wish: Wish::AtMost, measured, unit };
    let mut rows = vec![
        row("script in an animation frame, mean", "ms", FRAME_MS, frames.mean_ms),
        row("script in an animation frame, 95 in 100", "ms", FRAME_MS, frames.most_ms),
        row("script in an animation frame, worst", "ms", FRAME_MS, frames.worst_ms),
    ];
    if let Some(bytes) = env::var_os("QUORUM_GZIPPED") {
        let bytes: f64 = bytes.to_string_lossy().parse().context("QUORUM_GZIPPED is no number")?;
        rows.push(row("gzipped until the first lesson is interactive", "bytes", DOWNLOAD_BYTES, bytes));
    }
    let title = format!("The page, release build, {} servers, {} frames while playing", frames.servers, frames.count);
    Ok(Section { title, rows })
}
