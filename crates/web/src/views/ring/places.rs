//! Where things lie in the picture of a circle of keys: the outer band, a lane for each node within it, and angles.

use std::f64::consts::TAU;

use quorum_kernel::{
    NodeId,
    inspect::{Ring, RingArc},
};

/// How many places the circle has.
pub const PLACES: f64 = 4_294_967_296.0;
/// What lies outside of the band, in pixels: marks of keys and their names.
const MARGIN: f64 = 46.0;
/// How wide the band is in which each part stands in its owner's colour.
const BAND: f64 = 20.0;
/// The widest that a node's lane and its gap are.
const LANE_MAX: f64 = 15.0;
/// How high a node's name is.
const NAME_HIGH: f64 = 12.0;
/// The middle, which is left free.
const MIDDLE: f64 = 34.0;

/// An angle in radians, clockwise from twelve.
pub type Angle = f64;

/// The angle of a place.
pub fn angle(at: u32) -> Angle {
    f64::from(at) / PLACES * TAU
}

/// How many places a part has: if it begins where it ends, it is the whole circle.
pub fn places(arc: &RingArc) -> u64 {
    match arc.to.wrapping_sub(arc.from) {
        0 => 1 << 32,
        places => u64::from(places),
    }
}

/// A part of the whole, in tenths of a percent.
pub fn per_mille(places: u64) -> u64 {
    (places * 1_000 + (1 << 31)) >> 32
}

/// The nodes that have to do with the circle, by number: of these each has a lane.
pub fn nodes(ring: &Ring) -> Vec<NodeId> {
    let arcs = ring.arcs.iter().flat_map(|arc| [Some(arc.owner), arc.moving_to]).flatten();
    let holders = ring.keys.iter().flat_map(|key| key.holders.iter().copied());
    let mut nodes: Vec<NodeId> = ring.points.iter().map(|point| point.node).chain(arcs).chain(holders).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// A drawing of so many lanes in a square, around its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawing {
    /// The side of the square.
    pub size: f64,
    /// The outer edge of the band.
    pub outer: f64,
    /// The inner edge of the band.
    pub inner: f64,
    /// How many lanes there are.
    lanes: usize,
    /// From lane to lane.
    pitch: f64,
}

impl Drawing {
    /// A drawing of this size.
    pub fn new(size: f64, lanes: usize) -> Self {
        let outer = size / 2.0 - MARGIN;
        let inner = outer - BAND;
        let pitch = ((inner - MIDDLE) / lanes.max(1) as f64).clamp(4.0, LANE_MAX);
        Self { size, outer, inner, lanes, pitch }
    }

    /// The radius in the middle of a lane. The last lies outermost: nodes that come have the highest numbers, and much to
    /// take over.
    pub fn lane(&self, lane: usize) -> f64 {
        self.inner - self.pitch * ((self.lanes - 1 - lane) as f64 + 0.6)
    }

    /// Whether a name fits above the next within their lanes.
    pub fn is_roomy(&self) -> bool {
        self.pitch >= NAME_HIGH
    }

    /// How thick what lies in a lane is.
    pub fn thick(&self) -> f64 {
        (self.pitch * 0.6).min(8.0)
    }

    /// A part of the ring between two radii, as an SVG path.
    pub fn wedge(from: Angle, to: Angle, inner: f64, outer: f64) -> String {
        let span = to - from;
        // A whole circle begins where it ends, which SVG takes for nothing: two halves, one after the other.
        if span > TAU - 1e-6 {
            let half = from + span / 2.0;
            return Self::wedge(from, half, inner, outer) + &Self::wedge(half, to, inner, outer);
        }
        let long = u8::from(span > TAU / 2.0);
        let ([ax, ay], [bx, by]) = (spot(from, outer), spot(to, outer));
        let ([cx, cy], [dx, dy]) = (spot(to, inner), spot(from, inner));
        format!(
            "M{ax:.1} {ay:.1}A{outer:.1} {outer:.1} 0 {long} 1 {bx:.1} {by:.1}L{cx:.1} {cy:.1}A{inner:.1} {inner:.1} 0 {long} 0 {dx:.1} {dy:.1}Z"
        )
    }
}

/// Where an angle and a radius lie, around the middle.
pub fn spot(angle: Angle, radius: f64) -> [f64; 2] {
    [angle.sin() * radius, -angle.cos() * radius]
}

/// The angles at which a part begins and ends, the second at most a whole turn after the first.
pub fn span(arc: &RingArc) -> (Angle, Angle) {
    let from = angle(arc.from);
    (from, from + places(arc) as f64 / PLACES * TAU)
}

/// Which of these, all by angle, can have words beside them at this radius that are so high, none over another.
pub fn with_words(angles: &[Angle], radius: f64, high: f64) -> Vec<bool> {
    let apart = high / radius.max(1.0);
    let mut last: Option<Angle> = None;
    let first = angles.first().copied().unwrap_or(0.0);
    angles
        .iter()
        .map(|angle| {
            let free =
                last.is_none_or(|last| angle - last >= apart) && (*angle == first || first + TAU - angle >= apart);
            if free {
                last = Some(*angle);
            }
            free
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(from: u32, to: u32) -> RingArc {
        RingArc { from, to, owner: NodeId::server(1), moving_to: None }
    }

    #[test]
    fn a_part_may_go_over_twelve_or_be_the_whole() {
        assert_eq!(places(&arc(0, 1 << 30)), 1 << 30);
        assert_eq!(places(&arc(3 << 30, 1 << 30)), 1 << 31);
        assert_eq!(places(&arc(7, 7)), 1 << 32);
        assert_eq!(per_mille(1 << 30), 250);
        let (from, to) = span(&arc(3 << 30, 1 << 30));
        assert!((from - TAU * 0.75).abs() < 1e-9 && (to - TAU * 1.25).abs() < 1e-9);
    }

    #[test]
    fn nine_lanes_fit_on_a_phone() {
        let drawing = Drawing::new(340.0, 9);
        assert!(drawing.lane(0) > 20.0, "the first has room: {}", drawing.lane(0));
        assert!(drawing.thick() >= 4.0, "and can be seen: {}", drawing.thick());
        assert!(drawing.lane(8) + drawing.thick() / 2.0 < drawing.inner, "none lies in the band");
    }

    #[test]
    fn a_whole_circle_is_drawn() {
        let whole = Drawing::wedge(0.5, 0.5 + TAU, 10.0, 20.0);
        assert_eq!(whole.matches('M').count(), 2);
        assert_eq!(
            Drawing::wedge(0.0, TAU / 4.0, 10.0, 20.0),
            "M0.0 -20.0A20.0 20.0 0 0 1 20.0 -0.0L10.0 -0.0A10.0 10.0 0 0 0 0.0 -10.0Z"
        );
    }

    #[test]
    fn words_lie_apart() {
        assert_eq!(with_words(&[0.0, 0.05, 0.2, 0.25, TAU - 0.05], 100.0, 12.0), [true, false, true, false, false]);
        assert_eq!(with_words(&[1.0], 100.0, 12.0), [true]);
        assert_eq!(with_words(&[], 100.0, 12.0), [false; 0]);
    }
}
