//! In which line of a `lesson.json` a place lies: `steps[2].predict.until`.
//!
//! Reading a lesson keeps no lines: most lessons are sound. For one that is not, the text is read once more, down to the
//! place and no further, and serde itself then says in which line it has stopped.

use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// One part of a place: a field's name, or an index in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Field(&'a str),
    Index(usize),
}

/// The line, from 1, where a place begins; of a field that is not there, where what lacks it begins. `None` if it is no
/// place in the text.
pub(super) fn line_of(json: &str, place: &str) -> Option<usize> {
    let mut parts = parts(place)?;
    while !parts.is_empty() {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        // The text has been read before: it can only stop at the place.
        if let Err(stopped) = Down(&parts).deserialize(&mut deserializer) {
            return Some(stopped.line());
        }
        parts.pop();
    }
    None
}

fn parts(place: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    for piece in place.split('.') {
        let (name, indices) = piece.split_once('[').map_or((piece, None), |(name, indices)| (name, Some(indices)));
        parts.push(Part::Field(name));
        for index in indices.into_iter().flat_map(|indices| indices.split('[')) {
            parts.push(Part::Index(index.strip_suffix(']')?.parse().ok()?));
        }
    }
    Some(parts)
}

/// Reads down to a place, and stops there with an error; reads to the end if there is no such place.
struct Down<'a>(&'a [Part<'a>]);

impl<'de> DeserializeSeed<'de> for Down<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.0.is_empty() { Err(D::Error::custom("here")) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Down<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match self.0.split_first() {
                Some((Part::Field(name), rest)) if *name == key => map.next_value_seed(Down(rest))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let (index, rest) = match self.0.split_first() {
            Some((Part::Index(index), rest)) => (Some(*index), rest),
            _ => (None, self.0),
        };
        for at in 0.. {
            let more = if Some(at) == index {
                list.next_element_seed(Down(rest))?.is_some()
            } else {
                list.next_element::<IgnoredAny>()?.is_some()
            };
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "format": 1,
  "steps": [
    { "quiz": { "id": "a" } },
    {
      "predict": {
        "answers": [{ "id": "x" },
          { "id": "y",
            "when": {} }]
      }
    }
  ]
}"#;

    #[test]
    fn a_place_has_a_line() {
        for (place, line) in [
            ("format", 2),
            ("steps", 3),
            ("steps[0].quiz.id", 4),
            ("steps[1]", 5),
            ("steps[1].predict", 6),
            ("steps[1].predict.answers[1].id", 8),
            ("steps[1].predict.answers[1].when", 9),
            // What is not there: where what lacks it begins.
            ("steps[1].predict.answers[1].then", 8),
            ("steps[1].predict.moves[3].act", 6),
            ("steps[0].quiz.id.x[0]", 4),
        ] {
            assert_eq!(line_of(TEXT, place), Some(line), "{place}");
        }
    }

    #[test]
    fn what_is_no_place_has_none() {
        for place in ["", "line 3, column 7", "the file", "minutes", "steps[x]", "steps[0"] {
            assert_eq!(line_of(TEXT, place), None, "{place}");
        }
    }
}
