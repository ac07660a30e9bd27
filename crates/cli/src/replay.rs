//! `quorum replay`.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use quorum_kernel::Exhibit;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::{Recording, ReplayError};

use crate::{Outcome, report::Report, sources};

struct Replay(Recording);

impl Visitor for Replay {
    type Output = Result<Outcome>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        match self.0.replay::<P>() {
            Ok(history) => {
                Report::of(&history).print();
                println!("the recording replays to the same world");
                Ok(Outcome::Good)
            }
            Err(ReplayError::Divergence(at)) => {
                Report::of(&at.kept).print();
                println!("{}", ReplayError::Divergence(at));
                if self.0.engine != P::VERSION {
                    println!(
                        "it was made with version {} of this protocol; this is version {}",
                        self.0.engine,
                        P::VERSION
                    );
                }
                Ok(Outcome::Wrong)
            }
            Err(wrong) => Err(anyhow!("{wrong}")),
        }
    }
}

pub fn replay(file: &Path) -> Result<Outcome> {
    let text = sources::text(file)?;
    let recording: Recording =
        serde_json::from_str(&text).with_context(|| format!("{} is no recording", file.display()))?;
    let id = recording.scenario.protocol.clone();
    visit(&id, Replay(recording))
        .ok_or_else(|| anyhow!("there is no protocol `{id}`; there are: {}", IDS.join(", ")))?
}
