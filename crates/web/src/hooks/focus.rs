//! The focus: moved among the things of one group, so that Tab passes the group in one step; and kept in a redraw.

use std::{cell::RefCell, iter, rc::Rc};

use gloo::events::EventListener;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent, MutationObserver, MutationObserverInit};

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

/// Keeps the focus on the page: when what has it goes away in a redraw, or is disabled, the nearest thing around it takes
/// the focus, so that who uses the keyboard, or reads with the ears, stays where they were.
pub fn keep_focus() {
    let document = gloo::utils::document();
    let last = Rc::new(RefCell::new(Vec::<Element>::new()));
    let seen = last.clone();
    EventListener::new(&document, "focusin", move |event| {
        let at = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        *seen.borrow_mut() = iter::successors(at, |at| at.parent_element()).collect();
    })
    .forget();
    let clicked = last.clone();
    // Who clicks on nothing wants the focus nowhere.
    EventListener::new(&document, "pointerdown", move |_| clicked.borrow_mut().clear()).forget();
    let on_change = Closure::<dyn Fn()>::new(move || {
        // While time runs this is called in every frame: what had the focus is asked first, and mostly it is still there.
        let off = |element: &&Element| !element.is_connected() || element.matches(":disabled").unwrap_or(false);
        let Some(lost) = last.borrow().first().filter(off).cloned() else { return };
        let active = gloo::utils::document().active_element();
        if !active.is_none_or(|active| active.tag_name() == "BODY" || active == lost) {
            return;
        }
        // A copy: moving the focus writes the next one.
        let around = last.borrow().clone();
        let shown = |element: &&Element| element.is_connected() && **element != lost;
        // Where the whole page is another one, its heading; it may not be there yet.
        let heading = || gloo::utils::document().query_selector("h1").ok().flatten().and_then(|h1| settle(&h1));
        if let Some(home) = around.iter().filter(shown).find_map(home).or_else(heading) {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _unfocused = home.focus_with_options(&options);
        }
    });
    if let (Ok(observer), Some(body)) = (MutationObserver::new(on_change.as_ref().unchecked_ref()), document.body()) {
        let watch = MutationObserverInit::new();
        watch.set_child_list(true);
        watch.set_subtree(true);
        watch.set_attribute_filter(&js_sys::Array::of1(&JsValue::from_str("disabled")));
        let _unwatched = observer.observe_with_options(&body, &watch);
    }
    // For as long as the page is there.
    on_change.forget();
}

/// What takes the focus in the place of something that stood in `around`: the row where Tab enters a list, the lesson's
/// heading, or a part of the page with a name.
fn home(around: &Element) -> Option<HtmlElement> {
    const NAMED: &str = "section, aside, main, form, ul, [role=group], .events";
    let heading = around.query_selector(":scope > .scroll h1").ok().flatten();
    let named = || around.matches(NAMED).unwrap_or(false).then(|| around.clone());
    let list = around.closest(".actions, .events").ok().flatten();
    let row = list.and_then(|list| list.query_selector("button[tabindex='0']").ok().flatten());
    row.or(heading).or_else(named).and_then(|home| settle(&home))
}

/// Makes an element one that can have the focus, if it is to be seen.
fn settle(element: &Element) -> Option<HtmlElement> {
    let element = element.dyn_ref::<HtmlElement>()?;
    if !element.has_attribute("tabindex") {
        element.set_tab_index(-1);
    }
    (element.get_client_rects().length() > 0).then(|| element.clone())
}
