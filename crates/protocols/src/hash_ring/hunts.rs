//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// n2 alone owns all keys, and n3 comes while a client writes. One replica, one place on the ring each.
pub const JOIN: Hunt = Hunt {
    clients: 2,
    options: &[("replicas", 1), ("virtual-nodes", 1), ("spare", 1)],
    requests: &["c1 put x 1", "c2 join n3"],
    within_steps: false,
    ..Hunt::NEW
};

/// The correct protocol within its promise: a crash anywhere, and a time-out.
pub const WITHIN: Hunt = Hunt { budget: Budget::NONE.with(Fault::Crash, 1), within_steps: true, ..JOIN };

/// Just outside of it: a disk is lost, and with it what was acknowledged.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Wipe, 1), ..JOIN };

/// A key that lies exactly where n3 stands.
pub const DROPS_BOUNDARY: Hunt = Hunt { requests: &["c1 put bnkuqmv 1", "c2 join n3"], ..JOIN };

/// Nothing has to go wrong but the order of messages.
pub const SWITCHES_EARLY: Hunt = JOIN;

/// Three replicas on three nodes with two places each.
pub const SAME_NODE: Hunt = Hunt {
    servers: 4,
    clients: 1,
    options: &[("replicas", 2), ("virtual-nodes", 2), ("spare", 0)],
    requests: &["c1 put x 1"],
    ..JOIN
};

/// A client that has not heard of the change.
pub const SERVES_STALE: Hunt = JOIN;

/// A write in the middle of the change.
pub const WRITES_TO_OLD: Hunt = Hunt { requests: &["c2 join n3", "c1 put x 1"], ..JOIN };

/// A write overtakes what is handed over.
pub const COPY_OVERWRITES: Hunt = Hunt { requests: &["c1 put x 1", "c2 join n3", "c1 put x 2"], ..JOIN };
