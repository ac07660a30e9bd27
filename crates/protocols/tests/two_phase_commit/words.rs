//! Every text that two-phase commit names has its words, and no words are left over.

use quorum_protocols::two_phase_commit::TwoPhaseCommit;

use crate::common::words;

#[test]
fn every_text_has_words_and_no_words_are_left_over() {
    words::check::<TwoPhaseCommit>("two_phase_commit", "tpc-");
}
