//! Seek time and memory of a long history. A program of its own, since counting every allocation would slow down what
//! the other one measures.

#[cfg(not(target_arch = "wasm32"))]
use {
    peak_alloc::PeakAlloc,
    quorum_bench::recorded::{self, Held},
};

#[cfg(not(target_arch = "wasm32"))]
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let before = MEMORY.current_usage();
    let (mut history, _) = recorded::record(recorded::EVENTS);
    let bytes = (MEMORY.current_usage() - before) as u64;
    let (seek_median_ms, seek_worst_ms) = recorded::seeks(&mut history);
    let held = Held { bytes, seek_median_ms, seek_worst_ms };
    println!("{}", serde_json::to_string(&held).expect("plain data"));
}
