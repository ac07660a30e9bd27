//! The checker's tests: small clusters searched with pinned counts, stateright beside it, histories.
#![cfg(not(target_arch = "wasm32"))]

mod eventually;
mod hash_ring;
mod hunts;
mod linear;
mod locks;
mod methods;
mod paxos;
mod peer;
mod raft;
mod symmetry;
mod two_phase_commit;

use quorum_checker::{Limits, Outcome, Search, Space};
use quorum_kernel::{Budget, Choice, Exhibit, NodeId, Spec, Timing, Trace, World};
use quorum_protocols::raft::Raft;

/// A Raft cluster from its start on, with one client if there are requests. No property is checked yet.
fn space(servers: u8, mutant: Option<&str>, budget: Budget, requests: &[&str]) -> Space<Raft> {
    let clients = u8::from(!requests.is_empty());
    let choice = Choice { servers, clients, mutant: mutant.map(str::to_owned), ..Raft::default_choice() };
    let mut world = World::new(Raft::configure(&choice).expect("a cluster"), Timing::Asynchronous);
    world.start(&mut Trace::default());
    let ask = |text: &&str| (NodeId::client(1), text.parse().expect("a request"));
    Space::new(world, budget).asking(requests.iter().map(ask).collect())
}

/// Searches to the end, in slices of an odd size.
fn search<P: Spec>(space: Space<P>, limits: Limits, threads: usize) -> (Search<P>, Outcome<P>) {
    let mut search = Search::new(space, limits);
    loop {
        if let Some(outcome) = search.advance(777, threads) {
            return (search, outcome);
        }
    }
}
