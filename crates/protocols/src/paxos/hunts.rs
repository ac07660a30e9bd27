//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// Two clients want different values, each from a proposer of its own. No timer runs out, so of two ballots that meet one
/// gives up for good; still each may win, or be outdone in either phase, or adopt.
pub const TWO: Hunt = Hunt { clients: 2, requests: &["c1 propose A", "c2 propose B"], ..Hunt::NEW };

/// The same, and a crash anywhere.
pub const TWO_AND_CRASH: Hunt = Hunt { budget: Budget::NONE.with(Fault::Crash, 1), ..TWO };

/// A promise that is not kept costs a value.
pub const LOST_VALUE: Hunt = Hunt { property: Some("chosen-stays"), ..TWO_AND_CRASH };

/// A ballot that two have begun gets two values.
pub const TWO_VALUES: Hunt = Hunt { property: Some("one-value-a-ballot"), ..TWO };

/// The larger value comes first, so that an acceptor has it when it is asked to accept the smaller one.
pub const LARGER_FIRST: Hunt =
    Hunt { requests: &["c1 propose B", "c2 propose A"], property: Some("learnt-is-chosen"), ..TWO };

/// Both clients have to ask the same proposer, before and after its crash.
pub const ONE_PROPOSER: Hunt =
    Hunt { options: &[("proposers", 1)], property: Some("one-value-a-ballot"), ..TWO_AND_CRASH };

/// The correct protocol within its promise.
pub const WITHIN: Hunt = TWO;

/// Just outside of it: an acceptor that lost its disk has forgotten what others count on.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Wipe, 1), ..TWO };
