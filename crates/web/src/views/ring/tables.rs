//! What the picture of a circle of keys shows, as tables.

use quorum_kernel::{
    NodeId,
    inspect::{Ring, RingArc, RingKey},
};
use quorum_scene::words::say;
use yew::{Html, html};

use super::{
    picture::colour,
    places::places,
    said::{hex, share},
};
use crate::{components::tone_class, t};

/// The most rows of a table. The picture and its sentences know of all.
const ROWS_MAX: usize = 200;

/// A row a node: its colour, how much of the circle is its own, at how many places it stands, what it holds.
pub fn owners(ring: &Ring, nodes: &[NodeId]) -> Html {
    html! {
        <table class="board ring-owners" data-ring="owners">
            <caption class="sr">{ say(&ring.title) }</caption>
            <thead><tr>
                <th scope="col">{ t!("board-node") }</th>
                <th scope="col">{ t!("ring-owns") }</th>
                <th scope="col">{ t!("ring-points") }</th>
                <th scope="col">{ t!("ring-answers") }</th>
                <th scope="col">{ t!("ring-copies") }</th>
            </tr></thead>
            <tbody>{ for nodes.iter().map(|node| owner(ring, *node)) }</tbody>
        </table>
    }
}

fn owner(ring: &Ring, node: NodeId) -> Html {
    let owned: u64 = ring.arcs.iter().filter(|arc| arc.owner == node).map(places).sum();
    let points = ring.points.iter().filter(|point| point.node == node).count();
    let answers = ring.keys.iter().filter(|key| key.holders.first() == Some(&node)).count();
    let copies = ring.keys.iter().filter(|key| key.holders.iter().skip(1).any(|holder| *holder == node)).count();
    html! {
        <tr key={node.to_string()}>
            <th scope="row"><i class={colour(node)} />{ node.to_string() }</th>
            <td>{ share(owned) }</td>
            <td>{ points }</td>
            <td>{ answers }</td>
            <td>{ copies }</td>
        </tr>
    }
}

/// A row a key.
pub fn keys(ring: &Ring) -> Html {
    if ring.keys.is_empty() {
        return Html::default();
    }
    html! {
        <details open=true>
            <summary>{ t!("ring-keys", n = ring.keys.len()) }</summary>
            <table class="board" data-ring="keys">
                <caption class="sr">{ t!("ring-keys", n = ring.keys.len()) }</caption>
                <thead><tr>
                    <th scope="col">{ t!("ring-key") }</th>
                    <th scope="col">{ t!("ring-place") }</th>
                    <th scope="col">{ t!("ring-holders") }</th>
                    <th scope="col">{ t!("ring-note") }</th>
                </tr></thead>
                <tbody>{ for ring.keys.iter().take(ROWS_MAX).map(key) }</tbody>
            </table>
            if let Some(more) = ring.keys.len().checked_sub(ROWS_MAX + 1) { <p>{ t!("ring-more", n = more + 1) }</p> }
        </details>
    }
}

fn key(key: &RingKey) -> Html {
    let holders: Vec<String> = key.holders.iter().map(ToString::to_string).collect();
    html! {
        <tr key={key.key.clone()} class={key.tone.map(tone_class)}>
            <th scope="row">{ &key.key }</th>
            <td>{ hex(key.at) }</td>
            <td>{ holders.join(" ") }</td>
            <td>{ for key.note.as_ref().map(say) }</td>
        </tr>
    }
}

/// A row a part of the circle.
pub fn arcs(ring: &Ring) -> Html {
    if ring.arcs.is_empty() {
        return Html::default();
    }
    html! {
        <details>
            <summary>{ t!("ring-arcs", n = ring.arcs.len()) }</summary>
            <table class="board" data-ring="arcs">
                <caption class="sr">{ t!("ring-arcs", n = ring.arcs.len()) }</caption>
                <thead><tr>
                    <th scope="col">{ t!("ring-from") }</th>
                    <th scope="col">{ t!("ring-to") }</th>
                    <th scope="col">{ t!("ring-owner") }</th>
                    <th scope="col">{ t!("ring-moving-to") }</th>
                </tr></thead>
                <tbody>{ for ring.arcs.iter().take(ROWS_MAX).map(arc) }</tbody>
            </table>
            if let Some(more) = ring.arcs.len().checked_sub(ROWS_MAX + 1) { <p>{ t!("ring-more", n = more + 1) }</p> }
        </details>
    }
}

fn arc(arc: &RingArc) -> Html {
    html! {
        <tr key={arc.to.to_string()}>
            <td>{ hex(arc.from) }</td>
            <th scope="row">{ hex(arc.to) }</th>
            <td>{ arc.owner.to_string() }</td>
            <td>{ for arc.moving_to.map(|to| to.to_string()) }</td>
        </tr>
    }
}
