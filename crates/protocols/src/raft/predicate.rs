//! What lessons can ask of a Raft cluster: `{"leader": {"term-at-least": 2}}`.

use quorum_kernel::{NodeId, Text, World};
use serde::Deserialize;

use super::{Index, Raft, Role, State, Term, words};
use crate::asked::{self, Answered, Node, Someone, down};

/// A statement about a world.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Predicate {
    /// A running server leads, and no running leader has a newer term: of a leader cut off in a minority and its
    /// successor, only the successor counts. Empty braces ask for any leader.
    Leader(LeaderIs),
    /// A running server still takes itself for the leader while another running server knows a newer term.
    StaleLeader(Someone),
    /// No running server leads.
    NoLeader(Among),
    /// A running server stands for election.
    Candidate(Someone),
    /// Two running candidates of one term share the votes, and neither has a majority.
    SplitVote(InTerm),
    /// Some running server has reached this term.
    TermAtLeast(Term),
    /// A running server has this role.
    Role(RoleIs),
    /// A server is down.
    Down(Node),
    /// So many servers are down, or more.
    DownAtLeast(u32),
    /// A server hears no other server, and none hears it.
    Isolated(Node),
    /// A running server knows that the log is committed up to an index.
    Committed(At),
    /// A running server's store has this value.
    Value(ValueIs),
    /// A server's log has so many entries.
    LogLength(LogLength),
    /// A server's log has such an entry.
    Entry(EntryIs),
    /// A client has had so many answers.
    Answered(Answered),
    /// All of these.
    All(Vec<Predicate>),
    /// One of these at least.
    Any(Vec<Predicate>),
    /// Not this.
    Not(Box<Predicate>),
}

/// What to ask of a leader; what is left out is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct LeaderIs {
    /// Who it is.
    pub node: Option<NodeId>,
    /// Its term, exactly.
    pub term: Option<Term>,
    /// Its term, or a newer one.
    pub term_at_least: Option<Term>,
    /// How many other running servers follow it, or more.
    pub followed_by: Option<usize>,
}

/// Some servers, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Among {
    /// Which.
    pub among: Option<Vec<NodeId>>,
}

/// A term, or any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct InTerm {
    /// Which.
    pub term: Option<Term>,
}

/// A server and its role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RoleIs {
    /// Which server.
    pub node: NodeId,
    /// Which role.
    pub role: RoleName,
}

/// A role's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RoleName {
    /// Follows.
    Follower,
    /// Stands for election.
    Candidate,
    /// Leads.
    Leader,
}

/// An index that is committed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct At {
    /// At least this index.
    pub index: Index,
    /// On this server; any, if left out.
    #[serde(default)]
    pub node: Option<NodeId>,
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

/// How long a log is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LogLength {
    /// Whose log, running or not.
    pub node: NodeId,
    /// How many entries, or more.
    pub at_least: Index,
}

/// What to ask of an entry; what is left out is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EntryIs {
    /// Whose log, running or not.
    pub node: NodeId,
    /// Where it stands.
    pub index: Index,
    /// The term in which it was created.
    #[serde(default)]
    pub term: Option<Term>,
    /// Its command, as in `put x 1`.
    #[serde(default)]
    pub command: Option<String>,
}

impl Predicate {
    /// Whether it is so.
    pub fn holds(&self, world: &World<Raft>) -> bool {
        match self {
            Predicate::Leader(is) => words::newest_leader(world).is_some_and(|leader| is.met_by(leader, world)),
            Predicate::StaleLeader(someone) => is_stale_leader(world, someone.node),
            Predicate::NoLeader(Among { among }) => !words::running(world).any(|(id, _, server)| {
                matches!(server.role, Role::Leader(_)) && among.as_ref().is_none_or(|among| among.contains(&id))
            }),
            Predicate::Candidate(Someone { node }) => {
                words::candidates(world).any(|(_, id, _)| node.is_none_or(|node| node == id))
            }
            Predicate::SplitVote(InTerm { term }) => is_split(world, *term),
            Predicate::TermAtLeast(term) => words::running(world).any(|(_, reached, _)| reached >= *term),
            Predicate::Role(RoleIs { node, role }) => {
                words::running(world).any(|(id, _, server)| id == *node && role.names(&server.role))
            }
            Predicate::Down(Node { node }) => asked::is_down(world, *node),
            Predicate::DownAtLeast(asked) => down(world) >= *asked,
            Predicate::Isolated(Node { node }) => asked::is_isolated(world, *node),
            Predicate::Committed(At { index, node }) => words::running(world)
                .any(|(id, _, server)| node.is_none_or(|node| node == id) && server.commit_index >= *index),
            Predicate::Value(is) => words::running(world).any(|(id, _, server)| {
                id == is.node && server.machine.machine().get(&is.key).map(|value| &**value) == is.value.as_deref()
            }),
            Predicate::LogLength(LogLength { node, at_least }) => {
                world.servers().any(|server| server.id == *node && server.disk.log.last_index() >= *at_least)
            }
            Predicate::Entry(is) => is.met_in(world),
            Predicate::Answered(asked) => asked.is_so(world, answers),
            Predicate::All(all) => all.iter().all(|predicate| predicate.holds(world)),
            Predicate::Any(any) => any.iter().any(|predicate| predicate.holds(world)),
            Predicate::Not(predicate) => !predicate.holds(world),
        }
    }

    /// How far it is from being so.
    pub fn progress(&self, world: &World<Raft>) -> Option<Text> {
        match self {
            Predicate::Leader(is) if !self.holds(world) => {
                if let Some(lacking) = is.followers_so_far(world) {
                    return Some(lacking);
                }
                let standing = words::candidates(world).filter(|(_, id, _)| is.node.is_none_or(|node| node == *id));
                let foremost = standing.max_by_key(|(term, _, candidate)| (*term, candidate.votes.len()));
                Some(match foremost {
                    Some((_, id, candidate)) => Text::new("raft-votes-so-far")
                        .with("node", id)
                        .with("votes", candidate.votes.len())
                        .with("needed", world.config().majority()),
                    None => Text::new("raft-nobody-stands"),
                })
            }
            Predicate::Committed(At { index, node }) => {
                let of = words::running(world).filter(|(id, _, _)| node.is_none_or(|node| node == *id));
                let reached = of.map(|(_, _, server)| server.commit_index).max().unwrap_or(0);
                Some(Text::new("raft-committed-so-far").with("reached", reached).with("index", *index))
            }
            Predicate::TermAtLeast(term) => {
                let reached = words::running(world).map(|(_, term, _)| term).max().unwrap_or(0);
                Some(Text::new("raft-term-so-far").with("reached", reached).with("term", *term))
            }
            Predicate::DownAtLeast(asked) => {
                Some(Text::new("raft-down-so-far").with("down", down(world)).with("needed", *asked))
            }
            // Of several goals, the first that is still open.
            Predicate::All(all) => all.iter().find(|goal| !goal.holds(world)).and_then(|goal| goal.progress(world)),
            Predicate::Any(any) => any.iter().find_map(|goal| goal.progress(world)),
            _ => None,
        }
    }
}

impl LeaderIs {
    fn met_by(&self, leader: (Term, NodeId), world: &World<Raft>) -> bool {
        self.names(leader) && self.followed_by.is_none_or(|asked| followers(leader, world) >= asked)
    }

    /// Whether it is the right leader, whoever follows it.
    fn names(&self, (term, id): (Term, NodeId)) -> bool {
        self.node.is_none_or(|node| node == id)
            && self.term.is_none_or(|asked| asked == term)
            && self.term_at_least.is_none_or(|asked| term >= asked)
    }

    /// If the right one leads and lacks followers: how many it has.
    fn followers_so_far(&self, world: &World<Raft>) -> Option<Text> {
        let asked = self.followed_by?;
        let (term, id) = words::newest_leader(world).filter(|leader| self.names(*leader))?;
        let count = followers((term, id), world);
        let text = Text::new("raft-followers-so-far").with("leader", id).with("term", term);
        Some(text.with("followers", count).with("needed", asked))
    }
}

/// How many running servers follow a leader in its term.
fn followers((term, id): (Term, NodeId), world: &World<Raft>) -> usize {
    let follows = |(_, other, server): &(NodeId, Term, &super::Server)| {
        *other == term && matches!(&server.role, Role::Follower(follower) if follower.leader == Some(id))
    };
    words::running(world).filter(follows).count()
}

impl EntryIs {
    fn met_in(&self, world: &World<Raft>) -> bool {
        let server = world.servers().find(|server| server.id == self.node);
        server.and_then(|server| server.disk.log.get(self.index)).is_some_and(|entry| {
            let command = entry.call.as_ref().map(|call| call.command.to_string());
            self.term.is_none_or(|term| term == entry.term) && (self.command.is_none() || self.command == command)
        })
    }
}

/// How many of its requests a client has had answered.
fn answers(state: &State) -> Option<u32> {
    match state {
        State::Client(client) => Some(client.answers()),
        State::Server(_) => None,
    }
}

impl RoleName {
    fn names(self, role: &Role) -> bool {
        matches!(
            (self, role),
            (RoleName::Follower, Role::Follower(_))
                | (RoleName::Candidate, Role::Candidate(_))
                | (RoleName::Leader, Role::Leader(_))
        )
    }
}

fn is_stale_leader(world: &World<Raft>, node: Option<NodeId>) -> bool {
    let newest = words::running(world).map(|(_, term, _)| term).max().unwrap_or(0);
    words::running(world).any(|(id, term, server)| {
        matches!(server.role, Role::Leader(_)) && term < newest && node.is_none_or(|node| node == id)
    })
}

fn is_split(world: &World<Raft>, term: Option<Term>) -> bool {
    let majority = world.config().majority();
    let split = |term: Term| {
        let votes = words::candidates(world).filter(|(other, _, _)| *other == term);
        let votes: Vec<_> = votes.map(|(_, _, candidate)| candidate.votes.len()).collect();
        votes.len() >= 2 && votes.iter().all(|votes| *votes < majority)
    };
    let mut terms = words::candidates(world).map(|(term, _, _)| term);
    match term {
        Some(term) => split(term),
        None => terms.any(split),
    }
}
