//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use quorum_kernel::{Effects, Mutant, NodeId};

use super::{
    Zab,
    disk::Write,
    history::{Epoch, History, Index, Txns, Zxid},
    hunts,
    message::{Message, Sync, Vote},
};

/// The rules that a mutant may change.
#[derive(Debug)]
pub struct Rules {
    /// What makes one history more recent than another: the last epoch that was taken over, then the last transaction.
    pub recency: fn(Epoch, Zxid) -> (Epoch, Zxid),
    /// Whether a vote is better than another, once recency is compared as [`Rules::recency`] has it.
    pub better: fn(theirs: &Vote, ours: &Vote) -> bool,
    /// Whether so many servers that have taken over the history, the leader included, establish it.
    pub establishes: fn(taken_over: usize, quorum: usize) -> bool,
    /// What a follower is sent that has this as its last transaction, of a history of which so many are handed out.
    pub synchronize: fn(&History, last: Zxid, window: Index) -> Option<Sync>,
    /// Writes an epoch.
    pub write_epoch: fn(&mut Effects<'_, Zab>, Write),
    /// A follower takes over a history: writes it, writes the epoch, and acknowledges.
    pub take_over: fn(&mut Effects<'_, Zab>, &Rules, Option<Write>, Epoch, NodeId),
    /// Whether a follower delivers what is proposed before it is committed.
    pub delivers_proposals: bool,
}

/// Zab as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    recency: |epoch, zxid| (epoch, zxid),
    better: |theirs, ours| theirs > ours,
    establishes: |taken_over, quorum| taken_over >= quorum,
    synchronize: |history, last, window| {
        // What the follower has up to here, the leader has too: both have it from primaries that broadcast in order.
        let shared = history.upto(last).filter(|shared| history.length() - shared <= window)?;
        let (to, txns) = (history.zxid(shared)?, history.after(shared));
        Some(if to == last { Sync::Diff { txns } } else { Sync::Trunc { to, txns } })
    },
    write_epoch: |fx, write| fx.force(write),
    take_over: |fx, rules, history, epoch, leader| {
        if let Some(write) = history {
            fx.force(write);
        }
        (rules.write_epoch)(fx, Write::CurrentEpoch(epoch));
        fx.send(leader, Message::Ack { zxid: Zxid { epoch, counter: 0 } });
    },
    delivers_proposals: false,
};

/// The election goes by number first: the server with the highest wins, whatever it has missed.
static ID_FIRST: Rules = Rules {
    better: |theirs, ours| (theirs.leader, theirs.epoch, theirs.zxid) > (ours.leader, ours.epoch, ours.zxid),
    ..RULES
};

/// A history is taken for more recent if its last transaction is, whatever epochs were taken over since.
static IGNORES_EPOCH: Rules = Rules { recency: |_, zxid| (0, zxid), ..RULES };

/// A leader serves as soon as its epoch is promised, before a quorum has taken over its history.
static ACTIVE_TOO_EARLY: Rules = Rules { establishes: |_, _| true, ..RULES };

/// A follower is told that its history is whole, and sent nothing.
static SKIPS_SYNCHRONIZATION: Rules = Rules { synchronize: |_, _, _| Some(Sync::Diff { txns: Txns::NONE }), ..RULES };

/// Epochs are written, and not forced: a crash may take them back.
static EPOCH_NOT_FORCED: Rules = Rules { write_epoch: |fx, write| fx.write(write), ..RULES };

/// A follower writes the epoch first and the history then: a crash in between, and its old history counts as recent
/// (ZOOKEEPER-4643).
static EPOCH_BEFORE_HISTORY: Rules = Rules {
    take_over: |fx, rules, history, epoch, leader| {
        (rules.write_epoch)(fx, Write::CurrentEpoch(epoch));
        if let Some(write) = history {
            fx.force(write);
        }
        fx.send(leader, Message::Ack { zxid: Zxid { epoch, counter: 0 } });
    },
    ..RULES
};

/// A follower delivers what is proposed, and does not wait for the commit.
static DELIVERS_PROPOSALS: Rules = Rules { delivers_proposals: true, ..RULES };

/// The mutants, each with the property it can be seen to break.
pub const MUTANTS: &[Mutant] = &[
    Mutant { id: "id-first", breaks: "active-leader", hunt: hunts::ID_FIRST },
    Mutant { id: "ignores-epoch", breaks: "primary-integrity", hunt: hunts::IGNORES_EPOCH },
    Mutant { id: "active-too-early", breaks: "primary-integrity", hunt: hunts::ACTIVE_TOO_EARLY },
    Mutant { id: "skips-synchronization", breaks: "total-order", hunt: hunts::SKIPS_SYNCHRONIZATION },
    Mutant { id: "epoch-not-forced", breaks: "one-primary", hunt: hunts::EPOCH_NOT_FORCED },
    Mutant { id: "epoch-before-history", breaks: "primary-integrity", hunt: hunts::EPOCH_BEFORE_HISTORY },
    Mutant { id: "delivers-proposals", breaks: "primary-integrity", hunt: hunts::DELIVERS_PROPOSALS },
];

/// The rules of a mutant.
pub fn rules(id: &str) -> Option<&'static Rules> {
    Some(match id {
        "id-first" => &ID_FIRST,
        "ignores-epoch" => &IGNORES_EPOCH,
        "active-too-early" => &ACTIVE_TOO_EARLY,
        "skips-synchronization" => &SKIPS_SYNCHRONIZATION,
        "epoch-not-forced" => &EPOCH_NOT_FORCED,
        "epoch-before-history" => &EPOCH_BEFORE_HISTORY,
        "delivers-proposals" => &DELIVERS_PROPOSALS,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_that_is_named_exists() {
        assert!(MUTANTS.iter().all(|mutant| rules(mutant.id).is_some()));
        assert!(rules("correct").is_none());
    }
}
