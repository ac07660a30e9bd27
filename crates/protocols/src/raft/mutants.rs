//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use quorum_kernel::{Effects, Mutant, NodeId};

use super::{
    Raft,
    disk::{Disk, Write},
    hunts,
    log::{Index, LogEnd, Term},
    message::Message,
};

/// The rules that a mutant may change.
#[derive(Debug)]
pub struct Rules {
    /// What a server writes when it starts.
    pub on_boot: fn(&Disk) -> Option<Write>,
    /// Whether a candidate's log is as up-to-date as ours (§5.4.1).
    pub up_to_date: fn(theirs: LogEnd, ours: LogEnd) -> bool,
    /// Whether a leader may conclude that an entry on a majority is committed (§5.4.2).
    pub may_commit: fn(entry: Term, current: Term) -> bool,
    /// Whether a new leader begins with a no-op of its own term, as it must if only such entries are counted (§8).
    pub opens_with_noop: bool,
    /// Up to where a new leader keeps its log, given its end and its commit index (§5.3).
    pub leader_keeps: fn(last: Index, committed: Index) -> Index,
    /// Writes, and answers with what the write makes true (figure 2: "updated on stable storage before responding").
    pub write_and_answer: fn(&mut Effects<'_, Raft>, Write, NodeId, Message),
    /// How many of so many servers are a majority.
    pub majority: fn(servers: usize) -> usize,
}

/// Raft as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    on_boot: |_| None,
    up_to_date: |theirs, ours| theirs >= ours,
    may_commit: |entry, current| entry == current,
    opens_with_noop: true,
    leader_keeps: |last, _| last,
    write_and_answer: |fx, write, to, message| {
        fx.force(write);
        fx.send(to, message);
    },
    majority: |servers| servers / 2 + 1,
};

/// A server that restarts has forgotten whom it voted for, and may vote a second time in that term.
static FORGETS_VOTE: Rules =
    Rules { on_boot: |disk| Some(Write::Ballot { term: disk.term, voted_for: None }), ..RULES };

/// A server votes without looking at the candidate's log.
static NO_LOG_CHECK: Rules = Rules { up_to_date: |_, _| true, ..RULES };

/// A leader takes an entry of an earlier term for committed as soon as it is on a majority (figure 8), and so sees no
/// need for a no-op.
static COMMITS_OLD_TERM: Rules = Rules { may_commit: |_, _| true, opens_with_noop: false, ..RULES };

/// A new leader clears away what it does not know to be committed.
static LEADER_OVERWRITES: Rules = Rules { leader_keeps: |_, committed| committed, ..RULES };

/// A server answers first and writes then: a crash in between, and it has promised what it does not remember.
static SENDS_BEFORE_WRITE: Rules = Rules {
    write_and_answer: |fx, write, to, message| {
        fx.send(to, message);
        fx.force(write);
    },
    ..RULES
};

/// Half of the servers, rounded down, count as a majority.
static COUNTS_HALF: Rules = Rules { majority: |servers| (servers / 2).max(1), ..RULES };

/// The mutants, each with the property it can be seen to break.
pub const MUTANTS: &[Mutant] = &[
    Mutant { id: "forgets-vote", breaks: "election-safety", hunt: hunts::FIRES_AND_CRASH },
    Mutant { id: "no-log-check", breaks: "leader-completeness", hunt: hunts::FIRES_AND_CRASH },
    Mutant { id: "commits-old-term", breaks: "leader-completeness", hunt: hunts::FIGURE_8 },
    Mutant { id: "leader-overwrites", breaks: "leader-append-only", hunt: hunts::FIRES_AND_CRASH },
    Mutant { id: "sends-before-write", breaks: "leader-completeness", hunt: hunts::LOST_ENTRY },
    Mutant { id: "counts-half", breaks: "election-safety", hunt: hunts::FIRES_AND_CRASH },
];

/// The rules of a mutant.
pub fn rules(id: &str) -> Option<&'static Rules> {
    Some(match id {
        "forgets-vote" => &FORGETS_VOTE,
        "no-log-check" => &NO_LOG_CHECK,
        "commits-old-term" => &COMMITS_OLD_TERM,
        "leader-overwrites" => &LEADER_OVERWRITES,
        "sends-before-write" => &SENDS_BEFORE_WRITE,
        "counts-half" => &COUNTS_HALF,
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
