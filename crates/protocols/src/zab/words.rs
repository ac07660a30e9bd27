//! Why a property holds or does not, as texts of the catalogue.

use quorum_kernel::{Arg, NodeId, Status, Text, World};

use super::{
    Epoch, FollowerPhase, Following, Ghost, LeaderPhase, Leading, Learner, Looking, Role, Server, State, Txn, Zab,
    history::Index,
};

/// A server's memory, while it runs.
pub(super) fn server(world: &World<Zab>, id: NodeId) -> Option<&Server> {
    match world.node(id).state {
        Some(State::Server(server)) => Some(server),
        _ => None,
    }
}

/// Every server that runs, with its memory.
pub(super) fn running(world: &World<Zab>) -> impl Iterator<Item = (NodeId, &Server)> {
    world.servers().filter(|node| node.status == Status::Up).filter_map(|node| match node.state {
        Some(State::Server(server)) => Some((node.id, server)),
        _ => None,
    })
}

/// Every running server that leads, in whatever phase, with the epoch that it has promised.
pub(super) fn leading(world: &World<Zab>) -> impl Iterator<Item = (Epoch, NodeId, &Leading)> {
    running(world).filter_map(|(id, server)| match &server.role {
        Role::Leading(leading) => Some((world.node(id).disk.accepted_epoch, id, leading)),
        _ => None,
    })
}

/// Every running server that looks for a leader.
pub(super) fn looking(world: &World<Zab>) -> impl Iterator<Item = (NodeId, &Server, &Looking)> {
    running(world).filter_map(|(id, server)| match &server.role {
        Role::Looking(looking) => Some((id, server, looking)),
        _ => None,
    })
}

/// The running primary of the latest epoch that has one.
pub(super) fn primary(world: &World<Zab>) -> Option<(Epoch, NodeId)> {
    let active = leading(world).filter(|(_, _, leading)| leading.phase == LeaderPhase::Broadcast);
    active.map(|(epoch, id, _)| (epoch, id)).max()
}

/// How many running servers follow it and serve.
pub(super) fn served_by(world: &World<Zab>, id: NodeId) -> usize {
    let serves = |(_, server): &(NodeId, &Server)| {
        matches!(&server.role,
        Role::Following(Following { leader, phase: FollowerPhase::Broadcast }) if *leader == id)
    };
    running(world).filter(serves).count()
}

/// The running primary with a quorum that serves.
pub(super) fn active_leader_of(world: &World<Zab>) -> Option<(Epoch, NodeId)> {
    primary(world).filter(|(_, id)| served_by(world, *id) + 1 >= world.config().quorum())
}

/// A transaction: “1.3 put x 1”.
pub(super) fn txn(txn: &Txn) -> Text {
    let text = Text::new("zab-txn").with("zxid", txn.zxid.to_string());
    text.with("command", txn.call.command.to_string())
}

/// The reason that was kept when a property broke, or else why it holds.
fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

/// “n1 up to 3, n2 up to 2”.
fn delivered_upto(world: &World<Zab>) -> Arg {
    let upto = |(id, server): (NodeId, &Server)| {
        Text::new("zab-delivered-upto").with("node", id).with("zxid", server.last_delivered.to_string())
    };
    running(world).map(upto).collect()
}

fn nothing_delivered(world: &World<Zab>) -> bool {
    running(world).all(|(_, server)| server.delivered == 0)
}

pub(super) fn integrity(ghost: &Ghost, _: &World<Zab>) -> Text {
    broken_or(ghost, || Text::new("zab-all-was-broadcast").with("count", ghost.broadcast.len()))
}

pub(super) fn total_order(ghost: &Ghost, world: &World<Zab>) -> Text {
    broken_or(ghost, || {
        if nothing_delivered(world) {
            return Text::new("zab-nothing-delivered");
        }
        Text::new("zab-one-order").with("nodes", delivered_upto(world))
    })
}

pub(super) fn agreement(ghost: &Ghost, _: &World<Zab>) -> Text {
    broken_or(ghost, || match ghost.delivered.len() {
        0 => Text::new("zab-nothing-delivered"),
        count => Text::new("zab-agree").with("count", count),
    })
}

pub(super) fn local_order(ghost: &Ghost, world: &World<Zab>) -> Text {
    broken_or(ghost, || {
        let id = if nothing_delivered(world) { "zab-nothing-delivered" } else { "zab-nothing-skipped" };
        Text::new(id)
    })
}

pub(super) fn global_order(ghost: &Ghost, world: &World<Zab>) -> Text {
    broken_or(ghost, || {
        let id = if nothing_delivered(world) { "zab-nothing-delivered" } else { "zab-epochs-rise" };
        Text::new(id)
    })
}

pub(super) fn primary_integrity(ghost: &Ghost, _: &World<Zab>) -> Text {
    broken_or(ghost, || {
        let Some((epoch, began_with)) = ghost.began_with.last_key_value() else {
            return Text::new("zab-nothing-broadcast");
        };
        let text = Text::new("zab-primary-began").with("epoch", *epoch).with("count", *began_with);
        match ghost.primaries.get(epoch) {
            Some(primary) => text.with("primary", *primary),
            None => text,
        }
    })
}

/// How many epochs a detail names at most.
const EPOCHS_NAMED: usize = 3;

pub(super) fn one_primary(ghost: &Ghost, _: &World<Zab>) -> Text {
    broken_or(ghost, || {
        if ghost.primaries.is_empty() {
            return Text::new("zab-no-primary-yet");
        }
        let skipped = ghost.primaries.len().saturating_sub(EPOCHS_NAMED);
        let named = ghost
            .primaries
            .iter()
            .skip(skipped)
            .map(|(epoch, primary)| Text::new("zab-epoch-of").with("epoch", *epoch).with("primary", *primary));
        Text::new("zab-primaries").with("epochs", named.collect::<Arg>())
    })
}

pub(super) fn delivered(ghost: &Ghost, _: &World<Zab>) -> Text {
    match ghost.delivered.len() {
        0 => Text::new("zab-nothing-delivered"),
        count => Text::new("zab-agree").with("count", count),
    }
}

pub(super) fn active_leader(_: &Ghost, world: &World<Zab>) -> Text {
    if let Some((epoch, leader)) = primary(world) {
        let serve = served_by(world, leader) + 1;
        let text = Text::new("zab-primary-serves").with("leader", leader).with("epoch", epoch);
        return text.with("count", serve).with("needed", world.config().quorum());
    }
    let foremost = leading(world).map(|(epoch, id, leading)| (epoch, id, leading.phase)).max();
    match foremost {
        Some((_, id, phase)) => Text::new("zab-being-established").with("leader", id).with("phase", phase.name()),
        None => Text::new("zab-nobody-leads"),
    }
}

/// What a leader that is not established waits for, and how many there are.
pub(super) fn so_far(leading: &Leading) -> (&'static str, usize) {
    let promised = |learner: &Learner| matches!(learner, Learner::Promised { counts: true, .. });
    match leading.phase {
        LeaderPhase::Discovery => ("zab-leader-discovers", leading.count(|_| true)),
        LeaderPhase::NewEpoch => ("zab-leader-proposes", leading.count(promised)),
        LeaderPhase::Synchronization | LeaderPhase::Broadcast => {
            ("zab-leader-synchronizes", leading.count(Learner::is_synchronized))
        }
    }
}

/// The oldest transaction that a primary has broadcast and not delivered.
pub(super) fn outstanding(world: &World<Zab>, id: NodeId) -> Option<&Txn> {
    let delivered: Index = server(world, id)?.delivered;
    world.node(id).disk.history.get(delivered + 1)
}
