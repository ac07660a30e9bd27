//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// Two clients want different values, each from a proposer of its own.
pub const TWO: Hunt = Hunt {
    clients: 2,
    requests: &["c1 propose A", "c2 propose B"],
    budget: Budget::NONE.with(Fault::Fire, 1),
    ..Hunt::NEW
};

/// The same, and a crash anywhere.
pub const TWO_AND_CRASH: Hunt = Hunt { budget: TWO.budget.with(Fault::Crash, 1), ..TWO };

/// The correct protocol within its promise.
pub const WITHIN: Hunt = TWO;

/// Just outside of it: an acceptor that lost its disk has forgotten what others count on.
pub const BEYOND: Hunt = Hunt { budget: TWO.budget.with(Fault::Wipe, 1), ..TWO };
