//! Where searches start: runs that lead there, act by act. They were made by the timed driver, and what does not matter
//! is left out, such as heartbeats.

/// Runs that follow each other, as one.
macro_rules! run {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[&[&str]] = &[$($part),+];
        const RUN: &[&str] = &joined::<{ length(PARTS) }>(PARTS);
        RUN
    }};
}

const fn length(parts: &[&[&str]]) -> usize {
    let (mut length, mut part) = (0, 0);
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

const fn joined<const LENGTH: usize>(parts: &[&[&'static str]]) -> [&'static str; LENGTH] {
    let (mut acts, mut part, mut at) = ([""; LENGTH], 0, 0);
    let mut place = 0;
    while place < LENGTH {
        if at == parts[part].len() {
            (part, at) = (part + 1, 0);
        } else {
            acts[place] = parts[part][at];
            (place, at) = (place + 1, at + 1);
        }
    }
    acts
}

/// n3 is elected by all and primary of epoch 1, and n1 and n2 serve.
pub const ESTABLISHED: &[&str] = &[
    "deliver n1>n2 Notification#1",
    "deliver n1>n3 Notification#1",
    "deliver n2>n1 Notification#1",
    "deliver n2>n3 Notification#1",
    "deliver n3>n1 Notification#1",
    "deliver n3>n2 Notification#1",
    "deliver n1>n2 Notification#2",
    "deliver n1>n2 Notification#3",
    "deliver n1>n3 Notification#2",
    "deliver n1>n3 Notification#3",
    "deliver n2>n1 Notification#2",
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

/// c1 is to put x; n1, which it asks first, says who is primary.
const ASKED: &[&str] = &["invoke c1 put x 1", "deliver c1>n1 Request#1", "deliver n1>c1 Reply#1"];

/// n3 is asked, writes 1.1 down, and nobody hears of it.
const UNHEARD: &[&str] = &["deliver c1>n3 Request#1", "drop n3>n1 Proposal#1", "drop n3>n2 Proposal#1"];

/// n3 is down: n1 and n2 elect n2, which is primary of epoch 2.
const N2_SUCCEEDS: &[&str] = &[
    "disconnect n3>n1",
    "disconnect n3>n2",
    "deliver n1>n2 Notification#4",
    "deliver n2>n1 Notification#3",
    "disconnect n3>n1",
    "disconnect n3>n2",
    "deliver n1>n2 Notification#5",
    "fire n1 decide",
    "deliver n1>n2 FollowerInfo#1",
    "fire n2 decide",
    "deliver n2>n1 LeaderInfo#1",
    "deliver n1>n2 AckEpoch#1",
    "deliver n2>n1 Diff#1",
    "deliver n2>n1 NewLeader#1",
    "deliver n1>n2 Ack#1",
    "deliver n2>n1 UpToDate#1",
];

/// n1 and n3 are of epoch 1, n2 is not: it was down. Now n3 is, which was primary.
pub const PROMISED_TO_ONE: &[&str] = &[
    "crash n2",
    "deliver n1>n3 Notification#1",
    "deliver n2>n1 Notification#1",
    "deliver n2>n3 Notification#1",
    "deliver n3>n1 Notification#1",
    "disconnect n2>n1",
    "disconnect n2>n3",
    "deliver n1>n3 Notification#2",
    "deliver n1>n3 Notification#3",
    "fire n1 decide",
    "deliver n1>n3 FollowerInfo#1",
    "fire n3 decide",
    "deliver n3>n1 LeaderInfo#1",
    "deliver n1>n3 AckEpoch#1",
    "deliver n3>n1 Diff#1",
    "deliver n3>n1 NewLeader#1",
    "deliver n1>n3 Ack#1",
    "deliver n3>n1 UpToDate#1",
    "crash n3",
    "disconnect n3>n1",
    "disconnect n2>n1",
    "disconnect n3>n1",
    "restart n2",
    "deliver n2>n1 Notification#2",
    "disconnect n3>n2",
    "deliver n1>n2 Notification#5",
    "deliver n2>n1 Notification#3",
    "disconnect n3>n2",
    "deliver n1>n2 Notification#6",
];

/// n3 was primary of epoch 1; all have crashed and are back.
pub const ALL_RESTARTED: &[&str] =
    run![ESTABLISHED, &["crash n1", "crash n2", "crash n3", "restart n1", "restart n2", "restart n3"],];

/// n1 and n2 have a transaction that n3 has missed; all have crashed and are back.
pub const ONE_BEHIND: &[&str] = run![
    ESTABLISHED,
    &["crash n3"],
    N2_SUCCEEDS,
    ASKED,
    &[
        "deliver c1>n2 Request#1",
        "deliver n2>n1 Proposal#1",
        "deliver n1>n2 Ack#2",
        "deliver n2>n1 Commit#1",
        "deliver n2>c1 Reply#1",
        "crash n1",
        "crash n2",
        "restart n1",
        "restart n2",
        "restart n3",
    ],
];

/// n1 and n3 have delivered 1.1, and n2, which was down, is back.
pub const LATE_FOLLOWER: &[&str] = run![
    ESTABLISHED,
    &["crash n2", "disconnect n2>n1", "disconnect n2>n3"],
    ASKED,
    &[
        "deliver c1>n3 Request#1",
        "deliver n3>n1 Proposal#1",
        "deliver n1>n3 Ack#2",
        "deliver n3>n1 Commit#1",
        "deliver n3>c1 Reply#1",
        "restart n2",
        "deliver n2>n1 Notification#3",
        "deliver n2>n3 Notification#3",
        "deliver n1>n2 Notification#4",
        "deliver n3>n2 Notification#2",
        "deliver n2>n3 FollowerInfo#2",
        "deliver n3>n2 LeaderInfo#2",
        "deliver n2>n3 AckEpoch#2",
    ],
];

/// n3 alone has 1.1. n2 was primary of epoch 2, broadcast 2.1 and was heard by nobody. It is down, and n3 is back.
pub const TAIL_IN_OLD_EPOCH: &[&str] = run![
    ESTABLISHED,
    ASKED,
    UNHEARD,
    &["crash n3", "crash c1"],
    N2_SUCCEEDS,
    &[
        "invoke c2 put x 2",
        "deliver c2>n1 Request#1",
        "deliver n1>c2 Reply#1",
        "deliver c2>n2 Request#1",
        "drop n2>n1 Proposal#1",
        "crash n2",
        "restart n3",
        "disconnect n2>n1",
        "deliver n3>n1 Notification#2",
        "disconnect n2>n3",
        "deliver n1>n3 Notification#6",
        "disconnect n2>n1",
    ],
];

/// n3 alone had 1.1, was elected again, and crashed when n1 had promised epoch 2. n2 is back.
pub const PROMISED_AND_GONE: &[&str] = run![
    ESTABLISHED,
    ASKED,
    UNHEARD,
    &[
        "crash n2",
        "disconnect n1>n3",
        "disconnect n2>n3",
        "disconnect n3>n1",
        "disconnect n2>n1",
        "deliver n1>n3 Notification#4",
        "deliver n3>n1 Notification#2",
        "disconnect n2>n3",
        "deliver n1>n3 Notification#5",
        "disconnect n2>n1",
        "fire n1 decide",
        "deliver n1>n3 FollowerInfo#2",
        "fire n3 decide",
        "deliver n3>n1 LeaderInfo#2",
        "deliver n1>n3 AckEpoch#2",
        "drop n3>n1 Diff#2",
        "crash n3",
        "deliver n3>c1 Reply#1",
        "disconnect n3>n1",
        "restart n2",
        "disconnect n2>n1",
        "disconnect n3>n1",
        "deliver n2>n1 Notification#3",
        "disconnect n3>n2",
        "deliver n1>n2 Notification#7",
        "deliver n2>n1 Notification#4",
        "disconnect n3>n2",
        "deliver n1>n2 Notification#8",
        "disconnect n3>n1",
    ],
];

/// n3 proposed 1.1 and crashed before it had written it down; n1 has it, and is down. n3 is back, elected with n2.
pub const PROPOSED_TO_ONE: &[&str] = run![
    ESTABLISHED,
    ASKED,
    &[
        "crash after 3 of deliver c1>n3 Request#1",
        "drop n3>n2 Proposal#1",
        "crash c1",
        "deliver n3>n1 Proposal#1",
        "disconnect n3>n1",
        "disconnect n3>n2",
        "crash n1",
        "deliver n1>n2 Notification#4",
        "disconnect n3>n2",
        "restart n3",
        "disconnect n1>n2",
        "deliver n3>n2 Notification#2",
        "disconnect n1>n3",
        "deliver n2>n3 Notification#5",
        "deliver n3>n2 Notification#3",
        "disconnect n1>n3",
        "deliver n2>n3 Notification#6",
        "disconnect n1>n2",
        "deliver n2>n3 Notification#7",
        "disconnect n1>n2",
        "deliver n3>n2 Notification#4",
        "disconnect n1>n3",
        "deliver n2>n3 Notification#8",
        "disconnect n1>n2",
        "fire n2 decide",
        "deliver n2>n3 FollowerInfo#2",
        "fire n3 decide",
    ],
];

/// n2 and n3 have delivered 1.1. n1 was down, was to take it over in epoch 2, and crashed after three effects of that
/// step; n3 is down.
pub const EPOCH_ALONE: &[&str] = run![
    ESTABLISHED,
    &[
        "crash n1",
        "disconnect n1>n2",
        "disconnect n1>n3",
        "invoke c1 put x 1",
        "drop c1>n1 Request#1",
        "fire c1 retry",
        "deliver c1>n2 Request#1",
        "deliver n2>c1 Reply#1",
        "deliver c1>n3 Request#1",
        "deliver n3>n2 Proposal#1",
        "deliver n2>n3 Ack#2",
        "deliver n3>n2 Commit#1",
        "deliver n3>c1 Reply#1",
        "crash n2",
        "disconnect n2>n3",
        "restart n1",
        "disconnect n1>n3",
        "deliver n1>n3 Notification#4",
        "disconnect n2>n1",
        "disconnect n2>n3",
        "deliver n3>n1 Notification#3",
        "deliver n1>n3 Notification#5",
        "disconnect n2>n1",
        "deliver n3>n1 Notification#4",
        "fire n3 decide",
        "fire n1 decide",
        "deliver n1>n3 FollowerInfo#2",
        "deliver n3>n1 LeaderInfo#2",
        "deliver n1>n3 AckEpoch#2",
        "crash n3",
        "deliver n3>n1 Diff#2",
        "crash after 3 of deliver n3>n1 NewLeader#2",
        "restart n2",
        "restart n1",
        "disconnect n1>n2",
        "disconnect n3>n2",
        "deliver n1>n2 Notification#6",
        "disconnect n3>n1",
        "deliver n2>n1 Notification#4",
        "disconnect n3>n2",
    ],
];
