//! A lesson's `lesson.json`, or its words, from a stranger.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|data: &[u8]| quorum_tests::hostile::lesson(data));
fuzz_mutator!(|data: &mut [u8], size: usize, size_max: usize, seed: u32| {
    quorum_fuzz::change(data, size, size_max, seed, quorum_fuzz::mutate)
});
