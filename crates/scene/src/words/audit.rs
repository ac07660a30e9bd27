//! What a catalogue holds, and whether it keeps to the part of Fluent that is said here.
//!
//! Files of words come from translators, so that what the library would answer with endless nesting or a panic is found
//! before anything is said: too deep, too many gaps, references to other messages, functions that there are not.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;
use fluent_syntax::{
    ast::{CallArguments, Entry as AstEntry, Expression, InlineExpression, Message, Pattern, PatternElement},
    parser::ParserError,
};
use quorum_kernel::Text;

use super::{BYTES_MAX, Broken};

/// How deep braces may stand in braces. The parser calls itself for each.
const DEPTH_MAX: usize = 16;

/// How many gaps a message may have, all choices counted. The library gives up at 100.
const GAPS_MAX: usize = 60;

/// The functions that a message may use.
const FUNCTIONS: [&str; 2] = ["TIME", "MS"];

/// One message of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// The line it begins on, from 1.
    pub line: u32,
    /// The arguments that it names.
    pub args: BTreeSet<String>,
    /// Why it cannot be said, if it cannot.
    pub wrong: Option<Text>,
}

/// The messages of a catalogue, in the order of the file, also those of which there is another.
///
/// # Errors
/// What is wrong with its syntax.
pub fn entries(source: &str) -> (Vec<Entry>, Vec<Broken>) {
    if let Err(broken) = bounds(source) {
        return (Vec::new(), vec![broken]);
    }
    match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => (entries_of(&resource), Vec::new()),
        Err((resource, errors)) => (entries_of(&resource), errors.iter().map(|error| syntax(source, error)).collect()),
    }
}

pub(super) fn entries_of(resource: &FluentResource) -> Vec<Entry> {
    let messages = resource.entries().filter_map(|entry| match entry {
        AstEntry::Message(message) => Some(message),
        _ => None,
    });
    messages.map(|message| entry(resource.source(), message)).collect()
}

fn entry(source: &str, message: &Message<&str>) -> Entry {
    // The name is a slice of the source: its place is how far it lies behind the beginning.
    let at = (message.id.name.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
    let mut found = Found::default();
    match &message.value {
        Some(pattern) if message.attributes.is_empty() => found.pattern(pattern),
        _ => found.wrong = Some(Text::new("words-no-value")),
    }
    if found.gaps > GAPS_MAX {
        found.wrong = Some(Text::new("words-many-gaps").with("max", GAPS_MAX));
    }
    Entry { id: message.id.name.to_owned(), line: line_of(source, at), args: found.args, wrong: found.wrong }
}

/// Refuses what is too long or too deep to be parsed.
pub(super) fn bounds(source: &str) -> Result<(), Broken> {
    if source.len() > BYTES_MAX {
        let why = Text::new("words-long").with("bytes", source.len()).with("max", BYTES_MAX);
        return Err(Broken { line: 1, why });
    }
    let mut depth = 0_usize;
    for (i, line) in source.lines().enumerate() {
        // An entry begins in the first column; only its closing brace may stand there as well.
        if !line.starts_with([' ', '}']) {
            depth = 0;
        }
        for c in line.chars() {
            match c {
                '{' | '(' => depth += 1,
                '}' | ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > DEPTH_MAX {
                return Err(Broken { line: number(i + 1), why: Text::new("words-deep").with("max", DEPTH_MAX) });
            }
        }
    }
    Ok(())
}

/// What the parser found, in a sentence of ours around its own words.
pub(super) fn syntax(source: &str, error: &ParserError) -> Broken {
    let why = Text::new("words-syntax").with("why", error.kind.to_string());
    // The parser notices an open brace in the line after; where the message begins is a better place to look.
    let junk = error.slice.clone().and_then(|slice| source.get(slice)).unwrap_or_default();
    let begins =
        error.slice.as_ref().map_or(error.pos.start, |slice| slice.start + junk.len() - junk.trim_start().len());
    Broken { line: line_of(source, begins), why }
}

fn line_of(source: &str, at: usize) -> u32 {
    let before = source.as_bytes().iter().take(at);
    number(1 + before.filter(|byte| **byte == b'\n').count())
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[derive(Default)]
struct Found {
    args: BTreeSet<String>,
    gaps: usize,
    wrong: Option<Text>,
}

impl Found {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.gaps += 1;
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => {
                self.args.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { id, arguments } => {
                let CallArguments { positional, named } = arguments;
                if !FUNCTIONS.contains(&id.name) {
                    self.wrong = Some(Text::new("words-function").with("name", id.name));
                } else if positional.len() != 1 || !named.is_empty() {
                    self.wrong = Some(Text::new("words-function-args").with("name", id.name));
                }
                positional.iter().for_each(|argument| self.inline(argument));
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. } => {
                self.wrong = Some(Text::new("words-reference").with("name", id.name));
            }
        }
    }
}
