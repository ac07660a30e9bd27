//! How wide an element is, in CSS pixels.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};
use yew::{NodeRef, hook, use_effect_with, use_state_eq};

/// The width of what `place` refers to, kept up to date; `guess` until it is known.
#[hook]
pub fn use_width(place: &NodeRef, guess: f64) -> f64 {
    let width = use_state_eq(|| guess);
    {
        let (width, place) = (width.clone(), place.clone());
        use_effect_with((), move |()| {
            let element = place.cast::<Element>();
            let measured = element.clone();
            let on_resize = Closure::<dyn Fn()>::new(move || {
                if let Some(element) = &measured {
                    let now = f64::from(element.client_width());
                    if now > 0.0 {
                        width.set(now);
                    }
                }
            });
            let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, &element) {
                observer.observe(element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(on_resize);
            }
        });
    }
    *width
}
