//! One search, ours or stateright's: a program of its own, so that its memory can be told from that of others.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> anyhow::Result<()> {
    quorum_bench::searched::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
