//! Every text that the locks name has its words, and no words are left over.

use quorum_protocols::redis::{RedisLock, Redlock};

use crate::common::words;

#[test]
fn every_text_has_words_and_no_words_are_left_over() {
    // What both share stands with the first.
    words::check::<RedisLock>("redis", "locks-");
    words::check::<Redlock>("redis", "redlock-");
}
