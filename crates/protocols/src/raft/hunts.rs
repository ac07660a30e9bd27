//! Searches worth running: what they go through, and where they start.

use quorum_kernel::{Budget, Fault, Hunt};

/// Two elections and a crash anywhere: what breaks a server that forgets, or does not look, breaks here.
pub const FIRES_AND_CRASH: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Crash, 1), ..Hunt::NEW };

/// A promise that was not written down costs an entry too, not a vote only.
pub const LOST_ENTRY: Hunt = Hunt { property: Some("leader-completeness"), ..FIRES_AND_CRASH };

/// The correct protocol within its promise.
pub const WITHIN: Hunt = FIRES_AND_CRASH;

/// Just outside of it: a server that lost its disk votes a second time.
pub const BEYOND: Hunt = Hunt { budget: Budget::NONE.with(Fault::Fire, 2).with(Fault::Wipe, 1), ..Hunt::NEW };

/// Figure 8 is out of reach from the start: some forty actions of five servers. The search starts at its (c): n1 leads
/// term 3 and has copied its entry of term 1 to n3, which has not answered yet; n5, with an entry of term 2, is back, and
/// has stood in term 3 in vain.
pub const FIGURE_8: Hunt = Hunt {
    servers: 5,
    clients: 1,
    budget: Budget::NONE.with(Fault::Fire, 1),
    start: &[
        "fire n1 election",
        "deliver n1>n2 RequestVote#1",
        "deliver n1>n3 RequestVote#1",
        "deliver n1>n5 RequestVote#1",
        "deliver n2>n1 Vote#1",
        "deliver n3>n1 Vote#1",
        "invoke c1 put x 1",
        "deliver c1>n1 Request#1",
        "deliver n1>n2 AppendEntries#2",
        "crash n1",
        "fire n5 election",
        "deliver n5>n3 RequestVote#1",
        "deliver n5>n4 RequestVote#1",
        "deliver n3>n5 Vote#1",
        "deliver n4>n5 Vote#1",
        "fire c1 retry",
        "fire c1 retry",
        "fire c1 retry",
        "fire c1 retry",
        "deliver c1>n5 Request#1",
        "crash n5",
        "restart n1",
        "fire n1 election",
        "fire n1 election",
        "deliver n1>n3 RequestVote#3",
        "deliver n1>n4 RequestVote#3",
        "deliver n3>n1 Vote#2",
        "deliver n4>n1 Vote#1",
        "deliver n1>n3 AppendEntries#3",
        "deliver n3>n1 AppendResponse#1",
        "deliver n1>n3 AppendEntries#4",
        "deliver n1>n2 AppendEntries#3",
        "deliver n2>n1 AppendResponse#2",
        "restart n5",
        "fire n5 election",
        // What else was on its way is lost.
        "drop n1>n2 AppendEntries#1",
        "drop n1>n2 RequestVote#2",
        "drop n1>n2 RequestVote#3",
        "drop n1>n3 AppendEntries#1",
        "drop n1>n3 AppendEntries#2",
        "drop n1>n3 RequestVote#2",
        "drop n1>n4 RequestVote#1",
        "drop n1>n4 AppendEntries#1",
        "drop n1>n4 AppendEntries#2",
        "drop n1>n4 RequestVote#2",
        "drop n1>n4 AppendEntries#3",
        "drop n1>n5 AppendEntries#1",
        "drop n1>n5 AppendEntries#2",
        "drop n1>n5 RequestVote#2",
        "drop n1>n5 RequestVote#3",
        "drop n1>n5 AppendEntries#3",
        "drop n2>n1 AppendResponse#1",
        "drop n5>n1 Vote#1",
        "drop n5>n1 RequestVote#1",
        "drop n5>n1 AppendEntries#1",
        "drop n5>n1 AppendEntries#2",
        "drop n5>n1 RequestVote#2",
        "drop n5>n2 RequestVote#1",
        "drop n5>n2 AppendEntries#1",
        "drop n5>n2 AppendEntries#2",
        "drop n5>n2 RequestVote#2",
        "drop n5>n3 AppendEntries#1",
        "drop n5>n3 AppendEntries#2",
        "drop n5>n3 RequestVote#2",
        "drop n5>n4 AppendEntries#1",
        "drop n5>n4 AppendEntries#2",
        "drop n5>n4 RequestVote#2",
        "drop c1>n2 Request#1",
        "drop c1>n3 Request#1",
        "drop c1>n4 Request#1",
    ],
    ..Hunt::NEW
};
