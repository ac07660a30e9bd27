//! A lesson beside a run.

use quorum_scene::{Command, LessonView, TaskView};
use yew::{Callback, Html, Properties, component, html, use_effect_with};

use super::Workbench;
use crate::{
    components::{Crumb, Header, Icon},
    hooks::{LessonFiles, Loaded, Progress, save_progress, use_lesson_files, use_session},
    lesson::LessonPane,
    t,
};

/// Properties of [`LessonPage`].
#[derive(Properties, PartialEq)]
pub struct LessonPageProps {
    /// The lesson's id.
    pub id: String,
}

/// The page of a lesson: its files first, then the run.
#[component]
pub fn LessonPage(props: &LessonPageProps) -> Html {
    match use_lesson_files(&props.id) {
        Loaded::Ready(files) => html! { <Opened {files} /> },
        Loaded::Loading => html! {
            <div class="notice"><Header crumb={None::<Crumb>} /><main role="status"><p>{ t!("lesson-loading") }</p></main></div>
        },
        Loaded::Failed(why) => html! {
            <div class="notice">
                <Header crumb={None::<Crumb>} />
                <main>
                    <h1>{ t!("lesson-lost") }</h1>
                    <p>{ why }</p>
                    <p><a class="btn" href="#/">{ t!("all-lessons") }</a></p>
                </main>
            </div>
        },
    }
}

/// Properties of [`Opened`].
#[derive(Properties, PartialEq)]
struct OpenedProps {
    files: LessonFiles,
}

#[component]
fn Opened(props: &OpenedProps) -> Html {
    let files = &props.files;
    let session = use_session(Some(Command::OpenLesson { id: files.id.clone(), json: files.json.clone() }));
    let scene = session.scene();
    let lesson = scene.as_ref().and_then(|scene| scene.lesson.clone());
    use_kept_progress(&files.id, lesson.as_ref());
    use_title(&files.prose.title);
    let on_command = {
        let session = session.clone();
        Callback::from(move |command| session.lesson_command(command))
    };
    let detail = lesson
        .as_ref()
        .map_or_else(String::new, |lesson| t!("step-of", step = lesson.step + 1, of = lesson.steps.len()));
    let ribbon = lesson.as_ref().map(|lesson| ribbon(files, lesson));
    html! {
        <Workbench {session} crumb={Crumb { words: files.prose.title.clone(), detail }} left_words={(t!("lesson"), "book")} {ribbon}>
            if let Some(scene) = scene { <LessonPane {scene} prose={Some(files.prose.clone())} {on_command} /> }
        </Workbench>
    }
}

/// What the step is about and what it asks, in two lines above the stage.
fn ribbon(files: &LessonFiles, lesson: &LessonView) -> Html {
    let id = lesson.steps.get(lesson.step as usize).map_or("", |step| step.id.as_str());
    let title = files.prose.section(id).map_or_else(String::new, |section| section.title.clone());
    let (icon, asked) = match &lesson.task {
        _ if lesson.done => ("check", t!("ribbon-done")),
        TaskView::Watch { .. } => ("play", t!("ribbon-watch")),
        TaskView::Do { .. } => ("hand", t!("ribbon-do")),
        TaskView::Predict { .. } => ("question", t!("ribbon-predict")),
        TaskView::Reach { .. } => ("candidate", t!("ribbon-reach")),
        TaskView::Quiz { .. } => ("question", t!("ribbon-quiz")),
    };
    html! { <><Icon name={icon} /><span><b>{ title }</b><br />{ asked }</span></> }
}

/// Keeps how far the lesson has come, on this device.
#[yew::hook]
fn use_kept_progress(id: &str, lesson: Option<&LessonView>) {
    let progress = lesson.map(|lesson| Progress {
        step: lesson.step,
        done: lesson.steps.iter().filter(|step| step.done).count() as u32,
        of: lesson.steps.len() as u32,
    });
    use_effect_with((id.to_owned(), progress), |(id, progress)| {
        // A lesson that was only opened is not begun.
        if let Some(progress) = progress.filter(|progress| progress.done > 0) {
            save_progress(id, progress);
        }
    });
}

/// Names the browser's tab.
#[yew::hook]
pub fn use_title(title: &str) {
    use_effect_with(title.to_owned(), |title| {
        gloo::utils::document().set_title(&t!("tab-title", title = title.as_str()));
    });
}
