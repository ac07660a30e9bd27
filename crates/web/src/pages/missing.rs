//! An address that names nothing.

use yew::{Html, component, html};

use crate::{
    components::{Crumb, Header},
    hooks::use_words,
    t,
};

/// The page for an address that names nothing.
#[component]
pub fn MissingPage() -> Html {
    use_words();
    html! {
        <div class="notice">
            <Header crumb={None::<Crumb>} />
            <main>
                <h1>{ t!("missing-title") }</h1>
                <p>{ t!("missing-words") }</p>
                <p><a class="btn" href="#/">{ t!("all-lessons") }</a></p>
            </main>
        </div>
    }
}
