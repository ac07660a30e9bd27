//! What a step asks: its goal, what its button does, and what may be spent to break a property.

use quorum_lesson::Hunted;
use quorum_lesson::prose::Section;
use quorum_scene::{BudgetView, Command, LessonView, TaskView, words::say};
use yew::{Callback, Html, classes, html};

use crate::{components::draw_icon, controls::left_words, hunt::allowed, t};

use super::prose::Ink;

/// What must come about, whether it has, and how far it is.
pub fn goal(lesson: &LessonView, section: &Section, ink: &Ink) -> Html {
    let (reached, detail) = match &lesson.task {
        TaskView::Watch { reached } | TaskView::Do { reached, .. } => (*reached, None),
        TaskView::Reach { reached, detail } => (*reached, detail.as_ref()),
        TaskView::Predict { .. } | TaskView::Quiz { .. } | TaskView::Break { .. } | TaskView::Hunt { .. } => {
            (lesson.settled, None)
        }
    };
    if section.goal.is_empty() {
        return Html::default();
    }
    let state = if reached { t!("task-reached") } else { t!("task-not-reached") };
    html! {
        <div class={classes!("goal", reached.then_some("reached"))} role="status" data-goal={if reached { "reached" } else { "open" }}>
            <span class="box" role="img" aria-label={state}>if reached { { draw_icon("check") } }</span>
            <div>
                <b>{ t!("task-goal") }</b>{ " " }{ ink.line(&section.goal) }
                if let Some(detail) = detail { <p class="detail">{ say(detail) }</p> }
            </div>
        </div>
    }
}

/// What the button of a `do` step will do, as labels that the event list will show too.
pub fn acts(task: &TaskView) -> Html {
    match task {
        TaskView::Do { acts, .. } if !acts.is_empty() => html! {
            <div class="acts-to-do">
                <p id="acts-to-do">{ t!("task-acts") }</p>
                <ul aria-labelledby="acts-to-do">{ for acts.iter().map(|act| html! { <li>{ act }</li> }) }</ul>
            </div>
        },
        _ => Html::default(),
    }
}

/// Which acts a step leaves to the learner, if it does not leave all.
pub fn controls(lesson: &LessonView) -> Html {
    let words = lesson.controls.as_deref().map(left_words);
    html! { if let Some(words) = words { <p class="left-over" data-controls="">{ words }</p> } }
}

/// A property to make false: how it stands, what was spent, and how it went.
pub fn breaking(lesson: &LessonView, on_command: &Callback<Command>) -> Html {
    let TaskView::Break { property, holds, detail, budget, violated, within, best, par, events, searchable, hunted } =
        &lesson.task
    else {
        return Html::default();
    };
    let (icon, state) = if *holds { ("check", t!("break-holds")) } else { ("close", t!("break-false")) };
    html! {
        <section class="breaking" data-task="break" data-holds={holds.to_string()} data-within={within.to_string()}
            aria-label={t!("break-title")}>
            <p class="tag">{ draw_icon("power") }{ t!("break-title") }</p>
            <p class={classes!("property", (!holds).then_some("broken"))}>
                <b>{ say(property) }</b><span>{ draw_icon(icon) }{ state }</span>
            </p>
            <p class="detail">{ say(detail) }</p>
            if !budget.is_empty() {
                <table class="budget">
                    <caption>{ t!("break-budget") }</caption>
                    <tbody>{ for budget.iter().map(line) }</tbody>
                </table>
            }
            <div role="status">{ outcome(*violated, *within, *best, *par) }</div>
            if *searchable { { score(hunted.as_ref(), violated.and(*events), on_command) } }
        </section>
    }
}

/// The checker's shortest run beside the learner's: the score to beat.
fn score(hunted: Option<&Hunted>, events: Option<u32>, on_command: &Callback<Command>) -> Html {
    let Some(Hunted { found: Some(shortest), .. }) = hunted.copied() else {
        return html! {
            <p class="line">
                <button class="btn small" data-action="hunt-step" onclick={on_command.reform(|_| Command::Order)}>
                    { draw_icon("search") }{ t!("score-search") }
                </button>
            </p>
        };
    };
    html! {
        <p class="detail" data-score={shortest.to_string()}>
            { t!("score-shortest", n = shortest) }
            if let Some(events) = events {
                { " " }
                if events <= shortest { { t!("score-equal", n = events) } } else { { t!("score-yours", n = events) } }
            }
        </p>
    }
}

/// A search to be made: of what, and what may go wrong in it.
pub fn hunting(task: &TaskView) -> Html {
    let TaskView::Hunt { property, budget, requests, .. } = task else { return Html::default() };
    html! {
        <section class="breaking" data-task="hunt" aria-label={t!("hunt-task")}>
            <p class="tag">{ draw_icon("search") }{ t!("hunt-task") }</p>
            <p class="property"><b>{ property.as_ref().map_or_else(|| t!("hunt-any-property"), say) }</b></p>
            <p class="detail">{ t!("hunt-allowed", faults = allowed(*budget)) }</p>
            if !requests.is_empty() { <p class="detail">{ t!("hunt-asked", requests = requests.join(", ")) }</p> }
        </section>
    }
}

/// One line of the budget: in words and numbers, and a box for each, filled once it is spent.
fn line(line: &BudgetView) -> Html {
    /// With more than this, boxes would only be counted wrong.
    const BOXES_MAX: u32 = 8;
    let (icon, words) = kind(&line.kind);
    let over = line.used.saturating_sub(line.of);
    let boxes = if line.of.max(line.used) <= BOXES_MAX { line.of.max(line.used) } else { 0 };
    html! {
        <tr key={line.kind.clone()} class={classes!((over > 0).then_some("over"))} data-budget={line.kind.clone()}>
            <th scope="row">{ draw_icon(icon) }{ words }</th>
            <td class="boxes" aria-hidden="true">
                { for (0..boxes).map(|at| html! {
                    <i class={classes!((at < line.used).then_some("used"), (at >= line.of).then_some("beyond"))} />
                }) }
            </td>
            <td class="count">
                { t!("budget-used", used = line.used, of = line.of) }
                if over > 0 { <b>{ " " }{ t!("budget-over", n = over) }</b> }
            </td>
        </tr>
    }
}

/// The picture and the words for what a budget counts.
fn kind(kind: &str) -> (&'static str, String) {
    match kind {
        "crashes" => ("power", t!("budget-crashes")),
        "wipes" => ("wipe", t!("budget-wipes")),
        "drops" => ("drop", t!("budget-drops")),
        "duplicates" => ("duplicate", t!("budget-duplicates")),
        "cuts" => ("cut", t!("budget-cuts")),
        "pauses" => ("pause", t!("budget-pauses")),
        "clocks" => ("clock", t!("budget-clocks")),
        "deliveries" => ("send", t!("budget-deliveries")),
        "delays" => ("timer", t!("budget-delays")),
        "fires" => ("timer", t!("budget-fires")),
        "requests" => ("client", t!("budget-requests")),
        other => ("hand", other.to_owned()),
    }
}

/// How it went: broken within the budget, beyond it, or not yet but beyond it already.
fn outcome(violated: Option<u32>, within: bool, best: Option<u32>, par: Option<u32>) -> Html {
    let (right, title) = match (violated, within) {
        (Some(acts), true) => (true, t!("break-done", n = acts)),
        (Some(_), false) => (false, t!("break-beyond")),
        (None, false) => (false, t!("break-overspent")),
        (None, true) => match best {
            Some(best) => return html! { <p class="detail">{ t!("break-best", n = best) }</p> },
            None => return Html::default(),
        },
    };
    html! {
        <div class={classes!("verdict", if right { "right" } else { "wrong" })} data-verdict={if right { "right" } else { "wrong" }}>
            <p class="verdict-title">{ draw_icon(if right { "check" } else { "back" }) }{ title }</p>
            if right {
                if let Some(best) = best.filter(|best| violated.is_some_and(|acts| *best < acts)) { <p>{ t!("break-best", n = best) }</p> }
                if let Some(par) = par {
                    <p>{ if violated.is_some_and(|acts| acts <= par) { t!("break-at-par") } else { t!("break-par", n = par) } }</p>
                }
            } else {
                <p>{ t!("break-go-back") }</p>
            }
        </div>
    }
}
