//! `quorum predicates`.

use anyhow::{Result, bail};
use quorum_lesson::schema::{PredicateDoc, predicates};
use quorum_protocols::IDS;

use crate::Outcome;

pub fn list(protocol: &str, json: bool) -> Result<Outcome> {
    let Some(all) = predicates(protocol) else {
        bail!("there is no protocol `{protocol}`; there are: {}", IDS.join(", "));
    };
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(Outcome::Good);
    }
    for (index, predicate) in all.iter().enumerate() {
        if index > 0 {
            println!();
        }
        tell(predicate);
    }
    Ok(Outcome::Good)
}

fn tell(predicate: &PredicateDoc) {
    let PredicateDoc { name, about, takes, arguments } = predicate;
    match takes {
        Some(takes) => println!("{{\"{name}\": …}}  {takes}"),
        None => println!("{{\"{name}\": {{…}}}}"),
    }
    println!("    {about}");
    let width = arguments.iter().map(|argument| argument.name.len()).max().unwrap_or(0);
    for argument in arguments {
        let must = if argument.must { ", must be there" } else { "" };
        println!("    {:width$}  {}{must}. {}", argument.name, argument.takes, argument.about);
    }
}
