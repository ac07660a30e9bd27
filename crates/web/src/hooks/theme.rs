//! The theme, and that it stays on this device.

use yew::{Callback, hook, use_callback, use_state};

const THEME: &str = "quorum.theme";

fn is_dark() -> bool {
    let chosen = gloo::utils::document_element().get_attribute("data-theme");
    chosen.map_or_else(
        || {
            let query = gloo::utils::window().match_media("(prefers-color-scheme: dark)");
            query.ok().flatten().is_some_and(|query| query.matches())
        },
        |theme| theme == "dark",
    )
}

/// Whether the page is dark, and what flips it. The choice is kept.
#[hook]
pub fn use_theme() -> (bool, Callback<()>) {
    let dark = use_state(is_dark);
    let flip = {
        let dark = dark.clone();
        use_callback((), move |(), ()| {
            let theme = if is_dark() { "light" } else { "dark" };
            // Without the attribute the page would follow the system; the reader has just said otherwise.
            let _unchanged = gloo::utils::document_element().set_attribute("data-theme", theme);
            if let Some(storage) = gloo::utils::window().local_storage().ok().flatten() {
                let _forgotten = storage.set_item(THEME, theme);
            }
            dark.set(theme == "dark");
        })
    };
    (*dark, flip)
}
