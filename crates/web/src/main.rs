//! The web page of Quorum Lab.

mod app;
mod components;
mod engine;
mod hooks;
mod lesson;
mod pages;
mod playback;
mod stage;
mod stage_props;
mod state;
mod words;

fn main() {
    // What breaks is written to the console; `index.html` tells the reader, who would otherwise see a page stand still.
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
    match gloo::utils::document().get_element_by_id("app") {
        Some(root) => drop(yew::Renderer::<app::App>::with_root(root).render()),
        None => drop(yew::Renderer::<app::App>::new().render()),
    }
}
