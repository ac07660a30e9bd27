//! What stays on this device: the theme, and how far each lesson has come.

use gloo::storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use yew::{Callback, hook, use_callback, use_state};

const THEME: &str = "quorum.theme";

/// How far a reader has come in a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The step that was open last, from 0.
    pub step: u32,
    /// How many steps are done.
    pub done: u32,
    /// How many steps there are.
    pub of: u32,
}

fn progress_key(lesson: &str) -> String {
    format!("quorum.progress.{lesson}")
}

/// How far `lesson` has come, if it was ever opened here.
pub fn load_progress(lesson: &str) -> Option<Progress> {
    LocalStorage::get(progress_key(lesson)).ok()
}

/// Keeps how far `lesson` has come. A browser without storage forgets it: nothing else is lost.
pub fn save_progress(lesson: &str, progress: Progress) {
    let _forgotten = LocalStorage::set(progress_key(lesson), progress);
}

fn is_dark() -> bool {
    let chosen = gloo::utils::document_element().get_attribute("data-theme");
    chosen.map_or_else(
        || {
            let query = gloo::utils::window().match_media("(prefers-color-scheme: dark)");
            query.ok().flatten().is_some_and(|query| query.matches())
        },
        |theme| theme == "dark",
    )
}

/// Whether the page is dark, and what flips it. The choice is kept.
#[hook]
pub fn use_theme() -> (bool, Callback<()>) {
    let dark = use_state(is_dark);
    let flip = {
        let dark = dark.clone();
        use_callback((), move |(), ()| {
            let theme = if is_dark() { "light" } else { "dark" };
            // Without the attribute the page would follow the system; the reader has just said otherwise.
            let _unchanged = gloo::utils::document_element().set_attribute("data-theme", theme);
            if let Some(storage) = gloo::utils::window().local_storage().ok().flatten() {
                let _forgotten = storage.set_item(THEME, theme);
            }
            dark.set(theme == "dark");
        })
    };
    (*dark, flip)
}
