//! A transcript's words: messages, writes and notes as short lines.

use quorum_kernel::{
    Arg, NodeId, Protocol, Text,
    inspect::{Field, Shown},
};
use quorum_protocols::raft::{Note, Raft, Write};

use crate::lab::Flight;

pub fn name_of(flight: &Flight) -> String {
    format!("{}>{} {}#{}", flight.from, flight.to, Raft::KINDS[Raft::kind(&flight.message)], flight.number)
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

pub fn written(write: &Write) -> String {
    match write {
        Write::Ballot { term, voted_for: Some(vote) } => format!("term {term}, vote {vote}"),
        Write::Ballot { term, voted_for: None } => format!("term {term}, no vote"),
        Write::Log { keep, entries } => {
            let terms: Vec<_> = entries.iter().map(|entry| entry.term.to_string()).collect();
            format!("log: keeps {keep}, adds terms [{}]", terms.join(" "))
        }
        Write::Life => "another life".to_owned(),
    }
}

pub fn noted(node: NodeId, note: &Note) -> String {
    match note {
        Note::Stood { term } => format!("{node} stands in term {term}"),
        Note::Voted { term, candidate } => format!("{node} votes for {candidate} in term {term}"),
        Note::BecameLeader { term, .. } => format!("{node} leads term {term}"),
        Note::SteppedDown { term } => format!("{node} steps down in term {term}"),
        Note::Removed { from } => format!("{node} removes its entries from {from} on"),
        Note::Committed { index, .. } => format!("{node} commits up to {index}"),
        Note::Applied { index, entry } => {
            let command = entry.call.as_ref().map_or("no-op".to_owned(), |call| call.command.to_string());
            format!("{node} applies {index}: {command}")
        }
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
