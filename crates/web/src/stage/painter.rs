//! Painters: what moves between renders. They set attributes through refs, so that a frame costs no render.

use web_sys::Element;
use yew::{NodeRef, hook, use_context, use_effect_with};

use crate::playback::Frames;

use super::geometry::Point;

/// Calls `paint` with the view time now and in every frame in which it moves, until the component goes or `deps` change.
#[hook]
pub fn use_painter<D: Clone + PartialEq + 'static>(deps: D, paint: impl Fn(f64, &D) + 'static) {
    let frames = use_context::<Frames>();
    use_effect_with((deps, frames), move |(deps, frames)| {
        let deps = deps.clone();
        let subscription = frames.as_ref().map(|frames| frames.subscribe(move |now| paint(now, &deps)));
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

/// Moves the element behind a ref.
pub fn move_to(target: &NodeRef, at: Point) {
    set(target, "transform", &format!("translate({:.1} {:.1})", at.x, at.y));
}
