//! Sharing a run: as a link, as a file; and opening somebody else's.

use std::rc::Rc;

use quorum_kernel::Text;
use quorum_scene::{link::ADDRESS_SAFE, words::say};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::{
    Callback, Event, Html, Properties, TargetCast, UseStateHandle, component, html, use_context, use_effect_with,
    use_node_ref, use_state,
};

use super::{Modal, draw_icon};
use crate::{
    browser::{copy, save_file},
    hooks::{OpenFiles, Session, pack},
    route::Route,
    t,
};

/// Properties of [`Share`].
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The run.
    pub session: Session,
    /// The dialog was closed.
    pub on_close: Callback<()>,
}

/// The run as it can be shared.
#[derive(Clone, Debug, PartialEq)]
enum Shared {
    /// It is being saved.
    Saving,
    /// The recording, and its link or why there is none.
    Saved { json: Rc<str>, link: Result<String, Text> },
    /// It could not be saved.
    Failed(Text),
}

/// What became of “Copy link”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    No,
    Yes,
    /// The browser would not; the link is selected, for the reader to copy.
    ByHand,
}

/// The dialog.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    crate::hooks::use_words();
    let shared = use_shared(&props.session);
    let open_files = use_context::<OpenFiles>();
    let pick = {
        let on_close = props.on_close.clone();
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            if let (Some(files), Some(open)) = (input.files(), &open_files) {
                on_close.emit(());
                open.emit(files);
            }
        }
    };
    let body = match &*shared {
        Shared::Saving => html! { <p role="status">{ t!("share-saving") }</p> },
        Shared::Failed(why) => html! { <p class="lost-ink" role="alert">{ say(why) }</p> },
        Shared::Saved { json, link } => {
            let json = json.clone();
            html! {
                <>
                    { match link {
                        Ok(link) => html! { <Link link={link.clone()} /> },
                        Err(why) => html! { <p class="lost-ink">{ say(why) }</p> },
                    } }
                    <h3>{ t!("share-file") }</h3>
                    <p>{ t!("share-file-words") }</p>
                    <p class="line">
                        <button class="btn" data-action="download" onclick={move |_| save_file(&json)}>{ draw_icon("download") }{ t!("share-download") }</button>
                    </p>
                </>
            }
        }
    };
    html! {
        <Modal title={t!("share-title")} on_close={props.on_close.clone()}>
            <div class="share">
                { body }
                <h3>{ t!("open-title") }</h3>
                <p>{ t!("open-words") }</p>
                <p class="line">
                    <label class="btn">{ draw_icon("open") }{ t!("open-file") }
                        <input class="sr" type="file" name="recording" multiple=true accept=".json,.md" onchange={pick} />
                    </label>
                </p>
            </div>
        </Modal>
    }
}

/// Saves the run once, when the dialog opens.
#[yew::hook]
fn use_shared(session: &Session) -> UseStateHandle<Shared> {
    let shared = use_state(|| Shared::Saving);
    {
        let (shared, session) = (shared.clone(), session.clone());
        use_effect_with((), move |()| {
            let lesson = session.scene().and_then(|scene| Some(scene.lesson.as_ref()?.id.clone()));
            session.save(move |answer| {
                let json = match answer {
                    Ok(json) => json,
                    Err(problem) => return shared.set(Shared::Failed(problem.text)),
                };
                spawn_local(async move {
                    let link = pack(&json).await.map(|run| address(&Route::shared(lesson.as_deref(), &run)));
                    shared.set(Shared::Saved { json: json.into(), link });
                });
            });
        });
    }
    shared
}

/// The whole address of a route on this site.
fn address(route: &Route) -> String {
    let here = gloo::utils::window().location().href().unwrap_or_default();
    let site = here.split('#').next().unwrap_or_default();
    format!("{site}{}", route.href())
}

/// Properties of [`Link`].
#[derive(Properties, PartialEq)]
struct LinkProps {
    link: String,
}

/// The link, to be read, copied or selected.
#[component]
fn Link(props: &LinkProps) -> Html {
    crate::hooks::use_words();
    let field = use_node_ref();
    let copied = use_state(|| Copied::No);
    let select = {
        let field = field.clone();
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.select();
            }
        })
    };
    let onclick = {
        let (copied, link, field) = (copied.clone(), props.link.clone(), field.clone());
        move |_| {
            let (copied, link, field) = (copied.clone(), link.clone(), field.clone());
            spawn_local(async move {
                if copy(&link).await {
                    copied.set(Copied::Yes);
                } else {
                    // What has the focus is what the reader's own copying takes.
                    let _unfocused = field.cast::<HtmlInputElement>().map(|field| field.focus());
                    copied.set(Copied::ByHand);
                }
            });
        }
    };
    let told = match *copied {
        Copied::No => String::new(),
        Copied::Yes => t!("share-copied"),
        Copied::ByHand => t!("share-by-hand"),
    };
    html! {
        <>
            <p>{ t!("share-link-words") }</p>
            <p class="line">
                <input ref={field} class="mono" readonly=true name="link" aria-label={t!("share-link")} value={props.link.clone()}
                    onfocus={select.reform(|_| ())} />
                <button class="btn primary" data-action="copy-link" {onclick}>{ draw_icon("heal") }{ t!("share-copy") }</button>
            </p>
            <p class="told" role="status">{ told }</p>
            if props.link.len() > ADDRESS_SAFE {
                <p class="lost-ink" data-long="">{ t!("share-long", n = props.link.len(), safe = ADDRESS_SAFE) }</p>
            }
        </>
    }
}
