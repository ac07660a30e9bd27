//! The lesson pane: prose, task, steps.

use std::rc::Rc;

use quorum_scene::{Command, Scene};
use yew::{Callback, Html, Properties, component, html};

/// The prose of a lesson in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Prose {}

impl Prose {
    /// Reads it from Markdown.
    pub fn parse(_markdown: &str) -> Self {
        Self {}
    }
}

/// Properties of [`LessonPane`].
#[derive(Properties, PartialEq)]
pub struct LessonPaneProps {
    /// The world at the cursor, with the lesson in it.
    pub scene: Rc<Scene>,
    /// The prose, once it is there.
    pub prose: Option<Rc<Prose>>,
    /// Asks the engine for something.
    pub on_command: Callback<Command>,
}

/// The lesson beside the stage.
#[component]
pub fn LessonPane(props: &LessonPaneProps) -> Html {
    html! { <p>{ props.scene.lesson.as_ref().map(|lesson| lesson.id.clone()) }</p> }
}
