//! Where the labels of messages go: beside their glyph, where they cover least.
//!
//! A label keeps its side of the glyph while the glyph moves, so it is tried where the glyph is now and where it will
//! be at the next event. What does not fit loses its second line; where even the name would lie on something else, it is
//! left out until the message is pointed at, as two names on top of each other are none.

use std::collections::BTreeMap;

use super::geometry::{Point, Rect, Segment, point};

/// Distance of a label from the middle of its glyph.
const GAP: f64 = 17.0;
const NAME_HEIGHT: f64 = 15.0;
const LINE_HEIGHT: f64 = 15.0;
/// What changing sides costs, in covered square pixels: labels should not jump about.
const MOVE_COST: f64 = 400.0;
/// What covering a node or a caption costs, against covering another label.
const OBSTACLE_COST: f64 = 4.0;
/// What covering another message costs.
const GLYPH_COST: f64 = 3.0;
/// From so many covered square pixels on, the second line goes.
const CROWDED: f64 = 90.0;
/// From so many on, the name goes too.
const HOPELESS: f64 = 520.0;

/// A label's place beside its glyph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the middle of the glyph to the anchor of the first line's baseline.
    pub offset: Point,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// Whether the second line fits.
    pub second_line: bool,
    side: u8,
}

/// A label to be placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish<'a> {
    /// The message's id.
    pub id: &'a str,
    /// How wide its two lines are.
    pub widths: [f64; 2],
    /// Where the glyph is now, and where it will be at the next event.
    pub at: [Point; 2],
    /// The way of the message.
    pub way: Segment,
    /// Whether it is to be labelled.
    pub named: Named,
}

/// Whether a message is to be labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Whatever it covers.
    Always,
    /// Where it fits.
    IfItFits,
    /// Not; but labels of others keep off it.
    No,
}

/// The places of the labels by message id.
pub type Spots = BTreeMap<String, Spot>;

/// The sides in order of preference, as seen from the glyph: a unit step right and down.
const SIDES: [(i8, i8); 8] = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, 1), (-1, -1)];

/// Places labels one after another, each where it covers least of what is there already.
pub fn place(wishes: &[Wish<'_>], obstacles: &[Rect], bounds: &Rect, before: &Spots) -> Spots {
    let glyphs: Vec<(&str, Rect)> =
        wishes.iter().flat_map(|wish| wish.at.map(|at| (wish.id, Rect::around(at, 24.0, 24.0)))).collect();
    let mut taken: Vec<Rect> = Vec::new();
    let mut spots = Spots::new();
    for wish in wishes.iter().filter(|wish| wish.named != Named::No) {
        let cost_at = |spot: &Spot, lines: bool, at: Point| {
            let rect = spot.rect(at, wish.widths, lines);
            let fixed: f64 = obstacles.iter().map(|other| rect.overlap(other)).sum();
            let labels: f64 = taken.iter().map(|other| rect.overlap(other)).sum();
            let others = glyphs.iter().filter(|(id, _)| *id != wish.id).map(|(_, glyph)| rect.overlap(glyph));
            let covered = OBSTACLE_COST * fixed + labels + GLYPH_COST * others.sum::<f64>();
            covered + 4.0 * rect.outside(bounds) + 1400.0 * rect.crossed_by(&wish.way)
        };
        let best = |lines: bool| {
            let weighed = |spot: Spot| {
                let stays = before.get(wish.id).is_none_or(|old| old.side == spot.side);
                let moves = if stays { 0.0 } else { MOVE_COST };
                let [now, then] = wish.at.map(|at| cost_at(&spot, lines, at));
                // What is covered now counts more than what will be for a moment.
                (moves + now + 0.4 * then + f64::from(spot.side) * 6.0, now, spot)
            };
            let spots = (0..).zip(SIDES).map(|(side, step)| weighed(Spot::new(side, step, lines)));
            // How much of it is said follows from what it covers now: when the glyph comes to what is there, all is placed anew.
            spots.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, now, spot)| (now, spot))
        };
        let Some((mut price, mut spot)) = best(true) else { continue };
        if price > CROWDED
            && let Some((less, shorter)) = best(false)
            && less + CROWDED / 2.0 < price
        {
            (price, spot) = (less, shorter);
        }
        if price > HOPELESS && wish.named == Named::IfItFits {
            continue;
        }
        taken.extend(wish.at.map(|at| spot.rect(at, wish.widths, spot.second_line)));
        spots.insert(wish.id.to_owned(), spot);
    }
    spots
}

impl Spot {
    fn new(side: u8, (right, down): (i8, i8), second_line: bool) -> Self {
        let lines = if second_line { 2.0 } else { 1.0 };
        let height = NAME_HEIGHT + (lines - 1.0) * LINE_HEIGHT;
        // The baseline of the first line, so that the block stands at the side it should.
        let y = match down {
            0 => -height / 2.0 + 11.5,
            1 => GAP + 8.0,
            _ => -GAP - height + 14.0,
        };
        // At a corner the label may come nearer, as the glyph is round.
        let reach = if down == 0 { GAP } else { GAP - 8.0 };
        let (x, anchor) = match right {
            1 => (reach, "start"),
            0 => (0.0, "middle"),
            _ => (-reach, "end"),
        };
        Self { offset: point(x, y), anchor, second_line, side }
    }

    /// The box the label takes, as it was placed, when its glyph is there.
    pub fn rect_at(&self, at: Point, widths: [f64; 2]) -> Rect {
        self.rect(at, widths, self.second_line)
    }

    /// The box the label takes with one line or two when its glyph is there.
    fn rect(&self, at: Point, widths: [f64; 2], second_line: bool) -> Rect {
        let width = if second_line { widths[0].max(widths[1]) } else { widths[0] };
        let height = if second_line { NAME_HEIGHT + LINE_HEIGHT } else { NAME_HEIGHT };
        let x = at.x + self.offset.x;
        let left = match self.anchor {
            "start" => x,
            "end" => x - width,
            _ => x - width / 2.0,
        };
        Rect { left, top: at.y + self.offset.y - 11.5, width, height }
    }
}

/// About how wide a text is, in the interface's font at this size.
pub fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let per_char = |c: char| match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '|' | '\'' | '’' | '(' | ')' | ' ' => 0.3,
        'm' | 'w' | 'M' | 'W' => 0.88,
        'A'..='Z' => 0.69,
        c if c >= '\u{2e80}' => 1.0,
        _ => 0.57,
    };
    // On the wide side: which font the system has is not known here, and a gap is better than a collision.
    let weight = if bold { 1.13 } else { 1.05 };
    text.chars().map(per_char).sum::<f64>() * size * weight
}

/// Breaks a text into lines of at most this width, between words, and of about the same length, so that no word is left
/// over at the end. A word that is wider stands alone.
pub fn wrap(text: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines = fill(text, width, size, bold);
    let mut width = width;
    while lines.len() > 1 && width > size {
        width -= size / 2.0;
        let narrower = fill(text, width, size, bold);
        if narrower.len() > lines.len() || narrower.iter().any(|line| text_width(line, size, bold) > width) {
            break;
        }
        lines = narrower;
    }
    lines
}

/// Breaks a text into as few lines as fit.
fn fill(text: &str, width: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if text_width(line, size, bold) + text_width(word, size, bold) + size * 0.3 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(id: &str, x: f64, y: f64) -> Wish<'_> {
        let at = point(x, y);
        let way = Segment { start: at - point(0.0, 50.0), end: at };
        Wish { id, widths: [80.0, 110.0], at: [at, at], way, named: Named::IfItFits }
    }

    const STAGE: Rect = Rect { left: 0.0, top: 0.0, width: 600.0, height: 400.0 };

    fn rects(wishes: &[Wish<'_>], spots: &Spots) -> Vec<Rect> {
        wishes.iter().map(|w| spots[w.id].rect(w.at[0], w.widths, spots[w.id].second_line)).collect()
    }

    #[test]
    fn labels_of_neighbours_do_not_cover_each_other() {
        let wishes = [wish("a", 300.0, 200.0), wish("b", 330.0, 205.0), wish("c", 300.0, 240.0)];
        let spots = place(&wishes, &[], &STAGE, &Spots::new());
        let rects = rects(&wishes, &spots);
        for (i, a) in rects.iter().enumerate() {
            for b in &rects[i + 1..] {
                assert_eq!(a.overlap(b), 0.0, "{rects:?}");
            }
        }
    }

    #[test]
    fn a_label_stays_on_the_stage() {
        let wishes = [wish("a", 590.0, 200.0), wish("b", 10.0, 390.0)];
        let spots = place(&wishes, &[], &STAGE, &Spots::new());
        for rect in rects(&wishes, &spots) {
            assert!(rect.outside(&STAGE) < 1.0, "{rect:?}");
        }
    }

    #[test]
    fn where_it_is_crowded_the_second_line_goes_and_the_name_stays() {
        let wishes = [wish("a", 300.0, 200.0)];
        let wall = |top: f64| Rect { left: 0.0, top, width: 600.0, height: 180.0 };
        let spots = place(&wishes, &[wall(11.0), wall(209.0)], &STAGE, &Spots::new());
        assert!(!spots["a"].second_line);
    }

    #[test]
    fn what_will_be_covered_on_arrival_takes_no_words_from_a_label_now() {
        let mut coming = wish("a", 300.0, 150.0);
        coming.way.end = point(300.0, 370.0);
        coming.at[1] = coming.way.end;
        let node = Rect { left: 100.0, top: 320.0, width: 400.0, height: 80.0 };
        let spots = place(&[coming], &[node], &STAGE, &Spots::new());
        assert!(spots["a"].second_line);
    }

    #[test]
    fn where_even_the_name_would_cover_something_only_what_must_be_named_is() {
        let wall = Rect { left: 0.0, top: 0.0, width: 600.0, height: 400.0 };
        let mut wishes = [wish("a", 300.0, 200.0)];
        assert!(place(&wishes, &[wall], &STAGE, &Spots::new()).is_empty());
        wishes[0].named = Named::Always;
        assert!(place(&wishes, &[wall], &STAGE, &Spots::new()).contains_key("a"));
    }

    #[test]
    fn a_label_keeps_its_side_unless_something_comes_in_the_way() {
        let wishes = [wish("a", 300.0, 200.0)];
        let first = place(&wishes, &[], &STAGE, &Spots::new());
        let small = Rect { left: 330.0, top: 195.0, width: 8.0, height: 8.0 };
        assert_eq!(place(&wishes, &[small], &STAGE, &first)["a"].side, first["a"].side);
        let large = Rect { left: 310.0, top: 150.0, width: 100.0, height: 100.0 };
        assert_ne!(place(&wishes, &[large], &STAGE, &first)["a"].side, first["a"].side);
    }

    #[test]
    fn a_long_caption_breaks_between_words() {
        assert_eq!(wrap("follower, voted n3", 60.0, 12.0, true), ["follower,", "voted n3"]);
        assert_eq!(wrap("follower", 10.0, 12.0, true), ["follower"]);
        assert_eq!(wrap("leader, 3 of 5 have entry 4", 160.0, 12.0, true), ["leader, 3 of 5", "have entry 4"]);
    }
}
