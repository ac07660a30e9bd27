//! Bars, as the engine has laid them out: shapes to draw, and the same as a table.

use quorum_scene::{Anchor, Ink, Plot, PlotRow, Shape, words::say};
use yew::{Html, html};

use crate::{components::tone_class, t};

/// The bars, and the table; or, while there is no bar, why.
pub fn chart(plot: &Plot) -> Html {
    if let Some(nothing) = &plot.nothing {
        return html! { <p class="nothing" data-chart="">{ say(nothing) }</p> };
    }
    html! {
        <div class="chart-view">
            <div>
                <svg class="plot" aria-hidden="true" viewBox={format!("0 0 {} {}", plot.width, plot.height)}>
                    { for plot.shapes.iter().map(shape) }
                </svg>
                if plot.table.iter().any(|row| row.expected.is_some()) {
                    <p class="plot-key" aria-hidden="true">
                        <svg width="12" height="20"><path class="plot-expected" d="M6 0V20" /></svg>{ t!("chart-expected") }
                    </p>
                }
            </div>
            <table class="board" data-chart="">
                <thead><tr>
                    <td></td>
                    <th scope="col">{ say(&plot.unit) }</th>
                    <th scope="col">{ t!("chart-expected") }</th>
                </tr></thead>
                <tbody>{ for plot.table.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn row(PlotRow { label, value, expected }: &PlotRow) -> Html {
    html! {
        <tr><th scope="row">{ say(label) }</th><td>{ value }</td><td>{ for expected }</td></tr>
    }
}

fn shape(shape: &Shape) -> Html {
    match shape {
        Shape::Rect { at: (x, y), size: (width, height), ink } => html! {
            <rect class={class(*ink)} x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} />
        },
        Shape::Line { points, ink } => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            html! { <polyline class={class(*ink)} points={points.join(" ")} /> }
        }
        Shape::Words { at: (x, y), anchor, words, ink } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            html! { <text class={class(*ink)} x={x.to_string()} y={y.to_string()} text-anchor={anchor}>{ say(words) }</text> }
        }
    }
}

fn class(ink: Ink) -> String {
    match ink {
        Ink::Axis => "plot-axis".to_owned(),
        Ink::Grid => "plot-grid".to_owned(),
        Ink::Label => "plot-label".to_owned(),
        Ink::Tick => "plot-tick".to_owned(),
        Ink::Expected => "plot-expected".to_owned(),
        Ink::Bar(tone) => format!("plot-bar {}", tone_class(tone)),
    }
}
