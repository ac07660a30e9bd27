//! `quorum protocols`.

use anyhow::Result;
use quorum_kernel::{Exhibit, Text};
use quorum_protocols::{IDS, Visitor, visit};
use quorum_scene::words::say;
use serde::Serialize;

use crate::Outcome;

#[derive(Serialize)]
struct Listed {
    id: &'static str,
    title: String,
    properties: Vec<&'static str>,
    mutants: Vec<&'static str>,
}

struct List;

impl Visitor for List {
    type Output = Listed;

    fn visit<P: Exhibit>(self) -> Listed {
        Listed {
            id: P::ID,
            title: say(&Text::new(P::ID)),
            properties: P::properties().iter().map(|property| property.id).collect(),
            mutants: P::MUTANTS.iter().map(|mutant| mutant.id).collect(),
        }
    }
}

pub fn list(json: bool) -> Result<Outcome> {
    let all: Vec<Listed> = IDS.iter().filter_map(|id| visit(id, List)).collect();
    if json {
        println!("{}", serde_json::to_string_pretty(&all)?);
        return Ok(Outcome::Good);
    }
    for protocol in all {
        println!("{}  {}", protocol.id, protocol.title);
        println!("  properties  {}", protocol.properties.join(", "));
        println!("  mutants     {}", protocol.mutants.join(", "));
    }
    Ok(Outcome::Good)
}
