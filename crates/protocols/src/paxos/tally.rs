//! The counts under way: promises for a ballot, then acceptances of its proposal.

use quorum_kernel::{
    NodeId, Status, Text, World,
    inspect::{Ballot as Consent, BallotState, Tally},
};

use super::{Ballot, Message, Nack, Paxos, Phase, Promise, Server, words};

/// The most ballots that are shown: the highest.
const TALLIES_MAX: usize = 2;

/// A tally for each of the ballots that compete, in the order of their proposers.
pub fn tallies(world: &World<Paxos>) -> Vec<Tally> {
    let mut ballots: Vec<_> = words::ballots(world).collect();
    ballots.sort_by_key(|(ballot, ..)| core::cmp::Reverse(*ballot));
    ballots.truncate(TALLIES_MAX);
    ballots.sort_by_key(|(_, id, _)| *id);
    ballots.into_iter().map(|(ballot, id, server)| tally(world, ballot, id, server)).collect()
}

fn tally(world: &World<Paxos>, ballot: Ballot, proposer: NodeId, server: &Server) -> Tally {
    let title = match &server.phase {
        Phase::Accepting(accepting) => {
            Text::new("paxos-tally-accepted").with("value", accepting.proposal.value.to_string())
        }
        _ => Text::new("paxos-tally-promised"),
    };
    let travels = |acceptor: NodeId, wanted: &dyn Fn(&Message) -> bool| {
        let mut flights = world.in_flight().filter(|flight| (flight.from, flight.to) == (acceptor, proposer));
        flights.any(|flight| wanted(flight.message))
    };
    let state = |acceptor: NodeId| {
        let (given, consents): (bool, &dyn Fn(&Message) -> bool) = match &server.phase {
            Phase::Accepting(accepting) => {
                (accepting.accepted.contains(&acceptor), &|message| *message == Message::Accepted(ballot))
            }
            Phase::Preparing(preparing) => (
                preparing.promises.contains_key(&acceptor),
                &|message| matches!(message, Message::Promise(Promise { ballot: promised, .. }) if *promised == ballot),
            ),
            Phase::Idle | Phase::BackingOff => (false, &|_| false),
        };
        let refuses =
            |message: &Message| matches!(message, Message::Nack(Nack { ballot: refused, .. }) if *refused == ballot);
        if given {
            BallotState::Given
        } else if travels(acceptor, consents) {
            BallotState::OnItsWay
        } else if travels(acceptor, &refuses) {
            BallotState::Refused
        } else if world.node(acceptor).status == Status::Down {
            BallotState::Down
        } else {
            BallotState::Open
        }
    };
    let mut ballots: Vec<_> = world.config().acceptor_ids().map(|node| Consent { node, state: state(node) }).collect();
    ballots.sort_by_key(|consent| consent.state);
    let needed = u32::try_from(world.config().quorum()).unwrap_or(u32::MAX);
    Tally { node: proposer, title: title.with("ballot", ballot.to_string()), ballots, needed }
}
