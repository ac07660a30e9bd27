//! Texts by number: each once, and an append costs the same however long the text is.

use std::{collections::BTreeMap, sync::Arc};

/// Of a polynomial digest: text `a` with `b` behind has the digest `a * BASE^len(b) + b`.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// No text: what a store knows of a key that has no value.
pub const NOTHING: u32 = 0;

/// A text, as another with a piece behind.
#[derive(Debug)]
struct Text {
    /// The number of the other one; [`NOTHING`] before the first piece.
    before: u32,
    piece: Arc<str>,
    digest: u64,
    /// `BASE` to the power of this text's length.
    power: u64,
}

/// All texts of one part of a history, from number 1 on.
#[derive(Debug, Default)]
pub struct Texts {
    texts: Vec<Text>,
    /// Texts of one digest. They may still differ: a digest is a hint.
    alike: BTreeMap<u64, Vec<u32>>,
    /// What a text is with another behind.
    longer: BTreeMap<(u32, u32), u32>,
}

impl Texts {
    /// The number of a text.
    pub fn number(&mut self, text: &Arc<str>) -> u32 {
        let (mut digest, mut power) = (0_u64, 1_u64);
        for byte in text.bytes() {
            // Counted from 1: a zero in front would not show.
            digest = digest.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
            power = power.wrapping_mul(BASE);
        }
        self.find(Text { before: NOTHING, piece: text.clone(), digest, power })
    }

    /// The number of a text with another behind.
    pub fn append(&mut self, text: u32, end: u32) -> u32 {
        if text == NOTHING {
            return end;
        }
        if let Some(known) = self.longer.get(&(text, end)) {
            return *known;
        }
        let (begin, behind) = (self.text(text), self.text(end));
        let longer = Text {
            before: text,
            piece: behind.piece.clone(),
            digest: begin.digest.wrapping_mul(behind.power).wrapping_add(behind.digest),
            power: begin.power.wrapping_mul(behind.power),
        };
        let number = self.find(longer);
        self.longer.insert((text, end), number);
        number
    }

    fn text(&self, number: u32) -> &Text {
        &self.texts[number as usize - 1]
    }

    /// The number of a text that may be known already.
    fn find(&mut self, text: Text) -> u32 {
        let known = self.alike.get(&text.digest).map_or(&[][..], Vec::as_slice);
        if let Some(same) = known.iter().find(|other| self.backwards(self.text(**other)).eq(self.backwards(&text))) {
            return *same;
        }
        let number = u32::try_from(self.texts.len() + 1).expect("fewer texts than steps, which are fewer");
        self.alike.entry(text.digest).or_default().push(number);
        self.texts.push(text);
        number
    }

    /// The bytes of a text, the last first.
    fn backwards<'a>(&'a self, text: &'a Text) -> impl Iterator<Item = u8> + 'a {
        let before = |text: &&'a Text| (text.before != NOTHING).then(|| self.text(text.before));
        core::iter::successors(Some(text), before).flat_map(|text| text.piece.bytes().rev())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number_however_it_came_about() {
        let mut texts = Texts::default();
        let mut number = |text: &str| texts.number(&text.into());
        let (whole, ab, a, b, c, bc, empty) =
            (number("abc"), number("ab"), number("a"), number("b"), number("c"), number("bc"), number(""));
        assert_eq!(texts.append(ab, c), whole);
        assert_eq!(texts.append(a, bc), whole);
        let twice = texts.append(a, b);
        assert_eq!((twice, texts.append(twice, c)), (ab, whole));
        assert_eq!(
            (texts.append(NOTHING, whole), texts.append(whole, empty), texts.append(empty, whole)),
            (whole, whole, whole)
        );
        assert_ne!(empty, NOTHING);
        assert_ne!(texts.append(b, a), ab);
        let new = texts.append(whole, a);
        assert_eq!(texts.number(&"abca".into()), new);
    }
}
