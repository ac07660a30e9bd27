//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over.

use crate::lab::Lab;

/// Runs a script on a mutant and on the correct protocol; only the mutant may break something.
fn shows(mutant: &str, servers: u8, breaks: &str, script: &str) {
    let mut correct = Lab::of(servers, 1);
    correct.run_what_can(script);
    assert_eq!(correct.violated, None, "the correct protocol broke\n{}", correct.logs());
    let mut wrong = Lab::of_mutant(servers, 1, mutant);
    wrong.run_what_can(script);
    assert_eq!(wrong.violated, Some(breaks), "{mutant}\n{}", wrong.logs());
}

/// n3 votes for n1, restarts, and votes for n2 in the same term.
#[test]
fn forgets_vote() {
    shows(
        "forgets-vote",
        3,
        "election-safety",
        "fire n1 election
         fire n2 election
         deliver n1>n3 RequestVote
         deliver n3>n1 Vote
         crash n3
         restart n3
         deliver n2>n3 RequestVote
         deliver n3>n2 Vote",
    );
}

/// n3 has missed a committed entry, and wins nevertheless.
#[test]
fn no_log_check() {
    shows(
        "no-log-check",
        3,
        "leader-completeness",
        "isolate n3
         elect n1
         ask c1 put x 1
         settle
         join n3
         fire n3 election
         settle
         fire n3 election
         settle",
    );
}

/// Figure 8: n1 counts an entry of term 1 in term 3 and calls it committed; n5, with an entry of term 2, wins term 4
/// and overwrites it.
#[test]
fn commits_old_term() {
    shows(
        "commits-old-term",
        5,
        "leader-completeness",
        "elect n1
         ask c1 put x 1
         deliver c1>n1 Request
         deliver n1>n2 AppendEntries
         crash n1
         drop-all
         fire n5 election
         deliver n5>n3 RequestVote
         deliver n5>n4 RequestVote
         deliver n3>n5 Vote
         deliver n4>n5 Vote
         ask c1 put x 5
         fire c1 retry
         fire c1 retry
         fire c1 retry
         fire c1 retry
         deliver c1>n5 Request
         crash n5
         drop-all
         restart n1
         fire n1 election
         drop-all
         fire n1 election
         deliver n1>n3 RequestVote
         deliver n1>n4 RequestVote
         deliver n3>n1 Vote
         deliver n4>n1 Vote
         deliver n1>n3 AppendEntries
         deliver n3>n1 AppendResponse
         deliver n1>n3 AppendEntries
         deliver n3>n1 AppendResponse
         deliver n1>n4 AppendEntries
         deliver n4>n1 AppendResponse
         deliver n1>n4 AppendEntries
         deliver n4>n1 AppendResponse
         crash n1
         drop-all
         restart n5
         fire n5 election
         drop-all
         elect n5",
    );
}

/// n1 has an entry that it does not know to be committed when it leads again.
#[test]
fn leader_overwrites() {
    shows(
        "leader-overwrites",
        3,
        "leader-append-only",
        "elect n1
         ask c1 put x 1
         settle
         crash n1
         restart n1
         elect n1",
    );
}

/// n3 grants its vote to n1, crashes before the write, and grants another.
#[test]
fn sends_before_write_of_a_vote() {
    // Of a correct vote the first three effects are a timer, the write and the message; of the mutant's, the message
    // comes second.
    shows(
        "sends-before-write",
        3,
        "election-safety",
        "fire n1 election
         fire n2 election
         crash-during 2 deliver n1>n3 RequestVote
         deliver n3>n1 Vote
         restart n3
         deliver n2>n3 RequestVote
         deliver n3>n2 Vote",
    );
}

/// n2 acknowledges an entry, crashes before the write, and the entry that the leader took for committed is lost.
#[test]
fn sends_before_write_of_an_entry() {
    shows(
        "sends-before-write",
        3,
        "leader-completeness",
        "elect n1
         ask c1 put x 1
         deliver c1>n1 Request
         drop n1>n3 AppendEntries
         crash-during 2 deliver n1>n2 AppendEntries
         deliver n2>n1 AppendResponse
         crash n1
         restart n2
         drop-all
         elect n2",
    );
}

/// Two of five elect n1, two others n5.
#[test]
fn counts_half() {
    shows(
        "counts-half",
        5,
        "election-safety",
        "fire n1 election
         fire n5 election
         deliver n1>n2 RequestVote
         deliver n5>n4 RequestVote
         deliver n2>n1 Vote
         deliver n4>n5 Vote",
    );
}
