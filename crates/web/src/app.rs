//! The root of the page.

use yew::{Html, component, html};

/// The page.
#[component]
pub fn App() -> Html {
    html! { <p>{ "…" }</p> }
}
