//! The ring (Karger et al. 1997; Dynamo, sections 4.2 and 4.3).

use alloc::{vec, vec::Vec};

use crate::{Member, Members, Placement, hash::Purpose, placement::distinct};

const POINTS: Purpose = Purpose::new(1);

/// Where a member stands on the ring, with one of its virtual nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The place, on a circle of 2³².
    pub at: u32,
    /// Who stands there.
    pub member: Member,
    /// With which of its virtual nodes, from 0.
    pub token: u16,
}

/// Members and keys stand on a circle; a key belongs to the first point at its own place or after it.
///
/// So a point owns the arc from the point before it, which is not part of the arc, to itself, which is: (from, to]. A member that
/// joins takes a piece of an arc for each of its points; nothing else changes. With one point each, arcs differ widely: the
/// longest of n is some ln n times the mean. With `v` virtual nodes a member's share is the sum of `v` arcs, and its standard
/// deviation is about 1/√v of its mean.
///
/// The circle has 2³² places: two of 160,000 points may share one, and then the lesser member has it. The place of a key is the
/// upper half of its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// In ascending order.
    points: Vec<Point>,
    /// For each of 2ᵏ equal parts of the circle, the first point in it or after it. As points are spread evenly and there are
    /// about as many parts as points, only a point or two has to be looked at from there: that takes the place of the binary
    /// search, whose every step is a cache miss.
    first: Vec<u32>,
    /// 32 − k.
    shift: u32,
    /// How many members there are.
    members: usize,
}

impl Ring {
    /// A ring on which each of the members stands with this many virtual nodes, of which there is one at least.
    ///
    /// # Panics
    /// If these are 2³² points or more.
    pub fn new(members: &Members, virtual_nodes: u16) -> Self {
        let tokens = 0..virtual_nodes.max(1);
        let mut points: Vec<Point> =
            members.iter().flat_map(|member| tokens.clone().map(move |token| point(member, token))).collect();
        points.sort_unstable();
        let count = u32::try_from(points.len()).expect("fewer points than places");
        // At least two parts, as a shift by 32 is none.
        let shift = 32 - count.next_power_of_two().trailing_zeros().max(1);
        Self { first: first(&points, shift), points, shift, members: members.len() }
    }

    /// All points, in the order of their places.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The place of a key.
    pub fn place(key: u64) -> u32 {
        (key >> 32) as u32
    }

    /// Whose points come, from the place of this key on, once around.
    pub(crate) fn walk(&self, key: u64) -> impl Iterator<Item = Member> {
        let (before, after) = self.points.split_at(self.find(Self::place(key)));
        after.iter().chain(before).map(|point| point.member)
    }

    /// The index of the point that this place belongs to.
    #[inline]
    fn find(&self, place: u32) -> usize {
        let mut at = self.first[(place >> self.shift) as usize] as usize;
        while self.points.get(at).is_some_and(|point| point.at < place) {
            at += 1;
        }
        // Behind the last point the circle begins anew.
        if at == self.points.len() { 0 } else { at }
    }
}

fn point(member: Member, token: u16) -> Point {
    Point { at: Ring::place(POINTS.hash(u64::from(member), u64::from(token))), member, token }
}

/// For each of the parts of the circle, the index of the first point in it or after it.
fn first(points: &[Point], shift: u32) -> Vec<u32> {
    let mut first = vec![0; 1 << (32 - shift)];
    let mut at = 0;
    for (part, first) in first.iter_mut().enumerate() {
        while points.get(at).is_some_and(|point| ((point.at >> shift) as usize) < part) {
            at += 1;
        }
        *first = u32::try_from(at).expect("fewer points than places");
    }
    first
}

impl Placement for Ring {
    #[inline]
    fn owner(&self, key: u64) -> Member {
        self.points[self.find(Self::place(key))].member
    }

    /// The distinct members whose points come next: a member's second virtual node on the way is passed over, so that copies
    /// are on different members (Dynamo, section 4.3).
    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        distinct(self.walk(key), count.min(self.members))
    }
}
