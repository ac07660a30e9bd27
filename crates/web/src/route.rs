//! The addresses of the page.
#![allow(
    clippy::disallowed_types,
    reason = "the derive of yew-router reads arguments from its own map, never in its order"
)]

use yew_router::Routable;

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
