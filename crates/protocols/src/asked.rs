//! What lessons ask of any cluster: who is down, who is cut off, how much a client has been answered. The predicates of
//! a protocol are an enumeration of its own, so that a schema can list them; what these have in common is here.

use quorum_kernel::{NodeId, Protocol, Status, World};
use serde::Deserialize;

/// One server.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Node {
    /// Which.
    pub node: NodeId,
}

/// A node, or any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Someone {
    /// Which.
    pub node: Option<NodeId>,
}

impl Someone {
    /// Whether this is one that is meant.
    pub fn names(&self, id: NodeId) -> bool {
        self.node.is_none_or(|node| node == id)
    }
}

/// How many answers a client has had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Answered {
    /// Which running client.
    pub client: NodeId,
    /// To so many of its requests since it started, or more; one, if left out.
    #[serde(default = "once")]
    pub times: u32,
}

fn once() -> u32 {
    1
}

impl Answered {
    /// Whether the client runs and has had so many; `answers` tells how many one of this memory has had.
    pub fn is_so<P: Protocol>(&self, world: &World<P>, answers: impl Fn(&P::State) -> Option<u32>) -> bool {
        let up = world.nodes().find(|node| node.id == self.client && node.status == Status::Up);
        up.and_then(|node| answers(node.state?)).is_some_and(|answered| answered >= self.times)
    }
}

/// Whether it is a server, and down.
pub fn is_down<P: Protocol>(world: &World<P>, id: NodeId) -> bool {
    world.servers().any(|server| server.id == id && server.status == Status::Down)
}

/// How many servers are down.
pub fn down<P: Protocol>(world: &World<P>) -> u32 {
    world.servers().map(|server| u32::from(server.status == Status::Down)).sum()
}

/// Whether it is a server that hears no other server, and that none hears.
pub fn is_isolated<P: Protocol>(world: &World<P>, id: NodeId) -> bool {
    let others = || world.members().server_ids().filter(|other| *other != id);
    let is_server = world.members().server_ids().any(|server| server == id);
    is_server && others().all(|other| world.is_cut(id, other) && world.is_cut(other, id))
}
