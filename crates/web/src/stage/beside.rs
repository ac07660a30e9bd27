//! Where something that speaks of a thing on the stage stands: beside it, over as little else as can be.

use super::geometry::{Point, Rect, point};

/// How far from its thing a box may stand, in pixels.
const AWAY: [f64; 6] = [56.0, 82.0, 110.0, 150.0, 190.0, 250.0];

/// The best place for a box of this size that is about what is at `anchor`: inside the stage, near, off the thing itself,
/// and over as little as can be of what is to be kept clear.
pub fn beside(anchor: Point, size: Point, keep_clear: &[Rect], stage: &Rect) -> Rect {
    let aside = |right: f64, down: f64, away: f64| {
        let off = point(right * (size.x / 2.0 + away), down * (size.y / 2.0 + away * 0.7));
        Rect::around(anchor + off, size.x, size.y).pushed_into(stage)
    };
    let cost = |rect: &Rect, away: f64| {
        // Words that are covered in part are no words any more: rather farther away than that.
        let covered: f64 = keep_clear.iter().map(|other| rect.overlap(other) * 3.0).sum();
        // It never lies on its own thing; and the nearer, the better.
        let on_it = Rect::around(anchor, 48.0, 48.0).overlap(rect) * 1000.0;
        covered + on_it + away * 6.0
    };
    let sides = [(-1.0, 0.0), (1.0, 0.0), (-1.0, 0.7), (1.0, 0.7), (-1.0, -0.7), (1.0, -0.7), (0.0, 1.0), (0.0, -1.0)]
        .into_iter()
        .chain([(-0.5, 1.0), (0.5, 1.0), (-0.5, -1.0), (0.5, -1.0)]);
    let places =
        AWAY.into_iter().flat_map(|away| sides.clone().map(move |(right, down)| (aside(right, down, away), away)));
    let best = places.min_by(|(a, near), (b, far)| cost(a, *near).total_cmp(&cost(b, *far)));
    best.map(|(rect, _)| rect).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_stays_on_the_stage_and_off_its_thing() {
        let stage = Rect { left: 0.0, top: 0.0, width: 600.0, height: 500.0 };
        for (x, y) in [(5.0, 5.0), (300.0, 250.0), (595.0, 495.0), (300.0, 2.0)] {
            let anchor = Point { x, y };
            let rect = beside(anchor, point(196.0, 140.0), &[], &stage);
            assert!(rect.outside(&stage) < 1.0, "{rect:?}");
            assert!(rect.nearest(anchor) != anchor, "{rect:?} covers {anchor:?}");
        }
    }

    #[test]
    fn a_box_goes_farther_away_before_it_covers_words() {
        let stage = Rect { left: 0.0, top: 0.0, width: 900.0, height: 500.0 };
        // Captions all around, some of which a box that is near would cover a little.
        let captions = [(300.0, 250.0), (480.0, 250.0), (390.0, 150.0), (390.0, 370.0)];
        let captions = captions.map(|(x, y)| Rect::around(point(x, y), 120.0, 30.0));
        let rect = beside(point(390.0, 250.0), point(232.0, 104.0), &captions, &stage);
        let covered: f64 = captions.iter().map(|caption| rect.overlap(caption)).sum();
        assert_eq!(covered, 0.0, "{rect:?}");
    }

    #[test]
    fn a_box_goes_where_it_covers_nothing() {
        let stage = Rect { left: 0.0, top: 0.0, width: 600.0, height: 500.0 };
        let left = Rect { left: 0.0, top: 0.0, width: 300.0, height: 500.0 };
        let rect = beside(point(300.0, 250.0), point(196.0, 140.0), &[left], &stage);
        assert_eq!(rect.overlap(&left), 0.0);
    }
}
