//! What Raft promises (figure 3), checked as a run goes on: each property takes in only what an action changed, so that
//! asking whether it holds costs nothing.

use std::collections::BTreeMap;

use quorum_kernel::{Happening, Journal, Mode, NodeId, Promise, Property, Shared, Spec, Symmetry, Text, World};
use serde::Serialize;

use super::{Entry, Index, Log, Note, Raft, Term, Write, symmetry::SYMMETRY, words};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// Who won each term's election.
    pub leaders: BTreeMap<Term, NodeId>,
    /// The log of each term's leader: its length, or where the property needs more than that, all of it.
    pub logs: BTreeMap<Term, Log>,
    /// How long the log of each leader is (Leader Append-Only).
    pub lengths: BTreeMap<NodeId, Index>,
    /// Entries that were committed, or applied, in the order of their indices.
    pub entries: Journal<Entry>,
    /// For each such entry the term in which it was committed.
    pub committed_in: Journal<Term>,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }

    /// The term that was won last, and its winner.
    pub fn latest_leader(&self) -> Option<(Term, NodeId)> {
        self.leaders.last_key_value().map(|(term, leader)| (*term, *leader))
    }
}

impl Spec for Raft {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }

    fn symmetry() -> Option<Symmetry<Self>> {
        Some(SYMMETRY)
    }
}

const fn always(
    id: &'static str,
    fold: fn(&mut Shared<Ghost>, &World<Raft>, &[Happening<Raft>]),
    detail: fn(&Ghost, &World<Raft>) -> Text,
) -> Property<Raft> {
    Property {
        id,
        mode: Mode::Always,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold,
        holds: |ghost, _| ghost.broken.is_none(),
        detail,
    }
}

static PROPERTIES: &[Property<Raft>] = &[
    always("election-safety", fold_election_safety, words::election_safety),
    always("leader-append-only", fold_append_only, words::append_only),
    always("log-matching", fold_log_matching, words::log_matching),
    always("leader-completeness", fold_completeness, words::completeness),
    always("state-machine-safety", fold_state_machine, words::state_machine),
    Property {
        id: "live-leader",
        mode: Mode::Eventually,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold: fold_leaders,
        holds: |_, world| words::live_leader_of(world).is_some(),
        detail: words::live_leader,
    },
    Property {
        id: "entry-committed",
        mode: Mode::Sometimes,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold: |ghost, world, happened| fold_committed(ghost, world, happened, |_, _, _| {}),
        holds: |ghost, _| !ghost.entries.is_empty(),
        detail: words::entry_committed,
    },
];

/// Who noted what, of all that happened.
fn notes(happened: &[Happening<Raft>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

fn fold_leaders(ghost: &mut Shared<Ghost>, _: &World<Raft>, happened: &[Happening<Raft>]) {
    for (node, note) in notes(happened) {
        if let Note::BecameLeader { term, .. } = note {
            ghost.leaders.insert(*term, node);
        }
    }
}

/// "At most one leader can be elected in a given term" (§5.2).
fn fold_election_safety(ghost: &mut Shared<Ghost>, _: &World<Raft>, happened: &[Happening<Raft>]) {
    for (node, note) in notes(happened) {
        let Note::BecameLeader { term, .. } = note else { continue };
        let first = *ghost.leaders.entry(*term).or_insert(node);
        if first != node {
            ghost.break_with(|| Text::new("raft-two-leaders").with("term", *term).with("a", first).with("b", node));
        }
    }
}

/// "A leader never overwrites or deletes entries in its log; it only appends new entries" (§5.3).
fn fold_append_only(ghost: &mut Shared<Ghost>, _: &World<Raft>, happened: &[Happening<Raft>]) {
    for happening in happened {
        match happening {
            Happening::Noted { node, note: Note::BecameLeader { log, .. } } => {
                ghost.lengths.insert(*node, *log);
            }
            // Asked first: a ghost that does not change is not copied.
            Happening::Noted { node, note: Note::SteppedDown { .. } } | Happening::Crashed { node, .. }
                if ghost.lengths.contains_key(node) =>
            {
                ghost.lengths.remove(node);
            }
            Happening::Wrote { node, write: Write::Log { keep, entries }, .. } => {
                let Some(before) = ghost.lengths.get(node).copied() else { continue };
                ghost.lengths.insert(*node, *keep + entries.len() as Index);
                if *keep < before {
                    let (from, node) = (*keep + 1, *node);
                    ghost.break_with(|| {
                        Text::new("raft-leader-overwrote").with("leader", node).with("from", from).with("upto", before)
                    });
                }
            }
            _ => {}
        }
    }
}

/// "If two logs contain an entry with the same index and term, then the logs are identical in all entries up through
/// the given index" (§5.3). Logs that matched before still match up to what was written: only the new entries are
/// compared, each with its like in the other logs, and by the term before it with all that precedes it.
fn fold_log_matching(ghost: &mut Shared<Ghost>, world: &World<Raft>, happened: &[Happening<Raft>]) {
    for happening in happened {
        let Happening::Wrote { node, write: Write::Log { keep, entries }, .. } = happening else { continue };
        let before = world.node(*node).disk.log.term_at(*keep);
        for other in world.servers().filter(|other| other.id != *node) {
            let mut prev = before;
            for (entry, index) in entries.iter().zip(*keep + 1..) {
                let Some(like) = other.disk.log.get(index) else { break };
                let same_past = prev == other.disk.log.term_at(index - 1);
                if like.term == entry.term && (like != entry || !same_past) {
                    ghost.break_with(|| {
                        let text = Text::new("raft-logs-differ").with("a", *node).with("b", other.id);
                        text.with("index", index).with("term", entry.term)
                    });
                }
                prev = Some(entry.term);
            }
        }
    }
}

/// Takes in what leaders committed: entries, and the term in which each was.
fn fold_committed(
    ghost: &mut Shared<Ghost>,
    world: &World<Raft>,
    happened: &[Happening<Raft>],
    mut committed: impl FnMut(&mut Shared<Ghost>, NodeId, (Term, Index)),
) {
    for (node, note) in notes(happened) {
        let Note::Committed { term, index } = note else { continue };
        let from = ghost.entries.len() as Index + 1;
        for entry in (from..=*index).map_while(|index| world.node(node).disk.log.get(index)) {
            ghost.entries.push(entry.clone());
            ghost.committed_in.push(*term);
        }
        committed(ghost, node, (*term, *index));
    }
}

/// "If a log entry is committed in a given term, then that entry will be present in the logs of the leaders for all
/// higher-numbered terms" (§5.4).
fn fold_completeness(ghost: &mut Shared<Ghost>, world: &World<Raft>, happened: &[Happening<Raft>]) {
    for (node, note) in notes(happened) {
        let Note::BecameLeader { term, .. } = note else { continue };
        let log = world.node(node).disk.log.clone();
        check_completeness(ghost, *term, node, &log, 1);
        ghost.leaders.insert(*term, node);
        ghost.logs.insert(*term, log);
    }
    let before = ghost.entries.len() as Index;
    fold_committed(ghost, world, happened, |ghost, node, (term, index)| {
        // An earlier leader may learn late what it has committed: leaders since must have that too.
        let later: Vec<_> = ghost.logs.range(term + 1..).map(|(term, log)| (*term, log.clone())).collect();
        for (later, log) in later {
            let leader = ghost.leaders.get(&later).copied().unwrap_or(node);
            check_completeness(ghost, later, leader, &log, before + 1);
        }
        // Two entries committed at one index: the leaders in between lacked one of them.
        let place = usize::try_from(index - 1).unwrap_or(usize::MAX);
        let (ours, first) = (world.node(node).disk.log.get(index), ghost.entries.get(place));
        if let (Some(ours), Some(first)) = (ours, first)
            && ours != first
        {
            let text = Text::new("raft-committed-twice").with("leader", node).with("term", term).with("index", index);
            let text = text.with("entry", words::entry(ours)).with("first", words::entry(first));
            ghost.break_with(|| text);
        }
    });
}

/// Whether a leader of `term` has all that was committed in earlier terms, from an index on.
fn check_completeness(ghost: &mut Shared<Ghost>, term: Term, leader: NodeId, log: &Log, from: Index) {
    let start = usize::try_from(from - 1).unwrap_or(usize::MAX);
    let committed = ghost.entries.iter_from(start).zip(ghost.committed_in.iter_from(start)).zip(from..);
    let lacking = committed
        .filter(|((_, committed_in), _)| **committed_in < term)
        .find(|((entry, _), index)| log.get(*index) != Some(entry));
    if let Some(((_, committed_in), index)) = lacking {
        let text = Text::new("raft-leader-lacks").with("leader", leader).with("term", term);
        let text = text.with("index", index).with("committed-in", *committed_in);
        ghost.break_with(|| text);
    }
}

/// "If a server has applied a log entry at a given index to its state machine, no other server will ever apply a
/// different log entry for the same index" (§5.4.3).
fn fold_state_machine(ghost: &mut Shared<Ghost>, _: &World<Raft>, happened: &[Happening<Raft>]) {
    for (node, note) in notes(happened) {
        let Note::Applied { index, entry } = note else { continue };
        let place = usize::try_from(index - 1).unwrap_or(usize::MAX);
        match ghost.entries.get(place) {
            None => ghost.entries.push(entry.clone()),
            Some(first) if first == entry => {}
            Some(first) => {
                let first = words::entry(first);
                ghost.break_with(|| {
                    let text = Text::new("raft-applied-differently").with("node", node).with("index", *index);
                    text.with("entry", words::entry(entry)).with("first", first)
                });
            }
        }
    }
}
