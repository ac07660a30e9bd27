//! What a visitor downloads until the first lesson is interactive.

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// More than this, gzipped, and the site misses its aim.
const AIM_BYTES: usize = 200_000;

/// A table of the files with their sizes, raw and gzipped, and their sums.
pub fn until_interactive(dist: &Path) -> Result<String> {
    let mut table = format!("{:>9} {:>9}  until the first lesson is interactive\n", "bytes", "gzipped");
    let (mut raw_sum, mut gzipped_sum) = (0, 0);
    for name in fetched(dist)? {
        let content = read(dist, &name)?;
        let gzipped = gzipped_len(&content)?;
        (raw_sum, gzipped_sum) = (raw_sum + content.len(), gzipped_sum + gzipped);
        writeln!(table, "{:>9} {gzipped:>9}  {name}", content.len())?;
    }
    let verdict = if gzipped_sum < AIM_BYTES { "under" } else { "OVER" };
    writeln!(table, "{raw_sum:>9} {gzipped_sum:>9}  in all: {verdict} the aim of {AIM_BYTES} gzipped")?;
    Ok(table)
}

/// A table of the programs that load when they are needed: the engine of each family, and the hunter.
pub fn when_needed(dist: &Path) -> Result<String> {
    let mut table = format!("{:>9} {:>9}  when it is first needed\n", "bytes", "gzipped");
    let programs = files(dist)?;
    for name in programs.iter().filter_map(|name| name.strip_suffix("_bg.wasm")).filter(|name| !name.contains("-web-"))
    {
        let (mut raw, mut gzipped) = (0, 0);
        for part in [format!("{name}_bg.wasm"), format!("{name}.js")] {
            let content = read(dist, &part)?;
            (raw, gzipped) = (raw + content.len(), gzipped + gzipped_len(&content)?);
        }
        writeln!(table, "{raw:>9} {gzipped:>9}  {name}")?;
    }
    Ok(table)
}

/// The sum of the gzipped sizes alone.
pub fn gzipped_bytes(dist: &Path) -> Result<usize> {
    fetched(dist)?.iter().map(|name| gzipped_len(&read(dist, name)?)).sum()
}

/// The page, what it names, what its scripts and styles name in turn, and the files of the first lesson.
fn fetched(dist: &Path) -> Result<BTreeSet<String>> {
    let files = files(dist)?;
    let mut fetched = BTreeSet::new();
    let mut open = vec!["index.html".to_string()];
    open.extend(first_lesson(dist, &files)?);
    while let Some(name) = open.pop() {
        let names_others = [".html", ".js", ".css"].iter().any(|end| name.ends_with(end));
        if names_others {
            let content = read(dist, &name)?;
            let content = String::from_utf8_lossy(&content);
            // Built names hold a hash, so that finding one in a text is no accident.
            let named = files.iter().filter(|file| content.contains(file.as_str()) && !fetched.contains(*file));
            open.extend(named.cloned());
        }
        fetched.insert(name);
    }
    Ok(fetched)
}

/// The curriculum and the first lesson in it, in English.
fn first_lesson(dist: &Path, files: &BTreeSet<String>) -> Result<Vec<String>> {
    let curriculum = "lessons/index.json".to_string();
    if !files.contains(&curriculum) {
        return Ok(Vec::new());
    }
    let index: Value = serde_json::from_slice(&read(dist, &curriculum)?).context(curriculum.clone())?;
    let ids = strings(&index);
    let folder = ids.iter().find(|id| files.contains(&format!("lessons/{id}/lesson.json")));
    let folder = folder.context("lessons/index.json names no lesson that the site has")?;
    let own = ["lesson.json", "en.md"].map(|file| format!("lessons/{folder}/{file}"));
    Ok([vec![curriculum], own.into_iter().filter(|file| files.contains(file)).collect()].concat())
}

/// Every string in `value`, in its order.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Every file under `dist`, as a path with slashes.
fn files(dist: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![dist.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(dist) {
                let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    Ok(found)
}

fn read(dist: &Path, name: &str) -> Result<Vec<u8>> {
    std::fs::read(dist.join(name)).with_context(|| format!("cannot read {name} of the built site"))
}

fn gzipped_len(content: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> std::path::PathBuf {
        let unique = format!("xtask-weigh-{}-{:?}", std::process::id(), std::thread::current().id());
        let dist = std::env::temp_dir().join(unique);
        for (name, content) in files {
            let path = dist.join(name);
            std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a temporary folder");
            std::fs::write(path, content).expect("a temporary file");
        }
        dist
    }

    #[test]
    fn what_is_named_is_weighed_and_what_is_not_is_left_out() {
        let dist = site(&[
            ("index.html", "<link href=/lab/app-1.css><script>import '/lab/web-2.js'"),
            ("app-1.css", "a { background: url(icons-3.svg) }"),
            ("web-2.js", "import './snippets/x-4/inline0.js'; fetch('web-5_bg.wasm')"),
            ("snippets/x-4/inline0.js", ""),
            ("web-5_bg.wasm", "\0asm"),
            ("icons-3.svg", "<svg/>"),
            ("other.css", "never asked for"),
            ("lessons/index.json", r#"{"units":[{"id":"a","lessons":["second-folder","b"]}]}"#),
            ("lessons/second-folder/lesson.json", "{}"),
            ("lessons/second-folder/en.md", "# Title"),
            ("lessons/second-folder/zh.md", "# 标题"),
            ("lessons/b/lesson.json", "{}"),
        ]);
        let fetched: Vec<_> = fetched(&dist).expect("the site is whole").into_iter().collect();
        std::fs::remove_dir_all(&dist).expect("it was just made");
        let expected = [
            "app-1.css",
            "icons-3.svg",
            "index.html",
            "lessons/index.json",
            "lessons/second-folder/en.md",
            "lessons/second-folder/lesson.json",
            "snippets/x-4/inline0.js",
            "web-2.js",
            "web-5_bg.wasm",
        ];
        assert_eq!(fetched, expected);
    }

    #[test]
    fn programs_of_workers_are_weighed_apart() {
        let dist = site(&[
            ("engine-b.js", "importable"),
            ("engine-b_bg.wasm", "\0asm"),
            ("quorum-web-1.js", ""),
            ("quorum-web-1_bg.wasm", "\0asm"),
        ]);
        let table = when_needed(&dist).expect("the site is whole");
        std::fs::remove_dir_all(&dist).expect("it was just made");
        let rows: Vec<Vec<_>> = table.lines().skip(1).map(|row| row.split_whitespace().collect()).collect();
        assert_eq!(rows.len(), 1, "{table}");
        assert_eq!((rows[0][0], rows[0][2]), ("14", "engine-b"));
    }

    #[test]
    fn sizes_are_summed() {
        let dist = site(&[("index.html", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]);
        let table = until_interactive(&dist).expect("the site is whole");
        std::fs::remove_dir_all(&dist).expect("it was just made");
        let sum: Vec<_> = table.lines().last().expect("the table has rows").split_whitespace().take(2).collect();
        assert_eq!(sum[0], "50");
        assert!(sum[1].parse::<usize>().is_ok_and(|gzipped| gzipped < 50), "one letter compresses well: {table}");
    }
}
