//! `quorum replay`.

use std::path::Path;

use anyhow::{Result, anyhow};
use quorum_kernel::Exhibit;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_scene::words::say;
use quorum_sim::Recording;

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

pub fn replay(file: &Path) -> Result<Outcome> {
    let text = sources::text(file)?;
    let recording = Recording::parse(&text).map_err(|wrong| anyhow!("{}: {}", file.display(), say(&wrong.text())))?;
    let id = recording.scenario.protocol.clone();
    visit(&id, Replay(recording))
        .ok_or_else(|| anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", ")))?
}
