//! Who there is.

use alloc::{collections::BTreeSet, vec::Vec};

/// A member of a cluster, by number.
pub type Member = u16;

/// The members of a cluster: at least one, in ascending order, each once. So every key has an owner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Members(Vec<Member>);

impl Members {
    /// These members, in any order; `None` if there are none.
    pub fn new(members: impl IntoIterator<Item = Member>) -> Option<Self> {
        let members: BTreeSet<Member> = members.into_iter().collect();
        (!members.is_empty()).then(|| Self(members.into_iter().collect()))
    }

    /// These and one more.
    #[must_use]
    pub fn with(&self, member: Member) -> Self {
        Self::new(self.iter().chain([member])).expect("one more than none is one")
    }

    /// These without one; `None` if nobody would be left.
    #[must_use]
    pub fn without(&self, member: Member) -> Option<Self> {
        Self::new(self.iter().filter(|other| *other != member))
    }

    /// How many there are: one or more.
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each of them, in ascending order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Member> + ExactSizeIterator {
        self.0.iter().copied()
    }

    /// The one at this place, counted from 0.
    pub(crate) fn at(&self, place: usize) -> Member {
        self.0[place]
    }
}
