//! Why a property holds or does not, as texts of the catalogue.

use quorum_kernel::{Arg, NodeId, Status, Text, World};

use super::{Candidate, Entry, Ghost, Raft, Role, Server, State, Term};

/// A server's memory, while it runs.
pub(super) fn server(world: &World<Raft>, id: NodeId) -> Option<&Server> {
    match world.node(id).state {
        Some(State::Server(server)) => Some(server),
        _ => None,
    }
}

/// Every server that runs, with its term and its memory.
pub(super) fn running(world: &World<Raft>) -> impl Iterator<Item = (NodeId, Term, &Server)> {
    world.servers().filter(|node| node.status == Status::Up).filter_map(|node| match node.state {
        Some(State::Server(server)) => Some((node.id, node.disk.term, server)),
        _ => None,
    })
}

/// The running leader of the newest term that has one.
pub(super) fn newest_leader(world: &World<Raft>) -> Option<(Term, NodeId)> {
    let leaders = running(world).filter(|(_, _, server)| matches!(server.role, Role::Leader(_)));
    leaders.map(|(id, term, _)| (term, id)).max()
}

/// The running leader whose term no running server has left behind.
pub(super) fn live_leader_of(world: &World<Raft>) -> Option<(Term, NodeId)> {
    let newest = running(world).map(|(_, term, _)| term).max();
    newest_leader(world).filter(|(term, _)| Some(*term) == newest)
}

/// Every running candidate, with its term.
pub(super) fn candidates(world: &World<Raft>) -> impl Iterator<Item = (Term, NodeId, &Candidate)> {
    running(world).filter_map(|(id, term, server)| match &server.role {
        Role::Candidate(candidate) => Some((term, id, candidate)),
        _ => None,
    })
}

/// An entry: “put x 1 of term 2”.
pub(super) fn entry(entry: &Entry) -> Text {
    match &entry.call {
        Some(call) => Text::new("raft-entry").with("command", call.command.to_string()).with("term", entry.term),
        None => Text::new("raft-entry-noop").with("term", entry.term),
    }
}

/// The reason that was kept when a property broke, or else why it holds.
fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

/// How many terms a detail names at most.
const TERMS_NAMED: Term = 3;

pub(super) fn election_safety(ghost: &Ghost, world: &World<Raft>) -> Text {
    broken_or(ghost, || {
        let newest = world.servers().map(|node| node.disk.term).max().unwrap_or(0);
        if newest == 0 {
            return Text::new("raft-no-election-yet");
        }
        let named = (newest.saturating_sub(TERMS_NAMED - 1).max(1)..=newest).map(|term| {
            let id = match (ghost.leaders.get(&term), term == newest) {
                (Some(leader), _) => return Text::new("raft-term-led").with("term", term).with("leader", *leader),
                (None, true) => "raft-term-open",
                (None, false) => "raft-term-lost",
            };
            Text::new(id).with("term", term)
        });
        Text::new("raft-terms").with("terms", named.collect::<Arg>())
    })
}

pub(super) fn append_only(ghost: &Ghost, _: &World<Raft>) -> Text {
    broken_or(ghost, || {
        if ghost.lengths.is_empty() {
            return Text::new("raft-no-leader-appends");
        }
        let leads = |(leader, length): (&NodeId, &u64)| {
            Text::new("raft-leader-length").with("leader", *leader).with("length", *length)
        };
        Text::new("raft-leaders-append").with("leaders", ghost.lengths.iter().map(leads).collect::<Arg>())
    })
}

pub(super) fn log_matching(ghost: &Ghost, world: &World<Raft>) -> Text {
    broken_or(ghost, || {
        let logs: Vec<_> = world.servers().map(|node| &node.disk.log).collect();
        let shortest = logs.iter().map(|log| log.last_index()).min().unwrap_or(0);
        // Logs that match agree up to some index and nowhere after it, so the search halves its way there.
        let agree = |index| logs.windows(2).all(|pair| pair[0].term_at(index) == pair[1].term_at(index));
        let (mut low, mut high) = (0, shortest);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if agree(middle) { low = middle } else { high = middle - 1 }
        }
        Text::new(if low == 0 { "raft-logs-agree-nowhere" } else { "raft-logs-agree" })
            .with("servers", logs.len())
            .with("index", low)
    })
}

pub(super) fn completeness(ghost: &Ghost, _: &World<Raft>) -> Text {
    broken_or(ghost, || match (ghost.entries.len(), ghost.latest_leader()) {
        (0, _) => Text::new("raft-nothing-committed"),
        (index, Some((term, leader))) => {
            Text::new("raft-leader-complete").with("leader", leader).with("term", term).with("index", index)
        }
        (index, None) => Text::new("raft-committed-upto").with("index", index),
    })
}

pub(super) fn state_machine(ghost: &Ghost, world: &World<Raft>) -> Text {
    broken_or(ghost, || {
        if ghost.entries.is_empty() {
            return Text::new("raft-nothing-applied");
        }
        let applied = |(id, _, server): (NodeId, Term, &Server)| {
            Text::new("raft-applied-upto").with("node", id).with("index", server.last_applied)
        };
        Text::new("raft-applied-alike").with("nodes", running(world).map(applied).collect::<Arg>())
    })
}

pub(super) fn entry_committed(ghost: &Ghost, _: &World<Raft>) -> Text {
    match ghost.entries.len() {
        0 => Text::new("raft-nothing-committed"),
        index => Text::new("raft-committed-upto").with("index", index),
    }
}

pub(super) fn live_leader(ghost: &Ghost, world: &World<Raft>) -> Text {
    if let Some((term, leader)) = live_leader_of(world) {
        return Text::new("raft-leads").with("leader", leader).with("term", term);
    }
    let past = match ghost.latest_leader() {
        None => Text::new("raft-nobody-led"),
        Some((term, leader)) => {
            let role = server(world, leader).map(|server| &server.role);
            let id = match (world.node(leader).status, role) {
                (Status::Down, _) => "raft-leader-down",
                (Status::Paused { .. }, _) => "raft-leader-paused",
                (_, Some(Role::Leader(_))) => "raft-leader-outdated",
                _ => "raft-leader-stepped-down",
            };
            Text::new(id).with("leader", leader).with("term", term)
        }
    };
    let newest = candidates(world).map(|(term, _, _)| term).max();
    let stands = candidates(world).filter(|(term, _, _)| Some(*term) == newest).map(|(_, id, candidate)| {
        Text::new("raft-has-votes")
            .with("node", id)
            .with("votes", candidate.votes.len())
            .with("needed", world.config().majority())
    });
    let present = match newest {
        None => Text::new("raft-nobody-stands"),
        Some(term) => Text::new("raft-stand").with("term", term).with("candidates", stands.collect::<Arg>()),
    };
    Text::new("raft-no-live-leader").with("past", past).with("present", present)
}
