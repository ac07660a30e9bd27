//! What can be wrong with a prose file, said so that an author knows where to look and what to do.

use core::fmt;

use quorum_kernel::Text;

/// Something wrong with a prose file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseProblem {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub fault: ProseFault,
}

/// What is wrong with a prose file. Shown as a sentence that names the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProseFault {
    /// The file is larger than allowed: its size in bytes.
    TooLong(usize),
    /// No line starts with `# `.
    NoTitle,
    /// A second line starts with `# `.
    SecondTitle,
    /// A section heading that is no step id.
    BadStepId(String),
    /// Two sections of one name.
    SecondSection(String),
    /// A section without a `### ` title.
    NoSectionTitle(String),
    /// A second `### ` title in a section.
    SecondSectionTitle(String),
    /// A `### ` or `#### ` heading before the first section.
    OutsideSection(String),
    /// A `#### ` heading that names no known part.
    UnknownPart(String),
    /// A part given twice in a section.
    SecondPart(String),
    /// A part without text.
    EmptyPart(String),
    /// An answer or explanation of the same id given twice.
    SecondAnswer(String),
    /// An explanation of an answer that is not there.
    LonelyExplanation(String),
    /// A question without answers.
    NoAnswers,
    /// Lists, quotes or emphasis lie too deep in each other.
    TooDeep,
    /// A link that leads elsewhere than allowed.
    BadLink(String),
    /// A `[[…]]` that names no node.
    BadNode(String),
    /// `lesson.json` has a step without a section.
    MissingSection(String),
    /// A section without a step in `lesson.json`.
    UnknownSection(String),
    /// A step that asks has no question in its section.
    MissingQuestion(String),
    /// A step and an answer of `lesson.json` that its section lacks.
    MissingAnswer(String, String),
    /// A step and an answer that `lesson.json` lacks.
    UnknownAnswer(String, String),
    /// `Hint` or `Note`; a step; and one of its hints or notes that its section lacks.
    MissingAside(&'static str, String, String),
    /// `Hint` or `Note`; a step; and one that `lesson.json` lacks.
    UnknownAside(&'static str, String, String),
}

impl ProseFault {
    pub(super) fn at(self, line: u32) -> ProseProblem {
        ProseProblem { line, fault: self }
    }
}

impl ProseProblem {
    /// Line and problem in one sentence, for people.
    pub fn text(&self) -> Text {
        Text::new("prose-problem").with("line", self.line).with("why", self.fault.text())
    }
}

impl fmt::Display for ProseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text())
    }
}

impl core::error::Error for ProseProblem {}

impl ProseFault {
    /// What is wrong and how to mend it, for people.
    pub fn text(&self) -> Text {
        let one = |text: Text, name: &str| text.with("name", name);
        let of = |text: Text, step: &str, name: &str| text.with("step", step).with("name", name);
        let text = match self {
            Self::TooLong(bytes) => Text::new("words-long").with("bytes", *bytes).with("max", super::PROSE_BYTES_MAX),
            Self::NoTitle => Text::new("prose-no-title"),
            Self::SecondTitle => Text::new("prose-second-title"),
            Self::BadStepId(id) => one(Text::new("prose-bad-step"), id),
            Self::SecondSection(id) => one(Text::new("prose-second-section"), id),
            Self::NoSectionTitle(id) => one(Text::new("prose-no-section-title"), id),
            Self::SecondSectionTitle(id) => one(Text::new("prose-second-section-title"), id),
            Self::OutsideSection(heading) => one(Text::new("prose-outside"), heading),
            Self::UnknownPart(name) => one(Text::new("prose-unknown-part"), name),
            Self::SecondPart(name) => one(Text::new("prose-second-part"), name),
            Self::EmptyPart(name) => one(Text::new("prose-empty-part"), name),
            Self::SecondAnswer(id) => one(Text::new("prose-second-answer"), id),
            Self::LonelyExplanation(id) => one(Text::new("prose-lonely"), id),
            Self::NoAnswers => Text::new("prose-no-answers"),
            Self::TooDeep => Text::new("prose-deep"),
            Self::BadLink(href) => one(Text::new("prose-link"), href),
            Self::BadNode(name) => one(Text::new("prose-node"), name),
            Self::MissingSection(step) => one(Text::new("prose-missing-section"), step),
            Self::UnknownSection(step) => one(Text::new("prose-unknown-section"), step),
            Self::MissingQuestion(step) => one(Text::new("prose-missing-question"), step),
            Self::MissingAnswer(step, answer) => of(Text::new("prose-missing-answer"), step, answer),
            Self::UnknownAnswer(step, answer) => of(Text::new("prose-unknown-answer"), step, answer),
            Self::MissingAside(part, step, id) => of(Text::new("prose-missing-aside"), step, id).with("part", *part),
            Self::UnknownAside("Hint", step, id) => of(Text::new("prose-unknown-hint"), step, id),
            Self::UnknownAside(_, step, id) => of(Text::new("prose-unknown-note"), step, id),
        };
        text.shortened()
    }
}
