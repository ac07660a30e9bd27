//! Lessons: their format, their words, and how they are graded.

mod bound;
mod check;
mod format;
mod kept;
mod play;
pub mod prose;

pub use bound::{Bound, BoundMove, BoundStep, Task};
pub use check::check;
pub use format::{BYTES_MAX, Do, FORMAT, Lesson, LessonFault, Move, Outcome, Predict, Quiz, Reach, Step, Watch, is_id};
pub use kept::{KEPT_BYTES_MAX, KEPT_FORMAT, Kept};
pub use play::{Player, Progress, ScriptError, begin, play, so};
