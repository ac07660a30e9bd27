//! A lesson's two files, read as the page reads them: whoever opens it is told which file is wrong, where, and what to do.

use quorum_kernel::Text;
use quorum_lesson::{
    Lesson, LessonFault,
    prose::{Prose, ProseProblem},
};

/// Reads the `lesson.json` and the words in one language (`en`) of the lesson in the folder `id`, and tells what is wrong
/// with the words: file, place and remedy. What could be read of them is there all the same; a link that leads elsewhere
/// than allowed is its words alone.
///
/// # Errors
/// What is wrong with the structure, or with words that have not even a title.
pub fn read_lesson(id: &str, json: &str, language: &str, words: &str) -> Result<(Lesson, Prose, Option<Text>), Text> {
    let lesson = Lesson::parse(json).map_err(|fault| broken_structure(id, &fault))?;
    let broken = |problems: &[ProseProblem]| problems.first().map(|first| broken_words(id, language, first));
    let (prose, problems) =
        Prose::read(words).map_err(|problems| broken(&problems).expect("a refusal has a reason"))?;
    let fault = broken(&problems).or_else(|| broken(&prose.check(&lesson.words())));
    Ok((lesson, prose, fault))
}

/// What is wrong with a `lesson.json`.
pub(crate) fn broken_structure(id: &str, fault: &LessonFault) -> Text {
    Text::new("lesson-broken-json").with("lesson", id).with("why", fault.text())
}

fn broken_words(id: &str, language: &str, problem: &ProseProblem) -> Text {
    let at = Text::new("lesson-broken-at").with("lesson", id).with("file", format!("{language}.md"));
    at.with("line", problem.line).with("why", problem.fault.text())
}
