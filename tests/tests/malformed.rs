//! Malformed lessons, words, recordings, links and progress, each with the message that a person gets, through the same
//! code that the page calls. The message stands beside the file, `NAME.says`; `UPDATE_GOLDENFILES=1` writes them anew,
//! to be read as the one who gets them before they are committed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use quorum_kernel::Text;
use quorum_lesson::{BYTES_MAX, KEPT_BYTES_MAX, Kept, prose::PROSE_BYTES_MAX};
use quorum_scene::{
    Command, Lab, LessonSource, RECORDING_BYTES_MAX, Reply, link, link::PAYLOAD_MAX, read_lesson, words::say,
};

/// A lesson and its words to which nothing is wrong.
const LESSON: &str = r#"{ "format": 1, "id": "broken", "minutes": 5, "scenario": { "protocol": "raft", "servers": 3, "seed": "1" },
  "steps": [{ "watch": { "id": "elect", "start": [], "until": { "leader": {} } } }] }"#;
const WORDS: &str = "# A lesson\n\nAbout.\n\n## elect\n### Electing\nWords.\n";

/// What somebody reads who opens a lesson of this structure; `None` if nothing is wrong.
fn lesson(json: &str) -> Option<String> {
    // Which words a structure asks for is another matter: the page opens it with those that it has.
    match read_lesson("broken", json, "en", WORDS) {
        Err(why) if why.id == "lesson-broken-json" => return Some(say(&why)),
        _ => {}
    }
    let source = LessonSource { id: "broken".to_owned(), json: json.to_owned(), done: Vec::new() };
    Lab::new().handle(Command::OpenLesson(source)).err().map(|problem| say(&problem.text))
}

fn words(markdown: &str) -> Option<String> {
    read_lesson("broken", LESSON, "en", markdown).map_or_else(Some, |(_, _, fault)| fault).map(|why| say(&why))
}

fn recording(json: &str) -> Option<String> {
    match Lab::new().handle(Command::OpenRecording { json: json.to_owned(), lesson: None }) {
        Ok(Reply::Scene(scene)) => scene.departure.as_ref().map(say),
        Ok(Reply::Recording(_) | Reply::Order(_)) => None,
        Err(problem) => Some(say(&problem.text)),
    }
}

fn payload(text: &str) -> Option<String> {
    match link::unpack(text.trim_end()) {
        Ok(json) => recording(&json),
        Err(why) => Some(say(&Text::new("problem-link").with("why", why.text()))),
    }
}

fn progress(text: &str) -> Option<String> {
    let why = Kept::parse(text, &["elect", "crash"]).err()?;
    let (key, aside) = ("quorum.progress.broken", "quorum.progress.broken.damaged");
    Some(say(&Text::new("progress-damaged").with("key", key).with("why", why).with("aside", aside)))
}

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("malformed").join(kind)
}

/// Holds the message of every file in a folder, and of these texts that are too long for one, to its golden file.
fn golden(kind: &str, says: fn(&str) -> Option<String>, made: &[(&str, String)], harmless: &[&str]) {
    let mut cases: Vec<(String, String)> = made.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    for entry in fs::read_dir(folder(kind)).expect("it is there") {
        let path = entry.expect("a folder can be listed").path();
        if path.extension().is_some_and(|end| end != "says") {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            cases.push((name, fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))));
        }
    }
    cases.sort();
    let update = std::env::var_os("UPDATE_GOLDENFILES").is_some();
    for (name, text) in &cases {
        let said = says(text);
        assert_eq!(said.is_none(), harmless.contains(&name.as_str()), "{kind}/{name}: {said:?}");
        let said = said.map_or_else(|| "(nothing is wrong with it)\n".to_owned(), |said| said + "\n");
        assert!(!said.contains('⟦'), "{kind}/{name} is not in the catalogue: {said}");
        let file = folder(kind).join(format!("{name}.says"));
        if update {
            fs::write(&file, &said).expect("the golden file can be written");
        }
        let golden = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(said, golden, "{kind}/{name}: run with UPDATE_GOLDENFILES=1 if the change is understood");
    }
    let goldens = fs::read_dir(folder(kind)).expect("it is there").flatten();
    let goldens = goldens.filter(|entry| entry.path().extension().is_some_and(|end| end == "says")).count();
    assert_eq!(goldens, cases.len(), "{kind}: a golden file is left over");
}

/// A lesson whose only predicate is this.
fn until(predicate: &str) -> String {
    LESSON.replace(r#"{ "leader": {} }"#, predicate)
}

#[test]
fn lessons_say_what_is_wrong_with_them() {
    let deep = |depth: usize| format!("{}{{\"leader\":{{}}}}{}", "{\"not\":".repeat(depth), "}".repeat(depth));
    let made = [
        ("made-oversized", format!("{}{LESSON}", " ".repeat(BYTES_MAX))),
        ("made-nested-a-little", until(&deep(40))),
        ("made-nested-deep", until(&deep(4_000))),
        (
            "made-many-steps",
            LESSON.replace(
                "[{ \"watch\"",
                &format!("[{}{{ \"watch\"", r#"{"quiz":{"id":"q","answers":["a","b"],"right":"a"}},"#.repeat(60)),
            ),
        ),
        ("made-many-predicates", until(&format!("{{\"all\":[{}]}}", vec!["{\"leader\":{}}"; 3_000].join(",")))),
    ];
    golden("lessons", lesson, &made, &[]);
    assert_eq!(lesson(LESSON), None, "the lesson that the others are made from is right");
}

#[test]
fn words_say_what_is_wrong_with_them() {
    golden("prose", words, &[("made-oversized", format!("{WORDS}{}", "x".repeat(PROSE_BYTES_MAX)))], &[]);
    assert_eq!(words(WORDS), None, "the words that the others are made from are right");
}

#[test]
fn recordings_say_what_is_wrong_with_them() {
    let made = [("made-oversized", " ".repeat(RECORDING_BYTES_MAX + 1)), ("made-nested-deep", "[".repeat(100_000))];
    golden("recordings", recording, &made, &[]);
}

#[test]
fn links_say_what_is_wrong_with_them() {
    golden("links", payload, &[("made-oversized", "1".repeat(PAYLOAD_MAX + 1))], &[]);
}

#[test]
fn progress_says_what_is_wrong_with_it() {
    // Steps that the lesson does not have are kept for the day when it has them again.
    let made = [("made-oversized", " ".repeat(KEPT_BYTES_MAX + 1))];
    golden("progress", progress, &made, &["other-steps"]);
}
