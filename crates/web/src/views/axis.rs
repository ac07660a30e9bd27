//! The one axis of virtual time: the time line and every view of lanes show the same part of it.

use std::{cell::RefCell, rc::Rc};

use quorum_scene::Scene;
use yew::{Html, UseStateHandle, hook, html, use_memo, use_state_eq};

use super::Scale;

/// Which part of virtual time is shown. Cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Axis {
    /// The span that the reader zoomed to, in microseconds.
    zoom: UseStateHandle<Option<u64>>,
    /// What was shown last.
    shown: Rc<RefCell<Option<Scale>>>,
}

/// The axis of a run, for as long as its component lives.
#[hook]
pub fn use_axis() -> Axis {
    let zoom = use_state_eq(|| None);
    let shown = use_memo((), |()| RefCell::new(None));
    Axis { zoom, shown }
}

impl Axis {
    /// What is shown of a run, over a width in pixels. Whoever asks next, of the same scene, is shown the same.
    pub fn scale(&self, scene: &Scene, width: f64) -> Scale {
        let before = *self.shown.borrow();
        let scale = Scale::follow(*self.zoom, scene.timeline.end_us, scene.clock.now_us, before, width);
        self.shown.replace(Some(scale));
        scale
    }

    /// Shows a span of so many microseconds from now on.
    pub fn zoom_to(&self, span_us: u64) {
        self.zoom.set(Some(span_us));
    }
}

/// The moments along an axis, in words.
pub fn draw_axis(scale: &Scale) -> Html {
    let ticks = scale.ticks();
    let step = ticks.get(1).zip(ticks.first()).map_or(1_000_000, |(second, first)| second - first);
    html! {
        { for ticks.iter().map(|us| {
            let x = scale.x(*us as f64);
            let (anchor, x) = if x < 16.0 { ("start", 2.0) } else if x > scale.width - 20.0 { ("end", scale.width) } else { ("middle", x) };
            html! { <text key={*us} x={format!("{x:.1}")} y="12" text-anchor={anchor}>{ scale.tick_words(*us, step) }</text> }
        }) }
    }
}
