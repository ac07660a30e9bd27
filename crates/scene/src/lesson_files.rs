//! A lesson's two files, read as the page reads them: whoever opens it is told which file is wrong, where, and what to do.

use quorum_kernel::Text;
use quorum_lesson::{
    Lesson, LessonFault,
    prose::{Prose, ProseProblem},
};

/// Reads the `lesson.json` and the words in one language (`en`) of the lesson in the folder `id`.
///
/// # Errors
/// What is wrong with them: file, place and remedy.
pub fn read_lesson(id: &str, json: &str, language: &str, words: &str) -> Result<(Lesson, Prose), Text> {
    let lesson = Lesson::parse(json).map_err(|fault| broken_structure(id, &fault))?;
    let broken = |problems: Vec<ProseProblem>| problems.first().map(|first| broken_words(id, language, first));
    let prose = Prose::parse(words).map_err(|problems| broken(problems).expect("a refusal has a reason"))?;
    broken(prose.check(&lesson.words())).map_or(Ok((lesson, prose)), Err)
}

/// What is wrong with a `lesson.json`.
pub(crate) fn broken_structure(id: &str, fault: &LessonFault) -> Text {
    Text::new("lesson-broken-json").with("lesson", id).with("why", fault.to_string())
}

fn broken_words(id: &str, language: &str, problem: &ProseProblem) -> Text {
    let at = Text::new("lesson-broken-at").with("lesson", id).with("file", format!("{language}.md"));
    at.with("line", problem.line).with("why", quorum_kernel::shorten(problem.fault.to_string()))
}
