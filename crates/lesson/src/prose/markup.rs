//! Markdown to plain data: the few kinds of block and inline text that a lesson may use, and two of our own,
//! `[[n3]]` for a node and `{{Vote}}` for a kind of message. Raw HTML and images are left out.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};
use quorum_kernel::NodeId;

use super::fault::{ProseFault, ProseProblem};

/// How deep lists, quotes and emphasis may lie in each other. Whoever draws or drops a block goes as deep.
const DEPTH_MAX: usize = 16;
/// The longest name in `[[…]]` or `{{…}}`, in characters; with more between them the marks are plain text.
const NAME_MAX: usize = 60;

/// A block of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, numbered or not.
    List {
        /// Whether it is numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// Code, as it stands.
    Code(String),
}

/// A piece of text in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Code, as it stands.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A link that leads to `http(s)` or to a place on the site (`#/…`).
    Link {
        /// Where it leads.
        href: String,
        /// What it says.
        text: Vec<Inline>,
    },
    /// A node of the cluster, `[[n3]]`.
    Node(NodeId),
    /// A kind of message, `{{Vote}}`.
    Kind(String),
    /// A line break that the author asked for.
    Break,
}

/// What is open while the events come in: a container of blocks or of inline text.
enum Open {
    Blocks(Vec<Block>),
    Inlines(Vec<Inline>),
    List {
        numbered: bool,
        items: Vec<Vec<Block>>,
    },
    Code(String),
    /// What is inside is left out.
    Skipped,
}

/// Reads Markdown into blocks. Problems are given the line of the text's start plus the line within it.
pub(super) fn blocks(markdown: &str, first_line: u32, problems: &mut Vec<ProseProblem>) -> Vec<Block> {
    let mut reader = Reader { stack: vec![Open::Blocks(Vec::new())], deep: false, faults: Vec::new() };
    let events = Parser::new_ext(markdown, Options::empty()).into_offset_iter();
    let (mut counted, mut line) = (0, first_line);
    for (event, range) in TextMergeWithOffset::new(events) {
        reader.event(event);
        if !reader.faults.is_empty() {
            // Counted on from the last fault: a file of nothing but faults is read once.
            line += lines_in(markdown.get(counted..range.start).unwrap_or_default());
            counted = counted.max(range.start);
            problems.extend(reader.faults.drain(..).map(|fault| fault.at(line)));
        }
    }
    match reader.stack.pop() {
        Some(Open::Blocks(blocks)) => blocks,
        _ => Vec::new(),
    }
}

fn lines_in(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

struct Reader {
    stack: Vec<Open>,
    /// Whether the text was found too deep; said once.
    deep: bool,
    faults: Vec<ProseFault>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        if matches!(self.stack.last(), Some(Open::Skipped)) && !matches!(event, Event::Start(_) | Event::End(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(end) => self.close(end),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.inline(Inline::Code(code.into_string())),
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            // Raw HTML is shown as nothing; the other events belong to extensions that are off.
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        let too_deep = self.stack.len() > DEPTH_MAX;
        if too_deep && !core::mem::replace(&mut self.deep, true) {
            self.faults.push(ProseFault::TooDeep);
        }
        let open = match tag {
            _ if too_deep => Open::Skipped,
            Tag::BlockQuote(_) | Tag::Item => Open::Blocks(Vec::new()),
            Tag::List(first) => Open::List { numbered: first.is_some(), items: Vec::new() },
            Tag::CodeBlock(_) => Open::Code(String::new()),
            Tag::Paragraph | Tag::Heading { .. } | Tag::Emphasis | Tag::Strong => Open::Inlines(Vec::new()),
            Tag::Link { dest_url, .. } => {
                if !link_allowed(&dest_url) {
                    self.faults.push(ProseFault::BadLink(dest_url.to_string()));
                }
                // The address waits in front of the words it belongs to.
                Open::Inlines(vec![Inline::Link { href: dest_url.into_string(), text: Vec::new() }])
            }
            _ => Open::Skipped,
        };
        self.stack.push(open);
    }

    fn close(&mut self, end: TagEnd) {
        let Some(open) = self.stack.pop() else { return };
        match (end, open) {
            (TagEnd::BlockQuote(_), Open::Blocks(blocks)) => self.block(Block::Quote(blocks)),
            (TagEnd::Item, Open::Blocks(blocks)) => {
                if let Some(Open::List { items, .. }) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            (TagEnd::List(_), Open::List { numbered, items }) => self.block(Block::List { numbered, items }),
            (TagEnd::CodeBlock, Open::Code(code)) => self.block(Block::Code(code)),
            (TagEnd::Emphasis, Open::Inlines(text)) => self.inline(Inline::Emphasis(text)),
            (TagEnd::Strong, Open::Inlines(text)) => self.inline(Inline::Strong(text)),
            (TagEnd::Link, Open::Inlines(mut text)) => match text.remove(0) {
                Inline::Link { href, .. } if link_allowed(&href) => self.inline(Inline::Link { href, text }),
                _ => text.into_iter().for_each(|piece| self.inline(piece)),
            },
            (_, Open::Inlines(text)) => self.block(Block::Paragraph(text)),
            _ => {}
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(Open::Blocks(blocks)) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    fn inline(&mut self, inline: Inline) {
        match self.stack.last_mut() {
            Some(Open::Inlines(inlines)) => inlines.push(inline),
            // The text of a tight list item comes without a paragraph around it.
            Some(Open::Blocks(blocks)) => match blocks.last_mut() {
                Some(Block::Paragraph(inlines)) => inlines.push(inline),
                _ => blocks.push(Block::Paragraph(vec![inline])),
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(Open::Code(code)) = self.stack.last_mut() {
            code.push_str(text);
            return;
        }
        let mut rest = text;
        while let Some((before, mark, after)) = next_mark(rest) {
            if !before.is_empty() {
                self.inline(Inline::Text(before.to_owned()));
            }
            match mark {
                Mark::Kind(kind) => self.inline(Inline::Kind(kind.to_owned())),
                Mark::Node(name) => match name.parse() {
                    Ok(node) => self.inline(Inline::Node(node)),
                    Err(_) => self.faults.push(ProseFault::BadNode(name.to_owned())),
                },
            }
            rest = after;
        }
        if !rest.is_empty() {
            self.inline(Inline::Text(rest.to_owned()));
        }
    }
}

enum Mark<'a> {
    Node(&'a str),
    Kind(&'a str),
}

/// The first `[[node]]` or `{{Kind}}` in a text, with what stands before and after it.
fn next_mark(text: &str) -> Option<(&str, Mark<'_>, &str)> {
    text.match_indices(['[', '{']).find_map(|(at, open)| {
        let (marks, close) = if open == "[" { ("[[", "]]") } else { ("{{", "}}") };
        let rest = text[at..].strip_prefix(marks)?;
        let near = rest.char_indices().nth(NAME_MAX + close.len()).map_or(rest, |(end, _)| &rest[..end]);
        let name = &near[..near.find(close)?];
        let mark = if open == "[" { Mark::Node(name.trim()) } else { Mark::Kind(name.trim()) };
        Some((&text[..at], mark, &rest[name.len() + close.len()..]))
    })
}

fn link_allowed(href: &str) -> bool {
    ["https://", "http://", "#/"].iter().any(|start| href.starts_with(start))
}
