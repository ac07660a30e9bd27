//! The root of the page: what each address shows.

use yew::{Html, component, html};

use crate::{
    pages::{HomePage, LessonPage, SandboxPage, missing_page},
    route::{Route, use_route},
};

/// The page.
#[component]
pub fn App() -> Html {
    match use_route() {
        Route::Home => html! { <HomePage /> },
        Route::Sandbox => html! { <SandboxPage /> },
        Route::Lesson(id) => html! { <LessonPage key={id.clone()} id={id.clone()} /> },
        Route::Missing => missing_page(),
    }
}
