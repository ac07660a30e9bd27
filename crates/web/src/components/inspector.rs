//! One node: what may be done to it, and its state with what changed.

use quorum_kernel::NodeId;
use quorum_scene::{NodeStatus, NodeView, Scene};
use web_sys::HtmlInputElement;
use yew::{Callback, Html, NodeRef, SubmitEvent, html};

use super::{draw_icon, role_icon, tone_class, tree::state_tree};
use crate::{
    controls::{leaves, left, left_words},
    t,
};

/// The inspected node.
pub fn inspector(scene: &Scene, on_inspect: &Callback<NodeId>, on_act: &Callback<String>) -> Html {
    let chosen = scene.inspector.as_ref().map(|inspector| inspector.node);
    let node = scene.nodes.iter().find(|node| Some(node.id) == chosen);
    html! {
        <>
            <section class="who-acts">
                <div class="who" role="group" aria-label={t!("node-to-inspect")}>
                    { for scene.nodes.iter().map(|node| who(node, chosen, on_inspect)) }
                </div>
                if let Some(node) = node { { acts(node, &scene.sample_requests, left(scene), on_act) } }
            </section>
            if let Some(inspector) = &scene.inspector {
                <section aria-labelledby="state-title">
                    <h2>
                        <span id="state-title">{ t!("state-title", node = inspector.node) }</span>
                        <span class="note key"><i />{ t!("this-step") }</span>
                        <span class="note key"><i class="thin" />{ since(inspector.since_event) }</span>
                    </h2>
                    if inspector.memory.is_empty() { <p class="cap">{ t!("no-memory") }</p> }
                    { state_tree(&t!("in-memory"), &inspector.memory) }
                    { state_tree(&t!("on-disk"), &inspector.durable) }
                </section>
            }
        </>
    }
}

fn since(event: u32) -> String {
    if event == 0 { t!("since-start") } else { t!("since-event", event = event) }
}

fn who(node: &NodeView, chosen: Option<NodeId>, on_inspect: &Callback<NodeId>) -> Html {
    let id = node.id;
    let said = t!("node-summary", node = id, caption = node.caption.clone());
    let tone = if node.status == NodeStatus::Down { "tone-down" } else { tone_class(node.tone) };
    html! {
        <button key={id.to_string()} data-inspect={id.to_string()} aria-pressed={(chosen == Some(id)).to_string()}
            aria-label={said.clone()} title={said} onclick={on_inspect.reform(move |_| id)}>
            <span class={tone}>{ draw_icon(role_icon(node)) }</span>{ id.to_string() }
        </button>
    }
}

fn acts(node: &NodeView, samples: &[String], left: Option<&[String]>, on_act: &Callback<String>) -> Html {
    let id = node.id;
    // The key is the place, not the act: Crash becomes Restart under a focus that stays.
    let act = |place: &str, icon: &'static str, words: String, label: String| {
        if !leaves(left, &label) {
            return Html::default();
        }
        html! {
            <button key={place.to_owned()} class="btn quiet" data-act={label.clone()} title={label.clone()}
                onclick={on_act.reform(move |_| label.clone())}>
                { draw_icon(icon) }{ words }
            </button>
        }
    };
    html! {
        <>
            <div class="acts" role="group" aria-label={t!("acts-on", node = id)}>
                if node.status == NodeStatus::Down {
                    { act("power", "power", t!("act-restart"), format!("restart {id}")) }
                } else {
                    { act("power", "power", t!("act-crash"), format!("crash {id}")) }
                }
                { act("wipe", "wipe", t!("act-wipe"), format!("wipe {id}")) }
                if node.status == NodeStatus::Paused {
                    { act("pause", "play", t!("act-resume"), format!("resume {id}")) }
                } else if node.status == NodeStatus::Up {
                    { act("pause", "pause", t!("act-pause"), format!("pause {id}")) }
                }
                if node.isolated {
                    { act("cut", "heal", t!("act-rejoin"), format!("rejoin {id}")) }
                } else {
                    { act("cut", "cut", t!("act-isolate"), format!("isolate {id}")) }
                }
                { for node.timers.iter().map(|timer| {
                    let words = if node.timers.len() == 1 { t!("act-fire") } else { t!("act-fire-one", timer = timer.name.as_str()) };
                    act(&timer.fire, "timer", words, timer.fire.clone())
                }) }
            </div>
            if let Some(left) = left { <p class="cap">{ left_words(left) }</p> }
            if id.is_client() && node.status == NodeStatus::Up && leaves(left, "invoke") {
                { request(id, samples, on_act) }
            }
        </>
    }
}

/// A client's request, typed or chosen from samples.
fn request(id: NodeId, samples: &[String], on_act: &Callback<String>) -> Html {
    let input = NodeRef::default();
    let send = {
        let (input, on_act) = (input.clone(), on_act.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if !typed.trim().is_empty() {
                on_act.emit(format!("invoke {id} {}", typed.trim()));
            }
        }
    };
    let list = format!("samples-{id}");
    html! {
        <form key={id.to_string()} class="request" onsubmit={send}>
            <label><span class="sr">{ t!("request-of", node = id) }</span>
                <input ref={input} class="mono" list={list.clone()} autocomplete="off"
                    placeholder={samples.first().cloned()} />
            </label>
            <datalist id={list}>{ for samples.iter().map(|sample| html! { <option value={sample.clone()} /> }) }</datalist>
            <button class="btn small">{ draw_icon("send") }{ t!("act-request") }</button>
        </form>
    }
}
