//! The language of the page: which there are, which one the reader has, and how another is put in its place while the
//! page runs.

use std::{cell::Cell, rc::Rc};

use quorum_kernel::Text;
use quorum_scene::words::{Catalogue, ENGLISH, Language, languages, pick, speak};
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Reducible, UseReducerDispatcher, hook, use_context, use_effect_with, use_reducer_eq};

use super::{lesson_files::fetch_text, progress::storage};

const LANGUAGE: &str = "quorum.language";

/// The languages of the page, for whoever says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Languages {
    /// All there are; English alone until the list has arrived.
    pub all: Rc<[Language]>,
    /// The one that is spoken.
    pub spoken: Language,
    /// What went wrong with its words, until it is dismissed.
    pub trouble: Option<Text>,
    /// Whether the reader chose another language before and its words are on their way.
    pub waiting: bool,
}

impl Default for Languages {
    fn default() -> Self {
        let english = Language::english();
        let waiting = stored().is_some_and(|code| code != english.code);
        Self { all: Rc::new([english.clone()]), spoken: english, trouble: None, waiting }
    }
}

/// What happens to [`Languages`].
pub enum Told {
    /// The list has arrived.
    Listed(Vec<Language>),
    /// From now on this language is spoken; what is wrong with its words.
    Spoken(Language, Option<Text>),
    /// Words did not arrive: it stays as it is.
    Lost(Text),
    /// The reader has seen what went wrong.
    Dismissed,
}

impl Reducible for Languages {
    type Action = Told;

    fn reduce(self: Rc<Self>, told: Told) -> Rc<Self> {
        let mut next = (*self).clone();
        match told {
            Told::Listed(all) => next.all = all.into(),
            Told::Spoken(spoken, trouble) => (next.spoken, next.trouble, next.waiting) = (spoken, trouble, false),
            Told::Lost(why) => (next.trouble, next.waiting) = (Some(why), false),
            Told::Dismissed => next.trouble = None,
        }
        Rc::new(next)
    }
}

/// A browser without storage has no choice of before.
fn stored() -> Option<String> {
    storage()?.get_item(LANGUAGE).ok().flatten()
}

/// The languages, and what tells them news. For the root of the page: everyone else uses [`use_words`].
#[hook]
pub fn use_languages() -> (Languages, UseReducerDispatcher<Languages>) {
    let state = use_reducer_eq(Languages::default);
    let dispatch = state.dispatcher();
    use_effect_with((), {
        let dispatch = dispatch.clone();
        move |()| {
            spawn_local(async move {
                // Without the list the page is in English, which is built in. Only who chose another has lost something.
                let text = match fetch_text("words/languages.json").await {
                    Err(_) if stored().is_none() => return,
                    text => text,
                };
                match text.and_then(|text| languages(&text)) {
                    Ok(all) => {
                        let wanted = pick(&all, stored().as_deref(), &preferred()).clone();
                        dispatch.dispatch(Told::Listed(all));
                        learn(wanted, &dispatch).await;
                    }
                    Err(why) => dispatch.dispatch(Told::Lost(why)),
                }
            });
        }
    });
    ((*state).clone(), dispatch)
}

/// Another language, chosen by the reader. The choice is kept.
pub fn choose(code: &str, all: &[Language], dispatch: &UseReducerDispatcher<Languages>) {
    let Some(wanted) = all.iter().find(|language| language.code == code).cloned() else { return };
    if let Some(storage) = storage() {
        let _forgotten = storage.set_item(LANGUAGE, code);
    }
    let dispatch = dispatch.clone();
    spawn_local(async move { learn(wanted, &dispatch).await });
}

thread_local! {
    static CHOICES: Cell<u32> = const { Cell::new(0) };
}

/// Fetches a language's words and speaks them from then on.
async fn learn(language: Language, dispatch: &UseReducerDispatcher<Languages>) {
    // Of two choices in haste the later one holds, whichever arrives first.
    let turn = CHOICES.get() + 1;
    CHOICES.set(turn);
    if language.code == ENGLISH {
        speak(None);
        spoken(language, None, dispatch);
        return;
    }
    let file = format!("words/{}.ftl", language.code);
    let text = fetch_text(&file).await;
    match text {
        _ if CHOICES.get() != turn => {}
        Ok(text) => {
            let (catalogue, broken) = Catalogue::read(&language.code, language.dir, &[&text]);
            let trouble = broken.first().map(|first| {
                let text = Text::new("words-broken").with("file", file).with("line", first.line);
                text.with("why", first.why.clone()).with("n", broken.len())
            });
            speak(Some(catalogue));
            spoken(language, trouble, dispatch);
        }
        Err(why) => dispatch.dispatch(Told::Lost(why)),
    }
}

fn spoken(language: Language, trouble: Option<Text>, dispatch: &UseReducerDispatcher<Languages>) {
    let root = gloo::utils::document_element();
    for (name, value) in [("lang", language.code.as_str()), ("dir", language.dir.name())] {
        let _unchanged = root.set_attribute(name, value);
    }
    dispatch.dispatch(Told::Spoken(language, trouble));
}

/// What the browser was told its reader likes to read, the dearest first.
fn preferred() -> Vec<String> {
    gloo::utils::window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

/// The page's languages. Every component that says something calls this, so that it is drawn again in other words: a
/// test holds them to it.
#[hook]
pub fn use_words() -> Spoken {
    use_context::<Spoken>().unwrap_or_default()
}

/// What components know of the languages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// The languages.
    pub languages: Languages,
    /// Chooses one by its code.
    pub choose: Callback<String>,
}
