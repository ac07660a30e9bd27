//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// n2 alone owns all keys, and n3 comes while a client writes. One replica, one place on the ring each; n3 is to own `a`.
pub const JOIN: Hunt = Hunt {
    clients: 2,
    options: &[("replicas", 1), ("virtual-nodes", 1), ("spare", 1)],
    requests: &["c1 put a 1", "c2 join n3"],
    ..Hunt::NEW
};

/// The correct protocol within its promise: a crash anywhere, within steps too.
pub const WITHIN: Hunt = Hunt { budget: Budget::NONE.with(Fault::Crash, 1), ..JOIN };

/// Just outside of it: a disk is lost, and with it what was acknowledged.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Wipe, 1), ..JOIN };

/// A key that lies exactly where n3 stands.
pub const DROPS_BOUNDARY: Hunt = Hunt { requests: &["c1 put bnkuqmv 1", "c2 join n3"], ..JOIN };

/// Two replicas on three nodes, that stand at two places each: n3 has both that follow `a`.
pub const SAME_NODE: Hunt = Hunt {
    servers: 4,
    clients: 1,
    options: &[("replicas", 2), ("virtual-nodes", 2), ("spare", 0)],
    requests: &["c1 put a 1"],
    ..JOIN
};

/// A write overtakes what is handed over.
pub const TWO_WRITES: Hunt = Hunt { requests: &["c1 put a 1", "c2 join n3", "c1 put a 2"], ..JOIN };
