//! Where the page touches the browser and the engine: time, storage, keys.

mod focus;
mod hunt;
mod keys;
mod language;
mod lesson_files;
mod opened;
mod packing;
mod progress;
mod session;
mod theme;
mod width;

pub use focus::{keep_focus, move_focus};
pub use hunt::{Hunt, HuntHandle, use_hunt};
pub use keys::use_keys;
pub use language::{Spoken, Told, choose, use_languages, use_words};
pub use lesson_files::{LessonFiles, Loaded, fetch_curriculum, use_lesson_after, use_lesson_files};
pub use opened::{Files, OpenFiles, Outcome, use_files};
pub use packing::{pack, unpack};
pub use progress::{
    aside_key, first_time_told, forget_progress, keep_progress, load_progress, progress_key, restore_progress,
    use_storage_changes,
};
pub use session::{Lead, Session, reduced_motion, use_session};
pub use theme::use_theme;
pub use width::use_width;
