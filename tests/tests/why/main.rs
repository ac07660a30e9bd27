//! Why an event happened, and whether a fault mattered: on runs whose causes are known, and as laws over many seeds.
#![cfg(not(target_arch = "wasm32"))]

mod causes;
mod laws;
mod without;

use quorum_kernel::{Choice, Exhibit};
use quorum_protocols::raft::Raft;
use quorum_sim::{Cause, Causes, History, Reason, Scenario};
use quorum_tests::act;

/// A Raft cluster, correct or a mutant.
fn raft(servers: u8, clients: u8, mutant: Option<&str>, seed: u64) -> History<Raft> {
    let choice = Choice { servers, clients, mutant: mutant.map(str::to_owned), ..Raft::default_choice() };
    History::new(Scenario::with::<Raft>(&choice, seed)).expect("a good scenario")
}

fn run<P: Exhibit>(history: &mut History<P>, to: u64) {
    history.advance(to, u32::MAX).expect("room for more");
}

fn done<P: Exhibit>(history: &mut History<P>, label: &str) {
    history.act(act(label)).expect(label);
}

/// Two leaders in one term: n3 votes for n1, forgets it in a crash, and votes for n2.
fn forgotten_vote() -> History<Raft> {
    let mut history = raft(3, 0, Some("forgets-vote"), 1);
    for label in [
        "fire n1 election",
        "fire n2 election",
        "deliver n1>n3 RequestVote#1",
        "deliver n3>n1 Vote#1",
        "crash n3",
        "restart n3",
        "deliver n2>n3 RequestVote#1",
        "deliver n3>n2 Vote#1",
    ] {
        done(&mut history, label);
    }
    history
}

fn label<P: Exhibit>(history: &History<P>, event: u32) -> String {
    history.event(history.branch(), event).expect("within the branch").act.to_string()
}

fn find<P: Exhibit>(history: &History<P>, wanted: &str) -> u32 {
    (1..=history.len()).find(|event| label(history, *event) == wanted).unwrap_or_else(|| panic!("no {wanted}"))
}

fn cause(event: u32, why: Reason) -> Cause {
    Cause { event, why }
}

fn direct<P: Exhibit>(history: &History<P>, event: u32) -> Vec<Cause> {
    Causes::default().direct(history, event)
}
