//! The root of the page: which address shows what.

use yew::{Html, component, html};
use yew_router::{HashRouter, Routable, Switch};

use crate::pages::{HomePage, LessonPage, MissingPage, SandboxPage};

/// What an address names. Every one stands behind `#/`, so that any static host will do.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// The start page.
    #[at("/")]
    Home,
    /// A cluster to play with.
    #[at("/sandbox")]
    Sandbox,
    /// A lesson.
    #[at("/lesson/:id")]
    Lesson {
        /// Its id.
        id: String,
    },
    /// Anything else.
    #[not_found]
    #[at("/missing")]
    Missing,
}

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
