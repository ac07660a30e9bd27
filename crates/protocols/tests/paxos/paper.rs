//! A test for each claim of “Paxos Made Simple”, named by its sentence, the section in a comment.

use quorum_kernel::{
    Choice, Happening, Inspect, NodeId, Options,
    inspect::{BallotState, Drawn, Tone},
};
use quorum_protocols::paxos::{Message, Nack, Note, Paxos, Promise, Proposal, Value};

use crate::lab::{Lab, ballot};

/// Five servers, of which n1 and n2 propose and n3, n4 and n5 accept.
fn roles_apart(options: &[(&str, u32)]) -> Lab {
    let roles = [("proposers", 2), ("acceptors", 3)];
    let options: Options = roles.iter().chain(options).map(|(id, value)| ((*id).to_owned(), *value)).collect();
    Lab::chosen(&Choice { servers: 5, clients: 2, mutant: None, options })
}

/// n1 has promises for 1.n1 from n3 and n4.
const PREPARED: &str = "ask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\ndeliver n1>n4 Prepare
    deliver n3>n1 Promise\ndeliver n4>n1 Promise";

/// n2 has promises for 1.n2 from n4 and n5.
const PREPARED_TOO: &str = "ask c2 propose B\ndeliver c2>n2 Request\ndeliver n2>n4 Prepare\ndeliver n2>n5 Prepare
    deliver n4>n2 Promise\ndeliver n5>n2 Promise";

// §2.1 The problem.

/// §2.1: "If no value is proposed, then no value should be chosen."
#[test]
fn without_a_proposal_nothing_is_chosen() {
    let mut lab = Lab::of(3, 1);
    assert_eq!(lab.run("settle"), "");
    assert!(
        (1..=3).all(|number| lab.known(number).is_none())
            && lab
                .world
                .enabled()
                .iter()
                .all(|action| { !matches!(action, quorum_kernel::Action::Step(quorum_kernel::Step::Fire { .. })) })
    );
}

/// §2.1: "Only a single value is chosen": the second client is told what the first proposed.
#[test]
fn a_client_may_be_told_another_value_than_its_own() {
    let mut lab = Lab::of(3, 2);
    lab.run("ask c1 propose A\nsettle\nask c2 propose B\nsettle");
    assert_eq!(lab.replies, ["A", "A"]);
}

// §2.2 Choosing a value.

/// P1, §2.2: "An acceptor must accept the first proposal that it receives." It may have been asked for no promise.
#[test]
fn an_acceptor_accepts_the_first_proposal_that_it_receives() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n5 Accept");
    assert_eq!(lab.accepted(5).as_deref(), Some("A in 1.n1"));
}

/// §2.2: "an acceptor must be allowed to accept more than one proposal."
#[test]
fn an_acceptor_may_accept_more_than_one_proposal() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept");
    lab.run(PREPARED_TOO);
    lab.run("deliver n2>n3 Accept");
    assert_eq!(lab.accepted(3).as_deref(), Some("B in 1.n2"), "A was not chosen: n3 alone had it");
    assert_eq!(lab.violated, None);
}

/// §2.2, phase 1(a): a prepare request is for a number, and no value is in it.
#[test]
fn a_prepare_request_carries_a_ballot_and_no_value() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\ndeliver c1>n1 Request");
    assert_eq!(lab.in_flight("n1>n3", "Prepare"), [Message::Prepare(ballot("1.n1"))]);
}

/// §2.2, phase 1(b): "a promise not to accept any more proposals numbered less than n and with the highest-numbered
/// proposal (if any) that it has accepted."
#[test]
fn a_promise_reports_the_highest_numbered_proposal_accepted() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(
        "deliver n1>n3 Accept\nask c2 propose B\ndeliver c2>n2 Request\ndeliver n2>n3 Prepare\ndeliver n2>n5 Prepare",
    );
    let promise = |link| match lab.in_flight(link, "Promise").as_slice() {
        [Message::Promise(Promise { accepted, .. })] => accepted.as_ref().map(ToString::to_string),
        other => panic!("one promise, not {other:?}"),
    };
    assert_eq!((promise("n3>n2").as_deref(), promise("n5>n2")), (Some("A in 1.n1"), None));
}

/// P1a, §2.2: "An acceptor can accept a proposal numbered n iff it has not responded to a prepare request having a number
/// greater than n."
#[test]
fn an_acceptor_accepts_unless_it_has_promised_a_higher_ballot() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(PREPARED_TOO);
    lab.run("deliver n1>n3 Accept\ndeliver n1>n4 Accept");
    assert_eq!((lab.accepted(3).as_deref(), lab.accepted(4)), (Some("A in 1.n1"), None));
}

/// §2.2, phase 2(a): without a majority of responses nothing is proposed.
#[test]
fn a_proposal_takes_promises_from_a_majority() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\ndeliver n3>n1 Promise");
    assert_eq!(lab.proposed(1), None, "one of three");
    lab.run("deliver n1>n5 Prepare\ndeliver n5>n1 Promise");
    assert_eq!(lab.proposed(1).as_deref(), Some("A in 1.n1"));
}

/// §2.2, phase 2(a): the value "is any value if the responses reported no proposals".
#[test]
fn a_proposer_is_free_to_choose_if_nothing_is_reported() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept");
    lab.run(PREPARED_TOO);
    assert_eq!(lab.proposed(2).as_deref(), Some("B in 1.n2"), "n4 and n5 had accepted nothing");
}

/// §2.2, phase 2(a): "v is the value of the highest-numbered proposal among the responses", though it be one that was not
/// chosen, and though it be the smaller value.
#[test]
fn a_proposer_adopts_the_value_of_the_highest_numbered_proposal() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose Z\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\ndeliver n1>n4 Prepare");
    lab.run("deliver n3>n1 Promise\ndeliver n4>n1 Promise\ndeliver n1>n3 Accept");
    lab.run(PREPARED_TOO);
    lab.run(
        "deliver n2>n4 Accept\nfire n1 patience\nfire n1 backoff\ndeliver n1>n3 Prepare#2\ndeliver n1>n4 Prepare#2",
    );
    lab.run("deliver n3>n1 Promise#2\ndeliver n4>n1 Promise#2");
    assert_eq!(lab.proposed(1).as_deref(), Some("B in 2.n1"));
}

/// P2, §2.2: "If a proposal with value v is chosen, then every higher-numbered proposal that is chosen has value v."
#[test]
fn a_chosen_value_is_proposed_again_whoever_answers() {
    for quorum in [["n3", "n4"], ["n3", "n5"], ["n4", "n5"]] {
        let mut lab = roles_apart(&[]);
        lab.run(PREPARED);
        lab.run("deliver n1>n3 Accept\ndeliver n1>n4 Accept\ncrash n1\nask c2 propose B\ndeliver c2>n2 Request");
        for acceptor in quorum {
            lab.run(&format!("deliver n2>{acceptor} Prepare\ndeliver {acceptor}>n2 Promise"));
        }
        assert_eq!(lab.proposed(2).as_deref(), Some("A in 1.n2"), "{quorum:?}");
    }
}

/// §2.2: "if an acceptor ignores a prepare or accept request because it has already received a prepare request with a
/// higher number, then it should probably inform the proposer, who should then abandon its proposal."
#[test]
fn a_proposer_that_is_told_of_a_higher_ballot_abandons_its_own() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(PREPARED_TOO);
    lab.run("deliver n1>n4 Accept");
    let nack = Nack { ballot: ballot("1.n1"), promised: ballot("1.n2") };
    assert_eq!(lab.in_flight("n4>n1", "Nack"), [Message::Nack(nack)]);
    lab.run("deliver n4>n1 Nack");
    assert_eq!(lab.server(1).phase.name(), "BackingOff");
}

/// §2.2: "It can abandon a proposal in the middle of the protocol at any time. (Correctness is maintained, even though
/// requests and/or responses for the proposal may arrive at their destinations long after the proposal was abandoned.)"
#[test]
fn what_arrives_for_an_abandoned_proposal_does_no_harm() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(
        "deliver n1>n3 Accept\ndeliver n1>n4 Accept\nfire n1 patience\ndeliver n3>n1 Accepted\ndeliver n4>n1 Accepted",
    );
    assert_eq!(lab.known(1), None, "n1 has forgotten that ballot, though A is chosen by it");
    lab.run("fire n1 backoff\nsettle");
    assert_eq!((lab.known(1).as_deref(), lab.violated), (Some("A"), None));
}

/// §2.5: "Response messages are tagged with the corresponding proposal number to prevent confusion": an acceptance of one
/// ballot does not count for another, or a value would be learnt that no majority has accepted.
#[test]
fn a_late_acceptance_does_not_count_for_a_later_ballot() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(
        "deliver n1>n3 Accept\nfire n1 patience\nfire n1 backoff\ndeliver n1>n4 Prepare#2\ndeliver n1>n5 Prepare#2",
    );
    lab.run("deliver n4>n1 Promise#2\ndeliver n5>n1 Promise\ndeliver n1>n4 Accept#2\ndeliver n4>n1 Accepted");
    lab.run("deliver n3>n1 Accepted");
    assert_eq!((lab.known(1), lab.proposed(1).as_deref()), (None, Some("A in 2.n1")), "n4 alone has accepted in 2.n1");
}

/// The same of a refusal: one of a ballot that was given up leaves the next alone.
#[test]
fn a_late_refusal_does_not_end_a_later_ballot() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c2 propose B\nfire c2 retry\ndeliver c2>n2 Request\ndeliver n2>n3 Prepare\nask c1 propose A");
    lab.run("deliver c1>n1 Request\ndeliver n1>n3 Prepare\nfire n1 patience\nfire n1 backoff");
    lab.run("fire n2 patience\nfire n2 backoff\ndeliver n2>n4 Prepare#2\nfire n1 patience\nfire n1 backoff");
    assert_eq!(lab.server(1).phase.ballot(), Some(ballot("3.n1")));
    lab.run("deliver n3>n1 Nack");
    assert_eq!(lab.server(1).phase.ballot(), Some(ballot("3.n1")), "that was for 1.n1");
    lab.run("deliver n1>n4 Prepare#2\ndeliver n4>n1 Nack");
    assert_eq!(lab.server(1).phase.ballot(), Some(ballot("3.n1")), "and that for 2.n1, though 2.n2 is above it");
}

/// §2.4: a proposer tries again "if it learns about some request with a higher proposal number", and above that.
#[test]
fn the_next_ballot_is_above_all_that_was_heard_of() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c2 propose B\ndeliver c2>n2 Request");
    for _ in 0..4 {
        lab.run("fire n2 patience\nfire n2 backoff");
    }
    lab.run("deliver n2>n3 Prepare#5\nask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare");
    lab.run("deliver n3>n1 Nack\nfire n1 backoff");
    assert_eq!(lab.server(1).phase.ballot(), Some(ballot("6.n1")));
}

// §2.3 Learning a chosen value.

/// §2.3: "a learner must find out that a proposal has been accepted by a majority of acceptors."
#[test]
fn a_value_is_learnt_from_a_majority_of_acceptors() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept\ndeliver n3>n1 Accepted");
    assert_eq!(lab.known(1), None);
    lab.run("deliver n1>n5 Accept\ndeliver n5>n1 Accepted");
    assert_eq!(lab.known(1).as_deref(), Some("A"));
}

/// §2.3: the distinguished learner "in turn informs the other learners when a value has been chosen".
#[test]
fn who_learns_first_informs_all_others() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\nsettle");
    assert!((1..=5).all(|number| lab.known(number).as_deref() == Some("A")), "{}", lab.logs());
}

/// §2.3: "Because of message loss, a value could be chosen with no learner ever finding out. […] If a learner needs to
/// know whether a value has been chosen, it can have a proposer issue a proposal."
#[test]
fn a_value_that_nobody_knows_to_be_chosen_is_learnt_by_a_proposal() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept\ndeliver n1>n4 Accept\ncrash n1\ndrop-all");
    assert!((2..=5).all(|number| lab.known(number).is_none()));
    lab.run("ask c2 propose B\nsettle");
    assert_eq!((lab.known(5).as_deref(), lab.replies.as_slice()), (Some("A"), &["A".to_owned()][..]));
}

// §2.4 Progress.

/// §2.4: "two proposers each keep issuing a sequence of proposals with increasing numbers, none of which are ever chosen."
#[test]
fn two_proposers_can_stop_each_other_for_ever() {
    let mut lab = roles_apart(&[("backoff", 0)]);
    let prepare = |lab: &mut Lab, number: u8| {
        for acceptor in ["n3", "n4"] {
            let last = lab.in_flight(&format!("n{number}>{acceptor}"), "Prepare").len();
            assert_eq!(last, 1, "the newest ballot's request");
            lab.run(&format!("deliver n{number}>{acceptor} Prepare\ndeliver {acceptor}>n{number} Promise"));
        }
        assert!(lab.proposed(number).is_some());
    };
    lab.run("ask c1 propose A\nask c2 propose B\ndeliver c1>n1 Request\ndeliver c2>n2 Request");
    prepare(&mut lab, 1);
    prepare(&mut lab, 2);
    for _ in 0..50 {
        for number in [1, 2] {
            lab.run(&format!("deliver n{number}>n3 Accept\ndeliver n3>n{number} Nack"));
            // What is left of the ballot that was given up comes too late to matter.
            lab.run_what_can(&format!("drop n{number}>n4 Accept\ndrop n{number}>n5 Accept\ndrop n{number}>n5 Prepare"));
            prepare(&mut lab, number);
        }
    }
    assert!((3..=5).all(|number| lab.accepted(number).is_none()), "a hundred ballots, and nothing accepted");
    assert_eq!(lab.promised(3), Some(ballot("51.n2")));
}

/// §2.4: alone, a proposer "will eventually choose a high enough proposal number".
#[test]
fn a_proposer_alone_gets_its_proposal_accepted() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run(PREPARED_TOO);
    lab.run("crash n1\nfire n2 patience\nfire n2 backoff\nsettle");
    assert_eq!(lab.known(2).as_deref(), Some("B"));
}

// §2.5 The implementation.

/// §2.5: "An acceptor records its intended response in stable storage before actually sending the response."
#[test]
fn an_acceptor_writes_before_it_answers() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\ndeliver c1>n1 Request");
    let said = lab.run("deliver n1>n3 Prepare");
    let place = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text} in\n{said}"));
    assert!(place("forces promised 1.n1") < place("sends n3>n1 Promise"));
    lab.run("deliver n1>n4 Prepare\ndeliver n3>n1 Promise\ndeliver n4>n1 Promise");
    let said = lab.run("deliver n1>n3 Accept");
    let place = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text} in\n{said}"));
    assert!(place("forces accepted A in 1.n1") < place("sends n3>n1 Accepted"));
}

/// §2.2: an acceptor "must remember this information even if it fails and then restarts."
#[test]
fn an_acceptor_remembers_over_a_restart() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept\ncrash n3\nrestart n3");
    assert_eq!((lab.promised(3), lab.accepted(3).as_deref()), (Some(ballot("1.n1")), Some("A in 1.n1")));
}

/// §2.5: "Different proposers choose their numbers from disjoint sets of numbers."
#[test]
fn proposers_never_use_the_same_ballot() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\nask c2 propose B\ndeliver c1>n1 Request\ndeliver c2>n2 Request");
    assert_eq!(lab.in_flight("n1>n3", "Prepare"), [Message::Prepare(ballot("1.n1"))]);
    assert_eq!(lab.in_flight("n2>n3", "Prepare"), [Message::Prepare(ballot("1.n2"))]);
}

/// §2.5: "Each proposer remembers (in stable storage) the highest-numbered proposal it has tried to issue, and begins phase
/// 1 with a higher proposal number than any it has already used."
#[test]
fn a_proposer_never_uses_a_ballot_again_though_it_forgets_all_else() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A\ncrash-during 2 deliver c1>n1 Request\nrestart n1\nask c2 propose B\nfire c2 retry");
    lab.run("deliver c2>n1 Request");
    assert_eq!(lab.in_flight("n1>n3", "Prepare"), [Message::Prepare(ballot("2.n1"))]);
}

// What the stage shows of it.

#[test]
fn a_tally_counts_promises_and_then_acceptances() {
    let mut lab = roles_apart(&[]);
    lab.run("crash n5\nask c1 propose A\ndeliver c1>n1 Request\ndeliver n1>n3 Prepare\ndeliver n1>n4 Prepare");
    lab.run("deliver n3>n1 Promise");
    let states = |lab: &Lab| {
        let tallies = Paxos::tallies(&lab.world);
        let of = |tally: &quorum_kernel::inspect::Tally| {
            tally.ballots.iter().map(|ballot| (ballot.node.to_string(), ballot.state)).collect::<Vec<_>>()
        };
        tallies.iter().map(|tally| (tally.node.to_string(), of(tally), tally.needed)).collect::<Vec<_>>()
    };
    let row = |three: [(&str, BallotState); 3]| three.map(|(node, state)| (node.to_owned(), state)).to_vec();
    let (given, travels) = (BallotState::Given, BallotState::OnItsWay);
    let promised = row([("n3", given), ("n4", travels), ("n5", BallotState::Down)]);
    assert_eq!(states(&lab), [("n1".to_owned(), promised, 2)]);
    lab.run(
        "deliver n4>n1 Promise\ndeliver n1>n3 Accept\nask c2 propose B\ndeliver c2>n2 Request\ndeliver n2>n4 Prepare",
    );
    lab.run("deliver n1>n4 Accept");
    let accepted = row([("n3", travels), ("n4", BallotState::Refused), ("n5", BallotState::Down)]);
    let other = row([("n4", travels), ("n3", BallotState::Open), ("n5", BallotState::Down)]);
    assert_eq!(states(&lab), [("n1".to_owned(), accepted, 2), ("n2".to_owned(), other, 2)]);
    lab.run("settle");
    assert_eq!(states(&lab), []);
}

#[test]
fn a_table_sets_apart_what_a_majority_has_accepted() {
    let mut lab = roles_apart(&[]);
    lab.run(PREPARED);
    lab.run("deliver n1>n3 Accept");
    let accepted = |lab: &Lab| {
        let [board] = Paxos::boards(&lab.world).try_into().expect("one table");
        board.rows.into_iter().map(|row| (row.node.to_string(), row.cells[1].tone)).collect::<Vec<_>>()
    };
    let rows =
        |tones: [Option<Tone>; 3]| ["n3", "n4", "n5"].map(str::to_owned).into_iter().zip(tones).collect::<Vec<_>>();
    assert_eq!(accepted(&lab), rows([Some(Tone::Lead), None, None]));
    lab.run("deliver n1>n5 Accept");
    assert_eq!(accepted(&lab), rows([Some(Tone::Grant), None, Some(Tone::Grant)]));
}

#[test]
fn bars_follow_a_ballot_through_its_phases() {
    let mut lab = roles_apart(&[]);
    lab.run("ask c1 propose A");
    let drawn = |lab: &Lab, note: Note| {
        let happening = Happening::Noted { node: NodeId::server(1), note };
        let strokes = Paxos::strokes(&lab.world, &happening);
        strokes.into_iter().map(|stroke| stroke.drawn).collect::<Vec<_>>()
    };
    let proposal = Proposal { ballot: ballot("1.n1"), value: Value("A".into()) };
    let began = drawn(&lab, Note::Began { ballot: ballot("1.n1") });
    assert!(matches!(began.as_slice(), [Drawn::Begin { tone: Tone::Ask, .. }]), "{began:?}");
    let proposed = drawn(&lab, Note::Proposed { proposal, adopted: None });
    assert!(matches!(proposed.as_slice(), [Drawn::Begin { tone: Tone::Lead, .. }]), "{proposed:?}");
    let learnt = drawn(&lab, Note::Learnt { value: Value("A".into()) });
    assert!(matches!(learnt.as_slice(), [Drawn::End { .. }, Drawn::Mark { .. }]), "{learnt:?}");
}
