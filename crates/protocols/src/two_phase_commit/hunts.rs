//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// One transfer between two participants, and nothing goes wrong but that somebody's patience ends.
pub const ASK: Hunt =
    Hunt { clients: 1, requests: &["c1 transfer A B 30"], budget: Budget::NONE.with(Fault::Fire, 1), ..Hunt::NEW };

/// The same with a crash anywhere, within steps too: what is not on disk in time shows here.
pub const CRASH_AND_ASK: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 1).with(Fault::Crash, 1), ..ASK };

/// Two clients want the same money.
pub const TWO_TRANSFERS: Hunt =
    Hunt { clients: 2, requests: &["c1 transfer A B 60", "c2 transfer A B 60"], budget: Budget::NONE, ..Hunt::NEW };

/// The correct protocol within its promise: a crash anywhere, and two time-outs.
pub const WITHIN: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1), ..ASK };

/// Just outside of it: a participant loses its disk, and with it a yes that was counted.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Wipe, 1), ..ASK };
