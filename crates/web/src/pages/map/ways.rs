//! The lines of the map, from a lesson to those that build on it: to the right along its row, then up or down between two
//! columns.

use std::fmt::Write;

/// What lies between two columns, in pixels, as the style sheet has it.
const GUTTER: f64 = 32.0;
/// What lies between two rows.
const ROW_GAP: f64 = 16.0;
/// How far lines of different lessons lie apart that go up or down in the same gutter.
const APART: f64 = 6.0;
/// How round a corner is.
const ROUND: f64 = 8.0;
/// A line ends so far before its card.
const BEFORE: f64 = 3.0;

/// Where a card lies in the map, in pixels from its top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Area {
    fn middle(self) -> f64 {
        f64::midpoint(self.top, self.bottom)
    }
}

type Point = (f64, f64);

/// The lines between cards, as SVG paths, in the order of `links`: from which card, to which.
pub fn ways(areas: &[Area], links: &[(usize, usize)]) -> Vec<String> {
    let way =
        |(from, to): &(usize, usize)| path(&route(areas[*from], areas[*to], areas, shift(areas, links, *from, *to)));
    links.iter().map(way).collect()
}

/// How far from the middle of its gutter the line lies: lines of one lesson lie upon each other, those of several do not.
fn shift(areas: &[Area], links: &[(usize, usize)], from: usize, to: usize) -> f64 {
    let column = areas[to].left;
    let mut sources: Vec<usize> = links.iter().filter(|link| areas[link.1].left == column).map(|link| link.0).collect();
    sources.sort_unstable();
    sources.dedup();
    let place = sources.iter().position(|source| *source == from).unwrap_or(0);
    (place as f64 - (sources.len() as f64 - 1.0) / 2.0) * APART.min(GUTTER * 0.6 / sources.len() as f64)
}

/// The corners of a line that crosses no card: it bends before the last column, or behind the first; else it goes along
/// above the row to which it leads.
fn route(from: Area, to: Area, areas: &[Area], shift: f64) -> Vec<Point> {
    let (start, end) = ((from.right, from.middle()), (to.left - BEFORE, to.middle()));
    if end.0 < start.0 {
        // In the same column: straight down.
        let x = f64::midpoint(from.left, from.right);
        return vec![(x, from.bottom), (x, to.top - BEFORE)];
    }
    let (near, far) = (start.0 + GUTTER / 2.0 + shift, to.left - GUTTER / 2.0 + shift);
    let free = |y: f64, left: f64, right: f64| {
        !areas.iter().any(|area| area.top < y && y < area.bottom && area.left < right && left < area.right)
    };
    if free(start.1, start.0, far) {
        vec![start, (far, start.1), (far, end.1), end]
    } else if free(end.1, near, end.0) {
        vec![start, (near, start.1), (near, end.1), end]
    } else {
        let along = to.top - ROW_GAP / 2.0;
        vec![start, (near, start.1), (near, along), (far, along), (far, end.1), end]
    }
}

/// A path with round corners and a head at its end.
fn path(points: &[Point]) -> String {
    let (first, last) = (points[0], points[points.len() - 1]);
    let mut path = format!("M{:.1} {:.1}", first.0, first.1);
    for three in points.windows(3) {
        let [before, corner, after] = *three else { continue };
        let (a, b) = (towards(corner, before), towards(corner, after));
        let _infallible = write!(path, "L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", a.0, a.1, corner.0, corner.1, b.0, b.1);
    }
    let (x, y) = last;
    let down = points[points.len() - 2].0 == x;
    let (left, right) =
        if down { ((x - 4.0, y - 5.0), (x + 4.0, y - 5.0)) } else { ((x - 5.0, y - 4.0), (x - 5.0, y + 4.0)) };
    let _infallible =
        write!(path, "L{x:.1} {y:.1}M{:.1} {:.1}L{x:.1} {y:.1}L{:.1} {:.1}", left.0, left.1, right.0, right.1);
    path
}

/// The point on the way from a corner to its neighbour at which the line begins to bend.
fn towards(corner: Point, neighbour: Point) -> Point {
    let (dx, dy) = (neighbour.0 - corner.0, neighbour.1 - corner.1);
    let length = dx.hypot(dy);
    let part = if length > 0.0 { ROUND.min(length / 2.0) / length } else { 0.0 };
    (corner.0 + dx * part, corner.1 + dy * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The card in this column and row.
    fn card(column: u32, row: u32) -> Area {
        let (left, top) = (f64::from(column) * 200.0, f64::from(row) * 100.0);
        Area { left, top, right: left + 168.0, bottom: top + 84.0 }
    }

    fn corners(from: Area, to: Area, others: &[Area]) -> Vec<Point> {
        let areas = [&[from, to], others].concat();
        let mut corners = route(from, to, &areas, 0.0);
        corners.dedup();
        corners
    }

    #[test]
    fn in_one_row_a_line_is_straight() {
        assert_eq!(corners(card(0, 0), card(1, 0), &[]), [(168.0, 42.0), (184.0, 42.0), (197.0, 42.0)]);
    }

    #[test]
    fn a_line_bends_where_no_card_is_in_its_way() {
        let late = corners(card(0, 0), card(2, 1), &[card(1, 1)]);
        assert_eq!(late, [(168.0, 42.0), (384.0, 42.0), (384.0, 142.0), (397.0, 142.0)]);
        let early = corners(card(0, 0), card(2, 1), &[card(1, 0)]);
        assert_eq!(early, [(168.0, 42.0), (184.0, 42.0), (184.0, 142.0), (397.0, 142.0)]);
        let above = corners(card(0, 0), card(2, 1), &[card(1, 0), card(1, 1)]);
        assert_eq!(above[2..4], [(184.0, 92.0), (384.0, 92.0)], "between the rows");
    }

    #[test]
    fn lines_of_several_lessons_lie_apart() {
        let areas = [card(0, 0), card(0, 1), card(1, 0), card(1, 1)];
        let links = [(0, 2), (0, 3), (1, 3)];
        let shifts: Vec<f64> = links.iter().map(|(from, to)| shift(&areas, &links, *from, *to)).collect();
        assert_eq!(shifts, [-3.0, -3.0, 3.0]);
    }

    #[test]
    fn a_path_has_round_corners_and_a_head() {
        let drawn = path(&[(0.0, 0.0), (20.0, 0.0), (20.0, 40.0), (30.0, 40.0)]);
        assert_eq!(
            drawn,
            "M0.0 0.0L12.0 0.0Q20.0 0.0 20.0 8.0L20.0 32.0Q20.0 40.0 25.0 40.0L30.0 40.0M25.0 36.0L30.0 40.0L25.0 44.0"
        );
        assert!(path(&[(5.0, 0.0), (5.0, 0.0), (5.0, 9.0)]).starts_with("M5.0 0.0L5.0 0.0Q5.0 0.0 5.0 4.5L5.0 9.0"));
    }
}
