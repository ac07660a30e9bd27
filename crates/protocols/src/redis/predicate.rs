//! What lessons can ask of a lock: `{"holds": {"client": "c1"}}`.

use quorum_kernel::{Monitor, NodeId, Status, Text, World};
use serde::Deserialize;

use super::{Deployment, Lock, Phase, Reply, Role, Stage, words};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// A client counts on the lock. Empty braces ask for any client.
    Holds(SomeClient),
    /// So many clients count on the lock, or more.
    HoldersAtLeast(u32),
    /// A client is doing this.
    Client(ClientIs),
    /// What a client answered last.
    Answered(Answered),
    /// Some key store that runs holds the lock for a client.
    Key(KeyIs),
    /// So many key stores that run hold the lock for a client, or more.
    KeysAtLeast(Keys),
    /// A key store that runs has this role.
    Role(RoleIs),
    /// The number that the resource holds.
    Value(u32),
    /// So many writes were accepted at the resource, or more.
    WritesAtLeast(u32),
    /// A node is down.
    Down(Node),
    /// A node is paused.
    Paused(Node),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these at least.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
}

/// A client, or any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct SomeClient {
    /// Which.
    pub client: Option<NodeId>,
}

/// A client and what it is doing.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ClientIs {
    /// Which client, running or paused.
    pub client: NodeId,
    /// What it is doing.
    pub phase: PhaseName,
}

/// What a client is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PhaseName {
    /// Nothing.
    Idle,
    /// It waits between two attempts.
    Waiting,
    /// It asks for the lock.
    Trying,
    /// It has the lock, and has asked the resource for its number.
    Reading,
    /// It works on what it has read.
    Working,
    /// It has looked at its clock, and is about to write.
    Checked,
    /// It has sent its write.
    Writing,
}

/// What a client answered last.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Answered {
    /// Which client, running or paused.
    pub client: NodeId,
    /// What; anything, if left out.
    #[serde(default)]
    pub with: Option<ReplyName>,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReplyName {
    /// The number was written.
    Written,
    /// The resource refused.
    Refused,
    /// The lock's time was over before the write was sent.
    TooLate,
    /// The lock's time was over before an answer to the write came.
    Unknown,
}

/// A key store and whose lock it holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KeyIs {
    /// Which key store; any, if left out.
    #[serde(default)]
    pub node: Option<NodeId>,
    /// Whose key; `null` for none.
    pub owner: Option<NodeId>,
}

/// A client and how many keys are its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Keys {
    /// Whose keys.
    pub owner: NodeId,
    /// How many, or more.
    pub count: usize,
}

/// A key store and its role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RoleIs {
    /// Which key store.
    pub node: NodeId,
    /// Its role.
    pub role: RoleName,
}

/// What a key store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RoleName {
    /// It answers clients.
    Master,
    /// It follows a master.
    Replica,
    /// It is silent after a crash.
    Resting,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Node {
    /// Which.
    pub node: NodeId,
}

impl Predicate {
    /// Whether it is so.
    pub fn holds<K: Deployment>(&self, world: &World<Lock<K>>, monitor: &Monitor<Lock<K>>) -> bool {
        match self {
            Predicate::Holds(SomeClient { client }) => {
                words::holders(world).any(|id| client.is_none_or(|client| client == id))
            }
            Predicate::HoldersAtLeast(asked) => holders(world) >= *asked,
            Predicate::Client(ClientIs { client, phase }) => {
                words::clients(world).any(|(id, state)| id == *client && phase.names(&state.phase))
            }
            Predicate::Answered(Answered { client, with }) => words::clients(world).any(|(id, state)| {
                let names = |reply| with.is_none_or(|with| with.names(reply));
                id == *client && state.last.is_some_and(names)
            }),
            Predicate::Key(KeyIs { node, owner }) => words::stores(world).any(|(id, redis)| {
                node.is_none_or(|node| node == id) && redis.store.owner().map(|token| token.client) == *owner
            }),
            Predicate::KeysAtLeast(Keys { owner, count }) => keys(world, *owner) >= *count,
            Predicate::Role(RoleIs { node, role }) => {
                words::stores(world).any(|(id, redis)| id == *node && role.names(redis.role))
            }
            Predicate::Value(value) => world.node(world.config().resource()).disk.resource.value == *value,
            Predicate::WritesAtLeast(asked) => writes(monitor) >= *asked,
            Predicate::Down(Node { node }) => has_status(world, *node, |status| status == Status::Down),
            Predicate::Paused(Node { node }) => {
                has_status(world, *node, |status| matches!(status, Status::Paused { .. }))
            }
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world, monitor)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world, monitor)),
            Predicate::Not(predicate) => !predicate.holds(world, monitor),
        }
    }

    /// How far it is from being so.
    pub fn progress<K: Deployment>(&self, world: &World<Lock<K>>, monitor: &Monitor<Lock<K>>) -> Option<Text> {
        let so_far =
            |id: &str, so_far: usize, needed: usize| Some(Text::new(id).with("reached", so_far).with("needed", needed));
        match self {
            Predicate::HoldersAtLeast(asked) => {
                so_far("locks-holders-so-far", holders(world) as usize, *asked as usize)
            }
            Predicate::KeysAtLeast(Keys { owner, count }) => {
                Some(so_far("locks-keys-so-far", keys(world, *owner), *count)?.with("owner", *owner))
            }
            Predicate::WritesAtLeast(asked) => so_far("locks-writes-so-far", writes(monitor) as usize, *asked as usize),
            // Of several goals, the first that is still open.
            Predicate::All(all) => {
                all.iter().find(|goal| !goal.holds(world, monitor)).and_then(|goal| goal.progress(world, monitor))
            }
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world, monitor)),
            _ => None,
        }
    }
}

fn holders<K: Deployment>(world: &World<Lock<K>>) -> u32 {
    words::holders(world).map(|_| 1).sum()
}

fn keys<K: Deployment>(world: &World<Lock<K>>, owner: NodeId) -> usize {
    let owned = |redis: &super::Redis| redis.store.owner().is_some_and(|token| token.client == owner);
    words::stores(world).filter(|(_, redis)| owned(redis)).count()
}

fn writes<K: Deployment>(monitor: &Monitor<Lock<K>>) -> u32 {
    monitor.ghost("exclusion").map_or(0, |ghost| ghost.writes)
}

fn has_status<K: Deployment>(world: &World<Lock<K>>, node: NodeId, is: impl Fn(Status) -> bool) -> bool {
    world.nodes().any(|other| other.id == node && is(other.status))
}

impl PhaseName {
    fn names(self, phase: &Phase) -> bool {
        self == match phase {
            Phase::Idle => PhaseName::Idle,
            Phase::Waiting => PhaseName::Waiting,
            Phase::Trying(_) => PhaseName::Trying,
            Phase::Holding(holding) => match holding.stage {
                Stage::Reading => PhaseName::Reading,
                Stage::Working(_) => PhaseName::Working,
                Stage::Checked(_) => PhaseName::Checked,
                Stage::Writing(_) => PhaseName::Writing,
            },
        }
    }
}

impl ReplyName {
    fn names(self, reply: Reply) -> bool {
        self == match reply {
            Reply::Written(_) => ReplyName::Written,
            Reply::Refused => ReplyName::Refused,
            Reply::TooLate => ReplyName::TooLate,
            Reply::Unknown => ReplyName::Unknown,
        }
    }
}

impl RoleName {
    fn names(self, role: Role) -> bool {
        self == match role {
            Role::Master => RoleName::Master,
            Role::Replica => RoleName::Replica,
            Role::Resting => RoleName::Resting,
        }
    }
}
