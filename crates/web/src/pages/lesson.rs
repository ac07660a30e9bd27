//! A lesson beside a run.

use std::rc::Rc;

use quorum_scene::{
    Command, LessonSource, LessonView, Scene, TaskView,
    words::{ENGLISH, say},
};
use yew::{Callback, Html, Properties, classes, component, html, use_effect_with, use_memo, use_state_eq};

use super::{
    Workbench,
    progress::{use_kept, use_progress_kept, use_resumed},
    shared::without,
};
use crate::{
    components::{Crumb, Header, Modal, draw_icon},
    hooks::{LessonFiles, Loaded, Session, forget_progress, use_lesson_files, use_session, use_words},
    hunt::hunt_told,
    lesson::{Ink, LessonPane, bubbles, spoken},
    t,
};

/// Properties of [`LessonPage`].
#[derive(Properties, PartialEq)]
pub struct LessonPageProps {
    /// The lesson's id.
    pub id: String,
    /// Its files, if somebody opened them by hand.
    #[prop_or_default]
    pub files: Option<LessonFiles>,
    /// A recording of it to begin with.
    #[prop_or_default]
    pub run: Option<Rc<str>>,
}

/// The page of a lesson: its files first, then the run.
#[component]
pub fn LessonPage(props: &LessonPageProps) -> Html {
    use_words();
    match &props.files {
        Some(files) => html! { <Opened files={files.clone()} run={props.run.clone()} /> },
        None => html! { <Fetched id={props.id.clone()} run={props.run.clone()} /> },
    }
}

#[component]
fn Fetched(props: &LessonPageProps) -> Html {
    use_words();
    match use_lesson_files(&props.id) {
        Loaded::Ready(files) => html! { <Opened {files} run={props.run.clone()} /> },
        Loaded::Loading => html! {
            <div class="notice"><Header crumb={None::<Crumb>} /><main role="status"><p>{ t!("lesson-loading") }</p></main></div>
        },
        Loaded::Failed(why) => html! {
            <div class="notice">
                <Header crumb={None::<Crumb>} />
                <main>
                    <h1>{ t!("lesson-lost") }</h1>
                    <p>{ say(&why) }</p>
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
    run: Option<Rc<str>>,
}

#[component]
fn Opened(props: &OpenedProps) -> Html {
    use_words();
    let files = &props.files;
    let kept = use_kept(files);
    let source = |done: Vec<String>| LessonSource { id: files.id.clone(), json: files.json.to_string(), done };
    let opening = use_memo((files.id.clone(), files.json.clone(), props.run.clone()), |(_, _, run)| {
        let lesson = source(kept.0.done.clone());
        match run {
            Some(run) => Command::OpenRecording { json: run.to_string(), lesson: Some(lesson) },
            None => Command::OpenLesson(lesson),
        }
    });
    let session = use_session(Some(opening));
    let scene = session.scene();
    let lesson = scene.as_ref().and_then(|scene| scene.lesson.clone());
    use_resumed(files, &kept.0, &session, lesson.is_some() && props.run.is_none());
    let not_kept = use_progress_kept(files, lesson.as_ref());
    use_title(&files.prose.title);
    let asking = use_state_eq(|| false);
    // How often the lesson was started over.
    let turn = use_state_eq(|| 0_u32);
    let set_asking = |wanted: bool| {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(wanted))
    };
    let start_over = {
        let (session, asking, turn, anew, id) =
            (session.clone(), asking.clone(), turn.clone(), Command::OpenLesson(source(Vec::new())), files.id.clone());
        Callback::from(move |()| {
            forget_progress(&id);
            session.jump(anew.clone());
            asking.set(false);
            turn.set(*turn + 1);
        })
    };
    let on_command = {
        let session = session.clone();
        Callback::from(move |command| session.lesson_command(command))
    };
    let detail = lesson
        .as_ref()
        .map_or_else(String::new, |lesson| t!("step-of", step = lesson.step + 1, of = lesson.steps.len()));
    let ribbon = lesson.as_ref().map(|lesson| ribbon(files, lesson));
    let ink = Ink { legend: scene.as_ref().map(|scene| scene.legend.clone()).unwrap_or_default(), on_node: None };
    let notes = lesson.as_ref().map_or_else(Vec::new, |lesson| bubbles(lesson, &files.prose, &ink));
    let said = lesson.as_ref().map(|lesson| spoken(lesson, &files.prose));
    let notices: Vec<String> =
        kept.1.iter().chain(&not_kept).chain(&files.in_english).chain(&files.fault).map(say).collect();
    let lang = files.in_english.as_ref().map(|_| ENGLISH);
    let playing = session.state.playing;
    let hunt = scene.as_ref().map(|scene| hunt_of_step(&session, scene)).unwrap_or_default();
    html! {
        <>
            <Workbench {session} crumb={Crumb { words: files.prose.title.clone(), detail }} left_words={(t!("lesson"), "book")} {ribbon} {notes}
                without={without(Some(&files.id))}>
                if let Some(scene) = scene {
                    <LessonPane {scene} prose={files.prose.clone()} {lang} {playing} {on_command} {notices} on_forget={set_asking(true)} turn={*turn} {hunt} />
                }
            </Workbench>
            <p class="sr" role="status" aria-live="polite" data-said="">{ said }</p>
            if *asking { { confirm(&files.prose.title, &set_asking(false), &start_over) } }
        </>
    }
}

/// Where the search stands that the open step asked for.
fn hunt_of_step(session: &Session, scene: &Scene) -> Html {
    let step = scene.lesson.as_ref().and_then(|lesson| lesson.steps.get(lesson.step as usize));
    let asked = session.hunt.step().filter(|asked| step.is_some_and(|step| step.id == *asked));
    if asked.is_some() { hunt_told(session, scene) } else { Html::default() }
}

/// Asks before the progress in a lesson is forgotten: the run goes with it.
fn confirm(title: &str, keep: &Callback<()>, start_over: &Callback<()>) -> Html {
    html! {
        <Modal title={t!("start-over-title", title = title)} on_close={keep.clone()}>
            <p>{ t!("start-over-words") }</p>
            <p class="answers">
                <button class="btn danger" data-action="start-over" onclick={start_over.reform(|_| ())}>{ t!("start-over") }</button>
                <button class="btn" data-action="keep" onclick={keep.reform(|_| ())}>{ t!("keep-progress") }</button>
            </p>
        </Modal>
    }
}

/// What the step is about and what it asks, in two lines above the stage.
fn ribbon(files: &LessonFiles, lesson: &LessonView) -> Html {
    let id = lesson.steps.get(lesson.step as usize).map_or("", |step| step.id.as_str());
    let title = files.prose.section(id).map_or_else(String::new, |section| section.title.clone());
    let (icon, asked) = match &lesson.task {
        _ if lesson.settled => ("check", t!("ribbon-done")),
        TaskView::Watch { .. } => ("play", t!("ribbon-watch")),
        TaskView::Do { .. } => ("hand", t!("ribbon-do")),
        TaskView::Predict { .. } => ("question", t!("ribbon-predict")),
        TaskView::Reach { .. } => ("candidate", t!("ribbon-reach")),
        TaskView::Break { .. } => ("power", t!("ribbon-break")),
        TaskView::Quiz { .. } => ("question", t!("ribbon-quiz")),
        TaskView::Hunt { .. } => ("search", t!("ribbon-hunt")),
    };
    // On a phone the stage has no room for notes: this line says them, and leads to where they can be read in full.
    let news = spoken(lesson, &files.prose);
    let quiet = news.is_empty();
    html! {
        <>
            { draw_icon(if quiet { icon } else { "book" }) }
            <span class={classes!((!quiet).then_some("unless-phone"))}><b>{ title }</b><br />{ asked }</span>
            if !quiet { <span class="phone-news">{ news }</span> }
        </>
    }
}

/// Names the browser's tab.
#[yew::hook]
pub fn use_title(title: &str) {
    let language = use_words().languages.spoken;
    use_effect_with((title.to_owned(), language), |(title, _)| {
        gloo::utils::document().set_title(&t!("tab-title", title = title.as_str()));
    });
}
