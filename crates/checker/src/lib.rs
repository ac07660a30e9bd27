//! Searches every order of messages, crashes and time-outs of a small cluster, on the same transition function that the
//! page animates.
//!
//! A [`Space`] says what is searched: where it starts, what may go wrong and how often ([`quorum_kernel::Budget`]), and which properties
//! must hold. A [`Search`] goes through it breadth first, in slices, and ends complete, at a limit, or with a shortest
//! run that breaks a property. What is kept of a state is a fingerprint of eight bytes and the way back to the state
//! before it; worlds are kept for the frontier only, taken apart into parts that many of them share.
//!
//! A [`hunt`] is such a search in plain data, for whoever does not know the protocol by type.
//!
//! Two searches of one space give the same answer and the same counts, whatever the machine and however many threads.

mod fair;
pub mod hunt;
pub mod linear;
mod look;
mod outcome;
mod parts;
mod search;
mod space;
mod store;
mod table;

pub use outcome::{Broken, Hunting, Limit, Limits, Outcome};
pub use search::Search;
pub use space::{Space, State};
