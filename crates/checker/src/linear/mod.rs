//! Whether a history of calls and returns could have come from one machine that does one thing at a time.
//!
//! "Linearizability … provides the illusion that each operation applied by concurrent processes takes effect
//! instantaneously at some point between its invocation and its response" (Herlihy and Wing 1990). [`check`] looks for
//! such points as Wing and Gong do (1993): it tries every operation that no other has to precede, and goes back where
//! none fits. Two improvements make that fast enough: what is left to place and the state reached decide all that
//! follows, so that no such pair is tried twice (Lowe 2017), and parts of a history that have nothing to do with each
//! other, such as the keys of a store, are checked one by one (Horn and Kroening 2015).

mod history;
mod memory;
mod models;
mod search;

pub use history::{BadHistory, History, Operation};
pub use models::{
    Counter, CounterCall, KeyValue, KeyValueCall, KeyValueVerb, Lock, LockCall, Model, Register, RegisterCall,
};
pub use search::{Misfit, Verdict, check};
