//! A lesson's text as elements. Everything comes from plain data: no HTML of an author's reaches the page.

use quorum_kernel::NodeId;
use quorum_lesson::prose::{Block, Inline};
use quorum_scene::{LegendItem, words::say};
use yew::{Callback, Html, classes, html};

use crate::{
    components::{draw_glyph, tone_class},
    t,
};

/// What text in a lesson refers to: the kinds of message, and what a click on a node does.
#[derive(Clone, Default)]
pub struct Ink {
    /// The kinds of message, for `{{Vote}}`.
    pub legend: Vec<LegendItem>,
    /// Called with a node that was clicked. Without it, nodes are plain words.
    pub on_node: Option<Callback<NodeId>>,
}

impl Ink {
    /// Draws blocks one below the other.
    pub fn blocks(&self, blocks: &[Block]) -> Html {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    /// Draws blocks within a line: the paragraphs' text alone.
    pub fn line(&self, blocks: &[Block]) -> Html {
        blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => self.inlines(text),
                other => self.block(other),
            })
            .collect()
    }

    fn block(&self, block: &Block) -> Html {
        match block {
            Block::Paragraph(text) => html! { <p>{ self.inlines(text) }</p> },
            Block::Quote(blocks) => html! { <blockquote>{ self.blocks(blocks) }</blockquote> },
            Block::Code(code) => html! { <pre><code>{ code.clone() }</code></pre> },
            Block::List { numbered, items } => {
                let items = items.iter().map(|item| html! { <li>{ self.blocks(item) }</li> });
                if *numbered {
                    html! { <ol>{ for items }</ol> }
                } else {
                    html! { <ul>{ for items }</ul> }
                }
            }
        }
    }

    fn inlines(&self, text: &[Inline]) -> Html {
        text.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Html {
        match inline {
            Inline::Text(text) => html! { text.clone() },
            Inline::Code(code) => html! { <code>{ code.clone() }</code> },
            Inline::Emphasis(text) => html! { <em>{ self.inlines(text) }</em> },
            Inline::Strong(text) => html! { <b>{ self.inlines(text) }</b> },
            Inline::Break => html! { <br /> },
            // A place on this site opens here; another site may open where the reader wants, without a way back to us.
            Inline::Link { href, text } if href.starts_with("#/") => {
                html! { <a href={href.clone()}>{ self.inlines(text) }</a> }
            }
            Inline::Link { href, text } => {
                html! { <a href={href.clone()} rel="noopener noreferrer" target="_blank">{ self.inlines(text) }</a> }
            }
            Inline::Node(id) => self.node(*id),
            Inline::Kind(kind) => self.kind(kind),
        }
    }

    fn node(&self, id: NodeId) -> Html {
        match &self.on_node {
            None => html! { <b>{ id.to_string() }</b> },
            Some(on_node) => {
                let onclick = on_node.reform(move |_| id);
                html! { <button type="button" class="node-chip" {onclick} title={t!("task-inspect", node = id)}>{ id.to_string() }</button> }
            }
        }
    }

    /// A kind goes by its name in the legend: `Vote` is “Vote, granted”, the first that begins so.
    fn kind(&self, kind: &str) -> Html {
        let names = |item: &&LegendItem| {
            say(&item.words).strip_prefix(kind).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        match self.legend.iter().find(names) {
            None => html! { <span class="kind">{ kind.to_owned() }</span> },
            Some(item) => html! {
                <span class={classes!("kind", "tone-ink", tone_class(item.look.tone))}>
                    { draw_glyph(item.look) }{ kind.to_owned() }
                </span>
            },
        }
    }
}

/// The text alone, without marks.
pub fn plain(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => plain_line(text),
        Block::Quote(blocks) => plain(blocks),
        Block::Code(code) => code.clone(),
        Block::List { items, .. } => items.iter().map(|item| plain(item)).collect::<Vec<_>>().join(" "),
    };
    blocks.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn plain_line(text: &[Inline]) -> String {
    let inline = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Kind(text) => text.clone(),
        Inline::Emphasis(text) | Inline::Strong(text) | Inline::Link { text, .. } => plain_line(text),
        Inline::Node(id) => id.to_string(),
        Inline::Break => " ".to_owned(),
    };
    text.iter().map(inline).collect()
}
