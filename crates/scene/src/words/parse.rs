//! Reads a catalogue.

use std::collections::BTreeMap;

/// The messages of one language.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub(super) messages: BTreeMap<String, Vec<Part>>,
}

impl Catalogue {
    /// The ids of its messages.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }
}

/// A mistake in a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line it begins on, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Words(String),
    Arg(String, Call),
    Choice { arg: String, cases: Vec<(Key, Vec<Part>)>, other: Vec<Part> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Plain,
    Time,
    Ms,
}

/// Which numbers a case of a choice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Exactly(i64),
    One,
}

impl Key {
    pub(super) fn matches(&self, n: i64) -> bool {
        match self {
            Self::Exactly(m) => *m == n,
            Self::One => n == 1,
        }
    }
}

impl Catalogue {
    /// Reads one: the messages that are right, and what is wrong with the others.
    pub fn parse(source: &str) -> (Self, Vec<Broken>) {
        let mut catalogue = Self::default();
        let mut broken = Vec::new();
        for (line, entry) in entries(source) {
            let read = entry.split_once('=').ok_or_else(|| "write `id = text`".to_owned()).and_then(|(id, text)| {
                let mut rest = text.trim();
                Ok((id.trim().to_owned(), parts(&mut rest, false)?))
            });
            match read {
                Ok((id, parts)) if !catalogue.messages.contains_key(&id) => {
                    catalogue.messages.insert(id, parts);
                }
                Ok((id, _)) => broken.push(Broken { line, why: format!("{id} is there twice") }),
                Err(why) => broken.push(Broken { line, why }),
            }
        }
        (catalogue, broken)
    }
}

/// Entries with the line they begin on; lines that go on are joined by a space.
fn entries(source: &str) -> Vec<(usize, String)> {
    let mut entries: Vec<(usize, String)> = Vec::new();
    for (i, line) in source.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match entries.last_mut() {
            Some((_, entry)) if line.starts_with(' ') => {
                entry.push(' ');
                entry.push_str(line.trim());
            }
            _ => entries.push((i + 1, line.trim_end().to_owned())),
        }
    }
    entries
}

/// Parts up to the end, or within a choice up to the next case or the closing brace.
fn parts(rest: &mut &str, in_choice: bool) -> Result<Vec<Part>, String> {
    let mut out = Vec::new();
    loop {
        let stop: &[char] = if in_choice { &['{', '}', '['] } else { &['{', '}'] };
        let end = rest.find(stop).unwrap_or(rest.len());
        let (words, tail) = rest.split_at(end);
        let case_follows = in_choice && !tail.starts_with('{');
        // The star of `*[other]` is not part of the words before it.
        let words = if case_follows { words.trim_end().trim_end_matches('*').trim_end() } else { words };
        if !words.is_empty() {
            out.push(Part::Words(words.to_owned()));
        }
        *rest = tail;
        if case_follows || rest.is_empty() {
            return Ok(out);
        }
        if rest.starts_with('}') {
            return Err("a } closes nothing".to_owned());
        }
        *rest = &rest[1..];
        out.push(placeable(rest)?);
    }
}

fn placeable(rest: &mut &str) -> Result<Part, String> {
    *rest = rest.trim_start();
    if let Some(tail) = rest.strip_prefix('"') {
        let (literal, tail) = tail.split_once('"').ok_or("a \" is not closed")?;
        *rest = tail;
        close(rest)?;
        return Ok(Part::Words(literal.to_owned()));
    }
    let head_end = rest.find(['}', '>']).ok_or("a { is not closed")?;
    if let Some(arg) = rest[..head_end].trim_end().strip_suffix('-') {
        let arg = argument(arg)?;
        *rest = &rest[head_end + 1..];
        return choice(arg, rest);
    }
    let (inside, tail) = rest.split_at(head_end);
    *rest = tail;
    close(rest)?;
    let inside = inside.trim();
    let (call, arg) = match inside.split_once('(') {
        None => (Call::Plain, inside),
        Some(("TIME", arg)) => (Call::Time, arg.trim_end_matches(')')),
        Some(("MS", arg)) => (Call::Ms, arg.trim_end_matches(')')),
        Some((name, _)) => return Err(format!("there is no function {name}")),
    };
    Ok(Part::Arg(argument(arg)?, call))
}

fn choice(arg: String, rest: &mut &str) -> Result<Part, String> {
    let mut cases = Vec::new();
    let mut other = None;
    loop {
        *rest = rest.trim_start().trim_start_matches('*');
        if rest.starts_with('}') {
            close(rest)?;
            let other = other.ok_or("a choice needs *[other]")?;
            return Ok(Part::Choice { arg, cases, other });
        }
        let tail = rest.strip_prefix('[').ok_or("a case begins with [")?;
        let (key, tail) = tail.split_once(']').ok_or("a [ is not closed")?;
        *rest = tail.trim_start();
        let body = parts(rest, true)?;
        match key.trim() {
            "other" => other = Some(body),
            "one" => cases.push((Key::One, body)),
            number => {
                let n = number.parse().map_err(|_| format!("[{number}] is no number, nor one or other"))?;
                cases.push((Key::Exactly(n), body));
            }
        }
    }
}

fn argument(text: &str) -> Result<String, String> {
    let name = text.trim().strip_prefix('$').ok_or_else(|| format!("write ${0}, not {0}", text.trim()))?;
    Ok(name.to_owned())
}

fn close(rest: &mut &str) -> Result<(), String> {
    *rest = rest.trim_start().strip_prefix('}').ok_or("a { is not closed")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_name_their_line() {
        let (_, broken) = Catalogue::parse("a = x\n\nb = { $x\nc = { x }\na = y\nd = { $n -> [one] x }\nno");
        let lines: Vec<usize> = broken.iter().map(|broken| broken.line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 7]);
    }

    #[test]
    fn lines_that_go_on_are_joined() {
        let (catalogue, broken) = Catalogue::parse("# comment\na = one\n    two\n");
        assert_eq!(broken, []);
        assert_eq!(catalogue.messages["a"], [Part::Words("one two".to_owned())]);
    }
}
