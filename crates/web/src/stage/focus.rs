//! The keyboard on the stage: what has the focus, what a key does to it, and how the focus stays.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo::events::EventListener;
use quorum_scene::Scene;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, SvgElement};
use yew::{Event, KeyboardEvent, NodeRef, hook, use_effect, use_effect_with, use_memo, use_mut_ref};

use crate::stage_props::Selection;

use super::{card::Subject, deeds};

/// What a key does on the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Keyed {
    /// Opens the card.
    Open,
    /// Selects nothing any more.
    Deselect,
    /// Moves the focus to something else.
    Focus(Selection),
    /// Does an act, named by its label.
    Act(String),
    /// It is for somebody else.
    Nothing,
}

/// What a key does to what has the focus. While the reader tabs, arrows go among the nodes, and Space presses.
pub fn keyed(event: &KeyboardEvent, scene: &Scene, selection: &Selection, tabbing: bool) -> Keyed {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return Keyed::Nothing;
    }
    let neighbour = |step| neighbour(scene, selection, step).map_or(Keyed::Nothing, Keyed::Focus);
    match event.key().as_str() {
        "Enter" => Keyed::Open,
        " " if tabbing => Keyed::Open,
        "Escape" => Keyed::Deselect,
        "ArrowRight" | "ArrowDown" if tabbing => neighbour(1),
        "ArrowLeft" | "ArrowUp" if tabbing => neighbour(-1),
        key => {
            let deeds = Subject::find(scene, selection).map(|subject| subject.deeds()).unwrap_or_default();
            deeds::act_of_key(&deeds, key).map_or(Keyed::Nothing, Keyed::Act)
        }
    }
}

/// The next node around the ring; none for what is no node.
fn neighbour(scene: &Scene, selection: &Selection, step: isize) -> Option<Selection> {
    let Selection::Node(id) = selection else { return None };
    let now = scene.nodes.iter().position(|node| node.id == *id)?;
    let count = scene.nodes.len();
    let next = if step > 0 { (now + 1) % count } else { (now + count - 1) % count };
    Some(Selection::Node(scene.nodes[next].id))
}

/// Keeps the focus on the stage while the keyboard is used. A redraw may move what has the focus, which browsers take for
/// removing it; and a message that landed is gone, so that the stage itself keeps its place for Tab.
#[hook]
pub fn use_focus_kept(canvas: NodeRef, drawing: NodeRef) -> Rc<RefCell<Option<Selection>>> {
    let last = use_mut_ref(|| None::<Selection>);
    let kept = last.clone();
    use_effect(move || {
        let active = || gloo::utils::document().active_element().filter(|active| active.tag_name() != "BODY");
        if active().is_none()
            && let Some(selection) = &*kept.borrow()
        {
            focus(&canvas, selection);
            if let Some(drawing) = drawing.cast::<SvgElement>().filter(|_| active().is_none()) {
                let _ = drawing.focus();
            }
        }
        kept.replace(active().and_then(|active| thing_at(&active)));
    });
    let clicked = last.clone();
    use_effect_with((), move |()| {
        // Who clicks on nothing wants the focus nowhere.
        let listener = EventListener::new(&gloo::utils::window(), "pointerdown", move |_| {
            clicked.replace(None);
        });
        move || drop(listener)
    });
    last
}

/// Whether the reader moves about by Tab. After a press with a pointer, arrows and Space go on driving time.
#[hook]
pub fn use_tabbing() -> Rc<Cell<bool>> {
    let tabbing = use_memo((), |()| Cell::new(false));
    let (by_key, by_pointer) = (tabbing.clone(), tabbing.clone());
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let keys = EventListener::new(&window, "keydown", move |event| {
            if event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Tab") {
                by_key.set(true);
            }
        });
        let pointer = EventListener::new(&window, "pointerdown", move |_| by_pointer.set(false));
        move || drop((keys, pointer))
    });
    tabbing
}

/// The thing on the stage that an event is about.
pub fn thing_of(event: &Event) -> Option<Selection> {
    thing_at(&event.target()?.dyn_into::<Element>().ok()?)
}

/// The thing on the stage that an element belongs to.
fn thing_at(target: &Element) -> Option<Selection> {
    let named = |name: &str| target.closest(&format!("[{name}]")).ok()??.get_attribute(name);
    let link = || {
        let ends = named("data-link").or_else(|| named("data-link-line"))?;
        let (a, b) = ends.split_once('|')?;
        Some(Selection::Link(a.parse().ok()?, b.parse().ok()?))
    };
    let node = || named("data-node")?.parse().ok().map(Selection::Node);
    named("data-message").map(Selection::Message).or_else(node).or_else(link)
}

/// Gives the focus to something on the stage, if it is there.
pub fn focus(canvas: &NodeRef, selection: &Selection) {
    let selector = match selection {
        Selection::Node(id) => format!("[data-node=\"{id}\"]"),
        Selection::Message(id) => format!("[data-message=\"{id}\"]"),
        Selection::Link(a, b) => format!("[data-link=\"{a}|{b}\"]"),
    };
    let found = canvas.cast::<HtmlElement>().and_then(|canvas| canvas.query_selector(&selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<SvgElement>().ok()) {
        let _ = element.focus();
    }
}
