//! Fetches the files of a lesson: its structure and its prose.

use std::rc::Rc;

use quorum_lesson::{
    Lesson,
    prose::{Prose, ProseProblem},
};
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

/// A lesson's files, read.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonFiles {
    /// Its id.
    pub id: String,
    /// The text of its `lesson.json`, for the engine.
    pub json: Rc<str>,
    /// Its structure.
    pub lesson: Rc<Lesson>,
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

impl LessonFiles {
    /// Fetches both files of a lesson.
    ///
    /// # Errors
    /// What did not arrive, or what is wrong with it: file, place and remedy.
    pub async fn fetch(id: &str) -> Result<Self, String> {
        let json = fetch_text(&format!("lessons/{id}/lesson.json")).await?;
        let prose = fetch_text(&format!("lessons/{id}/en.md")).await?;
        Self::read(id, &json, &prose)
    }

    /// Reads the files of the lesson `id` from their texts.
    ///
    /// # Errors
    /// What is wrong with them: file, place and remedy.
    pub fn read(id: &str, json: &str, prose: &str) -> Result<Self, String> {
        let lesson = Lesson::parse(json);
        let lesson = lesson.map_err(|why| crate::t!("lesson-broken-json", lesson = id, why = why.to_string()))?;
        let prose = Prose::parse(prose).map_err(|problems| faults(id, &problems))?;
        Ok(Self { id: id.to_owned(), json: json.into(), lesson: Rc::new(lesson), prose: Rc::new(prose) })
    }

    /// The ids of its steps, in order.
    pub fn steps(&self) -> Vec<&str> {
        self.lesson.steps.iter().map(quorum_lesson::Step::id).collect()
    }
}

fn faults(id: &str, problems: &[ProseProblem]) -> String {
    let Some(first) = problems.first() else { return crate::t!("lesson-broken", lesson = id) };
    crate::t!("lesson-broken-at", lesson = id, line = first.line, why = first.fault.to_string())
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
                files.set(LessonFiles::fetch(&id).await.map_or_else(Loaded::Failed, Loaded::Ready));
            });
        });
    }
    (*files).clone()
}
