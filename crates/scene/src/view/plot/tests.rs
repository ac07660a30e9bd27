//! Where bars, marks, lines and words of a chart go.

use quorum_kernel::inspect::Tone;

use super::*;

fn bar(value: u64, expected: Option<u64>) -> ChartBar {
    ChartBar { label: Text::new(format!("bar-{value}")), value, tone: Tone::Lead, expected }
}

fn of(bars: Vec<ChartBar>) -> Plot {
    plot(Chart { unit: Text::new("unit"), bars }, Text::new("none"))
}

/// The widths of the bars.
fn widths(plot: &Plot) -> Vec<u32> {
    let width = |shape: &Shape| match shape {
        Shape::Rect { size, ink: Ink::Bar(Tone::Lead), .. } => Some(size.0),
        _ => None,
    };
    plot.shapes.iter().filter_map(width).collect()
}

/// Lines of one ink: the x of each.
fn lines(plot: &Plot, of: Ink) -> Vec<i32> {
    let at = |shape: &Shape| match shape {
        Shape::Line { points, ink } if *ink == of => Some(points[0].0),
        _ => None,
    };
    plot.shapes.iter().filter_map(at).collect()
}

/// What is written with one ink.
fn words(plot: &Plot, of: Ink) -> Vec<String> {
    let words = |shape: &Shape| match shape {
        Shape::Words { words, ink, .. } if *ink == of => Some(words.to_string()),
        _ => None,
    };
    plot.shapes.iter().filter_map(words).collect()
}

#[test]
fn bars_are_as_long_as_their_values_and_marks_are_where_theory_expects_them() {
    let plot = of(vec![bar(100, Some(50)), bar(50, None), bar(25, Some(100)), bar(0, Some(0))]);
    let full = WIDTH - EDGE - RIGHT - 1;
    assert_eq!(widths(&plot), [full, full / 2, full / 4, 0]);
    let left = EDGE.cast_signed();
    let of_half = left + (full / 2).cast_signed();
    assert_eq!(lines(&plot, Ink::Expected), [of_half, left + full.cast_signed(), left]);
}

#[test]
fn thin_lines_stand_at_round_values_with_their_numbers() {
    let plot = of(vec![bar(1_234, None)]);
    assert_eq!(words(&plot, Ink::Tick), ["plain-number(n: 0)", "plain-number(n: 500)", "plain-number(n: 1000)"]);
    assert_eq!(lines(&plot, Ink::Grid).len(), 3);
}

#[test]
fn each_bar_has_its_name_and_its_number_and_a_row_of_the_table() {
    let plot = of(vec![bar(7, None), bar(9, Some(8))]);
    let expected = ["bar-7", "plain-number(n: 7)", "bar-9", "plain-number(n: 9)"];
    assert_eq!(words(&plot, Ink::Label), expected);
    let row = |value, expected| PlotRow { label: Text::new(format!("bar-{value}")), value, expected };
    assert_eq!(plot.table, [row(7, None), row(9, Some(8))]);
    assert_eq!(plot.unit, Text::new("unit"));
}

/// Nothing, nothing but zeros, one, many, and numbers as large as there are.
#[test]
fn all_shapes_lie_within_the_drawing_whatever_the_values() {
    let many = (0..20).map(|value| bar(value * value, Some(100))).collect();
    let charts = [vec![], vec![bar(0, None), bar(0, Some(0))], vec![bar(1, None)], many, vec![bar(u64::MAX, Some(1))]];
    for plot in charts.map(of) {
        let inside = |(x, y): (i32, i32)| {
            (0..=plot.width.cast_signed()).contains(&x) && (0..=plot.height.cast_signed()).contains(&y)
        };
        for shape in &plot.shapes {
            let within = match shape {
                Shape::Rect { at, size, .. } => {
                    inside(*at) && inside((at.0 + size.0.cast_signed(), at.1 + size.1.cast_signed()))
                }
                Shape::Line { points, .. } => points.len() > 1 && points.iter().all(|point| inside(*point)),
                Shape::Words { at, .. } => inside(*at),
            };
            assert!(within, "{shape:?} in {} × {}", plot.width, plot.height);
        }
    }
}
