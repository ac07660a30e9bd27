//! A node: disc, role, timer arc, term pill, caption.

use std::cell::Cell;

use quorum_kernel::inspect::Tone;
use quorum_scene::{NodeStatus, NodeView, TimerView, words::say};
use yew::{Html, NodeRef, classes, html};

use crate::{
    components::{role_icon, tone_class},
    t,
};

use super::{
    geometry::{Point, Rect, point},
    labels::{text_width, wrap},
    layout::{Place, ROOMY, Side},
    painter::{Painters, set, write},
};

/// Below this part of its time a quiet node's arc warns: it is about to stand up.
const SOON: f64 = 0.15;

/// A node on the stage, whether it is selected and its card open, and, while a past is shown, whether it has a part in it.
pub fn node_mark(
    node: &NodeView,
    place: &Place,
    stage: &Rect,
    selected: bool,
    open: bool,
    kin: Option<bool>,
    painters: &mut Painters,
) -> Html {
    let status = match node.status {
        NodeStatus::Up => "up",
        NodeStatus::Paused => "paused",
        NodeStatus::Down => "down",
    };
    let class = classes!("node", status, tone_class(node.tone), selected.then_some("selected"), aside(kin));
    let (icon, name_y) = match place.body {
        body if body > 22.0 => (18.0, 15.0),
        body if body > 16.0 => (13.0, 12.0),
        _ => (0.0, 4.0),
    };
    html! {
        <g
            {class} key={node.id.to_string()}
            transform={format!("translate({:.1} {:.1})", place.at.x, place.at.y)}
            tabindex="0" role="button" aria-label={spoken(node)} aria-expanded={open.to_string()}
            data-node={node.id.to_string()} data-status={status} data-role={role_word(node)}
        >
            <circle class="node-halo" r={format!("{:.1}", place.rim + 6.0)} />
            if node.isolated { <circle class="node-fence" r={format!("{:.1}", place.rim + 11.0)} /> }
            if let Some(timer) = node.timers.first().filter(|_| node.status != NodeStatus::Down) {
                { timer_arc(timer, place.rim, node.tone == Tone::Calm, painters) }
            }
            <circle class="node-body" r={format!("{:.1}", place.body)} />
            if node.status == NodeStatus::Down { <circle class="node-hatch" r={format!("{:.1}", place.body)} /> }
            if icon > 0.0 {
                <svg
                    class="node-icon" x={(-icon / 2.0).to_string()} y={format!("{:.1}", -place.body * 0.72)}
                    width={icon.to_string()} height={icon.to_string()} viewBox="0 0 16 16"
                ><use href={format!("#i-{}", role_icon(node))} /></svg>
            }
            <text class={if place.body > 22.0 { "node-name" } else { "node-name small" }} y={name_y.to_string()}>
                { node.id.to_string() }
            </text>
            // The space parts the words for who looks whether the spoken name begins with what is seen.
            { " " }
            if let Some(badge) = &node.badge { { pill(&say(badge), place, stage) } }
        </g>
    }
}

/// While a past is shown, nodes that have no part in it step back.
fn aside(kin: Option<bool>) -> Option<&'static str> {
    kin.map(|kin| if kin { "kin" } else { "aside" })
}

/// The pill that hangs from a node: below its middle, moved aside where it would stand over the edge of the stage.
fn pill(words: &str, place: &Place, stage: &Rect) -> Html {
    let width = text_width(words, 11.0, true) + 16.0;
    let aside = Rect::around(place.at, width, 18.0).pushed_into(stage).left + width / 2.0 - place.at.x;
    html! {
        <g transform={format!("translate({aside:.1} {:.1})", place.body + 9.0)}>
            <rect class="pill" x={format!("{:.1}", -width / 2.0)} y="-9" width={format!("{width:.1}")} height="18" rx="9" />
            <text class="pill-words" y="4">{ words.to_owned() }</text>
        </g>
    }
}

/// What a screen reader says of a node: first what stands in it, then what stands beside it.
fn spoken(node: &NodeView) -> String {
    let caption = match node.status {
        NodeStatus::Down => format!("{}, {}", t!("stage-down"), say(&node.caption)),
        NodeStatus::Up | NodeStatus::Paused => say(&node.caption),
    };
    let mut spoken = match &node.badge {
        Some(badge) => t!("stage-node", node = node.id, badge = say(badge), caption = caption),
        None => t!("stage-node-title", node = node.id, caption = caption),
    };
    if node.status == NodeStatus::Paused {
        spoken = format!("{spoken}, {}", t!("stage-paused"));
    }
    if node.isolated {
        spoken = format!("{spoken}, {}", t!("stage-isolated"));
    }
    spoken
}

/// The role as a word that tests and styles can address.
fn role_word(node: &NodeView) -> Option<String> {
    node.icon.map(|icon| format!("{icon:?}").to_lowercase())
}

/// The part of a timer that is left, as an arc that starts at twelve.
fn timer_arc(timer: &TimerView, radius: f64, warns: bool, painters: &mut Painters) -> Html {
    let arc = NodeRef::default();
    let painted = arc.clone();
    let (set_us, due_us) = (timer.set_us, timer.due_us);
    painters.add(move |now| {
        let left = time_left(set_us, due_us, now);
        // Nothing left shows nothing: a round cap would leave a dot.
        let dashes = if left > 0.0 { format!("{left:.4} 2") } else { "0 2".to_owned() };
        set(&painted, "stroke-dasharray", &dashes);
        set(&painted, "class", if warns && left < SOON { "arc soon" } else { "arc" });
        set(&painted, "visibility", if left > 0.0 { "visible" } else { "hidden" });
    });
    let radius = format!("{radius:.1}");
    html! {
        <>
            <circle class="arc-track" r={radius.clone()} />
            <circle ref={arc} r={radius} fill="none" pathLength="1" transform="rotate(-90)" />
        </>
    }
}

fn time_left(set_us: u64, due_us: u64, now_us: f64) -> f64 {
    let span = due_us.saturating_sub(set_us) as f64;
    if span > 0.0 { ((due_us as f64 - now_us) / span).clamp(0.0, 1.0) } else { 0.0 }
}

/// The lines of a node's caption and the box they take.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// Role and the one thing to know, broken into lines.
    pub strong: Vec<String>,
    /// What became of it, broken into lines; its timer comes below.
    pub small: Vec<String>,
    /// Where the first baseline starts.
    pub at: Point,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// The box of all lines.
    pub rect: Rect,
}

/// About how wide “election in 200 ms” is.
const TIMER_WIDTH: f64 = 112.0;
const LINE: f64 = 16.0;

impl Caption {
    /// Lays out the caption of a node inside the stage, if there is room for captions.
    pub fn new(node: &NodeView, place: &Place, stage: &Rect) -> Option<Self> {
        if place.caption_width <= 0.0 {
            return None;
        }
        let caption = say(&node.caption);
        let (strong, small) = match node.status {
            NodeStatus::Up => (caption, None),
            NodeStatus::Paused => (caption, Some(t!("stage-paused"))),
            NodeStatus::Down => (t!("stage-down"), Some(caption)),
        };
        let strong = wrap(&strong, place.caption_width, 12.0, true);
        let mut small = small.map(|small| wrap(&small, place.caption_width, 11.0, false)).unwrap_or_default();
        if place.side == Side::Below {
            // Pushed up from the edge of the stage it would lie under the node: the second lines go, all of them or none.
            let room = stage.top + stage.height - place.at.y - below_node(node, place);
            if (strong.len() + small.len()) as f64 * LINE > room {
                small.clear();
            }
        }
        let timer = if shows_timer(node) { 1.0 } else { 0.0 };
        let widest = |lines: &[String], size: f64, bold: bool| {
            lines.iter().map(|line| text_width(line, size, bold)).fold(0.0, f64::max)
        };
        let timer_width = timer * TIMER_WIDTH.min(place.caption_width);
        let width = widest(&strong, 12.0, true).max(widest(&small, 11.0, false)).max(timer_width);
        let height = ((strong.len() + small.len()) as f64 + timer) * LINE;
        // An isolated node has a fence around it.
        let beside = place.rim + if node.isolated { 20.0 } else { 12.0 };
        // On a narrow stage the next servers' captions follow close below that of the one at the top.
        let level = if stage.width < ROOMY { place.at.y - place.rim } else { place.at.y - height / 2.0 + 2.0 };
        let (left, top, anchor) = match place.side {
            Side::Right => (place.at.x + beside, level, "start"),
            Side::Left => (place.at.x - beside - width, level, "end"),
            Side::Above => {
                (place.at.x + place.caption_aside - width / 2.0, place.at.y - place.rim - height - 8.0, "middle")
            }
            Side::Below => (place.at.x - width / 2.0, place.at.y + below_node(node, place), "middle"),
        };
        let rect = Rect { left, top, width, height }.pushed_into(stage);
        let x = match anchor {
            "start" => rect.left,
            "end" => rect.left + rect.width,
            _ => rect.left + rect.width / 2.0,
        };
        Some(Self { strong, small, at: point(x, rect.top + 12.0), anchor, rect })
    }
}

/// How far below a node's middle there is room for a caption: below the rim, and the pill that hangs from it.
fn below_node(node: &NodeView, place: &Place) -> f64 {
    let pill = if node.badge.is_some() { place.body + 19.0 } else { 0.0 };
    pill.max(place.rim + 2.0) + 3.0
}

fn shows_timer(node: &NodeView) -> bool {
    node.status == NodeStatus::Up && !node.timers.is_empty()
}

/// A node's caption: its role, then its timer or what became of it.
pub fn caption_mark(node: &NodeView, caption: &Caption, painters: &mut Painters) -> Html {
    let class = classes!("caption", tone_class(node.tone));
    let line_at = |line: usize| format!("{:.1}", caption.at.y + line as f64 * LINE);
    let x = format!("{:.1}", caption.at.x);
    let strong = caption.strong.iter().map(|line| ("caption-role", line));
    let lines = strong.chain(caption.small.iter().map(|line| ("small", line)));
    html! {
        <g {class} key={node.id.to_string()} text-anchor={caption.anchor} aria-hidden="true">
            { for lines.enumerate().map(|(index, (class, line))| html! {
                <text {class} x={x.clone()} y={line_at(index)}>{ line }</text>
            }) }
            if let Some(timer) = node.timers.first().filter(|_| shows_timer(node)) {
                { timer_words(timer, x, line_at(caption.strong.len() + caption.small.len()), painters) }
            }
        </g>
    }
}

/// “election in 23 ms”, kept up to date.
fn timer_words(timer: &TimerView, x: String, y: String, painters: &mut Painters) -> Html {
    let words = NodeRef::default();
    let painted = words.clone();
    let shown = Cell::new(None);
    let (due_us, name) = (timer.due_us, timer.name.clone());
    painters.add(move |now| {
        let left_us = whole_ms(due_us as f64 - now);
        if shown.replace(Some(left_us)) != Some(left_us) {
            write(&painted, &t!("stage-timer", timer = name.clone(), us = left_us));
        }
    });
    let first = t!("stage-timer", timer = timer.name.clone(), us = whole_ms(due_us as f64 - painters.now()));
    html! { <text class="small" ref={words} {x} {y}>{ first }</text> }
}

/// Microseconds rounded up to whole milliseconds, as what is shown has no finer grain.
pub fn whole_ms(us: f64) -> u64 {
    (us.max(0.0) / 1000.0).ceil() as u64 * 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_drains_from_full_to_empty() {
        assert_eq!(time_left(100, 200, 100.0), 1.0);
        assert_eq!(time_left(100, 200, 175.0), 0.25);
        assert_eq!(time_left(100, 200, 900.0), 0.0);
        assert_eq!(time_left(100, 100, 100.0), 0.0, "a timer without time is empty");
    }

    #[test]
    fn a_millisecond_is_left_until_it_is_over() {
        assert_eq!(whole_ms(22_001.0), 23_000);
        assert_eq!(whole_ms(-5.0), 0);
    }
}
