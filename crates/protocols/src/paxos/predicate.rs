//! What lessons can ask of a Paxos cluster: `{"knows": {"value": "A"}}`.

use quorum_kernel::{Monitor, NodeId, Text, World};
use serde::Deserialize;

use super::{Ballot, Paxos, Phase, Proposal, Round, Server, State, words};
use crate::asked::{self, Answered, Node, Someone, down};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// A majority of the acceptors has accepted a value in one ballot, whether anybody knows it or not. Empty braces ask
    /// for any value.
    Chosen(ChosenIs),
    /// A running server knows what is chosen.
    Knows(KnowsIs),
    /// So many running servers know what is chosen, or more.
    KnownBy(usize),
    /// A running proposer is in phase 1: it collects promises.
    Preparing(PreparingIs),
    /// A running proposer is in phase 2: it collects acceptances.
    Accepting(AcceptingIs),
    /// A running proposer waits before its next ballot.
    BackingOff(Someone),
    /// An acceptor is bound to this ballot by its disk, running or not.
    Bound(BoundIs),
    /// An acceptor has this on its disk, running or not, as the last that it accepted.
    Accepted(AcceptedIs),
    /// Some acceptor is bound to a ballot of this round or a later one.
    RoundAtLeast(Round),
    /// A server is down.
    Down(Node),
    /// So many servers are down, or more.
    DownAtLeast(u32),
    /// A client has had so many answers.
    Answered(Answered),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these at least.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
}

/// A chosen value, or any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ChosenIs {
    /// Which value.
    pub value: Option<String>,
    /// In which ballot it was chosen first.
    pub ballot: Option<Ballot>,
}

/// Who knows what; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct KnowsIs {
    /// Which server.
    pub node: Option<NodeId>,
    /// Which value.
    pub value: Option<String>,
}

/// What to ask of a ballot in phase 1; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PreparingIs {
    /// Which proposer.
    pub node: Option<NodeId>,
    /// Which ballot.
    pub ballot: Option<Ballot>,
    /// How many promises it has, or more.
    pub promises: Option<usize>,
}

/// What to ask of a ballot in phase 2; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct AcceptingIs {
    /// Which proposer.
    pub node: Option<NodeId>,
    /// Which ballot.
    pub ballot: Option<Ballot>,
    /// Which value.
    pub value: Option<String>,
}

/// An acceptor and what it is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BoundIs {
    /// Which acceptor.
    pub node: NodeId,
    /// The ballot, exactly; `null` for none.
    pub ballot: Option<Ballot>,
}

/// An acceptor and what it has accepted; what is left out is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AcceptedIs {
    /// Which acceptor.
    pub node: NodeId,
    /// In which ballot.
    #[serde(default)]
    pub ballot: Option<Ballot>,
    /// Which value.
    #[serde(default)]
    pub value: Option<String>,
}

/// Whether something is as asked; what is not asked may be anything.
fn as_asked<T: PartialEq<U>, U>(asked: Option<&T>, is: &U) -> bool {
    asked.is_none_or(|asked| *asked == *is)
}

/// The same of a value, which is asked as text.
fn is_value(asked: Option<&String>, is: &super::Value) -> bool {
    asked.is_none_or(|asked| **asked == *is.0)
}

impl Predicate {
    /// Whether it is so in this world.
    pub fn holds(&self, world: &World<Paxos>, monitor: &Monitor<Paxos>) -> bool {
        match self {
            Predicate::Chosen(is) => first_chosen(monitor).is_some_and(|Proposal { ballot, value }| {
                is_value(is.value.as_ref(), value) && as_asked(is.ballot.as_ref(), ballot)
            }),
            Predicate::Knows(is) => words::running(world).any(|(id, server)| {
                let knows = |value| is_value(is.value.as_ref(), value);
                as_asked(is.node.as_ref(), &id) && server.chosen.as_ref().is_some_and(knows)
            }),
            Predicate::KnownBy(asked) => knowing(world) >= *asked,
            Predicate::Preparing(is) => words::running(world).any(|(id, server)| is.met_by(id, server)),
            Predicate::Accepting(is) => words::running(world).any(|(id, server)| is.met_by(id, server)),
            Predicate::BackingOff(Someone { node }) => words::running(world)
                .any(|(id, server)| as_asked(node.as_ref(), &id) && server.phase == Phase::BackingOff),
            Predicate::Bound(is) => {
                world.servers().any(|server| server.id == is.node && server.disk.promised == is.ballot)
            }
            Predicate::Accepted(is) => world.servers().any(|server| {
                let accepted = |proposal: &Proposal| {
                    as_asked(is.ballot.as_ref(), &proposal.ballot) && is_value(is.value.as_ref(), &proposal.value)
                };
                server.id == is.node && server.disk.accepted.as_ref().is_some_and(accepted)
            }),
            Predicate::RoundAtLeast(round) => highest_round(world) >= *round,
            Predicate::Down(Node { node }) => asked::is_down(world, *node),
            Predicate::DownAtLeast(asked) => down(world) >= *asked,
            Predicate::Answered(asked) => asked.is_so(world, answers),
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world, monitor)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world, monitor)),
            Predicate::Not(predicate) => !predicate.holds(world, monitor),
        }
    }

    /// How far it is from being so.
    pub fn progress(&self, world: &World<Paxos>, monitor: &Monitor<Paxos>) -> Option<Text> {
        match self {
            Predicate::Chosen(_) | Predicate::Knows(_) if !self.holds(world, monitor) => {
                let foremost = words::ballots(world).max_by_key(|(ballot, ..)| *ballot);
                Some(foremost.map_or_else(|| Text::new("paxos-no-ballot"), |(_, id, server)| so_far(world, id, server)))
            }
            Predicate::KnownBy(asked) => {
                Some(Text::new("paxos-known-so-far").with("count", knowing(world)).with("needed", *asked))
            }
            Predicate::RoundAtLeast(round) => {
                Some(Text::new("paxos-round-so-far").with("reached", highest_round(world)).with("round", *round))
            }
            Predicate::DownAtLeast(asked) => {
                Some(Text::new("paxos-down-so-far").with("down", down(world)).with("needed", *asked))
            }
            // Of several goals, the first that is still open.
            Predicate::All(all) => {
                let open = all.iter().find(|goal| !goal.holds(world, monitor));
                open.and_then(|goal| goal.progress(world, monitor))
            }
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world, monitor)),
            _ => None,
        }
    }
}

impl PreparingIs {
    fn met_by(&self, id: NodeId, server: &Server) -> bool {
        let Phase::Preparing(preparing) = &server.phase else { return false };
        as_asked(self.node.as_ref(), &id)
            && as_asked(self.ballot.as_ref(), &preparing.ballot)
            && self.promises.is_none_or(|asked| preparing.promises.len() >= asked)
    }
}

impl AcceptingIs {
    fn met_by(&self, id: NodeId, server: &Server) -> bool {
        let Phase::Accepting(accepting) = &server.phase else { return false };
        as_asked(self.node.as_ref(), &id)
            && as_asked(self.ballot.as_ref(), &accepting.proposal.ballot)
            && is_value(self.value.as_ref(), &accepting.proposal.value)
    }
}

/// The first proposal that was chosen.
fn first_chosen(monitor: &Monitor<Paxos>) -> Option<&Proposal> {
    monitor.ghost("chosen-stays").and_then(|ghost| ghost.chosen.as_ref())
}

/// “2.n1 has 1 of 2 promises”.
fn so_far(world: &World<Paxos>, id: NodeId, server: &Server) -> Text {
    let (text, ballot, count) = match &server.phase {
        Phase::Accepting(accepting) => {
            ("paxos-accepted-so-far", Some(accepting.proposal.ballot), accepting.accepted.len())
        }
        Phase::Preparing(preparing) => ("paxos-promised-so-far", Some(preparing.ballot), preparing.promises.len()),
        Phase::Idle | Phase::BackingOff => ("paxos-no-ballot", None, 0),
    };
    let text = Text::new(text);
    let Some(ballot) = ballot else { return text };
    let text = text.with("node", id).with("ballot", ballot.to_string());
    text.with("count", count).with("needed", world.config().quorum())
}

/// How many running servers know what is chosen.
fn knowing(world: &World<Paxos>) -> usize {
    words::running(world).filter(|(_, server)| server.chosen.is_some()).count()
}

/// The highest round that an acceptor is bound to; 0: none is.
fn highest_round(world: &World<Paxos>) -> Round {
    world.servers().filter_map(|server| server.disk.promised).map(|ballot| ballot.round).max().unwrap_or(0)
}

/// How many of its requests a client has had answered.
fn answers(state: &State) -> Option<u32> {
    match state {
        State::Client(client) => Some(client.answers()),
        State::Server(_) => None,
    }
}
