//! What two-phase commit promises: the five properties of an atomic commitment protocol (BHG §7.3), and what a bank makes
//! of them. Each is checked as a run goes on, and takes in only what an action changed.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::{Happening, Mode, NodeId, Promise, Property, Shared, Spec, Status, Text, World};
use serde::Serialize;

use super::{
    COORDINATOR, Config, Decision, Note, Outcome, Standing, State, Timer, TwoPhaseCommit, TxId, Vote,
    bank::{OPENING, Transfer},
    words,
};
use crate::session::{Call, Serial};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// The first decision on each transaction, and whose it was (AC1).
    pub first: BTreeMap<TxId, (NodeId, Decision)>,
    /// Every node's decision on each transaction (AC2).
    pub each: BTreeMap<(TxId, NodeId), Decision>,
    /// Who voted yes (AC3).
    pub yes: BTreeMap<TxId, BTreeSet<NodeId>>,
    /// What each transaction is about, or where the property needs no more, those under way without a failure (AC4).
    pub open: BTreeMap<TxId, Call<Transfer>>,
    /// Of each client: the latest attempt at a request, and whether it was committed.
    pub attempts: BTreeMap<NodeId, Attempt>,
    /// Of each client: the latest request that it was told is aborted.
    pub refused: BTreeMap<NodeId, Serial>,
    /// How many transactions were committed.
    pub commits: u32,
}

/// The coordinator's latest attempt at a client's request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Attempt {
    /// Which request.
    pub serial: Serial,
    /// As which transaction.
    pub tx: TxId,
    /// Whether the coordinator has committed it.
    pub committed: bool,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }
}

impl Spec for TwoPhaseCommit {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }
}

/// Everything but a lost disk, and, unless a no is forced, but messages that come twice: R* talks over connections that
/// deliver nothing twice, and leaves abort records unforced.
fn promise(config: &Config) -> Promise {
    Promise { duplication: config.forces_no, ..Promise::ALL_BUT_WIPE }
}

/// What folds nothing: the property is asked of the world alone.
fn nothing(_: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, _: &[Happening<TwoPhaseCommit>]) {}

const fn always(
    id: &'static str,
    fold: fn(&mut Shared<Ghost>, &World<TwoPhaseCommit>, &[Happening<TwoPhaseCommit>]),
    detail: fn(&Ghost, &World<TwoPhaseCommit>) -> Text,
) -> Property<TwoPhaseCommit> {
    Property { id, mode: Mode::Always, promise, fold, holds: |ghost, _| ghost.broken.is_none(), detail }
}

static PROPERTIES: &[Property<TwoPhaseCommit>] = &[
    always("one-decision", fold_one_decision, words::one_decision),
    always("no-reversal", fold_no_reversal, words::no_reversal),
    always("commit-needs-every-yes", fold_needs_every_yes, words::needs_every_yes),
    always("all-well-commits", fold_all_well, words::all_well),
    Property {
        id: "all-decide",
        mode: Mode::Eventually,
        promise,
        fold: nothing,
        holds: |_, world| in_doubt(world).next().is_none() && collecting(world) == 0,
        detail: words::all_decide,
    },
    Property {
        id: "money-conserved",
        mode: Mode::Always,
        promise,
        fold: nothing,
        holds: |_, world| money(world) == opening(world),
        detail: words::money_conserved,
    },
    Property {
        id: "no-overdraft",
        mode: Mode::Always,
        promise,
        fold: nothing,
        holds: |_, world| participants(world).all(|node| node.disk.balance() >= 0),
        detail: words::no_overdraft,
    },
    always("answers-true", fold_answers_true, words::answers_true),
    Property {
        id: "transfer-commits",
        mode: Mode::Sometimes,
        promise,
        fold: fold_commits,
        holds: |ghost, _| ghost.commits > 0,
        detail: words::transfer_commits,
    },
    Property {
        id: "somebody-blocks",
        mode: Mode::Sometimes,
        promise,
        fold: nothing,
        holds: |_, world| words::blocked(world).next().is_some(),
        detail: words::somebody_blocks,
    },
];

/// Who noted what, of all that happened.
fn notes(happened: &[Happening<TwoPhaseCommit>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

/// Who decided what.
fn decisions(happened: &[Happening<TwoPhaseCommit>]) -> impl Iterator<Item = (NodeId, TxId, Decision)> {
    notes(happened).filter_map(|(node, note)| match note {
        Note::Decided { tx, decision } => Some((node, *tx, *decision)),
        _ => None,
    })
}

/// AC1: all processes that reach a decision reach the same one.
fn fold_one_decision(ghost: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    for (node, tx, decision) in decisions(happened) {
        let Some((first, other)) = ghost.first.get(&tx).copied() else {
            ghost.first.insert(tx, (node, decision));
            continue;
        };
        if first != node && other != decision {
            ghost.break_with(|| {
                let (committed, aborted) = if decision == Decision::Commit { (node, first) } else { (first, node) };
                Text::new("tpc-two-decisions").with("tx", tx.to_string()).with("a", committed).with("b", aborted)
            });
        }
    }
}

/// AC2: a process cannot reverse its decision after it has reached one.
fn fold_no_reversal(ghost: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    for (node, tx, decision) in decisions(happened) {
        match ghost.each.get(&(tx, node)) {
            None => drop(ghost.each.insert((tx, node), decision)),
            Some(before) if *before == decision => {}
            Some(_) => {
                let id = if decision == Decision::Commit { "tpc-reversed-to-commit" } else { "tpc-reversed-to-abort" };
                ghost.break_with(|| Text::new(id).with("node", node).with("tx", tx.to_string()));
            }
        }
    }
}

/// AC3: the commit decision can only be reached if all processes voted yes. (The coordinator has no vote here: it has no
/// account.)
fn fold_needs_every_yes(ghost: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    for (node, note) in notes(happened) {
        match note {
            Note::Began { tx, call } => drop(ghost.open.insert(*tx, call.clone())),
            Note::Voted { tx, vote: Vote::Yes } => drop(ghost.yes.entry(*tx).or_default().insert(node)),
            Note::Decided { tx, decision: Decision::Commit } => {
                let voted = |voter: &NodeId| ghost.yes.get(tx).is_some_and(|yes| yes.contains(voter));
                let parties = ghost.open.get(tx).map(|call| call.command.participants());
                let missing = parties.into_iter().flatten().find(|voter| !voted(voter));
                if let Some(voter) = missing {
                    ghost.break_with(|| {
                        Text::new("tpc-committed-without")
                            .with("node", node)
                            .with("tx", tx.to_string())
                            .with("voter", voter)
                    });
                }
            }
            _ => {}
        }
    }
}

/// AC4: if there are no failures and all processes voted yes, then the decision is to commit. A time-out counts as a
/// failure: it takes somebody for failed. So while nothing fails, the only way to abort is a no.
fn fold_all_well(ghost: &mut Shared<Ghost>, world: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    for happening in happened {
        match happening {
            Happening::Noted { note: Note::Began { tx, call }, .. } if all_run(world) => {
                ghost.open.insert(*tx, call.clone());
            }
            Happening::Noted { note: Note::Voted { tx, vote }, .. } if *vote != Vote::Yes => {
                remove(ghost, tx);
            }
            Happening::Noted { node, note: Note::Decided { tx, decision } } if ghost.open.contains_key(tx) => {
                ghost.open.remove(tx);
                if *decision == Decision::Abort {
                    ghost.break_with(|| {
                        Text::new("tpc-aborted-for-nothing").with("node", *node).with("tx", tx.to_string())
                    });
                }
            }
            happening if is_failure(happening) && !ghost.open.is_empty() => ghost.open.clear(),
            _ => {}
        }
    }
}

/// Removes a transaction, if it is there: a ghost that does not change is not copied.
fn remove(ghost: &mut Shared<Ghost>, tx: &TxId) {
    if ghost.open.contains_key(tx) {
        ghost.open.remove(tx);
    }
}

/// Whether all servers run and hear each other.
fn all_run(world: &World<TwoPhaseCommit>) -> bool {
    let ids = || world.members().server_ids();
    let hears = |to: NodeId| ids().all(|from| !world.is_cut(from, to));
    world.servers().all(|server| server.status == Status::Up && hears(server.id))
}

fn is_failure(happening: &Happening<TwoPhaseCommit>) -> bool {
    match happening {
        Happening::Crashed { .. }
        | Happening::Lost { .. }
        | Happening::Duplicated { .. }
        | Happening::Paused(_)
        | Happening::Cut { .. } => true,
        Happening::Fired { timer, .. } => matches!(timer, Timer::Votes | Timer::Inquire),
        _ => false,
    }
}

/// A client's request is committed once at most, and what the client is told of it is so.
fn fold_answers_true(ghost: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    for (node, note) in notes(happened) {
        match note {
            Note::Began { tx, call } => {
                let before = ghost.attempts.get(&call.client).filter(|before| before.serial == call.serial);
                if before.is_some_and(|before| before.committed) {
                    ghost.break_with(|| told_wrong("tpc-begun-again", call.client, *tx));
                }
                let attempt = Attempt { serial: call.serial, tx: *tx, committed: false };
                ghost.attempts.insert(call.client, attempt);
            }
            Note::Decided { tx, decision: Decision::Commit } if node == COORDINATOR => {
                let of = ghost.attempts.iter().find(|(_, attempt)| attempt.tx == *tx && !attempt.committed);
                let Some((client, attempt)) = of.map(|(client, attempt)| (*client, *attempt)) else { continue };
                ghost.attempts.insert(client, Attempt { committed: true, ..attempt });
                if ghost.refused.get(&client) == Some(&attempt.serial) {
                    ghost.break_with(|| told_wrong("tpc-told-aborted", client, *tx));
                }
            }
            Note::Told { serial, outcome } => {
                let attempt = ghost.attempts.get(&node).copied().filter(|attempt| attempt.serial == *serial);
                let committed = attempt.is_some_and(|attempt| attempt.committed);
                if committed == (*outcome == Outcome::Committed) {
                    if *outcome == Outcome::Aborted {
                        ghost.refused.insert(node, *serial);
                    }
                } else if let Some(attempt) = attempt {
                    let id = if committed { "tpc-told-aborted" } else { "tpc-told-committed" };
                    ghost.break_with(|| told_wrong(id, node, attempt.tx));
                }
            }
            _ => {}
        }
    }
}

fn told_wrong(id: &str, client: NodeId, tx: TxId) -> Text {
    Text::new(id).with("client", client).with("tx", tx.to_string())
}

fn fold_commits(ghost: &mut Shared<Ghost>, _: &World<TwoPhaseCommit>, happened: &[Happening<TwoPhaseCommit>]) {
    let commits =
        |(node, _, decision): &(NodeId, TxId, Decision)| *node == COORDINATOR && *decision == Decision::Commit;
    let count = decisions(happened).filter(commits).count();
    if count > 0 && ghost.commits == 0 {
        ghost.commits = 1;
    }
}

/// The participants.
pub(super) fn participants(
    world: &World<TwoPhaseCommit>,
) -> impl Iterator<Item = quorum_kernel::NodeRef<'_, TwoPhaseCommit>> {
    world.servers().filter(|server| server.id != COORDINATOR)
}

/// Who is in doubt, about what, by the disks.
pub(super) fn in_doubt(world: &World<TwoPhaseCommit>) -> impl Iterator<Item = (NodeId, TxId, i64)> {
    participants(world)
        .flat_map(|node| node.disk.in_doubt.iter().map(move |(tx, prepared)| (node.id, *tx, prepared.delta)))
}

/// How many transactions the coordinator waits for votes on.
pub(super) fn collecting(world: &World<TwoPhaseCommit>) -> usize {
    match world.node(COORDINATOR).state {
        Some(State::Coordinator(coordinator)) => coordinator.collecting.len(),
        _ => 0,
    }
}

/// Whether a transaction is known to be committed, by the coordinator's log or a participant's.
pub(super) fn is_committed(world: &World<TwoPhaseCommit>, tx: TxId) -> bool {
    world.node(COORDINATOR).disk.committing.contains_key(&tx)
        || participants(world).any(|node| node.disk.standing(tx) == Some(Standing::Ended(Decision::Commit)))
}

/// What all accounts hold, with what is committed and not booked yet.
pub(super) fn money(world: &World<TwoPhaseCommit>) -> i64 {
    let booked: i64 = participants(world).map(|node| node.disk.balance()).sum();
    let due: i64 = in_doubt(world).filter(|(_, tx, _)| is_committed(world, *tx)).map(|(_, _, delta)| delta).sum();
    booked + due
}

/// What they held at first.
pub(super) fn opening(world: &World<TwoPhaseCommit>) -> i64 {
    OPENING * i64::from(world.members().servers - 1)
}
