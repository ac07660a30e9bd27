//! What a JSON reader complains about, for people who know JSON and not this program.

use serde_json::error::Category;

/// What the reader's own words mean, and what to do. Of a sentence that begins like the first, the second is said.
const MEANINGS: [(&str, &str); 8] = [
    ("expected value", "no JSON value begins here: look for a comma, a quote or a bracket too many or too few"),
    ("key must be a string", "a name in quotes belongs here: look for a comma too many"),
    ("trailing comma", "a comma stands before the closing bracket: take it away"),
    ("trailing characters", "something follows the end: take it away, or look for a bracket too many before it"),
    ("recursion limit exceeded", "brackets lie deeper than 128 levels in each other: write it flatter"),
    (
        "control character",
        "a text in quotes holds a line break or another control character: write \\n, or close the quotes",
    ),
    ("invalid escape", "a backslash stands in front of a character that takes none: write \\\\ for a backslash"),
    ("number out of range", "the number is too large for JSON to be read exactly: write a smaller one"),
];
/// What the reader calls the kinds of value, and what people do.
const KINDS: [(&str, &str); 9] = [
    ("expected u8", "expected a whole number from 0 to 255"),
    ("expected u16", "expected a whole number from 0 to 65535"),
    ("expected u32", "expected a whole number from 0 to 4294967295"),
    ("expected u64", "expected a whole number, 0 or more"),
    ("expected usize", "expected a whole number, 0 or more"),
    ("expected i32", "expected a whole number"),
    ("expected a sequence", "expected a list, […]"),
    ("sequence", "a list, […]"),
    ("map", "an object, {…}"),
];

/// An error of the JSON reader, without its place, in words that say what to do.
pub fn json_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what);
    if error.classify() == Category::Eof {
        return "the file ends in the middle: its end is missing, or a closing bracket or quote is".to_owned();
    }
    if let Some((_, meaning)) = MEANINGS.iter().find(|(begin, _)| what.starts_with(begin)) {
        return (*meaning).to_owned();
    }
    // What it found, which may be anything, stands before what it expected.
    let Some((found, _)) = what.rsplit_once("expected ").filter(|_| what.starts_with("invalid ")) else {
        return what.to_owned();
    };
    let expected = &what[found.len()..];
    let plain =
        |text: &str| KINDS.iter().find(|(theirs, _)| text.starts_with(theirs)).map(|(_, ours)| (*ours).to_owned());
    // The name of a structure means nothing outside of this program.
    let expected = if expected.starts_with("expected struct ") {
        "expected an object, {…}".to_owned()
    } else {
        plain(expected).unwrap_or_else(|| expected.to_owned())
    };
    let kind = found.strip_prefix("invalid type: ").and_then(|kind| plain(kind.trim_end_matches([',', ' '])));
    kind.map_or_else(|| format!("{found}{expected}"), |kind| format!("invalid type: {kind}, {expected}"))
}

#[cfg(test)]
mod tests {
    use super::json_words;

    fn words<T: serde::de::DeserializeOwned>(json: &str) -> String {
        json_words(&serde_json::from_str::<T>(json).map(|_| ()).expect_err("it must not be read"))
    }

    #[test]
    fn what_the_reader_says_becomes_what_to_do() {
        for (json, expected) in [
            ("300", "invalid value: integer `300`, expected a whole number from 0 to 255"),
            ("[]", "invalid type: a list, […], expected a whole number from 0 to 255"),
            ("{}", "invalid type: an object, {…}, expected a whole number from 0 to 255"),
            ("\"expected u8\"", "invalid type: string \"expected u8\", expected a whole number from 0 to 255"),
            ("", "the file ends in the middle: its end is missing, or a closing bracket or quote is"),
            ("<", "no JSON value begins here: look for a comma, a quote or a bracket too many or too few"),
            ("1 2", "something follows the end: take it away, or look for a bracket too many before it"),
        ] {
            assert_eq!(words::<u8>(json), expected);
        }
        assert_eq!(words::<Vec<u8>>("7"), "invalid type: integer `7`, expected a list, […]");
        assert_eq!(words::<crate::Link>("7"), "invalid type: integer `7`, expected an object, {…}");
        let deep = words::<serde_json::Value>(&"[".repeat(1_000));
        assert_eq!(deep, "brackets lie deeper than 128 levels in each other: write it flatter");
    }
}
