//! A test for each claim of the paper and of ZooKeeper's differences, with the step that it is about.

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::zab::Zab;

use crate::lab::Lab;

/// Three servers, of which n3 is primary of epoch 1.
fn established() -> Lab {
    let mut lab = Lab::of(3, 1);
    lab.run("settle");
    assert!(lab.is_primary(3), "{}", lab.logs());
    lab
}

/// Asks n3, and leaves what it sends on its way.
const ASK: &str = "ask c1 put x 1\ndeliver c1>n1 Request\ndeliver n1>c1 Reply\ndeliver c1>n3 Request";

// Phase 0.

/// Of equally recent histories the highest number wins.
#[test]
fn equal_histories_are_told_apart_by_number() {
    assert!(established().is_primary(3));
}

/// A more recent history wins over a higher number.
#[test]
fn the_most_recent_history_is_elected() {
    let mut lab = established();
    lab.run("crash n3\nelect n1 n2\nask c1 put x 1\nsettle");
    assert_eq!((lab.history(1).as_str(), lab.history(2).as_str()), ("2.1", "2.1"));
    lab.run("crash n1\ncrash n2\nrestart n1\nrestart n2\nrestart n3\nsettle");
    assert!(lab.is_primary(2), "{}", lab.logs());
}

/// A server that comes late joins the leader that a quorum follows, and does not unseat it.
#[test]
fn a_late_comer_joins() {
    let mut lab = Lab::of(3, 0);
    lab.run("crash n3\nelect n1 n2\nrestart n3\nsettle");
    assert!(lab.is_primary(2) && lab.does(3) == "Following Broadcast", "{}", lab.logs());
}

/// No server is elected by less than a quorum.
#[test]
fn nobody_is_elected_by_a_minority() {
    let mut lab = established();
    lab.run("crash n2\ncrash n3\nsettle");
    assert!(lab.command("fire n1 decide").is_err());
    assert_eq!(lab.does(1), "Looking Election");
}

// Phase 1.

/// Step l.1.1: the new epoch is later than all that a quorum has promised.
#[test]
fn the_new_epoch_is_later_than_any_promised() {
    let mut lab = established();
    lab.run("crash n3\nelect n1 n2");
    assert_eq!((lab.disk(1).accepted_epoch, lab.disk(2).accepted_epoch), (2, 2));
    lab.run("crash n2\nrestart n3\nsettle\nfire n1 decide\nfire n3 decide\nsettle");
    assert_eq!(lab.disk(3).accepted_epoch, 3, "n3 had promised 1, n1 2\n{}", lab.logs());
}

/// Step f.1.2: a promise is on disk before it is given.
#[test]
fn a_promise_survives_a_crash() {
    let mut lab = established();
    lab.run("crash n3\nsettle\nfire n1 decide\nfire n2 decide\ndeliver n1>n2 FollowerInfo\ndeliver n2>n1 LeaderInfo\ncrash n1");
    assert_eq!((lab.disk(1).accepted_epoch, lab.disk(1).current_epoch), (2, 1));
}

/// A promise counts once: of an epoch that it had promised before, a follower does not count.
#[test]
fn a_promise_counts_once() {
    let mut lab = established();
    lab.run("crash n1\nrestart n1");
    let said = lab.run("settle");
    assert!(!said.contains("proposes epoch"), "n1 joins epoch 1: {said}");
    let promised = lab.run("crash n1\nrestart n1\nsettle");
    assert!(lab.does(1) == "Following Broadcast" && !promised.contains("gives up"), "{promised}");
    assert_eq!(lab.disk(1).accepted_epoch, 1);
}

/// n5 is elected by n1 and n2, which are all that is up. n1 promises its epoch, n2 does not hear of it, and n5 crashes.
fn promised_by_n1(lab: &mut Lab) {
    lab.run("settle\nfire n1 decide\nfire n2 decide\nfire n5 decide");
    lab.run("deliver n1>n5 FollowerInfo\ndeliver n2>n5 FollowerInfo\ndrop n5>n2 LeaderInfo");
    lab.run("deliver n5>n1 LeaderInfo\ncrash n5");
}

/// So that an epoch has one primary: n4 proposes one that n1 has promised to n5, and needs n2 to promise it.
#[test]
fn a_promise_to_another_leader_does_not_count() {
    let mut lab = Lab::of(5, 0);
    lab.run("crash n3\ncrash n4");
    promised_by_n1(&mut lab);
    lab.run("restart n3\nrestart n4\nsettle\nfire n4 decide\nfire n3 decide\nfire n2 decide");
    lab.run("deliver n3>n4 FollowerInfo\ndeliver n2>n4 FollowerInfo\nfire n1 decide\ndeliver n1>n4 FollowerInfo");
    lab.run("deliver n4>n1 LeaderInfo\ndeliver n4>n3 LeaderInfo");
    assert_eq!((lab.disk(1).accepted_epoch, lab.disk(4).accepted_epoch), (1, 1));
    let said = lab.run("deliver n3>n4 AckEpoch\ndeliver n1>n4 AckEpoch");
    assert!(!said.contains("n4 hands out its history"), "{said}");
    let said = lab.run("deliver n4>n2 LeaderInfo\ndeliver n2>n4 AckEpoch");
    assert!(said.contains("n4 hands out its history"), "{said}");
    lab.run("settle");
    assert_eq!(lab.does(1), "Following Broadcast", "it follows all the same");
}

/// Who has promised an epoch has nothing to do with the leader of an earlier one.
#[test]
fn a_leader_of_an_earlier_epoch_is_turned_down() {
    let mut lab = Lab::of(5, 0);
    lab.run("crash n3\ncrash n4");
    promised_by_n1(&mut lab);
    lab.run("restart n5");
    promised_by_n1(&mut lab);
    lab.run("crash n1\nrestart n3\nrestart n4\nelect n2 n3 n4\nrestart n1");
    assert!(lab.is_primary(4), "{}", lab.logs());
    let mut said = String::new();
    while !said.contains("n1 gives up") {
        let step = lab.oldest().expect("n1 comes to n4");
        said += &lab.act(&step).expect("what is due can be done");
    }
    assert!(said.contains("n1 follows n4") && said.contains("n1 gives up: an old epoch"), "{said}");
    assert_eq!((lab.disk(1).accepted_epoch, lab.disk(4).accepted_epoch), (2, 1));
}

/// A leader that lacks what a follower has gives up, before it has changed anybody's history.
#[test]
fn a_leader_that_is_behind_gives_up() {
    let mut lab = Lab::of_mutant(3, 1, "id-first");
    lab.run("crash n3\nsettle\nfire n1 decide\nfire n2 decide\nsettle\nask c1 put x 1\nsettle");
    lab.run("crash n1\ncrash n2\nrestart n1\nrestart n2\nrestart n3");
    let mut said = String::new();
    for _ in 0..60 {
        let Some(step) = lab.oldest() else { break };
        said += &lab.act(&step).expect("what is due can be done");
    }
    assert!(said.contains("n3 gives up: a follower is ahead"), "{said}");
    assert_eq!((lab.history(1).as_str(), lab.history(2).as_str()), ("1.1", "1.1"));
}

/// So it does if the follower is of the same epoch and has a transaction more.
#[test]
fn a_leader_that_lacks_a_transaction_gives_up() {
    let mut lab = Lab::of_mutant(3, 1, "id-first");
    lab.run("settle");
    lab.run(ASK);
    lab.run("drop n3>n2 Proposal\ndeliver n3>n1 Proposal\ncrash n3\nsettle\nfire n1 decide\nfire n2 decide");
    let said = lab.run("settle");
    assert!(said.contains("n2 proposes epoch 2") && said.contains("n2 gives up: a follower is ahead"), "{said}");
    assert_eq!((lab.history(1).as_str(), lab.disk(2).current_epoch), ("1.1", 1));
}

// Phase 2.

/// Step f.2.1: the history, then the epoch, then the acknowledgement.
#[test]
fn history_epoch_and_acknowledgement_come_in_this_order() {
    let mut lab = established();
    lab.run("crash n1\nsettle\nask c1 put x 1\nfire c1 retry\nsettle\nrestart n1");
    let mut said = String::new();
    while let Some(step) = lab.oldest() {
        said += &lab.act(&step).expect("what is due can be done");
    }
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text} in\n{said}"));
    assert!(at("forces history: keeps 0, adds [1.1]") < at("forces current epoch 1"));
    assert!(at("forces current epoch 1") < at("sends n1>n3 Ack#"), "{said}");
}

/// A follower that crashes between the two writes has a history of more than its epoch says, and does no harm with it.
#[test]
fn a_crash_between_the_two_writes_leaves_the_old_epoch() {
    let mut lab = established();
    lab.run("crash n3\nelect n1 n2\nask c1 put x 1\nsettle\nrestart n3");
    while lab.in_flight("n2>n3", "NewLeader").is_empty() {
        let step = lab.oldest().expect("n3 joins");
        lab.act(&step).expect("what is due can be done");
    }
    // Of the step's effects these are the first: the timer, the note, and the history.
    lab.run("deliver n2>n3 Diff\ncrash-during 3 deliver n2>n3 NewLeader");
    assert_eq!((lab.history(3).as_str(), lab.disk(3).current_epoch), ("2.1", 1));
}

/// What the new leader does not have is cut off.
#[test]
fn what_reached_nobody_is_cut() {
    let mut lab = established();
    lab.run(ASK);
    lab.run("drop n3>n1 Proposal\ndrop n3>n2 Proposal\ncrash n3\ncrash c1\nelect n1 n2");
    assert_eq!(lab.disk(3).history.length(), 1);
    let said = lab.run("restart n3\nsettle");
    assert!(said.contains("n3 cuts its history to 0"), "{said}");
    assert_eq!(lab.history(3), "");
}

/// What one of the quorum has is kept, and delivered when the epoch is established.
#[test]
fn what_reached_one_is_kept() {
    let mut lab = established();
    lab.run(ASK);
    lab.run("drop n3>n2 Proposal\ndeliver n3>n1 Proposal\ncrash n3\ncrash c1\nelect n1 n2");
    assert!(lab.is_primary(1), "{}", lab.logs());
    assert_eq!((lab.delivered(1).as_str(), lab.delivered(2).as_str()), ("1.1", "1.1"));
}

/// A follower that lacks more than the window gets a snapshot, and starts from it again.
#[test]
fn who_is_far_behind_gets_a_snapshot() {
    let mut choice = Choice { servers: 3, clients: 1, ..Zab::default_choice() };
    choice.options.insert("window".to_owned(), 1);
    let mut lab = Lab::chosen(&choice);
    lab.run("settle\ncrash n2\nsettle\nask c1 put x 1\nsettle\nask c1 append x 2\nsettle\nrestart n2");
    let said = lab.run("settle");
    assert_eq!((lab.value(2, "x").as_deref(), lab.history(2).as_str()), (Some("12"), ""), "{said}");
    lab.run("crash n2\nrestart n2");
    assert_eq!((lab.value(2, "x").as_deref(), lab.delivered(2).as_str()), (Some("12"), "1.2"));
    lab.run("settle\nask c1 append x 3\nsettle");
    assert_eq!(lab.value(2, "x").as_deref(), Some("123"));
}

/// A follower that comes late is sent what is outstanding too, and delivers what is committed and no more.
#[test]
fn who_comes_late_delivers_what_is_committed() {
    let mut lab = established();
    lab.run("crash n1\nsettle\nrestart n1");
    while lab.in_flight("n3>n1", "NewLeader").is_empty() {
        let step = lab.oldest().expect("n1 joins");
        lab.act(&step).expect("what is due can be done");
    }
    lab.run("ask c1 put x 1\nfire c1 retry\nfire c1 retry\ndeliver c1>n3 Request");
    lab.run("deliver n3>n1 Diff\ndeliver n3>n1 NewLeader\ndeliver n1>n3 Ack");
    assert_eq!(lab.delivered(3), "0.0", "n1 has acknowledged the history, and not what came after");
    lab.run("deliver n3>n1 Proposal\ndeliver n3>n1 UpToDate");
    assert_eq!((lab.history(1).as_str(), lab.does(1).as_str()), ("1.1", "Following Broadcast"));
    assert_eq!(lab.delivered(1), "0.0", "n3 does not know that n1 has it");
    lab.run("deliver n1>n3 Ack");
    assert_eq!(lab.delivered(3), "1.1");
}

/// What is outstanding counts as acknowledged by a follower that comes late, if it was sent with the history.
#[test]
fn who_comes_late_helps_to_commit() {
    let mut lab = established();
    lab.run("crash n1\nsettle\nask c1 put x 1\nfire c1 retry\nfire c1 retry\ndeliver c1>n3 Request");
    lab.run("restart n1\ndeliver n1>n2 Notification\ndeliver n1>n3 Notification");
    lab.run("deliver n2>n1 Notification\ndeliver n3>n1 Notification");
    lab.run("deliver n1>n3 FollowerInfo\ndeliver n3>n1 LeaderInfo\ndeliver n1>n3 AckEpoch");
    lab.run("deliver n3>n1 Diff\ndeliver n3>n1 NewLeader\ndeliver n1>n3 Ack");
    assert_eq!((lab.history(1).as_str(), lab.delivered(3).as_str()), ("1.1", "1.1"), "{}", lab.logs());
}

/// A follower that has delivered more than its new leader, which has just started, does not go back.
#[test]
fn a_snapshot_takes_nothing_back() {
    let mut choice = Choice { servers: 3, clients: 1, ..Zab::default_choice() };
    choice.options.insert("window".to_owned(), 1);
    let mut lab = Lab::chosen(&choice);
    lab.run("settle\nask c1 put x 1\nsettle\nisolate n1\nsettle\nask c1 append x 2\nsettle\nask c1 append x 3\nsettle");
    let said = lab.run("crash n2\ncrash n3\nrestart n3\njoin n1\nelect n1 n3");
    assert!(said.contains("n3 delivers 1.1") && said.contains("n1 delivers 1.2"), "{said}");
    assert!(!said.contains("n1 delivers 1.1"), "it has done so before\n{said}");
}

// Phase 3.

/// Step l.3.2: nothing is delivered before a quorum has it.
#[test]
fn a_quorum_commits() {
    let mut lab = established();
    lab.run(ASK);
    assert_eq!(lab.delivered(3), "0.0", "the primary alone has it");
    lab.run("deliver n3>n1 Proposal");
    assert_eq!(lab.delivered(1), "0.0", "a follower waits for the commit");
    lab.run("deliver n1>n3 Ack");
    assert_eq!(lab.delivered(3), "1.1");
}

/// An acknowledgement that was not forced does not exist: a crash within the step before it, and it is not sent.
#[test]
fn a_follower_acknowledges_what_is_on_disk() {
    let mut lab = established();
    lab.run(ASK);
    lab.run("crash-during 1 deliver n3>n1 Proposal");
    assert_eq!((lab.disk(1).history.length(), lab.in_flight("n1>n3", "Ack").len()), (0, 0));
}

/// Many transactions are under way at a time, and are delivered in order.
#[test]
fn transactions_are_pipelined() {
    let mut lab = Lab::of(3, 2);
    lab.run("settle");
    lab.run(ASK);
    lab.run("ask c2 append x 2\ndeliver c2>n1 Request\ndeliver n1>c2 Reply\ndeliver c2>n3 Request");
    assert_eq!(lab.disk(3).history.length(), 2);
    assert_eq!(lab.delivered(3), "0.0");
    lab.run("deliver n3>n1 Proposal\ndeliver n3>n1 Proposal\ndeliver n1>n3 Ack\ndeliver n1>n3 Ack\nsettle");
    assert_eq!(lab.value(3, "x").as_deref(), Some("12"));
}

/// A leader without a quorum leads no more.
#[test]
fn a_leader_without_a_quorum_gives_up() {
    let mut lab = established();
    let said = lab.run("crash n1\ncrash n2\nsettle");
    assert!(said.contains("n3 gives up: no quorum"), "{said}");
}

/// So does one that hears nothing from a quorum for too long, though no connection broke.
#[test]
fn a_leader_that_hears_nothing_gives_up() {
    let mut lab = established();
    let said = lab.run("fire n3 patience\nfire n3 patience");
    assert!(said.contains("no quorum"), "nobody has answered a ping: {said}");
    let mut lab = established();
    lab.run("fire n3 ping\nsettle\nfire n3 patience");
    assert!(lab.is_primary(3));
}

/// A command that is asked twice is broadcast twice, maybe, and executed once.
#[test]
fn a_repeated_command_is_executed_once() {
    let mut lab = established();
    lab.run("ask c1 append x 1\ndeliver c1>n1 Request\ndeliver n1>c1 Reply\ndeliver c1>n3 Request");
    lab.run("fire c1 retry\ndeliver c1>n1 Request\ndeliver n1>c1 Reply\ndeliver c1>n3 Request\nsettle");
    assert_eq!((lab.value(1, "x").as_deref(), lab.replies.as_slice()), (Some("1"), &["ok".to_owned()][..]));
    assert_eq!(lab.history(1), "1.1 1.2", "n3 had not delivered the first when the second came");
}

/// What a dead primary could not answer, the next one does, once it is established.
#[test]
fn the_next_primary_answers() {
    let mut lab = established();
    lab.run(ASK);
    lab.run("deliver n3>n1 Proposal\ncrash n3\nelect n1 n2");
    assert_eq!(lab.replies, ["ok"]);
}

/// With `local-reads` a follower answers from its own state, which may be old.
#[test]
fn a_local_read_may_be_old() {
    let mut choice = Choice { servers: 3, clients: 2, ..Zab::default_choice() };
    choice.options.insert("local-reads".to_owned(), 1);
    let mut lab = Lab::chosen(&choice);
    lab.run("settle");
    lab.run(ASK);
    lab.run("deliver n3>n2 Proposal\ndeliver n2>n3 Ack\ndeliver n3>c1 Reply");
    lab.run("ask c2 get x\ndeliver c2>n1 Request\ndeliver n1>c2 Reply");
    assert_eq!(lab.replies, ["ok", "nothing"]);
}

/// A server that follows nobody answers no reads.
#[test]
fn a_local_read_needs_a_primary() {
    let mut choice = Choice { servers: 3, clients: 1, ..Zab::default_choice() };
    choice.options.insert("local-reads".to_owned(), 1);
    let mut lab = Lab::chosen(&choice);
    lab.run("settle\nfire n1 patience\nask c1 get x\ndeliver c1>n1 Request\ndeliver n1>c1 Reply");
    assert!(lab.replies.is_empty(), "{:?}", lab.replies);
}
