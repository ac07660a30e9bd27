//! A set of fingerprints: eight bytes each, a table of its own for every few bits, so that growing one moves little.

/// How many bits of a fingerprint choose its shard.
const SHARD_BITS: u32 = 6;
/// How many places a shard begins with.
const PLACES: usize = 64;

/// A set of 64-bit fingerprints.
#[derive(Debug)]
pub struct Table {
    shards: Vec<Shard>,
}

#[derive(Clone, Debug)]
struct Shard {
    /// Open addressing; 0 is an empty place.
    places: Vec<u64>,
    len: usize,
}

impl Default for Table {
    fn default() -> Self {
        Self { shards: vec![Shard { places: vec![0; PLACES], len: 0 }; 1 << SHARD_BITS] }
    }
}

/// 0 means an empty place; the fingerprint that is 0 shares one with another.
fn stored(fingerprint: u64) -> u64 {
    fingerprint.max(1)
}

impl Table {
    fn shard(fingerprint: u64) -> usize {
        (fingerprint >> (u64::BITS - SHARD_BITS)) as usize
    }

    /// Whether a fingerprint is in it.
    pub fn contains(&self, fingerprint: u64) -> bool {
        let fingerprint = stored(fingerprint);
        self.shards[Self::shard(fingerprint)].find(fingerprint).is_ok()
    }

    /// Puts a fingerprint in; `false` if it was there.
    pub fn insert(&mut self, fingerprint: u64) -> bool {
        let fingerprint = stored(fingerprint);
        let shard = &mut self.shards[Self::shard(fingerprint)];
        if shard.find(fingerprint).is_ok() {
            return false;
        }
        shard.insert(fingerprint);
        true
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        self.shards.iter().map(|shard| shard.places.len() * size_of::<u64>()).sum()
    }
}

impl Shard {
    /// Where a fingerprint is, or the empty place where it would be.
    fn find(&self, fingerprint: u64) -> Result<usize, usize> {
        let mask = self.places.len() - 1;
        let mut at = fingerprint as usize & mask;
        loop {
            match self.places[at] {
                0 => return Err(at),
                other if other == fingerprint => return Ok(at),
                _ => at = (at + 1) & mask,
            }
        }
    }

    fn insert(&mut self, fingerprint: u64) {
        // Three quarters full is where runs of full places begin to get long.
        if (self.len + 1) * 4 > self.places.len() * 3 {
            let bigger = vec![0; self.places.len() * 2];
            for moved in core::mem::replace(&mut self.places, bigger).into_iter().filter(|place| *place != 0) {
                if let Err(at) = self.find(moved) {
                    self.places[at] = moved;
                }
            }
        }
        if let Err(at) = self.find(fingerprint) {
            self.places[at] = fingerprint;
            self.len += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers spread over all bits, as fingerprints are.
    fn spread(n: u64) -> u64 {
        n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xff51_afd7_ed55_8ccd)
    }

    #[test]
    fn holds_what_was_put_in_and_nothing_else() {
        let mut table = Table::default();
        for n in 0..100_000 {
            assert!(table.insert(spread(n)), "{n} is new");
        }
        for n in 0..100_000 {
            assert!(table.contains(spread(n)) && !table.insert(spread(n)), "{n} is in it");
        }
        assert!((100_000..200_000).all(|n| !table.contains(spread(n))));
        assert!(table.bytes() < 100_000 * 22, "{} bytes", table.bytes());
    }

    #[test]
    fn takes_every_fingerprint_even_zero() {
        let mut table = Table::default();
        assert!(!table.contains(0));
        assert!(table.insert(0) && !table.insert(0) && table.contains(0));
        assert!(table.insert(u64::MAX) && table.contains(u64::MAX));
    }
}
