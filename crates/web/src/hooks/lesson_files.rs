//! Fetches the files of a lesson: its structure and its prose.

use std::{collections::BTreeMap, rc::Rc};

use quorum_lesson::prose::{Prose, ProseProblem};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{hook, use_effect_with, use_state};

/// The text of a file beside the page.
///
/// # Errors
/// A message for people: what did not arrive.
pub async fn fetch_text(path: &str) -> Result<String, String> {
    let lost = |_: JsValue| crate::t!("fetch-failed", file = path);
    let response = JsFuture::from(gloo::utils::window().fetch_with_str(path)).await.map_err(lost)?;
    let response: web_sys::Response = response.dyn_into().map_err(lost)?;
    if !response.ok() {
        return Err(crate::t!("fetch-missing", file = path, status = u32::from(response.status())));
    }
    let text = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?;
    Ok(text.as_string().unwrap_or_default())
}

/// A lesson's files.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonFiles {
    /// Its id.
    pub id: String,
    /// The text of its `lesson.json`.
    pub json: String,
    /// Its prose.
    pub prose: Rc<Prose>,
}

/// Something that is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded<T> {
    /// Not there yet.
    Loading,
    /// It will not come; why, for people.
    Failed(String),
    /// Here it is.
    Ready(T),
}

/// What of a `lesson.json` the list of lessons shows. The engine reads the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct LessonHead {
    /// How many minutes it takes.
    #[serde(default)]
    pub minutes: u32,
    /// Its steps: each is one word for its kind, with what belongs to it.
    #[serde(default)]
    steps: Vec<BTreeMap<String, StepHead>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct StepHead {
    id: String,
}

impl LessonHead {
    /// The ids of its steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().flat_map(BTreeMap::values).map(|step| step.id.as_str())
    }
}

impl LessonFiles {
    /// Fetches both files of a lesson.
    ///
    /// # Errors
    /// What did not arrive, or what is wrong with the prose.
    pub async fn fetch(id: &str) -> Result<Self, String> {
        let json = fetch_text(&format!("lessons/{id}/lesson.json")).await?;
        let prose = fetch_text(&format!("lessons/{id}/en.md")).await?;
        let prose = Prose::parse(&prose).map_err(|problems| faults(id, &problems))?;
        Ok(Self { id: id.to_owned(), json, prose: Rc::new(prose) })
    }

    /// What a list of lessons shows of it.
    pub fn head(&self) -> LessonHead {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}

fn faults(id: &str, problems: &[ProseProblem]) -> String {
    let Some(first) = problems.first() else { return crate::t!("lesson-broken", lesson = id) };
    crate::t!("lesson-broken-at", lesson = id, line = first.line, why = first.to_string())
}

/// The files of the lesson `id`, fetched when it changes.
#[hook]
pub fn use_lesson_files(id: &str) -> Loaded<LessonFiles> {
    let files = use_state(|| Loaded::Loading);
    {
        let files = files.clone();
        use_effect_with(id.to_owned(), move |id| {
            let id = id.clone();
            files.set(Loaded::Loading);
            spawn_local(async move {
                files.set(match LessonFiles::fetch(&id).await {
                    Ok(found) => Loaded::Ready(found),
                    Err(why) => Loaded::Failed(why),
                });
            });
        });
    }
    (*files).clone()
}
