//! Consistent hashing, tested: scripts whose transcripts are kept (`golden`), a test for each claim of the sources
//! (`paper`), what moves and how much under each placement (`placements`), a script for each mutant (`mutants`), random
//! walks (`walk`), what lessons ask (`predicates`), what is shown (`shown`), also of the placements side by side (`compared`), and
//! the words for it all (`words`).

#[path = "../common/mod.rs"]
mod common;
mod compared;
mod golden;
mod lab;
mod mutants;
mod paper;
mod placements;
mod predicates;
mod shown;
mod walk;
mod words;
