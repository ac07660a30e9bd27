//! Pictures on the stage. Shapes and icons come from the page's sprite; only a lost message has a drawing of its own.

use quorum_kernel::inspect::Glyph;
use yew::{Html, html};

use crate::components::glyph_id;

/// The shape of a message around the origin, in the colour of the text around it.
pub fn shape(glyph: Glyph) -> Html {
    html! { <use href={glyph_id(glyph)} /> }
}

/// The hollow outline of a lost message, with a cross in it.
pub fn lost(glyph: Glyph) -> Html {
    let outline = match glyph {
        Glyph::DiamondRing => html! { <path d="M0-11.5 11.5 0 0 11.5-11.5 0Z" /> },
        Glyph::DiscCheck | Glyph::DiscBar => html! { <circle r="10" /> },
        Glyph::PillRequest | Glyph::PillReply => html! { <rect x="-11" y="-8" width="22" height="16" rx="8" /> },
        Glyph::SquareLines | Glyph::SquareEmpty | Glyph::SquareCheck | Glyph::SquareBar => {
            html! { <rect x="-9" y="-9" width="18" height="18" rx="2" /> }
        }
    };
    html! {
        <>
            <g fill="var(--surface)" stroke="currentColor" stroke-width="1.5">{ outline }</g>
            <path d="M-4-4 4 4M4-4-4 4" stroke="var(--lost)" stroke-width="2.5" stroke-linecap="round" />
        </>
    }
}
