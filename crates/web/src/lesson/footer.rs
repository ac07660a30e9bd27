//! The buttons below a lesson's text: the step's own, its hint, and the way to the steps around it.

use quorum_scene::{Command, LessonView, TaskView};
use yew::{Callback, Html, MouseEvent, classes, html};

use crate::{components::draw_icon, t};

use super::pane::reachable;

/// Whether a step is open, or the lesson's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// A step.
    Open,
    /// The end.
    Ended,
}

/// What the buttons need.
pub struct Footer {
    /// The lesson.
    pub lesson: LessonView,
    /// Whether time passes.
    pub playing: bool,
    /// Where in it the learner is.
    pub stand: Stand,
    /// The author's words for the step's button.
    pub button: Option<String>,
    /// Whether the hint is open; none if there is no hint.
    pub hint: Option<bool>,
    /// Shows or hides the hint.
    pub on_hint: Callback<()>,
    /// Opens a step.
    pub go_to: Callback<u32>,
    /// Shows the end.
    pub on_finish: Callback<()>,
    /// From the end back to the last step.
    pub back_from_end: Callback<()>,
    /// Asks the engine for something.
    pub on_command: Callback<Command>,
}

/// The buttons.
pub fn draw_footer(footer: &Footer) -> Html {
    let Footer { lesson, stand, hint, on_hint, go_to, on_finish, back_from_end, .. } = footer;
    let (step, last) = (lesson.step, lesson.step as usize + 1 >= lesson.steps.len());
    let ended = *stand == Stand::Ended;
    let back = if ended { back_from_end.reform(|_| ()) } else { go_to.reform(move |_| step.saturating_sub(1)) };
    let next_open = !ended && (lesson.done || (!last && reachable(lesson, step as usize + 1)));
    let onward = if last { on_finish.reform(|_| ()) } else { go_to.reform(move |_| step + 1) };
    html! {
        <div class="foot">
            if !ended { { step_button(footer) } }
            if !ended && lesson.done {
                <button class={classes!("btn", lesson.settled.then_some("primary"))} onclick={onward.clone()} data-next="">
                    { if last { t!("task-finish") } else { t!("task-next") } }
                </button>
            }
            if !ended { { retry(footer) } }
            if let Some(open) = hint.filter(|_| !ended && !lesson.settled) {
                <button class="btn quiet" onclick={on_hint.reform(|_| ())} aria-expanded={open.to_string()} data-hint="">
                    { t!("task-hint-button") }
                </button>
            }
            <span class="around">
            <button class="icon-btn" aria-label={t!("task-before")} disabled={step == 0 && !ended} onclick={back}>
                { draw_icon("chevron-left") }
            </button>
            <button class="icon-btn" aria-label={t!("task-after")} disabled={!next_open} onclick={onward}>
                { draw_icon("chevron-right") }
            </button>
            </span>
        </div>
    }
}

/// The step's own button, while there is something left to press it for.
fn step_button(footer: &Footer) -> Html {
    let own = |words: String| footer.button.clone().unwrap_or(words);
    let nudge = || html! { <p class="nudge">{ t!("task-watch") }</p> };
    let (words, ready) = match &footer.lesson.task {
        TaskView::Do { started: false, .. } => (own(t!("task-do")), true),
        TaskView::Predict { verdict: Some(_), .. } => return Html::default(),
        TaskView::Hunt { hunted: None, .. } => {
            let onclick = footer.on_command.reform(|_| Command::Order);
            return html! { <button class="btn primary" {onclick} data-go="">{ own(t!("task-hunt")) }</button> };
        }
        TaskView::Watch { reached: false } => return nudge(),
        // The run was stopped, by the learner or by a note, before it came to what was asked.
        TaskView::Do { reached: false, .. } | TaskView::Predict { running: true, .. } if !footer.playing => {
            return nudge();
        }
        TaskView::Predict { running: true, .. } => (t!("task-running"), false),
        TaskView::Predict { chosen, .. } => (own(t!("task-lock-in")), chosen.is_some()),
        _ => return Html::default(),
    };
    let onclick = footer.on_command.reform(|_| Command::Go);
    html! { <button class="btn primary" {onclick} disabled={!ready} data-go="">{ words }</button> }
}

/// Asks on a click, but not on the second half of a double click: it was meant for the button that stood here before.
fn once(on_command: &Callback<Command>, command: Command) -> Callback<MouseEvent> {
    let on_command = on_command.clone();
    Callback::from(move |event: MouseEvent| {
        if event.detail() < 2 {
            on_command.emit(command.clone());
        }
    })
}

/// The way back to how the step began, once anything was tried.
fn retry(footer: &Footer) -> Html {
    if !footer.lesson.tried || matches!(footer.lesson.task, TaskView::Quiz { .. }) {
        return Html::default();
    }
    let onclick = once(&footer.on_command, Command::Retry);
    html! { <button class="btn quiet" {onclick} data-retry="">{ t!("task-restart") }</button> }
}
