//! Pictures from the sprite in `index.html`, and how the kinds of the engine map to them.

use quorum_kernel::inspect::{Glyph, Icon as RoleIcon, Look, Tone};
use quorum_scene::{EventIcon, NodeStatus, NodeView};
use yew::{Html, html};

/// A line icon of 16 px in the colour of the text, by the name after `i-` in the sprite.
pub fn draw_icon(name: &str) -> Html {
    html! {
        <svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href={format!("#i-{name}")} /></svg>
    }
}

/// The shape of a message in its colour, within a line of text.
pub fn draw_glyph(look: Look) -> Html {
    let class = format!("g {}", tone_class(look.tone));
    html! {
        <svg {class} viewBox="-10 -10 20 20" aria-hidden="true"><use href={glyph_id(look.glyph)} /></svg>
    }
}

/// The picture of an event: the message that arrived, or else what happened.
pub fn draw_event(icon: EventIcon, look: Option<Look>) -> Html {
    match (icon, look) {
        (EventIcon::Deliver, Some(look)) => draw_glyph(look),
        (icon, _) => {
            let fault = matches!(icon, EventIcon::Lost | EventIcon::Crash | EventIcon::Cut);
            html! { <span class={if fault { "lost-ink" } else { "" }}>{ draw_icon(event_icon(icon)) }</span> }
        }
    }
}

fn event_icon(icon: EventIcon) -> &'static str {
    match icon {
        EventIcon::Deliver => "send",
        EventIcon::Lost => "drop",
        EventIcon::Duplicate => "duplicate",
        EventIcon::Delay | EventIcon::Timer => "timer",
        EventIcon::Crash | EventIcon::Restart => "power",
        EventIcon::Pause => "pause",
        EventIcon::Resume => "play",
        EventIcon::Cut => "cut",
        EventIcon::Heal => "heal",
        EventIcon::Request => "client",
        EventIcon::Clock => "clock",
    }
}

/// The class that sets `--tone` and `--tone-ink`.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Calm => "tone-calm",
        Tone::Ask => "tone-ask",
        Tone::Grant => "tone-grant",
        Tone::Refuse => "tone-refuse",
        Tone::Lead => "tone-lead",
        Tone::Report => "tone-report",
        Tone::Client => "tone-client",
    }
}

/// The shape's place in the sprite, as an address within the page.
pub fn glyph_id(glyph: Glyph) -> &'static str {
    match glyph {
        Glyph::DiamondRing => "#k-diamond-ring",
        Glyph::DiscCheck => "#k-disc-check",
        Glyph::DiscBar => "#k-disc-bar",
        Glyph::SquareLines => "#k-square-lines",
        Glyph::SquareEmpty => "#k-square-empty",
        Glyph::SquareCheck => "#k-square-check",
        Glyph::SquareBar => "#k-square-bar",
        Glyph::PillRequest => "#k-pill-request",
        Glyph::PillReply => "#k-pill-reply",
    }
}

/// The picture of what a node is at the moment.
pub fn role_icon(node: &NodeView) -> &'static str {
    match (node.status, node.icon) {
        (NodeStatus::Down, _) | (_, None) => "power",
        (NodeStatus::Paused, _) => "pause",
        (_, Some(RoleIcon::Follower)) => "follower",
        (_, Some(RoleIcon::Candidate)) => "candidate",
        (_, Some(RoleIcon::Leader)) => "leader",
        (_, Some(RoleIcon::Settled)) => "settled",
        (_, Some(RoleIcon::Client)) => "client",
        (_, Some(RoleIcon::Locked)) => "locked",
        (_, Some(RoleIcon::Holder)) => "holder",
        (_, Some(RoleIcon::Store)) => "store",
        (_, Some(RoleIcon::Resource)) => "resource",
    }
}
