//! The register of protocols: the one line that a new protocol adds outside of its folder.

use quorum_kernel::Exhibit;

/// Something to do with a protocol that is known by its id only at run time.
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<P: Exhibit>(self) -> Self::Output;
}

/// Some of the protocols. What is generic over it holds the code of these and of no others.
///
/// The page holds the family of the first lesson; each other family is a program of its own, that loads when it is
/// needed ([`families`]).
pub trait Family {
    /// Its id, as its program is named: `paxos`.
    const ID: &'static str;

    /// Does something with the protocol of this id; `None` if this family has none.
    fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output>;
}

macro_rules! register {
    ($($(#[$doc:meta])* $family:ident $name:literal: $($protocol:ty),+;)*) => {
        /// The families, each with the code of its protocols.
        pub mod families {
            $(
                $(#[$doc])*
                #[derive(Debug)]
                pub enum $family {}

                impl super::Family for $family {
                    const ID: &'static str = $name;

                    fn visit<V: super::Visitor>(id: &str, visitor: V) -> Option<V::Output> {
                        $(if id == <$protocol as quorum_kernel::Exhibit>::ID {
                            return Some(visitor.visit::<$protocol>());
                        })+
                        None
                    }
                }
            )*

            /// All of them.
            #[derive(Debug)]
            pub enum All {}

            impl super::Family for All {
                const ID: &'static str = "all";

                fn visit<V: super::Visitor>(id: &str, visitor: V) -> Option<V::Output> {
                    super::visit(id, visitor)
                }
            }
        }

        /// The ids of all protocols.
        pub const IDS: &[&str] = &[$($(<$protocol>::ID),+),*];

        /// The ids of the families.
        pub const FAMILIES: &[&str] = &[$($name),*];

        /// The id of the family that has the protocol of this id; `None` if there is no such protocol.
        pub fn family_of(id: &str) -> Option<&'static str> {
            $($(if id == <$protocol>::ID { return Some($name); })+)*
            None
        }

        /// Does something with the protocol of this id; `None` if there is none.
        pub fn visit<V: Visitor>(id: &str, visitor: V) -> Option<V::Output> {
            $($(if id == <$protocol>::ID { return Some(visitor.visit::<$protocol>()); })+)*
            None
        }

        /// The words of all protocols in one language, as texts in Fluent syntax.
        pub fn words(language: &str) -> Vec<&'static str> {
            let mut texts = Vec::new();
            $($(
                texts.extend(<$protocol>::WORDS.iter().filter(|(other, _)| *other == language).map(|(_, text)| *text));
            )+)*
            texts
        }
    };
}

register! {
    /// The family of the first lesson.
    Raft "raft": crate::raft::Raft;
    /// Paxos.
    Paxos "paxos": crate::paxos::Paxos;
    /// Zab.
    Zab "zab": crate::zab::Zab;
    /// Atomic commitment.
    Commitment "commitment": crate::two_phase_commit::TwoPhaseCommit;
    /// Locks and leases.
    Locks "locks": crate::redis::RedisLock, crate::redis::Redlock;
    /// Who keeps which data.
    Placing "placing": crate::hash_ring::HashRing;
}
