//! Random changes to a text, each decided by a seed: to JSON by its structure, so that most of what comes out still
//! parses, and to any text by its lines and words. The fuzz targets and the smoke test change files by these.

use quorum_scene::link;
use serde_json::{Map, Value, json};

/// What lessons, recordings and links are made of; the fuzzer reads the same list.
const WORDS: &str = include_str!("../fuzz/words.dict");
/// The longest text that comes out, in bytes.
const LENGTH_MAX: usize = 64 * 1024;

/// SplitMix64: chance that is the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// A text with one to four changes; the same seed makes the same changes.
pub fn mutate(text: &str, seed: u64) -> String {
    let mut chance = Chance(seed);
    let mut changed = cut(text.to_owned());
    for _ in 0..=chance.below(4) {
        let value = serde_json::from_str::<Value>(&changed);
        changed = match value {
            Ok(mut value) if chance.below(8) > 0 => {
                change_value(&mut value, &mut chance);
                cut(value.to_string())
            }
            _ => cut(change_text(&changed, &mut chance)),
        };
    }
    changed
}

fn cut(mut text: String) -> String {
    let end = (0..=text.len().min(LENGTH_MAX)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.truncate(end);
    text
}

/// A link's payload with some changes: to the recording in it, or to the payload itself.
pub fn mutate_link(payload: &str, seed: u64) -> String {
    match link::unpack(payload.trim()) {
        Ok(json) if !seed.is_multiple_of(4) => link::pack(&mutate(&json, seed)),
        _ => mutate(payload, seed),
    }
}

/// A word of the list, without its quotes and escapes.
fn word(chance: &mut Chance) -> String {
    let words: Vec<&str> = WORDS.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"')).collect();
    chance.of(&words).replace("\\\"", "\"")
}

fn change_text(text: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = chance.below(lines.len());
    let Some(line) = lines.get(at).cloned() else { return word(chance) };
    let places: Vec<usize> = line.char_indices().map(|(place, _)| place).chain([line.len()]).collect();
    let place = *chance.of(&places);
    match chance.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(chance.below(lines.len()), line),
        2 => lines.truncate(at),
        3 => lines[at] = vec![line; 2 + chance.below(40)].concat(),
        4 => lines[at] = line[..place].to_owned(),
        _ => lines[at] = format!("{}{}{}", &line[..place], word(chance), &line[place..]),
    }
    lines.join("\n")
}

/// Changes one value somewhere in a tree.
fn change_value(root: &mut Value, chance: &mut Chance) {
    let places = count(root);
    let borrowed = nth(root, &mut chance.below(places)).cloned().unwrap_or_default();
    let Some(place) = nth(root, &mut chance.below(places)) else { return };
    match (chance.below(6), place) {
        (0, place) => *place = borrowed,
        (1, place) => *place = odd(chance),
        (_, Value::Array(items)) => change_array(items, borrowed, chance),
        (_, Value::Object(fields)) => change_object(fields, borrowed, chance),
        (2.., place @ Value::Number(_)) => {
            let number = place.as_i64().unwrap_or_default();
            *place = json!(number.saturating_add(*chance.of(&[-1, 1, 2, 1_000, -1_000_000_000, i64::MAX])));
        }
        (2.., Value::String(text)) => {
            *text = if chance.below(2) == 0 { word(chance) } else { change_text(text, chance) }
        }
        (_, place) => *place = odd(chance),
    }
}

fn change_array(items: &mut Vec<Value>, borrowed: Value, chance: &mut Chance) {
    let at = chance.below(items.len());
    match chance.below(4) {
        0 if !items.is_empty() => drop(items.remove(at)),
        1 if !items.is_empty() => {
            let item = items[at].clone();
            let times = if count(&item) < 20 { 1 + chance.below(60) } else { 1 };
            items.extend(vec![item; times]);
        }
        2 if items.len() > 1 => items.swap(at, 0),
        _ => items.insert(at, borrowed),
    }
}

fn change_object(fields: &mut Map<String, Value>, borrowed: Value, chance: &mut Chance) {
    let names: Vec<String> = fields.keys().cloned().collect();
    let name = if names.is_empty() { String::new() } else { chance.of(&names).clone() };
    match chance.below(3) {
        0 => drop(fields.remove(&name)),
        1 => {
            let value = fields.remove(&name).unwrap_or_default();
            fields.insert(word(chance).trim_matches(['"', ':']).to_owned(), value);
        }
        _ => drop(fields.insert(word(chance).trim_matches(['"', ':']).to_owned(), borrowed)),
    }
}

/// Values that nobody expects.
fn odd(chance: &mut Chance) -> Value {
    match chance.below(9) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(*chance.of(&[0, 1, -1, 255, 256, i64::from(u32::MAX), i64::MAX, i64::MIN])),
        3 => json!(u64::MAX),
        4 => json!(1e300),
        5 => json!("x".repeat(*chance.of(&[0, 1, 50, 500, 5_000]))),
        6 => json!({ "not": { "all": [{ "leader": {} }, { "term-at-least": 2 }] } }),
        7 => (0..*chance.of(&[3, 30, 126])).fold(json!({ "leader": {} }), |inner, _| json!({ "not": inner })),
        _ => json!(word(chance)),
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// The value of this number, counted from the root.
fn nth<'a>(value: &'a mut Value, left: &mut usize) -> Option<&'a mut Value> {
    if *left == 0 {
        return Some(value);
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, left)),
        Value::Object(fields) => fields.values_mut().find_map(|field| nth(field, left)),
        _ => None,
    }
}
