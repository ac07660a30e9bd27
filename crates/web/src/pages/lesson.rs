//! A lesson beside a run.

use quorum_scene::{Command, LessonView, TaskView};
use yew::{Callback, Html, Properties, component, html, use_effect_with, use_memo};

use super::Workbench;
use crate::{
    components::{Crumb, Header, draw_icon},
    hooks::{LessonFiles, Loaded, Progress, Session, load_progress, save_progress, use_lesson_files, use_session},
    lesson::LessonPane,
    state::{AppAction, Pane},
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
    // Read once: what is done from now on must not open the lesson anew.
    let opening = use_memo(files.clone(), |files| {
        let done = load_progress(&files.id).unwrap_or_default().done as usize;
        let done = files.head().steps().take(done).map(str::to_owned).collect();
        Command::OpenLesson { id: files.id.clone(), json: files.json.clone(), done }
    });
    let session = use_session(Some((*opening).clone()));
    let scene = session.scene();
    let lesson = scene.as_ref().and_then(|scene| scene.lesson.clone());
    use_resumed(&files.id, &session, lesson.is_some());
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
    html! { <>{ draw_icon(icon) }<span><b>{ title }</b><br />{ asked }</span></> }
}

/// Goes on at the step that was left open on this device. A finished lesson begins anew.
#[yew::hook]
fn use_resumed(id: &str, session: &Session, opened: bool) {
    let saved = use_memo(id.to_owned(), |id| load_progress(id));
    let session = session.clone();
    use_effect_with(opened, move |opened| {
        if *opened {
            // On a narrow screen one reads first.
            session.state.dispatch(AppAction::Show(Pane::Lesson));
        }
        let left = saved.filter(|saved| *opened && saved.step > 0 && saved.step < saved.of && saved.done < saved.of);
        if let Some(Progress { step, .. }) = left {
            session.lesson_command(Command::Step { index: step });
        }
    });
}

/// Keeps how far the lesson has come, on this device.
#[yew::hook]
fn use_kept_progress(id: &str, lesson: Option<&LessonView>) {
    let progress = lesson.map(|lesson| Progress {
        step: lesson.step,
        done: lesson.step + u32::from(lesson.done),
        of: lesson.steps.len() as u32,
    });
    use_effect_with((id.to_owned(), progress), |(id, progress)| {
        let Some(mut progress) = *progress else { return };
        // Going back to read a step again takes nothing away.
        progress.done = progress.done.max(load_progress(id).unwrap_or_default().done.min(progress.of));
        // A lesson that was only opened is not begun.
        if progress.done > 0 {
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
