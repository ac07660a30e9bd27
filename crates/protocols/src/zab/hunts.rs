//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// n3 is elected by all and primary of epoch 1, and n1 and n2 serve.
const ESTABLISHED: &[&str] = &[
    "deliver n3>n1 Notification#1",
    "deliver n3>n2 Notification#1",
    "deliver n1>n2 Notification#1",
    "deliver n1>n2 Notification#2",
    "deliver n2>n1 Notification#1",
    "deliver n2>n1 Notification#2",
    "deliver n1>n3 Notification#1",
    "deliver n1>n3 Notification#2",
    "deliver n2>n3 Notification#1",
    "deliver n2>n3 Notification#2",
    "deliver n1>n3 FollowerInfo#1",
    "deliver n2>n3 FollowerInfo#1",
    "deliver n3>n1 LeaderInfo#1",
    "deliver n3>n2 LeaderInfo#1",
    "deliver n1>n3 AckEpoch#1",
    "deliver n2>n3 AckEpoch#1",
    "deliver n3>n1 Diff#1",
    "deliver n3>n1 NewLeader#1",
    "deliver n3>n2 Diff#1",
    "deliver n3>n2 NewLeader#1",
    "deliver n1>n3 Ack#1",
    "deliver n2>n3 Ack#1",
    "deliver n3>n1 UpToDate#1",
    "deliver n3>n2 UpToDate#1",
];

/// The correct protocol within its promise: the primary is asked for something, and anybody may crash, at any time.
pub const WITHIN: Hunt = Hunt {
    clients: 1,
    requests: &["c1 put x 1"],
    budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1),
    start: ESTABLISHED,
    ..Hunt::NEW
};

/// Just outside of it.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 1).with(Fault::Wipe, 1), ..WITHIN };
