//! Why a property holds or does not, as texts of the catalogue; and what several parts ask of a world.

use quorum_kernel::{Arg, NodeId, Status, Text, World};

use super::{Ballot, Ghost, Paxos, Phase, Proposal, Server, State};

/// Every server that runs, with its memory.
pub(super) fn running(world: &World<Paxos>) -> impl Iterator<Item = (NodeId, &Server)> {
    world.servers().filter(|node| node.status == Status::Up).filter_map(|node| match node.state {
        Some(State::Server(server)) => Some((node.id, server)),
        _ => None,
    })
}

/// Every running proposer with a ballot under way.
pub(super) fn ballots(world: &World<Paxos>) -> impl Iterator<Item = (Ballot, NodeId, &Server)> {
    running(world).filter_map(|(id, server)| Some((server.phase.ballot()?, id, server)))
}

/// Every running node that wants to know what is chosen, and does not yet: clients that wait, proposers at work.
pub(super) fn wanting(world: &World<Paxos>) -> impl Iterator<Item = NodeId> {
    world.nodes().filter(|node| node.status == Status::Up).filter_map(|node| {
        let wants = match node.state? {
            State::Server(server) => server.phase != Phase::Idle,
            State::Client(client) => client.call().is_some(),
        };
        wants.then_some(node.id)
    })
}

/// The reason that was kept when a property broke, or else why it holds.
fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

fn learnt(ghost: &Ghost) -> Text {
    match &ghost.learnt {
        None => Text::new("paxos-nobody-learnt"),
        Some((first, value)) => Text::new("paxos-first-learnt").with("node", *first).with("value", value.to_string()),
    }
}

pub(super) fn agreement(ghost: &Ghost, world: &World<Paxos>) -> Text {
    broken_or(ghost, || {
        let know = running(world).filter(|(_, server)| server.chosen.is_some()).map(|(id, _)| Arg::from(id));
        let know: Vec<Arg> = know.collect();
        match (&ghost.learnt, know.is_empty()) {
            (Some((_, value)), false) => {
                Text::new("paxos-know").with("nodes", Arg::List(know)).with("value", value.to_string())
            }
            _ => learnt(ghost),
        }
    })
}

pub(super) fn validity(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || match ghost.asked.is_empty() {
        true => Text::new("paxos-nothing-asked"),
        false => {
            let asked = ghost.asked.iter().map(|value| Arg::from(value.to_string())).collect();
            Text::new("paxos-asked").with("values", Arg::List(asked))
        }
    })
}

fn chosen(chosen: Option<&Proposal>) -> Text {
    match chosen {
        None => Text::new("paxos-nothing-chosen"),
        Some(Proposal { ballot, value }) => {
            Text::new("paxos-chosen").with("value", value.to_string()).with("ballot", ballot.to_string())
        }
    }
}

pub(super) fn learnt_is_chosen(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || chosen(ghost.chosen.as_ref()))
}

pub(super) fn chosen_stays(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || match (&ghost.chosen, ghost.votes.last_key_value()) {
        (Some(first), Some((last, _))) if *last > first.ballot => {
            let text = Text::new("paxos-chosen-kept").with("value", first.value.to_string());
            text.with("ballot", first.ballot.to_string()).with("last", last.to_string())
        }
        _ => chosen(ghost.chosen.as_ref()),
    })
}

pub(super) fn promise_kept(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || {
        if ghost.promised.is_empty() {
            return Text::new("paxos-nothing-promised");
        }
        let promised = |(node, ballot): (&NodeId, &Ballot)| {
            Text::new("paxos-has-promised").with("node", *node).with("ballot", ballot.to_string())
        };
        Text::new("paxos-promised").with("acceptors", ghost.promised.iter().map(promised).collect::<Arg>())
    })
}

pub(super) fn ballot_once(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || match ghost.begun.last() {
        None => Text::new("paxos-nothing-begun"),
        Some(last) => Text::new("paxos-begun").with("count", ghost.begun.len()).with("ballot", last.to_string()),
    })
}

/// How many ballots a detail names at most: the newest.
const BALLOTS_NAMED: usize = 3;

pub(super) fn one_value(ghost: &Ghost, _: &World<Paxos>) -> Text {
    broken_or(ghost, || {
        if ghost.proposed.is_empty() {
            return Text::new("paxos-nothing-proposed");
        }
        let newest = ghost.proposed.iter().skip(ghost.proposed.len().saturating_sub(BALLOTS_NAMED));
        let named = newest.map(|(ballot, value)| {
            Text::new("paxos-ballot-proposes").with("ballot", ballot.to_string()).with("value", value.to_string())
        });
        Text::new("paxos-proposed").with("ballots", named.collect::<Arg>())
    })
}

pub(super) fn decided(ghost: &Ghost, world: &World<Paxos>) -> Text {
    let wanting: Vec<Arg> = wanting(world).map(Arg::from).collect();
    if wanting.is_empty() {
        return learnt(ghost);
    }
    let newest = ballots(world).map(|(ballot, ..)| ballot).max();
    let text = Text::new(if newest.is_some() { "paxos-want-in-ballot" } else { "paxos-want" });
    let text = text.with("nodes", Arg::List(wanting));
    newest.into_iter().fold(text, |text, ballot| text.with("ballot", ballot.to_string()))
}

pub(super) fn value_learnt(ghost: &Ghost, _: &World<Paxos>) -> Text {
    learnt(ghost)
}

pub(super) fn value_adopted(ghost: &Ghost, _: &World<Paxos>) -> Text {
    match &ghost.adopted {
        None => Text::new("paxos-nothing-adopted"),
        Some((Proposal { ballot, value }, from)) => {
            let text = Text::new("paxos-adopted").with("ballot", ballot.to_string());
            text.with("value", value.to_string()).with("from", from.to_string())
        }
    }
}
