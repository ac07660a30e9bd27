//! The root of the page: what each address shows.

use yew::{Html, component, html};
use yew_router::{HashRouter, Switch};

use crate::{
    pages::{HomePage, LessonPage, MissingPage, SandboxPage},
    route::Route,
};

/// The page.
#[component]
pub fn App() -> Html {
    html! { <HashRouter><Switch<Route> render={page} /></HashRouter> }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <HomePage /> },
        Route::Sandbox => html! { <SandboxPage /> },
        Route::Lesson { id } => html! { <LessonPage key={id.clone()} id={id.clone()} /> },
        Route::Missing => html! { <MissingPage /> },
    }
}
