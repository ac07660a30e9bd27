//! What the engine could not do, said until it is dismissed.

use quorum_scene::{Problem, words::say};
use yew::{Callback, Html, html};

use super::draw_icon;
use crate::t;

/// The problem at the foot of the stage. The region is always there, so that screen readers announce what enters it.
pub fn toast(problem: Option<&Problem>, on_dismiss: &Callback<()>) -> Html {
    html! {
        <div class="toast-place" role="alert">
            if let Some(problem) = problem {
                <div class="toast">
                    <span class="lost-ink">{ draw_icon("close") }</span>
                    <p>{ say(&problem.text) }</p>
                    <button class="icon-btn" aria-label={t!("dismiss")} onclick={on_dismiss.reform(|_| ())}>
                        { draw_icon("close") }
                    </button>
                </div>
            }
        </div>
    }
}
