//! The register of protocols: the one line that a new protocol adds outside of its folder.

use quorum_kernel::Exhibit;

/// Something to do with a protocol that is known by its id only at run time.
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<P: Exhibit>(self) -> Self::Output;
}

macro_rules! register {
    ($($protocol:ty),* $(,)?) => {
        /// The ids of all protocols.
        pub const IDS: &[&str] = &[$(<$protocol>::ID),*];

        /// Does something with the protocol of this id; `None` if there is none.
        pub fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output> {
            $(if id == <$protocol>::ID { return Some(visitor.visit::<$protocol>()); })*
            None
        }

        /// The words of all protocols in one language, as texts in Fluent syntax.
        pub fn words(language: &str) -> Vec<&'static str> {
            let mut texts = Vec::new();
            $(texts.extend(<$protocol>::WORDS.iter().filter(|(other, _)| *other == language).map(|(_, text)| *text));)*
            texts
        }
    };
}

register!(
    crate::raft::Raft,
    crate::paxos::Paxos,
    crate::two_phase_commit::TwoPhaseCommit,
    crate::redis::RedisLock,
    crate::redis::Redlock,
    crate::zab::Zab,
);
