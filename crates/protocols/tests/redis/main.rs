//! The locks on Redis, tested: scripts whose transcripts are kept (`golden`), a test for each claim of the document and of
//! the two answers to it (`document`), time (`time`), a script for each mutant (`mutants`), random walks (`walk`), what
//! lessons ask (`predicates`), and the words for it all (`words`).

#[path = "../common/mod.rs"]
mod common;
mod document;
mod golden;
mod lab;
mod mutants;
mod predicates;
mod time;
mod walk;
mod words;
