//! Painters: what moves between renders. They set attributes through refs, so that a frame costs no render.
//!
//! Effects may run a frame later than the render they belong to. So what a painter moves is rendered where it is at that
//! moment ([`Painters::now`]), and never waits for its painter at the origin.

use web_sys::Element;
use yew::{NodeRef, hook, use_context, use_effect};

use crate::playback::Frames;

use super::geometry::Point;

/// The painters of one drawing, collected while it is drawn.
#[derive(Default)]
pub struct Painters {
    now_us: f64,
    all: Vec<Box<dyn Fn(f64)>>,
}

impl Painters {
    /// None yet, of a drawing that is drawn at this view time.
    pub fn at(now_us: f64) -> Self {
        Self { now_us, all: Vec::new() }
    }

    /// The view time at which the drawing is drawn, in virtual microseconds.
    pub fn now(&self) -> f64 {
        self.now_us
    }

    /// Adds one, to be called with the view time.
    pub fn add(&mut self, paint: impl Fn(f64) + 'static) {
        self.all.push(Box::new(paint));
    }
}

/// Calls `painters` now and in every frame in which view time moves, until the next render brings others.
#[hook]
pub fn use_painters(painters: Painters) {
    let frames = use_context::<Frames>();
    use_effect(move || {
        let paint_all = move |now| painters.all.iter().for_each(|paint| paint(now));
        let subscription = frames.map(|frames| frames.subscribe(paint_all));
        move || drop(subscription)
    });
}

/// Sets an attribute of the element behind a ref, if it is there.
pub fn set(target: &NodeRef, name: &str, value: &str) {
    if let Some(element) = target.cast::<Element>() {
        // The only failure is a name that is no attribute's, which would be a bug that any frame shows.
        let _ = element.set_attribute(name, value);
    }
}

/// Sets the text of the element behind a ref, if it is there. Text that was rendered in it stays the same node, as the
/// next render counts on it.
pub fn write(target: &NodeRef, words: &str) {
    if let Some(node) = target.get() {
        match node.first_child() {
            Some(text) => text.set_node_value(Some(words)),
            None => node.set_text_content(Some(words)),
        }
    }
}

/// Moves the element behind a ref.
pub fn move_to(target: &NodeRef, at: Point) {
    set(target, "transform", &moved(at));
}

/// The attribute `transform` of what stands there.
pub fn moved(at: Point) -> String {
    format!("translate({:.1} {:.1})", at.x, at.y)
}
