//! A lesson in the list of lessons: what it is about, how far it has come on this device, and the way to forget that.

use quorum_lesson::Kept;
use quorum_scene::words::{ENGLISH, say};
use web_sys::HtmlElement;
use yew::{Callback, Html, NodeRef, Properties, classes, component, html, use_effect_with, use_node_ref, use_state_eq};

use crate::{
    components::draw_icon,
    hooks::{
        LessonFiles, Loaded, aside_key, forget_progress, load_progress, progress_key, restore_progress, use_words,
    },
    lesson::prose_blocks,
    route::Route,
    t,
};

/// Properties of [`LessonCard`].
#[derive(Properties, PartialEq)]
pub struct LessonCardProps {
    /// The lesson's id.
    pub id: String,
    /// Its files, once they are there.
    pub files: Loaded<LessonFiles>,
    /// How often another tab has changed what is stored.
    pub changes: u32,
}

/// The card of a lesson.
#[component]
pub fn LessonCard(props: &LessonCardProps) -> Html {
    use_words();
    // What stood in the storage before it was forgotten, and how often it was forgotten and put back.
    let forgotten = use_state_eq(|| None::<String>);
    let again = use_node_ref();
    let turns = use_state_eq(|| 0_u32);
    use_focus_on_turn(*turns, again.clone());
    let files = match &props.files {
        Loaded::Ready(files) => files,
        Loaded::Loading => {
            return html! { <li class="track waiting" role="status" aria-label={t!("lesson-loading")}><h3>{ &props.id }</h3></li> };
        }
        Loaded::Failed(why) => return broken(&props.id, &say(why)),
    };
    let turn = {
        let turns = turns.clone();
        move || turns.set(*turns + 1)
    };
    let forget = {
        let (forgotten, id, turn) = (forgotten.clone(), props.id.clone(), turn.clone());
        Callback::from(move |()| {
            forgotten.set(forget_progress(&id));
            turn();
        })
    };
    let undo = {
        let (forgotten, id) = (forgotten.clone(), props.id.clone());
        Callback::from(move |()| {
            let back = forgotten.as_ref().is_some_and(|text| restore_progress(&id, text).is_ok());
            if back {
                forgotten.set(None);
                turn();
            }
        })
    };
    let steps = files.steps();
    let loaded = load_progress(&props.id, &steps);
    let kept = loaded.clone().unwrap_or_default();
    let undoable = forgotten.is_some() && kept.done.is_empty();
    let title = &files.prose.title;
    let foot = if undoable {
        button(&again, "undo", t!("undo"), t!("undo-of", title = title.as_str()), &undo)
    } else if kept.done.is_empty() {
        Html::default()
    } else {
        button(&again, "forget", t!("forget"), t!("forget-of", title = title.as_str()), &forget)
    };
    html! {
        <li class={classes!("track", kept.resume(&steps).map(|_| "now"))} data-card={props.id.clone()}
            lang={files.in_english.as_ref().map(|_| ENGLISH)}>
            { about(files, &steps, &kept) }
            if let Err(why) = loaded {
                <p class="note" role="note">{ t!("progress-damaged", key = progress_key(&props.id), why = say(&why), aside = aside_key(&props.id)) }</p>
            }
            <div class="card-foot">
                <span role="status">if undoable { { t!("forgotten") } }</span>
                { foot }
            </div>
        </li>
    }
}

fn about(files: &LessonFiles, steps: &[&str], kept: &Kept) -> Html {
    let resume = kept.resume(steps);
    let status = match resume {
        Some(step) => t!("continue-at", step = step + 1, of = steps.len()),
        None if kept.count(steps) == steps.len() => t!("lesson-finished"),
        None => t!("not-started"),
    };
    let mark = |(place, step): (usize, &&str)| {
        let class = match resume {
            Some(open) if open == place => "n",
            _ if kept.has(step) => "d",
            _ => "",
        };
        html! { <i {class} /> }
    };
    html! {
        <>
            <h3>
                <a href={Route::Lesson(files.id.clone()).href()}>{ &files.prose.title }</a>
                <small>{ t!("minutes", n = files.lesson.minutes) }</small>
            </h3>
            <div class="q">{ prose_blocks(&files.prose.summary) }</div>
            <div class="prog" aria-hidden="true">{ for steps.iter().enumerate().map(mark) }</div>
            <p class="m"><span>{ t!("steps-count", n = steps.len()) }</span><b>{ status }</b></p>
        </>
    }
}

/// A lesson that cannot be opened says why, and leaves the others alone.
fn broken(id: &str, why: &str) -> Html {
    html! {
        <li class="track broken" data-card={id.to_owned()}>
            <h3>{ draw_icon("drop") }{ t!("lesson-lost") }</h3>
            <p class="q" role="alert">{ why }</p>
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
