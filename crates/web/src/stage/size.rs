//! How large an element is, kept up to date.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};
use yew::{NodeRef, hook, use_effect_with, use_state_eq};

use super::geometry::{Point, point};

/// The size of the element behind a ref in CSS pixels, once it is known.
#[hook]
pub fn use_size(target: NodeRef) -> Option<Point> {
    let size = use_state_eq(|| None);
    let known = size.clone();
    use_effect_with(target, move |target| {
        let element = target.cast::<Element>();
        let measured = element.clone();
        let measure = move || {
            if let Some(element) = &measured {
                let rect = element.get_bounding_client_rect();
                // A pane that is not shown has no size; what is known stays.
                if rect.width() > 0.0 && rect.height() > 0.0 {
                    size.set(Some(point(rect.width().round(), rect.height().round())));
                }
            }
        };
        measure();
        let resized = Closure::<dyn Fn()>::new(measure);
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(resized);
        }
    });
    *known
}
