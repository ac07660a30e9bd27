//! What is in memory, and what is on disk.

use std::collections::BTreeSet;

use quorum_kernel::NodeId;
use serde::Serialize;

use super::{
    message::{Pass, Reply},
    store::{Store, Token},
};

/// A member's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A key store's.
    Redis(Redis),
    /// The resource's: it keeps all on its disk.
    Resource,
    /// A client's.
    Client(Client),
}

/// The memory of a key store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Redis {
    /// What it is at present.
    pub role: Role,
    /// What it has made or taken over of changes: orders what a master sends its replica.
    pub offset: Offset,
    /// The keys.
    pub store: Store,
}

/// Orders the changes of one master. One that starts anew without its keys starts another history, and what its replica
/// has of the former is old, however much it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Offset {
    /// Which life of the master.
    pub life: u32,
    /// How many changes.
    pub changes: u32,
}

/// What a key store is at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It answers clients.
    Master,
    /// It follows a master.
    Replica,
    /// It is back from a crash, and silent until every key that it may have lost would have ended.
    Resting,
}

/// The memory of a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Client {
    /// How many attempts it has made in this life.
    pub number: u32,
    /// Whom it takes for the master, where there is one.
    pub master: NodeId,
    /// What it is doing.
    pub phase: Phase,
    /// How many requests wait, the one under way included.
    pub waiting: u32,
    /// What it answered last.
    pub last: Option<Reply>,
}

/// What a client is doing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing.
    Idle,
    /// It waits before the next attempt.
    Waiting,
    /// It has asked for the lock.
    Trying(Trying),
    /// It has the lock, as far as it knows.
    Holding(Holding),
}

/// An attempt to get the lock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Trying {
    /// Its mark.
    pub token: Token,
    /// Who has set the key.
    pub granted: BTreeSet<NodeId>,
    /// Who has not.
    pub refused: BTreeSet<NodeId>,
    /// The highest fence among those that have.
    pub fence: u32,
}

/// A lock that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Holding {
    /// What it shows to the resource.
    pub pass: Pass,
    /// How far it is.
    pub stage: Stage,
}

/// How far the work under the lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It has asked the resource for the number.
    Reading,
    /// It has read this, and works on it.
    Working(u32),
    /// It has looked at its clock and found time left, and is about to write this.
    Checked(u32),
    /// It has sent this.
    Writing(u32),
}

impl Client {
    /// The lock that it holds, as far as it knows.
    pub fn holding(&self) -> Option<Holding> {
        if let Phase::Holding(holding) = self.phase { Some(holding) } else { None }
    }

    /// The attempt that is under way.
    pub fn token(&self) -> Option<Token> {
        match &self.phase {
            Phase::Idle | Phase::Waiting => None,
            Phase::Trying(trying) => Some(trying.token),
            Phase::Holding(holding) => Some(holding.pass.token),
        }
    }
}

/// A member's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// How often it has started.
    pub lives: u32,
    /// On a key store: the epoch it knows, and its keys, where these are kept.
    pub redis: Kept,
    /// On the resource.
    pub resource: Resource,
}

/// What a key store has on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Kept {
    /// Who is master: of odd epochs the first Redis, of even ones its replica. 0 before the first start.
    pub epoch: u32,
    /// As in memory.
    pub offset: Offset,
    /// The keys.
    pub store: Store,
}

/// The resource: a number, and what keeps out those whose time is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Resource {
    /// The number.
    pub value: u32,
    /// Who wrote it.
    pub writer: Option<Token>,
    /// The highest fence that it has seen.
    pub highest: u32,
    /// Who read last.
    pub claimed: Option<Token>,
}

/// One durable change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    /// Another life begins.
    Life,
    /// Epoch and keys of a key store.
    Redis(Kept),
    /// The resource.
    Resource(Resource),
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, write: &Write) {
        match write {
            Write::Life => self.lives += 1,
            Write::Redis(kept) => self.redis = kept.clone(),
            Write::Resource(resource) => self.resource = *resource,
        }
    }
}
