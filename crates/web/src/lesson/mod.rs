//! The lesson beside the stage: prose, task, steps.

mod footer;
mod pane;
mod prose;
mod question;

use quorum_lesson::prose::Block;
use yew::Html;

pub use pane::LessonPane;

/// Blocks of a lesson's text where no run is at hand, as in a list of lessons.
pub fn prose_blocks(blocks: &[Block]) -> Html {
    prose::Ink::default().blocks(blocks)
}
