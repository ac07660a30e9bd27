//! What lessons can ask of a Zab cluster: `{"primary": {"epoch-at-least": 2}}`.

use quorum_kernel::{NodeId, Text, World};
use serde::Deserialize;

use super::{Epoch, Index, LeaderPhase, Leading, Role, State, Zab, Zxid, words};
use crate::asked::{self, Answered, Node, Someone, down};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// A running server is primary: its epoch is established. Of several, that of the latest epoch counts. Empty braces
    /// ask for any.
    Primary(PrimaryIs),
    /// A running server was elected, and its epoch is not established yet.
    Elected(Someone),
    /// A running server is in this phase.
    Phase(PhaseIs),
    /// So many running servers look for a leader, or more.
    LookingAtLeast(usize),
    /// A running server that looks wants this one to lead.
    Wants(Wants),
    /// A server has promised this epoch or a later one, on its disk, running or not.
    AcceptedEpochAtLeast(EpochOf),
    /// A server has taken over the history of this epoch or a later one, on its disk, running or not.
    CurrentEpochAtLeast(EpochOf),
    /// A server's history has such a transaction, running or not.
    Has(TxnIs),
    /// A server's history ends with this transaction, running or not.
    Last(LastIs),
    /// A running server has delivered up to this transaction, or further.
    Delivered(DeliveredIs),
    /// A running server's store has this value.
    Value(ValueIs),
    /// A server is down.
    Down(Node),
    /// So many servers are down, or more.
    DownAtLeast(u32),
    /// A server hears no other server, and none hears it.
    Isolated(Node),
    /// A client has had so many answers.
    Answered(Answered),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these at least.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
}

/// What to ask of a primary; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PrimaryIs {
    /// Who it is.
    pub node: Option<NodeId>,
    /// Its epoch, exactly.
    pub epoch: Option<Epoch>,
    /// Its epoch, or a later one.
    pub epoch_at_least: Option<Epoch>,
    /// How many other running servers follow it and serve, or more.
    pub followed_by: Option<usize>,
}

/// A server and the phase that it is in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PhaseIs {
    /// Which server.
    pub node: NodeId,
    /// Which phase.
    pub phase: PhaseName,
}

/// A phase's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PhaseName {
    /// It looks for a leader.
    Election,
    /// It finds out, or waits to be told, which epoch comes.
    Discovery,
    /// Histories are made one.
    Synchronization,
    /// It serves.
    Broadcast,
}

/// A server that looks, and whom it wants.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Wants {
    /// Who looks.
    pub node: NodeId,
    /// Whom it wants.
    pub leader: NodeId,
}

/// A server and an epoch.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EpochOf {
    /// Which server.
    pub node: NodeId,
    /// Which epoch.
    pub epoch: Epoch,
}

/// What to ask of a transaction.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TxnIs {
    /// Whose history.
    pub node: NodeId,
    /// Its identifier, such as `1.3`.
    pub zxid: Zxid,
    /// Its command, as in `put x 1`; any, if left out.
    #[serde(default)]
    pub command: Option<String>,
}

/// A server and the end of its history.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LastIs {
    /// Whose history.
    pub node: NodeId,
    /// Its last identifier; `0.0` of an empty one.
    pub zxid: Zxid,
}

/// What was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DeliveredIs {
    /// By whom; by anyone, if left out.
    #[serde(default)]
    pub node: Option<NodeId>,
    /// Up to which identifier, or further.
    pub zxid: Zxid,
}

/// A value in a store.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ValueIs {
    /// Whose store.
    pub node: NodeId,
    /// Which key.
    pub key: String,
    /// Its value; `null` for none.
    pub value: Option<String>,
}

impl Predicate {
    /// Whether it is so.
    pub fn holds(&self, world: &World<Zab>) -> bool {
        match self {
            Predicate::Primary(is) => words::primary(world).is_some_and(|primary| is.met_by(primary, world)),
            Predicate::Elected(someone) => words::leading(world)
                .any(|(_, id, leading)| leading.phase != LeaderPhase::Broadcast && someone.names(id)),
            Predicate::Phase(PhaseIs { node, phase }) => {
                words::running(world).any(|(id, server)| id == *node && phase.names(&server.role))
            }
            Predicate::LookingAtLeast(asked) => words::looking(world).count() >= *asked,
            Predicate::Wants(Wants { node, leader }) => {
                words::looking(world).any(|(id, server, _)| id == *node && server.vote.leader == *leader)
            }
            Predicate::AcceptedEpochAtLeast(EpochOf { node, epoch }) => {
                world.servers().any(|server| server.id == *node && server.disk.accepted_epoch >= *epoch)
            }
            Predicate::CurrentEpochAtLeast(EpochOf { node, epoch }) => {
                world.servers().any(|server| server.id == *node && server.disk.current_epoch >= *epoch)
            }
            Predicate::Has(is) => is.met_in(world),
            Predicate::Last(LastIs { node, zxid }) => {
                world.servers().any(|server| server.id == *node && server.disk.history.last() == *zxid)
            }
            Predicate::Delivered(DeliveredIs { node, zxid }) => words::running(world)
                .any(|(id, server)| node.is_none_or(|node| node == id) && server.last_delivered >= *zxid),
            Predicate::Value(is) => words::running(world).any(|(id, server)| {
                id == is.node && server.machine.machine().get(&is.key).map(|value| &**value) == is.value.as_deref()
            }),
            Predicate::Down(Node { node }) => asked::is_down(world, *node),
            Predicate::DownAtLeast(asked) => down(world) >= *asked,
            Predicate::Isolated(Node { node }) => asked::is_isolated(world, *node),
            Predicate::Answered(asked) => asked.is_so(world, answers),
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world)),
            Predicate::Not(predicate) => !predicate.holds(world),
        }
    }

    /// How far it is from being so.
    pub fn progress(&self, world: &World<Zab>) -> Option<Text> {
        match self {
            Predicate::Primary(is) if !self.holds(world) => Some(is.so_far(world)),
            Predicate::Delivered(DeliveredIs { node, zxid }) => {
                let of = words::running(world).filter(|(id, _)| node.is_none_or(|node| node == *id));
                let reached = of.map(|(_, server)| server.last_delivered).max().unwrap_or(Zxid::ZERO);
                let text = Text::new("zab-delivered-so-far").with("reached", reached.to_string());
                Some(text.with("zxid", zxid.to_string()))
            }
            Predicate::DownAtLeast(asked) => {
                Some(Text::new("zab-down-so-far").with("down", down(world)).with("needed", *asked))
            }
            // Of several goals, the first that is still open.
            Predicate::All(all) => all.iter().find(|goal| !goal.holds(world)).and_then(|goal| goal.progress(world)),
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world)),
            _ => None,
        }
    }
}

impl PrimaryIs {
    fn met_by(&self, primary: (Epoch, NodeId), world: &World<Zab>) -> bool {
        self.names(primary) && self.followed_by.is_none_or(|asked| words::served_by(world, primary.1) >= asked)
    }

    /// Whether it is the right one, whoever follows it.
    fn names(&self, (epoch, id): (Epoch, NodeId)) -> bool {
        self.node.is_none_or(|node| node == id)
            && self.epoch.is_none_or(|asked| asked == epoch)
            && self.epoch_at_least.is_none_or(|asked| epoch >= asked)
    }

    fn so_far(&self, world: &World<Zab>) -> Text {
        let right = words::primary(world).filter(|primary| self.names(*primary));
        if let (Some((epoch, id)), Some(asked)) = (right, self.followed_by) {
            let text = Text::new("zab-followers-so-far").with("leader", id).with("epoch", epoch);
            return text.with("followers", words::served_by(world, id)).with("needed", asked);
        }
        let being = |(_, _, leading): &(Epoch, NodeId, &Leading)| leading.phase != LeaderPhase::Broadcast;
        match words::leading(world).filter(being).max_by_key(|(epoch, id, leading)| (leading.phase, *epoch, *id)) {
            Some((_, id, leading)) => {
                Text::new("zab-being-established").with("leader", id).with("phase", leading.phase.name())
            }
            None => Text::new("zab-nobody-elected"),
        }
    }
}

impl PhaseName {
    fn names(self, role: &Role) -> bool {
        role.phase()
            == match self {
                PhaseName::Election => "Election",
                PhaseName::Discovery => "Discovery",
                PhaseName::Synchronization => "Synchronization",
                PhaseName::Broadcast => "Broadcast",
            }
    }
}

impl TxnIs {
    fn met_in(&self, world: &World<Zab>) -> bool {
        let Some(server) = world.servers().find(|server| server.id == self.node) else { return false };
        let history = &server.disk.history;
        let txn = history.upto(self.zxid).and_then(|index: Index| history.get(index));
        txn.filter(|txn| txn.zxid == self.zxid)
            .is_some_and(|txn| self.command.as_ref().is_none_or(|command| *command == txn.call.command.to_string()))
    }
}

/// How many of its requests a client has had answered.
fn answers(state: &State) -> Option<u32> {
    match state {
        State::Client(client) => Some(client.answers()),
        State::Server(_) => None,
    }
}
