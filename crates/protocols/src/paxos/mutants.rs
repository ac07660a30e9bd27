//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use std::collections::BTreeMap;

use quorum_kernel::{Mutant, NodeId};

use super::{
    ballot::Proposal,
    disk::{Disk, Write},
    hunts,
    message::Message,
    node::Node,
    proposer,
};

/// The rules that a mutant may change.
pub struct Rules {
    /// What a server writes when it starts.
    pub on_boot: fn(&Disk) -> Option<Write>,
    /// Whose ballots a proposer uses: its own (§2.5).
    pub ballots_of: fn(NodeId) -> NodeId,
    /// Which of the reported proposals a proposer takes its value from (§2.2, phase 2a).
    pub adopt: fn(&BTreeMap<NodeId, Option<Proposal>>) -> Option<&Proposal>,
    /// Which proposal an acceptor keeps when it accepts one, given what it had (§2.2, phase 2b).
    pub keep: fn(Option<&Proposal>, Proposal) -> Proposal,
    /// Writes, and answers with what the write makes true (§2.5).
    pub(super) write_and_answer: fn(&mut Node<'_, '_>, Write, NodeId, Message),
    /// How many of so many acceptors are enough (§2.2).
    pub quorum: fn(acceptors: usize) -> usize,
}

impl core::fmt::Debug for Rules {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Rules").finish_non_exhaustive()
    }
}

/// Paxos as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    on_boot: |_| None,
    ballots_of: |id| id,
    adopt: proposer::highest,
    keep: |_, new| new,
    write_and_answer: |node, write, to, message| {
        node.fx.force(write);
        node.tell(to, message);
    },
    quorum: |acceptors| acceptors / 2 + 1,
};

/// An acceptor that restarts has forgotten what it promised, though not what it accepted.
static FORGETS_PROMISE: Rules = Rules { on_boot: |_| Some(Write::Promised(None)), ..RULES };

/// A proposer puts its own value forward, whatever the promises report.
static IGNORES_ACCEPTED: Rules = Rules { adopt: |_| None, ..RULES };

/// Half of the acceptors, rounded down, count as a majority.
static COUNTS_HALF: Rules = Rules { quorum: |acceptors| (acceptors / 2).max(1), ..RULES };

/// All proposers number their ballots alike.
static SHARES_BALLOTS: Rules = Rules { ballots_of: |_| NodeId::server(1), ..RULES };

/// An acceptor that is to accept a second proposal keeps the one with the larger *value*.
static PREFERS_LARGER_VALUE: Rules = Rules {
    keep: |old, new| match old {
        Some(old) if old.value > new.value => old.clone(),
        _ => new,
    },
    ..RULES
};

/// An acceptor answers first and writes then: a crash in between, and it has promised or accepted what it does not
/// remember.
static SENDS_BEFORE_WRITE: Rules = Rules {
    write_and_answer: |node, write, to, message| {
        node.tell(to, message);
        node.fx.force(write);
    },
    ..RULES
};

/// A proposer that restarts numbers its ballots from the beginning.
static REUSES_BALLOTS: Rules = Rules { on_boot: |_| Some(Write::Tried(0)), ..RULES };

/// The mutants, each with the property it can be seen to break.
pub const MUTANTS: &[Mutant] = &[
    Mutant { id: "forgets-promise", breaks: "chosen-stays", hunt: hunts::LOST_VALUE },
    Mutant { id: "ignores-accepted", breaks: "chosen-stays", hunt: hunts::TWO },
    Mutant { id: "counts-half", breaks: "learnt-is-chosen", hunt: hunts::TWO },
    Mutant { id: "shares-ballots", breaks: "one-value-a-ballot", hunt: hunts::TWO_VALUES },
    Mutant { id: "prefers-larger-value", breaks: "learnt-is-chosen", hunt: hunts::LARGER_FIRST },
    Mutant { id: "sends-before-write", breaks: "learnt-is-chosen", hunt: hunts::TWO_AND_CRASH },
    Mutant { id: "reuses-ballots", breaks: "one-value-a-ballot", hunt: hunts::ONE_PROPOSER },
];

/// The rules of a mutant.
pub fn rules(id: &str) -> Option<&'static Rules> {
    Some(match id {
        "forgets-promise" => &FORGETS_PROMISE,
        "ignores-accepted" => &IGNORES_ACCEPTED,
        "counts-half" => &COUNTS_HALF,
        "shares-ballots" => &SHARES_BALLOTS,
        "prefers-larger-value" => &PREFERS_LARGER_VALUE,
        "sends-before-write" => &SENDS_BEFORE_WRITE,
        "reuses-ballots" => &REUSES_BALLOTS,
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
