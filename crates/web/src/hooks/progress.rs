//! How far each lesson has come, kept on this device: a text for each lesson in the browser's storage.
//!
//! It is written whenever it changes, so that a tab may be closed at any moment. Each change adds to what stands there,
//! so that two tabs lose nothing of each other. What cannot be read is set aside before anything is written in its place.

use std::cell::Cell;

use gloo::{events::EventListener, utils::window};
use quorum_kernel::Text;
use quorum_lesson::Kept;
use web_sys::Storage;
use yew::{hook, use_effect_with, use_state_eq};

/// The places for what could not be read, tried in order.
const ASIDE: [&str; 4] = ["", "-2", "-3", "-4"];

/// Nothing is kept: the browser's storage is full, or closed to this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// Under which key a lesson's progress stands.
pub fn progress_key(lesson: &str) -> String {
    format!("quorum.progress.{lesson}")
}

/// Under which key a text is set aside that cannot be read, unless others stand there.
pub fn aside_key(lesson: &str) -> String {
    format!("quorum.progress.{lesson}.damaged")
}

/// A browser that forbids storage throws at whoever asks for it.
pub(super) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn stored(lesson: &str) -> Option<String> {
    storage()?.get_item(&progress_key(lesson)).ok().flatten()
}

/// What is kept of a lesson that has these steps; nothing done if nothing is there.
///
/// # Errors
/// Why what is there cannot be read, for people.
pub fn load_progress(lesson: &str, steps: &[&str]) -> Result<Kept, Text> {
    stored(lesson).map_or_else(|| Ok(Kept::default()), |text| Kept::parse(&text, steps))
}

/// Adds steps to what is kept of a lesson, and which one is open. A lesson of which nothing is done was only opened, not
/// begun: nothing is written then.
///
/// # Errors
/// If it could not be written, or what could not be read could not be set aside.
pub fn keep_progress(lesson: &str, steps: &[&str], done: &[&str], open: &str) -> Result<(), NotKept> {
    let mut kept = match load_progress(lesson, steps) {
        Ok(kept) => kept,
        Err(_) => set_aside(lesson).map(|()| Kept::default())?,
    };
    kept.add(done.iter().copied(), steps);
    kept.open = Some(open.to_owned());
    if kept.done.is_empty() { Ok(()) } else { put(&progress_key(lesson), &kept.write()) }
}

fn put(key: &str, text: &str) -> Result<(), NotKept> {
    storage().and_then(|storage| storage.set_item(key, text).ok()).ok_or(NotKept)
}

/// Copies what cannot be read to a place where nothing else stands.
fn set_aside(lesson: &str) -> Result<(), NotKept> {
    let text = stored(lesson).ok_or(NotKept)?;
    for end in ASIDE {
        let key = aside_key(lesson) + end;
        match storage().ok_or(NotKept)?.get_item(&key).map_err(|_| NotKept)? {
            Some(other) if other != text => {}
            Some(_) => return Ok(()),
            None => return put(&key, &text),
        }
    }
    Err(NotKept)
}

/// Forgets how far a lesson has come. Returns what stood there, to be put back by [`restore_progress`].
pub fn forget_progress(lesson: &str) -> Option<String> {
    let text = stored(lesson)?;
    storage()?.remove_item(&progress_key(lesson)).ok()?;
    Some(text)
}

/// Takes a [`forget_progress`] back.
///
/// # Errors
/// If it could not be written.
pub fn restore_progress(lesson: &str, text: &str) -> Result<(), NotKept> {
    put(&progress_key(lesson), text)
}

thread_local! {
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

/// True once for as long as the page is loaded: that nothing is kept is said once.
pub fn first_time_told() -> bool {
    !TOLD.replace(true)
}

/// Counts how often another tab has changed what is stored, so that whoever shows it looks again.
#[hook]
pub fn use_storage_changes() -> u32 {
    let changes = use_state_eq(|| 0);
    {
        let changes = changes.clone();
        use_effect_with(*changes, move |count| {
            let next = count + 1;
            let listener = EventListener::new(&window(), "storage", move |_| changes.set(next));
            move || drop(listener)
        });
    }
    *changes
}
