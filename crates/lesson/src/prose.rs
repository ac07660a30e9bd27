//! The prose of a lesson: one Markdown file per language, with a section for every step.
//!
//! `lessons/README.md` shows authors the format. Here it becomes plain data: the page draws it, and the lesson check
//! compares it with `lesson.json`. Nothing an author writes reaches the page as HTML.

mod fault;
mod markup;
mod sections;

pub use fault::{ProseFault, ProseProblem};
pub use markup::{Block, Inline};

/// A prose file is at most this long, in bytes: lessons may come from strangers.
pub const PROSE_BYTES_MAX: usize = 256 * 1024;

/// The section of this name closes the lesson; it belongs to no step.
pub const END_SECTION: &str = "end";

/// A lesson's words in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The lesson's title, from the line that starts with `# `.
    pub title: String,
    /// What stands between the title and the first section: what the lesson is about, for the list of lessons.
    pub summary: Vec<Block>,
    /// One section for every step, in the order of the file; the one named [`END_SECTION`] is not among them.
    pub sections: Vec<Section>,
    /// What is said once every step is done.
    pub end: Option<Section>,
}

/// The words of one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The step's id.
    pub id: String,
    /// The line its heading stands on, from 1.
    pub line: u32,
    /// The step's title, from the line that starts with `### `.
    pub title: String,
    /// What to read before anything is asked.
    pub body: Vec<Block>,
    /// What must come about, from `#### Goal`.
    pub goal: Vec<Block>,
    /// What is asked, from `#### Question`.
    pub question: Option<Question>,
    /// What the step's button says, from `#### Button`: “Crash n1”.
    pub button: Option<String>,
    /// Help for those who ask for it, from `#### Hint`.
    pub hint: Vec<Block>,
    /// Help that comes up once something is so, from `#### Hint (id)`.
    pub hints: Vec<Aside>,
    /// What is said on the stage when something happens, from `#### Note (id)`.
    pub notes: Vec<Aside>,
    /// What to read once the step is done, from `#### Then`.
    pub then: Vec<Block>,
}

/// Words that come up during a step: a hint or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Its id, as in `lesson.json`.
    pub id: String,
    /// The line its heading stands on, from 1.
    pub line: u32,
    /// What it says.
    pub text: Vec<Block>,
}

/// What a step of `lesson.json` must have words for, by ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The step.
    pub step: String,
    /// Its answers, if it asks.
    pub answers: Vec<String>,
    /// Its hints that come up once something is so.
    pub hints: Vec<String>,
    /// Its notes.
    pub notes: Vec<String>,
}

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub ask: Vec<Block>,
    /// What may be answered, in the order of the file; the order on the page is that of `lesson.json`.
    pub answers: Vec<Choice>,
}

/// One answer of a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id, as in `lesson.json`.
    pub id: String,
    /// The line it stands on, from 1.
    pub line: u32,
    /// The answer.
    pub text: Vec<Block>,
    /// Why it is right or wrong, shown once it was given. Empty if the author wrote none.
    pub why: Vec<Block>,
}

impl Prose {
    /// Reads a prose file.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the lines.
    pub fn parse(markdown: &str) -> Result<Self, Vec<ProseProblem>> {
        let (prose, problems) = Self::read(markdown)?;
        if problems.is_empty() { Ok(prose) } else { Err(problems) }
    }

    /// Reads what can be read of a prose file, leaving out what is wrong, and tells what that is. A link that leads
    /// elsewhere than allowed is its words alone.
    ///
    /// # Errors
    /// What is wrong, if the file is too long or not even has a title.
    pub fn read(markdown: &str) -> Result<(Self, Vec<ProseProblem>), Vec<ProseProblem>> {
        sections::read(markdown)
    }

    /// The section of a step.
    pub fn section(&self, step: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == step)
    }

    /// Compares the file with the steps of `lesson.json`. Returns what is missing or left over.
    pub fn check(&self, steps: &[Asked]) -> Vec<ProseProblem> {
        let mut problems = Vec::new();
        for asked in steps {
            match self.section(&asked.step) {
                Some(section) => section.check(asked, &mut problems),
                None => problems.push(ProseFault::MissingSection(asked.step.clone()).at(1)),
            }
        }
        if let Some(end) = &self.end {
            // Nothing happens there that words could come up for.
            end.check(&Asked::default(), &mut problems);
        }
        for section in &self.sections {
            if !steps.iter().any(|asked| asked.step == section.id) {
                problems.push(ProseFault::UnknownSection(section.id.clone()).at(section.line));
            }
        }
        problems.sort_by_key(|problem| problem.line);
        problems
    }
}

impl Section {
    /// The words of the hint of this id.
    pub fn hint(&self, id: &str) -> Option<&Aside> {
        self.hints.iter().find(|hint| hint.id == id)
    }

    /// The words of the note of this id.
    pub fn note(&self, id: &str) -> Option<&Aside> {
        self.notes.iter().find(|note| note.id == id)
    }

    fn check(&self, asked: &Asked, problems: &mut Vec<ProseProblem>) {
        self.check_asides("Hint", &self.hints, &asked.hints, problems);
        self.check_asides("Note", &self.notes, &asked.notes, problems);
        let Some(question) = &self.question else {
            if !asked.answers.is_empty() {
                problems.push(ProseFault::MissingQuestion(self.id.clone()).at(self.line));
            }
            return;
        };
        for answer in &asked.answers {
            if question.choice(answer).is_none() {
                problems.push(ProseFault::MissingAnswer(self.id.clone(), answer.clone()).at(self.line));
            }
        }
        for choice in &question.answers {
            if !asked.answers.contains(&choice.id) {
                problems.push(ProseFault::UnknownAnswer(self.id.clone(), choice.id.clone()).at(choice.line));
            }
        }
    }

    fn check_asides(&self, part: &'static str, asides: &[Aside], asked: &[String], problems: &mut Vec<ProseProblem>) {
        for id in asked {
            if !asides.iter().any(|aside| aside.id == *id) {
                problems.push(ProseFault::MissingAside(part, self.id.clone(), id.clone()).at(self.line));
            }
        }
        for aside in asides {
            if !asked.contains(&aside.id) {
                problems.push(ProseFault::UnknownAside(part, self.id.clone(), aside.id.clone()).at(aside.line));
            }
        }
    }
}

impl Question {
    /// The answer of this id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.answers.iter().find(|choice| choice.id == id)
    }
}

#[cfg(test)]
mod tests;
