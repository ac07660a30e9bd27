//! A run that somebody shared by a link.

use std::rc::Rc;

use quorum_scene::words::say;
use wasm_bindgen_futures::spawn_local;
use yew::{Html, Properties, component, html, use_effect_with, use_state};

use super::{LessonPage, SandboxPage, lesson::use_title};
use crate::{
    components::{Crumb, Header},
    hooks::{LessonFiles, Loaded, unpack},
    route::Route,
    t,
};

/// Properties of [`SharedPage`].
#[derive(Properties, PartialEq)]
pub struct SharedPageProps {
    /// The lesson it was made in.
    pub lesson: Option<String>,
    /// That lesson's files, if they were opened by hand.
    pub files: Option<LessonFiles>,
    /// The run, packed.
    pub run: String,
}

/// The page of a shared run: unpacked first, then as any other.
#[component]
pub fn SharedPage(props: &SharedPageProps) -> Html {
    crate::hooks::use_words();
    let unpacked = use_state(|| Loaded::<Rc<str>>::Loading);
    use_title(&t!("shared-title"));
    {
        let (unpacked, run) = (unpacked.clone(), props.run.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                unpacked.set(match unpack(&run).await {
                    Ok(json) => Loaded::Ready(json.into()),
                    Err(why) => Loaded::Failed(why),
                });
            });
        });
    }
    match (&*unpacked, &props.lesson) {
        (Loaded::Ready(run), None) => html! { <SandboxPage run={run.clone()} /> },
        (Loaded::Ready(run), Some(id)) => {
            html! { <LessonPage id={id.clone()} files={props.files.clone()} run={run.clone()} /> }
        }
        (Loaded::Loading, _) => html! {
            <div class="notice"><Header crumb={None::<Crumb>} /><main role="status"><p>{ t!("shared-loading") }</p></main></div>
        },
        (Loaded::Failed(why), lesson) => html! {
            <div class="notice">
                <Header crumb={None::<Crumb>} />
                <main>
                    <h1>{ t!("shared-lost") }</h1>
                    <p role="alert">{ say(why) }</p>
                    <p class="line">{ without(lesson.as_deref()) }<a class="btn" href="#/">{ t!("all-lessons") }</a></p>
                </main>
            </div>
        },
    }
}

/// The way on without the shared run.
pub fn without(lesson: Option<&str>) -> Html {
    let (route, words) = match lesson {
        None => (Route::Sandbox(None), t!("shared-sandbox")),
        Some(id) => (Route::Lesson(id.to_owned()), t!("shared-lesson")),
    };
    html! { <a class="btn primary" href={route.href()}>{ words }</a> }
}
