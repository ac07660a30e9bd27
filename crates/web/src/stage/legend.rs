//! The kinds of message, below the stage.

use quorum_scene::{LegendItem, words::say};
use yew::{Html, Properties, component, html};

use crate::{components::draw_glyph, t};

/// Properties of [`Legend`].
#[derive(Properties, PartialEq)]
pub struct LegendProps {
    /// The kinds.
    pub items: Vec<LegendItem>,
}

/// The legend: each kind's shape and words.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="legend" aria-label={t!("stage-legend")}>
            { for props.items.iter().map(|item| html! { <li>{ draw_glyph(item.look) }{ say(&item.words) }</li> }) }
        </ul>
    }
}
