//! A test for each claim of the document, and of the two answers to it, named by its sentence.

use quorum_protocols::redis::{RedisLock, Redlock};

use crate::lab::{self, Lab, client, holds, owner, redis, resource, rests, so};

fn one(options: &[(&str, u32)]) -> Lab<RedisLock> {
    lab::with(2, None, options)
}

fn five(options: &[(&str, u32)]) -> Lab<Redlock> {
    lab::with(6, None, options)
}

/// Delivers a client's Set to some masters, and their answers.
fn ask(client: u8, masters: &[u8]) -> String {
    let set = |n: &u8| format!("deliver c{client}>n{n} Set\ndeliver n{n}>c{client} Answer\n");
    format!("ask c{client} increment\n{}", masters.iter().map(set).collect::<String>())
}

/// c1 has the lock of one Redis, has read, has looked at its clock, and is about to write.
const CHECKED: &str = "ask c1 increment
    deliver c1>n1 Set
    deliver n1>c1 Answer
    deliver c1>n2 Read
    deliver n2>c1 Value
    fire c1 work";

/// Then its key ends, and c2 gets the lock and reads.
const OVERTAKEN: &str = "fire n1 expire lock
    ask c2 increment
    deliver c2>n1 Set
    deliver n1>c2 Answer
    deliver c2>n2 Read
    deliver n2>c2 Value";

// Correct Implementation with a Single Instance.

/// "The command will set the key only if it does not already exist (NX option)."
#[test]
fn the_key_is_set_only_if_it_does_not_exist() {
    let mut lab = one(&[]);
    lab.run("ask c1 increment\nask c2 increment\ndeliver c1>n1 Set\ndeliver c2>n1 Set");
    assert_eq!(owner(&lab, 1), "c1.1.1");
    lab.run("deliver n1>c2 Answer\ndeliver n1>c1 Answer");
    assert!(holds(&lab, 1) && !holds(&lab, 2));
}

/// "With an expire of 30000 milliseconds (PX option)."
#[test]
fn the_key_ends_by_itself() {
    let mut lab = one(&[]);
    lab.run("ask c1 increment\ndeliver c1>n1 Set\ncrash c1");
    assert!(!so(&lab, "lock-frees"));
    lab.run("fire n1 expire lock");
    assert!(so(&lab, "lock-frees") && owner(&lab, 1).is_empty());
}

/// "This value must be unique across all clients and all lock requests."
#[test]
fn no_two_attempts_have_one_mark() {
    let mut lab = one(&[]);
    lab.run("ask c1 increment\ndeliver c1>n1 Set");
    let first = owner(&lab, 1);
    lab.run("crash c1\nfire n1 expire lock\nrestart c1\nask c1 increment\ndeliver c1>n1 Set#2");
    assert_eq!((first.as_str(), owner(&lab, 1).as_str()), ("c1.1.1", "c1.2.1"));
}

/// "The lock will be removed only if it is still the one that was set by the client trying to remove it."
#[test]
fn a_late_delete_leaves_the_key_of_the_next() {
    let mut lab = one(&[]);
    lab.run(&format!("{CHECKED}\n{OVERTAKEN}\nfire c1 valid\ndeliver c1>n1 Delete"));
    assert_eq!(owner(&lab, 1), "c2.1.1");
    assert!(so(&lab, "owner-releases"));
}

// Why Failover-based Implementations Are Not Enough.

/// "The master crashes before the write to the key is transmitted to the replica. […] SAFETY VIOLATION!"
#[test]
fn a_replica_without_the_key_grants_it_again() {
    let mut lab: Lab<RedisLock> = lab::with(3, None, &[]);
    lab.run("ask c1 increment\ncrash-during 5 deliver c1>n1 Set\ndeliver n1>c1 Answer\nfire n2 failover");
    assert!(holds(&lab, 1) && owner(&lab, 2).is_empty());
    lab.run("ask c2 increment\nfire c2 retry\nfire c2 retry\ndeliver c2>n2 Set\ndeliver n2>c2 Answer");
    assert!(holds(&lab, 2) && !so(&lab, "one-holder"));
}

/// The same with the write transmitted: nothing happens.
#[test]
fn a_replica_with_the_key_does_not() {
    let mut lab: Lab<RedisLock> = lab::with(3, None, &[]);
    lab.run("ask c1 increment\ndeliver c1>n1 Set\ndeliver n1>n2 Replicate\ndeliver n1>c1 Answer\ncrash n1");
    lab.run(
        "fire n2 failover\nask c2 increment\nfire c2 retry\nfire c2 retry\ndeliver c2>n2 Set\ndeliver n2>c2 Answer",
    );
    assert!(holds(&lab, 1) && !holds(&lab, 2) && owner(&lab, 2) == "c1.1.1");
}

// The Redlock Algorithm.

/// Step 3: "if and only if the client was able to acquire the lock in the majority of the instances (at least 3)".
#[test]
fn three_of_five_are_enough_and_two_are_not() {
    let mut lab = five(&[]);
    lab.run(&ask(1, &[1, 2]));
    assert!(!holds(&lab, 1));
    lab.run("deliver c1>n3 Set\ndeliver n3>c1 Answer");
    assert!(holds(&lab, 1));
}

/// Step 2: "using the same key name and random value in all the instances"; and "at the same time using multiplexing"
/// (Retry on Failure).
#[test]
fn all_are_asked_at_once_under_one_mark() {
    let mut lab = five(&[]);
    lab.run("ask c1 increment");
    let asked = |n: u8| lab.in_flight(&format!("c1>n{n}"), "Set");
    assert!((1..=5).all(|n| asked(n).len() == 1 && asked(n) == asked(1)));
    assert!(asked(6).is_empty(), "the resource is asked nothing yet");
}

/// Step 5: "it will try to unlock all the instances (even the instances it believed it was not able to lock)".
#[test]
fn who_fails_unlocks_all() {
    let mut lab = five(&[]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run(&ask(2, &[4, 1, 2, 3]));
    assert!(!holds(&lab, 2));
    assert!((1..=5).all(|n| lab.in_flight(&format!("c2>n{n}"), "Delete").len() == 1));
    lab.run("deliver c2>n4 Delete\ndeliver c2>n1 Delete");
    assert_eq!((owner(&lab, 4), owner(&lab, 1)), (String::new(), "c1.1.1".to_owned()));
}

/// "This may result in a split brain condition where nobody wins" (Retry on Failure).
#[test]
fn two_and_two_win_nothing() {
    let mut lab = five(&[]);
    lab.run("ask c1 increment\nask c2 increment\ncrash n5");
    lab.run("deliver c1>n1 Set\ndeliver c1>n2 Set\ndeliver c2>n3 Set\ndeliver c2>n4 Set\nsettle\nfire c1 retry\nfire c2 retry\nsettle");
    assert!(!holds(&lab, 1) && !holds(&lab, 2));
    assert!((1..=4).all(|n| owner(&lab, n).is_empty()), "both let go of what they had");
}

/// "During the time that the majority of keys are set, another client will not be able to acquire the lock" (Safety
/// Arguments).
#[test]
fn two_majorities_share_a_master() {
    let mut lab = five(&[]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run(&ask(2, &[5, 4, 3]));
    assert!(holds(&lab, 1) && !holds(&lab, 2));
    lab.run("deliver c2>n2 Set\ndeliver c2>n1 Set\ndeliver n2>c2 Answer");
    assert!(!holds(&lab, 2), "three refuse, two are not enough");
}

/// "One of the instances where the client was able to acquire the lock is restarted, at this point there are again 3
/// instances that we can lock" (Performance, Crash Recovery and fsync).
#[test]
fn a_restart_without_delay_grants_the_lock_again() {
    let mut lab = five(&[("delayed-restart", 0)]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run("crash n3\nrestart n3");
    lab.run(&ask(2, &[3, 4, 5]));
    assert!(holds(&lab, 1) && holds(&lab, 2));
}

/// "The algorithm safety is retained as long as when an instance restarts after a crash, it no longer participates to any
/// currently active lock."
#[test]
fn a_delayed_restart_does_not() {
    let mut lab = five(&[]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run("crash n3\nrestart n3");
    lab.run("ask c2 increment\ndeliver c2>n3 Set\ndeliver c2>n4 Set\ndeliver c2>n5 Set");
    assert!(rests(&lab, 3) && lab.in_flight("n3>c2", "Answer").is_empty(), "it is silent");
    lab.run("deliver n4>c2 Answer\ndeliver n5>c2 Answer");
    assert!(!holds(&lab, 2));
    lab.run("crash n3\nrestart n3");
    assert!(rests(&lab, 3), "a second crash begins the wait anew");
    lab.run("fire n3 rejoin");
    assert!(!rests(&lab, 3));
}

/// "If we want to guarantee the lock safety in the face of any kind of instance restart, we need to enable fsync=always."
#[test]
fn what_is_on_disk_survives_a_crash_and_else_it_does_not() {
    for (persist, kept) in [(1, "c1.1.1"), (0, "")] {
        let mut lab = one(&[("persist", persist)]);
        lab.run("ask c1 increment\ndeliver c1>n1 Set\ncrash n1\nrestart n1");
        assert_eq!(owner(&lab, 1), kept);
    }
}

// Kleppmann, “How to do distributed locking”.

/// "If the GC pause lasts longer than the lease expiry period […], it may go ahead and make some unsafe change."
#[test]
fn without_fencing_a_late_write_loses_another() {
    let mut lab = one(&[("fencing", 0)]);
    lab.run(&format!("{CHECKED}\n{OVERTAKEN}\nfire c2 work\nfire c2 use\ndeliver c2>n2 Write"));
    assert!(so(&lab, "exclusion"));
    lab.run("fire c1 use\ndeliver c1>n2 Write");
    assert!(!so(&lab, "exclusion"));
    assert_eq!(resource(&lab).value, 1, "two increments, and it is 1");
}

/// "The storage server remembers that it has already processed a write with a higher token number (34), and so it rejects
/// the request with token 33."
#[test]
fn a_lower_number_is_rejected() {
    let mut lab = one(&[]);
    lab.run(&format!("{CHECKED}\n{OVERTAKEN}\nfire c1 use\ndeliver c1>n2 Write\ndeliver n2>c1 Written"));
    assert_eq!((resource(&lab).value, resource(&lab).highest), (0, 2));
    assert_eq!(lab.replies, ["refused"]);
    lab.run("fire c2 work\nfire c2 use\ndeliver c2>n2 Write");
    assert!(so(&lab, "exclusion") && resource(&lab).value == 1);
}

/// "A number that increases every time a client acquires the lock."
#[test]
fn every_grant_gets_a_higher_number() {
    let mut lab = one(&[]);
    for grants in 1..=3 {
        lab.run("ask c1 increment\nsettle\nfire c1 work\nfire c1 use\nsettle");
        assert_eq!(resource(&lab).highest, grants);
    }
    lab.run("crash n1\nrestart n1\nask c1 increment\nsettle");
    assert_eq!(resource(&lab).highest, 4, "after a crash too");
}

/// "Keeping counters on several nodes would mean they would go out of sync": so Redlock's pass has no number.
#[test]
fn redlock_has_no_number_to_give() {
    let mut lab = five(&[("fencing", 1)]);
    lab.run(&ask(1, &[1, 2, 3]));
    assert_eq!(client(&lab, 1).holding().map(|holding| holding.pass.fence), Some(0));
}

/// "The clock on node C jumps forward, causing the lock to expire. Client 2 acquires lock on nodes C, D, E."
#[test]
fn a_clock_that_jumps_breaks_redlock() {
    let mut lab = five(&[]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run("fire n3 expire lock");
    lab.run(&ask(2, &[3, 4, 5]));
    assert!(holds(&lab, 1) && holds(&lab, 2));
}

// Sanfilippo, “Is Redlock safe?”.

/// "We operate the read-modify-write only if the token is still the same when we write."
#[test]
fn marks_that_only_differ_keep_out_who_is_late() {
    let mut lab = five(&[("fencing", 1)]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run("deliver c1>n6 Read\ndeliver n6>c1 Value\nfire c1 work\nfire n3 expire lock");
    lab.run(&ask(2, &[3, 4, 5]));
    lab.run("deliver c2>n6 Read\ndeliver n6>c2 Value\nfire c1 use\ndeliver c1>n6 Write\ndeliver n6>c1 Written");
    assert_eq!((lab.replies.as_slice(), resource(&lab).value), (&["refused".to_owned()][..], 0));
}

/// What that does not stand: a read that comes a second time sets the mark back.
#[test]
fn a_read_that_is_repeated_lets_a_late_write_in() {
    let mut lab = five(&[("fencing", 1)]);
    lab.run(&ask(1, &[1, 2, 3]));
    lab.run("duplicate c1>n6 Read\ndeliver c1>n6 Read\ndeliver n6>c1 Value\nfire c1 work\nfire n3 expire lock");
    lab.run(&ask(2, &[3, 4, 5]));
    lab.run("deliver c2>n6 Read\ndeliver n6>c2 Value\nfire c2 work\nfire c2 use\ndeliver c2>n6 Write");
    lab.run("deliver c1>n6 Read\nfire c1 use\ndeliver c1>n6 Write");
    assert!(!so(&lab, "exclusion"));
}

// What no source says, and a client must do all the same.

/// A client whose time ends while its write is under way does not let the next one in.
#[test]
fn a_write_that_may_be_under_way_keeps_the_key() {
    let mut lab = one(&[]);
    lab.run(&format!("{CHECKED}\nfire c1 use\nfire c1 valid"));
    assert_eq!(lab.replies, ["unknown"]);
    assert!(lab.in_flight("c1>n1", "Delete").is_empty());
    assert_eq!(redis(&lab, 1).store.owner().map(|owner| owner.client.number()), Some(1));
}
