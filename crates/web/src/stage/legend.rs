//! The kinds of message, below the stage.

use quorum_scene::{LegendItem, words::say};
use yew::{Html, html};

use crate::{components::draw_glyph, t};

/// The legend: each kind's shape and words.
pub fn legend(items: &[LegendItem]) -> Html {
    html! {
        <ul class="legend" aria-label={t!("stage-legend")}>
            { for items.iter().map(|item| html! { <li>{ draw_glyph(item.look) }{ say(&item.words) }</li> }) }
        </ul>
    }
}
