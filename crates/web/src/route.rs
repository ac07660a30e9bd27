//! The addresses of the page. Every one stands behind `#/`, so that any static host will do.

use gloo::events::EventListener;
use quorum_scene::family_of;
use yew::{hook, use_effect_with, use_state_eq};

/// What an address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The start page.
    Home,
    /// A cluster to play with: of the protocol of this id, or of the first.
    Sandbox(Option<String>),
    /// The lesson of this id.
    Lesson(String),
    /// A run that somebody shared, of a lesson or of the sandbox.
    Shared {
        /// The lesson's id, if it was made in one.
        lesson: Option<String>,
        /// The run, packed.
        run: String,
    },
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
        let mut parts = path.splitn(3, '/');
        match (parts.next().unwrap_or_default(), parts.next(), parts.next()) {
            ("", None, None) => Self::Home,
            ("sandbox", None, None) => Self::Sandbox(None),
            ("sandbox", Some(id), None) if family_of(id).is_some() => Self::Sandbox(Some(id.to_owned())),
            ("lesson", Some(id), None) if is_id(id) => Self::Lesson(id.to_owned()),
            // What a packed run may look like is for the one who unpacks it to say: a damaged one gets more than a 404.
            ("lesson", Some(id), Some(run)) if is_id(id) => Self::shared(Some(id), run),
            ("run", Some(run), None) => Self::shared(None, run),
            _ => Self::Missing,
        }
    }

    /// A packed run, of a lesson or of the sandbox.
    pub fn shared(lesson: Option<&str>, run: &str) -> Self {
        Self::Shared { lesson: lesson.map(str::to_owned), run: run.to_owned() }
    }

    /// The address, for a link.
    pub fn href(&self) -> String {
        match self {
            Self::Home | Self::Missing => "#/".to_owned(),
            Self::Sandbox(None) => "#/sandbox".to_owned(),
            Self::Sandbox(Some(id)) => format!("#/sandbox/{id}"),
            Self::Lesson(id) => format!("#/lesson/{id}"),
            Self::Shared { lesson: None, run } => format!("#/run/{run}"),
            Self::Shared { lesson: Some(id), run } => format!("#/lesson/{id}/{run}"),
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
        assert_eq!(Route::parse("#/sandbox"), Route::Sandbox(None));
        assert_eq!(Route::parse("#/sandbox/zab"), Route::Sandbox(Some("zab".to_owned())));
        assert_eq!(Route::parse("#/lesson/raft-election"), Route::Lesson("raft-election".to_owned()));
        assert_eq!(Route::parse("#/run/1abc_-"), Route::shared(None, "1abc_-"));
        assert_eq!(Route::parse("#/nonsense"), Route::Missing);
    }

    #[test]
    fn a_sandbox_of_no_protocol_there_is_is_missing() {
        for bad in ["#/sandbox/run", "#/sandbox/ZAB", "#/sandbox/zab/x", "#/sandbox/../lesson"] {
            assert_eq!(Route::parse(bad), Route::Missing, "{bad}");
        }
    }

    #[test]
    fn an_address_leads_nowhere_outside_the_lessons() {
        for bad in ["#/lesson/../secret", "#/lesson/", "#/lesson/A%2e", "#/lesson/https:", "#/lesson/a%2fb/1abc"] {
            assert_eq!(Route::parse(bad), Route::Missing, "{bad}");
        }
    }

    #[test]
    fn a_damaged_run_in_an_address_is_left_to_the_one_who_unpacks_it() {
        assert_eq!(Route::parse("#/run/!?/"), Route::shared(None, "!?"));
        assert_eq!(Route::parse("#/lesson/x/a/b"), Route::shared(Some("x"), "a/b"));
    }

    #[test]
    fn a_link_leads_where_it_says() {
        let shared = Route::shared(Some("raft-election"), "1abc");
        let sandboxes = [None, Some("redis-lock".to_owned())].map(Route::Sandbox);
        let others = [Route::Home, Route::Lesson("raft-election".to_owned()), Route::shared(None, "1a"), shared];
        for route in sandboxes.into_iter().chain(others) {
            assert_eq!(Route::parse(&route.href()), route);
        }
    }
}
