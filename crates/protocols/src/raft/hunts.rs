//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// Two elections and a crash anywhere: what breaks a server that forgets, or does not look, breaks here.
pub const FIRES_AND_CRASH: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1), ..Hunt::NEW };

/// The correct protocol within its promise.
pub const WITHIN: Hunt = FIRES_AND_CRASH;

/// Just outside of it: a server that lost its disk votes a second time.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Wipe, 1), ..Hunt::NEW };

/// Figure 8 is out of reach from the start: some forty actions of five servers. The search starts at its (b).
pub const FIGURE_8: Hunt = FIRES_AND_CRASH;
