//! Where the bars of a lane lie: bars that overlap in rows of their own, and how far a bar's words may reach.

use quorum_scene::BarView;

use super::Scale;

/// A bar's words shorter than this say nothing.
const WORDS_MIN: f64 = 22.0;
/// What lies between a bar's words and the next bar's.
const GAP: f64 = 6.0;
/// A bar is never narrower.
const BAR_MIN: f64 = 3.0;

/// Where a bar is drawn, in pixels from the left of its lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which of the lane's bars.
    pub bar: usize,
    /// Its row, from 0 at the top.
    pub row: usize,
    /// Its left end, within the lane.
    pub left: f64,
    /// How wide it is at the cursor.
    pub width: f64,
    /// How wide its words may be; `None`: there is no room for them.
    pub words: Option<f64>,
}

/// Places the bars that are in sight, and says how many rows they take.
pub fn place(bars: &[BarView], scale: &Scale, now_us: u64) -> (Vec<Placed>, usize) {
    let mut placed: Vec<Placed> = Vec::new();
    // Up to when each row is taken, in virtual time: where a bar lies must not depend on how it is looked at.
    let mut taken: Vec<u64> = Vec::new();
    for (at, bar) in bars.iter().enumerate() {
        let end = bar.to_us.unwrap_or(u64::MAX);
        let row = taken.iter().position(|until| *until <= bar.from_us).unwrap_or(taken.len());
        if row == taken.len() {
            taken.push(end);
        } else {
            taken[row] = end;
        }
        let (left, right) = (scale.x(bar.from_us as f64), scale.x(bar.to_us.unwrap_or(now_us) as f64));
        if right < 0.0 || left > scale.width {
            continue;
        }
        let left = left.max(0.0);
        // A hair less, or calls that follow one another would look like one.
        let width = (right.min(scale.width) - left - 1.0).max(BAR_MIN);
        placed.push(Placed { bar: at, row, left, width, words: None });
    }
    for at in 0..placed.len() {
        let next = placed[at + 1..].iter().find(|next| next.row == placed[at].row);
        let room = next.map_or(scale.width, |next| next.left - GAP) - placed[at].left;
        placed[at].words = (room >= WORDS_MIN).then_some(room);
    }
    (placed, taken.len().max(1))
}

#[cfg(test)]
mod tests {
    use quorum_kernel::{Text, inspect::Tone};

    use super::*;

    fn bar(from_us: u64, to_us: Option<u64>) -> BarView {
        BarView { from_us, to_us, label: Text::new("x"), tone: Tone::Calm, faulty: false, tick: None }
    }

    fn at(from_us: u64) -> Scale {
        Scale { from_us, span_us: 1_000, width: 1_016.0 }
    }

    #[test]
    fn bars_that_overlap_lie_in_rows_of_their_own() {
        let bars = [bar(0, Some(500)), bar(100, Some(200)), bar(200, None), bar(500, Some(600))];
        let (placed, rows) = place(&bars, &at(0), 700);
        assert_eq!(placed.iter().map(|bar| bar.row).collect::<Vec<_>>(), [0, 1, 1, 0]);
        assert_eq!(rows, 2);
        assert_eq!((placed[2].left, placed[2].width), (208.0, 499.0), "what has not ended reaches the cursor");
        assert_eq!(place(&[], &at(0), 0), (Vec::new(), 1), "an empty lane has its row");
    }

    #[test]
    fn words_end_where_the_next_begin() {
        let (placed, _) = place(&[bar(0, Some(5)), bar(20, Some(25)), bar(400, Some(500))], &at(0), 700);
        assert_eq!(placed.iter().map(|bar| bar.words).collect::<Vec<_>>(), [None, Some(374.0), Some(608.0)]);
        assert_eq!(placed[0].width, 4.0);
    }

    #[test]
    fn what_is_out_of_sight_keeps_its_row() {
        let bars = [bar(0, Some(3_000)), bar(10, Some(20)), bar(2_000, Some(2_100))];
        let (placed, rows) = place(&bars, &at(1_500), 3_000);
        assert_eq!(placed.iter().map(|bar| (bar.bar, bar.row)).collect::<Vec<_>>(), [(0, 0), (2, 1)]);
        assert_eq!((placed[0].left, placed[0].width, rows), (0.0, 1_015.0, 2));
    }
}
