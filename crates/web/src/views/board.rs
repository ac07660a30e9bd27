//! A table of what the nodes know: a row a node.

use quorum_kernel::inspect::{Board, BoardRow, Cell};
use quorum_scene::{NodeStatus, Scene, words::say};
use yew::{Html, html};

use crate::{
    components::{draw_icon, role_icon, tone_class},
    t,
};

/// The table.
pub fn board(scene: &Scene, board: &Board) -> Html {
    html! {
        <table class="board" data-board={board.id.clone()}>
            <caption class="sr">{ say(&board.title) }</caption>
            <thead>
                <tr>
                    <th scope="col">{ t!("board-node") }</th>
                    { for board.columns.iter().map(|column| html! { <th scope="col">{ say(column) }</th> }) }
                </tr>
            </thead>
            <tbody>{ for board.rows.iter().map(|line| row(scene, line)) }</tbody>
        </table>
    }
}

fn row(scene: &Scene, row: &BoardRow) -> Html {
    let node = scene.nodes.iter().find(|node| node.id == row.node);
    let down = node.is_some_and(|node| node.status == NodeStatus::Down);
    let tone = node.filter(|_| !down).map_or("tone-down", |node| tone_class(node.tone));
    html! {
        <tr key={row.node.to_string()} class={if down { "down" } else { "" }}>
            <th scope="row">
                if let Some(node) = node { <span class={tone}>{ draw_icon(role_icon(node)) }</span> }
                { row.node.to_string() }
                if down { <small>{ t!("board-down") }</small> }
            </th>
            { for row.cells.iter().map(cell) }
        </tr>
    }
}

fn cell(cell: &Cell) -> Html {
    let tone = cell.tone.map(tone_class);
    html! {
        <td class={tone}>
            if cell.lines.is_empty() { <span class="none">{ "–" }</span> }
            { for cell.lines.iter().map(|line| html! { <div>{ say(line) }</div> }) }
        </td>
    }
}
