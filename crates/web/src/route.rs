//! The addresses of the page. Every one stands behind `#/`, so that any static host will do.

use gloo::events::EventListener;
use yew::{hook, use_effect_with, use_state_eq};

/// What an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The start page.
    Home,
    /// A cluster to play with.
    Sandbox,
    /// The lesson of this id.
    Lesson(String),
    /// Nothing that there is.
    Missing,
}

/// Ids are names of folders beside the page: nothing else may get into the path that is fetched.
fn is_id(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= 64 && text.chars().all(plain)
}

impl Route {
    /// What the part of the address from `#` on names.
    pub fn parse(fragment: &str) -> Self {
        let path = fragment.strip_prefix('#').unwrap_or(fragment).trim_matches('/');
        match path.split_once('/') {
            None if path.is_empty() => Self::Home,
            None if path == "sandbox" => Self::Sandbox,
            Some(("lesson", id)) if is_id(id) => Self::Lesson(id.to_owned()),
            _ => Self::Missing,
        }
    }

    /// The address, for a link.
    pub fn href(&self) -> String {
        match self {
            Self::Home | Self::Missing => "#/".to_owned(),
            Self::Sandbox => "#/sandbox".to_owned(),
            Self::Lesson(id) => format!("#/lesson/{id}"),
        }
    }
}

fn current() -> Route {
    Route::parse(&gloo::utils::window().location().hash().unwrap_or_default())
}

/// What the address names now.
#[hook]
pub fn use_route() -> Route {
    let route = use_state_eq(current);
    {
        let route = route.clone();
        use_effect_with((), move |()| {
            let window = gloo::utils::window();
            let listener = EventListener::new(&window, "hashchange", move |_| {
                route.set(current());
                gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            });
            move || drop(listener)
        });
    }
    (*route).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_its_page() {
        assert_eq!(Route::parse(""), Route::Home);
        assert_eq!(Route::parse("#/"), Route::Home);
        assert_eq!(Route::parse("#/sandbox"), Route::Sandbox);
        assert_eq!(Route::parse("#/lesson/raft-election"), Route::Lesson("raft-election".to_owned()));
        assert_eq!(Route::parse("#/nonsense"), Route::Missing);
    }

    #[test]
    fn an_address_leads_nowhere_outside_the_lessons() {
        for bad in ["#/lesson/../secret", "#/lesson/", "#/lesson/a/b", "#/lesson/A%2e", "#/lesson/https:"] {
            assert_eq!(Route::parse(bad), Route::Missing, "{bad}");
        }
    }

    #[test]
    fn a_link_leads_where_it_says() {
        for route in [Route::Home, Route::Sandbox, Route::Lesson("raft-election".to_owned())] {
            assert_eq!(Route::parse(&route.href()), route);
        }
    }
}
