//! A link between two nodes: a faint line, or what shows that it is cut.

use quorum_scene::{LinkView, NodeView};
use yew::{Html, classes, html};

use crate::t;

use super::{
    geometry::{Point, Rect, Segment},
    labels::text_width,
};

/// How far from an isolated node its cut links show their wall.
const FENCE: f64 = 30.0;
/// Half the gap between two walls.
const WALL: f64 = 16.0;

/// Which way a link is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It is whole.
    No,
    /// Nothing gets from the first to the second end.
    Forth,
    /// Nothing gets from the second to the first end.
    Back,
    /// Nothing gets through.
    Both,
}

/// Which way a link is cut.
pub const fn cut_of(link: &LinkView) -> Cut {
    match (link.cut_ab, link.cut_ba) {
        (false, false) => Cut::No,
        (true, false) => Cut::Forth,
        (false, true) => Cut::Back,
        (true, true) => Cut::Both,
    }
}

/// What a screen reader says of a link.
pub fn spoken(link: &LinkView) -> String {
    let (a, b) = (link.a, link.b);
    match cut_of(link) {
        Cut::No => t!("stage-link", a = a, b = b),
        Cut::Both => t!("stage-link-cut", a = a, b = b),
        Cut::Forth => t!("stage-link-cut-from", from = a, to = b),
        Cut::Back => t!("stage-link-cut-from", from = b, to = a),
    }
}

/// The mark of a cut link: where it stands, what it says, and the box of its words.
#[derive(Clone, Debug, PartialEq)]
pub struct CutMark {
    cut: Cut,
    middle: Point,
    words: Option<String>,
    words_at: Point,
    /// The box of walls and words, that labels keep clear of.
    pub rect: Rect,
}

impl CutMark {
    /// The mark of a link, if it is cut. At an isolated node the walls stand close to it and say nothing.
    pub fn new(link: &LinkView, way: &Segment, nodes: &[NodeView], quiet: bool) -> Option<Self> {
        let cut = cut_of(link);
        if cut == Cut::No {
            return None;
        }
        let isolated = |id| nodes.iter().any(|node| node.id == id && node.isolated);
        let along = (way.end - way.start).unit();
        let (middle, fenced) = match (isolated(link.a), isolated(link.b)) {
            (true, false) => (way.start + along * FENCE, true),
            (false, true) => (way.end - along * FENCE, true),
            _ => (way.at(0.5), false),
        };
        let words = (!fenced && !quiet).then(|| match cut {
            Cut::Forth => t!("stage-cut-from", from = link.a, to = link.b),
            Cut::Back => t!("stage-cut-from", from = link.b, to = link.a),
            _ => t!("stage-cut", a = link.a, b = link.b),
        });
        let words_at = Point { x: middle.x, y: middle.y + 26.0 };
        let width = words.as_ref().map_or(0.0, |words| text_width(words, 11.0, false)).max(38.0);
        let height = if words.is_some() { 44.0 } else { 24.0 };
        let rect = Rect { left: middle.x - width / 2.0, top: middle.y - 12.0, width, height };
        Some(Self { cut, middle, words, words_at, rect })
    }
}

/// A link under everything else, to be seen and clicked; fainter where a client stands at one end.
pub fn link_mark(link: &LinkView, way: &Segment, cut: Option<&CutMark>, selected: bool) -> Html {
    let name = format!("{}|{}", link.a, link.b);
    let faint = link.a.is_client() || link.b.is_client();
    let class =
        classes!("link", cut.is_some().then_some("cut"), selected.then_some("selected"), faint.then_some("faint"));
    let path = line(way);
    html! {
        <g {class} key={name.clone()} data-link-line={name}>
            <path class="link-hit" d={path.clone()} />
            <path class="link-line" d={path} />
            if let Some(mark) = cut { { walls(way, mark) } }
        </g>
    }
}

fn line(way: &Segment) -> String {
    let Segment { start, end } = way;
    format!("M{:.1} {:.1}L{:.1} {:.1}", start.x, start.y, end.x, end.y)
}

/// Walls across the link on the sides that nothing passes, scissors between them. One way, a chevron runs into the wall.
fn walls(way: &Segment, mark: &CutMark) -> Html {
    let along = way.end - way.start;
    let degrees = along.y.atan2(along.x).to_degrees();
    let first = matches!(mark.cut, Cut::Forth | Cut::Both);
    let second = matches!(mark.cut, Cut::Back | Cut::Both);
    let chevron = match mark.cut {
        Cut::Forth => Some(format!("M{:.0}-4.5l5 4.5-5 4.5", -WALL - 10.0)),
        Cut::Back => Some(format!("M{:.0}-4.5l-5 4.5 5 4.5", WALL + 10.0)),
        _ => None,
    };
    let Point { x, y } = mark.middle;
    html! {
        <g class="cut-mark">
            <g transform={format!("translate({x:.1} {y:.1}) rotate({degrees:.1})")}>
                <rect class="cut-ground" x={(-WALL).to_string()} y="-4" width={(2.0 * WALL).to_string()} height="8" />
                if first { <path class="wall" d={format!("M{}-9v18", -WALL)} /> }
                if second { <path class="wall" d={format!("M{WALL}-9v18")} /> }
                if let Some(chevron) = chevron { <path class="wall" d={chevron} /> }
            </g>
            <svg class="scissors" x={format!("{:.1}", x - 8.0)} y={format!("{:.1}", y - 8.0)} width="16" height="16" viewBox="0 0 16 16">
                <use href="#i-cut" />
            </svg>
            if let Some(words) = &mark.words {
                <text class="small halo" text-anchor="middle" x={format!("{:.1}", mark.words_at.x)} y={format!("{:.1}", mark.words_at.y)}>
                    { words }
                </text>
            }
        </g>
    }
}

/// Where the keyboard finds a link: after the nodes and messages, drawn only while it has the focus.
pub fn link_focus(link: &LinkView, way: &Segment, open: bool) -> Html {
    let name = format!("{}|{}", link.a, link.b);
    html! {
        <path
            class="link-focus" key={name.clone()} d={line(way)}
            tabindex="0" role="button" aria-label={spoken(link)} aria-expanded={open.to_string()}
            data-link={name} data-cut={(cut_of(link) != Cut::No).to_string()}
        />
    }
}
