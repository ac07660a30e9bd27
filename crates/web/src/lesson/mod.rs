//! The lesson beside the stage: prose, task, steps.

mod footer;
mod notes;
mod pane;
mod prose;
mod question;
mod task;

use quorum_lesson::prose::Block;
use yew::Html;

pub use notes::{bubbles, spoken};
pub use pane::LessonPane;
pub use prose::Ink;

/// Blocks of a lesson's text where no run is at hand, as in a list of lessons.
pub fn prose_blocks(blocks: &[Block]) -> Html {
    Ink::default().blocks(blocks)
}
