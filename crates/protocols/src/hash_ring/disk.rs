//! What survives a crash. Every write is forced before anybody is told of it.

use std::{collections::BTreeMap, fmt, sync::Arc};

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

use super::{Config, Nodes, Outcome, View, message::Copied};
use crate::session::Serial;

/// The version of a value: of two, the larger is the newer. No two writes have the same, as a client writes one thing at a
/// time and counts its lives on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// One more than the largest that its writer found.
    pub number: u32,
    /// Who wrote it.
    pub client: NodeId,
    /// In which of its lives.
    pub life: u32,
}

/// `3/c1`, and `3/c1.2` if the client wrote it in its second life.
impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.client)?;
        if self.life > 1 { write!(f, ".{}", self.life) } else { Ok(()) }
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value with its version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Item {
    /// How new it is.
    pub version: Version,
    /// The value.
    pub value: Arc<str>,
}

/// A node's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Disk {
    /// How often a client has started.
    pub lives: u32,
    /// The newest view that a server knows; `None`: the first.
    pub view: Option<View>,
    /// On a storage node: what it holds.
    pub items: BTreeMap<Arc<str>, Item>,
    /// On a node that is to own keys: from whom it has what they held of those, in its view.
    pub heard: Nodes,
    /// On the keeper: the members of each settled view after the first.
    pub settled: Vec<Nodes>,
    /// On the keeper: who asked for the change under way.
    pub asked_by: Option<(NodeId, Serial)>,
    /// On the keeper: of each client, the latest change that it was answered, and how.
    pub answered: BTreeMap<NodeId, (Serial, Outcome)>,
}

/// One durable change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Write {
    /// A client begins another life.
    Life,
    /// A storage node goes over to a view.
    View {
        /// Which.
        view: View,
        /// What it does not own any more.
        drops: Vec<Arc<str>>,
    },
    /// A client's write, or what a client found elsewhere.
    Item {
        /// The key.
        key: Arc<str>,
        /// What it holds from now on.
        item: Item,
    },
    /// What a member handed over.
    Copied {
        /// Who.
        from: NodeId,
        /// What of it is newer than what is held.
        items: Vec<Copied>,
    },
    /// The keeper begins a change.
    Begun {
        /// The view in which ranges are handed over.
        view: View,
        /// Who asked.
        client: NodeId,
        /// The client's number for it.
        serial: Serial,
    },
    /// The keeper ends the change under way.
    Settled {
        /// The view in which keys have their new owners.
        view: View,
    },
    /// The keeper answers without a change.
    Answered {
        /// Whom.
        client: NodeId,
        /// The client's number.
        serial: Serial,
        /// How.
        outcome: Outcome,
    },
}

impl Disk {
    /// Applies a change.
    pub fn write(&mut self, write: &Write) {
        match write {
            Write::Life => self.lives += 1,
            Write::View { view, drops } => {
                self.view = Some(*view);
                self.heard = Nodes::NONE;
                drops.iter().for_each(|key| drop(self.items.remove(key)));
            }
            Write::Item { key, item } => drop(self.items.insert(key.clone(), item.clone())),
            Write::Copied { from, items } => {
                self.heard = self.heard.with(*from);
                self.items.extend(items.iter().cloned());
            }
            Write::Begun { view, client, serial } => {
                self.view = Some(*view);
                self.asked_by = Some((*client, *serial));
            }
            Write::Settled { view } => {
                self.view = Some(*view);
                self.settled.push(view.members);
                if let Some((client, serial)) = self.asked_by.take() {
                    self.answered.insert(client, (serial, Outcome::Settled));
                }
            }
            Write::Answered { client, serial, outcome } => drop(self.answered.insert(*client, (*serial, *outcome))),
        }
    }

    /// The newest view that a server knows.
    pub fn view(&self, config: &Config) -> View {
        self.view.unwrap_or(config.first_view())
    }
}
