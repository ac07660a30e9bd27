//! Where the page touches the browser and the engine: time, storage, keys.

mod focus;
mod keys;
mod lesson_files;
mod session;
mod storage;
mod width;

pub use focus::move_focus;
pub use keys::use_keys;
pub use lesson_files::{LessonFiles, Loaded, fetch_text, use_lesson_files};
pub use session::{Session, reduced_motion, use_session};
pub use storage::{Progress, load_progress, save_progress, use_theme};
pub use width::use_width;
