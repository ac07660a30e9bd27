//! The catalogue and the sources agree: every sentence that code names is there, and none is there that no code names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use quorum_scene::words::{english, entries};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The code of a crate without its unit tests, which may name sentences that do not exist.
fn code(name: &str) -> String {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in crates/");
    let mut found = Vec::new();
    sources(&crates.join(name).join("src"), &mut found);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source can be read");
        text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
    };
    found.iter().map(read).collect()
}

/// What stands in quotes right behind each `marker`, where that is not the end of a longer word (`format!(`).
fn named(code: &str, marker: &str) -> BTreeSet<String> {
    let begins = |(at, _): &(usize, &str)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let behind = code.match_indices(marker).filter(begins).map(|(at, _)| code[at + marker.len()..].trim_start());
    behind.filter_map(|rest| Some(rest.strip_prefix('"')?.split_once('"')?.0.to_owned())).collect()
}

#[test]
fn every_sentence_that_code_names_is_in_the_catalogue() {
    let all: BTreeSet<String> = english().iter().flat_map(|words| entries(words).0).map(|entry| entry.id).collect();
    let mut missing = Vec::new();
    for (name, markers) in [
        ("web", &["t!(", "Text::new("][..]),
        ("scene", &["Text::new("]),
        ("protocols", &["Text::new("]),
        ("lesson", &["Text::new("]),
        ("checker", &["Text::new("]),
        ("hunter", &["Text::new("]),
        ("sim", &["Text::new(", "at("]),
        ("kernel", &["Text::new(", "node(", "link("]),
    ] {
        let code = code(name);
        for id in markers.iter().flat_map(|marker| named(&code, marker)) {
            if !all.contains(&id) {
                missing.push(format!("{name} says {id}"));
            }
        }
    }
    assert!(missing.is_empty(), "not in the catalogue: {missing:#?}");
}

#[test]
fn no_sentence_of_the_page_is_left_over() {
    let (sentences, broken) = entries(include_str!("../words/en.ftl"));
    assert_eq!(broken, []);
    let code: String = ["web", "scene"].map(code).concat();
    let ids = sentences.iter().map(|sentence| sentence.id.as_str());
    let unused: Vec<&str> = ids.filter(|id| !code.contains(&format!("\"{id}\""))).collect();
    assert!(unused.is_empty(), "no code says these: {unused:?}");
}

#[test]
fn every_component_is_drawn_again_in_another_language() {
    // A component whose properties stay the same is not drawn again unless it listens.
    let code = code("web");
    let deaf: Vec<&str> = code
        .split("#[component]")
        .skip(1)
        .filter(|component| !component.split("\n}").next().unwrap_or_default().contains("use_words()"))
        .map(|component| component.trim().lines().next().unwrap_or_default())
        .filter(|name| !name.contains("fn App("))
        .collect();
    assert!(deaf.is_empty(), "these do not call use_words: {deaf:#?}");
}

/// Every `Text::new("id")` with the names of what is given to it right behind, and every `t!("id", name = …)`.
fn given(code: &str) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for (at, marker) in code.match_indices("Text::new(\"") {
        let Some((id, mut rest)) = code[at + marker.len()..].split_once("\")") else { continue };
        let mut names = Vec::new();
        while let Some(behind) = rest.trim_start().strip_prefix(".with(\"") {
            let Some((name, value)) = behind.split_once('"') else { break };
            names.push(name.to_owned());
            rest = &value[closing(value)..];
        }
        all.push((id.to_owned(), names));
    }
    for (at, marker) in code.match_indices("t!(\"") {
        let call = &code[at + marker.len()..];
        let Some((id, rest)) = call[..closing(call)].split_once('"') else { continue };
        let named = rest.split(" = ").map(|before| before.rsplit([' ', ',']).next().unwrap_or_default().to_owned());
        let count = rest.matches(" = ").count();
        all.push((id.to_owned(), named.take(count).collect()));
    }
    all
}

/// How far the bracket reaches that is open where `code` begins.
fn closing(code: &str) -> usize {
    let mut depth = 1;
    for (at, c) in code.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

#[test]
fn no_sentence_is_given_what_it_has_no_place_for() {
    let places: BTreeMap<String, BTreeSet<String>> =
        english().iter().flat_map(|words| entries(words).0).map(|entry| (entry.id, entry.args)).collect();
    let (mut checked, mut wrong) = (0, Vec::new());
    for name in ["web", "scene", "protocols", "lesson", "sim", "kernel"] {
        for (id, names) in given(&code(name)) {
            let Some(args) = places.get(&id) else { continue };
            checked += names.len();
            let lost = names.iter().filter(|name| !args.contains(*name));
            wrong.extend(lost.map(|lost| format!("{name} gives {id} a “{lost}”; it has places for {args:?}")));
        }
    }
    assert!(checked > 200, "the sources are read: {checked} arguments");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
