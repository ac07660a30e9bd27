//! The protocols, a folder each, and the register of them.

pub mod asked;
pub mod client;
pub mod hash_ring;
pub mod machine;
pub mod paxos;
pub mod raft;
pub mod redis;
mod registry;
pub mod session;
pub mod two_phase_commit;
pub mod zab;

pub use registry::{FAMILIES, Family, IDS, Visitor, families, family_of, visit, words};
