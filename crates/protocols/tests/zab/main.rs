//! Zab, tested: scripts whose transcripts are kept (`golden`), a test for each claim of the paper
//! (`paper`), a script for each mutant (`mutants`), long random walks (`walk`), what lessons
//! ask (`predicates`), and the words for it all (`words`).

#[path = "../common/mod.rs"]
mod common;
mod golden;
mod lab;
mod words;
