//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over.

use crate::lab::Lab;

/// Runs a script on a mutant and on the correct protocol; only the mutant may break something.
fn shows(mutant: &str, breaks: &str, script: &str) {
    let mut correct = Lab::of(3, 2);
    correct.run_what_can(script);
    assert_eq!(correct.violated, None, "the correct protocol broke\n{}", correct.logs());
    let mut wrong = Lab::of_mutant(3, 2, mutant);
    wrong.run_what_can(script);
    assert_eq!(wrong.violated, Some(breaks), "{mutant}\n{}", wrong.logs());
}

/// Both voted yes.
const BOTH_READY: &str = "ask c1 transfer A B 30
     deliver c1>n1 Request
     deliver n1>n2 Prepare
     deliver n1>n3 Prepare
     deliver n2>n1 Yes";

/// n1 tells n2 of the commit, and crashes before its record: n3 is told that it was aborted.
#[test]
fn commit_before_record() {
    shows(
        "commit-before-record",
        "one-decision",
        &format!(
            "{BOTH_READY}
             crash-during 3 deliver n3>n1 Yes
             deliver n1>n2 Commit
             drop n1>n3 Commit
             restart n1
             fire n3 inquire
             drop n3>n2 Inquiry
             deliver n3>n1 Inquiry
             deliver n1>n3 Abort"
        ),
    );
}

/// n3 votes yes, crashes, and knows nothing of it: n2 pays, and nobody is paid.
#[test]
fn forgets_yes() {
    shows(
        "forgets-yes",
        "money-conserved",
        &format!(
            "{BOTH_READY}
             crash n3
             deliver n3>n1 Yes
             restart n3
             settle"
        ),
    );
}

/// n3 does not hear of the commit for long, and aborts.
#[test]
fn aborts_in_doubt() {
    shows(
        "aborts-in-doubt",
        "one-decision",
        &format!(
            "{BOTH_READY}
             deliver n3>n1 Yes
             fire n3 inquire
             settle"
        ),
    );
}

/// n2 votes no, and n1 forgets the abort. n3 missed it and asks.
#[test]
fn commits_without_record() {
    shows(
        "commits-without-record",
        "one-decision",
        "ask c1 transfer A B 130
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n1>n2 Prepare
         deliver n2>n1 No
         drop n1>n3 Abort
         fire n3 inquire
         drop n3>n2 Inquiry
         deliver n3>n1 Inquiry
         deliver n1>n3 Commit",
    );
}

/// n1 forgets the commit at once. n3 missed it and asks.
#[test]
fn forgets_early() {
    shows(
        "forgets-early",
        "one-decision",
        &format!(
            "{BOTH_READY}
             deliver n3>n1 Yes
             deliver n1>n2 Commit
             drop n1>n3 Commit
             fire n3 inquire
             drop n3>n2 Inquiry
             deliver n3>n1 Inquiry
             deliver n1>n3 Abort"
        ),
    );
}

/// A holds 100, and two clients want 60 of it.
#[test]
fn no_locks() {
    shows(
        "no-locks",
        "no-overdraft",
        "ask c1 transfer A B 60
         ask c2 transfer A B 60
         settle",
    );
}
