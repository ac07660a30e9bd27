//! Every text that Raft names has its words, and no words are left over.

use quorum_protocols::raft::Raft;

use crate::common::words;

#[test]
fn every_text_has_words_and_no_words_are_left_over() {
    words::check::<Raft>("raft", "raft-");
}
