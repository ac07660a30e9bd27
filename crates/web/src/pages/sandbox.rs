//! A cluster to play with, without a lesson.

use std::rc::Rc;

use quorum_scene::{Command, Scenario, words::say};
use yew::{Callback, Html, Properties, component, html, use_memo, use_state};

use super::{Workbench, lesson::use_title, shared::without};
use crate::{
    components::Crumb,
    hooks::use_session,
    setup::{SetupPanel, default_scenario},
    t,
};

/// Properties of [`SandboxPage`].
#[derive(Properties, PartialEq)]
pub struct SandboxPageProps {
    /// The protocol to begin with; the first of the register if there is none.
    #[prop_or_default]
    pub protocol: Option<String>,
    /// A recording to begin with.
    #[prop_or_default]
    pub run: Option<Rc<str>>,
}

/// The page of the sandbox.
#[component]
pub fn SandboxPage(props: &SandboxPageProps) -> Html {
    crate::hooks::use_words();
    let wanted = use_state(|| None::<Scenario>);
    let first = || default_scenario(props.protocol.as_deref());
    let opening = use_memo(((*wanted).clone(), props.run.clone()), |(wanted, run)| match (wanted, run) {
        (Some(scenario), _) => Command::Open(Box::new(scenario.clone())),
        (None, Some(run)) => Command::OpenRecording { json: run.to_string(), lesson: None },
        (None, None) => Command::Open(Box::new(first())),
    });
    let session = use_session(Some(opening.clone()));
    let title = t!("sandbox");
    use_title(&title);
    let scene = session.scene();
    let detail = scene.as_ref().map_or_else(String::new, |scene| say(&scene.title));
    let on_open = {
        let (wanted, session) = (wanted.clone(), session.clone());
        Callback::from(move |scenario: Scenario| {
            let again = Command::Open(Box::new(scenario.clone()));
            if again == *opening {
                // The same once more is a wish too: begin anew.
                session.jump(again);
            } else {
                wanted.set(Some(scenario));
            }
        })
    };
    // The form tells what runs, or, if that cannot be opened, what could be run in its place.
    let told = match (&props.run, &scene, &session.state.problem) {
        (_, Some(scene), _) => Some((*scene.scenario).clone()),
        (Some(_), None, None) => None,
        (_, None, _) => Some(first()),
    };
    html! {
        <Workbench {session} crumb={Crumb { words: title, detail }} left_words={(t!("setup"), "bench")} without={without(None)}>
            if let Some(scenario) = told { <SetupPanel {scenario} {on_open} /> }
        </Workbench>
    }
}
