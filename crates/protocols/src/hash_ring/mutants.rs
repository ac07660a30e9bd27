//! Subtly wrong variants: each changes one rule of [`CORRECT`] and nothing else.

use quorum_hashing::{Member, Placement as _, Ring};
use quorum_kernel::Mutant;

use super::{Epoch, Item, Nodes, hunts};

/// The rules that a mutant may change.
#[derive(Debug)]
pub struct Rules {
    /// The so many owners that follow a key on the ring, given its hash.
    pub successors: fn(&Ring, hash: u64, count: usize) -> Vec<Member>,
    /// Whether a key at this place is handed over with the range that ends there.
    pub in_range: fn(place: u32, end: u32) -> bool,
    /// Whether keys may have their new owners, once these of those that get keys are ready.
    pub may_switch: fn(gainers: Nodes, ready: Nodes) -> bool,
    /// Whether a node in one view serves what is of another.
    pub serves: fn(theirs: Epoch, ours: Epoch) -> bool,
    /// Whether what is written while ranges are handed over goes to those too that are to own it.
    pub writes_to_both: bool,
    /// Whether what was handed over takes the place of what is held.
    pub copy_wins: fn(copied: &Item, held: Option<&Item>) -> bool,
}

/// The ring as it should be.
pub static CORRECT: Rules = RULES;

const RULES: Rules = Rules {
    successors: |ring, hash, count| ring.owners(hash, count),
    // A range is (from, to].
    in_range: |place, end| place <= end || end_is_beyond_zero(place, end),
    may_switch: |gainers, ready| gainers.all_in(ready),
    serves: |theirs, ours| theirs == ours,
    writes_to_both: true,
    copy_wins: |copied, held| held.is_none_or(|held| copied.version > held.version),
};

/// A range may go over 0: its end is the first point behind the place, wherever that is.
fn end_is_beyond_zero(place: u32, end: u32) -> bool {
    end < place
}

/// A range is handed over without its end: the key that lies exactly there stays behind.
static DROPS_BOUNDARY: Rules = Rules { in_range: |place, end| place < end || end_is_beyond_zero(place, end), ..RULES };

/// Keys have their new owners as soon as anybody is ready, whoever gets them.
static SWITCHES_EARLY: Rules = Rules { may_switch: |_, ready| !ready.is_empty(), ..RULES };

/// The next so many points on the ring are the owners, whoever stands there: one node may be two of them, or all.
static SAME_NODE: Rules = Rules {
    successors: |ring, hash, count| {
        let (points, place) = (ring.points(), Ring::place(hash));
        let first = points.iter().position(|point| point.at >= place).unwrap_or(0);
        points.iter().cycle().skip(first).take(count).map(|point| point.member).collect()
    },
    ..RULES
};

/// A node serves whoever asks, by whatever view.
static SERVES_STALE: Rules = Rules { serves: |_, _| true, ..RULES };

/// While ranges are handed over, writes go to the owners of before alone.
static WRITES_TO_OLD: Rules = Rules { writes_to_both: false, ..RULES };

/// What was handed over takes the place of what is held, be that newer.
static COPY_OVERWRITES: Rules = Rules { copy_wins: |_, _| true, ..RULES };

/// The mutants, each with the property it can be seen to break.
pub const MUTANTS: &[Mutant] = &[
    Mutant { id: "drops-boundary", breaks: "acknowledged-kept", hunt: hunts::DROPS_BOUNDARY },
    Mutant { id: "switches-early", breaks: "acknowledged-kept", hunt: hunts::JOIN },
    Mutant { id: "same-node", breaks: "acknowledged-kept", hunt: hunts::SAME_NODE },
    Mutant { id: "serves-stale", breaks: "one-owner", hunt: hunts::JOIN },
    Mutant { id: "writes-to-old", breaks: "acknowledged-kept", hunt: hunts::JOIN },
    Mutant { id: "copy-overwrites", breaks: "acknowledged-kept", hunt: hunts::TWO_WRITES },
];

/// The rules of a mutant.
pub fn rules(id: &str) -> Option<&'static Rules> {
    Some(match id {
        "drops-boundary" => &DROPS_BOUNDARY,
        "switches-early" => &SWITCHES_EARLY,
        "same-node" => &SAME_NODE,
        "serves-stale" => &SERVES_STALE,
        "writes-to-old" => &WRITES_TO_OLD,
        "copy-overwrites" => &COPY_OVERWRITES,
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

    #[test]
    fn a_range_has_its_end_and_may_go_over_zero() {
        assert!((CORRECT.in_range)(7, 7) && (CORRECT.in_range)(6, 7) && (CORRECT.in_range)(9, 2));
        assert!(!(DROPS_BOUNDARY.in_range)(7, 7) && (DROPS_BOUNDARY.in_range)(9, 2));
    }
}
