//! An address that names nothing.

use yew::{Html, html};

use crate::{
    components::{Crumb, Header},
    t,
};

/// The page for an address that names nothing.
pub fn missing_page() -> Html {
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
