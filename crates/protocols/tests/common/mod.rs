//! What the tests of all protocols share: a cluster under a script (`lab`), scripts whose transcripts are kept
//! (`golden`), and chance for random walks (`random`).
#![allow(dead_code, reason = "each protocol's tests use a part of it")]

pub mod golden;
pub mod lab;
pub mod random;
mod transcript;
pub mod words;
