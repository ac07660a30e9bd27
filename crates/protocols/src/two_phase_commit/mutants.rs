//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use quorum_kernel::{Effects, Mutant, NodeId};

use super::{COORDINATOR, Decision, Message, Record, TwoPhaseCommit, hunts};

/// The rules that a mutant may change.
#[derive(Debug)]
pub struct Rules {
    /// How the coordinator commits: its record, and the message that tells the participants of it.
    pub commit: fn(&mut Effects<'_, TwoPhaseCommit>, Record, [NodeId; 2], Message),
    /// How a participant votes yes: its record, and its vote.
    pub vote_yes: fn(&mut Effects<'_, TwoPhaseCommit>, Record, Message),
    /// Whether a participant in doubt waits for somebody who knows.
    pub waits_in_doubt: bool,
    /// What the coordinator says of a transaction that it knows nothing of.
    pub presumes: Decision,
    /// Whether the coordinator remembers a commit until all have acknowledged it.
    pub awaits_acks: bool,
    /// Whether an account is locked from the yes to the end.
    pub holds_locks: bool,
}

/// Two-phase commit as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    commit: |fx, record, participants, message| {
        fx.force(record);
        participants.into_iter().for_each(|node| fx.send(node, message.clone()));
    },
    vote_yes: |fx, record, yes| {
        fx.force(record);
        fx.send(COORDINATOR, yes);
    },
    waits_in_doubt: true,
    presumes: Decision::Abort,
    awaits_acks: true,
    holds_locks: true,
};

/// The coordinator tells of the commit and forces its record then: a crash in between, and it has told what it does not
/// remember.
static COMMIT_BEFORE_RECORD: Rules = Rules {
    commit: |fx, record, participants, message| {
        participants.into_iter().for_each(|node| fx.send(node, message.clone()));
        fx.force(record);
    },
    ..RULES
};

/// A participant votes yes without forcing its record: a crash, and it has forgotten what it promised.
static FORGETS_YES: Rules = Rules {
    vote_yes: |fx, record, yes| {
        fx.write(record);
        fx.send(COORDINATOR, yes);
    },
    ..RULES
};

/// A participant that voted yes and hears nothing aborts on its own.
static ABORTS_IN_DOUBT: Rules = Rules { waits_in_doubt: false, ..RULES };

/// The coordinator takes a transaction that it has no record of for committed.
static COMMITS_WITHOUT_RECORD: Rules = Rules { presumes: Decision::Commit, ..RULES };

/// The coordinator forgets a commit as soon as it has told of it; who asks later is told that it was aborted.
static FORGETS_EARLY: Rules = Rules { awaits_acks: false, ..RULES };

/// An account is not locked by a yes: two transfers may both be promised the same money.
static NO_LOCKS: Rules = Rules { holds_locks: false, ..RULES };

/// The mutants, each with the property it can be seen to break.
pub const MUTANTS: &[Mutant] = &[
    Mutant { id: "commit-before-record", breaks: "one-decision", hunt: hunts::CRASH_AND_ASK },
    Mutant { id: "forgets-yes", breaks: "money-conserved", hunt: hunts::CRASH_AND_ASK },
    Mutant { id: "aborts-in-doubt", breaks: "one-decision", hunt: hunts::ASK },
    Mutant { id: "commits-without-record", breaks: "one-decision", hunt: hunts::CRASH_AND_ASK },
    Mutant { id: "forgets-early", breaks: "one-decision", hunt: hunts::ASK },
    Mutant { id: "no-locks", breaks: "no-overdraft", hunt: hunts::TWO_TRANSFERS },
];

/// The rules of a mutant.
pub fn rules(id: &str) -> Option<&'static Rules> {
    Some(match id {
        "commit-before-record" => &COMMIT_BEFORE_RECORD,
        "forgets-yes" => &FORGETS_YES,
        "aborts-in-doubt" => &ABORTS_IN_DOUBT,
        "commits-without-record" => &COMMITS_WITHOUT_RECORD,
        "forgets-early" => &FORGETS_EARLY,
        "no-locks" => &NO_LOCKS,
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
