//! Views in which time runs to the right: a lane for each node, bars that begin and may end, and marks.

use serde::{Deserialize, Serialize};

use super::Tone;
use crate::{NodeId, Text};

/// A view of lanes that a protocol offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanesOf {
    /// Its id: `leases`.
    pub id: &'static str,
    /// The id of its name in the catalogue, short enough for a tab.
    pub title: &'static str,
    /// The id of the sentence that says what it shows.
    pub about: &'static str,
    /// Who has a lane in it.
    pub who: Who,
}

/// Who has a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The servers.
    Servers,
    /// The clients.
    Clients,
    /// All, servers first.
    All,
}

/// Something to draw in a lane, at the moment it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The id of the view.
    pub view: &'static str,
    /// Whose lane.
    pub lane: NodeId,
    /// What to draw.
    pub drawn: Drawn,
}

/// What to draw in a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// A bar begins.
    Begin {
        /// What it is called by, within its lane: `t7`. If there is one of that name that has not ended, it ends here.
        bar: String,
        /// What stands in it.
        label: Text,
        /// Its colour.
        tone: Tone,
    },
    /// A bar ends; nothing happens if there is none of that name.
    End {
        /// What it was called by.
        bar: String,
        /// What stands in it from now on; `None`: what stood there.
        label: Option<Text>,
        /// Its colour from now on; `None`: what it was.
        tone: Option<Tone>,
    },
    /// A point in time.
    Mark {
        /// What happened.
        label: Text,
        /// Its colour.
        tone: Tone,
    },
}

/// A table of what nodes know: a row a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// Its id: `acceptors`.
    pub id: String,
    /// Its name, short enough for a tab.
    pub title: Text,
    /// What it shows, in a sentence.
    pub about: Text,
    /// What each column holds, without that of the nodes' names.
    pub columns: Vec<Text>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<BoardRow>,
}

/// What one node knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Which node.
    pub node: NodeId,
    /// What stands in each column.
    pub cells: Vec<Cell>,
}

/// One cell of a [`Board`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it says, line by line; nothing, if it is empty.
    pub lines: Vec<Text>,
    /// Its colour, if it stands out.
    pub tone: Option<Tone>,
}

impl Cell {
    /// A cell that does not stand out.
    pub fn plain(lines: impl IntoIterator<Item = Text>) -> Self {
        Self { lines: lines.into_iter().collect(), tone: None }
    }

    /// A cell of a colour.
    pub fn toned(lines: impl IntoIterator<Item = Text>, tone: Tone) -> Self {
        Self { lines: lines.into_iter().collect(), tone: Some(tone) }
    }
}
