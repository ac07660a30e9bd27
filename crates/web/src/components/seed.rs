//! The seed that decides the run: shown, typed, or drawn anew.

use web_sys::{HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::{Callback, Html, Properties, SubmitEvent, component, html, use_effect_with, use_node_ref, use_state_eq};

use super::draw_icon;
use crate::t;

/// Properties of [`SeedButton`].
#[derive(Properties, PartialEq)]
pub struct SeedButtonProps {
    /// The seed, as a decimal string.
    pub seed: String,
    /// Starts the run again under a seed.
    pub on_reset: Callback<String>,
}

/// The seed, and a small panel that changes it.
#[component]
pub fn SeedButton(props: &SeedButtonProps) -> Html {
    crate::hooks::use_words();
    let open = use_state_eq(|| false);
    let wrong = use_state_eq(|| false);
    let button = use_node_ref();
    let input = use_node_ref();
    {
        let input = input.clone();
        use_effect_with(*open, move |open| {
            if let Some(input) = input.cast::<HtmlInputElement>().filter(|_| *open) {
                let _unfocused = input.focus();
                input.select();
            }
        });
    }
    let close = {
        let (open, wrong, button) = (open.clone(), wrong.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            wrong.set(false);
            if let Some(button) = button.cast::<HtmlElement>() {
                let _unfocused = button.focus();
            }
        })
    };
    let reset = {
        let (close, on_reset) = (close.clone(), props.on_reset.clone());
        Callback::from(move |seed: String| {
            close.emit(());
            on_reset.emit(seed);
        })
    };
    let submit = {
        let (input, wrong, reset) = (input.clone(), wrong.clone(), reset.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let typed = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            match typed.trim().parse::<u64>() {
                Ok(seed) => reset.emit(seed.to_string()),
                Err(_) => wrong.set(true),
            }
        }
    };
    let escape = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                close.emit(());
            }
        }
    };
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let same = props.seed.clone();
    html! {
        <div class="seed" onkeydown={escape}>
            <button ref={button} class="btn small" data-action="seed" aria-haspopup="dialog" aria-expanded={open.to_string()}
                onclick={toggle}>
                { draw_icon("seed") }<span class="word">{ t!("seed") }</span><span class="mono">{ &props.seed }</span>
            </button>
            if *open {
                <div class="veil" onclick={close.reform(|_| ())} />
                <form class="popover" role="dialog" aria-label={t!("seed-title")} onsubmit={submit} novalidate=true>
                    <p>{ t!("seed-words") }</p>
                    <div class="line">
                        <input ref={input} class="mono" inputmode="numeric" autocomplete="off" aria-label={t!("seed")}
                            aria-invalid={wrong.to_string()} value={props.seed.clone()} />
                        <button class="btn primary small">{ t!("seed-run") }</button>
                    </div>
                    if *wrong { <p class="lost-ink" role="alert">{ t!("seed-wrong") }</p> }
                    <div class="line">
                        <button type="button" class="btn small" data-action="seed-again" onclick={reset.reform(move |_| same.clone())}>
                            { draw_icon("seed") }{ t!("seed-again") }
                        </button>
                        <button type="button" class="btn small" data-action="seed-new" onclick={reset.reform(|_| draw_seed())}>
                            { draw_icon("dice") }{ t!("seed-new") }
                        </button>
                    </div>
                </form>
            }
        </div>
    }
}

/// A seed that one can read out to a friend.
pub fn draw_seed() -> String {
    ((js_sys::Math::random() * 9_999.0) as u32 + 1).to_string()
}
