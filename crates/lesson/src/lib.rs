//! Lessons: their format, their words, and how they are graded.

pub mod prose;
