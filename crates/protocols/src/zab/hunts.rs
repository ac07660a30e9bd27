//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// The correct protocol within its promise.
pub const WITHIN: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 1).with(Fault::Crash, 1), ..Hunt::NEW };

/// Just outside of it.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 1).with(Fault::Wipe, 1), ..Hunt::NEW };
