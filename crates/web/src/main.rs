//! The web page of Quorum Lab.

mod app;
mod engine;
mod fixture;
mod lesson;
mod playback;
mod stage;
mod stage_props;
mod state;
mod words;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
