//! What lessons can ask of a bank under two-phase commit: `{"in-doubt": {"node": "n2"}}`.

use quorum_kernel::{NodeId, Text, World};
use serde::Deserialize;

use super::{COORDINATOR, Client, Coordinator, Outcome, Record, State, TwoPhaseCommit, bank::Account, spec, words};
use crate::asked::{self, Answered, Node, Someone};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// The coordinator runs and waits for votes.
    Collecting(Votes),
    /// The coordinator runs, and has neither votes to wait for nor acknowledgements.
    Idle(Nothing),
    /// A participant voted yes and does not know the end, whether it runs or not: by its disk.
    InDoubt(Someone),
    /// A participant runs, is in doubt, and has asked without learning the end.
    Blocked(Someone),
    /// A participant was told by the other that it knows no more either.
    Uncertain(Node),
    /// A server's log has such a record, as the process sees it while it runs, as the disk has it while it is down.
    Record(RecordIs),
    /// An account holds so much.
    Balance(Balance),
    /// A client has had so many answers.
    Answered(Answered),
    /// A running client's latest answer.
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

/// How many votes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Votes {
    /// So many have come for one transaction, or more.
    pub yes_at_least: usize,
}

/// Nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A record in a log.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RecordIs {
    /// Whose log.
    pub node: NodeId,
    /// Which record.
    pub kind: RecordKind,
    /// How many such records, or more; one, if left out.
    #[serde(default = "once")]
    pub times: u32,
}

/// The kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RecordKind {
    /// A participant's, before it votes yes.
    Prepared,
    /// A participant's, that it has committed.
    Committed,
    /// That it was aborted.
    Aborted,
    /// The coordinator's, that it is committed.
    Commit,
    /// The coordinator's, that all know.
    End,
}

/// What an account holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Balance {
    /// Who keeps it, running or not.
    pub node: NodeId,
    /// How much.
    pub is: i64,
}

/// A client's latest answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Told {
    /// Which running client.
    pub client: NodeId,
    /// What.
    pub outcome: OutcomeName,
}

/// An answer's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeName {
    /// The money moved.
    Committed,
    /// It did not.
    Aborted,
}

fn once() -> u32 {
    1
}

impl Predicate {
    /// Whether it is so.
    pub fn holds(&self, world: &World<TwoPhaseCommit>) -> bool {
        match self {
            Predicate::Collecting(Votes { yes_at_least }) => coordinator(world).is_some_and(|coordinator| {
                coordinator.collecting.values().any(|collecting| collecting.yes.len() >= *yes_at_least)
            }),
            Predicate::Idle(Nothing {}) => coordinator(world)
                .is_some_and(|coordinator| coordinator.collecting.is_empty() && coordinator.committing.is_empty()),
            Predicate::InDoubt(Someone { node }) => {
                spec::in_doubt(world).any(|(id, _, _)| node.is_none_or(|node| node == id))
            }
            Predicate::Blocked(Someone { node }) => {
                words::blocked(world).any(|(id, _, _)| node.is_none_or(|node| node == id))
            }
            Predicate::Uncertain(Node { node }) => words::blocked(world)
                .any(|(id, tx, memory)| id == *node && memory.asked.get(&tx).is_some_and(|asked| !asked.is_empty())),
            Predicate::Record(is) => records(world, is) >= is.times,
            Predicate::Balance(Balance { node, is }) => {
                spec::participants(world).any(|server| server.id == *node && server.disk.balance() == *is)
            }
            Predicate::Answered(asked) => asked.is_so(world, answers),
            Predicate::Told(Told { client, outcome }) => {
                self::client(world, *client).is_some_and(|client| client.told == Some(outcome.outcome()))
            }
            Predicate::Down(Node { node }) => asked::is_down(world, *node),
            Predicate::Isolated(Node { node }) => asked::is_isolated(world, *node),
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world)),
            Predicate::Not(predicate) => !predicate.holds(world),
        }
    }

    /// How far it is from being so.
    pub fn progress(&self, world: &World<TwoPhaseCommit>) -> Option<Text> {
        match self {
            Predicate::Balance(Balance { node, is }) => {
                let held = spec::participants(world).find(|server| server.id == *node)?.disk.balance();
                let account = Account::of(*node)?.to_string();
                Some(Text::new("tpc-balance-so-far").with("account", account).with("held", held).with("wanted", *is))
            }
            // Of several goals, the first that is still open.
            Predicate::All(all) => all.iter().find(|goal| !goal.holds(world)).and_then(|goal| goal.progress(world)),
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world)),
            _ => None,
        }
    }
}

impl RecordKind {
    fn names(self, record: &Record) -> bool {
        matches!(
            (self, record),
            (RecordKind::Prepared, Record::Prepared { .. })
                | (RecordKind::Committed, Record::Committed(_))
                | (RecordKind::Aborted, Record::Aborted(_))
                | (RecordKind::Commit, Record::Commit { .. })
                | (RecordKind::End, Record::End(_))
        )
    }
}

impl OutcomeName {
    fn outcome(self) -> Outcome {
        match self {
            OutcomeName::Committed => Outcome::Committed,
            OutcomeName::Aborted => Outcome::Aborted,
        }
    }
}

fn coordinator(world: &World<TwoPhaseCommit>) -> Option<&Coordinator> {
    match world.node(COORDINATOR).state {
        Some(State::Coordinator(coordinator)) => Some(coordinator),
        _ => None,
    }
}

fn client(world: &World<TwoPhaseCommit>, id: NodeId) -> Option<&Client> {
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

/// How many records of a kind a log has.
fn records(world: &World<TwoPhaseCommit>, is: &RecordIs) -> u32 {
    let log = world.servers().find(|server| server.id == is.node).map(|server| &server.disk.log);
    let of_kind = log.into_iter().flat_map(|log| log.iter()).filter(|record| is.kind.names(record));
    u32::try_from(of_kind.count()).unwrap_or(u32::MAX)
}
