//! The web page of Quorum Lab.

mod app;
mod browser;
mod components;
mod controls;
mod engine;
mod hooks;
mod hunt;
mod lesson;
mod pages;
mod playback;
mod route;
mod setup;
mod stage;
mod stage_props;
mod state;
mod views;
mod words;
mod worker;

fn main() {
    hooks::keep_focus();
    match gloo::utils::document().get_element_by_id("app") {
        Some(root) => drop(yew::Renderer::<app::App>::with_root(root).render()),
        None => drop(yew::Renderer::<app::App>::new().render()),
    }
}
