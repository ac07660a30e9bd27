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

impl Hasher for StableHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    // The hasher below takes the number's bytes as they lie in memory, without the detour over a slice: a number that
    // is little-endian in memory comes out alike everywhere.
    fn write_u8(&mut self, value: u8) {
        self.0.write_u8(value);
    }

    fn write_u16(&mut self, value: u16) {
        self.0.write_u16(value.to_le());
    }

    fn write_u32(&mut self, value: u32) {
        self.0.write_u32(value.to_le());
    }

    fn write_u64(&mut self, value: u64) {
        self.0.write_u64(value.to_le());
    }

    fn write_u128(&mut self, value: u128) {
        self.0.write(&value.to_le_bytes());
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_i8(&mut self, value: i8) {
        self.write_u8(value.cast_unsigned());
    }

    fn write_i16(&mut self, value: i16) {
        self.write_u16(value.cast_unsigned());
    }

    fn write_i32(&mut self, value: i32) {
        self.write_u32(value.cast_unsigned());
    }

    fn write_i64(&mut self, value: i64) {
        self.write_u64(value.cast_unsigned());
    }

    fn write_i128(&mut self, value: i128) {
        self.write_u128(value.cast_unsigned());
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
    fn a_number_hashes_as_its_little_endian_bytes() {
        let of = |write: fn(&mut StableHasher)| {
            let mut hasher = StableHasher::default();
            // An odd offset, so that numbers straddle the hasher's words.
            hasher.write_u8(1);
            write(&mut hasher);
            hasher.finish()
        };
        assert_eq!(of(|hasher| hasher.write_u16(0x0302)), of(|hasher| hasher.write(&[2, 3])));
        assert_eq!(of(|hasher| hasher.write_i32(-2)), of(|hasher| hasher.write(&[0xFE, 0xFF, 0xFF, 0xFF])));
        assert_eq!(of(|hasher| hasher.write_u64(9 << 56 | 2)), of(|hasher| hasher.write(&[2, 0, 0, 0, 0, 0, 0, 9])));
        assert_eq!(of(|hasher| hasher.write_isize(-1)), of(|hasher| hasher.write(&[0xFF; 8])));
    }

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
