//! Keyed draws: chance as a function, not a stream.
//!
//! A draw is `f(seed, purpose, whose, ordinal)`. Dropping one message therefore shifts no other draw, and two variants
//! of a protocol can be compared under the same fate.

use rand::{Rng, SeedableRng, rngs::Xoshiro256PlusPlus};

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// How long a message travels.
    Latency = 1,
    /// Whether a message is lost on its way.
    Loss = 2,
    /// Whether a message is duplicated.
    Duplication = 3,
    /// How long a timer runs, within its range.
    Timer = 4,
    /// What goes wrong in a sweep.
    Fault = 5,
}

/// The draw of this key: uniform over all 64-bit numbers, the same on every machine.
///
/// xoshiro256++ (Blackman and Vigna 2021), seeded by SplitMix64 as its authors advise; the key is folded into the seed
/// by the finaliser of SplitMix64 (Steele, Lea and Flood 2014), once a part.
pub fn draw(seed: u64, purpose: Purpose, whose: u64, ordinal: u64) -> u64 {
    let key = [purpose as u64, whose, ordinal].iter().fold(seed, |key, part| finalise(key ^ finalise(*part)));
    Xoshiro256PlusPlus::seed_from_u64(key).next_u64()
}

/// A draw from `0..bound`; `0` if `bound` is 0.
pub fn below(draw: u64, bound: u64) -> u64 {
    // Multiply-shift (Lemire 2019) without rejection: the bias is under bound / 2^64.
    u64::try_from((u128::from(draw) * u128::from(bound)) >> 64).expect("below 2^64")
}

fn finalise(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_every_part_of_its_key_and_on_nothing_else() {
        let base = draw(42, Purpose::Latency, 7, 3);
        assert_eq!(base, draw(42, Purpose::Latency, 7, 3));
        for other in [
            draw(43, Purpose::Latency, 7, 3),
            draw(42, Purpose::Loss, 7, 3),
            draw(42, Purpose::Latency, 8, 3),
            draw(42, Purpose::Latency, 7, 4),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn draws_below_a_bound_are_spread_evenly() {
        let mut counts = [0_u32; 10];
        for ordinal in 0..10_000 {
            counts[usize::try_from(below(draw(1, Purpose::Timer, 0, ordinal), 10)).unwrap()] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
    }
}
