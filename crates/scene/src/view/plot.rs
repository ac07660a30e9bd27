//! A chart's bars, laid out by a plot library: where its axis, its thin lines and their numbers go, and how long a bar is.
//!
//! Nothing here depends on a protocol, and only what has charts gets here: what the first lesson loads does without it.

mod sketch;

use plotters::{
    coord::{
        cartesian::Cartesian2d,
        types::{RangedCoordi32, RangedCoordu64},
    },
    prelude::*,
};
use quorum_kernel::{
    Text,
    inspect::{Chart, ChartBar},
};

use crate::{Anchor, Ink, Plot, PlotRow, Shape};
use sketch::Sketch;

/// How wide a chart is: the narrowest page has as many pixels, so that words are as large there as in its text.
const WIDTH: u32 = 350;
/// How high the row of a bar is: its name, and the bar below that.
const ROW: i32 = 38;
/// Where in its row the name's base line is, and where the bar begins and ends.
const NAME: i32 = 13;
const BAR: (i32, i32) = (18, 32);
/// Room at the right for the number that a bar amounts to, and below for those of the thin lines.
const RIGHT: u32 = 56;
const BELOW: u32 = 20;
const EDGE: u32 = 6;
/// The longest bar that is drawn: up to here the library's numbers are exact.
const LONGEST: u64 = 1 << 53;
/// How many thin lines there are, about.
const TICKS: usize = 4;

/// The chart as shapes and as a table; `nothing` is said while it has no bar.
pub fn plot(chart: Chart, nothing: Text) -> Plot {
    let nothing = chart.bars.is_empty().then_some(nothing);
    let rows = i32::try_from(chart.bars.len()).expect("few bars");
    let height = EDGE + (rows * ROW).cast_unsigned() + BELOW;
    let mut shapes = Vec::new();
    let words = draw(&chart.bars, rows, Sketch { size: (WIDTH, height), shapes: &mut shapes })
        .expect("a list takes every shape, and the margins leave room");
    shapes.extend(words);
    let row = |ChartBar { label, value, expected, .. }| PlotRow { label, value, expected };
    Plot { width: WIDTH, height, unit: chart.unit, shapes, table: chart.bars.into_iter().map(row).collect(), nothing }
}

type Failure<'a> = DrawingAreaErrorKind<<Sketch<'a> as DrawingBackend>::ErrorType>;
type Plane<'a> = DrawingArea<Sketch<'a>, Cartesian2d<RangedCoordu64, RangedCoordi32>>;

/// Draws all but words that the page has to say in its reader's language: of those it gives back where they go.
fn draw<'a>(bars: &[ChartBar], rows: i32, sketch: Sketch<'a>) -> Result<Vec<Shape>, Failure<'a>> {
    let longest = bars.iter().map(length).max().unwrap_or(0).max(1);
    let area = sketch.into_drawing_area();
    let mut builder = ChartBuilder::on(&area);
    builder.margin_top(EDGE).margin_left(EDGE).margin_right(RIGHT).x_label_area_size(BELOW);
    // Rows run from the top down.
    let mut chart = builder.build_cartesian_2d(0..longest, rows.max(1) * ROW..0)?;
    let mut mesh = chart.configure_mesh();
    mesh.disable_y_mesh().disable_y_axis().x_labels(TICKS).x_label_formatter(&ToString::to_string);
    mesh.axis_style(sketch::style(Ink::Axis)).bold_line_style(sketch::style(Ink::Grid)).light_line_style(TRANSPARENT);
    mesh.label_style(sketch::words(Ink::Tick)).draw()?;
    let plane = chart.plotting_area();
    let words = (0..).zip(bars).map(|(row, bar)| draw_bar(plane, row * ROW, bar));
    Ok(words.collect::<Result<Vec<_>, _>>()?.concat())
}

/// How far to the right a bar goes, or the mark of what is expected.
fn length(bar: &ChartBar) -> u64 {
    bar.value.max(bar.expected.unwrap_or(0)).min(LONGEST)
}

fn draw_bar<'a>(plane: &Plane<'a>, top: i32, bar: &ChartBar) -> Result<Vec<Shape>, Failure<'a>> {
    let (from, to) = (top + BAR.0, top + BAR.1);
    let rectangle = [(0, from), (bar.value.min(LONGEST), to)];
    plane.draw(&Rectangle::new(rectangle, sketch::style(Ink::Bar(bar.tone)).filled()))?;
    if let Some(expected) = bar.expected.map(|expected| expected.min(LONGEST)) {
        // A little longer than the bar is broad: it is seen on a bar that is as long as expected.
        plane.draw(&PathElement::new([(expected, from - 3), (expected, to + 3)], sketch::style(Ink::Expected)))?;
    }
    let words = |at, words| Shape::Words { at, anchor: Anchor::Start, words, ink: Ink::Label };
    let (end, below) = plane.map_coordinate(&(length(bar), to));
    let amount = Text::new("plain-number").with("n", bar.value);
    Ok(vec![words(plane.map_coordinate(&(0, top + NAME)), bar.label.clone()), words((end + 6, below - 2), amount)])
}

#[cfg(test)]
mod tests;
