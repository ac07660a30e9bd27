//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over. Longer runs stand in `tests/violations`.

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

/// n3 wrote 1.1 and reached nobody with it; the three are about to elect again.
const ALONE: &str = "settle
    ask c1 put x 1
    deliver c1>n1 Request
    deliver n1>c1 Reply
    deliver c1>n3 Request
    drop n3>n1 Proposal
    drop n3>n2 Proposal";

/// All forget epoch 1, and n3 is primary of it a second time.
#[test]
fn epoch_not_forced() {
    shows(
        "epoch-not-forced",
        "one-primary",
        "settle
         crash n1
         crash n2
         crash n3
         restart n1
         restart n2
         restart n3
         settle",
    );
}

/// n2 comes back, is sent nothing, and delivers the second transaction first.
#[test]
fn skips_synchronization() {
    shows(
        "skips-synchronization",
        "total-order",
        "settle
         crash n2
         settle
         ask c1 put x 1
         settle
         restart n2
         settle
         ask c1 put x 2
         settle",
    );
}

/// n1 delivers what n3 proposed and did not live to write; n2 and n3 never see it.
#[test]
fn delivers_proposals() {
    shows(
        "delivers-proposals",
        "primary-integrity",
        "settle
         ask c1 put x 1
         deliver c1>n1 Request
         deliver n1>c1 Reply
         crash-during 3 deliver c1>n3 Request
         drop n3>n2 Proposal
         deliver n3>n1 Proposal
         crash n1
         restart n3
         settle
         fire n2 decide
         fire n3 decide
         settle
         ask c2 put x 2
         fire c2 retry
         settle
         fire c2 retry
         settle",
    );
}

/// n3 serves, and delivers 1.1, when n1 has promised and nobody has taken over.
#[test]
fn active_too_early() {
    shows(
        "active-too-early",
        "primary-integrity",
        &format!(
            "{ALONE}
             crash n2
             disconnect n1>n3
             disconnect n2>n3
             disconnect n3>n1
             disconnect n2>n1
             deliver n1>n3 Notification
             deliver n3>n1 Notification
             disconnect n2>n3
             deliver n1>n3 Notification
             disconnect n2>n1
             fire n1 decide
             deliver n1>n3 FollowerInfo
             fire n3 decide
             deliver n1>n3 FollowerInfo
             deliver n3>n1 LeaderInfo
             deliver n1>n3 AckEpoch
             drop n3>n1 Diff
             crash n3
             restart n2
             settle
             fire n1 decide
             fire n2 decide
             settle
             ask c2 put x 2
             settle"
        ),
    );
}

/// n3 is elected for its number, finds the others ahead, and gives up, again and again; nothing is lost.
#[test]
fn id_first() {
    let script = "crash n3
        settle
        fire n1 decide
        fire n2 decide
        settle
        ask c1 put x 1
        settle
        crash n1
        crash n2
        restart n1
        restart n2
        restart n3";
    let mut wrong = Lab::of_mutant(3, 1, "id-first");
    wrong.run(script);
    // A round of the election takes some twenty messages; this is time for many.
    for _ in 0..300 {
        let Some(step) = wrong.oldest() else { break };
        wrong.act(&step).expect("what is due can be done");
        assert!((1..=3).all(|number| !wrong.is_primary(number)), "{}", wrong.logs());
    }
    assert!(wrong.server(3).round > 5, "it is elected again and again\n{}", wrong.logs());
    assert_eq!((wrong.history(1).as_str(), wrong.history(2).as_str(), wrong.violated), ("1.1", "1.1", None));

    let mut correct = Lab::of(3, 1);
    correct.run(script);
    correct.run("settle");
    assert!(correct.is_primary(2), "{}", correct.logs());
    assert_eq!(correct.history(3), "1.1");
}
