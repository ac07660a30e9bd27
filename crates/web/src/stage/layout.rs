//! Where everything stands: servers on a ring that starts at the top, clients outside it.
//!
//! Computed in CSS pixels for the room there is, so that text keeps its size when the stage shrinks.

use std::collections::BTreeMap;

use quorum_kernel::NodeId;

use super::geometry::{Point, Rect, Segment, point};

/// Radius of a server's disc at full size.
const BODY: f64 = 31.0;
/// Radius of its timer arc at full size.
const RIM: f64 = 40.0;
/// How far a message starts from the sender's rim: clear of it.
pub const START: f64 = 15.0;
/// How far a message docks from the receiver's rim.
const DOCK: f64 = 16.0;
/// The room that a node's pill takes below its disc, with half a message around it.
const PILL: Point = point(82.0, 40.0);
/// How far to the right of the link's middle a message travels, so that both directions have a lane.
pub const LANE: f64 = 10.0;
/// How far apart lanes of one direction are.
pub const LANE_STEP: f64 = 21.0;
/// From this width on, captions have room beside the ring.
pub const ROOMY: f64 = 600.0;
/// The room a caption beside the ring is given.
const CAPTION: f64 = 146.0;
/// How far captions above two nodes at the same height stand apart at least.
const BETWEEN: f64 = 16.0;
/// How far such a caption stands outside of its node's middle.
const OUTWARD: f64 = 14.0;
/// Half of what a short caption takes.
const HALF_CAPTION: f64 = 52.0;
/// The room a column of clients takes.
const CLIENT_COLUMN: f64 = 112.0;
/// The room a row of clients takes: disc and three lines.
const CLIENT_ROW: f64 = 108.0;
/// With more clients than this, they have no captions.
const CLIENTS_WITH_CAPTIONS: usize = 8;

/// On which side of its node a caption stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// To the right of it.
    Right,
    /// To the left of it.
    Left,
    /// Below it.
    Below,
    /// Above it.
    Above,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its centre.
    pub at: Point,
    /// Radius of its disc.
    pub body: f64,
    /// Radius of its timer arc.
    pub rim: f64,
    /// Where its caption stands.
    pub side: Side,
    /// How wide a caption may be; nothing if there is no room for one.
    pub caption_width: f64,
    /// How far to the right of its middle the middle of a caption above it stands.
    pub caption_aside: f64,
}

impl Place {
    /// The box that disc, arc and pill take.
    pub fn bounds(&self) -> Rect {
        let size = 2.0 * self.rim + 6.0;
        Rect { height: size + 8.0, ..Rect::around(self.at, size, size) }
    }

    /// Boxes that cover disc, arc and pill, and hardly anything of the corners around them.
    pub fn outline(&self) -> [Rect; 3] {
        let (long, short) = (2.0 * self.rim + 4.0, 1.2 * self.rim);
        let pill = Rect::around(self.at + point(0.0, self.body + 9.0), 58.0, 20.0);
        [Rect::around(self.at, long, short), Rect::around(self.at, short, long), pill]
    }

    /// The box that a caption of two or three lines may take, whatever it says.
    pub fn caption_room(&self) -> Rect {
        let (width, height) = (self.caption_width, 46.0);
        let (left, top) = match self.side {
            Side::Right => (self.at.x + self.rim + 6.0, self.at.y - height / 2.0),
            Side::Left => (self.at.x - self.rim - 6.0 - width, self.at.y - height / 2.0),
            Side::Below => (self.at.x - width / 2.0, self.at.y + self.rim + 8.0),
            Side::Above => (self.at.x - width / 2.0, self.at.y - self.rim - 4.0 - height),
        };
        Rect { left, top, width, height }
    }
}

/// The places of all nodes on a stage of some size.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Width and height of the stage.
    pub size: Point,
    places: BTreeMap<NodeId, Place>,
}

impl Layout {
    /// Lays the nodes out in the room there is.
    pub fn new(nodes: &[NodeId], size: Point) -> Self {
        let (clients, servers): (Vec<NodeId>, Vec<NodeId>) = nodes.iter().partition(|id| id.is_client());
        // Clients take columns at the sides or rows below: whichever leaves the ring more room.
        let [beside, below] = [true, false].map(|beside| {
            let mut places = BTreeMap::new();
            let room = place_clients(&clients, size, beside, &mut places);
            (Ring::new(servers.len(), room), places)
        });
        let (ring, mut places) = if beside.0.spread() > below.0.spread() { beside } else { below };
        ring.place(&servers, &mut places);
        Self { size, places }
    }

    /// The place of a node.
    pub fn place(&self, id: NodeId) -> Option<&Place> {
        self.places.get(&id)
    }

    /// All places.
    pub fn places(&self) -> impl Iterator<Item = (&NodeId, &Place)> {
        self.places.iter()
    }

    /// The stage as a box, with a margin.
    pub fn bounds(&self) -> Rect {
        Rect { left: 4.0, top: 4.0, width: self.size.x - 8.0, height: self.size.y - 8.0 }
    }

    /// The link between two nodes, from rim to rim.
    pub fn link(&self, a: NodeId, b: NodeId) -> Option<Segment> {
        let (a, b) = (self.place(a)?, self.place(b)?);
        let way = (b.at - a.at).unit();
        Some(Segment { start: a.at + way * (a.rim + 5.0), end: b.at - way * (b.rim + 5.0) })
    }

    /// The way of a message, from the sender's rim to where it docks at the receiver, in one of the lanes at the
    /// right hand of its direction.
    pub fn way(&self, from: NodeId, to: NodeId, lane: u8) -> Option<Segment> {
        let (a, b) = (self.place(from)?, self.place(to)?);
        let way = (b.at - a.at).unit();
        let offset = LANE + f64::from(lane) * LANE_STEP;
        let side = way.right_hand() * offset;
        // Off the middle the rim is met sooner.
        let to_rim = |rim: f64| (rim * rim - offset * offset).max(0.0).sqrt();
        // What comes or goes below a node keeps off its pill.
        let clear = |mut at: Point, place: &Place, step: Point| {
            let pill = Rect::around(place.at + point(0.0, place.body + 9.0), PILL.x, PILL.y);
            while pill.nearest(at) == at {
                at = at + step;
            }
            at
        };
        let start = clear(a.at + side + way * (to_rim(a.rim) + START), a, way * 2.0);
        let end = clear(b.at + side - way * (to_rim(b.rim) + DOCK), b, way * -2.0);
        Some(Segment { start, end })
    }
}

/// Puts the clients outside the ring, in columns at the sides or in rows below, and returns what room is left.
fn place_clients(clients: &[NodeId], size: Point, wide: bool, places: &mut BTreeMap<NodeId, Place>) -> Rect {
    let room = Rect { left: 0.0, top: 0.0, width: size.x, height: size.y };
    if clients.is_empty() {
        return room;
    }
    // A crowd is small and says nothing.
    let crowd = clients.len() > CLIENTS_WITH_CAPTIONS;
    let (body, rim) = if crowd { (15.0, 18.0) } else { (20.0, 26.0) };
    let length = if wide { size.y } else { size.x };
    let row = if crowd { 2.0 * rim + 16.0 } else { CLIENT_ROW };
    let spacing = if crowd { 2.0 * rim + 10.0 } else { 2.0 * rim + 44.0 };
    let line = ((length / spacing) as usize).max(1);
    let lines = clients.len().div_ceil(line);
    for (index, id) in clients.iter().enumerate() {
        let (nth, along) = (index / line, index % line);
        let in_line = if nth + 1 == lines { clients.len() - nth * line } else { line };
        let share = length / in_line as f64;
        let along = (along as f64 + 0.5) * share;
        // Columns alternate between the right and the left side; rows pile up from below.
        let at = match (wide, nth % 2 == 0) {
            (true, true) => point(size.x - CLIENT_COLUMN * ((nth / 2) as f64 + 0.5), along),
            (true, false) => point(CLIENT_COLUMN * ((nth / 2) as f64 + 0.5), along),
            (false, _) => point(along, size.y - row * (nth as f64 + 1.0) + rim + 4.0),
        };
        let caption_width = match (crowd, wide) {
            (true, _) => 0.0,
            (false, true) => CLIENT_COLUMN - 8.0,
            (false, false) => share - 8.0,
        };
        places.insert(*id, Place { at, body, rim, side: Side::Below, caption_width, caption_aside: 0.0 });
    }
    let lines = lines as f64;
    if wide {
        let left = (lines / 2.0).floor() * CLIENT_COLUMN;
        Rect { left, width: size.x - lines * CLIENT_COLUMN, ..room }
    } else {
        Rect { height: size.y - lines * row, ..room }
    }
}

/// The ring of the servers.
struct Ring {
    count: usize,
    room: Rect,
    centre: Point,
    rx: f64,
    ry: f64,
    body: f64,
    rim: f64,
}

impl Ring {
    /// The largest ring that fits a room, with captions.
    fn new(count: usize, room: Rect) -> Self {
        let roomy = room.width >= ROOMY;
        let crowd = if count > 7 { 0.85 } else { 1.0 };
        let scale = (room.width / 640.0).min(room.height / 560.0).clamp(0.8, 1.0) * crowd;
        let rim = RIM * scale;
        let turns = (0..count).map(|index| turn(index, count).sin_cos());
        let (up, down, aside) = turns.fold((0.0, 0.0, 0.3), |(up, down, aside), (sin, cos)| {
            (f64::max(up, cos), f64::max(down, -cos), f64::max(aside, sin))
        });
        // Above, the rim, and a caption of three lines where two servers share the top and there is no room beside them; below, rim,
        // pill and a caption of two lines, or of three where it is narrow.
        let captions_above = !roomy && count.is_multiple_of(2);
        let above = rim + if captions_above { 58.0 } else { 22.0 };
        let below = rim + if roomy { 56.0 } else { 66.0 };
        let beside = if roomy { rim + CAPTION } else { rim + 10.0 };
        let (mut rx, mut ry) = (0.0, 0.0);
        if count > 1 {
            ry = ((room.height - above - below) / (up + down).max(0.3)).max(0.0);
            rx = ((room.width / 2.0 - beside) / aside).max(0.0);
            (rx, ry) = (rx.min(ry * 1.2), ry.min(rx * if roomy { 1.12 } else { 1.3 }));
        }
        // What is left over in height is shared above and below.
        let spare = ((room.height - above - below - ry * (up + down)) / 2.0).max(0.0);
        let lone = if count == 1 { spare.min(below / 2.0) } else { 0.0 };
        let centre = point(room.left + room.width / 2.0, room.top + spare + above + ry * up + lone);
        let mut ring = Self { count, room, centre, rx, ry, body: BODY * scale, rim };
        // Where the ring is too small for so many, the discs shrink.
        let nearest = (1..count).map(|i| (ring.at(i) - ring.at(i - 1)).length()).fold(f64::MAX, f64::min);
        let shrink = ((nearest - 6.0) / (2.0 * rim)).clamp(0.1, 1.0);
        (ring.body, ring.rim) = (ring.body * shrink, ring.rim * shrink);
        ring
    }

    /// How far its servers are from each other, roughly, and how large.
    fn spread(&self) -> f64 {
        self.rx.min(self.ry) + self.rim
    }

    fn at(&self, index: usize) -> Point {
        let (sin, cos) = turn(index, self.count).sin_cos();
        self.centre + point(sin * self.rx, -cos * self.ry)
    }

    /// How far a caption above a node there can stand outside of its middle, and not leave the ring's room.
    fn spare(&self, x: f64, sin: f64) -> f64 {
        let edge = if sin < 0.0 { x - self.room.left } else { self.room.left + self.room.width - x };
        (edge - HALF_CAPTION).max(0.0)
    }

    fn place(&self, servers: &[NodeId], places: &mut BTreeMap<NodeId, Place>) {
        let roomy = self.room.width >= ROOMY;
        for (index, id) in servers.iter().enumerate() {
            let (sin, cos) = turn(index, self.count).sin_cos();
            let side = caption_side(sin, cos, roomy, self.count);
            let at = self.at(index);
            // Above a node it keeps off the pill of the next node of the ring.
            let outward = if side == Side::Above && sin.abs() > 0.1 { OUTWARD.min(self.spare(at.x, sin)) } else { 0.0 };
            let caption_aside = outward.copysign(sin);
            // Beside a node a caption has what is left to the edge of the stage, and no more.
            let beside = |edge: f64| ((edge - at.x).abs() - self.rim - 14.0).min(CAPTION + 30.0);
            let caption_width = match (roomy, side) {
                (true, Side::Left) => beside(self.room.left),
                (true, Side::Right) => beside(self.room.left + self.room.width),
                (true, _) => CAPTION + 30.0,
                (false, Side::Right) => self.room.width / 2.0 - self.rim - 20.0,
                // Its neighbour at the same height has a caption too: side by side the two must not read as one line.
                (false, _) if sin.abs() > 0.1 => {
                    let apart = 2.0 * (self.rx * sin + caption_aside).abs();
                    (apart - BETWEEN).min(self.rx * 1.15).clamp(64.0, 150.0)
                }
                (false, _) => (self.rx * 1.15).clamp(84.0, 150.0),
            };
            let place = Place { at, body: self.body, rim: self.rim, side, caption_width, caption_aside };
            places.insert(*id, place);
        }
    }
}

/// The angle of a server, clockwise from twelve. An even ring is turned by half a step: no two servers stand above each
/// other then, so that no link to a client below runs along one between servers, and a cut in two halves is easy to see.
fn turn(index: usize, count: usize) -> f64 {
    let half_a_step = if count.is_multiple_of(2) { 0.5 } else { 0.0 };
    core::f64::consts::TAU * (index as f64 - half_a_step) / count.max(1) as f64
}

/// Captions stand outside the ring, where no messages pass: beside it if there is room, else above or below.
fn caption_side(sin: f64, cos: f64, roomy: bool, count: usize) -> Side {
    match (sin, cos) {
        _ if count == 1 => Side::Below,
        (sin, cos) if cos > 0.9 && sin.abs() < 0.1 => Side::Right,
        (sin, cos) if roomy && sin < 0.0 && (sin < -0.7 || cos > 0.8) => Side::Left,
        (sin, cos) if roomy && sin > 0.0 && (sin > 0.7 || cos > 0.8) => Side::Right,
        (_, cos) if !roomy && cos > -0.3 => Side::Above,
        _ => Side::Below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(servers: u8, clients: u8, width: f64, height: f64) -> Layout {
        let ids: Vec<_> = (1..=servers).map(NodeId::server).chain((1..=clients).map(NodeId::client)).collect();
        Layout::new(&ids, point(width, height))
    }

    #[test]
    fn the_first_server_stands_at_twelve_and_the_second_clockwise_of_it() {
        let layout = layout(5, 0, 784.0, 640.0);
        let at = |number| layout.place(NodeId::server(number)).expect("it is placed").at;
        assert!((at(1).x - 392.0).abs() < 1.0);
        assert!(at(2).x > at(1).x && at(2).y > at(1).y && at(5).x < at(1).x);
        assert!((at(2).y - at(5).y).abs() < 1e-6, "the ring is symmetric");
    }

    #[test]
    fn links_of_a_client_below_run_along_no_link_between_servers() {
        for servers in 2..=6 {
            let layout = layout(servers, 1, 784.0, 700.0);
            let at = |id| layout.place(id).expect("it is placed").at;
            let client = at(NodeId::client(1));
            for (one, other) in (1..=servers).flat_map(|one| (1..one).map(move |other| (one, other))) {
                let (one, other) = (at(NodeId::server(one)), at(NodeId::server(other)));
                let (a, b) = ((one - client).unit(), (other - client).unit());
                let apart = (a.x * b.y - a.y * b.x).abs();
                assert!(apart > 0.05, "of {servers} servers, two stand in a line with the client: {one:?} {other:?}");
            }
        }
    }

    #[test]
    fn no_two_nodes_touch_and_none_leaves_the_stage() {
        for (width, height) in [(784.0, 640.0), (600.0, 520.0), (390.0, 480.0), (360.0, 420.0), (1200.0, 700.0)] {
            for servers in 1..=9 {
                for clients in [0, 1, 3, 20] {
                    let layout = layout(servers, clients, width, height);
                    let stage = Rect { left: 0.0, top: 0.0, width, height };
                    let places: Vec<_> = layout.places().collect();
                    for (index, (id, place)) in places.iter().enumerate() {
                        let disc = Rect::around(place.at, 2.0 * place.rim, 2.0 * place.rim);
                        assert!(
                            disc.outside(&stage) < 1.0,
                            "{id} of {servers}+{clients} leaves {width}×{height}: {:?}",
                            place.at
                        );
                        for (other, there) in &places[index + 1..] {
                            let gap = (place.at - there.at).length() - place.rim - there.rim;
                            assert!(gap > 0.0, "{id} touches {other}: {servers}+{clients} on {width}×{height}: {gap}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn captions_at_the_same_height_leave_a_gap_between_them() {
        for (servers, clients) in [(4, 1), (5, 2), (6, 2), (7, 0)] {
            let layout = layout(servers, clients, 390.0, 480.0);
            let of_servers = || layout.places().filter(|(id, _)| !id.is_client()).map(|(_, place)| place);
            for (a, b) in of_servers().flat_map(|a| of_servers().map(move |b| (a, b))) {
                let level = (a.at.y - b.at.y).abs() < 1.0 && a.at.x < b.at.x && a.side == b.side;
                let apart = b.at.x + b.caption_aside - a.at.x - a.caption_aside;
                let gap = apart - (a.caption_width + b.caption_width) / 2.0;
                assert!(!level || gap > BETWEEN - 1.0, "{servers}+{clients}: {gap} between {:?} and {:?}", a.at, b.at);
            }
        }
    }

    #[test]
    fn no_message_lies_on_the_pill_of_its_receiver() {
        let layout = layout(6, 2, 390.0, 480.0);
        for (from, to) in (1..=6).flat_map(|n| [1, 2].map(|c| (NodeId::server(n), NodeId::client(c)))) {
            let way = layout.way(from, to, 0).expect("both are placed");
            let place = layout.place(to).expect("it is placed");
            let pill = Rect::around(place.at + point(0.0, place.body + 9.0), 60.0, 18.0);
            let glyph = Rect::around(way.end, 20.0, 20.0);
            assert_eq!(glyph.overlap(&pill), 0.0, "{from} to {to}: {way:?} over {pill:?}");
        }
    }

    #[test]
    fn the_two_directions_of_a_link_do_not_cover_each_other() {
        let layout = layout(5, 0, 390.0, 480.0);
        let (n1, n2) = (NodeId::server(1), NodeId::server(2));
        let there = layout.way(n1, n2, 0).expect("both are placed");
        let back = layout.way(n2, n1, 0).expect("both are placed");
        assert!((there.at(0.5) - back.at(0.5)).length() >= 2.0 * LANE - 1.0);
    }
}
