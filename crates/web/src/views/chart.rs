//! Bars, as a table: a number for each thing, beside what theory expects.

use quorum_kernel::inspect::{Chart, ChartBar};
use quorum_scene::words::say;
use yew::{Html, html};

use crate::{components::tone_class, t};

/// The table.
pub fn chart(chart: &Chart) -> Html {
    html! {
        <table class="board" data-chart="">
            <thead><tr>
                <td></td>
                <th scope="col">{ say(&chart.unit) }</th>
                <th scope="col">{ t!("chart-expected") }</th>
            </tr></thead>
            <tbody>{ for chart.bars.iter().map(bar) }</tbody>
        </table>
    }
}

fn bar(bar: &ChartBar) -> Html {
    html! {
        <tr>
            <th scope="row">{ say(&bar.label) }</th>
            <td class={tone_class(bar.tone)}>{ bar.value }</td>
            <td>{ for bar.expected }</td>
        </tr>
    }
}
