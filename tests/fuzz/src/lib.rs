//! How the fuzz targets change their files: by the fuzzer's own means, which follow what the code does with each byte,
//! and by [`mutate`], which knows that they are JSON or Markdown.

use libfuzzer_sys::fuzzer_mutate;
use quorum_tests::mutate::mutate;

/// Changes the first `size` bytes of a file in place; returns how many it has now, at most `size_max`.
pub fn change(data: &mut [u8], size: usize, size_max: usize, seed: u32) -> usize {
    match core::str::from_utf8(&data[..size]) {
        Ok(text) if seed.is_multiple_of(2) => put(data, size_max, mutate(text, seed.into()).as_bytes()),
        _ => fuzzer_mutate(data, size, size_max),
    }
}

/// Puts a text in the place of another, as much of it as there is room for.
fn put(data: &mut [u8], size_max: usize, text: &[u8]) -> usize {
    let size = text.len().min(size_max);
    data[..size].copy_from_slice(&text[..size]);
    size
}
