//! Bars, as a table: a number for each thing, beside what theory expects.

use quorum_scene::{Plot, PlotRow, words::say};
use yew::{Html, html};

use crate::t;

/// The table.
pub fn chart(plot: &Plot) -> Html {
    html! {
        <table class="board" data-chart="">
            <thead><tr>
                <td></td>
                <th scope="col">{ say(&plot.unit) }</th>
                <th scope="col">{ t!("chart-expected") }</th>
            </tr></thead>
            <tbody>{ for plot.table.iter().map(row) }</tbody>
        </table>
    }
}

fn row(PlotRow { label, value, expected }: &PlotRow) -> Html {
    html! {
        <tr><th scope="row">{ say(label) }</th><td>{ value }</td><td>{ for expected }</td></tr>
    }
}
