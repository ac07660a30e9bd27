//! Speed and size, measured beside their aims. `cargo xtask bench` builds all that is measured and prints the table.
//!
//! Times of a machine that does other things as well say little, so nothing here passes or fails: every figure stands
//! beside its aim, and the rate of the kernel beside that of a known library which does the same work in the same run.
//! What is deliberately absent: a claim about what a figure would be elsewhere.

pub mod clock;
pub mod cluster;
#[cfg(feature = "raft-rs")]
pub mod peer;
pub mod rates;
pub mod recorded;

#[cfg(not(target_arch = "wasm32"))]
pub mod linear;
#[cfg(not(target_arch = "wasm32"))]
pub mod native;
#[cfg(not(target_arch = "wasm32"))]
pub mod placed;
#[cfg(not(target_arch = "wasm32"))]
pub mod searched;
#[cfg(not(target_arch = "wasm32"))]
pub mod table;
#[cfg(not(target_arch = "wasm32"))]
pub mod web;
