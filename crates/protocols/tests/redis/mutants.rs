//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over.

use quorum_kernel::Status;
use quorum_protocols::redis::{Deployment, Lock, Majority, Single};

use crate::lab::{self, Lab, so};

/// Runs a script on a mutant and on the correct protocol; only the mutant may break the property.
fn shows<K: Deployment>(mutant: &str, servers: u8, breaks: &str, script: &str) {
    let run = |mutant| {
        let mut lab: Lab<Lock<K>> = lab::with(servers, mutant, &[]);
        lab.run_what_can(script);
        lab
    };
    let correct = run(None);
    assert!(so(&correct, breaks), "the correct protocol broke\n{}", correct.logs());
    let wrong = run(Some(mutant));
    assert!(!so(&wrong, breaks), "{mutant}\n{}", wrong.logs());
}

/// c1's time is over when c2 gets the lock, and c1 deletes c2's key.
const TOO_LATE: &str = "
    ask c1 increment
    deliver c1>n1 Set
    deliver n1>c1 Answer
    fire n1 expire lock
    ask c2 increment
    deliver c2>n1 Set
    fire c1 valid
    deliver c1>n1 Delete";

#[test]
fn deletes_anyones() {
    shows::<Single>("deletes-anyones", 2, "owner-releases", TOO_LATE);
    shows::<Majority>("deletes-anyones", 2, "owner-releases", TOO_LATE);
}

/// Both look before either sets.
const BOTH_LOOK: &str = "
    ask c1 increment
    ask c2 increment
    deliver c1>n1 Get
    deliver c2>n1 Get
    settle
    deliver c1>n1 Set
    deliver n1>c1 Answer
    deliver c2>n1 Set
    deliver n1>c2 Answer";

#[test]
fn check_then_set() {
    // The correct one holds one at a time throughout: `settle` ends with nobody in.
    let look = BOTH_LOOK.replace("    settle\n", "    deliver n1>c1 Answer\n    deliver n1>c2 Answer\n");
    shows::<Single>("check-then-set", 2, "one-holder", &look);
    shows::<Majority>("check-then-set", 2, "one-holder", &look);
}

#[test]
fn no_expiry() {
    fn frees<K: Deployment>(mutant: Option<&str>) -> bool {
        let mut lab: Lab<Lock<K>> = lab::with(2, mutant, &[]);
        lab.run_what_can("ask c1 increment\ndeliver c1>n1 Set\ncrash c1\nfire n1 expire lock");
        assert!(lab.world.nodes().any(|node| node.status == Status::Down));
        so(&lab, "lock-frees")
    }
    assert!(frees::<Single>(None) && !frees::<Single>(Some("no-expiry")));
    assert!(frees::<Majority>(None) && !frees::<Majority>(Some("no-expiry")));
}

/// c1 is about to write when its key ends; c2 reads; c1 writes, and c2 writes over it.
#[test]
fn fence_stands_still() {
    shows::<Single>(
        "fence-stands-still",
        2,
        "exclusion",
        "ask c1 increment
         deliver c1>n1 Set
         deliver n1>c1 Answer
         deliver c1>n2 Read
         deliver n2>c1 Value
         fire c1 work
         fire n1 expire lock
         ask c2 increment
         deliver c2>n1 Set
         deliver n1>c2 Answer
         deliver c2>n2 Read
         deliver n2>c2 Value
         fire c1 use
         deliver c1>n2 Write
         fire c2 work
         fire c2 use
         deliver c2>n2 Write",
    );
}

/// Of two masters each client gets one.
#[test]
fn counts_half() {
    shows::<Majority>(
        "counts-half",
        3,
        "one-holder",
        "ask c1 increment
         ask c2 increment
         deliver c1>n1 Set
         deliver n1>c1 Answer
         deliver c2>n2 Set
         deliver n2>c2 Answer",
    );
}

/// c1 has n1, n2 and n3; n3 loses its key; c2 has n3, n4 and n5.
#[test]
fn restarts_at_once() {
    shows::<Majority>(
        "restarts-at-once",
        6,
        "one-holder",
        "ask c1 increment
         deliver c1>n1 Set
         deliver c1>n2 Set
         deliver c1>n3 Set
         deliver n1>c1 Answer
         deliver n2>c1 Answer
         deliver n3>c1 Answer
         crash n3
         restart n3
         ask c2 increment
         deliver c2>n3 Set
         deliver c2>n4 Set
         deliver c2>n5 Set
         deliver n3>c2 Answer
         deliver n4>c2 Answer
         deliver n5>c2 Answer",
    );
}
