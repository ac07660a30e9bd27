//! Two-phase commit, tested: scripts whose transcripts are kept (`golden`), a test for each claim of the sources
//! (`paper`), a crash after every effect (`crashes`), a script for each mutant (`mutants`), random walks (`walk`), what
//! lessons ask (`predicates`), and the words for it all (`words`).

#[path = "../common/mod.rs"]
mod common;
mod crashes;
mod golden;
mod lab;
mod mutants;
mod paper;
mod predicates;
mod walk;
mod words;
