//! Each mutant in the run that shows it, and the correct protocol in the same run. Where the two part ways, commands
//! that are not possible any more are passed over.

use crate::lab::{ONE, cluster};

/// Runs a script on a mutant and on the correct protocol; only the mutant may break something.
fn shows(mutant: &str, breaks: &str, servers: u8, options: &[(&str, u32)], script: &str) {
    let mut correct = cluster(servers, None, options);
    correct.run_what_can(script);
    assert_eq!(correct.violated, None, "the correct protocol broke\n{}", correct.logs());
    let mut wrong = cluster(servers, Some(mutant), options);
    wrong.run_what_can(script);
    assert_eq!(wrong.violated, Some(breaks), "{mutant}\n{}", wrong.logs());
}

/// The key's place is n3's own: n2 does not hand it over, and drops it when it belongs to n3.
#[test]
fn drops_boundary() {
    let script = "ask c1 put bnkuqmv 1
        settle
        ask c2 join n3
        settle";
    shows("drops-boundary", "acknowledged-kept", 3, ONE, script);
}

/// n2 says that it is ready, and the keeper does not wait for n3: what n2 has handed over comes too late.
#[test]
fn switches_early() {
    let script = "ask c1 put a 1
        settle
        ask c2 join n3
        deliver c2>n1 Change
        deliver n1>n2 Announce
        deliver n2>n1 Ready
        deliver n1>n3 Announce#2
        deliver n1>n2 Announce";
    shows("switches-early", "acknowledged-kept", 3, ONE, script);
}

/// Both points that follow the key are n3's: n3 alone makes the majority.
#[test]
fn same_node() {
    let options = &[("replicas", 2), ("virtual-nodes", 2), ("spare", 0)];
    shows("same-node", "acknowledged-kept", 4, options, "ask c1 put a 1\nsettle");
}

/// n3 is in the new view already, n2 is not yet, and both serve whoever comes by the one before.
#[test]
fn serves_stale() {
    let script = "ask c1 put a 1
        settle
        ask c2 join n3
        deliver c2>n1 Change
        deliver n1>n2 Announce
        deliver n2>n3 Copy
        deliver n3>n1 Ready
        deliver n1>n3 Announce#2";
    shows("serves-stale", "one-owner", 3, ONE, script);
    // What comes of it: c1 does not know that n3 came, writes to n2, and is told that it is done.
    let mut wrong = cluster(3, Some("serves-stale"), ONE);
    wrong.run("ask c2 join n3\nsettle\nask c1 put a 2\nsettle");
    assert_eq!((wrong.value(2, "a"), wrong.value(3, "a")), (Some("2".to_owned()), None));
    assert_eq!(wrong.replies, ["settled", "done"]);
}

/// c1 writes while a is handed over, to n2 alone.
#[test]
fn writes_to_old() {
    let script = "ask c1 put a 1
        deliver c1>n2 Query
        deliver n2>c1 Value
        ask c2 join n3
        deliver c2>n1 Change
        deliver n1>n2 Announce
        deliver n2>n3 Copy
        deliver n3>n1 Ready
        deliver c1>n2 Store
        deliver n2>c1 Stale
        deliver c1>n2 Store
        deliver n2>c1 Stored
        deliver n1>n2 Announce";
    shows("writes-to-old", "acknowledged-kept", 3, ONE, script);
}

/// c1's second write overtakes what n2 hands over, which is older.
#[test]
fn copy_overwrites() {
    let script = "ask c1 put a 1
        settle
        ask c2 join n3
        deliver c2>n1 Change
        deliver n1>n2 Announce
        ask c1 put a 2
        deliver c1>n2 Query
        deliver n2>c1 Stale
        deliver c1>n2 Query
        deliver c1>n3 Query
        deliver n2>c1 Value
        deliver n3>c1 Value
        deliver c1>n2 Store
        deliver c1>n3 Store
        deliver n2>c1 Stored
        deliver n3>c1 Stored
        deliver n2>n3 Copy
        deliver n3>n1 Ready
        deliver n1>n2 Announce";
    shows("copy-overwrites", "acknowledged-kept", 3, ONE, script);
}
