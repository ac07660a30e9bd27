//! A dialog over the page. The browser keeps the focus inside and gives it back.

use web_sys::HtmlDialogElement;
use yew::{Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref};

use super::draw_icon;
use crate::t;

/// Properties of [`Modal`].
#[derive(Properties, PartialEq)]
pub struct ModalProps {
    /// Its heading.
    pub title: String,
    /// It was closed: by its button, by Escape, or by a click beside it.
    pub on_close: Callback<()>,
    /// What it holds.
    pub children: Html,
}

/// A modal dialog, open for as long as it is rendered.
#[component]
pub fn Modal(props: &ModalProps) -> Html {
    crate::hooks::use_words();
    let place: NodeRef = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = place.cast::<HtmlDialogElement>() {
                let _already_open = dialog.show_modal();
            }
        });
    }
    let close = {
        let place = place.clone();
        Callback::from(move |()| {
            if let Some(dialog) = place.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let beside = {
        let (place, close) = (place.clone(), close.clone());
        move |event: web_sys::MouseEvent| {
            // The content fills the dialog, so that a click on the dialog itself is one on its backdrop.
            if event.target().is_some_and(|target| place.get().is_some_and(|node| *node == target)) {
                close.emit(());
            }
        }
    };
    html! {
        <dialog ref={place} class="modal" aria-labelledby="modal-title" onclick={beside}
            onclose={props.on_close.reform(|_| ())}>
            <div class="modal-in">
                <header>
                    <h2 id="modal-title">{ &props.title }</h2>
                    <button class="icon-btn" aria-label={t!("close")} onclick={close.reform(|_| ())}>{ draw_icon("close") }</button>
                </header>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
