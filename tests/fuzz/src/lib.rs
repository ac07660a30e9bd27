//! How the fuzz targets change their files: by the fuzzer's own means, which follow what the code does with each byte,
//! and by [`mutate`], which knows that they are JSON or Markdown.

use libfuzzer_sys::fuzzer_mutate;
pub use quorum_tests::mutate::{mutate, mutate_link};

/// Changes the first `size` bytes of a file in place, in half of the cases by [`mutate`] or its like for links; returns
/// how many it has now, at most `size_max`.
pub fn change(data: &mut [u8], size: usize, size_max: usize, seed: u32, by: fn(&str, u64) -> String) -> usize {
    match core::str::from_utf8(&data[..size]) {
        Ok(text) if seed.is_multiple_of(2) => put(data, size_max, by(text, u64::from(seed / 2)).as_bytes()),
        _ => fuzzer_mutate(data, size, size_max),
    }
}

/// Puts a text in the place of another, as much of it as there is room for.
fn put(data: &mut [u8], size_max: usize, text: &[u8]) -> usize {
    let size = text.len().min(size_max);
    data[..size].copy_from_slice(&text[..size]);
    size
}
