//! Painters: what moves between renders. They set attributes through refs, so that a frame costs no render.

use web_sys::Element;
use yew::{NodeRef, hook, use_context, use_effect};

use crate::playback::Frames;

use super::geometry::Point;

/// The painters of one drawing, collected while it is drawn.
#[derive(Default)]
pub struct Painters(Vec<Box<dyn Fn(f64)>>);

impl Painters {
    /// Adds one, to be called with the view time.
    pub fn add(&mut self, paint: impl Fn(f64) + 'static) {
        self.0.push(Box::new(paint));
    }
}

/// Calls `painters` now and in every frame in which view time moves, until the next render brings others.
#[hook]
pub fn use_painters(painters: Painters) {
    let frames = use_context::<Frames>();
    use_effect(move || {
        let paint_all = move |now| painters.0.iter().for_each(|paint| paint(now));
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

/// Sets the text of the element behind a ref, if it is there.
pub fn write(target: &NodeRef, words: &str) {
    if let Some(node) = target.get() {
        node.set_text_content(Some(words));
    }
}

/// Moves the element behind a ref.
pub fn move_to(target: &NodeRef, at: Point) {
    set(target, "transform", &format!("translate({:.1} {:.1})", at.x, at.y));
}
