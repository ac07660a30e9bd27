//! What the engine could not do, said until it is dismissed.

use quorum_scene::{Problem, words::say};
use yew::{Callback, Html, Properties, component, html};

use super::Icon;
use crate::t;

/// Properties of [`Toast`].
#[derive(Properties, PartialEq)]
pub struct ToastProps {
    /// What went wrong, if anything did.
    pub problem: Option<Problem>,
    /// The reader has seen it.
    pub on_dismiss: Callback<()>,
}

/// The problem at the foot of the stage. The region is always there, so that screen readers announce what enters it.
#[component]
pub fn Toast(props: &ToastProps) -> Html {
    html! {
        <div class="toast-place" role="alert">
            if let Some(problem) = &props.problem {
                <div class="toast">
                    <span class="lost-ink"><Icon name="close" /></span>
                    <p>{ say(&problem.text) }</p>
                    <button class="icon-btn" aria-label={t!("dismiss")} onclick={props.on_dismiss.reform(|_| ())}>
                        <Icon name="close" />
                    </button>
                </div>
            }
        </div>
    }
}
