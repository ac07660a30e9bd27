//! `quorum words`: for translators.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use quorum_scene::words::{Entry, english, entries, languages, say};

use crate::{Outcome, sources};

/// Prints the English words of page, engine and protocols as one file: what a translation begins from.
pub fn print() -> Outcome {
    english().iter().for_each(|words| println!("{words}"));
    Outcome::Good
}

/// Checks a translation against English, or a list of languages: `FILE:LINE: PROBLEM`.
pub fn check(file: &Path) -> Result<Outcome> {
    let text = sources::text(file)?;
    let name = file.display();
    if file.extension().is_some_and(|end| end == "json") {
        let languages = match languages(&text) {
            Ok(languages) => languages,
            Err(why) => {
                println!("{name}: {}", say(&why));
                return Ok(Outcome::Wrong);
            }
        };
        let missing = languages.iter().map(|language| format!("{}.ftl", language.code));
        let missing: Vec<String> =
            missing.filter(|words| words != "en.ftl" && !file.with_file_name(words).is_file()).collect();
        missing.iter().for_each(|words| println!("{name}: {words} is not beside it"));
        return Ok(if missing.is_empty() { Outcome::Good } else { Outcome::Wrong });
    }
    let (said, problems) = problems(&text);
    problems.iter().for_each(|(line, problem)| println!("{name}:{line}: {problem}"));
    println!("{said} of {} messages are translated, {} problems", english_entries().len(), problems.len());
    Ok(if problems.is_empty() { Outcome::Good } else { Outcome::Wrong })
}

/// The messages of English by their ids.
fn english_entries() -> BTreeMap<String, Entry> {
    let all = english().into_iter().flat_map(|words| entries(words).0);
    all.map(|entry| (entry.id.clone(), entry)).collect()
}

/// How many messages of English `text` translates, and what is wrong with it, in the order of its lines.
fn problems(text: &str) -> (usize, Vec<(u32, String)>) {
    let english = english_entries();
    let (translated, broken) = entries(text);
    let mut problems: Vec<(u32, String)> = broken.iter().map(|broken| (broken.line, say(&broken.why))).collect();
    let mut seen = BTreeSet::new();
    for Entry { id, line, args, wrong } in &translated {
        let mut note = |problem: String| problems.push((*line, format!("{id}: {problem}")));
        if let Some(why) = wrong {
            note(say(why));
        }
        if !seen.insert(id) {
            note("is there twice: keep one".to_owned());
        }
        let Some(original) = english.get(id) else {
            note("English has no such message: remove it, or correct its name".to_owned());
            continue;
        };
        for arg in args.difference(&original.args) {
            note(format!("there is no {{ ${arg} }} here; there is: {}", names(&original.args)));
        }
        for arg in original.args.difference(args) {
            note(format!("lacks {{ ${arg} }}"));
        }
    }
    let last = text.lines().count().try_into().unwrap_or(u32::MAX);
    let missing: Vec<&String> = english.keys().filter(|id| !seen.contains(id)).collect();
    problems.sort();
    problems.extend(missing.iter().map(|id| (last, format!("{id}: is not translated; the page says it in English"))));
    (english.len() - missing.len(), problems)
}

fn names(args: &BTreeSet<String>) -> String {
    let names: Vec<String> = args.iter().map(|arg| format!("{{ ${arg} }}")).collect();
    if names.is_empty() { "no argument".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_translates_itself_without_a_problem() {
        let (said, problems) = problems(&english().join("\n"));
        assert_eq!(problems, []);
        assert_eq!(said, english_entries().len());
    }

    #[test]
    fn each_mistake_is_named_with_its_line() {
        let english = english().join("\n");
        let broken = english
            .replacen("play = Play\n", "plai = Play\n", 1)
            .replacen("restart-node = Restart { $node }\n", "restart-node = Restart { $nod }\n", 1)
            .replacen("pause = Pause\n", "pause = { DATE($x) }\n", 1)
            .replacen("speed = Speed\n", "speed = Speed\nspeed = Speed\n", 1)
            .replacen("seed = seed\n", "seed = { \n", 1);
        let line = |start: &str| broken.lines().position(|line| line.starts_with(start)).map_or(0, |at| at + 1);
        let (_, problems) = problems(&broken);
        let found: Vec<String> = problems.iter().map(|(line, problem)| format!("{line}: {problem}")).collect();
        let last = broken.lines().count();
        for expected in [
            format!("{}: plai: English has no such message", line("plai =")),
            format!("{}: restart-node: there is no {{ $nod }} here; there is: {{ $node }}", line("restart-node =")),
            format!("{}: restart-node: lacks {{ $node }}", line("restart-node =")),
            format!("{}: pause: there is no function DATE", line("pause =")),
            format!("{}: speed: is there twice", line("speed =") + 1),
            format!("{}: this is not Fluent: ", line("seed = {")),
            format!("{last}: play: is not translated"),
            format!("{last}: seed: is not translated"),
        ] {
            assert!(found.iter().any(|found| found.starts_with(&expected)), "no “{expected}” in {found:#?}");
        }
    }
}
