//! The bar at the top: where one is, and what concerns the whole page.

use quorum_scene::words::Language;
use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html};

use super::draw_icon;
use crate::{
    hooks::{Spoken, use_theme, use_words},
    route::Route,
    state::Dialog,
    t,
};

/// One part of the path at the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Crumb {
    /// What it says.
    pub words: String,
    /// The smaller line that a narrow screen shows below it.
    pub detail: String,
}

/// Properties of [`Header`].
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// Where one is, below the start page.
    pub crumb: Option<Crumb>,
    /// Opens a dialog; without it there is nothing to explain here.
    #[prop_or_default]
    pub on_dialog: Option<Callback<Dialog>>,
}

/// The bar at the top.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let spoken = use_words();
    let (dark, flip) = use_theme();
    let theme_words = if dark { t!("theme-to-light") } else { t!("theme-to-dark") };
    let dialog = |which: Dialog, icon: &'static str, words: String| {
        props.on_dialog.clone().map(|open| {
            html! {
                <button class="icon-btn wide-only" aria-label={words.clone()} title={words}
                    onclick={open.reform(move |_| which)}>
                    { draw_icon(icon) }
                </button>
            }
        })
    };
    html! {
        <header class="top">
            <a href={Route::Home.href()} class="brand">
                <span class="narrow-only back">{ draw_icon("chevron-left") }<span class="sr">{ t!("back-home") }</span></span>
                <svg class="logo" viewBox="0 0 22 22" aria-hidden="true"><use href="#logo" /></svg>
                <span class="name">{ t!("brand") }</span>
            </a>
            if let Some(crumb) = &props.crumb {
                <nav class="crumbs" aria-label={t!("where-you-are")}>
                    <span class="sep wide-only">{ "/" }</span>
                    <b>{ &crumb.words }</b>
                    <small>{ &crumb.detail }</small>
                </nav>
            }
            <span class="push" />
            { language_chooser(&spoken) }
            if let Some(open) = &props.on_dialog {
                <button class="btn small share-btn" data-action="share" title={t!("share-title")}
                    onclick={open.reform(|_| Dialog::Share)}>{ draw_icon("share") }<span class="word">{ t!("share") }</span></button>
            }
            <button class="icon-btn" data-action="theme" aria-label={theme_words.clone()} title={theme_words}
                onclick={move |_| flip.emit(())}>
                { draw_icon("theme") }
            </button>
            { dialog(Dialog::Keys, "keys", t!("keys-title")) }
            { dialog(Dialog::Help, "help", t!("help-title")) }
        </header>
    }
}

/// The languages to choose from, once there is a choice.
fn language_chooser(spoken: &Spoken) -> Html {
    let Spoken { languages, choose } = spoken;
    if languages.all.len() < 2 {
        return Html::default();
    }
    let option = |language: &Language| {
        let selected = *language == languages.spoken;
        html! {
            <option key={language.code.clone()} value={language.code.clone()} lang={language.code.clone()} {selected}>
                { &language.name }
            </option>
        }
    };
    let on_change = choose.reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map_or_else(String::new, |select| select.value())
    });
    html! {
        <select class="language" data-action="language" aria-label={t!("language")} onchange={on_change}>
            { for languages.all.iter().map(option) }
        </select>
    }
}
