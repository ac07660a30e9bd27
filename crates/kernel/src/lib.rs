//! The kernel: protocols as pure state machines, and one function that applies one action to one world.

mod id;
pub mod inspect;
mod text;

pub use id::{NodeId, NotANode};
pub use text::{Arg, Text};
