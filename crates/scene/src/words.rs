//! The words that people read: the catalogue, and what turns a [`Text`] into a sentence.
//!
//! The catalogue is a subset of Fluent: `id = text`, lines that go on are indented, `#` begins a comment, and in braces
//! stand an argument `{ $n }`, a literal `{ "{" }`, one of the functions below, or a choice by number:
//! `{ $n -> [0] no votes [one] one vote *[other] { $n } votes }` (a choice may not stand in a choice).
//!
//! Functions: `TIME($us)` writes microseconds as seconds (`1.425 s`), `MS($us)` as milliseconds (`23 ms`).

use std::{collections::BTreeMap, sync::LazyLock};

use quorum_kernel::{Arg, Text};

mod parse;

pub use parse::{Broken, Catalogue};
use parse::{Call, Part};

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| {
    let own = [include_str!("../words/en.ftl"), include_str!("../words/engine.en.ftl")];
    let all = own.into_iter().chain(quorum_protocols::words("en"));
    let (catalogue, broken) = Catalogue::parse(&all.collect::<Vec<_>>().join("\n"));
    assert!(broken.is_empty(), "the catalogue was tested: {broken:?}");
    catalogue
});

/// Says it in English. A message that the catalogue lacks is written as its id in brackets: visible, not fatal.
pub fn say(text: &Text) -> String {
    say_in(&ENGLISH, text)
}

/// Says it in the words of `catalogue`.
pub fn say_in(catalogue: &Catalogue, text: &Text) -> String {
    let Some(parts) = catalogue.messages.get(&text.id) else {
        return format!("⟦{}⟧", text.id);
    };
    let args: BTreeMap<&str, &Arg> = text.args.iter().map(|(name, arg)| (name.as_str(), arg)).collect();
    let mut out = String::new();
    write_parts(catalogue, parts, &args, &mut out);
    out
}

fn write_parts(catalogue: &Catalogue, parts: &[Part], args: &BTreeMap<&str, &Arg>, out: &mut String) {
    for part in parts {
        match part {
            Part::Words(words) => out.push_str(words),
            Part::Arg(name, call) => match args.get(name.as_str()) {
                Some(arg) => write_arg(catalogue, arg, *call, out),
                None => out.push_str(&format!("⟦${name}⟧")),
            },
            Part::Choice { arg, cases, other } => {
                let number = match args.get(arg.as_str()) {
                    Some(Arg::Number(n)) => Some(*n),
                    _ => None,
                };
                let case = cases.iter().find(|(key, _)| number.is_some_and(|n| key.matches(n)));
                write_parts(catalogue, case.map_or(other, |(_, parts)| parts), args, out);
            }
        }
    }
}

fn write_arg(catalogue: &Catalogue, arg: &Arg, call: Call, out: &mut String) {
    match (arg, call) {
        (Arg::Number(us), Call::Time) => out.push_str(&time(*us)),
        (Arg::Number(us), Call::Ms) => out.push_str(&ms(*us)),
        (Arg::Number(n), Call::Plain) => out.push_str(&grouped(*n)),
        (Arg::Data(data), _) => out.push_str(data),
        (Arg::Text(text), _) => out.push_str(&say_in(catalogue, text)),
        (Arg::List(items), _) => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    let join = if i + 1 == items.len() { "list-last" } else { "list-between" };
                    out.push_str(&say_in(catalogue, &Text::new(join)));
                }
                write_arg(catalogue, item, call, out);
            }
        }
    }
}

/// Microseconds as seconds with three digits: `1.425 s`.
pub fn time(us: i64) -> String {
    format!("{}.{:03} s", us / 1_000_000, us % 1_000_000 / 1000)
}

/// Microseconds as milliseconds, with a digit after the point below ten: `23 ms`, `4.2 ms`.
pub fn ms(us: i64) -> String {
    if us.abs() < 10_000 && us % 1000 != 0 {
        format!("{:.1} ms", us as f64 / 1000.0)
    } else {
        format!("{} ms", grouped((us as f64 / 1000.0).round() as i64))
    }
}

/// Thousands apart, as English writes them: `12,480`.
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::from(if n < 0 { "−" } else { "" });
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(source: &str, text: &Text) -> String {
        let (catalogue, broken) = Catalogue::parse(source);
        assert_eq!(broken, []);
        say_in(&catalogue, text)
    }

    #[test]
    fn the_english_catalogue_has_no_mistakes() {
        let (_, broken) = Catalogue::parse(include_str!("../words/en.ftl"));
        assert_eq!(broken, []);
    }

    #[test]
    fn arguments_fill_the_gaps() {
        let text = Text::new("a").with("n", 12_480_u32).with("who", "n3");
        assert_eq!(said("a = { $who } sent { $n }", &text), "n3 sent 12,480");
    }

    #[test]
    fn a_number_chooses_its_words() {
        let source = "a = { $n -> [0] none [one] one vote *[other] { $n } votes } so far";
        for (n, words) in [(0_u32, "none so far"), (1, "one vote so far"), (2, "2 votes so far")] {
            assert_eq!(said(source, &Text::new("a").with("n", n)), words);
        }
    }

    #[test]
    fn times_are_written_for_people() {
        let text = Text::new("a").with("at", 1_425_000_u32).with("left", 23_400_u32);
        assert_eq!(said("a = { TIME($at) }, { MS($left) }", &text), "1.425 s, 23 ms");
        assert_eq!(ms(4_200), "4.2 ms");
    }

    #[test]
    fn a_list_and_a_sentence_stand_within_a_sentence() {
        let source = "a = { $who }: { $why }\nb = down\nlist-between = {\", \"}\nlist-last = {\" and \"}";
        let who: Arg = ["n1", "n2", "n3"].into_iter().collect();
        assert_eq!(said(source, &Text::new("a").with("who", who).with("why", Text::new("b"))), "n1, n2 and n3: down");
    }

    #[test]
    fn what_is_missing_is_visible() {
        assert_eq!(said("a = { $x }", &Text::new("a")), "⟦$x⟧");
        assert_eq!(said("a = x", &Text::new("b")), "⟦b⟧");
    }
}
