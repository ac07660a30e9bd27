//! Why a property holds or does not, as texts of the catalogue.

use quorum_kernel::{Arg, NodeId, Status, Text, World};

use super::{Decision, Ghost, Participant, Record, State, TwoPhaseCommit, TxId, Vote, spec};

/// A decision, as a word within a sentence.
pub(super) fn decision(decision: Decision) -> Text {
    Text::new(match decision {
        Decision::Commit => "tpc-commit",
        Decision::Abort => "tpc-abort",
    })
}

/// A vote, with its reason.
pub(super) fn vote(vote: Vote) -> Text {
    match vote {
        Vote::Yes => Text::new("tpc-vote-yes"),
        Vote::TooLittle => Text::new("tpc-vote-too-little"),
        Vote::Locked { by } => Text::new("tpc-vote-locked").with("by", by.to_string()),
        Vote::Late => Text::new("tpc-vote-late"),
    }
}

/// A record, with its transaction.
pub(super) fn record(record: &Record) -> Text {
    let (id, tx) = match record {
        Record::Life => return Text::new("tpc-record-life"),
        Record::Prepared { tx, prepared } => {
            let text = Text::new("tpc-record-prepared").with("tx", tx.to_string());
            return text.with("delta", format!("{:+}", prepared.delta));
        }
        Record::Committed(tx) => ("tpc-record-committed", tx),
        Record::Aborted(tx) => ("tpc-record-aborted", tx),
        Record::Commit { tx, .. } => ("tpc-record-commit", tx),
        Record::End(tx) => ("tpc-record-end", tx),
    };
    Text::new(id).with("tx", tx.to_string())
}

/// Every participant that runs, is in doubt, and has asked in vain so far.
pub(super) fn blocked(world: &World<TwoPhaseCommit>) -> impl Iterator<Item = (NodeId, TxId, &Participant)> {
    spec::participants(world).filter(|node| node.status == Status::Up).flat_map(|node| {
        let memory = match node.state {
            Some(State::Participant(memory)) => Some(memory),
            _ => None,
        };
        let asked = memory.into_iter().flat_map(|memory| memory.asked.keys().map(move |tx| (memory, *tx)));
        asked.filter(|(_, tx)| node.disk.in_doubt.contains_key(tx)).map(move |(memory, tx)| (node.id, tx, memory))
    })
}

/// The reason that was kept when a property broke, or else why it holds.
fn broken_or(ghost: &Ghost, holds: impl FnOnce() -> Text) -> Text {
    ghost.broken.clone().unwrap_or_else(holds)
}

pub(super) fn one_decision(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    broken_or(ghost, || match ghost.first.last_key_value() {
        None => Text::new("tpc-nothing-decided"),
        Some((tx, (_, what))) => Text::new("tpc-decided-alike")
            .with("count", ghost.first.len())
            .with("tx", tx.to_string())
            .with("decision", decision(*what)),
    })
}

pub(super) fn no_reversal(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    broken_or(ghost, || match ghost.each.len() {
        0 => Text::new("tpc-nothing-decided"),
        count => Text::new("tpc-none-reversed").with("count", count),
    })
}

pub(super) fn needs_every_yes(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    broken_or(ghost, || match ghost.open.last_key_value() {
        None => Text::new("tpc-nothing-begun"),
        Some((tx, _)) => {
            let yes = ghost.yes.get(tx).into_iter().flatten();
            let text = Text::new("tpc-voted-yes").with("tx", tx.to_string()).with("count", yes.clone().count());
            text.with("nodes", yes.copied().collect::<Arg>())
        }
    })
}

pub(super) fn all_well(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    broken_or(ghost, || match ghost.open.len() {
        0 => Text::new("tpc-none-without-failure"),
        count => Text::new("tpc-so-far-well").with("count", count),
    })
}

pub(super) fn all_decide(_: &Ghost, world: &World<TwoPhaseCommit>) -> Text {
    let doubts = spec::in_doubt(world).map(|(node, tx, _)| doubt(node, tx));
    match (spec::in_doubt(world).count(), spec::collecting(world)) {
        (0, 0) => Text::new("tpc-none-in-doubt"),
        (0, count) => Text::new("tpc-votes-open").with("count", count),
        _ => Text::new("tpc-in-doubt").with("nodes", doubts.collect::<Arg>()),
    }
}

fn doubt(node: NodeId, tx: TxId) -> Text {
    Text::new("tpc-doubts").with("node", node).with("tx", tx.to_string())
}

pub(super) fn money_conserved(_: &Ghost, world: &World<TwoPhaseCommit>) -> Text {
    let (money, opening) = (spec::money(world), spec::opening(world));
    let id = if money == opening { "tpc-money-kept" } else { "tpc-money-changed" };
    Text::new(id).with("money", money).with("opening", opening)
}

pub(super) fn no_overdraft(_: &Ghost, world: &World<TwoPhaseCommit>) -> Text {
    let lowest = spec::participants(world).min_by_key(|node| node.disk.balance());
    let Some(lowest) = lowest else { return Text::new("tpc-nothing-begun") };
    let id = if lowest.disk.balance() < 0 { "tpc-overdrawn" } else { "tpc-lowest" };
    Text::new(id).with("node", lowest.id).with("balance", lowest.disk.balance())
}

pub(super) fn answers_true(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    broken_or(ghost, || Text::new("tpc-told-true"))
}

pub(super) fn transfer_commits(ghost: &Ghost, _: &World<TwoPhaseCommit>) -> Text {
    Text::new(if ghost.commits == 0 { "tpc-none-committed" } else { "tpc-some-committed" })
}

pub(super) fn somebody_blocks(_: &Ghost, world: &World<TwoPhaseCommit>) -> Text {
    match blocked(world).next() {
        None => Text::new("tpc-none-blocked"),
        Some((node, tx, _)) => Text::new("tpc-blocked").with("node", node).with("tx", tx.to_string()),
    }
}
