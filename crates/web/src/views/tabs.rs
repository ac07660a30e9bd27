//! The tabs over the stage: the cluster, and the views that the run has beside it.

use quorum_kernel::Text;
use quorum_scene::{Scene, words::say};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{Callback, Html, NodeRef, html};

use crate::{components::draw_icon, t};

/// The tabs; none if there is the cluster alone.
pub fn view_tabs(scene: &Scene, on_view: &Callback<Option<String>>) -> Html {
    if scene.views.is_empty() {
        return Html::default();
    }
    let open = scene.view.as_ref().map(|view| view.id.as_str());
    let list = NodeRef::default();
    let onkeydown = {
        let list = list.clone();
        move |event: KeyboardEvent| step(&event, &list)
    };
    let tab = |id: Option<&str>, words: String, alarm: Option<&Text>| {
        let here = open == id;
        let wanted = id.map(str::to_owned);
        let onclick = on_view.reform(move |_| wanted.clone());
        let name = id.unwrap_or("cluster").to_owned();
        html! {
            <button key={name.clone()} role="tab" id={format!("tab-{name}")} data-view={name} aria-selected={here.to_string()}
                aria-controls="view" tabindex={if here { "0" } else { "-1" }} {onclick}>
                { words }
                if let Some(alarm) = alarm { <span class="alarm">{ draw_icon("drop") }{ say(alarm) }</span> }
            </button>
        }
    };
    html! {
        <div class="view-tabs" role="tablist" aria-label={t!("views")} ref={list} {onkeydown}>
            { tab(None, t!("view-cluster"), None) }
            { for scene.views.iter().map(|view| tab(Some(&view.id), say(&view.title), view.alarm.as_ref())) }
        </div>
    }
}

/// Arrows go from tab to tab, and open what they come to.
fn step(event: &KeyboardEvent, list: &NodeRef) {
    let Some(found) = list.cast::<HtmlElement>().and_then(|list| list.query_selector_all("[role=tab]").ok()) else {
        return;
    };
    let tabs: Vec<HtmlElement> = (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
    let focused = gloo::utils::document().active_element();
    let Some(at) = tabs.iter().position(|tab| focused.as_ref() == Some(tab.as_ref())) else { return };
    let to = match event.key().as_str() {
        "ArrowLeft" => (at + tabs.len() - 1) % tabs.len(),
        "ArrowRight" => (at + 1) % tabs.len(),
        "Home" => 0,
        "End" => tabs.len() - 1,
        _ => return,
    };
    event.prevent_default();
    let _unfocused = tabs[to].focus();
    tabs[to].click();
}
