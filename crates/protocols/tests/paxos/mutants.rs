//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over.

use quorum_kernel::{Choice, Exhibit, Options};
use quorum_protocols::paxos::Paxos;

use crate::lab::Lab;

/// Runs a script on a mutant and on the correct protocol; only the mutant may break something.
fn shows(mutant: &str, servers: u8, options: &[(&str, u32)], breaks: &str, script: &str) {
    let options: Options = options.iter().map(|(id, value)| ((*id).to_owned(), *value)).collect();
    let choice = Choice { servers, clients: 2, options, ..Paxos::default_choice() };
    let mut correct = Lab::chosen(&choice);
    correct.run_what_can(script);
    assert_eq!(correct.violated, None, "the correct protocol broke\n{}", correct.logs());
    let mut wrong = Lab::chosen(&Choice { mutant: Some(mutant.to_owned()), ..choice });
    wrong.run_what_can(script);
    assert_eq!(wrong.violated, Some(breaks), "{mutant}\n{}", wrong.logs());
    let always = wrong.monitor.verdicts(&wrong.world).into_iter();
    let broken: Vec<_> = always.filter(|(_, verdict)| !verdict.holds).map(|(property, _)| property.id).collect();
    assert!(broken.contains(&"agreement"), "{mutant} ends in two answers, not only in {broken:?}\n{}", wrong.logs());
}

/// n3 promises 1.n2, restarts, and accepts in 1.n1 what n2 was told nobody had. n1 learns A, n2 learns B.
#[test]
fn forgets_promise() {
    shows(
        "forgets-promise",
        3,
        &[],
        "promise-kept",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         ask c2 propose B
         deliver c2>n2 Request
         deliver n2>n3 Prepare
         deliver n3>n2 Promise
         crash n3
         restart n3
         deliver n1>n3 Accept
         deliver n3>n1 Accepted
         deliver n2>n3 Accept
         deliver n3>n2 Accepted",
    );
}

/// A is chosen by n1 and n3. n2 hears of it from n3, and proposes B nevertheless.
#[test]
fn ignores_accepted() {
    shows(
        "ignores-accepted",
        3,
        &[],
        "chosen-stays",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         deliver n1>n3 Accept
         deliver n3>n1 Accepted
         ask c2 propose B
         deliver c2>n2 Request
         deliver n2>n3 Prepare
         deliver n3>n2 Promise
         deliver n2>n3 Accept
         deliver n3>n2 Accepted",
    );
}

/// Two of four choose A, the two others B.
#[test]
fn counts_half() {
    shows(
        "counts-half",
        4,
        &[],
        "learnt-is-chosen",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         deliver n1>n3 Accept
         deliver n3>n1 Accepted
         ask c2 propose B
         deliver c2>n2 Request
         deliver n2>n4 Prepare
         deliver n4>n2 Promise
         deliver n2>n4 Accept
         deliver n4>n2 Accepted",
    );
}

/// n1 and n2 both begin 1.n1. n3 promises to both and accepts from both, as it takes them for one.
#[test]
fn shares_ballots() {
    shows(
        "shares-ballots",
        3,
        &[],
        "ballot-once",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         ask c2 propose B
         deliver c2>n2 Request
         deliver n2>n3 Prepare
         deliver n3>n2 Promise
         deliver n1>n3 Accept
         deliver n3>n1 Accepted
         deliver n2>n3 Accept
         deliver n3>n2 Accepted",
    );
}

/// n1 has accepted B alone. A is then said to be chosen by n1 and n2, but n1 kept B, and has a third ballot adopt it.
#[test]
fn prefers_larger_value() {
    shows(
        "prefers-larger-value",
        3,
        &[],
        "learnt-is-chosen",
        "ask c1 propose B
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         ask c2 propose A
         deliver c2>n2 Request
         deliver n2>n3 Prepare
         deliver n3>n2 Promise
         deliver n2>n1 Accept
         deliver n1>n2 Accepted
         drop-all
         fire n1 patience
         fire n1 backoff
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         deliver n1>n3 Accept
         deliver n3>n1 Accepted",
    );
}

/// n3 says that it has accepted A, crashes before it has, and knows nothing of A when n2 asks.
#[test]
fn sends_before_write_of_an_acceptance() {
    shows(
        "sends-before-write",
        3,
        &[],
        "learnt-is-chosen",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         crash-during 2 deliver n1>n3 Accept
         deliver n3>n1 Accepted
         drop-all
         restart n3
         ask c2 propose B
         deliver c2>n2 Request
         deliver n2>n3 Prepare
         deliver n3>n2 Promise
         deliver n2>n3 Accept
         deliver n3>n2 Accepted",
    );
}

/// n3 promises 1.n2, crashes before it has written that down, and accepts in 1.n1.
#[test]
fn sends_before_write_of_a_promise() {
    shows(
        "sends-before-write",
        3,
        &[],
        "promise-kept",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n3 Prepare
         deliver n3>n1 Promise
         ask c2 propose B
         deliver c2>n2 Request
         crash-during 2 deliver n2>n3 Prepare
         deliver n3>n2 Promise
         restart n3
         deliver n1>n3 Accept
         deliver n3>n1 Accepted
         deliver n2>n3 Accept
         deliver n3>n2 Accepted",
    );
}

/// n1 gets A accepted by n4 in 1.n1 and restarts; what it still has on its way, n5 accepts. Meanwhile it has begun 1.n1
/// again, for B, and both are accepted by a majority: A by n4 and n5, B by n3 and n4.
#[test]
fn reuses_ballots() {
    shows(
        "reuses-ballots",
        5,
        &[("proposers", 1), ("acceptors", 3)],
        "ballot-once",
        "ask c1 propose A
         deliver c1>n1 Request
         deliver n1>n4 Prepare
         deliver n1>n5 Prepare
         deliver n4>n1 Promise
         deliver n5>n1 Promise
         crash n1
         restart n1
         ask c2 propose B
         deliver c2>n1 Request
         deliver n1>n3 Prepare#2
         deliver n1>n4 Prepare#2
         deliver n3>n1 Promise
         deliver n4>n1 Promise#2
         deliver n1>n3 Accept#2
         deliver n1>n4 Accept#2
         deliver n3>n1 Accepted
         deliver n4>n1 Accepted
         deliver n1>n4 Accept#1
         deliver n1>n5 Accept#1
         crash n1
         restart n1
         fire c1 retry
         deliver c1>n1 Request
         deliver n1>n4 Prepare#3
         deliver n1>n5 Prepare#3
         deliver n4>n1 Promise#3
         deliver n5>n1 Promise#2
         deliver n1>n4 Accept#3
         deliver n1>n5 Accept#3
         deliver n4>n1 Accepted#3
         deliver n5>n1 Accepted#2",
    );
}
