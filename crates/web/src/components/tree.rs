//! A node's state as a tree, with what changed.

use quorum_scene::{Change, Mark, Row};
use yew::{Html, html};

/// One part of a node's state under its title, such as “In memory, lost on a crash”; it folds.
pub fn state_tree(title: &str, rows: &[Row]) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <details class="tree" open=true>
            <summary class="grp">{ super::draw_icon("chevron-down") }{ title }</summary>
            <dl>{ for rows.iter().enumerate().map(|(i, line)| row(i, line, groups(rows, i))) }</dl>
        </details>
    }
}

/// Whether the rows below belong to this one, which then needs no value of its own.
fn groups(rows: &[Row], index: usize) -> bool {
    rows.get(index + 1).is_some_and(|next| next.depth > rows[index].depth)
}

fn row(index: usize, row: &Row, groups: bool) -> Html {
    let (class, said) = match row.change {
        Change::None => ("row", None),
        Change::Step => ("row step", Some(crate::t!("changed-step"))),
        Change::Since => ("row since", Some(crate::t!("changed-since"))),
    };
    let style = format!("--depth:{}", row.depth);
    html! {
        <div key={format!("{index}-{}", row.name)} {class} {style} data-field={row.name.clone()}>
            <dt>{ &row.name }</dt>
            <dd>
                if row.value.is_empty() && !row.many && !groups { { "–" } } else { { value(row) } }
                if let Some(said) = said { <span class="sr">{ said }</span> }
            </dd>
        </div>
    }
}

/// `{n3, + n4}` for a set, else the old value struck and the new one.
fn value(row: &Row) -> Html {
    let mut shown = Vec::new();
    for (i, piece) in row.value.iter().enumerate() {
        if row.many && i > 0 {
            shown.push(html! { { ", " } });
        }
        let text = &piece.text;
        shown.push(match piece.mark {
            Mark::Same => html! { { text } },
            Mark::Gone => html! { <del>{ text }</del> },
            Mark::New if row.many => html! { <ins>{ format!("+ {text}") }</ins> },
            Mark::New => html! { <ins>{ text }</ins> },
        });
    }
    if row.many {
        html! { <>{ "{" }{ for shown }{ "}" }</> }
    } else {
        html! { <>{ for shown }</> }
    }
}
