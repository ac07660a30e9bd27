//! The run as a transcript: what happened, and what can happen next.

use quorum_scene::{Command, EventView, Kin, NextView};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, HtmlInputElement, KeyboardEvent, MouseEvent};
use yew::{
    AttrValue, Callback, Html, InputEvent, Properties, TargetCast, UseStateHandle, component, html, use_effect_with,
    use_node_ref, use_state_eq,
};

use super::{draw_event, draw_icon};
use crate::{
    controls::{leaves, left_words},
    hooks::move_focus,
    t,
};

/// Properties of [`Events`].
#[derive(Properties, PartialEq)]
pub struct EventsProps {
    /// Events around the cursor, oldest first.
    pub events: Vec<EventView>,
    /// What is due, soonest first.
    pub next: Vec<NextView>,
    /// How many more are due.
    pub next_hidden: u32,
    /// The verbs of acts that a lesson's step leaves to the learner; none: all.
    pub left: Option<Vec<String>>,
    /// Puts the cursor right after an event.
    pub on_seek: Callback<u32>,
    /// Makes something happen now.
    pub on_act: Callback<String>,
    /// Asks for the past of an event, or what comes without it.
    pub on_ask: Callback<Command>,
}

/// The event list, latest first, with a filter.
#[component]
pub fn Events(props: &EventsProps) -> Html {
    crate::hooks::use_words();
    let filter = use_state_eq(String::new);
    // The rows that the pointer and the focus are on: what can be asked of an event is offered there, and at the cursor.
    let (pointed, focused) = (use_state_eq(|| None::<u32>), use_state_eq(|| None::<u32>));
    let list = use_node_ref();
    let at = props.events.iter().rfind(|event| event.at_cursor).map_or(0, |event| event.index);
    {
        let list = list.clone();
        use_effect_with((at, props.next.len()), move |_| keep_in_view(list.cast()));
    }
    let needle = filter.to_lowercase();
    let passes = |label: &str| needle.is_empty() || label.to_lowercase().contains(&needle);
    let on_filter = {
        let filter = filter.clone();
        move |event: InputEvent| filter.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let next: Vec<_> = props.next.iter().filter(|next| passes(&next.label)).collect();
    let events: Vec<_> = props.events.iter().filter(|event| passes(&event.label)).collect();
    let nothing = next.is_empty() && events.is_empty();
    // Where Tab enters the list: at the cursor, or at what is nearest to it if that row is not there.
    let at_cursor = events.iter().find(|event| event.at_cursor).map(|event| event.index);
    let soonest = next.first().filter(|_| at_cursor.is_none()).map(|next| next.label.clone());
    let latest = events.last().filter(|_| soonest.is_none()).map(|event| event.index);
    let entry = at_cursor.or(latest);
    // One listener for all rows: there are more than a hundred, and they change with every event.
    let note_row = |rows: &UseStateHandle<Option<u32>>| {
        let rows = rows.clone();
        Callback::from(move |target: Option<EventTarget>| rows.set(row_of(target)))
    };
    let asking = events.iter().any(|event| event.kin.is_some());
    let rove = {
        let list = list.clone();
        move |event: KeyboardEvent| move_focus(&event, list.cast(), ".event")
    };
    html! {
        <section class="log" aria-labelledby="events-title">
            <h2>
                <span id="events-title">{ t!("events-title") }</span>
                <label class="filter">
                    { draw_icon("search") }
                    <input type="search" data-filter="" placeholder={t!("filter")} aria-label={t!("filter-events")}
                        value={AttrValue::from((*filter).clone())} oninput={on_filter} />
                </label>
            </h2>
            <div class={if asking { "events asking" } else { "events" }} ref={list} onkeydown={rove}
                onmouseover={note_row(&pointed).reform(|event: MouseEvent| event.target())}
                onfocusin={note_row(&focused).reform(|event: FocusEvent| event.target())}>
                if !next.is_empty() {
                    <p class="cap">{ t!("can-happen-next", shown = props.next.len(),
                        all = props.next.len() + props.next_hidden as usize) }</p>
                }
                { for next.iter().rev().map(|next| next_row(next, soonest.as_ref() == Some(&next.label), props.left.as_deref(), &props.on_act)) }
                { for events.iter().rev().map(|event| {
                    let is = |other: Option<u32>| other == Some(event.index);
                    event_row(event, (is(entry), is(*pointed), is(*focused)), &props.on_seek, &props.on_ask)
                }) }
                if nothing { <p class="cap">{ if needle.is_empty() { t!("no-events") } else { t!("no-match") } }</p> }
            </div>
        </section>
    }
}

pub fn seconds(us: u64) -> String {
    format!("{}.{:03}", us / 1_000_000, us % 1_000_000 / 1000)
}

/// In a list that Tab passes in one step only one row is a stop.
fn stop(entry: bool) -> &'static str {
    if entry { "0" } else { "-1" }
}

fn next_row(next: &NextView, entry: bool, left: Option<&[String]>, on_act: &Callback<String>) -> Html {
    let barred = left.filter(|_| !leaves(left, &next.label)).map(left_words);
    let act = {
        let label = next.label.clone();
        on_act.reform(move |_| label.clone())
    };
    html! {
        <button key={format!("next {}", next.label)} class="event next" tabindex={stop(entry)} data-next={next.label.clone()}
            aria-disabled={barred.is_some().then_some("true")} title={barred.clone().unwrap_or_else(|| t!("happen-now"))} onclick={act}>
            <time>{ seconds(next.time_us) }</time>
            { draw_event(next.icon, next.look) }
            <span class="label">{ &next.label }</span>
            if barred.is_none() { <span class="go">{ t!("now") }</span> }
        </button>
    }
}

/// A row, whether Tab enters the list there, and whether it has the pointer, or the focus. What can be asked of its event
/// stands beside it then, and at the cursor.
fn event_row(
    event: &EventView,
    (entry, pointed, focused): (bool, bool, bool),
    on_seek: &Callback<u32>,
    on_ask: &Callback<Command>,
) -> Html {
    let index = event.index;
    let kin = match event.kin {
        Some(Kin::Effect) => " effect",
        Some(Kin::Direct) => " kin direct",
        Some(Kin::Past) => " kin",
        None => "",
    };
    let class = match (event.at_cursor, event.ahead) {
        (true, _) => "event at",
        (false, true) => "event ahead",
        (false, false) => "event",
    };
    html! {
        <div key={index} class={format!("event-row{kin}")} data-row={index.to_string()}>
            <button {class} tabindex={stop(entry)}
                data-event={index.to_string()} aria-current={event.at_cursor.then_some("step")} onclick={on_seek.reform(move |_| index)}>
                <time>{ seconds(event.time_us) }</time>
                { draw_event(event.icon, event.look) }
                <span class="label">{ &event.label }</span>
                if event.by_hand { <span class="hand" title={t!("by-hand")}>{ draw_icon("hand") }<span class="sr">{ t!("by-hand") }</span></span> }
                if event.kin.is_some() { <span class="sr">{ kin_words(event.kin) }</span> }
            </button>
            if pointed || focused || event.at_cursor { { asks(event, focused, on_ask) } }
        </div>
    }
}

/// The event whose row something lies in.
fn row_of(target: Option<EventTarget>) -> Option<u32> {
    let row = target?.dyn_into::<Element>().ok()?.closest("[data-row]").ok().flatten()?;
    row.get_attribute("data-row")?.parse().ok()
}

fn kin_words(kin: Option<Kin>) -> String {
    match kin {
        Some(Kin::Effect) => t!("kin-effect"),
        Some(Kin::Direct) => t!("kin-direct"),
        _ => t!("kin-past"),
    }
}

/// What can be asked of an event. Tab goes from a row to what stands beside it, and to no other.
fn asks(event: &EventView, stops: bool, on_ask: &Callback<Command>) -> Html {
    let index = event.index;
    let ask = |name: &'static str, words: String, said: String, command: Command| {
        html! {
            <button key={name} class="ask-btn" tabindex={stop(stops)} data-ask={name} aria-label={said.clone()} title={said}
                onclick={on_ask.reform(move |_| command.clone())}>{ words }</button>
        }
    };
    html! {
        <span class="asks">
            if event.fault {
                { ask("without", t!("ask-without-short"), t!("ask-without", label = event.label.as_str()),
                    Command::Without { event: index }) }
            }
            { ask("why", t!("ask-why"), t!("ask-why-of", label = event.label.as_str()), Command::Why { event: index }) }
        </span>
    }
}

/// Scrolls the list, and only the list, so that the event at the cursor is seen.
fn keep_in_view(list: Option<HtmlElement>) {
    let Some(list) = list else { return };
    let Some(row) = list.query_selector(".at").ok().flatten() else { return };
    let (outer, inner) = (list.get_bounding_client_rect(), row.get_bounding_client_rect());
    let above = inner.top() - outer.top();
    if above < 0.0 || above + inner.height() > outer.height() {
        list.set_scroll_top(list.scroll_top() + (above - outer.height() / 3.0) as i32);
    }
}
