//! A chart as plain shapes, laid out by a plot library in the engine: the page only draws what stands here.

use quorum_kernel::{Text, inspect::Tone};
use serde::{Deserialize, Serialize};

/// A chart to draw, and the same as a table.
///
/// Lengths are in units of the drawing, of which a letter of its words is [`Plot::LETTER`] high; y grows downwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plot {
    /// How wide it is. Scale it: it has no size of its own.
    pub width: u32,
    /// How high it is.
    pub height: u32,
    /// What the values are of: “keys”.
    pub unit: Text,
    /// What to draw, in this order: what comes later lies on top. Decoration for those who have the table read to them.
    pub shapes: Vec<Shape>,
    /// What it says, bar by bar, in the order in which it is drawn.
    pub table: Vec<PlotRow>,
    /// What to say in its place: it has no bar yet.
    pub nothing: Option<Text>,
}

impl Plot {
    /// The size of the words' font, in units of the drawing.
    pub const LETTER: u32 = 12;
}

/// A bar in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlotRow {
    /// What is measured.
    pub label: Text,
    /// What came out.
    pub value: u64,
    /// What theory expects, if it does.
    pub expected: Option<u64>,
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Its upper left corner, x and y.
        at: (i32, i32),
        /// Its width and height.
        size: (u32, u32),
        /// With what.
        ink: Ink,
    },
    /// A line through two or more points.
    Line {
        /// The points, x and y each.
        points: Vec<(i32, i32)>,
        /// With what.
        ink: Ink,
    },
    /// Words.
    Words {
        /// Where their base line is: x of the anchor, y of the line.
        at: (i32, i32),
        /// What of them is at that x.
        anchor: Anchor,
        /// What they say.
        words: Text,
        /// With what.
        ink: Ink,
    },
}

/// What of some words is at their x: as `text-anchor` of SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// Where they begin.
    Start,
    /// Their middle.
    Middle,
    /// Where they end.
    End,
}

/// What to draw with; a style sheet gives it light and dark values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    /// The line from which bars begin.
    Axis,
    /// The thin lines at round values.
    Grid,
    /// The names of bars, and what they amount to.
    Label,
    /// The numbers at the thin lines.
    Tick,
    /// The mark of what theory expects: no bar, so that it is told from one without colour.
    Expected,
    /// A bar.
    Bar(Tone),
}
