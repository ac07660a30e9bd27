//! What the mouse points at on a circle of keys.

use std::f64::consts::TAU;

use quorum_kernel::{
    NodeId,
    inspect::{Ring, RingKey},
};

use super::{
    places::{Drawing, PLACES, angle, places, spot},
    said::Thing,
};

/// How far from a key's mark or dot it can be hit, in pixels.
const NEAR: f64 = 10.0;

/// What lies at a point of the picture, from its middle: a key near its mark or one of its dots, else the part that has this
/// angle.
pub fn hit(ring: &Ring, nodes: &[NodeId], drawing: &Drawing, [x, y]: [f64; 2]) -> Option<Thing> {
    let radius = x.hypot(y);
    let far = |key: &RingKey| {
        let lanes = key.holders.iter().filter_map(|node| nodes.iter().position(|other| other == node));
        let marks = lanes.map(|lane| (drawing.lane(lane), NEAR / 2.0)).chain([(drawing.outer + 14.0, NEAR)]);
        let far = marks.map(|(radius, near)| {
            let [kx, ky] = spot(angle(key.at), radius);
            (kx - x).hypot(ky - y) / near
        });
        far.fold(f64::INFINITY, f64::min)
    };
    let key = ring.keys.iter().map(|key| (far(key), key)).min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, key)) = key.filter(|(far, _)| *far <= 1.0) {
        return Some(Thing::Key(key.key.clone()));
    }
    if radius > drawing.outer + 6.0 || radius < 8.0 {
        return None;
    }
    let at = x.atan2(-y).rem_euclid(TAU) / TAU * PLACES;
    // The place is below 2^32: a part of it is cut off, no more.
    let at = at as u32;
    ring.arcs
        .iter()
        .find(|arc| u64::from(at.wrapping_sub(arc.from).wrapping_sub(1)) < places(arc))
        .map(|arc| Thing::Arc(arc.to))
}

#[cfg(test)]
mod tests {
    use quorum_kernel::{Text, inspect::RingArc};

    use super::*;

    #[test]
    fn the_mouse_hits_keys_before_parts() {
        let [n1, n2] = [1, 2].map(NodeId::server);
        let key = RingKey { at: 1 << 30, key: "x".to_owned(), holders: vec![n2], tone: None, note: None };
        let arc = |from, to, owner| RingArc { from, to, owner, moving_to: None };
        let ring = Ring {
            title: Text::new("ring"),
            about: Text::new("ring"),
            points: Vec::new(),
            arcs: vec![arc(7 << 29, 1 << 29, n1), arc(1 << 29, 7 << 29, n2)],
            keys: vec![key],
        };
        let drawing = Drawing::new(400.0, 2);
        let at = |angle: f64, radius: f64| hit(&ring, &[n1, n2], &drawing, spot(angle, radius));
        let [over_twelve, rest] = [1 << 29, 7 << 29].map(|to| Some(Thing::Arc(to)));
        let x = Some(Thing::Key("x".to_owned()));
        assert_eq!(at(0.1, drawing.inner + 5.0), over_twelve);
        assert_eq!(at(TAU - 0.1, 60.0), over_twelve);
        assert_eq!(at(TAU / 2.0, drawing.outer - 1.0), rest);
        assert_eq!(at(TAU / 4.0, drawing.outer + 14.0), x, "its mark");
        assert_eq!(at(TAU / 4.0, drawing.lane(1)), x, "its dot at n2");
        assert_eq!(at(TAU / 4.0, drawing.lane(0)), rest, "n1 does not hold it");
        assert_eq!(at(TAU / 2.0, drawing.outer + 30.0), None);
        assert_eq!(at(0.0, 0.0), None);
    }
}
