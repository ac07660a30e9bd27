//! One digest for one value, on every machine.

use core::hash::{Hash, Hasher};

use siphasher::sip::SipHasher13;

/// A hasher that gives the same answer natively and in wasm: `usize` counts as 64 bits, all integers are
/// little-endian.
///
/// A caveat: the standard library hashes a *slice* of integers (`[u32]`, `Vec<usize>`) as raw memory. On the machines
/// that matter (all little-endian) that is the same for fixed widths, but `Vec<usize>` is not the same on wasm32: keep
/// `usize` out of the sequences in states, disks and messages.
#[derive(Clone, Default)]
pub struct StableHasher(SipHasher13);

macro_rules! little_endian {
    ($($method:ident: $int:ty),*) => {$(
        fn $method(&mut self, value: $int) { self.0.write(&value.to_le_bytes()); }
    )*};
}

impl Hasher for StableHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    little_endian!(write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128);
    little_endian!(write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128);

    fn write_u8(&mut self, value: u8) {
        self.0.write(&[value]);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_isize(&mut self, value: isize) {
        self.write_i64(value as i64);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

/// The digest of a value: 64 bits, the same everywhere.
pub fn digest(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = StableHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A digest as people write it: sixteen hexadecimal digits.
pub fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_pinned() {
        // The same number stands in the wasm run of the determinism table: a change here breaks shared links.
        assert_eq!(
            hex(digest(&(7_usize, -1_isize, "n1", Some(3_u8)))),
            hex(digest(&(7_u64, -1_i64, "n1", Some(3_u8))))
        );
        // SipHash-1-3 under the zero key of the eight bytes 07 00 00 00 00 00 00 00, computed independently of this crate.
        assert_eq!(hex(digest(&7_usize)), "6634b0bda4fe8a7b");
    }
}
