//! A test for each claim of the sources, in their order: BHG is Bernstein, Hadzilacos and Goodman, chapter 7, and R* is
//! Mohan, Lindsay and Obermarck. Claims are given in other words than theirs.

use quorum_kernel::{
    Action, ActionKind, Choice, Exhibit, Happening, NodeId, Property, Spec, Step, Timing, Trace, World,
};
use quorum_protocols::two_phase_commit::{Decision, Message, Record, TwoPhaseCommit};

use crate::lab::Lab;

/// Both were asked and voted yes; the votes are on their way.
const BOTH_READY: &str = "ask c1 transfer A B 30
    deliver c1>n1 Request
    deliver n1>n2 Prepare
    deliver n1>n3 Prepare";

/// It was committed, and nobody but n1 knows.
fn committed_and_untold() -> Lab {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    lab.run("deliver n2>n1 Yes\ndeliver n3>n1 Yes");
    lab
}

/// The place of a line that begins like this in a transcript.
fn place(transcript: &str, line: &str) -> usize {
    let at = transcript.lines().position(|other| other.trim().starts_with(line));
    at.unwrap_or_else(|| panic!("no {line} in\n{transcript}"))
}

// BHG §7.3: what an atomic commitment protocol is.

/// AC1 and AC4: without failures, if all vote yes, all commit.
#[test]
fn all_commit_if_all_vote_yes_and_nothing_fails() {
    let mut lab = Lab::of(3, 1);
    lab.run("ask c1 transfer A B 30\nsettle");
    assert_eq!((lab.ended(2, "T1.1"), lab.ended(3, "T1.1")), (Some(Decision::Commit), Some(Decision::Commit)));
    assert_eq!((lab.balances(), lab.replies.as_slice()), (vec![70, 130], ["committed".to_owned()].as_slice()));
}

/// AC3: one no is enough, from either side.
#[test]
fn all_abort_if_one_votes_no() {
    let mut lab = Lab::of(3, 2);
    lab.run("ask c1 transfer A B 130\nsettle");
    assert_eq!((lab.ended(2, "T1.1"), lab.ended(3, "T1.1")), (Some(Decision::Abort), Some(Decision::Abort)));
    // And from the payee: B is locked by another.
    let mut lab = Lab::of(4, 2);
    lab.run("ask c1 transfer C B 10\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\nask c2 transfer A B 10\nsettle");
    assert_eq!(lab.replies, ["committed", "aborted"]);
    assert_eq!(lab.balances(), [100, 110, 90]);
}

/// AC2: who has decided passes over what comes later, be it the answer to a question of long ago.
#[test]
fn a_decision_is_not_reversed() {
    let mut lab = committed_and_untold();
    lab.run("fire n2 inquire\ndrop n2>n3 Inquiry\ndeliver n1>n2 Commit\ndeliver n1>n3 Commit\nsettle");
    assert!(lab.coordinator().committing.is_empty(), "n1 has forgotten");
    assert_eq!(lab.ended(2, "T1.1"), Some(Decision::Commit), "and said abort since");
    assert_eq!(lab.violated, None);
}

/// AC5: whatever was broken, once it is mended all decide.
#[test]
fn all_decide_once_all_is_mended() {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    lab.run("crash n1\ncrash n3\nfire n2 inquire\nsettle");
    assert!(lab.in_doubt(2) && lab.in_doubt(3));
    lab.run("restart n1\nrestart n3\nfire n2 inquire\nsettle");
    assert!(!lab.in_doubt(2) && !lab.in_doubt(3));
}

/// §7.3: a participant is uncertain from its yes on until it knows enough to decide. Before, it may abort on its own.
#[test]
fn who_has_not_voted_may_abort_and_who_has_may_not() {
    let mut lab = Lab::of(3, 1);
    lab.run("ask c1 transfer A B 30\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare\nfire n2 inquire");
    lab.run("deliver n2>n3 Inquiry\nfire n2 inquire\nfire n2 inquire");
    assert_eq!((lab.ended(2, "T1.1"), lab.in_doubt(2)), (None, true));
    assert_eq!(lab.ended(3, "T1.1"), Some(Decision::Abort));
}

/// §7.3: if messages can be lost, every such protocol may block.
#[test]
fn participants_that_are_cut_off_in_doubt_are_blocked_though_nobody_crashed() {
    let mut lab = committed_and_untold();
    lab.run("drop n1>n2 Commit\ndrop n1>n3 Commit\ncut n1|n2\ncut n1|n3");
    for _ in 0..10 {
        lab.run("fire n2 inquire\nfire n3 inquire\nsettle");
    }
    assert!(lab.in_doubt(2) && lab.in_doubt(3));
    lab.run("heal n1|n2\nfire n2 inquire\nsettle\nfire n3 inquire\nsettle");
    assert_eq!((lab.ended(2, "T1.1"), lab.ended(3, "T1.1")), (Some(Decision::Commit), Some(Decision::Commit)));
}

/// §7.3: no protocol lets everybody recover without asking anybody. Here: a participant that crashed in doubt.
#[test]
fn who_crashed_in_doubt_has_to_ask() {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    lab.run("crash n3\nrestart n3");
    assert_eq!(lab.in_flight("n3>n1", "Inquiry"), [Message::Inquiry("T1.1".parse().expect("a transaction"))]);
    assert!(lab.in_doubt(3));
}

// BHG §7.4: two-phase commit, its time-outs, and cooperative termination.

/// A coordinator that has not decided may abort when votes do not come.
#[test]
fn the_coordinator_may_abort_until_it_has_decided() {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    lab.run("deliver n2>n1 Yes\nfire n1 votes\nsettle");
    assert_eq!((lab.ended(2, "T1.1"), lab.ended(3, "T1.1")), (Some(Decision::Abort), Some(Decision::Abort)));
    assert!(committed_and_untold().command("fire n1 votes").is_err(), "then it may not");
}

/// Cooperative termination: who knows the end tells it, and the coordinator is not needed.
#[test]
fn the_other_participant_helps_if_it_knows() {
    let mut lab = committed_and_untold();
    lab.run("deliver n1>n2 Commit\ncrash n1\ndrop n1>n3 Commit\nfire n3 inquire\nsettle");
    assert_eq!(lab.ended(3, "T1.1"), Some(Decision::Commit));
}

/// Without it, the same participant is blocked.
#[test]
fn without_cooperation_it_cannot() {
    let options = [("cooperative".to_owned(), 0)].into();
    let mut lab = Lab::chosen(&Choice { servers: 3, options, ..TwoPhaseCommit::default_choice() });
    lab.run(BOTH_READY);
    lab.run("deliver n2>n1 Yes\ndeliver n3>n1 Yes\ndeliver n1>n2 Commit\ncrash n1\ndrop n1>n3 Commit");
    lab.run("fire n3 inquire\nsettle");
    assert!(lab.in_doubt(3) && lab.in_flight("n3>n2", "Inquiry").is_empty());
}

/// It does not help if the one that knows is unreachable too: even then nobody decides wrongly.
#[test]
fn who_knows_may_be_down_as_well() {
    let mut lab = committed_and_untold();
    lab.run("deliver n1>n2 Commit\ndrop n1>n3 Commit\ncrash n1\ncrash n2\nfire n3 inquire\nsettle");
    assert!(lab.in_doubt(3));
    lab.run("restart n2\nfire n3 inquire\nsettle");
    assert_eq!(lab.ended(3, "T1.1"), Some(Decision::Commit));
}

// R* §2: the records, and the order of what is written and said.

/// §2.1: a participant forces its prepare record before it votes yes.
#[test]
fn a_yes_is_forced_before_it_is_said() {
    let mut lab = Lab::of(3, 1);
    let said = lab.run("ask c1 transfer A B 30\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare");
    assert!(place(&said, "forces prepared T1.1") < place(&said, "sends n2>n1 Yes"));
}

/// §2.1: the coordinator forces its commit record before it tells anybody, its client included.
#[test]
fn a_commit_is_forced_before_it_is_told() {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    let said = lab.run("deliver n2>n1 Yes\ndeliver n3>n1 Yes");
    let record = place(&said, "forces commit T1.1");
    for told in ["sends n1>n2 Commit", "sends n1>n3 Commit", "sends n1>c1 Reply"] {
        assert!(record < place(&said, told), "{told}");
    }
}

/// §2.1: a participant forces its commit record before it acknowledges; after the last acknowledgement, the coordinator
/// writes an end record, unforced, and forgets.
#[test]
fn a_commit_is_forced_before_it_is_acknowledged_and_then_forgotten() {
    let mut lab = committed_and_untold();
    let said = lab.run("deliver n1>n2 Commit");
    assert!(place(&said, "forces committed T1.1") < place(&said, "sends n2>n1 Ack"));
    lab.run("deliver n2>n1 Ack\ndeliver n1>n3 Commit");
    assert_eq!(lab.coordinator().committing.len(), 1, "one has not acknowledged");
    assert!(lab.run("deliver n3>n1 Ack").contains("writes end T1.1"));
    assert!(lab.coordinator().committing.is_empty());
}

/// §2.2: the coordinator that finds a commit record without an end record tells all again, until they acknowledge.
#[test]
fn a_commit_without_an_end_record_is_told_again() {
    let mut lab = committed_and_untold();
    lab.run("drop-all\ncrash n1\nrestart n1");
    assert_eq!((lab.in_flight("n1>n2", "Commit").len(), lab.in_flight("n1>n3", "Commit").len()), (1, 1));
    lab.run("drop-all\nfire n1 resend\nsettle");
    assert!(lab.coordinator().committing.is_empty());
}

// R* §3: presumed abort.

/// Asked about a transaction that it knows nothing of, the coordinator says that it was aborted.
#[test]
fn what_is_not_known_was_aborted() {
    let mut lab = Lab::of(3, 1);
    lab.run(BOTH_READY);
    lab.run("crash n1\nrestart n1\ndrop-all\nfire n2 inquire\ndrop n2>n3 Inquiry\ndeliver n2>n1 Inquiry");
    assert_eq!(lab.in_flight("n1>n2", "Abort").len(), 1);
}

/// An abort is neither forced, nor acknowledged, nor remembered.
#[test]
fn an_abort_is_neither_forced_nor_acknowledged_nor_remembered() {
    let mut lab = Lab::of(3, 1);
    let said =
        lab.run("ask c1 transfer A B 130\ndeliver c1>n1 Request\ndeliver n1>n2 Prepare\ndeliver n2>n1 No\nsettle");
    assert!(!said.contains("forces") && lab.coordinator().committing.is_empty(), "{said}");
    assert_eq!(lab.count_in_flight(), 0);
}

/// How many forced writes and messages between servers a transfer costs.
fn cost(request: &str) -> (usize, usize) {
    let choice = Choice { servers: 3, ..TwoPhaseCommit::default_choice() };
    let config = TwoPhaseCommit::configure(&choice).expect("a cluster");
    let (mut world, mut trace) = (World::new(config, Timing::Asynchronous), Trace::default());
    world.start(&mut trace);
    let request = request.parse().expect("a transfer");
    let ask = Step::Invoke { client: NodeId::client(1), request };
    world.apply(&Action::Step(ask), &mut trace).expect("a client that runs");
    let (mut forced, mut sent) = (0, 0);
    loop {
        forced += trace.happened.iter().filter(|did| matches!(did, Happening::Wrote { forced: true, .. })).count();
        let between_servers = |did: &&Happening<TwoPhaseCommit>| matches!(did, Happening::Sent { from, to, .. } if !from.is_client() && !to.is_client());
        sent += trace.happened.iter().filter(between_servers).count();
        let deliveries = world.enabled_of(|kind| kind == ActionKind::Deliver);
        let Some(delivery) = deliveries.first() else { return (forced, sent) };
        world.apply(delivery, &mut trace).expect("it was enabled");
    }
}

/// §3, with two participants: a commit costs the coordinator one forced record and each participant two, and four messages
/// for each. An abort costs a forced record only where somebody had voted yes.
#[test]
fn what_a_commit_and_an_abort_cost() {
    assert_eq!(cost("transfer A B 30"), (5, 8));
    assert_eq!(cost("transfer A B 130"), (1, 5), "n3 had voted yes and is told; n2 knows");
}

/// What is beyond the promise: no record of a no is forced, so a question that comes twice is answered differently.
/// With `forces-no` the promise covers duplicates.
#[test]
fn duplicates_are_promised_only_if_a_no_is_forced() {
    for (forces_no, breaks) in [(0, Some("one-decision")), (1, None)] {
        let options = [("forces-no".to_owned(), forces_no)].into();
        let choice = Choice { servers: 3, clients: 2, options, ..TwoPhaseCommit::default_choice() };
        let config = TwoPhaseCommit::configure(&choice).expect("a cluster");
        let promised = |property: &Property<TwoPhaseCommit>| (property.promise)(&config).duplication;
        assert!(TwoPhaseCommit::properties().iter().all(|property| promised(property) == breaks.is_none()));
        // n2 is locked by T1.1 when it is asked about T1.2, and free when the same question comes again.
        let mut lab = Lab::chosen(&choice);
        lab.run("ask c1 transfer A B 30\ndeliver c1>n1 Request\nask c2 transfer A B 40\ndeliver c2>n1 Request");
        lab.run("duplicate n1>n2 Prepare#2\ndeliver n1>n2 Prepare#1\ndeliver n1>n2 Prepare#2");
        lab.run("deliver n1>n3 Prepare#2\ndeliver n1>n3 Prepare#1\ndeliver n3>n1 No\ncrash n2\nrestart n2");
        lab.run("deliver n1>n2 Abort\ndeliver n1>n2 Prepare#2");
        lab.run_what_can("deliver n2>n1 Yes#2\ndeliver n3>n1 Yes\nsettle");
        assert_eq!(lab.violated, breaks);
    }
}

/// The essay's table: which records a transfer leaves.
#[test]
fn the_records_of_a_transfer_are_those_of_the_essay() {
    let mut lab = Lab::of(3, 1);
    lab.run("ask c1 transfer A B 30\nsettle");
    let kinds = |number| lab.disk(number).log.iter().map(record).collect::<Vec<_>>();
    assert_eq!(kinds(1), ["commit", "end"]);
    assert_eq!(kinds(2), ["prepared", "committed"]);
}

fn record(record: &Record) -> &'static str {
    match record {
        Record::Life => "life",
        Record::Prepared { .. } => "prepared",
        Record::Committed(_) => "committed",
        Record::Aborted(_) => "aborted",
        Record::Commit { .. } => "commit",
        Record::End(_) => "end",
    }
}
