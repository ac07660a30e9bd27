//! The words that people read: catalogues in Fluent syntax, and what turns a [`Text`] into a sentence.
//!
//! English is built in, and stands in for every message that the chosen language lacks or gets wrong. Another language is
//! a file that is read while the page runs, by [`speak`].
//!
//! Of Fluent a message may use text, literals, arguments, selects, and two functions: `TIME($us)` writes microseconds as
//! seconds (`1.425 s`), `MS($us)` as milliseconds (`23 ms`). How a language writes numbers, units and lists stands in the
//! catalogue as well: `number-*`, `unit-*`, `list-*`.

use std::cell::RefCell;

use fluent_bundle::{FluentArgs, FluentValue};
use quorum_kernel::{Arg, Text};

mod audit;
mod catalogue;
mod language;
mod style;

pub use audit::{Entry, entries};
pub use catalogue::{BYTES_MAX, Broken, Catalogue};
pub use language::{Direction, ENGLISH, Language, languages, pick};
use style::Style;

thread_local! {
    static VOICE: RefCell<Voice> = RefCell::new(Voice::default());
}

/// The catalogues in use, and how the reader writes numbers.
struct Voice {
    english: Catalogue,
    chosen: Option<Catalogue>,
    style: Style,
}

impl Default for Voice {
    fn default() -> Self {
        // What is wrong with the English words is found by a test; a page that says the rest is better than none.
        let (english, _tested) = Catalogue::read("en", Direction::Ltr, &english());
        let style = Style::of(&english, &Style::default());
        Self { english, chosen: None, style }
    }
}

/// The English words, as texts in Fluent syntax: of the page, of the engine, of every protocol.
pub fn english() -> Vec<&'static str> {
    let page = include_str!("../words/en.ftl");
    let own = [page, include_str!("../words/units.en.ftl"), include_str!("../words/engine.en.ftl")];
    own.into_iter().chain(quorum_protocols::words("en")).collect()
}

/// From now on, says everything on this thread in the words of `chosen`, or with `None` in English.
pub fn speak(chosen: Option<Catalogue>) {
    VOICE.with_borrow_mut(|voice| {
        let english = Style::of(&voice.english, &Style::default());
        voice.style = chosen.as_ref().map_or_else(|| english.clone(), |catalogue| Style::of(catalogue, &english));
        voice.chosen = chosen;
    });
}

/// Says it in the language that was chosen, else in English. A message that English lacks too is written as its id in
/// brackets, and one that lacks an argument stands in brackets: visible, not fatal.
pub fn say(text: &Text) -> String {
    VOICE.with_borrow(|voice| voice.say(text))
}

/// The same, or `None` for a message that no catalogue has.
pub fn known(text: &Text) -> Option<String> {
    VOICE.with_borrow(|voice| voice.try_say(text).ok())
}

/// Microseconds as seconds with three digits: `1.425 s`.
pub fn time(us: i64) -> String {
    with_style(|style| style.time(us))
}

fn with_style<T>(of: impl FnOnce(&Style) -> T) -> T {
    VOICE.with_borrow(|voice| of(&voice.style))
}

impl Voice {
    fn say(&self, text: &Text) -> String {
        self.try_say(text).unwrap_or_else(|visible| visible)
    }

    fn try_say(&self, text: &Text) -> Result<String, String> {
        let args: FluentArgs = text.args.iter().map(|(name, arg)| (name.as_str(), self.value(arg))).collect();
        let chosen = self.chosen.as_ref().and_then(|catalogue| catalogue.say(&text.id, &args).ok());
        chosen.map_or_else(|| self.english.say(&text.id, &args), Ok)
    }

    fn value<'a>(&self, arg: &'a Arg) -> FluentValue<'a> {
        match arg {
            Arg::Number(n) => FluentValue::from(*n),
            Arg::Data(data) => FluentValue::from(data.as_str()),
            Arg::Text(text) => FluentValue::from(self.say(text)),
            Arg::List(items) => FluentValue::from(self.list(items)),
        }
    }

    fn list(&self, items: &[Arg]) -> String {
        let mut out = String::new();
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                let join = if i + 1 == items.len() { "list-last" } else { "list-between" };
                out.push_str(&self.say(&Text::new(join)));
            }
            match item {
                Arg::Number(n) => out.push_str(&self.style.whole(*n)),
                Arg::Data(data) => out.push_str(data),
                Arg::Text(text) => out.push_str(&self.say(text)),
                Arg::List(inner) => out.push_str(&self.list(inner)),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
