//! Lanes over virtual time: a lane a node, bars that begin and may end, points, and when the node was down.

use std::rc::Rc;

use quorum_scene::{BarView, LaneView, LanesView, PointView, Scene, words::say};
use yew::{Html, NodeRef, Properties, component, html, use_node_ref};

use super::{
    Axis, Scale, draw_axis,
    rows::{Placed, place},
};
use crate::{
    components::tone_class,
    hooks::use_width,
    stage::{Painters, set, use_painters},
    t,
};

/// Height of a row: words, bar, and the number of a tick.
const ROW: f64 = 38.0;

/// Properties of [`Lanes`].
#[derive(Properties, PartialEq)]
pub struct LanesProps {
    /// The world at the cursor; the lanes that are open in it are drawn.
    pub scene: Rc<Scene>,
    /// What they show.
    pub lanes: LanesView,
    /// The part of virtual time that is shown.
    pub axis: Axis,
}

/// The lanes.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    crate::hooks::use_words();
    let LanesProps { scene, lanes, axis } = props;
    let track = use_node_ref();
    let width = use_width(&track, 560.0);
    let scale = axis.scale(scene, width);
    let mut painters = Painters::default();
    let cursor = NodeRef::default();
    {
        let cursor = cursor.clone();
        painters.add(move |now_us| {
            let x = scale.x(now_us).clamp(-20.0, scale.width);
            set(&cursor, "style", &format!("transform:translateX({x:.1}px)"));
        });
    }
    let now_us = scene.clock.now_us;
    let drawn: Vec<Html> = lanes.lanes.iter().map(|lane| draw_lane(lane, &scale, now_us, &mut painters)).collect();
    use_painters(painters);
    html! {
        <div class="lane-view">
            if let Some(us) = lanes.from_us.filter(|us| *us > scale.from_us) { <p class="cap">{ t!("view-earlier", us = us) }</p> }
            <div class="lane-rows">
                { for drawn }
                // Over all lanes, and as wide as each of their tracks.
                <div class="lane-over" aria-hidden="true"><div ref={track} class="lane-measure"><i ref={cursor} class="lane-cursor" /></div></div>
            </div>
            <div class="lane-axis" aria-hidden="true"><svg width={width.to_string()} height="18">{ draw_axis(&scale) }</svg></div>
        </div>
    }
}

fn draw_lane(lane: &LaneView, scale: &Scale, now_us: u64, painters: &mut Painters) -> Html {
    let (placed, rows) = place(&lane.bars, scale, now_us);
    let node = lane.node.to_string();
    html! {
        <section key={node.clone()} class="lane-row" data-lane={node.clone()} aria-label={t!("lane-of", node = lane.node)}>
            <b aria-hidden="true">{ node }</b>
            <div class="lane-track" style={format!("height:{}px", rows as f64 * ROW)} aria-hidden="true">
                { for lane.down.iter().filter_map(|down| draw_down(*down, scale, now_us)) }
                { for placed.iter().map(|placed| draw_bar(&lane.bars[placed.bar], placed, scale, painters)) }
                { for lane.points.iter().filter_map(|point| draw_point(point, scale)) }
            </div>
            { spoken(lane) }
        </section>
    }
}

fn draw_down((from, to): (u64, Option<u64>), scale: &Scale, now_us: u64) -> Option<Html> {
    let (left, right) = (scale.x(from as f64).max(0.0), scale.x(to.unwrap_or(now_us) as f64).min(scale.width));
    let style = format!("left:{left:.1}px;width:{:.1}px", right - left);
    (right >= left)
        .then(|| html! { <i key={format!("down {from}")} class="lane-down" {style} title={down_words((from, to))} /> })
}

fn draw_bar(bar: &BarView, placed: &Placed, scale: &Scale, painters: &mut Painters) -> Html {
    let class = match (bar.faulty, bar.to_us) {
        (true, Some(_)) => "bar faulty",
        (true, None) => "bar faulty open",
        (false, Some(_)) => "bar",
        (false, None) => "bar open",
    };
    let Placed { left, width, row, words, .. } = *placed;
    let place = move |width: f64| format!("left:{left:.1}px;width:{width:.1}px");
    let body = NodeRef::default();
    if bar.to_us.is_none() {
        // What has not ended goes on with time.
        let (body, scale) = (body.clone(), *scale);
        painters.add(move |now_us| {
            let right = scale.x(now_us).clamp(left + 3.0, scale.width.max(left + 3.0));
            set(&body, "style", &place(right - left));
        });
    }
    let tick = bar.tick.map(|(us, number)| (scale.x(us as f64), number));
    let tick = tick.filter(|(x, _)| (0.0..=scale.width).contains(x));
    html! {
        <div key={format!("{} {row}", bar.from_us)} class={format!("{class} {}", tone_class(bar.tone))}
            style={format!("top:{:.1}px", row as f64 * ROW)} title={bar_words(bar)}>
            if let Some(room) = words {
                <span style={format!("left:{left:.1}px;max-width:{room:.1}px")}>{ if bar.faulty { "✕ " } else { "" } }{ say(&bar.label) }</span>
            }
            <i ref={body} style={place(width)} />
            if let Some((x, number)) = tick { <u style={format!("left:{x:.1}px")}>{ number }</u> }
        </div>
    }
}

fn draw_point(point: &PointView, scale: &Scale) -> Option<Html> {
    let x = scale.x(point.at_us as f64);
    let class = format!("point {}", tone_class(point.tone));
    let words = point_words(point);
    (0.0..=scale.width).contains(&x).then(|| {
        html! { <i key={format!("{} {words}", point.at_us)} {class} style={format!("left:{x:.1}px")} title={words.clone()} /> }
    })
}

/// The lane as a list of sentences, in the order of time.
fn spoken(lane: &LaneView) -> Html {
    let bars = lane.bars.iter().map(|bar| (bar.from_us, bar_words(bar)));
    let points = lane.points.iter().map(|point| (point.at_us, point_words(point)));
    let down = lane.down.iter().map(|down| (down.0, down_words(*down)));
    let mut all: Vec<(u64, String)> = bars.chain(points).chain(down).collect();
    all.sort_by_key(|(at, _)| *at);
    if all.is_empty() {
        return html! { <p class="sr">{ t!("lane-empty") }</p> };
    }
    html! { <ol class="sr">{ for all.into_iter().map(|(_, words)| html! { <li>{ words }</li> }) }</ol> }
}

fn bar_words(bar: &BarView) -> String {
    let label = bar.label.clone();
    let mut words = match bar.to_us {
        Some(to) => t!("bar-said", label = label, from = bar.from_us, to = to),
        None => t!("bar-said-open", label = label, from = bar.from_us),
    };
    if let Some((us, number)) = bar.tick {
        words = format!("{words}; {}", t!("bar-tick", n = number, us = us));
    }
    if bar.faulty { format!("{words}; {}", t!("bar-faulty")) } else { words }
}

fn point_words(point: &PointView) -> String {
    t!("point-said", label = point.label.clone(), us = point.at_us)
}

fn down_words((from, to): (u64, Option<u64>)) -> String {
    match to {
        Some(to) => t!("down-said", from = from, to = to),
        None => t!("down-said-open", from = from),
    }
}
