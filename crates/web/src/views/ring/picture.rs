//! The picture of a circle of keys: band, lanes, points, keys, arrows of what is being handed over.
//!
//! There may be thousands of parts: those of one node are one path, and only what stands out is an element of its own.

use quorum_kernel::{
    NodeId,
    inspect::{Ring, RingArc, RingKey},
};
use yew::{Html, html};

use super::{
    places::{Angle, Drawing, angle, span, spot, with_words},
    said::Thing,
};
use crate::components::tone_class;

/// What a name in the band needs, in pixels along the circle.
const NAME_WIDE: f64 = 20.0;
/// How high the name of a key is.
const KEY_HIGH: f64 = 14.0;
/// How many colours there are.
const COLOURS: u8 = 9;

/// The class that sets `--own`, a node's colour.
pub fn colour(node: NodeId) -> String {
    format!("own-{}", node.number().saturating_sub(1) % COLOURS)
}

/// What is drawn, and how large.
#[derive(Clone, Copy)]
pub struct Picture<'a> {
    /// The circle.
    pub ring: &'a Ring,
    /// The nodes that have lanes, from the innermost.
    pub nodes: &'a [NodeId],
    /// Where things lie.
    pub drawing: &'a Drawing,
    /// What is pointed at.
    pub pointed: Option<&'a Thing>,
}

impl Picture<'_> {
    /// The picture, around (0, 0). For readers of the page it is the tables that count.
    pub fn draw(self) -> Html {
        let angles: Vec<Angle> = self.ring.keys.iter().map(|key| angle(key.at)).collect();
        let named = with_words(&angles, self.drawing.outer + 20.0, KEY_HIGH);
        let moving = self.ring.arcs.iter().filter(|arc| arc.moving_to.is_some());
        html! {
            <>
                { for (0..self.nodes.len()).map(|lane| html! { <circle class="ring-lane" r={format!("{:.1}", self.drawing.lane(lane))} /> }) }
                { for self.nodes.iter().map(|node| self.draw_node(*node)) }
                if self.ring.arcs.is_empty() { <circle class="ring-lane" r={format!("{:.1}", self.drawing.outer)} /> }
                { for moving.map(|arc| self.draw_moving(arc)) }
                { for self.ring.arcs.iter().filter(|arc| self.pointed == Some(&Thing::Arc(arc.to))).map(|arc| self.draw_pointed(arc)) }
                { for self.ring.arcs.iter().filter_map(|arc| self.draw_owner(arc)) }
                { for self.ring.keys.iter().zip(named).map(|(key, named)| self.draw_key(key, named)) }
                { for self.nodes.iter().enumerate().map(|(lane, node)| self.draw_name(*node, lane)) }
            </>
        }
    }

    fn lane(self, node: NodeId) -> Option<f64> {
        self.nodes.iter().position(|other| *other == node).map(|lane| self.drawing.lane(lane))
    }

    /// A part of a lane.
    fn strip(self, arc: &RingArc, node: NodeId) -> Option<String> {
        let (from, to) = span(arc);
        let (middle, half) = (self.lane(node)?, self.drawing.thick() / 2.0);
        Some(Drawing::wedge(from, to, middle - half, middle + half))
    }

    fn band(self, arc: &RingArc) -> String {
        let (from, to) = span(arc);
        Drawing::wedge(from, to, self.drawing.inner, self.drawing.outer)
    }

    /// All that a node owns, in the band and in its lane, and its places: ticks over the band, each at the end of a part.
    fn draw_node(self, node: NodeId) -> Html {
        let own = || self.ring.arcs.iter().filter(|arc| arc.owner == node);
        let band: String = own().map(|arc| self.band(arc)).collect();
        let strips: String = own().filter_map(|arc| self.strip(arc, node)).collect();
        let (mut ticks, mut dots) = (String::new(), String::new());
        for point in self.ring.points.iter().filter(|point| point.node == node) {
            let at = angle(point.at);
            let ([ax, ay], [bx, by]) = (spot(at, self.drawing.inner - 1.0), spot(at, self.drawing.outer + 4.0));
            ticks += &format!("M{ax:.1} {ay:.1}L{bx:.1} {by:.1}");
            dots += &format!("M{bx:.1} {by:.1}h0");
        }
        html! {
            <g key={format!("node {node}")} class={colour(node)} data-ring-node={node.to_string()}>
                <path class="ring-band" d={band} />
                <path class="ring-strip" d={strips} />
                <path class="ring-tick" d={ticks} />
                <path class="ring-point" d={dots} />
            </g>
        }
    }

    /// A part that is being handed over: hatched, with its place in the lane of the next owner, and an arrow to there.
    fn draw_moving(self, arc: &RingArc) -> Html {
        let Some(to) = arc.moving_to else { return Html::default() };
        let (begin, end) = span(arc);
        let arrow =
            self.lane(arc.owner).zip(self.lane(to)).map(|(from, to)| arrow(f64::midpoint(begin, end), from, to));
        html! {
            <g key={format!("moving {}", arc.to)} data-moving={format!("{}>{to}", arc.owner)}>
                <path class="ring-hatch" d={self.band(arc) + &self.strip(arc, arc.owner).unwrap_or_default()} />
                <path class={format!("ring-next {}", colour(to))} d={self.strip(arc, to)} />
                <path class="ring-arrow" d={arrow} />
            </g>
        }
    }

    fn draw_pointed(self, arc: &RingArc) -> Html {
        html! { <path key="pointed" class="ring-at" d={self.band(arc) + &self.strip(arc, arc.owner).unwrap_or_default()} /> }
    }

    /// The owner's name in the band, where there is room for it.
    fn draw_owner(self, arc: &RingArc) -> Option<Html> {
        let (from, to) = span(arc);
        let [x, y] = spot(f64::midpoint(from, to), f64::midpoint(self.drawing.inner, self.drawing.outer));
        let class = if arc.moving_to.is_some() { "ring-owner moving" } else { "ring-owner" };
        ((to - from) * self.drawing.inner >= NAME_WIDE).then(|| {
            html! {
                <text key={format!("owner {}", arc.to)} {class} x={format!("{x:.1}")} y={format!("{:.1}", y + 4.0)}>{ arc.owner.to_string() }</text>
            }
        })
    }

    /// A key: a mark outside of the band, and a dot in the lane of each node that holds it, filled where it is answered for.
    fn draw_key(self, key: &RingKey, named: bool) -> Html {
        let pointed = self.pointed == Some(&Thing::Key(key.key.clone()));
        let (at, outer) = (angle(key.at), self.drawing.outer);
        let dots: Vec<f64> = key.holders.iter().filter_map(|node| self.lane(*node)).collect();
        let deepest = dots.iter().copied().fold(outer, f64::min);
        let ([ax, ay], [bx, by], [x, y]) = (spot(at, outer + 8.0), spot(at, deepest), spot(at, outer + 12.0));
        let class = format!("ring-key {}{}", key.tone.map_or("", tone_class), if pointed { " at" } else { "" });
        let dot = |(place, radius): (usize, &f64)| {
            let [x, y] = spot(at, *radius);
            let class = if place == 0 { "ring-dot first" } else { "ring-dot" };
            html! { <circle {class} cx={format!("{x:.1}")} cy={format!("{y:.1}")} r="3" /> }
        };
        html! {
            <g key={format!("key {}", key.key)} {class} data-key={key.key.clone()}>
                if !dots.is_empty() { <path class="ring-spoke" d={format!("M{ax:.1} {ay:.1}L{bx:.1} {by:.1}")} /> }
                { for dots.iter().enumerate().map(dot) }
                <path class="ring-mark" d={format!("M{x:.1} {:.1}l5 5-5 5-5-5Z", y - 5.0)} />
                if named || pointed { { key_name(&key.key, at, outer + 20.0) } }
            </g>
        }
    }

    /// A node's name at its lane, at twelve; where lanes are narrow, by turns at the left and at the right of it.
    fn draw_name(self, node: NodeId, lane: usize) -> Html {
        let (anchor, x) = match lane % 2 {
            _ if self.drawing.is_roomy() => ("middle", "0"),
            0 => ("end", "-3"),
            _ => ("start", "3"),
        };
        html! {
            <text key={format!("name {node}")} class="ring-name" style={format!("text-anchor:{anchor}")} {x}
                y={format!("{:.1}", 3.5 - self.drawing.lane(lane))}>{ node.to_string() }</text>
        }
    }
}

fn key_name(key: &str, at: Angle, radius: f64) -> Html {
    let [x, y] = spot(at, radius);
    let anchor = match at.sin() {
        side if side.abs() < 0.25 => "middle",
        side if side > 0.0 => "start",
        _ => "end",
    };
    let y = format!("{:.1}", y + 4.0 - at.cos() * 4.0);
    html! { <text style={format!("text-anchor:{anchor}")} x={format!("{x:.1}")} {y}>{ key.to_owned() }</text> }
}

/// An arrow from one lane to another.
fn arrow(at: Angle, from: f64, to: f64) -> String {
    let ([ax, ay], [bx, by]) = (spot(at, from), spot(at, to));
    let [cx, cy] = spot(at, if to < from { to + 6.0 } else { to - 6.0 });
    let (dx, dy) = (at.cos() * 4.0, at.sin() * 4.0);
    let (left, right) = ((cx + dx, cy + dy), (cx - dx, cy - dy));
    format!(
        "M{ax:.1} {ay:.1}L{bx:.1} {by:.1}M{:.1} {:.1}L{bx:.1} {by:.1}L{:.1} {:.1}",
        left.0, left.1, right.0, right.1
    )
}
