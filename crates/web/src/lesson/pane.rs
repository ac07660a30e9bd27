//! The lesson pane: what to read, what to do, and how it went.

use std::rc::Rc;

use quorum_lesson::prose::{Prose, Section};
use quorum_scene::{Command, LessonView, Scene, StepMark, TaskView};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::{
    Callback, Html, NodeRef, Properties, UseStateHandle, classes, component, hook, html, use_effect_with, use_node_ref,
    use_state_eq,
};

use crate::{components::draw_icon, route::Route, t};

use super::{
    footer::{Footer, Stand, draw_footer},
    notes,
    prose::Ink,
    question, task,
};

/// Properties of [`LessonPane`].
#[derive(Properties, PartialEq)]
pub struct LessonPaneProps {
    /// The world at the cursor, with the lesson in it.
    pub scene: Rc<Scene>,
    /// The prose.
    pub prose: Rc<Prose>,
    /// The language of the prose, if that is not the page's.
    pub lang: Option<&'static str>,
    /// Whether time passes.
    pub playing: bool,
    /// Asks the engine for something.
    pub on_command: Callback<Command>,
    /// What to say above everything else, such as that progress is not kept.
    pub notices: Vec<String>,
    /// The learner wants the progress in this lesson forgotten.
    pub on_forget: Callback<()>,
    /// How often the lesson was started over.
    pub turn: u32,
    /// Where the search stands that the open step asked for.
    pub hunt: Html,
}

/// The lesson beside the stage.
#[component]
pub fn LessonPane(props: &LessonPaneProps) -> Html {
    crate::hooks::use_words();
    let LessonPaneProps { scene, prose, lang, playing, on_command, notices, on_forget, turn, hunt } = props;
    // The step for which the hint was asked, and whether the end was reached: both go when the learner moves on.
    let hinted = use_state_eq(|| None::<u32>);
    let ended = use_state_eq(|| false);
    let dismissed = use_state_eq(|| 0_usize);
    let scroll = use_node_ref();
    let title = use_node_ref();
    {
        let ended = ended.clone();
        use_effect_with(*turn, move |_| ended.set(false));
    }
    let open = scene.lesson.as_ref().map(|lesson| (lesson.step, *ended, *turn));
    use_start_on_change(open, scroll.clone(), title.clone());
    use_news_in_view(scene.lesson.as_ref().map(|lesson| (news(lesson), *hinted)), scroll.clone());
    let Some(lesson) = &scene.lesson else { return Html::default() };
    let ink = Ink {
        legend: scene.legend.clone(),
        on_node: Some(on_command.reform(|node| Command::Inspect { node: Some(node) })),
    };
    let go_to = {
        let (on_command, ended) = (on_command.clone(), ended.clone());
        Callback::from(move |index: u32| {
            ended.set(false);
            on_command.emit(Command::Step { index });
        })
    };
    let on_finish = {
        let ended = ended.clone();
        Callback::from(move |()| ended.set(true))
    };
    let back_from_end = {
        let ended = ended.clone();
        Callback::from(move |()| ended.set(false))
    };
    let hint_open = *hinted == Some(lesson.step);
    let on_hint = {
        let (hinted, step) = (hinted.clone(), lesson.step);
        Callback::from(move |()| hinted.set(if hint_open { None } else { Some(step) }))
    };
    let section = step_of(lesson).and_then(|step| prose.section(&step.id));
    let stand = if *ended { Stand::Ended } else { Stand::Open };
    let step = step_of(lesson).map(|step| step.id.clone()).filter(|_| !*ended);
    let progress = progress(lesson, *ended, &go_to, on_forget);
    let footer = Footer {
        lesson: lesson.clone(),
        playing: *playing,
        stand,
        button: section.and_then(|section| section.button.clone()),
        hint: section.is_some_and(|section| !section.hint.is_empty()).then_some(hint_open),
        on_hint,
        go_to,
        on_finish,
        back_from_end,
        on_command: on_command.clone(),
    };
    html! {
        <div class="lesson" data-lesson={lesson.id.clone()} data-step={step} data-done={lesson.done.to_string()}>
            <div class="scroll" ref={scroll} lang={*lang}>
                { progress }
                { notice_list(notices, &dismissed) }
                { match (*ended, section) {
                    (true, _) => ending(lesson, prose, &ink, &title, &scene.protocol),
                    (false, Some(section)) => body(lesson, section, &ink, hint_open, on_command, hunt, &title),
                    (false, None) => html! { <p class="missing">{ t!("task-no-words") }</p> },
                } }
            </div>
            { draw_footer(&footer) }
        </div>
    }
}

/// A new step is read from its start: by eye, and by whoever reads with the ears.
#[hook]
fn use_start_on_change(open: Option<(u32, bool, u32)>, scroll: NodeRef, title: NodeRef) {
    let first = yew::use_mut_ref(|| true);
    use_effect_with(open, move |open| {
        // The first step of a page that opens leaves the focus alone.
        if open.is_none() || first.replace(false) {
            return;
        }
        if let Some(scroll) = scroll.cast::<HtmlElement>() {
            scroll.set_scroll_top(0);
        }
        if let Some(title) = title.cast::<HtmlElement>() {
            let _ = title.focus();
        }
    });
}

/// What came up in a step that was not there when it opened, to compare with what was there before.
fn news(lesson: &LessonView) -> (u32, bool, Option<bool>) {
    let right = match &lesson.task {
        TaskView::Predict { verdict, .. } => verdict.as_ref().map(|verdict| verdict.right),
        TaskView::Quiz { right, .. } => *right,
        _ => None,
    };
    (lesson.step, lesson.settled, right)
}

/// A verdict, a hint or a last word that comes up below the fold is brought into view.
#[hook]
fn use_news_in_view<D: PartialEq + 'static>(news: D, scroll: NodeRef) {
    use_effect_with(news, move |_| {
        let Some(scroll) = scroll.cast::<HtmlElement>() else { return };
        let Ok(news) = scroll.query_selector_all(".verdict, .hint, .prose.then, .goal.reached") else { return };
        let last = news.length().checked_sub(1).and_then(|last| news.get(last));
        if let Some(element) = last.and_then(|last| last.dyn_into::<web_sys::Element>().ok()) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// What there is to say above everything else, until it is dismissed.
fn notice_list(notices: &[String], dismissed: &UseStateHandle<usize>) -> Html {
    let left = notices.get(**dismissed..).unwrap_or_default();
    let dismiss = {
        let (dismissed, all) = (dismissed.clone(), notices.len());
        move |_| dismissed.set(all)
    };
    html! {
        <div role="status">
            if !left.is_empty() {
                <div class="notice-words" data-notice="">
                    <div>{ for left.iter().map(|words| html! { <p>{ words }</p> }) }</div>
                    <button class="icon-btn" aria-label={t!("dismiss")} onclick={dismiss}>{ draw_icon("close") }</button>
                </div>
            }
        </div>
    }
}

fn step_of(lesson: &LessonView) -> Option<&StepMark> {
    lesson.steps.get(lesson.step as usize)
}

/// Whether a step may be opened: those that are done, and the first that is not.
pub fn reachable(lesson: &LessonView, index: usize) -> bool {
    lesson.steps.get(index).is_some_and(|step| step.done) || lesson.steps.iter().take(index).all(|step| step.done)
}

fn progress(lesson: &LessonView, ended: bool, go_to: &Callback<u32>, on_forget: &Callback<()>) -> Html {
    let begun = lesson.steps.iter().any(|step| step.done);
    let now = lesson.step as usize;
    let steps = (0u32..).zip(&lesson.steps).map(|(index, step)| {
        let current = index == lesson.step && !ended;
        let missed = step.done && step.right == Some(false);
        let class = classes!(step.done.then_some("done"), missed.then_some("missed"), current.then_some("now"));
        let onclick = go_to.reform(move |_| index);
        let words = match (step.done, step.right) {
            (false, _) => t!("task-step", number = index + 1),
            (true, Some(false)) => t!("task-step-missed", number = index + 1),
            (true, _) => t!("task-step-done", number = index + 1),
        };
        html! {
            <li {class} key={step.id.clone()}>
                <button
                    type="button" data-go-step={step.id.clone()} aria-label={words} {onclick}
                    aria-current={current.then_some("step")} disabled={!reachable(lesson, index as usize)}
                />
            </li>
        }
    });
    html! {
        <>
            <p class="kicker">
                <span>{ t!("task-step-of", number = now + 1, all = lesson.steps.len()) }</span>
                <span>{ t!("task-minutes", minutes = lesson.minutes) }</span>
                if begun {
                    <button class="link" data-action="forget" onclick={on_forget.reform(|_| ())}>{ t!("start-over") }</button>
                }
            </p>
            <ol class="steps" aria-label={t!("task-steps")}>{ for steps }</ol>
        </>
    }
}

fn body(
    lesson: &LessonView,
    section: &Section,
    ink: &Ink,
    hint_open: bool,
    on_command: &Callback<Command>,
    hunt: &Html,
    title: &NodeRef,
) -> Html {
    let on_choose = on_command.reform(|answer| Command::Choose { answer });
    html! {
        <>
            <h1 ref={title} tabindex="-1">{ &section.title }</h1>
            <div class="prose">{ ink.blocks(&section.body) }</div>
            { task::goal(lesson, section, ink) }
            { task::acts(&lesson.task) }
            { task::breaking(lesson, on_command) }
            { task::hunting(&lesson.task) }
            { hunt.clone() }
            { task::controls(lesson) }
            { question::view(&lesson.task, section, ink, &on_choose) }
            if hint_open && !section.hint.is_empty() {
                <div class="hint" role="note"><b>{ t!("task-hint") }</b>{ ink.blocks(&section.hint) }</div>
            }
            { notes::hint_list(lesson, section, ink) }
            { notes::note_list(lesson, section, ink) }
            if !section.then.is_empty() {
                if lesson.settled {
                    <div class="prose then">{ ink.blocks(&section.then) }</div>
                } else if lesson.done {
                    <details class="before" key={section.id.clone()}>
                        <summary>{ t!("task-done-before") }</summary>
                        <div class="prose">{ ink.blocks(&section.then) }</div>
                    </details>
                }
            }
        </>
    }
}

fn ending(lesson: &LessonView, prose: &Prose, ink: &Ink, title: &NodeRef, protocol: &str) -> Html {
    let words = prose.end.as_ref();
    html! {
        <div class="ending" data-ending="">
            <p class="tag">{ draw_icon("check") }{ t!("task-finished", title = prose.title.clone()) }</p>
            <h1 ref={title} tabindex="-1">
                { words.map_or_else(|| t!("task-what-next"), |end| end.title.clone()) }
            </h1>
            if let Some(end) = words { <div class="prose">{ ink.blocks(&end.body) }</div> }
            <nav class="next" aria-label={t!("task-what-next")}>
                <LessonAfter id={lesson.id.clone()} />
                <a href={Route::Sandbox(Some(protocol.to_owned())).href()} data-sandbox="">{ t!("task-sandbox") }{ draw_icon("chevron-right") }</a>
                <a href="#/">{ t!("task-lessons") }{ draw_icon("chevron-right") }</a>
            </nav>
        </div>
    }
}

/// Properties of [`LessonAfter`].
#[derive(Properties, PartialEq)]
struct LessonAfterProps {
    /// The lesson that has ended.
    id: String,
}

/// The way to the lesson that comes after this one.
#[component]
fn LessonAfter(props: &LessonAfterProps) -> Html {
    crate::hooks::use_words();
    let words = crate::hooks::use_lesson_after(&props.id).map(|next| (next.id, next.prose.title.clone()));
    html! {
        if let Some((id, title)) = words {
            <a href={Route::Lesson(id.clone()).href()} class="first" data-next-lesson={id}>
                { t!("task-next-lesson", title = title) }{ draw_icon("chevron-right") }
            </a>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_open_one_after_another() {
        let step = |id: &str, done| StepMark { id: id.to_owned(), done, right: None };
        let lesson = LessonView {
            id: "lesson".to_owned(),
            minutes: 5,
            beside: Vec::new(),
            steps: vec![step("a", true), step("b", false), step("c", false), step("d", true)],
            step: 0,
            task: TaskView::Watch { reached: true },
            done: true,
            settled: true,
            deeds: Vec::new(),
            tried: true,
            hints: Vec::new(),
            notes: Vec::new(),
            controls: None,
            manual: None,
        };
        assert_eq!([0, 1, 2, 3].map(|index| reachable(&lesson, index)), [true, true, false, true]);
    }
}
