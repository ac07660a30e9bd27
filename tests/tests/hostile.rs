//! A short walk of the fuzz targets on a stable compiler: the files of this project and the malformed ones, as they are
//! and changed at random, through the same functions.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use quorum_tests::{
    hostile,
    mutate::{mutate, mutate_link},
};

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files in these folders and the folders in them, by path, so that a seed means the same everywhere.
fn files(folders: &[&str], ends: &[&str]) -> Vec<(PathBuf, String)> {
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| project().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display())) {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                open.push(path);
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                let bytes = std::fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
                found.push((path, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "there is nothing to begin with in {folders:?}");
    found
}

fn survives(target: fn(&[u8]), what: &str, text: &str) {
    if catch_unwind(AssertUnwindSafe(|| target(text.as_bytes()))).is_err() {
        let shown: String = text.chars().take(2_000).collect();
        panic!("{what} is too much for the engine:\n{shown}");
    }
}

/// Gives a target the files as they are, then so many changed ones.
fn walk(target: fn(&[u8]), change: fn(&str, u64) -> String, seeds: &[(PathBuf, String)], changed: u64) {
    for (path, text) in seeds {
        survives(target, &path.display().to_string(), text);
    }
    for seed in 0..changed {
        let (path, text) = &seeds[seed as usize % seeds.len()];
        survives(target, &format!("{} changed by seed {seed}", path.display()), &change(text, seed));
    }
}

#[test]
fn lessons() {
    let files = files(&["lessons", "tests/malformed/lessons", "tests/malformed/prose"], &[".json", ".md"]);
    walk(hostile::lesson, mutate, &files, 3_000);
}

#[test]
fn recordings() {
    let files = files(&["tests/fuzz/seeds/recordings", "tests/malformed/recordings"], &[".json"]);
    walk(hostile::recording, mutate, &files, 1_500);
}

#[test]
fn links() {
    let files = files(&["tests/fuzz/seeds/links", "tests/malformed/links"], &[".txt"]);
    walk(hostile::link, mutate_link, &files, 1_500);
}

#[test]
fn changes_change_and_mostly_keep_json_readable() {
    let (_, text) = files(&["lessons"], &["lesson.json"]).remove(0);
    let changed: Vec<String> = (0..200).map(|seed| mutate(&text, seed)).collect();
    assert!(changed.iter().filter(|changed| **changed != text).count() > 190, "most differ from what they began as");
    let readable = changed.iter().filter(|changed| serde_json::from_str::<serde_json::Value>(changed).is_ok()).count();
    assert!(readable > 120, "only {readable} of 200 are JSON still");
    assert_eq!(mutate(&text, 7), mutate(&text, 7));
}
