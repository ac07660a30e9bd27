//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt, Method};

use super::starts;

/// The correct protocol within its promise: the primary is asked for something, and anybody may crash, at any time and
/// within any step.
pub const WITHIN: Hunt = Hunt {
    clients: 1,
    requests: &["c1 put x 1"],
    budget: Budget::NONE.with(Fault::Crash, 1),
    start: starts::ESTABLISHED,
    ..Hunt::NEW
};

/// Just outside of it: a server that lost its disk promises the same epoch to another.
pub const BEYOND: Hunt = Hunt {
    clients: 1,
    budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Wipe, 1),
    start: starts::PROMISED_TO_ONE,
    method: Method::DepthFirst { depth: 24 },
    ..Hunt::NEW
};

/// Somebody is asked once more, and nothing goes wrong: what did go wrong did so on the way to where the search starts.
const ASKED_AGAIN: Hunt = Hunt { clients: 2, requests: &["c2 put x 2"], ..Hunt::NEW };

/// The same, while two are still to decide.
const ELECTS_AND_IS_ASKED: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2), ..ASKED_AGAIN };

/// n3 is elected for its number, gives up as the others are ahead, and is elected again.
pub const ID_FIRST: Hunt = Hunt { clients: 1, start: starts::ONE_BEHIND, property: Some("active-leader"), ..Hunt::NEW };

/// n1 elects n3 for its longer history, which is of an epoch before the one that n1 has seen.
pub const IGNORES_EPOCH: Hunt = Hunt { requests: &[], start: starts::TAIL_IN_OLD_EPOCH, ..ELECTS_AND_IS_ASKED };

/// What n3 delivered too early, n1 and n2 have never seen.
pub const ACTIVE_TOO_EARLY: Hunt = Hunt { start: starts::PROMISED_AND_GONE, ..ELECTS_AND_IS_ASKED };

/// n2 is given the second transaction without the first.
pub const SKIPS_SYNCHRONIZATION: Hunt =
    Hunt { clients: 1, requests: &["c1 put x 2"], start: starts::LATE_FOLLOWER, ..Hunt::NEW };

/// All have forgotten epoch 1.
pub const EPOCH_NOT_FORCED: Hunt = Hunt { start: starts::ALL_RESTARTED, ..Hunt::NEW };

/// n1 counts as more recent than n2, and has nothing.
pub const EPOCH_BEFORE_HISTORY: Hunt = Hunt { start: starts::EPOCH_ALONE, ..ELECTS_AND_IS_ASKED };

/// What n1 has delivered, n2 and n3 have never seen.
pub const DELIVERS_PROPOSALS: Hunt = Hunt { start: starts::PROPOSED_TO_ONE, ..ASKED_AGAIN };
