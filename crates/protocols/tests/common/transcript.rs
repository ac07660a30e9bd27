//! A transcript's words: messages and fields as short lines.

use quorum_kernel::{
    Arg, Protocol, Text,
    inspect::{Field, Shown},
};

use super::lab::Flight;

pub fn name_of<P: Protocol>(flight: &Flight<P::Message>) -> String {
    format!("{}>{} {}#{}", flight.from, flight.to, P::KINDS[P::kind(&flight.message)], flight.number)
}

pub fn fields(fields: &[Field]) -> String {
    fields.iter().map(|field| format!(" {}={}", field.name, shown(&field.value))).collect()
}

pub fn lines(fields: &[Field], prefix: &str) -> String {
    fields.iter().map(|field| format!("{prefix}{}: {}\n", field.name, shown(&field.value))).collect()
}

pub fn shown(value: &Shown) -> String {
    match value {
        Shown::One(one) => one.clone(),
        Shown::Many(many) => format!("{{{}}}", many.join(", ")),
        Shown::Fields(inner) => format!("{{{}}}", fields(inner).trim_start()),
    }
}

/// A text as its id and arguments: words are the catalogue's.
pub fn plain(text: &Text) -> String {
    let args: Vec<_> = text.args.iter().map(|(name, value)| format!("{name}={}", argument(value))).collect();
    if args.is_empty() { text.id.clone() } else { format!("{}({})", text.id, args.join(" ")) }
}

pub fn argument(value: &Arg) -> String {
    match value {
        Arg::Number(number) => number.to_string(),
        Arg::Data(data) => data.clone(),
        Arg::Text(text) => plain(text),
        Arg::List(list) => format!("[{}]", list.iter().map(argument).collect::<Vec<_>>().join(", ")),
    }
}
