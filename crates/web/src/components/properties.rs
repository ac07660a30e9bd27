//! What must hold, whether it holds at the cursor, and why not.

use quorum_scene::{PropertyMode, PropertyView, words::say};
use yew::{Callback, Html, html};

use super::draw_icon;
use crate::t;

/// The properties at the cursor, false ones washed red and marked with a cross. What a true one rests on unfolds.
pub fn property_list(properties: &[PropertyView], on_why: &Callback<String>) -> Html {
    if properties.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-labelledby="properties-title">
            <h2><span id="properties-title">{ t!("properties-title") }</span><span class="note">{ t!("at-the-cursor") }</span></h2>
            <ul class="props">{ for properties.iter().map(|one| property(one, on_why)) }</ul>
        </section>
    }
}

fn property(property: &PropertyView, on_why: &Callback<String>) -> Html {
    let mode = match property.mode {
        PropertyMode::Always => t!("mode-always"),
        PropertyMode::Eventually => t!("mode-eventually"),
        PropertyMode::Sometimes => t!("mode-sometimes"),
    };
    // What is only due some day is open, not broken, while it does not hold.
    let (class, icon, words) = match (property.holds, property.mode) {
        (true, _) => ("yes", "check", t!("property-holds")),
        (false, PropertyMode::Always) => ("no", "close", t!("property-false")),
        (false, _) => ("open", "timer", t!("property-open")),
    };
    html! {
        <li key={property.id.clone()} {class} data-property={property.id.clone()} data-status={class}>
            <span class="mark" role="img" aria-label={words}>{ draw_icon(icon) }</span>
            <details open={class == "no"}>
                <summary><b>{ say(&property.title) }</b><span class="mode">{ mode }</span></summary>
                <p class="d">{ say(&property.detail) }</p>
                <p class="d">{ t!("promised-under", promise = property.promise.clone()) }</p>
            </details>
            if class == "no" { { why(property, on_why) } }
        </li>
    }
}

/// Leads to the event at which a property turned false.
fn why(property: &PropertyView, on_why: &Callback<String>) -> Html {
    let id = property.id.clone();
    let said = t!("ask-why-false", property = property.title.clone());
    html! {
        <button class="ask-btn" data-why-false={id.clone()} aria-label={said.clone()} title={said}
            onclick={on_why.reform(move |_| id.clone())}>{ t!("ask-why") }</button>
    }
}
