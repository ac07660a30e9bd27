//! Moves the focus among the things of one group, so that Tab passes the group in one step.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Up and down move the focus among what `selector` finds in `group`.
pub fn move_focus(event: &KeyboardEvent, group: Option<HtmlElement>, selector: &str) {
    let Some(group) = group else { return };
    let Ok(found) = group.query_selector_all(selector) else { return };
    let items: Vec<HtmlElement> = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let focused = gloo::utils::document().active_element();
    let Some(at) = items.iter().position(|item| focused.as_ref() == Some(item.as_ref())) else { return };
    let to = match event.key().as_str() {
        "ArrowUp" => at.checked_sub(1),
        "ArrowDown" => Some(at + 1),
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = to.and_then(|to| items.get(to)) {
        let _unfocused = item.focus();
    }
}
