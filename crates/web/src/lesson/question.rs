//! A question with its answers: to predict what a run will do, or to check what was understood.

use quorum_lesson::prose::{Choice, Question, Section};
use quorum_scene::TaskView;
use yew::{Callback, Html, classes, html};

use crate::{components::draw_icon, t};

use super::prose::Ink;

/// Where a question stands.
struct Standing<'a> {
    answers: &'a [String],
    chosen: Option<&'a str>,
    /// The right answer, once it is known.
    truth: Option<&'a str>,
    /// Whether the learner was right, once it is known.
    right: Option<bool>,
    /// Whether another answer may be chosen.
    open: bool,
    predicts: bool,
}

fn standing(task: &TaskView) -> Option<Standing<'_>> {
    match task {
        TaskView::Predict { answers, chosen, verdict, running } => Some(Standing {
            answers,
            chosen: chosen.as_deref(),
            truth: verdict.as_ref().map(|verdict| verdict.truth.as_str()),
            right: verdict.as_ref().map(|verdict| verdict.right),
            open: verdict.is_none() && !running,
            predicts: true,
        }),
        TaskView::Quiz { answers, chosen, right } => Some(Standing {
            answers,
            chosen: chosen.as_deref(),
            truth: chosen.as_deref().filter(|_| *right == Some(true)),
            right: *right,
            open: *right != Some(true),
            predicts: false,
        }),
        _ => None,
    }
}

/// The question of a step, if it asks one.
pub fn view(task: &TaskView, section: &Section, ink: &Ink, on_choose: &Callback<String>) -> Html {
    let (Some(standing), Some(question)) = (standing(task), &section.question) else { return Html::default() };
    let tag = if standing.predicts { t!("task-predict") } else { t!("task-quiz") };
    html! {
        <form class="question" onsubmit={|event: yew::SubmitEvent| event.prevent_default()} data-task={if standing.predicts { "predict" } else { "quiz" }}>
            <fieldset disabled={!standing.open}>
                <legend>
                    <span class="tag">{ draw_icon("question") }{ tag }</span>
                    <span class="ask">{ ink.line(&question.ask) }</span>
                </legend>
                { for standing.answers.iter().map(|id| option(id, question, &standing, ink, on_choose)) }
            </fieldset>
            <div role="status">{ verdict(&standing, question, ink) }</div>
        </form>
    }
}

fn option(id: &str, question: &Question, standing: &Standing<'_>, ink: &Ink, on_choose: &Callback<String>) -> Html {
    let chosen = standing.chosen == Some(id);
    let truth = standing.truth == Some(id);
    let wrong = chosen && standing.right == Some(false);
    let onchange = {
        let id = id.to_owned();
        on_choose.reform(move |_: yew::Event| id.clone())
    };
    let text = question.choice(id).map_or_else(|| html! { id.to_owned() }, |choice| ink.line(&choice.text));
    html! {
        <label key={id.to_owned()} class={classes!("opt", truth.then_some("truth"), wrong.then_some("wrong"))} data-answer={id.to_owned()}>
            <input type="radio" name="answer" value={id.to_owned()} checked={chosen} {onchange} />
            <span>{ text }</span>
            if truth { { draw_icon("check") } } else if wrong { { draw_icon("drop") } }
        </label>
    }
}

/// What the run, or the key, says of the answer: first whether it is right, then why.
fn verdict(standing: &Standing<'_>, question: &Question, ink: &Ink) -> Html {
    let (Some(right), Some(chosen)) = (standing.right, standing.chosen) else { return Html::default() };
    let title = match (right, standing.predicts) {
        (true, true) => t!("task-predicted"),
        (false, true) => t!("task-surprised"),
        (true, false) => t!("task-right"),
        (false, false) => t!("task-wrong"),
    };
    let why = |choice: &Choice| html! { <div class="why">{ ink.blocks(&choice.why) }</div> };
    let truth = standing.truth.filter(|truth| *truth != chosen).and_then(|truth| question.choice(truth));
    html! {
        <div class={classes!("verdict", if right { "right" } else { "wrong" })} data-verdict={if right { "right" } else { "wrong" }}>
            <p class="verdict-title">{ draw_icon(if right { "check" } else { "drop" }) }{ title }</p>
            { for question.choice(chosen).map(why) }
            if let Some(truth) = truth {
                <p class="truth-was">{ t!("task-truth") }{ " " }{ ink.line(&truth.text) }</p>
                { why(truth) }
            }
        </div>
    }
}
