//! Fetches the files of a lesson: its structure and its prose.

use std::rc::Rc;

use quorum_kernel::Text;
use quorum_lesson::{Curriculum, Lesson, prose::Prose};
use quorum_scene::words::{ENGLISH, Language};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::{hook, use_effect_with, use_mut_ref, use_state};

use super::use_words;

/// The text of a file beside the page.
///
/// # Errors
/// What did not arrive.
pub async fn fetch_text(path: &str) -> Result<String, Text> {
    let lost = |_: JsValue| Text::new("fetch-failed").with("file", path);
    let response = JsFuture::from(gloo::utils::window().fetch_with_str(path)).await.map_err(lost)?;
    let response: web_sys::Response = response.dyn_into().map_err(lost)?;
    if !response.ok() {
        return Err(Text::new("fetch-missing").with("file", path).with("status", u32::from(response.status())));
    }
    let text = JsFuture::from(response.text().map_err(lost)?).await.map_err(lost)?;
    Ok(text.as_string().unwrap_or_default())
}

/// The curriculum of this site.
///
/// # Errors
/// What did not arrive, or what is wrong with it.
pub async fn fetch_curriculum() -> Result<Curriculum, Text> {
    let text = fetch_text("lessons/index.json").await?;
    Curriculum::parse(&text).map_err(|fault| Text::new("index-broken").with("why", fault.text()))
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
    /// Why the prose is in English, although the page is not.
    pub in_english: Option<Text>,
    /// What is wrong with its prose, of which what could be read is shown: file, place and remedy.
    pub fault: Option<Text>,
}

/// Something that is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Loaded<T> {
    /// Not there yet.
    Loading,
    /// It will not come; why.
    Failed(Text),
    /// Here it is.
    Ready(T),
}

impl LessonFiles {
    /// Fetches both files of a lesson, with its words in this language, else in English.
    ///
    /// # Errors
    /// What did not arrive, or what is wrong with it: file, place and remedy.
    pub async fn fetch(id: &str, language: &Language) -> Result<Self, Text> {
        let json = fetch_text(&format!("lessons/{id}/lesson.json")).await?;
        let in_english = if language.code == ENGLISH {
            None
        } else {
            match Self::translated(id, &json, language).await {
                Ok(files) => return Ok(files),
                Err(why) => Some(why),
            }
        };
        let prose = fetch_text(&format!("lessons/{id}/{ENGLISH}.md")).await?;
        Ok(Self { in_english, ..Self::read(id, &json, ENGLISH, &prose)? })
    }

    async fn translated(id: &str, json: &str, language: &Language) -> Result<Self, Text> {
        let prose = fetch_text(&format!("lessons/{id}/{}.md", language.code)).await;
        let prose = prose.map_err(|_| Text::new("lesson-in-english").with("language", language.name.as_str()))?;
        let read = Self::read(id, json, &language.code, &prose);
        // Better whole in English than with gaps.
        let whole = read.and_then(|files| files.fault.clone().map_or(Ok(files), Err));
        whole.map_err(|why| Text::new("lesson-english-instead").with("why", why))
    }

    /// Reads the files of the lesson `id` from their texts, the prose being in `language`.
    ///
    /// # Errors
    /// What is wrong with them: file, place and remedy.
    pub fn read(id: &str, json: &str, language: &str, prose: &str) -> Result<Self, Text> {
        let (lesson, prose, fault) = quorum_scene::read_lesson(id, json, language, prose)?;
        Ok(Self {
            id: id.to_owned(),
            json: json.into(),
            lesson: Rc::new(lesson),
            prose: Rc::new(prose),
            in_english: None,
            fault,
        })
    }

    /// The ids of its steps, in order.
    pub fn steps(&self) -> Vec<&str> {
        self.lesson.steps.iter().map(quorum_lesson::Step::id).collect()
    }
}

/// The files of the lesson `id`, fetched when it changes. Another language takes the place of the words on the page only
/// once it is there, so that the run beside them goes on.
#[hook]
pub fn use_lesson_files(id: &str) -> Loaded<LessonFiles> {
    let files = use_state(|| Loaded::Loading);
    // What was asked for last, and whether something of that lesson is on the page.
    let asked = use_mut_ref(|| (None, false));
    let language = use_words().languages.spoken;
    {
        let files = files.clone();
        use_effect_with((id.to_owned(), language), move |(id, language)| {
            let (id, language) = (id.clone(), language.clone());
            let latest = Some((id.clone(), language.code.clone()));
            let (before, shown) = asked.borrow().clone();
            let stays = shown && before.is_some_and(|(before, _)| before == id);
            asked.replace((latest.clone(), stays));
            if !stays {
                files.set(Loaded::Loading);
            }
            spawn_local(async move {
                let fetched = LessonFiles::fetch(&id, &language).await;
                let mut asked = asked.borrow_mut();
                // Words that do not arrive must not take the run away that is open.
                if asked.0 == latest && (fetched.is_ok() || !asked.1) {
                    asked.1 = fetched.is_ok();
                    files.set(fetched.map_or_else(Loaded::Failed, Loaded::Ready));
                }
            });
        });
    }
    (*files).clone()
}

/// The lesson that comes after this one in the curriculum, once it is there. `None` too if there is none, or if it cannot
/// be had: there are other ways on.
#[hook]
pub fn use_lesson_after(id: &str) -> Option<LessonFiles> {
    let after = use_state(|| None);
    let language = use_words().languages.spoken;
    {
        let after = after.clone();
        use_effect_with((id.to_owned(), language), move |(id, language)| {
            let (id, language) = (id.clone(), language.clone());
            spawn_local(async move {
                let curriculum = fetch_curriculum().await.ok();
                let next = curriculum.as_ref().and_then(|curriculum| curriculum.after(&id));
                if let Some(next) = next {
                    after.set(LessonFiles::fetch(next, &language).await.ok());
                }
            });
        });
    }
    (*after).clone()
}
