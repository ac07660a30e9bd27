//! A lesson on the map: its title, how long it takes, how far it has come on this device, and the way to forget that.

use quorum_kernel::{Arg, Text};
use quorum_scene::words::{ENGLISH, say};
use web_sys::HtmlElement;
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, classes, component, html, use_effect_with, use_node_ref,
    use_state_eq,
};

use super::{Standing, Stop};
use crate::{
    components::draw_icon,
    hooks::{LessonFiles, Loaded, aside_key, forget_progress, progress_key, restore_progress, use_words},
    lesson::prose_blocks,
    route::Route,
    t,
};

/// Properties of [`LessonCard`].
#[derive(Properties, PartialEq)]
pub struct LessonCardProps {
    /// The lesson.
    pub stop: Stop,
    /// The titles of the lessons that it builds on.
    pub after: Vec<String>,
    /// What it is called if it is the one to go on with: “Start here”.
    pub tag: Option<String>,
    /// Called when its progress was forgotten, or put back.
    pub on_change: Callback<()>,
    /// Called with whether it is pointed at, or has the focus.
    pub on_point: Callback<bool>,
}

/// The card of a lesson.
#[component]
pub fn LessonCard(props: &LessonCardProps) -> Html {
    use_words();
    let stop = &props.stop;
    // What stood in the storage before it was forgotten, and how often it was forgotten and put back.
    let forgotten = use_state_eq(|| None::<String>);
    let again = use_node_ref();
    let turns = use_state_eq(|| 0_u32);
    use_focus_on_turn(*turns, again.clone());
    let style = format!("--column:{};--row:{}", stop.spot.column + 1, stop.spot.row + 1);
    let files = match &stop.files {
        Loaded::Ready(files) => files,
        Loaded::Loading => {
            return html! {
                <li class="track waiting" {style} data-card={stop.id.clone()}>
                    <h4>{ &stop.id }</h4>
                    <p class="sr" role="status">{ t!("lesson-loading") }</p>
                </li>
            };
        }
        Loaded::Failed(why) => return broken(&stop.id, style, &say(why)),
    };
    let foot = foot(props, &files.prose.title, &forgotten, &turns, &again);
    let class = match stop.standing {
        Standing::Done => "done",
        Standing::Begun(_) => "begun",
        Standing::Open | Standing::Unknown => "",
    };
    let point = |here: bool| props.on_point.reform(move |()| here);
    html! {
        <li class={classes!("track", class, props.tag.as_ref().map(|_| "next"))} {style} data-card={stop.id.clone()}
            lang={files.in_english.as_ref().map(|_| ENGLISH)}
            onmouseenter={point(true).reform(|_| ())} onmouseleave={point(false).reform(|_| ())}
            onfocusin={point(true).reform(|_| ())} onfocusout={point(false).reform(|_| ())}>
            if let Some(tag) = &props.tag { <span class="tag">{ tag }</span> }
            { about(stop, files, &props.after) }
            if let Err(why) = &stop.kept {
                <p class="note" role="note">{ t!("progress-damaged", key = progress_key(&stop.id), why = say(why), aside = aside_key(&stop.id)) }</p>
            }
            { foot }
        </li>
    }
}

/// Forgets the progress, and for as long as the page is open puts it back.
fn foot(
    props: &LessonCardProps,
    title: &str,
    forgotten: &UseStateHandle<Option<String>>,
    turns: &UseStateHandle<u32>,
    again: &NodeRef,
) -> Html {
    let id = props.stop.id.clone();
    let turn = {
        let (turns, on_change) = (turns.clone(), props.on_change.clone());
        move || {
            turns.set(*turns + 1);
            on_change.emit(());
        }
    };
    let forget = {
        let (forgotten, id, turn) = (forgotten.clone(), id.clone(), turn.clone());
        Callback::from(move |()| {
            forgotten.set(forget_progress(&id));
            turn();
        })
    };
    let undo = {
        let forgotten = forgotten.clone();
        Callback::from(move |()| {
            let back = forgotten.as_ref().is_some_and(|text| restore_progress(&id, text).is_ok());
            if back {
                forgotten.set(None);
                turn();
            }
        })
    };
    let nothing_done = props.stop.kept.as_ref().is_ok_and(|kept| kept.done.is_empty());
    let undoable = forgotten.is_some() && nothing_done;
    html! {
        <div class="card-foot">
            <span role="status">if undoable { { t!("forgotten") } }</span>
            if undoable {
                { button(again, "undo", t!("undo"), t!("undo-of", title = title), &undo) }
            } else if props.stop.kept.as_ref().is_ok_and(|kept| !kept.done.is_empty()) {
                { button(again, "forget", t!("forget"), t!("forget-of", title = title), &forget) }
            }
        </div>
    }
}

fn about(stop: &Stop, files: &LessonFiles, after: &[String]) -> Html {
    let steps = files.steps();
    let status = match stop.standing {
        Standing::Begun(step) => t!("continue-at", step = step + 1, of = steps.len()),
        Standing::Done => t!("lesson-finished"),
        Standing::Open | Standing::Unknown => t!("not-started"),
    };
    let mark = |(place, step): (usize, &&str)| {
        let class = match stop.standing {
            Standing::Begun(open) if open == place => "n",
            _ if stop.kept.as_ref().is_ok_and(|kept| kept.has(step)) => "d",
            _ => "",
        };
        html! { <i {class} /> }
    };
    let id = |part: &str| format!("{part}-of-{}", stop.id);
    let builds_on: Vec<Arg> =
        after.iter().map(|title| Arg::from(Text::new("in-quotes").with("words", title.as_str()))).collect();
    html! {
        <>
            <h4>
                <a href={Route::Lesson(stop.id.clone()).href()} aria-describedby={["q", "after", "m"].map(id).join(" ")}>{ &files.prose.title }</a>
            </h4>
            <div class="q" id={id("q")}>{ prose_blocks(&files.prose.summary) }</div>
            <p class="after" id={id("after")}>if !after.is_empty() { { t!("lesson-after", lessons = builds_on) } }</p>
            if matches!(stop.standing, Standing::Begun(_)) {
                <div class="prog" aria-hidden="true">{ for steps.iter().enumerate().map(mark) }</div>
            }
            <p class="m" id={id("m")}>
                <span>{ t!("minutes", n = files.lesson.minutes) }</span>
                <b>if stop.standing == Standing::Done { { draw_icon("check") } }{ status }</b>
            </p>
        </>
    }
}

/// A lesson that cannot be opened says why, and leaves the others alone.
fn broken(id: &str, style: String, why: &str) -> Html {
    html! {
        <li class="track broken" {style} data-card={id.to_owned()}>
            <h4>{ draw_icon("drop") }{ t!("lesson-lost") }</h4>
            <p class="why" role="alert">{ why }</p>
            <p class="m"><code>{ id }</code></p>
        </li>
    }
}

fn button(place: &NodeRef, action: &'static str, words: String, spoken: String, then: &Callback<()>) -> Html {
    html! {
        <button ref={place} class="btn quiet small" data-action={action} aria-label={spoken} onclick={then.reform(|_| ())}>
            { words }
        </button>
    }
}

/// The button that was pressed is gone: the focus goes to the one that stands in its place.
#[yew::hook]
fn use_focus_on_turn(turns: u32, button: NodeRef) {
    use_effect_with(turns, move |turns| {
        if let Some(button) = button.cast::<HtmlElement>().filter(|_| *turns > 0) {
            let _unfocused = button.focus();
        }
    });
}
