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
    armed: Option<Armed>,
}

/// What time an armed timer has.
#[derive(Clone, Copy, Debug)]
struct Armed {
    set: Micros,
    /// When it fires by itself: the moment drawn from its range.
    due: Micros,
    /// The end of its range.
    latest: Micros,
    /// How much sooner than that it may fire: how long its range is.
    window: Micros,
}

impl Armed {
    /// The clock jumps: what has not run out comes nearer by so much, but not into the past, or moves away. What has run
    /// out has done so for good, as in a bounded world.
    fn step(&mut self, now: Micros, ahead: bool, by: Micros) {
        for end in [&mut self.due, &mut self.latest].into_iter().filter(|end| **end > now) {
            *end = if ahead { end.saturating_sub(by).max(now) } else { end.saturating_add(by) };
        }
    }
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
        let after = |own| now.saturating_add(real_time(own, fast_ppm));
        let (due, latest) = (after(own), after(max));
        let armed = Armed { set: now, due, latest, window: latest - after(min) };
        let before = slot.armed.replace(armed).map(|armed| armed.due);
        (before, due)
    }

    /// Disarms a timer; says when it was due.
    pub fn disarm(&mut self, timer: &T) -> Option<Micros> {
        self.slots.iter_mut().find(|slot| slot.timer == *timer)?.armed.take().map(|armed| armed.due)
    }

    /// Disarms all timers; says when each was due.
    pub fn clear(&mut self) -> Vec<(T, Micros)> {
        self.slots.iter_mut().filter_map(|slot| Some((slot.timer.clone(), slot.armed.take()?.due))).collect()
    }

    /// Every armed timer, when it was set and when it is due.
    pub fn armed(&self) -> impl Iterator<Item = (T, Micros, Micros)> + '_ {
        self.slots.iter().filter_map(|slot| slot.armed.map(|armed| (slot.timer.clone(), armed.set, armed.due)))
    }

    fn find(&self, timer: &T) -> Option<&Armed> {
        self.slots.iter().find(|slot| slot.timer == *timer)?.armed.as_ref()
    }

    /// Whether the shortest choice from an armed timer's range has not passed yet.
    pub fn too_early(&self, timer: &T, now: Micros) -> bool {
        self.find(timer).is_some_and(|armed| now < armed.latest.saturating_sub(armed.window))
    }

    /// How many whole ticks of its own clock a timer has left until it must have fired. Not until it is due: what the
    /// driver draws is no part of the world, and a bounded world, where nothing is drawn, says the same.
    pub fn ticks_left(&self, timer: &T, now: Micros) -> Option<u32> {
        let latest = self.find(timer)?.latest;
        let own = u128::from(latest.saturating_sub(now)) * speed(self.fast_ppm) / 1_000_000;
        u32::try_from(own / u128::from(TICK_US)).ok()
    }

    /// The clock jumps by this many of its own microseconds: armed timers come nearer, or move away. Returns each with
    /// when it was due before and now.
    pub fn step(&mut self, now: Micros, by: i64) -> Vec<(T, Micros, Micros)> {
        let real = real_time(by.unsigned_abs(), self.fast_ppm);
        let mut moved = Vec::new();
        for slot in &mut self.slots {
            let Some(armed) = &mut slot.armed else { continue };
            let before = armed.due;
            armed.step(now, by >= 0, real);
            moved.push((slot.timer.clone(), before, armed.due));
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
        assert_eq!(timers.step(10_000, -5_000), [("t".to_owned(), 10_000, 10_000)], "it has run out for good");
        let (mut timers, _) = armed(0);
        assert_eq!(timers.step(10_000, -5_000), [("t".to_owned(), 100_000, 105_000)]);
    }

    #[test]
    fn a_timer_of_a_range_may_fire_once_its_shortest_time_has_passed() {
        let mut timers = Timers::new(0);
        let timer = "t".to_owned();
        let (_, due) = timers.arm(&timer, &(10..=30), 1_000, |_, _, _| 7_000);
        assert_eq!((due, timers.ticks_left(&timer, 1_000)), (18_000, Some(30)), "its node is not told what was drawn");
        assert!(timers.too_early(&timer, 10_999) && !timers.too_early(&timer, 11_000));
        timers.step(2_000, -4_000);
        assert!(timers.too_early(&timer, 14_999) && !timers.too_early(&timer, 15_000));
        assert_eq!((timers.ticks_left(&timer, 2_000), timers.armed().next()), (Some(33), Some((timer, 1_000, 22_000))));
    }
}
