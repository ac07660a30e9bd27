//! The protocols, a folder each, and the register of them.

pub mod asked;
pub mod client;
pub mod machine;
pub mod paxos;
pub mod raft;
pub mod redis;
mod registry;
pub mod session;
pub mod two_phase_commit;
pub mod zab;

pub use registry::{IDS, Visitor, visit, words};
