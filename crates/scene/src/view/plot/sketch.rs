//! Where the plot library draws: a list of shapes. It measures no fonts, as it has none; the page has.

use core::convert::Infallible;

use plotters::style::{
    FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle,
    text_anchor::{HPos, VPos},
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use quorum_kernel::{Text, inspect::Tone};

use crate::{Anchor, Ink, Plot, Shape};

/// A list of shapes to which the library adds.
pub struct Sketch<'a> {
    /// Width and height.
    pub size: (u32, u32),
    /// What was drawn.
    pub shapes: &'a mut Vec<Shape>,
}

/// The inks, by the number that stands in for a colour's red: the library knows of colours only.
const INKS: [Ink; 12] = [
    Ink::Axis,
    Ink::Grid,
    Ink::Label,
    Ink::Tick,
    Ink::Expected,
    Ink::Bar(Tone::Calm),
    Ink::Bar(Tone::Ask),
    Ink::Bar(Tone::Grant),
    Ink::Bar(Tone::Refuse),
    Ink::Bar(Tone::Lead),
    Ink::Bar(Tone::Report),
    Ink::Bar(Tone::Client),
];

/// The style that draws with this ink.
pub fn style(ink: Ink) -> ShapeStyle {
    let number = INKS.iter().position(|other| *other == ink).expect("every ink has a number");
    ShapeStyle::from(RGBColor(u8::try_from(number).expect("a dozen inks"), 0, 0))
}

/// The style that writes with this ink.
pub fn words(ink: Ink) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(Plot::LETTER), FontStyle::Normal);
    font.color(&style(ink).color)
}

/// The ink of a style; `None` for one that is not seen.
fn ink(color: BackendColor) -> Option<Ink> {
    (color.alpha > 0.0).then(|| INKS[usize::from(color.rgb.0)])
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Sketch<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.shapes.extend(ink(color).map(|ink| Shape::Rect { at, size: (1, 1), ink }));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points = path.into_iter().collect();
        self.shapes.extend(ink(style.color()).map(|ink| Shape::Line { points, ink }));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        if !fill {
            return self.draw_path([from, (to.0, from.1), to, (from.0, to.1), from], style);
        }
        let (left, top) = (from.0.min(to.0), from.1.min(to.1));
        let size = (from.0.abs_diff(to.0), from.1.abs_diff(to.1));
        self.shapes.extend(ink(style.color()).map(|ink| Shape::Rect { at: (left, top), size, ink }));
        Ok(())
    }

    /// The library itself writes numbers only: those at the thin lines.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let words = match text.parse::<i64>() {
            Ok(number) => Text::new("plain-number").with("n", number),
            Err(_) => unreachable!("the names of bars are not written by the library: {text}"),
        };
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let letter = Plot::LETTER.cast_signed();
        // From what the library aligns to the line on which letters stand: four fifths of them are above it.
        let base = match style.anchor().v_pos {
            VPos::Top => letter * 4 / 5,
            VPos::Center => letter * 3 / 10,
            VPos::Bottom => -letter / 5,
        };
        let at = (at.0, at.1 + base);
        self.shapes.extend(ink(style.color()).map(|ink| Shape::Words { at, anchor, words, ink }));
        Ok(())
    }

    /// About right for figures, of which all words are made that the library lays out.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        _style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let letters = u32::try_from(text.chars().count()).expect("short numbers");
        Ok((letters * Plot::LETTER * 3 / 5, Plot::LETTER))
    }
}
