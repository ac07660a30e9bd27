//! The timers of one node, on its own clock.

use quorum_kernel::{After, Word, digest};

use crate::Micros;

/// How many microseconds of a node's own clock a tick is: a millisecond.
pub const TICK_US: u64 = 1_000;

#[derive(Clone, Debug)]
pub(crate) struct Timers<T> {
    /// How many millionths this clock runs fast.
    fast_ppm: i32,
    /// Every timer that was ever armed here, in the order of the first time.
    slots: Vec<Slot<T>>,
}

#[derive(Clone, Debug)]
struct Slot<T> {
    timer: T,
    /// Keys the draws of this timer.
    key: u64,
    /// How often it was armed.
    ordinal: u64,
    /// When it was set and when it is due, while it is armed.
    armed: Option<(Micros, Micros)>,
}

impl<T: Word> Timers<T> {
    pub fn new(fast_ppm: i32) -> Self {
        Self { fast_ppm, slots: Vec::new() }
    }

    /// Arms a timer; `draw` gives a number below a bound for a key and an ordinal. Returns when it was due before, and
    /// when it is due now.
    pub fn arm(
        &mut self,
        timer: &T,
        after: &After,
        now: Micros,
        draw: impl FnOnce(u64, u64, u64) -> u64,
    ) -> (Option<Micros>, Micros) {
        let at = self.slots.iter().position(|slot| slot.timer == *timer).unwrap_or_else(|| {
            let key = digest(timer.to_string().as_str());
            self.slots.push(Slot { timer: timer.clone(), key, ordinal: 0, armed: None });
            self.slots.len() - 1
        });
        let fast_ppm = self.fast_ppm;
        let slot = &mut self.slots[at];
        slot.ordinal += 1;
        let (min, max) = (u64::from(*after.start()) * TICK_US, u64::from(*after.end()) * TICK_US);
        let own = min + draw(slot.key, slot.ordinal, max - min + 1);
        let due = now.saturating_add(real_time(own, fast_ppm));
        let before = slot.armed.replace((now, due)).map(|(_, due)| due);
        (before, due)
    }

    /// Disarms a timer; says when it was due.
    pub fn disarm(&mut self, timer: &T) -> Option<Micros> {
        self.slots.iter_mut().find(|slot| slot.timer == *timer)?.armed.take().map(|(_, due)| due)
    }

    /// Disarms all timers; says when each was due.
    pub fn clear(&mut self) -> Vec<(T, Micros)> {
        self.slots.iter_mut().filter_map(|slot| slot.armed.take().map(|(_, due)| (slot.timer.clone(), due))).collect()
    }

    /// Every armed timer, when it was set and when it is due.
    pub fn armed(&self) -> impl Iterator<Item = (T, Micros, Micros)> + '_ {
        self.slots.iter().filter_map(|slot| slot.armed.map(|(set, due)| (slot.timer.clone(), set, due)))
    }

    /// How many whole ticks of its own clock a timer has left.
    pub fn ticks_left(&self, timer: &T, now: Micros) -> Option<u32> {
        let (_, due) = self.slots.iter().find(|slot| slot.timer == *timer)?.armed?;
        let own = u128::from(due.saturating_sub(now)) * speed(self.fast_ppm) / 1_000_000;
        u32::try_from(own / u128::from(TICK_US)).ok()
    }

    /// The clock jumps by this many of its own microseconds: armed timers come nearer, or move away. Returns each with
    /// when it was due before and now.
    pub fn step(&mut self, now: Micros, by: i64) -> Vec<(T, Micros, Micros)> {
        let real = real_time(by.unsigned_abs(), self.fast_ppm);
        let mut moved = Vec::new();
        for slot in &mut self.slots {
            let Some((_, due)) = &mut slot.armed else { continue };
            let before = *due;
            *due = if by >= 0 { due.saturating_sub(real).max(now.min(before)) } else { due.saturating_add(real) };
            moved.push((slot.timer.clone(), before, *due));
        }
        moved
    }
}

/// How many millionths of real time this clock shows for each one that passes.
fn speed(fast_ppm: i32) -> u128 {
    u128::try_from(1_000_000 + i64::from(fast_ppm)).expect("a clock runs forward")
}

/// The real time in which a clock advances by so much of its own.
fn real_time(own: u64, fast_ppm: i32) -> u64 {
    if fast_ppm == 0 {
        return own;
    }
    u64::try_from(u128::from(own) * 1_000_000 / speed(fast_ppm)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn armed(fast_ppm: i32) -> (Timers<String>, Micros) {
        let mut timers = Timers::new(fast_ppm);
        let (_, due) = timers.arm(&"t".to_owned(), &(100..=100), 0, |_, _, _| 0);
        (timers, due)
    }

    #[test]
    fn a_fast_clock_runs_out_early_and_knows_nothing_of_it() {
        let (timers, due) = armed(1_000_000);
        assert_eq!(due, 50_000, "twice as fast: 100 of its milliseconds are 50 real ones");
        assert_eq!(timers.ticks_left(&"t".to_owned(), 0), Some(100));
        assert_eq!(timers.ticks_left(&"t".to_owned(), 25_000), Some(50));
        assert_eq!(armed(-500_000).1, 200_000);
    }

    #[test]
    fn a_clock_that_jumps_ahead_brings_its_timers_nearer_but_not_into_the_past() {
        let (mut timers, _) = armed(0);
        assert_eq!(timers.step(10_000, 30_000), [("t".to_owned(), 100_000, 70_000)]);
        assert_eq!(timers.step(10_000, 900_000), [("t".to_owned(), 70_000, 10_000)]);
        assert_eq!(timers.step(10_000, -5_000), [("t".to_owned(), 10_000, 15_000)]);
    }
}
