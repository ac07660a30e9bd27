//! What lessons can ask of a hash ring: `{"view": {"node": "n6", "epoch": 3}}`.

use std::sync::Arc;

use quorum_kernel::{NodeId, Text, World};
use serde::Deserialize;

use super::{Client, Disk, HashRing, Reply, State, charts, spec};
use crate::asked::{self, Answered, Node};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// A change of the members is under way: ranges are being handed over.
    Changing(Nothing),
    /// A node stores, by the newest view, and no change is under way.
    Member(Node),
    /// A server knows this view, or a newer one, by its disk; a running client routes by it.
    View(ViewIs),
    /// A storage node holds a key, by its disk.
    Holds(Holds),
    /// A node that is to own keys has heard from so many members.
    Heard(Heard),
    /// The latest change of the members that ended made so many copies, of the keys that are held now.
    Moved(Moved),
    /// A member owns so much of all keys there could be, by the newest view, as far as it is their first owner.
    Owns(Owns),
    /// A running client has had so many answers.
    Answered(Answered),
    /// A running client's latest answer, as transcripts have it: `done`, `nothing`, a value, `settled`.
    Told(Told),
    /// A server is down.
    Down(Node),
    /// A server hears no other server, and none hears it.
    Isolated(Node),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these at least.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
}

/// Nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Which view a node knows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ViewIs {
    /// Which node.
    pub node: NodeId,
    /// The view's number, or a higher one.
    pub epoch: u32,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Holds {
    /// Which node.
    pub node: NodeId,
    /// Which key.
    pub key: Arc<str>,
    /// With this value; any, if left out.
    #[serde(default)]
    pub value: Option<Arc<str>>,
}

/// From how many members a node has what they hand over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Heard {
    /// Which node.
    pub node: NodeId,
    /// From so many, or more.
    pub at_least: u32,
}

/// A client's latest answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Told {
    /// Which running client.
    pub client: NodeId,
    /// What.
    pub answer: String,
}

/// How many copies a change made.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Moved {
    /// So many, or more; any number, if left out.
    #[serde(default)]
    pub at_least: u64,
    /// So many, or fewer; any number, if left out.
    #[serde(default)]
    pub at_most: Option<u64>,
}

/// How much a member owns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Owns {
    /// Which member; any, if left out.
    #[serde(default)]
    pub node: Option<NodeId>,
    /// So many percent, or more.
    pub percent: u32,
}

impl Predicate {
    /// Whether it is so.
    pub fn holds(&self, world: &World<HashRing>) -> bool {
        match self {
            Predicate::Changing(Nothing {}) => spec::newest(world).is_changing(),
            Predicate::Member(Node { node }) => {
                let newest = spec::newest(world);
                !newest.is_changing() && newest.members.has(*node)
            }
            Predicate::View(ViewIs { node, epoch }) => known_epoch(world, *node).is_some_and(|known| known >= *epoch),
            Predicate::Holds(Holds { node, key, value }) => store(world, *node)
                .and_then(|disk| disk.items.get(key))
                .is_some_and(|item| value.as_ref().is_none_or(|value| *value == item.value)),
            Predicate::Heard(Heard { node, at_least }) => {
                store(world, *node).is_some_and(|disk| disk.heard.len() >= *at_least)
            }
            Predicate::Moved(Moved { at_least, at_most }) => charts::latest_moved(world)
                .is_some_and(|moved| moved >= *at_least && at_most.is_none_or(|most| moved <= most)),
            Predicate::Owns(Owns { node, percent }) => {
                let (places, members) = (&world.config().places, spec::newest(world).members);
                let owns = |member: NodeId| {
                    let (share, of) = places.share(members, member);
                    share * 100 >= of * percent
                };
                members.iter().any(|member| node.is_none_or(|node| node == member) && owns(member))
            }
            Predicate::Answered(asked) => asked.is_so(world, answers),
            Predicate::Told(Told { client, answer }) => self::client(world, *client)
                .and_then(|client| client.told.as_ref())
                .is_some_and(|told: &Reply| told.to_string() == *answer),
            Predicate::Down(Node { node }) => asked::is_down(world, *node),
            Predicate::Isolated(Node { node }) => asked::is_isolated(world, *node),
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world)),
            Predicate::Not(predicate) => !predicate.holds(world),
        }
    }

    /// How far it is from being so.
    pub fn progress(&self, world: &World<HashRing>) -> Option<Text> {
        match self {
            Predicate::Heard(Heard { node, at_least }) => {
                let heard = store(world, *node)?.heard.len();
                let text = Text::new("hash-ring-heard-so-far").with("node", *node);
                Some(text.with("heard", heard).with("needed", *at_least))
            }
            // Of several goals, the first that is still open.
            Predicate::All(all) => all.iter().find(|goal| !goal.holds(world)).and_then(|goal| goal.progress(world)),
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world)),
            _ => None,
        }
    }
}

/// The disk of a storage node.
fn store(world: &World<HashRing>, id: NodeId) -> Option<&Disk> {
    spec::stores(world).find(|(node, _)| *node == id).map(|(_, disk)| disk)
}

fn client(world: &World<HashRing>, id: NodeId) -> Option<&Client> {
    match world.nodes().find(|node| node.id == id)?.state {
        Some(State::Client(client)) => Some(client),
        _ => None,
    }
}

/// How many of its requests a client has had answered.
fn answers(state: &State) -> Option<u32> {
    match state {
        State::Client(client) => Some(client.answered()),
        _ => None,
    }
}

/// The newest view that a server has on disk, or that a running client routes by.
fn known_epoch(world: &World<HashRing>, id: NodeId) -> Option<u32> {
    if id.is_client() {
        return client(world, id).map(|client| client.view.epoch);
    }
    let server = world.servers().find(|node| node.id == id)?;
    Some(server.disk.view(world.config()).epoch)
}
