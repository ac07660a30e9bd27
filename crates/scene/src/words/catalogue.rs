//! The words of one language, read by Project Fluent's own crates.

use std::collections::BTreeSet;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use quorum_kernel::Text;

use super::{Direction, audit, with_style};

/// A catalogue is at most this long, in bytes: a file of words is fetched like any other.
pub const BYTES_MAX: usize = 512 * 1024;

/// The words of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// Messages that use more of Fluent than we say: they are not said.
    refused: BTreeSet<String>,
}

/// A mistake in a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line it is on, from 1.
    pub line: u32,
    /// What is wrong.
    pub why: Text,
}

impl Catalogue {
    /// Reads the words of the language `code`: the messages that are right, and what is wrong with the others.
    pub fn read(code: &str, dir: Direction, sources: &[&str]) -> (Self, Vec<Broken>) {
        // An unknown code has the plural rules of English.
        let mut bundle = FluentBundle::new(vec![code.parse().unwrap_or_default()]);
        // Marks that keep an argument together are for scripts that run the other way than the names of nodes.
        bundle.set_use_isolating(dir == Direction::Rtl);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(n) if n.value.fract() == 0.0 => Some(with_style(|style| style.whole(n.value as i64))),
            _ => None,
        }));
        // A bundle that is new has no function yet, so that these cannot be there twice.
        let _new = bundle.add_function("TIME", |args, _| span(args, |us| with_style(|style| style.time(us))));
        let _new = bundle.add_function("MS", |args, _| span(args, |us| with_style(|style| style.ms(us))));
        let mut catalogue = Self { bundle, refused: BTreeSet::new() };
        let broken = sources.iter().flat_map(|source| catalogue.add(source)).collect();
        (catalogue, broken)
    }

    fn add(&mut self, source: &str) -> Vec<Broken> {
        if let Err(broken) = audit::bounds(source) {
            return vec![broken];
        }
        let (resource, mut broken) = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => {
                let said = |error: &_| audit::syntax(source, error);
                (resource, errors.iter().map(said).collect())
            }
        };
        let mut seen = BTreeSet::new();
        for entry in audit::entries_of(&resource) {
            if seen.contains(&entry.id) || self.bundle.has_message(&entry.id) {
                broken.push(Broken { line: entry.line, why: Text::new("words-twice").with("id", entry.id) });
                continue;
            }
            if let Some(why) = entry.wrong {
                broken.push(Broken { line: entry.line, why });
                self.refused.insert(entry.id.clone());
            }
            seen.insert(entry.id);
        }
        // What is there twice was noted above; the first stays.
        let _noted = self.bundle.add_resource(resource);
        broken
    }

    /// Says the message `id`.
    ///
    /// # Errors
    /// The message is missing, or lacks an argument: what can be said of it, in brackets.
    pub(super) fn say(&self, id: &str, args: &FluentArgs) -> Result<String, String> {
        let message = self.bundle.get_message(id).filter(|_| !self.refused.contains(id));
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return Err(format!("⟦{id}⟧"));
        };
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(args), &mut errors);
        if errors.is_empty() { Ok(said.into_owned()) } else { Err(format!("⟦{said}⟧")) }
    }
}

/// What a function of a span says of its argument; what is no number stays as it is.
fn span<'a>(args: &[FluentValue<'a>], say: impl Fn(i64) -> String) -> FluentValue<'a> {
    match args.first() {
        Some(FluentValue::Number(us)) => FluentValue::from(say(us.value as i64)),
        Some(other) => other.clone(),
        None => FluentValue::Error,
    }
}
