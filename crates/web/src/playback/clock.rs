//! View time: where in virtual time the picture stands. Between two scenes it runs ahead of the cursor, never past the
//! next event.

/// What the page must ask of the engine, now that view time has come so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Run virtual time up to this moment, in microseconds.
    Advance(u64),
    /// The glide to the next event has ended: make it happen.
    Arrived,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    /// It stands.
    Still,
    /// It runs at this many virtual microseconds a wall millisecond.
    Running { us_per_ms: f64 },
    /// It covers the way to `to_us` within `left_ms`, at constant speed.
    Gliding { to_us: f64, left_ms: f64 },
}

/// The clock behind the picture. It knows no browser: wall time is handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct ViewClock {
    now_us: f64,
    next_us: Option<u64>,
    mode: Mode,
    /// Whether a `Due` was handed out that has not been answered yet.
    waiting: bool,
}

impl Default for ViewClock {
    fn default() -> Self {
        Self { now_us: 0.0, next_us: None, mode: Mode::Still, waiting: false }
    }
}

/// A tab that slept must not wake into a burst of lost seconds: longer frames count as this.
const FRAME_MS_MAX: f64 = 100.0;

impl ViewClock {
    /// View time in virtual microseconds.
    pub fn now(&self) -> f64 {
        self.now_us
    }

    /// Whether it moves, so that frames are wanted.
    pub fn is_moving(&self) -> bool {
        self.mode != Mode::Still
    }

    /// What was due has been asked for and answered, or will not be.
    pub fn answered(&mut self) {
        self.waiting = false;
    }

    /// A scene has come, whoever asked for it: its cursor stands at `now_us` and the next event is due at `next_us`.
    pub fn arrive(&mut self, now_us: u64, next_us: Option<u64>) {
        self.now_us = now_us as f64;
        self.next_us = next_us;
        // Where nothing will ever happen, time would only pass.
        if matches!(self.mode, Mode::Gliding { .. }) || next_us.is_none() {
            self.mode = Mode::Still;
        }
    }

    /// The engine could not do what was asked: nothing has moved, and nothing moves.
    pub fn refuse(&mut self) {
        self.mode = Mode::Still;
    }

    /// Whether it is on its way to the next event.
    pub fn is_gliding(&self) -> bool {
        matches!(self.mode, Mode::Gliding { .. })
    }

    /// Runs from now on at `speed` virtual seconds a second, or at another speed than before.
    pub fn run(&mut self, speed: f64) {
        self.mode = Mode::Running { us_per_ms: speed * 1000.0 };
    }

    /// Stands still from now on.
    pub fn stop(&mut self) {
        self.mode = Mode::Still;
    }

    /// Glides to the next event within `ms`; false if nothing is due, or if it is there already.
    pub fn glide(&mut self, ms: f64) -> bool {
        match self.next_us {
            Some(next) if ms > 0.0 && next as f64 > self.now_us => {
                self.mode = Mode::Gliding { to_us: next as f64, left_ms: ms };
                true
            }
            _ => false,
        }
    }

    /// Lets `wall_ms` pass. What is due is told once: the clock then waits for [`Self::answered`].
    pub fn tick(&mut self, wall_ms: f64) -> Option<Due> {
        if self.waiting {
            return None;
        }
        let wall_ms = wall_ms.clamp(0.0, FRAME_MS_MAX);
        match self.mode {
            Mode::Still => None,
            Mode::Running { us_per_ms } => {
                let target = self.now_us + wall_ms * us_per_ms;
                match self.next_us {
                    Some(next) if target < next as f64 => {
                        self.now_us = target;
                        None
                    }
                    // With nothing due the time still passes: the engine is asked, and says that nothing came.
                    _ => {
                        self.waiting = true;
                        Some(Due::Advance(target as u64))
                    }
                }
            }
            Mode::Gliding { to_us, left_ms } if wall_ms < left_ms => {
                self.now_us += (to_us - self.now_us) * wall_ms / left_ms;
                self.mode = Mode::Gliding { to_us, left_ms: left_ms - wall_ms };
                None
            }
            Mode::Gliding { to_us, .. } => {
                self.now_us = to_us;
                self.mode = Mode::Still;
                self.waiting = true;
                Some(Due::Arrived)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_time_follows_the_wall_at_the_speed_given() {
        let mut clock = ViewClock::default();
        clock.arrive(1_000, Some(50_000));
        clock.run(0.05);
        assert_eq!(clock.tick(20.0), None);
        assert_eq!(clock.now(), 2_000.0);
    }

    #[test]
    fn the_next_event_is_asked_for_once_and_view_time_waits_for_the_answer() {
        let mut clock = ViewClock::default();
        clock.arrive(0, Some(1_500));
        clock.run(0.1);
        assert_eq!(clock.tick(10.0), None);
        assert_eq!(clock.tick(10.0), Some(Due::Advance(2_000)));
        assert_eq!(clock.tick(10.0), None);
        assert_eq!(clock.now(), 1_000.0, "the picture never runs past an event that has not happened");
        // A scene that somebody else asked for is no answer.
        clock.arrive(1_000, Some(1_500));
        assert_eq!(clock.tick(10.0), None);
        clock.answered();
        clock.arrive(2_000, Some(9_000));
        clock.tick(10.0);
        assert_eq!(clock.now(), 3_000.0);
    }

    #[test]
    fn a_glide_ends_at_the_next_event_in_the_time_given() {
        let mut clock = ViewClock::default();
        clock.arrive(0, Some(16_000));
        assert!(clock.glide(32.0));
        assert_eq!(clock.tick(16.0), None);
        assert_eq!(clock.now(), 8_000.0);
        assert_eq!(clock.tick(16.0), Some(Due::Arrived));
        assert_eq!(clock.now(), 16_000.0);
        assert!(!clock.is_moving());
    }

    #[test]
    fn without_motion_or_a_next_event_there_is_no_glide() {
        let mut clock = ViewClock::default();
        clock.arrive(0, Some(16_000));
        assert!(!clock.glide(0.0));
        clock.arrive(0, None);
        assert!(!clock.glide(320.0));
    }

    #[test]
    fn a_tab_that_slept_wakes_where_it_was() {
        let mut clock = ViewClock::default();
        clock.arrive(0, Some(u64::from(u32::MAX)));
        clock.run(1.0);
        clock.tick(60_000.0);
        assert_eq!(clock.now(), 100_000.0);
    }
}
