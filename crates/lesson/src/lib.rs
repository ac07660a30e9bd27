//! Lessons: their format, their words, and how they are graded.

mod bound;
mod check;
mod curriculum;
mod format;
mod kept;
mod pattern;
mod play;
pub mod prose;
#[cfg(feature = "schema")]
pub mod schema;
mod script;
mod spend;
mod trail;

pub use bound::{Bound, BoundMove, BoundNote, BoundStep, Cue, Task};
pub use check::check;
pub use curriculum::{Curriculum, INDEX_BYTES_MAX, Requires, Unit};
pub use format::{
    Ask, BYTES_MAX, Beside, Cluster, FORMAT, Frame, Hint, Lesson, LessonFault, Mode, Move, Note, Outcome, Searched,
    Spend, Statement, Step, is_id,
};
pub use kept::{KEPT_BYTES_MAX, KEPT_FORMAT, Kept};
pub use pattern::{Anchor, Pattern};
pub use play::{Broken, Hunted, Player, Progress, Shown};
pub use script::{ScriptError, begin, begin_in, play, so};
pub use spend::Line;
