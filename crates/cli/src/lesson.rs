//! `quorum lesson check` and `quorum lesson schema`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow, bail};
use quorum_kernel::Text;
use quorum_lesson::{Curriculum, Lesson, LessonFault, Requires, Unit, prose::Prose};
use quorum_scene::words::{english, entries, say};

use crate::{Outcome, sources};

/// Checks a lesson's folder, or every folder in a folder that is a lesson, and the list of them.
pub fn check(path: &Path) -> Result<Outcome> {
    let alone = path.join("lesson.json").is_file();
    let listed = if alone { None } else { Some(Listed::read(path)?) };
    let folders = listed.as_ref().map_or_else(|| vec![path.to_owned()], |listed| listed.folders.clone());
    let mut wrong = 0;
    let mut tell = |file: &Path, problems: &[String]| {
        problems.iter().for_each(|problem| println!("{}/{problem}", file.display()));
        wrong += problems.len();
        problems.is_empty()
    };
    for folder in &folders {
        if tell(folder, &problems(folder, listed.as_ref())?) {
            println!("{}: every claim holds", folder.display());
        }
    }
    if let Some(listed) = &listed {
        tell(path, &listed.without_words());
    }
    println!("{} lessons checked, {wrong} problems", folders.len());
    Ok(if wrong == 0 { Outcome::Good } else { Outcome::Wrong })
}

/// Prints the schema of `lesson.json`.
pub fn schema() -> Result<Outcome> {
    println!("{}", serde_json::to_string_pretty(&quorum_lesson::schema::schema())?);
    Ok(Outcome::Good)
}

/// The lessons of a folder, as its `index.json` orders them.
struct Listed {
    json: String,
    curriculum: Curriculum,
    folders: Vec<PathBuf>,
    requires: Requires,
}

impl Listed {
    /// Reads the list; a folder it does not name, or a name without a folder, is a mistake.
    fn read(path: &Path) -> Result<Self> {
        let index = path.join("index.json");
        let json = sources::text(&index)?;
        let curriculum = Curriculum::parse(&json).map_err(|fault| broken_index(&fault))?;
        let folders: Vec<PathBuf> = curriculum.lessons().map(|id| path.join(id)).collect();
        let found: BTreeSet<PathBuf> = std::fs::read_dir(path)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|folder| folder.join("lesson.json").is_file())
            .collect();
        let named: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        if let Some(lost) = named.difference(&found).next() {
            bail!(
                "{} lists a lesson without a lesson.json: write it, or take the line away: {}",
                index.display(),
                lost.display()
            );
        }
        if let Some(left_out) = found.difference(&named).next() {
            bail!("{} does not list a lesson: put its id into a unit: {}", index.display(), left_out.display());
        }
        // What cannot be read says so when its turn comes.
        let requires = curriculum.lessons().zip(&folders).filter_map(|(id, folder)| {
            let lesson = Lesson::parse(&sources::text(&folder.join("lesson.json")).ok()?).ok()?;
            Some((id.to_owned(), lesson.requires))
        });
        let requires = requires.collect();
        Ok(Self { json, curriculum, folders, requires })
    }

    /// The units that have no name in English.
    fn without_words(&self) -> Vec<String> {
        let known: BTreeSet<String> =
            english().iter().flat_map(|words| entries(words).0).map(|entry| entry.id).collect();
        let lacks = |unit: &Unit| ["", "-about"].iter().any(|end| !known.contains(&format!("unit-{}{end}", unit.id)));
        let units = self.curriculum.units.iter().enumerate().filter(|(_, unit)| lacks(unit));
        let problem = |(index, unit): (usize, &Unit)| {
            let problem = Text::new("index-no-words").with("id", format!("unit-{}", unit.id));
            let fault = LessonFault { place: format!("units[{index}].id"), problem };
            format!("index.json: {}", say(&fault.in_text(&self.json).text()))
        };
        units.map(problem).collect()
    }
}

fn broken_index(fault: &LessonFault) -> anyhow::Error {
    anyhow!(say(&Text::new("index-broken").with("why", fault.text())))
}

/// What is wrong with a lesson: `FILE: PLACE: PROBLEM`. If all of a curriculum are checked, those that it requires stand
/// before it.
fn problems(folder: &Path, listed: Option<&Listed>) -> Result<Vec<String>> {
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
    let misplaced = listed.map(|listed| listed.curriculum.misplaced(&lesson.id, &listed.requires));
    let misplaced = misplaced.into_iter().flatten();
    problems.extend(misplaced.map(|fault| format!("lesson.json: {}", say(&fault.in_text(&json).text()))));
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
