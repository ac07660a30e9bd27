//! The circle of keys, as tables: who owns which part of it, and who holds which key.

use quorum_kernel::inspect::{Ring, RingArc, RingKey};
use quorum_scene::words::say;
use yew::{Html, html};

use crate::{components::tone_class, t};

/// The tables.
pub fn ring(ring: &Ring) -> Html {
    html! {
        <>
            <table class="board" data-ring="arcs">
                <caption class="sr">{ say(&ring.title) }</caption>
                <thead><tr>
                    <th scope="col">{ t!("ring-arc") }</th>
                    <th scope="col">{ t!("ring-owner") }</th>
                    <th scope="col">{ t!("ring-moving-to") }</th>
                </tr></thead>
                <tbody>{ for ring.arcs.iter().map(arc) }</tbody>
            </table>
            <table class="board" data-ring="keys">
                <caption class="sr">{ t!("ring-keys") }</caption>
                <thead><tr>
                    <th scope="col">{ t!("ring-key") }</th>
                    <th scope="col">{ t!("ring-holders") }</th>
                    <th scope="col">{ t!("ring-note") }</th>
                </tr></thead>
                <tbody>{ for ring.keys.iter().map(key) }</tbody>
            </table>
        </>
    }
}

fn arc(arc: &RingArc) -> Html {
    html! {
        <tr>
            <th scope="row">{ format!("({:08x}, {:08x}]", arc.from, arc.to) }</th>
            <td>{ arc.owner.to_string() }</td>
            <td>{ for arc.moving_to.map(|to| to.to_string()) }</td>
        </tr>
    }
}

fn key(key: &RingKey) -> Html {
    let holders: Vec<String> = key.holders.iter().map(ToString::to_string).collect();
    html! {
        <tr class={key.tone.map(tone_class)}>
            <th scope="row">{ format!("{} ({:08x})", key.key, key.at) }</th>
            <td>{ holders.join(" ") }</td>
            <td>{ for key.note.as_ref().map(say) }</td>
        </tr>
    }
}
