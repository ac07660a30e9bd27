//! The circle of keys: who owns which part of it, where nodes and keys have their places, what is being handed over.
//!
//! The band shows each part in its owner's colour. Within it each node has a lane of its own, so that whose a part is can be
//! told without colour and however small it is; a key is a dot in the lane of each node that holds it. What the picture
//! shows stands beside it in tables, and in a sentence for the thing that is pointed at.

mod hit;
mod picture;
mod places;
mod said;
mod tables;

use quorum_kernel::inspect::Ring;
use web_sys::Element;
use yew::{
    Callback, Html, KeyboardEvent, NodeRef, PointerEvent, Properties, component, html, use_node_ref, use_state_eq,
};

use self::{
    hit::hit,
    picture::Picture,
    places::{Drawing, nodes},
    said::{Thing, things},
};
use crate::{hooks::use_width, t};

/// The largest that the picture becomes.
const SIZE_MAX: f64 = 560.0;
/// The smallest.
const SIZE_MIN: f64 = 260.0;

/// More places of nodes than this are drawn with less weight.
const MANY: usize = 48;

/// Properties of [`RingView`].
#[derive(Properties, PartialEq)]
pub struct RingViewProps {
    /// What it shows.
    pub ring: Ring,
}

/// The circle, with its tables.
#[component]
pub fn RingView(props: &RingViewProps) -> Html {
    crate::hooks::use_words();
    let ring = &props.ring;
    let place = use_node_ref();
    let width = use_width(&place, SIZE_MAX);
    let pointed = use_state_eq(|| None::<Thing>);
    let things = things(ring);
    // What was pointed at may be gone at another moment.
    let at = pointed.as_ref().and_then(|thing| things.iter().position(|other| other == thing));
    let nodes = nodes(ring);
    let drawing = Drawing::new(width.clamp(SIZE_MIN, SIZE_MAX), nodes.len());
    let on_point = {
        let pointed = pointed.clone();
        Callback::from(move |thing| pointed.set(thing))
    };
    let onkeydown = {
        let (things, on_point) = (things.clone(), on_point.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(to) = step(&event.key(), at, things.len()) {
                event.prevent_default();
                on_point.emit(to.map(|to| things[to].clone()));
            }
        })
    };
    let svg = use_node_ref();
    let onpointermove = {
        let (svg, ring, nodes, on_point) = (svg.clone(), ring.clone(), nodes.clone(), on_point.clone());
        Callback::from(move |event: PointerEvent| {
            // What was pointed at last stays, so that one can go and read of it.
            if let Some(thing) = from_middle(&svg, &event).and_then(|spot| hit(&ring, &nodes, &drawing, spot)) {
                on_point.emit(Some(thing));
            }
        })
    };
    let (size, corner) = (drawing.size.to_string(), -drawing.size / 2.0);
    let picture = Picture { ring, nodes: &nodes, drawing: &drawing, pointed: at.map(|at| &things[at]) };
    let said = at.map(|at| things[at].said(ring));
    html! {
        <div class="ring-view">
            <div ref={place} class="ring-stage">
                <div class="ring-picture" role="slider" tabindex="0" aria-label={t!("ring-walk")}
                    aria-valuemin="0" aria-valuemax={things.len().to_string()} aria-valuenow={at.map_or(0, |at| at + 1).to_string()}
                    aria-valuetext={said.clone().unwrap_or_else(|| t!("ring-walk-none"))}
                    data-ring-at={at.map(|at| things[at].name(ring))} {onkeydown}>
                    <svg ref={svg} class={if ring.points.len() > MANY { "ring dense" } else { "ring" }} aria-hidden="true" width={size.clone()} height={size.clone()}
                        viewBox={format!("{corner} {corner} {size} {size}")} onpointerdown={onpointermove.clone()} {onpointermove}>
                        { picture.draw() }
                    </svg>
                </div>
            </div>
            <div class="ring-words">
                <p class="ring-said" aria-hidden="true">{ said.unwrap_or_else(|| t!("ring-hint")) }</p>
                if ring.arcs.is_empty() { <p class="ring-said">{ t!("ring-no-places") }</p> }
                { tables::owners(ring, &nodes) }
                { tables::keys(ring) }
                { tables::arcs(ring) }
            </div>
        </div>
    }
}

/// Where the pointer is, in the picture's own pixels.
fn from_middle(svg: &NodeRef, event: &PointerEvent) -> Option<[f64; 2]> {
    let all = svg.cast::<Element>()?.get_bounding_client_rect();
    let middle = [all.left() + all.width() / 2.0, all.top() + all.height() / 2.0];
    Some([f64::from(event.client_x()) - middle[0], f64::from(event.client_y()) - middle[1]])
}

/// Where a key leads from one thing to another, clockwise or back, or away from all; `None` if it leads nowhere.
fn step(key: &str, at: Option<usize>, count: usize) -> Option<Option<usize>> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowRight" | "ArrowDown" => Some(Some(at.map_or(0, |at| (at + 1) % count))),
        "ArrowLeft" | "ArrowUp" => Some(Some(at.map_or(last, |at| (at + last) % count))),
        "Home" => Some(Some(0)),
        "End" => Some(Some(last)),
        "Escape" if at.is_some() => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn arrows_go_round() {
        assert_eq!(step("ArrowRight", None, 3), Some(Some(0)));
        assert_eq!(step("ArrowRight", Some(2), 3), Some(Some(0)));
        assert_eq!(step("ArrowLeft", None, 3), Some(Some(2)));
        assert_eq!(step("ArrowLeft", Some(0), 3), Some(Some(2)));
        assert_eq!(step("Escape", Some(0), 3), Some(None));
        assert_eq!(step("Escape", None, 3), None, "it closes what else is open");
        assert_eq!(step("ArrowRight", None, 0), None);
        assert_eq!(step("k", Some(0), 3), None);
    }
}
