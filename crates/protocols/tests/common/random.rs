//! Chance for random walks, the same everywhere and for good.

/// SplitMix64: small, fixed for good, and good enough to wander about.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("below a usize")
    }

    /// One of the items, each as likely as its weight; `None` if all weigh nothing.
    pub fn weighed<T>(&mut self, mut items: Vec<T>, weigh: impl Fn(&T) -> usize) -> Option<T> {
        items.retain(|item| weigh(item) > 0);
        let total: usize = items.iter().map(&weigh).sum();
        if total == 0 {
            return None;
        }
        let mut at = self.below(total);
        let place = items.iter().position(|item| match at.checked_sub(weigh(item)) {
            Some(rest) => {
                at = rest;
                false
            }
            None => true,
        });
        place.map(|place| items.swap_remove(place))
    }
}

#[test]
fn the_generator_is_pinned() {
    let mut random = Random(1234567);
    assert_eq!(random.next(), 6457827717110365317, "the first number of the reference implementation");
    assert_eq!(random.weighed(vec![1, 2], |_| 0), None);
}
