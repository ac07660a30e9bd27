//! What a call costs: counted from the run, and as theory has it.
#![cfg(not(target_arch = "wasm32"))]

use quorum_kernel::{Exhibit, Protocol};
use quorum_protocols::raft::Raft;
use quorum_sim::{History, Price, Scenario};

/// A Raft cluster of five that has a leader that its client knows, and one request more.
fn asked(request: &str) -> History<Raft> {
    let mut history = History::<Raft>::new(Scenario::of::<Raft>(5_401)).expect("a cluster");
    history.advance(600_000, 10_000).expect("room");
    for request in ["put y 1", request] {
        history.act(format!("invoke c1 {request}").parse().expect("an act")).expect("a client that runs");
        history.advance(history.at() + 1_000_000, 10_000).expect("room");
    }
    history
}

fn price(history: &History<Raft>) -> Price<Raft> {
    history.price().expect("it was answered")
}

fn sent(price: &Price<Raft>, kind: &str) -> u32 {
    let place = Raft::KINDS.iter().position(|other| *other == kind).expect("a kind");
    price.messages.get(&place).copied().unwrap_or(0)
}

#[test]
fn a_write_costs_two_round_trips_and_a_forced_write_at_a_majority() {
    let price = price(&asked("put x 1"));
    assert_eq!(price.call.request.to_string(), "put x 1");
    // Client to leader, leader to followers, and both back.
    assert_eq!(price.hops, 4);
    assert_eq!((sent(&price, "Request"), sent(&price, "Reply")), (1, 1));
    assert!(sent(&price, "AppendEntries") >= 4 && sent(&price, "AppendResponse") >= 2, "{price:?}");
    // The leader and at least two followers; nobody twice.
    assert!((3..=5).contains(&price.forced_writes), "{price:?}");
    assert!(price.bytes > 200, "{price:?}");
    let votes = sent(&price, "RequestVote") + sent(&price, "Vote");
    assert_eq!(votes, 0, "nobody stood for election");
}

#[test]
fn it_is_that_of_the_last_call_before_the_cursor() {
    let mut history = asked("put x 1");
    let whole = price(&history);
    let answered = (1..=history.len()).rev().find(|index| {
        let event = history.event(history.branch(), *index).expect("within");
        event.at == whole.call.reply.as_ref().expect("answered").0
    });
    history.seek(answered.expect("an event") - 1);
    assert_eq!(price(&history).call.request.to_string(), "put y 1");
    history.seek(0);
    assert_eq!(history.price(), None);
}

#[test]
fn every_protocol_counts_its_calls() {
    struct Ask;
    impl quorum_protocols::Visitor for Ask {
        type Output = ();
        fn visit<P: Exhibit>(self) {
            let mut history = History::<P>::new(Scenario::of::<P>(3)).expect("a cluster");
            history.advance(1_000_000, 50_000).expect("room");
            let request = P::sample_requests().first().expect("something to ask");
            history.act(format!("invoke c1 {request}").parse().expect("an act")).expect("a client that runs");
            history.advance(6_000_000, 50_000).expect("room");
            let price = history.price().unwrap_or_else(|| panic!("{}: {request} is not answered", P::ID));
            assert!(price.hops >= 2 && price.bytes > 0, "{}: {price:?}", P::ID);
        }
    }
    for id in quorum_protocols::IDS {
        quorum_protocols::visit(id, Ask);
    }
}
