//! Every text that Zab names has its words, and no words are left over.

use quorum_protocols::zab::Zab;

use crate::common::words;

#[test]
fn every_text_has_words_and_no_words_are_left_over() {
    words::check::<Zab>("zab", "zab-");
}
