//! Raft, tested in four ways: scripts whose transcripts are kept (`golden`), a test for each claim of the paper
//! (`paper`), a script for each mutant (`mutants`), and long random walks (`walk`).

mod golden;
mod lab;
mod mutants;
mod paper;
mod walk;
