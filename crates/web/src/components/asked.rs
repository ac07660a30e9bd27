//! What was asked of the run: why something happened, or whether a fault mattered.

use quorum_scene::{CauseView, Command, MomentView, Scene, WhyView, WithoutView, words::say};
use std::rc::Rc;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::{Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_mut_ref, use_node_ref};

use super::{draw_event, draw_icon, events::seconds};
use crate::{hooks::move_focus, t};

/// Properties of [`Asked`].
#[derive(Properties, PartialEq)]
pub struct AskedProps {
    /// The world at the cursor, with the answers.
    pub scene: Rc<Scene>,
    /// Moves the cursor.
    pub on_jump: Callback<Command>,
    /// Puts the answer away.
    pub on_close: Callback<()>,
}

/// The answer that is to be seen, if there is one. A new one takes the focus: it may stand far from where it was asked.
#[component]
pub fn Asked(props: &AskedProps) -> Html {
    crate::hooks::use_words();
    let AskedProps { scene, on_jump, on_close } = props;
    let (title, list) = (use_node_ref(), use_node_ref());
    let seen = use_mut_ref(|| 0_u32);
    let asked = scene.why.as_ref().map(|why| why.asked).or(scene.without.as_ref().map(|without| without.asked));
    {
        let title = title.clone();
        use_effect_with(asked, move |asked| {
            if let Some(asked) = asked.filter(|asked| *asked != *seen.borrow()) {
                seen.replace(asked);
                if let Some(title) = title.cast::<HtmlElement>() {
                    title.scroll_into_view_with_bool(true);
                    let _unfocused = title.focus();
                }
            }
        });
    }
    let close = html! {
        <button class="icon-btn" data-asked-close="" aria-label={t!("asked-close")} title={t!("asked-close")}
            onclick={on_close.reform(|_| ())}>{ draw_icon("close") }</button>
    };
    match (&scene.why, &scene.without) {
        (Some(why), _) => why_panel(why, scene.clock.event, (&title, &list), close, on_jump),
        (None, Some(without)) => without_panel(without, scene.clock.branch, &title, close, on_jump),
        (None, None) => Html::default(),
    }
}

fn why_panel(
    why: &WhyView,
    cursor: u32,
    (title, list): (&NodeRef, &NodeRef),
    close: Html,
    on_jump: &Callback<Command>,
) -> Html {
    let rove = {
        let list = list.clone();
        move |event: KeyboardEvent| move_focus(&event, list.cast(), ".event")
    };
    // Where Tab enters the list: at the cursor, if it stands on a cause, else at the newest.
    let entry = why.rows.iter().position(|row| row.event == cursor).unwrap_or(0);
    html! {
        <section class="asked" aria-labelledby="asked-title" data-why={why.event.to_string()}>
            <h2><span id="asked-title" ref={title.clone()} tabindex="-1" aria-describedby="asked-words">{ t!("why-title") }</span>{ close }</h2>
            <p id="asked-words">{ say(&why.words) }</p>
            <button class={if cursor == why.event { "event cause at" } else { "event cause" }} data-effect="" onclick={seek(why.event, on_jump)}>
                <time>{ seconds(why.time_us) }</time>
                <span class="effect-dot" aria-hidden="true" />
                <span class="label">{ &why.label }</span>
            </button>
            <div class="events causes" ref={list.clone()} role="group" aria-label={t!("why-list")} onkeydown={rove}>
                { for why.rows.iter().enumerate().map(|(at, row)| cause(row, at == entry, cursor, on_jump)) }
                if why.hidden > 0 { <p class="cap">{ t!("why-hidden", n = why.hidden) }</p> }
                if why.older { <p class="cap">{ t!("why-older") }</p> }
            </div>
        </section>
    }
}

fn cause(row: &CauseView, entry: bool, cursor: u32, on_jump: &Callback<Command>) -> Html {
    let mut class = "event cause".to_owned();
    class += if row.direct { " direct" } else { "" };
    class += if row.event == cursor { " at" } else { "" };
    let because: Vec<String> = row.because.iter().map(say).collect();
    let leads_to: Vec<String> = row.leads_to.iter().map(ToString::to_string).collect();
    html! {
        <button key={row.event} {class} tabindex={if entry { "0" } else { "-1" }} data-cause={row.event.to_string()}
            aria-current={(row.event == cursor).then_some("step")} onclick={seek(row.event, on_jump)}>
            <time>{ seconds(row.time_us) }</time>
            { draw_event(row.icon, row.look) }
            <span class="label">{ &row.label }</span>
            <span class="hand">
                if row.by_hand { <span title={t!("by-hand")}>{ draw_icon("hand") }<span class="sr">{ t!("by-hand") }</span></span> }
                { row.event }
            </span>
            <small>
                if row.direct { <b>{ t!("why-direct") }{ " " }</b> }
                { because.join(" ") }{ " " }
                <span class="to">{ t!("why-leads-to", events = leads_to.join(", ")) }</span>
            </small>
        </button>
    }
}

fn seek<E>(event: u32, on_jump: &Callback<Command>) -> Callback<E> {
    on_jump.reform(move |_| Command::Seek { event })
}

fn without_panel(
    without: &WithoutView,
    branch: u32,
    title: &NodeRef,
    close: Html,
    on_jump: &Callback<Command>,
) -> Html {
    let there = without.branch == branch;
    let visit = {
        let id = without.branch;
        on_jump.reform(move |_| Command::Branch { id })
    };
    let nodes: Vec<String> = without.nodes.iter().map(ToString::to_string).collect();
    let mut passed_over = without.passed_over.join("; ");
    if without.passed_over_hidden > 0 {
        passed_over += &format!("; {}", t!("without-passed-more", n = without.passed_over_hidden));
    }
    html! {
        <section class="asked" aria-labelledby="asked-title" data-without={without.event.to_string()} data-same={without.same.to_string()}>
            <h2><span id="asked-title" ref={title.clone()} tabindex="-1" aria-describedby="asked-words">{ t!("without-title") }</span>{ close }</h2>
            <p id="asked-words" data-outcome="">{ say(&without.words) }</p>
            { comparison(without) }
            if !nodes.is_empty() { <p class="cap">{ t!("without-nodes", nodes = nodes.join(", ")) }</p> }
            if !without.passed_over.is_empty() { <p class="cap" data-passed-over="">{ t!("without-passed", acts = passed_over) }</p> }
            <p class="cap">{ if without.cut_short {
                t!("without-until-short", us = without.until_us)
            } else {
                t!("without-until", us = without.until_us)
            } }</p>
            <button class="btn small" data-visit="" disabled={there} onclick={visit}>
                { if there { t!("without-here", letter = without.letter.as_str()) } else { t!("without-visit", letter = without.letter.as_str()) } }
            </button>
        </section>
    }
}

/// Both runs side by side.
fn comparison(without: &WithoutView) -> Html {
    let first = |moment: Option<&MomentView>| match (&without.first, moment) {
        (None, _) => html! { t!("without-none") },
        (Some(_), None) => html! { t!("without-nothing") },
        (Some(_), Some(moment)) => {
            html! { <><time>{ seconds(moment.time_us) }</time>{ " " }<code>{ &moment.label }</code></> }
        }
    };
    let (with, without_it) = (
        without.first.as_ref().and_then(|first| first.with.as_ref()),
        without.first.as_ref().and_then(|first| first.without.as_ref()),
    );
    let row = |name: &'static str, words: String, here: Html, there: Html| {
        html! { <tr data-compare={name}><th scope="row">{ words }</th><td>{ here }</td><td>{ there }</td></tr> }
    };
    let count = |n: u32| html! { n };
    let holds = |holds: bool| {
        html! {
            <span class={if holds { "" } else { "lost-ink" }}>{ if holds { t!("property-holds") } else { t!("property-false") } }</span>
        }
    };
    html! {
        <table>
            <thead><tr><td /><th scope="col">{ t!("without-with") }</th><th scope="col">{ t!("without-without") }</th></tr></thead>
            <tbody>
                { row("first", t!("without-first"), first(with), first(without_it)) }
                { row("messages", t!("without-messages"), count(without.with.messages), count(without.without.messages)) }
                { row("lost", t!("without-lost"), count(without.with.lost), count(without.without.lost)) }
                { row("answered", t!("without-answered"), count(without.with.answered), count(without.without.answered)) }
                { for without.properties.iter().map(|one| row("property", say(&one.title), holds(one.with), holds(one.without))) }
            </tbody>
        </table>
    }
}
