//! What is so in a world, and why a property holds or does not, as texts of the catalogue.

use quorum_kernel::{Arg, NodeId, Status, Text, World};

use super::{Client, Deployment, Ghost, Lock, Redis, State, Token};

/// Every client that is not down, with its memory.
pub(super) fn clients<K: Deployment>(world: &World<Lock<K>>) -> impl Iterator<Item = (NodeId, &Client)> {
    world.nodes().filter_map(|node| match node.state {
        Some(State::Client(client)) => Some((node.id, client)),
        _ => None,
    })
}

/// Every key store that is not down, with its memory.
pub(super) fn stores<K: Deployment>(world: &World<Lock<K>>) -> impl Iterator<Item = (NodeId, &Redis)> {
    world.servers().filter_map(|node| match node.state {
        Some(State::Redis(redis)) => Some((node.id, redis)),
        _ => None,
    })
}

/// The clients that count on the lock.
pub(super) fn holders<K: Deployment>(world: &World<Lock<K>>) -> impl Iterator<Item = NodeId> {
    clients(world).filter(|(_, client)| client.holding().is_some()).map(|(id, _)| id)
}

/// Keys whose owner has no more use for them: where, and whose.
pub(super) fn orphans<K: Deployment>(world: &World<Lock<K>>) -> impl Iterator<Item = (NodeId, Token)> {
    let owned = stores(world).filter_map(|(id, redis)| Some((id, redis.store.owner()?)));
    owned.filter(|(_, token)| !clients(world).any(|(_, client)| client.token() == Some(*token)))
}

fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

pub(super) fn exclusion<K: Deployment>(ghost: &Ghost, world: &World<Lock<K>>) -> Text {
    broken_or(ghost, || match ghost.writer {
        None => Text::new("locks-nothing-written"),
        Some(writer) => {
            let value = world.node(world.config().resource()).disk.resource.value;
            let text = Text::new("locks-written").with("value", value).with("writes", ghost.writes);
            text.with("node", writer.client)
        }
    })
}

pub(super) fn one_holder<K: Deployment>(_: &Ghost, world: &World<Lock<K>>) -> Text {
    let holders: Vec<_> = holders(world).collect();
    match holders.as_slice() {
        [] => Text::new("locks-held-by-nobody"),
        [one] => Text::new("locks-held-by").with("node", *one),
        several => Text::new("locks-held-by-several").with("nodes", several.iter().copied().collect::<Arg>()),
    }
}

pub(super) fn owner_releases<K: Deployment>(ghost: &Ghost, _: &World<Lock<K>>) -> Text {
    broken_or(ghost, || Text::new("locks-released-by-owners"))
}

pub(super) fn lock_frees<K: Deployment>(_: &Ghost, world: &World<Lock<K>>) -> Text {
    match orphans(world).next() {
        None => Text::new("locks-no-orphan"),
        Some((node, token)) => {
            let gone = world.node(token.client).status == Status::Down;
            let id = if gone { "locks-orphan-of-crashed" } else { "locks-orphan" };
            Text::new(id).with("node", node).with("owner", token.client)
        }
    }
}

pub(super) fn incremented<K: Deployment>(ghost: &Ghost, _: &World<Lock<K>>) -> Text {
    match ghost.writes {
        0 => Text::new("locks-nothing-written"),
        writes => Text::new("locks-writes").with("writes", writes),
    }
}
