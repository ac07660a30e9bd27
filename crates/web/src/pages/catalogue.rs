//! The list of lessons, in the order of `lessons/index.json`. Each lesson arrives by itself: one that is broken says so
//! on its own card.

use std::{collections::BTreeSet, rc::Rc};

use quorum_kernel::Text;
use quorum_lesson::is_id;
use quorum_scene::words::say;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::{Html, Reducible, hook, html, use_effect_with, use_reducer};

use super::lesson_card::LessonCard;
use crate::{
    hooks::{LessonFiles, Loaded, fetch_text, use_storage_changes, use_words},
    t,
};

/// The most lessons that are listed.
const LESSONS_MAX: usize = 100;

/// `lessons/index.json`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Index {
    lessons: Vec<String>,
}

/// The lessons by id, each with its files as soon as they are there.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue(Loaded<Vec<(String, Loaded<LessonFiles>)>>);

/// What arrives of a [`Catalogue`], or why it does not.
pub enum Arrival {
    /// The ids.
    Index(Result<Vec<String>, Text>),
    /// The files of the lesson at this place.
    Lesson(usize, Result<LessonFiles, Text>),
}

impl Reducible for Catalogue {
    type Action = Arrival;

    fn reduce(self: Rc<Self>, arrival: Arrival) -> Rc<Self> {
        let listed = |id: String| {
            let fit = if is_id(&id) {
                Loaded::Loading
            } else {
                Loaded::Failed(Text::new("index-no-id").with("id", id.as_str()))
            };
            (id, fit)
        };
        let next = match arrival {
            Arrival::Index(Err(why)) => Loaded::Failed(why),
            Arrival::Index(Ok(ids)) => Loaded::Ready(ids.into_iter().map(listed).collect()),
            Arrival::Lesson(place, files) => {
                let mut next = self.0.clone();
                if let Loaded::Ready(lessons) = &mut next
                    && let Some((_, loaded)) = lessons.get_mut(place)
                {
                    *loaded = files.map_or_else(Loaded::Failed, Loaded::Ready);
                }
                next
            }
        };
        Rc::new(Self(next))
    }
}

impl Catalogue {
    /// The lessons that can be opened, once it is known of each whether it can; `None` before.
    pub fn settled(&self) -> Option<Vec<&LessonFiles>> {
        let Loaded::Ready(lessons) = &self.0 else { return None };
        let mut ready = Vec::new();
        for (_, loaded) in lessons {
            match loaded {
                Loaded::Loading => return None,
                Loaded::Failed(_) => {}
                Loaded::Ready(files) => ready.push(files),
            }
        }
        Some(ready)
    }
}

/// The lessons, fetched once for each language that is chosen.
#[hook]
pub fn use_catalogue() -> Catalogue {
    let catalogue = use_reducer(|| Catalogue(Loaded::Loading));
    let dispatch = catalogue.dispatcher();
    let language = use_words().languages.spoken;
    use_effect_with(language, move |language| {
        let language = language.clone();
        spawn_local(async move {
            let index = fetch_index().await;
            let ids = index.clone().unwrap_or_default();
            dispatch.dispatch(Arrival::Index(index));
            for (place, id) in ids.into_iter().enumerate().filter(|(_, id)| is_id(id)) {
                let (dispatch, language) = (dispatch.clone(), language.clone());
                spawn_local(async move {
                    let files = LessonFiles::fetch(&id, &language).await;
                    dispatch.dispatch(Arrival::Lesson(place, files));
                });
            }
        });
    });
    (*catalogue).clone()
}

async fn fetch_index() -> Result<Vec<String>, Text> {
    let text = fetch_text("lessons/index.json").await?;
    let index: Index =
        serde_json::from_str(&text).map_err(|why| Text::new("index-broken").with("why", why.to_string()))?;
    let mut seen = BTreeSet::new();
    Ok(index.lessons.into_iter().filter(|id| seen.insert(id.clone())).take(LESSONS_MAX).collect())
}

/// A card for every lesson.
#[hook]
pub fn use_lesson_list(catalogue: &Catalogue) -> Html {
    // Another tab may go on with a lesson meanwhile.
    let changes = use_storage_changes();
    match &catalogue.0 {
        Loaded::Loading => html! { <p class="sub" role="status">{ t!("lessons-loading") }</p> },
        Loaded::Failed(why) => html! { <p class="sub lost-ink" role="alert">{ say(why) }</p> },
        Loaded::Ready(lessons) => html! {
            <ul class="tracks">
                { for lessons.iter().map(|(id, files)| html! {
                    <LessonCard key={id.clone()} id={id.clone()} files={files.clone()} {changes} />
                }) }
            </ul>
        },
    }
}
