//! `quorum lesson check` and `quorum lesson schema`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use quorum_lesson::{Lesson, prose::Prose};
use quorum_scene::words::say;

use crate::{Outcome, sources};

/// Checks a lesson's folder, or every folder in a folder that is a lesson, and the list of them.
pub fn check(path: &Path) -> Result<Outcome> {
    let alone = path.join("lesson.json").is_file();
    let folders = if alone { vec![path.to_owned()] } else { lessons_in(path)? };
    let mut wrong = 0;
    for (index, folder) in folders.iter().enumerate() {
        let problems = problems(folder, (!alone).then_some(&folders[..index]))?;
        let name = folder.display();
        match problems.as_slice() {
            [] => println!("{name}: every claim holds"),
            problems => problems.iter().for_each(|problem| println!("{name}/{problem}")),
        }
        wrong += problems.len();
    }
    println!("{} lessons checked, {wrong} problems", folders.len());
    Ok(if wrong == 0 { Outcome::Good } else { Outcome::Wrong })
}

/// Prints the schema of `lesson.json`.
pub fn schema() -> Result<Outcome> {
    println!("{}", serde_json::to_string_pretty(&quorum_lesson::schema::schema())?);
    Ok(Outcome::Good)
}

/// The lessons of a folder, as its `index.json` orders them; a folder it does not name, or a name without a folder, is
/// a mistake.
fn lessons_in(path: &Path) -> Result<Vec<PathBuf>> {
    let index = path.join("index.json");
    let order: Index = serde_json::from_str(&sources::text(&index)?).with_context(|| index.display().to_string())?;
    let mut listed: Vec<PathBuf> = order.lessons.iter().map(|id| path.join(id)).collect();
    let mut folders: Vec<PathBuf> = std::fs::read_dir(path)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| folder.join("lesson.json").is_file())
        .collect();
    folders.sort();
    listed.sort();
    if folders != listed {
        bail!("{} lists {listed:?}, but the folders with a lesson.json are {folders:?}", index.display());
    }
    Ok(order.lessons.iter().map(|id| path.join(id)).collect())
}

/// `lessons/index.json`: the lessons in the order of the curriculum.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    lessons: Vec<String>,
}

/// What is wrong with a lesson: `FILE: PLACE: PROBLEM`. If all of a curriculum are checked, these lessons stand before it.
fn problems(folder: &Path, before: Option<&[PathBuf]>) -> Result<Vec<String>> {
    let path = folder.join("lesson.json");
    let json = sources::text(&path)?;
    let lesson = match Lesson::parse(&json) {
        Ok(lesson) => lesson,
        Err(fault) => return Ok(vec![format!("lesson.json: {}", say(&fault.text()))]),
    };
    let mut problems = Vec::new();
    if folder.file_name().is_none_or(|name| name != lesson.id.as_str()) {
        problems.push(format!("lesson.json: id: “{}” is not the name of its folder", lesson.id));
    }
    for required in &lesson.requires {
        if before.is_some_and(|before| !before.iter().any(|folder| folder.ends_with(required))) {
            problems
                .push(format!("lesson.json: requires: no lesson “{required}” stands before this one in index.json"));
        }
    }
    if let Err(fault) = quorum_lesson::check(&lesson) {
        problems.push(format!("lesson.json: {}", say(&fault.in_text(&json).text())));
    }
    problems.extend(prose(folder, &lesson)?);
    Ok(problems)
}

/// What is wrong with the prose, in every language there is; English there must be.
fn prose(folder: &Path, lesson: &Lesson) -> Result<Vec<String>> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    let asked = lesson.words();
    let mut problems = Vec::new();
    if !files.iter().any(|file| file.ends_with("en.md")) {
        problems.push("en.md: is missing: every lesson has words in English".to_owned());
    }
    for file in &files {
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match Prose::parse(&sources::text(file)?) {
            Ok(prose) => {
                problems.extend(prose.check(&asked).iter().map(|problem| format!("{name}: {}", say(&problem.text()))))
            }
            Err(faults) => problems.extend(faults.iter().map(|fault| format!("{name}: {}", say(&fault.text())))),
        }
    }
    Ok(problems)
}
