//! Whether a history of calls and returns could have come from one machine that does one thing at a time.
//!
//! "Linearizability … provides the illusion that each operation applied by concurrent processes takes effect
//! instantaneously at some point between its invocation and its response" (Herlihy and Wing 1990). [`check`] looks for
//! such points as Wing and Gong do (1993): it tries every operation that no other has to precede, and goes back where
//! none fits. Three improvements make that fast enough: what is left to place and the state reached decide all that
//! follows, so that no such pair is tried twice (Lowe 2017); parts of a history that have nothing to do with each
//! other, such as the keys of a store, are checked one by one (Horn and Kroening 2015); and what fits and changes
//! nothing, such as a read, is placed at once and never tried again elsewhere.
//!
//! What is promised of a history that has no order: the longest one of a part of it, what does not fit behind that, and
//! the operation with whose return the last hope went. What is deliberately absent: a smallest set of operations that
//! contradict each other, which costs a search for each.

mod history;
mod meanings;
mod memory;
mod models;
mod search;
mod texts;

pub use history::{BadHistory, History, Operation};
pub use meanings::{Called, check_calls};
pub use models::{Counter, KeyValue, KeyValueStep, Lock, Model};
pub use search::{Found, Misfit, Part, Verdict, check, verdict};
