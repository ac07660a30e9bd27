//! A message: its trail under the nodes, its glyph and label above them.

use std::{cell::Cell, rc::Rc};

use quorum_kernel::inspect::{Field, Shown};
use quorum_scene::{Fate, FlightView, words::say};
use yew::{Html, NodeRef, classes, html};

use crate::{components::tone_class, t};

use super::{
    geometry::Segment,
    glyphs,
    labels::{Spot, text_width},
    lanes::progress,
    layout::START,
    node::whole_ms,
    painter::{Painters, move_to, moved, set, write},
};

/// The way of a message: solid behind it, dots ahead; dashed red up to where it was lost.
pub fn trail(flight: &Rc<FlightView>, way: Segment, painters: &mut Painters) -> Html {
    let (behind, ahead) = (NodeRef::default(), NodeRef::default());
    let painted = (behind.clone(), ahead.clone());
    let flying = flight.clone();
    painters.add(move |now| {
        let at = way.at(progress(&flying, now));
        let (x, y) = (format!("{:.1}", at.x), format!("{:.1}", at.y));
        set(&painted.0, "x2", &x);
        set(&painted.0, "y2", &y);
        set(&painted.1, "x1", &x);
        set(&painted.1, "y1", &y);
    });
    let lost = matches!(flight.fate, Fate::Lost { .. });
    let class = classes!("trail", tone_class(flight.look.tone), lost.then_some("lost"));
    // The trail begins at the rim, the message itself clear of it.
    let (start, end) = (way.start - (way.end - way.start).unit() * (START - 5.0), way.end);
    let at = way.at(progress(flight, painters.now()));
    let (x, y) = (format!("{:.1}", at.x), format!("{:.1}", at.y));
    html! {
        <g {class} key={flight.id.clone()}>
            <line class="behind" ref={behind} x1={format!("{:.1}", start.x)} y1={format!("{:.1}", start.y)}
                x2={x.clone()} y2={y.clone()} />
            if matches!(flight.fate, Fate::Flying) {
                <line class="ahead" ref={ahead} x1={x} y1={y} x2={format!("{:.1}", end.x)} y2={format!("{:.1}", end.y)} />
            }
        </g>
    }
}

/// A message's glyph and label, and whether it is selected and its card open. Without a `spot` (there are too many
/// labels to read) the label waits until the glyph is pointed at.
pub fn flight_mark(
    flight: &Rc<FlightView>,
    way: Segment,
    spot: Option<&Spot>,
    (selected, open): (bool, bool),
    painters: &mut Painters,
) -> Html {
    let (mark, second) = (NodeRef::default(), NodeRef::default());
    let painted = (mark.clone(), second.clone());
    let shown = Cell::new(None);
    let flying = flight.clone();
    painters.add(move |now| {
        move_to(&painted.0, way.at(progress(&flying, now)));
        let left_us = whole_ms(flying.due_us as f64 - now);
        if shown.replace(Some(left_us)) != Some(left_us) {
            write(&painted.1, &second_line(&flying, left_us));
        }
    });
    let now = painters.now();
    let at = moved(way.at(progress(flight, now)));
    let words = second_line(flight, whole_ms(flight.due_us as f64 - now));
    let fate = fate_word(&flight.fate);
    let lost = matches!(flight.fate, Fate::Lost { .. });
    let class = classes!("flight", fate, tone_class(flight.look.tone), selected.then_some("selected"));
    let label_class = classes!(
        "flight-label",
        spot.is_none().then_some("quiet"),
        spot.is_some_and(|spot| !spot.second_line).then_some("short")
    );
    let (offset, anchor) = match spot {
        Some(spot) => (spot.offset, spot.anchor),
        None => (super::geometry::point(0.0, -18.0), "middle"),
    };
    let (x, y) = (format!("{:.1}", offset.x), format!("{:.1}", offset.y));
    let y2 = format!("{:.1}", offset.y + if spot.is_some() { 15.0 } else { -15.0 });
    html! {
        <g {class} key={flight.id.clone()} ref={mark} transform={at}>
            // The label stays outside of what is pressed, so that the middle of that is the glyph.
            <g
                class="flight-target" tabindex="0" role="button" aria-label={spoken(flight)} aria-expanded={open.to_string()}
                data-message={flight.id.clone()} data-status={fate} data-kind={flight.kind.clone()}
            >
                <circle class="flight-hit" r="22" />
                <circle class="flight-ring" r="15.5" />
                <circle class="flight-ground" r="12" />
                <g class="flight-glyph">
                    { if lost { glyphs::lost(flight.look.glyph) } else { glyphs::shape(flight.look.glyph) } }
                </g>
            </g>
            <g class={label_class} text-anchor={anchor} aria-hidden="true">
                <text class="flight-name halo" x={x.clone()} {y}>{ name_line(flight) }</text>
                <text class="small halo" {x} y={y2} ref={second}>{ words }</text>
            </g>
        </g>
    }
}

/// The first line of a message's label.
fn name_line(flight: &FlightView) -> String {
    match flight.fate {
        Fate::Lost { .. } => t!("stage-lost", name = flight.name.clone()),
        _ => flight.name.clone(),
    }
}

/// The second line: when it arrives, or what became of it.
fn second_line(flight: &FlightView, left_us: u64) -> String {
    match &flight.fate {
        Fate::Flying => match &flight.doom {
            Some(why) => t!("stage-doomed", why = say(why)),
            None => t!("stage-reaches", node = flight.to, us = left_us),
        },
        Fate::Held => t!("stage-held", node = flight.to),
        Fate::Delivered => t!("stage-delivered"),
        Fate::Lost { why, .. } => say(why),
    }
}

/// About how wide the two lines of a message's label are.
pub fn label_widths(flight: &FlightView, now_us: f64) -> [f64; 2] {
    let left_us = whole_ms(flight.due_us as f64 - now_us);
    [text_width(&name_line(flight), 12.0, true), text_width(&second_line(flight, left_us), 11.0, false)]
}

const fn fate_word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Flying => "flying",
        Fate::Held => "held",
        Fate::Delivered => "delivered",
        Fate::Lost { .. } => "lost",
    }
}

/// What a screen reader says of a message: name, way, fate, content. Times are left to the event list, as they would
/// be out of date when read.
fn spoken(flight: &FlightView) -> String {
    let fate = match &flight.fate {
        Fate::Flying => t!("stage-flying"),
        Fate::Held => t!("stage-held", node = flight.to),
        Fate::Delivered => t!("stage-delivered"),
        Fate::Lost { why, .. } => t!("stage-lost-why", why = say(why)),
    };
    let mut spoken = t!("stage-message", name = flight.name.clone(), from = flight.from, to = flight.to, fate = fate);
    for field in &flight.fields {
        spoken.push_str(&format!("; {} {}", field.name, written(field)));
    }
    spoken
}

/// A field's value on one line.
pub fn written(field: &Field) -> String {
    match &field.value {
        Shown::One(value) => value.clone(),
        Shown::Many(values) => format!("{{{}}}", values.join(", ")),
        Shown::Fields(fields) => {
            let parts: Vec<_> = fields.iter().map(|field| format!("{} {}", field.name, written(field))).collect();
            parts.join(", ")
        }
    }
}
