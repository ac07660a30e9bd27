//! What there is to say to the reader until it is dismissed: what could not be done, where a run departs.

use quorum_kernel::Text;
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

/// Over the whole page while files are dragged: they may be dropped anywhere.
pub fn drop_veil() -> Html {
    html! { <div class="drop-veil" aria-hidden="true"><p>{ draw_icon("open") }{ t!("drop-here") }</p></div> }
}

/// Where a recorded run went another way than here, above the stage.
pub fn departed(words: &Text, on_dismiss: Callback<()>) -> Html {
    html! {
        <div class="departed" role="status" data-departure="">
            { draw_icon("help") }
            <p>{ say(words) }</p>
            <button class="icon-btn" aria-label={t!("dismiss")} onclick={on_dismiss.reform(|_| ())}>{ draw_icon("close") }</button>
        </div>
    }
}
