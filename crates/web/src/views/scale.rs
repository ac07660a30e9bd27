//! Which part of virtual time the time line shows, and where a moment lies in it.

/// The part of virtual time that is shown, over a width in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Its left end, in microseconds.
    pub from_us: u64,
    /// How much is shown.
    pub span_us: u64,
    /// Over how many pixels.
    pub width: f64,
}

/// Room for the cursor's dot and the first label at both ends.
const PAD: f64 = 8.0;
const SPAN_MIN_US: u64 = 5_000;
const SPAN_SHORT_US: u64 = 500_000;
/// Unless the reader zooms, a longer run is shown in windows of this length that follow the cursor.
const SPAN_LONG_US: u64 = 4_000_000;
const TICK_PX_MIN: f64 = 84.0;

impl Scale {
    /// The window onto a run of `total_us` with the cursor at `now_us`. `chosen_us` is the span that the reader zoomed
    /// to; `before` is the window shown before, kept for as long as the cursor stays well within it.
    pub fn follow(chosen_us: Option<u64>, total_us: u64, now_us: u64, before: Option<Self>, width: f64) -> Self {
        let total_us = total_us.max(now_us);
        // Some room ahead, in round figures: the line must not stretch with every event.
        let wanted = (total_us + total_us / 12).max(SPAN_SHORT_US);
        let roomy = wanted.next_multiple_of(nice_up(wanted) / 10);
        let span_us = chosen_us.unwrap_or(roomy.min(SPAN_LONG_US)).clamp(SPAN_MIN_US, roomy.max(SPAN_MIN_US));
        let fits = total_us <= span_us;
        let kept = before.filter(|before| before.span_us == span_us).map(|before| before.from_us);
        let well_within = |from: u64| now_us >= from + span_us / 20 && now_us <= from + span_us - span_us / 12;
        let from_us = match kept {
            _ if fits => 0,
            Some(from) if well_within(from) => from,
            _ => now_us.saturating_sub(span_us / 2),
        };
        Self { from_us, span_us, width }
    }

    /// Where a moment lies, in pixels from the left; outside the width if it is not shown.
    pub fn x(&self, us: f64) -> f64 {
        PAD + (us - self.from_us as f64) / self.span_us as f64 * (self.width - 2.0 * PAD)
    }

    /// The moment at a place, no earlier than the start.
    pub fn us(&self, x: f64) -> u64 {
        let share = (x - PAD) / (self.width - 2.0 * PAD).max(1.0);
        (self.from_us as f64 + share * self.span_us as f64).max(0.0) as u64
    }

    /// Moments to label, far enough apart for their words.
    pub fn ticks(&self) -> Vec<u64> {
        let room = (self.width / TICK_PX_MIN).floor().max(1.0);
        let step = nice_up((self.span_us as f64 / room) as u64).max(1);
        let first = self.from_us.div_ceil(step);
        (first..).map(|n| n * step).take_while(|us| *us <= self.from_us + self.span_us).collect()
    }

    /// A tick's words: seconds with as many digits as its neighbours need.
    pub fn tick_words(&self, us: u64, step_us: u64) -> String {
        let digits = if step_us >= 1_000_000 {
            0
        } else if step_us >= 100_000 {
            1
        } else if step_us >= 10_000 {
            2
        } else if step_us >= 1_000 {
            3
        } else {
            4
        };
        format!("{:.digits$} s", us as f64 / 1e6)
    }

    /// A span `factor` times as long, for zooming.
    pub fn zoomed(&self, factor: f64) -> u64 {
        ((self.span_us as f64 * factor) as u64).max(SPAN_MIN_US)
    }
}

/// The next of 1, 2, 5, 10, 20, 50, … that is no less.
fn nice_up(us: u64) -> u64 {
    let mut unit = 1;
    loop {
        for factor in [1, 2, 5] {
            if unit * factor >= us {
                return unit * factor;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(total_us: u64) -> Scale {
        Scale::follow(None, total_us, 0, None, 716.0)
    }

    #[test]
    fn a_short_run_is_shown_whole_with_room_ahead() {
        assert_eq!((fit(0).from_us, fit(0).span_us), (0, 500_000));
        assert_eq!(fit(1_425_000).span_us, 1_600_000);
    }

    #[test]
    fn a_long_run_is_shown_in_windows_that_follow_the_cursor() {
        let first = Scale::follow(None, 60_000_000, 30_000_000, None, 700.0);
        assert_eq!((first.from_us, first.span_us), (28_000_000, 4_000_000));
        let kept = Scale::follow(None, 60_000_000, 31_500_000, Some(first), 700.0);
        assert_eq!(kept.from_us, first.from_us);
        let moved = Scale::follow(None, 60_000_000, 31_900_000, Some(kept), 700.0);
        assert_eq!(moved.from_us, 29_900_000);
    }

    #[test]
    fn a_place_and_its_moment_agree() {
        let scale = Scale::follow(None, 60_000_000, 30_000_000, None, 700.0);
        for us in [28_000_000, 29_123_000, 31_999_000] {
            assert!(scale.us(scale.x(us as f64)).abs_diff(us) <= 1);
        }
        assert_eq!(fit(1_000_000).us(-50.0), 0);
    }

    #[test]
    fn ticks_are_round_and_never_crowd() {
        for span in [7_000, 90_000, 500_000, 2_000_000, 4_000_000] {
            let scale = Scale { from_us: 1_234_567, span_us: span, width: 700.0 };
            let ticks = scale.ticks();
            assert!(ticks.len() >= 2, "a span of {span} has ticks {ticks:?}");
            for pair in ticks.windows(2) {
                assert!(scale.x(pair[1] as f64) - scale.x(pair[0] as f64) >= TICK_PX_MIN * 0.9);
            }
        }
    }
}
