//! Points and boxes in CSS pixels.

use core::ops::{Add, Mul, Sub};

/// A point or a difference of points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// A point.
pub const fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        point(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        point(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, by: f64) -> Self {
        point(self.x * by, self.y * by)
    }
}

impl Point {
    /// Its length as a difference.
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    /// The same direction with length 1; to the right if there is no direction.
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 { self * (1.0 / length) } else { point(1.0, 0.0) }
    }

    /// A quarter turn to the right hand of one who goes this way.
    pub const fn right_hand(self) -> Self {
        point(-self.y, self.x)
    }

    /// The point this far on the way to another: 0 is here, 1 is there.
    pub fn toward(self, other: Self, part: f64) -> Self {
        self + (other - self) * part
    }
}

/// A straight way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Where it starts.
    pub start: Point,
    /// Where it ends.
    pub end: Point,
}

impl Segment {
    /// The point this far along: 0 is the start, 1 the end.
    pub fn at(&self, part: f64) -> Point {
        self.start.toward(self.end, part)
    }
}

/// A box with upright sides.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// A box of this size around a point.
    pub fn around(centre: Point, width: f64, height: f64) -> Self {
        Self { left: centre.x - width / 2.0, top: centre.y - height / 2.0, width, height }
    }

    /// The area that two boxes share.
    pub fn overlap(&self, other: &Self) -> f64 {
        let width = (self.left + self.width).min(other.left + other.width) - self.left.max(other.left);
        let height = (self.top + self.height).min(other.top + other.height) - self.top.max(other.top);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    /// The area of this box that lies outside another.
    pub fn outside(&self, other: &Self) -> f64 {
        (self.width * self.height - self.overlap(other)).max(0.0)
    }

    /// Moved inside another box, as far as it fits; its upper left corner always shows.
    pub fn pushed_into(&self, other: &Self) -> Self {
        let fit = |start: f64, size: f64, low: f64, room: f64| start.min(low + room - size).max(low);
        Self {
            left: fit(self.left, self.width, other.left, other.width),
            top: fit(self.top, self.height, other.top, other.height),
            ..*self
        }
    }

    /// The point of this box that is nearest to a point.
    pub fn nearest(&self, to: Point) -> Point {
        point(to.x.clamp(self.left, self.left + self.width), to.y.clamp(self.top, self.top + self.height))
    }

    /// Roughly how much of a way runs through the box, from 0 to 1.
    pub fn crossed_by(&self, way: &Segment) -> f64 {
        const SAMPLES: u8 = 16;
        let inside = |p: Point| self.nearest(p) == p;
        let hits = (0..=SAMPLES).filter(|i| inside(way.at(f64::from(*i) / f64::from(SAMPLES)))).count();
        hits as f64 / f64::from(SAMPLES + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_share_what_they_share() {
        let a = Rect { left: 0.0, top: 0.0, width: 10.0, height: 10.0 };
        let b = Rect { left: 5.0, top: 8.0, width: 10.0, height: 10.0 };
        assert_eq!(a.overlap(&b), 10.0);
        assert_eq!(a.outside(&b), 90.0);
        assert_eq!(a.overlap(&Rect { left: 10.0, ..b }), 0.0);
    }

    #[test]
    fn a_box_is_pushed_inside_and_never_loses_its_corner() {
        let stage = Rect { left: 0.0, top: 0.0, width: 100.0, height: 50.0 };
        let card = Rect { left: 90.0, top: -20.0, width: 30.0, height: 80.0 };
        let pushed = card.pushed_into(&stage);
        assert_eq!((pushed.left, pushed.top), (70.0, 0.0));
    }

    #[test]
    fn the_right_hand_of_one_who_goes_right_is_down_on_the_screen() {
        assert_eq!(point(1.0, 0.0).right_hand(), point(0.0, 1.0));
    }
}
