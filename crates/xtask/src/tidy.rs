//! House rules that no compiler checks, as tests over every source file.

use crate::project::Project;
use std::path::{Path, PathBuf};

/// More lines than this and a file holds more than one idea.
const MAX_LINES: usize = 600;

/// The files under the project's own folders whose names end with one of `ends`.
fn sources(ends: &[&str]) -> Vec<(PathBuf, String)> {
    let root = Project::read().expect("the workspace can be read").root;
    let mut found = Vec::new();
    let mut folders: Vec<_> = ["crates", "tests", "www", "lessons"].iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
                let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                found.push((path.strip_prefix(&root).unwrap_or(&path).to_path_buf(), text));
            }
        }
    }
    assert!(!found.is_empty(), "no file ends with {ends:?}: these rules look in the wrong place");
    found
}

#[track_caller]
fn none(broken: Vec<String>, rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn files_are_short() {
    let long = sources(&[".rs"]).into_iter().map(|(path, text)| (path, text.lines().count()));
    let long = long.filter(|(_, lines)| *lines > MAX_LINES);
    none(
        long.map(|(path, lines)| format!("{}: {lines} lines", name(&path))).collect(),
        "split by idea what is longer than 600 lines",
    );
}

#[test]
fn modules_say_what_they_are() {
    let silent = sources(&[".rs"]).into_iter().filter(|(_, text)| !text.starts_with("//!"));
    none(silent.map(|(path, _)| name(&path)).collect(), "begin a module with a //! line that says what it is");
}

#[test]
fn the_page_loads_nothing_from_elsewhere() {
    let loads = ["src=\"http", "src=\"//", "@import url(http", "url(http", "rel=\"stylesheet\" href=\"http"];
    let foreign = sources(&[".html", ".css"]).into_iter().filter(|(_, text)| loads.iter().any(|l| text.contains(l)));
    none(foreign.map(|(path, _)| name(&path)).collect(), "the site works without any other host");
}
