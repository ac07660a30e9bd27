//! Files from strangers, given to the engine as the page gives them. The fuzz targets (`tests/fuzz`) and the smoke test
//! that keeps them alive (`tests/hostile.rs`) call the same functions: whatever comes in, they must return, soon, and what
//! they say must be words of the catalogue.

use quorum_kernel::Text;
use quorum_lesson::{Lesson, prose::Prose};
use quorum_scene::{Command, Lab, LessonSource, Problem, Reply, Scene, link, recorded_lesson, words::say};

/// The lesson in which recordings are opened that were made in it.
const ELECTION: &str = include_str!("../../lessons/raft-election/lesson.json");
/// The longest message that a bad file may cause, in characters: it names a place, it does not repeat the file.
const MESSAGE_MAX: usize = 1_200;

/// A lesson's structure, or its words: what begins like a Markdown title is read as the latter.
pub fn lesson(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    if !text.trim_start().starts_with('{') {
        return prose(text);
    }
    // The page knows the lesson by its folder; here its own word for it will do.
    let id = Lesson::parse(text).map_or_else(|_| "unread".to_owned(), |lesson| lesson.id);
    let mut lab = Lab::new();
    let open = Command::OpenLesson(LessonSource { id, json: text.to_owned(), done: vec!["elect".to_owned()] });
    if let Some(scene) = ask(&mut lab, open) {
        through_the_steps(&mut lab, &scene);
        play(&mut lab);
    }
}

/// A recording; one that was made in the first lesson is opened in it.
pub fn recording(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let made_in = recorded_lesson(text).filter(|id| id == "raft-election");
    let lesson = made_in.map(|id| LessonSource { id, json: ELECTION.to_owned(), done: Vec::new() });
    let mut lab = Lab::new();
    let Some(scene) = ask(&mut lab, Command::OpenRecording { json: text.to_owned(), lesson }) else { return };
    let saved = save(&mut lab);
    let again = ask(&mut Lab::new(), Command::OpenRecording { json: saved, lesson: None });
    let again = again.expect("what the engine saved, it opens");
    assert_eq!((again.departure, again.digest), (None, scene.digest.clone()), "what was saved replays to the same");
    through_the_steps(&mut lab, &scene);
    play(&mut lab);
}

/// A link's payload, or an address with one.
pub fn link(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let payload = link::linked(text.trim()).map_or(text.trim(), |linked| linked.payload);
    match link::unpack(payload) {
        Ok(json) => {
            let again = link::unpack(&link::pack(&json));
            assert_eq!(again.as_ref(), Ok(&json), "what is packed is unpacked");
            recording(json.as_bytes());
        }
        Err(why) => sayable(&say(&Text::new("problem-link").with("why", why.text()))),
    }
}

fn save(lab: &mut Lab) -> String {
    match lab.handle(Command::Save) {
        Ok(Reply::Recording(json)) => json,
        other => panic!("a run that is open can be saved: {other:?}"),
    }
}

fn prose(text: &str) {
    match Prose::parse(text) {
        Ok(prose) => {
            for problem in prose.check(&[]) {
                sayable(&say(&problem.text()));
            }
        }
        Err(problems) => {
            assert!(!problems.is_empty(), "prose that is refused says why");
            for problem in problems {
                sayable(&say(&problem.text()));
            }
        }
    }
}

/// Asks the engine as the page does. A refusal must be sayable; so must what a scene has to say.
fn ask(lab: &mut Lab, command: Command) -> Option<Scene> {
    match lab.handle(command) {
        Ok(Reply::Scene(scene)) => {
            say_all(&scene);
            Some(*scene)
        }
        Ok(Reply::Recording(_) | Reply::Order(_)) => None,
        Err(Problem { text }) => {
            sayable(&say(&text));
            None
        }
    }
}

fn sayable(words: &str) {
    assert!(!words.contains('⟦'), "not in the catalogue: {words}");
    assert!(words.chars().count() <= MESSAGE_MAX, "a message of {} characters: {words}", words.len());
}

fn say_all(scene: &Scene) {
    let properties = scene.properties.iter().flat_map(|property| [&property.title, &property.detail]);
    for text in scene.happened.iter().chain(properties).chain(&scene.departure) {
        assert!(!say(text).contains('⟦'), "not in the catalogue: {text:?}");
    }
}

/// What a learner may do on any run.
fn play(lab: &mut Lab) {
    for _ in 0..40 {
        ask(lab, Command::Forward);
    }
    let acts = ["crash n1", "isolate n2", "invoke c1 put x 1", "restart n1", "rejoin n2", "clock n2 +90ms", "wipe n3"];
    for label in acts {
        ask(lab, Command::Act { label: label.to_owned() });
        let now = ask(lab, Command::Forward).map_or(0, |scene| scene.clock.now_us);
        ask(lab, Command::Advance { to_us: now.saturating_add(50_000) });
    }
    for command in [
        Command::Manual { on: true },
        Command::Forward,
        Command::Manual { on: false },
        Command::Back,
        Command::Act { label: "crash n2".to_owned() },
        Command::SeekTime { to_us: u64::MAX },
        Command::Branch { id: 0 },
        Command::Advance { to_us: u64::MAX },
        Command::Seek { event: 0 },
        Command::Advance { to_us: 300_000 },
    ] {
        ask(lab, command);
    }
}

/// Opens every step, answers every question and presses every button.
fn through_the_steps(lab: &mut Lab, scene: &Scene) {
    let Some(lesson) = &scene.lesson else { return };
    for index in (0..).take(lesson.steps.len() + 1) {
        ask(lab, Command::Step { index });
        for answer in ["a", "one", "majority"] {
            ask(lab, Command::Choose { answer: answer.to_owned() });
        }
        ask(lab, Command::Go);
        let now = ask(lab, Command::Forward).map_or(0, |scene| scene.clock.now_us);
        ask(lab, Command::Advance { to_us: now.saturating_add(200_000) });
        ask(lab, Command::Retry);
    }
}
