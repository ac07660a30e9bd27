//! What can be wrong with a prose file, said so that an author knows where to look and what to do.

use core::fmt;

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

impl fmt::Display for ProseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, quorum_kernel::shorten(self.fault.to_string()))
    }
}

impl core::error::Error for ProseProblem {}

impl fmt::Display for ProseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong(bytes) => {
                write!(f, "the file has {bytes} bytes; at most {} are read: shorten it", super::PROSE_BYTES_MAX)
            }
            Self::NoTitle => write!(f, "the lesson has no title: start the file with a line “# Title”"),
            Self::SecondTitle => {
                write!(f, "a second title: a lesson has one “# ” line; a step starts with “## step-id”")
            }
            Self::BadStepId(id) => {
                write!(f, "“{id}” is no step id: write “## ” and the id from lesson.json (a-z, 0-9, hyphens)")
            }
            Self::SecondSection(id) => write!(f, "a second section “## {id}”: a step has one; merge or rename it"),
            Self::NoSectionTitle(id) => write!(f, "section “## {id}” has no title: add a line “### Title” below it"),
            Self::SecondSectionTitle(id) => {
                write!(f, "a second “### ” title in section “## {id}”: a step has one; use bold text for more")
            }
            Self::OutsideSection(heading) => {
                write!(f, "“{heading}” stands before the first section: put it below a line “## step-id”")
            }
            Self::UnknownPart(name) => {
                write!(
                    f,
                    "“#### {name}” is no part of a step: the parts are Goal, Question, Button, Hint, Hint (id), Note (id) and Then"
                )
            }
            Self::SecondPart(name) => write!(f, "a second “#### {name}” in one section: keep one"),
            Self::EmptyPart(name) => write!(f, "“#### {name}” has no text below it: write some or remove it"),
            Self::SecondAnswer(id) => write!(f, "“({id})” stands twice: an answer has one text and one explanation"),
            Self::LonelyExplanation(id) => {
                write!(f, "“> ({id})” explains an answer that is not there: add “- ({id}) …” above it")
            }
            Self::NoAnswers => write!(f, "the question has no answers: add lines “- (answer-id) text”"),
            Self::TooDeep => {
                write!(f, "too many lists, quotes or emphases lie in each other here: 16 is the most; take some away")
            }
            Self::BadLink(href) => write!(f, "the link to “{href}” is not allowed: use https://… or #/…"),
            Self::BadNode(name) => {
                write!(f, "“[[{name}]]” names no node: write [[n1]] for a server, [[c1]] for a client")
            }
            Self::MissingSection(step) => {
                write!(f, "step “{step}” of lesson.json has no section: add a line “## {step}”")
            }
            Self::UnknownSection(step) => {
                write!(f, "“## {step}” is no step of lesson.json: rename it, or add the step there")
            }
            Self::MissingQuestion(step) => {
                write!(f, "step “{step}” asks something, but its section has no “#### Question”: add one")
            }
            Self::MissingAnswer(step, answer) => {
                write!(f, "step “{step}” lacks the answer “{answer}” of lesson.json: add “- ({answer}) …”")
            }
            Self::UnknownAnswer(step, answer) => {
                write!(f, "“({answer})” is no answer of step “{step}” in lesson.json: rename or remove it")
            }
            Self::MissingAside(part, step, id) => {
                write!(f, "step “{step}” lacks words that lesson.json asks for: add a line “#### {part} ({id})”")
            }
            Self::UnknownAside(part, step, id) => {
                let list = part.to_lowercase();
                write!(
                    f,
                    "“#### {part} ({id})” is none of the {list}s of step “{step}” in lesson.json: rename or remove it"
                )
            }
        }
    }
}
