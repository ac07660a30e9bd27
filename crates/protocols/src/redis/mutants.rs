//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use quorum_kernel::Mutant;

use super::{
    hunts,
    store::{Key, Store},
};

/// The rules that a mutant may change.
#[derive(Debug)]
pub struct Rules {
    /// Whether the key is set in one command if it is not there (`NX`); else a client looks, and then sets.
    pub sets_if_absent: bool,
    /// How long a key is to live.
    pub px: fn(ttl: u32) -> Option<u32>,
    /// Whether a client's token is compared with the key's before it is deleted.
    pub compares_owner: bool,
    /// The number that a grant gets.
    pub next_fence: fn(&mut Store) -> u32,
    /// Whether a lock's time is counted from before it was asked for.
    pub counts_from_the_start: bool,
    /// Whether a Redis that has crashed waits, where it is to.
    pub rests: bool,
    /// How many of so many key stores are a majority.
    pub majority: fn(stores: usize) -> usize,
}

/// The lock as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    sets_if_absent: true,
    px: Some,
    compares_owner: true,
    next_fence: |store| store.increment(Key::Fence),
    counts_from_the_start: true,
    rests: true,
    majority: |stores| stores / 2 + 1,
};

/// A client that lets go deletes the key, whosever it is by then.
static DELETES_ANYONES: Rules = Rules { compares_owner: false, ..RULES };

/// A client looks whether the key is there, and sets it if it is not: two commands, and another client's between them.
static CHECK_THEN_SET: Rules = Rules { sets_if_absent: false, ..RULES };

/// A key is set without an end, and outlives a client that crashed.
static NO_EXPIRY: Rules = Rules { px: |_| None, ..RULES };

/// Every grant gets the same number.
static FENCE_STANDS_STILL: Rules = Rules { next_fence: |_| 1, ..RULES };

/// A client counts its time from when it was answered, and forgets how long it had waited for that.
static IGNORES_ELAPSED: Rules = Rules { counts_from_the_start: false, ..RULES };

/// A Redis that lost its keys in a crash grants locks at once.
static RESTARTS_AT_ONCE: Rules = Rules { rests: false, ..RULES };

/// Half of the masters, rounded down, count as a majority.
static COUNTS_HALF: Rules = Rules { majority: |stores| (stores / 2).max(1), ..RULES };

/// The mutants of the lock on one Redis, each with the property it can be seen to break.
pub const SINGLE: &[Mutant] = &[
    Mutant { id: "deletes-anyones", breaks: "owner-releases", hunt: hunts::DELETES_ANYONES },
    Mutant { id: "check-then-set", breaks: "one-holder", hunt: hunts::CHECK_THEN_SET },
    Mutant { id: "no-expiry", breaks: "lock-frees", hunt: hunts::NO_EXPIRY },
    Mutant { id: "fence-stands-still", breaks: "exclusion", hunt: hunts::FENCE_STANDS_STILL },
    Mutant { id: "ignores-elapsed", breaks: "one-holder", hunt: hunts::IGNORES_ELAPSED },
];

/// The mutants of Redlock.
pub const MAJORITY: &[Mutant] = &[
    Mutant { id: "deletes-anyones", breaks: "owner-releases", hunt: hunts::REDLOCK_DELETES_ANYONES },
    Mutant { id: "check-then-set", breaks: "one-holder", hunt: hunts::REDLOCK_CHECK_THEN_SET },
    Mutant { id: "no-expiry", breaks: "lock-frees", hunt: hunts::REDLOCK_NO_EXPIRY },
    Mutant { id: "ignores-elapsed", breaks: "one-holder", hunt: hunts::REDLOCK_IGNORES_ELAPSED },
    Mutant { id: "restarts-at-once", breaks: "one-holder", hunt: hunts::RESTARTS_AT_ONCE },
    Mutant { id: "counts-half", breaks: "one-holder", hunt: hunts::COUNTS_HALF },
];

/// The rules of a mutant, if it is among those that there are.
pub fn rules(mutants: &[Mutant], id: &str) -> Option<&'static Rules> {
    mutants.iter().find(|mutant| mutant.id == id)?;
    Some(match id {
        "deletes-anyones" => &DELETES_ANYONES,
        "check-then-set" => &CHECK_THEN_SET,
        "no-expiry" => &NO_EXPIRY,
        "fence-stands-still" => &FENCE_STANDS_STILL,
        "ignores-elapsed" => &IGNORES_ELAPSED,
        "restarts-at-once" => &RESTARTS_AT_ONCE,
        "counts-half" => &COUNTS_HALF,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_that_is_named_exists() {
        for mutants in [SINGLE, MAJORITY] {
            assert!(mutants.iter().all(|mutant| rules(mutants, mutant.id).is_some()));
        }
        assert!(rules(SINGLE, "correct").is_none() && rules(MAJORITY, "fence-stands-still").is_none());
    }
}
