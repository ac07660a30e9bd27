//! What the word SCENARIO may name.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use quorum_kernel::Exhibit;
use quorum_lesson::Lesson;
use quorum_protocols::{IDS, Visitor, visit};
use quorum_sim::Scenario;

/// The largest file that is read.
const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The seed of a protocol's default cluster, if none is given.
const SEED: u64 = 42;

struct Default;

impl Visitor for Default {
    type Output = Scenario;

    fn visit<P: Exhibit>(self) -> Scenario {
        Scenario::of::<P>(SEED)
    }
}

/// A protocol's default cluster, a lesson's, or what a file says.
pub fn scenario(name: &str) -> Result<Scenario> {
    if let Some(scenario) = visit(name, Default) {
        return Ok(scenario);
    }
    let lesson = Path::new("lessons").join(name).join("lesson.json");
    if !name.contains(['/', '\\', '.']) && lesson.is_file() {
        return Ok(self::lesson(&lesson)?.scenario);
    }
    let path = PathBuf::from(name);
    if !path.is_file() {
        bail!("`{name}` is no protocol ({}), no lesson below ./lessons, and no file", IDS.join(", "));
    }
    serde_json::from_str(&text(&path)?).with_context(|| format!("{name} is no scenario"))
}

/// Reads a lesson's `lesson.json`.
pub fn lesson(path: &Path) -> Result<Lesson> {
    let json = text(path)?;
    Lesson::parse(&json).with_context(|| path.display().to_string())
}

/// Reads a text file of bounded size.
pub fn text(path: &Path) -> Result<String> {
    let size = std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?.len();
    if size > BYTES_MAX {
        bail!("{} has {size} bytes; {BYTES_MAX} is the most", path.display());
    }
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
