//! `quorum linearizable`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use quorum_checker::linear::{Called, Found, Misfit, Part, Verdict, check_calls, verdict};
use quorum_kernel::operation::{KeyValueVerb, LockVerb, Meaning, Told};
use quorum_kernel::shorten;
use serde_json::{Value, json};

use crate::{
    Outcome,
    history_file::{self, FORMAT, ModelName},
    sources,
};

/// How many operations of an order are printed.
const SHOWN: usize = 30;

/// Says whether a history of calls and returns could have come from one machine that does one thing at a time.
#[derive(clap::Args)]
#[command(after_help = FORMAT)]
pub struct Linearizable {
    /// The history: a JSON file, as described below.
    file: PathBuf,
    /// The machine that the history is compared with, if the file does not say.
    #[arg(long, value_enum)]
    model: Option<ModelName>,
    /// The most operations tried for each key, lock or counter.
    #[arg(long, default_value_t = 10_000_000)]
    steps: u64,
    /// As one JSON object: verdict, and for each part its order, or what breaks it. Operations are called by their places
    /// in the file, from 0.
    #[arg(long)]
    json: bool,
}

pub fn linearizable(what: &Linearizable) -> Result<Outcome> {
    let name = || shown(&what.file);
    let text = sources::text(&what.file)?;
    let read = history_file::parse(&text, what.model).with_context(name)?;
    let parts = check_calls(&read.calls, what.steps);
    let parts = parts.map_err(|why| history_file::no_history(&why)).with_context(name)?;
    let verdict = verdict(&parts);
    if what.json {
        println!("{}", serde_json::to_string_pretty(&as_json(read.model, &read.calls, &parts, verdict))?);
    } else {
        tell(&read.calls, &parts, verdict, what.steps);
    }
    Ok(match verdict {
        Verdict::Linearizable => Outcome::Good,
        Verdict::Not => Outcome::Wrong,
        Verdict::Undecided => Outcome::Stopped,
    })
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}

fn as_json(model: ModelName, calls: &[Called], parts: &[Part], verdict: Verdict) -> Value {
    let part = |Part { name, found }: &Part| match found {
        Found::Order(order) => json!({ "part": name, "found": "order", "order": order }),
        Found::Misfit(Misfit { breaks, longest, stuck }) => {
            json!({ "part": name, "found": "misfit", "breaks": breaks, "stuck": stuck, "longest": longest })
        }
        Found::Undecided => json!({ "part": name, "found": "undecided" }),
    };
    let verdict = match verdict {
        Verdict::Linearizable => "linearizable",
        Verdict::Not => "not-linearizable",
        Verdict::Undecided => "undecided",
    };
    let parts: Vec<Value> = parts.iter().map(part).collect();
    json!({ "verdict": verdict, "model": model, "operations": calls.len(), "parts": parts })
}

fn tell(calls: &[Called], parts: &[Part], verdict: Verdict, steps: u64) {
    match verdict {
        Verdict::Linearizable => println!("linearizable: one machine could have done all {} operations", calls.len()),
        Verdict::Not => println!("not linearizable: no machine that does one thing at a time answers like this"),
        Verdict::Undecided => println!("undecided after {steps} steps: try again with more --steps"),
    }
    for Part { name, found } in parts {
        let part =
            if name.is_empty() { String::new() } else { format!("{}: ", shorten(name.escape_debug().to_string())) };
        match found {
            Found::Order(order) => {
                println!("\n{part}in this order:");
                list(calls, order);
            }
            Found::Misfit(misfit) => tell_misfit(calls, &part, misfit),
            Found::Undecided => println!("\n{part}undecided"),
        }
    }
}

fn tell_misfit(calls: &[Called], part: &str, Misfit { breaks, longest, stuck }: &Misfit) {
    println!("\n{part}up to the return of this one there was an order, and with it there is none:");
    list(calls, &[*breaks]);
    println!("the longest order, {} operations:", longest.len());
    list(calls, longest);
    println!("behind it none of these fits, and one of them would have to come next:");
    list(calls, stuck);
}

fn list(calls: &[Called], places: &[usize]) {
    let hidden = places.len().saturating_sub(SHOWN);
    if hidden > 0 {
        println!("  … {hidden} before these");
    }
    for place in &places[hidden..] {
        println!("  {}", line(*place, &calls[*place]));
    }
}

fn line(place: usize, Called { client, call, returned, meaning }: &Called) -> String {
    let when = match returned {
        Some(returned) => format!("{call} to {returned}"),
        None => format!("{call}, never returned"),
    };
    let answer = match meaning.told() {
        None => String::new(),
        Some(Told::Nothing) => " → nothing".to_owned(),
        Some(Told::Value(value)) => format!(" → {}", quoted(&value)),
        Some(Told::Yes) => " → yes".to_owned(),
        Some(Told::No) => " → no".to_owned(),
    };
    format!("operations[{place}]  {}  {}{answer}  ({when})", client.escape_debug(), asked(meaning))
}

fn asked(meaning: &Meaning) -> String {
    match meaning {
        Meaning::KeyValue(call, _) => match &call.verb {
            KeyValueVerb::Get => "read".to_owned(),
            KeyValueVerb::Put(value) => format!("write {}", quoted(value)),
            KeyValueVerb::Append(value) => format!("append {}", quoted(value)),
            KeyValueVerb::Cas { old, new } => format!("write {} if it is {}", quoted(new), quoted(old)),
            KeyValueVerb::Delete => "delete".to_owned(),
        },
        Meaning::Counter(call, _) if call.add == 0 => "read".to_owned(),
        Meaning::Counter(call, _) => format!("add {}", call.add),
        Meaning::Lock(call, _) => match call.verb {
            LockVerb::Acquire => "acquire".to_owned(),
            LockVerb::Release => "release".to_owned(),
        },
    }
}

/// A value as it stands in the file, shortened.
fn quoted(value: &str) -> String {
    format!("{:?}", shorten(value.to_owned()))
}
