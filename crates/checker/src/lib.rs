//! Searches every order of messages, crashes and time-outs of a small cluster, on the same transition function that the
//! page animates.
//!
//! A [`Space`] says what is searched: where it starts, what may go wrong and how often ([`quorum_kernel::Budget`]), and
//! which properties must hold. A [`Search`] goes through it breadth first, in slices, and ends complete, at a limit, or with
//! a shortest run that breaks a property. What is kept of a state is a fingerprint of eight bytes and the way back to the
//! state before it; worlds are kept for the frontier only, taken apart into parts that many of them share. [`DepthFirst`]
//! and [`Walks`] go through what is too large for that. All of them are [`Seeking`], and [`seeking`] begins one by name.
//!
//! Where a protocol declares which of its members are alike, states that differ in their names alone are taken for one
//! ([`Space::up_to_names`]).
//!
//! A [`hunt`] is such a search in plain data, for whoever does not know the protocol by type.
//!
//! Two searches of one space give the same answer and the same counts, whatever the machine and however many threads.

mod depth;
mod fair;
pub mod hunt;
pub mod linear;
mod look;
mod outcome;
mod pare;
mod parts;
mod search;
mod space;
mod store;
mod table;
mod walk;

pub use depth::DepthFirst;
pub use outcome::{Broken, Limit, Limits, Outcome, Seeking};
pub use search::Search;
pub use space::{Space, State};
pub use walk::Walks;

use quorum_kernel::{Method, Spec};

/// Begins a search by a method; `None` for [`Method::Sweep`], which searches no states. The seed is that of random walks.
pub fn seeking<P: Spec>(method: Method, space: Space<P>, limits: Limits, seed: u64) -> Option<Box<dyn Seeking<P>>> {
    let up_to = |depth: u32| Limits { depth: limits.depth.min(depth), ..limits };
    Some(match method {
        Method::BreadthFirst => Box::new(Search::new(space, limits)),
        Method::DepthFirst { depth } => Box::new(DepthFirst::new(space, up_to(depth))),
        Method::Walk { walks, steps } => Box::new(Walks::new(space, up_to(steps), walks, seed)),
        Method::Sweep { .. } => return None,
    })
}
