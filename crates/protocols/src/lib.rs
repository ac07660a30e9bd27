//! The protocols, a folder each, and the register of them.

mod registry;

pub use registry::{IDS, Visitor, visit, words};
