//! Keyboard shortcuts that hold wherever the focus is, except where one types.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::{hook, use_effect_with, use_mut_ref};

use super::Session;
use crate::state::{AppAction, Dialog, SPEED_STEP};
use quorum_scene::Command;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shortcut {
    Play,
    Forward,
    Back,
    Start,
    End,
    Slower,
    Faster,
    Filter,
    Keys,
    Inspect(u8),
    Manual,
    Why,
    Without,
    Escape,
}

fn shortcut(key: &str) -> Option<Shortcut> {
    Some(match key {
        " " | "k" | "K" => Shortcut::Play,
        "ArrowRight" => Shortcut::Forward,
        "ArrowLeft" => Shortcut::Back,
        "Home" => Shortcut::Start,
        "End" => Shortcut::End,
        "[" => Shortcut::Slower,
        "]" => Shortcut::Faster,
        "/" => Shortcut::Filter,
        "?" => Shortcut::Keys,
        "m" | "M" => Shortcut::Manual,
        "y" | "Y" => Shortcut::Why,
        "o" | "O" => Shortcut::Without,
        "Escape" => Shortcut::Escape,
        digit => match digit.parse::<u8>() {
            Ok(number @ 1..=9) if digit.len() == 1 => Shortcut::Inspect(number),
            _ => return None,
        },
    })
}

/// Listens for the shortcuts of a run.
#[hook]
pub fn use_keys(session: &Session) {
    let latest = use_mut_ref(|| session.clone());
    latest.replace(session.clone());
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let options = EventListenerOptions::enable_prevent_default();
        // A button that was clicked keeps the focus, and the browser would press it again on Space. After the mouse,
        // Space plays; after Tab, it presses what the reader tabbed to.
        let by_mouse = std::rc::Rc::new(std::cell::Cell::new(true));
        let taken = std::rc::Rc::new(std::cell::Cell::new(false));
        let pointer = {
            let by_mouse = by_mouse.clone();
            EventListener::new(&window, "pointerdown", move |_| by_mouse.set(true))
        };
        let up = {
            let taken = taken.clone();
            EventListener::new_with_options(&window, "keyup", options, move |event| {
                // Firefox presses a button when Space comes up.
                if taken.replace(false) {
                    event.prevent_default();
                }
            })
        };
        let down = EventListener::new_with_options(&window, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if event.key() == "Tab" {
                by_mouse.set(false);
            }
            let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
            if event.default_prevented() || modified || in_dialog() || belongs_to_focus(event, by_mouse.get()) {
                return;
            }
            let Some(shortcut) = shortcut(&event.key()) else { return };
            event.prevent_default();
            taken.set(event.key() == " ");
            let session = latest.borrow().clone();
            run(&session, shortcut);
        });
        move || drop((pointer, up, down))
    });
}

/// Whether a dialog lies over the page. Tab may leave it for the browser's own controls; keys then belong to nobody.
fn in_dialog() -> bool {
    gloo::utils::document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Whether what has the focus needs this key for itself.
fn belongs_to_focus(event: &KeyboardEvent, by_mouse: bool) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let within = |selector: &str| element.closest(selector).ok().flatten().is_some();
    if within("dialog, [role=dialog], textarea, select, [contenteditable]") {
        return true;
    }
    if within("input:not([type=range], [type=radio], [type=checkbox])") {
        return true;
    }
    let arrows = matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Home" | "End");
    if within("input") {
        return arrows || (event.key() == " " && !by_mouse);
    }
    !by_mouse && event.key() == " " && within("button, a, summary, [role=button]")
}

fn run(session: &Session, shortcut: Shortcut) {
    let state = &session.state;
    match shortcut {
        Shortcut::Play => session.play(!state.playing),
        Shortcut::Forward => session.forward(),
        Shortcut::Back => session.jump(Command::Back),
        Shortcut::Start => session.jump(Command::Seek { event: 0 }),
        Shortcut::End => session.to_end(),
        Shortcut::Slower => session.set_speed(state.speed / SPEED_STEP),
        Shortcut::Faster => session.set_speed(state.speed * SPEED_STEP),
        Shortcut::Filter => focus("[data-filter]"),
        Shortcut::Keys => state.dispatch(AppAction::Open(Some(Dialog::Keys))),
        Shortcut::Manual => session.set_manual(!session.is_manual()),
        Shortcut::Why => ask(session, |event| Command::Why { event }),
        Shortcut::Without => ask(session, |event| Command::Without { event }),
        Shortcut::Escape => {
            session.put_away();
            session.select(None);
        }
        Shortcut::Inspect(number) => {
            let servers = session.scene();
            if let Some(node) = servers.as_ref().and_then(|scene| scene.nodes.get(usize::from(number) - 1)) {
                session.inspect(node.id);
            }
        }
    }
}

/// Asks something about the event whose row has the focus, else about the one at the cursor.
fn ask(session: &Session, question: fn(u32) -> Command) {
    let row = gloo::utils::document().active_element().and_then(|element| element.closest("[data-row]").ok().flatten());
    let focused = row.and_then(|row| row.get_attribute("data-row")?.parse().ok());
    let at_cursor = session.scene().map(|scene| scene.clock.event);
    if let Some(event) = focused.or(at_cursor).filter(|event| *event > 0) {
        session.ask_about(question(event));
    }
}

fn focus(selector: &str) {
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _unfocused = element.focus();
    }
}
