//! `quorum replay` and `quorum link`; and how recordings are read.

use std::path::Path;

use anyhow::{Result, anyhow};
use quorum_kernel::Exhibit;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_scene::words::say;
use quorum_sim::{
    Recording,
    link::{ADDRESS_SAFE, linked, pack, route, unpack},
};

use crate::{Outcome, report::Report, sources};

struct Replay(Recording);

impl Visitor for Replay {
    type Output = Result<Outcome>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let replay = self.0.replay::<P>().map_err(|wrong| anyhow!("{}", say(&wrong.text())))?;
        Report::of(&replay.history).print();
        if self.0.engine != P::VERSION {
            println!("it was made with version {} of this protocol; this is version {}", self.0.engine, P::VERSION);
        }
        let Some(departure) = replay.departure else {
            println!("the recording replays to the same world");
            return Ok(Outcome::Good);
        };
        println!("{}", say(&departure.text()));
        Ok(Outcome::Wrong)
    }
}

/// Replays a recording, from a file or a link.
pub fn replay(source: &str) -> Result<Outcome> {
    visited(source, Replay)
}

/// Reads a recording, from a file or a link, and does something with it in the terms of its protocol.
pub fn visited<V: Visitor<Output = Result<Outcome>>>(
    source: &str,
    visitor: impl FnOnce(Recording) -> V,
) -> Result<Outcome> {
    let recording = match linked(source) {
        Some(link) => {
            let json =
                unpack(link.payload).map_err(|wrong| anyhow!("this link cannot be opened. {}", say(&wrong.text())))?;
            parse("this link", &json)?
        }
        None => read(Path::new(source))?,
    };
    let id = recording.scenario.protocol.clone();
    visit(&id, visitor(recording))
        .ok_or_else(|| anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", ")))?
}

/// Prints the address that opens a recording.
pub fn link(file: &Path, site: &str, alone: bool) -> Result<Outcome> {
    let recording = read(file)?;
    let lesson = recording.lesson.as_deref().filter(|_| !alone);
    let payload = pack(&serde_json::to_string(&recording)?);
    let address = format!("{site}#{}", route(lesson, &payload));
    if address.len() > ADDRESS_SAFE {
        eprintln!("{} characters: many programs cut addresses beyond {ADDRESS_SAFE}; send the file", address.len());
    }
    println!("{address}");
    Ok(Outcome::Good)
}

fn read(file: &Path) -> Result<Recording> {
    parse(&file.display().to_string(), &sources::text(file)?)
}

fn parse(name: &str, json: &str) -> Result<Recording> {
    Recording::parse(json)
        .map_err(|wrong| anyhow!("{name} is no recording that can be replayed. {}", say(&wrong.text())))
}
