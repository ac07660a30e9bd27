//! Cuts a prose file into sections, parts and answers. Headings decide, line by line; what stands between them is
//! Markdown.

use super::{
    Aside, Choice, END_SECTION, PROSE_BYTES_MAX, Prose, Question, Section,
    fault::{ProseFault, ProseProblem},
    markup::{self, Block},
};

/// The parts a section may have after its body.
const PARTS: [&str; 5] = ["Goal", "Question", "Button", "Hint", "Then"];
/// The parts it may have several of, each with an id in brackets.
const ASIDES: [&str; 2] = ["Hint", "Note"];

/// Consecutive lines of the file, and the number of the first.
#[derive(Default)]
struct Chunk {
    line: u32,
    text: String,
}

impl Chunk {
    fn push(&mut self, number: u32, line: &str) {
        if self.text.is_empty() {
            self.line = number;
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blocks(&self, problems: &mut Vec<ProseProblem>) -> Vec<Block> {
        markup::blocks(&self.text, self.line, problems)
    }
}

/// A section as it is cut out, before its Markdown is read.
struct Raw {
    id: String,
    line: u32,
    title: Option<String>,
    body: Chunk,
    /// A part's name, the line of its heading, and its text.
    parts: Vec<(String, u32, Chunk)>,
}

pub(super) fn read(markdown: &str) -> Result<(Prose, Vec<ProseProblem>), Vec<ProseProblem>> {
    if markdown.len() > PROSE_BYTES_MAX {
        return Err(vec![ProseFault::TooLong(markdown.len()).at(1)]);
    }
    let mut cutter = Cutter::default();
    for (number, line) in (1..).zip(markdown.lines()) {
        cutter.line(number, line);
    }
    let Cutter { title, summary, raw, mut problems, .. } = cutter;
    if title.is_none() {
        problems.push(ProseFault::NoTitle.at(1));
    }
    let summary = summary.blocks(&mut problems);
    let mut sections: Vec<Section> = Vec::new();
    for raw in raw {
        if sections.iter().any(|section| section.id == raw.id) {
            problems.push(ProseFault::SecondSection(raw.id.clone()).at(raw.line));
        }
        sections.push(raw.read(&mut problems));
    }
    let end = sections.iter().position(|section| section.id == END_SECTION).map(|place| sections.remove(place));
    problems.sort_by_key(|problem| problem.line);
    match title {
        Some(title) => Ok((Prose { title, summary, sections, end }, problems)),
        None => Err(problems),
    }
}

#[derive(Default)]
struct Cutter {
    title: Option<String>,
    summary: Chunk,
    raw: Vec<Raw>,
    fenced: bool,
    problems: Vec<ProseProblem>,
}

impl Cutter {
    fn line(&mut self, number: u32, line: &str) {
        if line.trim_start().starts_with("```") {
            self.fenced = !self.fenced;
        }
        match heading(line).filter(|_| !self.fenced) {
            Some((1, text)) => self.title(number, text),
            Some((2, text)) => self.section(number, text),
            Some((3, text)) => self.section_title(number, line, text),
            Some((4, text)) => self.part(number, line, text),
            _ => self.chunk().push(number, line),
        }
    }

    /// Where ordinary lines go at the moment.
    fn chunk(&mut self) -> &mut Chunk {
        match self.raw.last_mut() {
            None => &mut self.summary,
            Some(raw) => match raw.parts.last_mut() {
                Some((_, _, chunk)) => chunk,
                None => &mut raw.body,
            },
        }
    }

    fn title(&mut self, number: u32, text: &str) {
        if self.title.is_some() || !self.raw.is_empty() {
            self.problems.push(ProseFault::SecondTitle.at(number));
        }
        self.title.get_or_insert_with(|| text.to_owned());
    }

    fn section(&mut self, line: u32, id: &str) {
        if !is_id(id) {
            self.problems.push(ProseFault::BadStepId(id.to_owned()).at(line));
        }
        self.raw.push(Raw { id: id.to_owned(), line, title: None, body: Chunk::default(), parts: Vec::new() });
    }

    fn section_title(&mut self, number: u32, line: &str, text: &str) {
        let fault = match self.raw.last_mut() {
            None => ProseFault::OutsideSection(line.to_owned()),
            Some(raw) if raw.title.is_some() => ProseFault::SecondSectionTitle(raw.id.clone()),
            Some(raw) => {
                raw.title = Some(text.to_owned());
                return;
            }
        };
        self.problems.push(fault.at(number));
    }

    fn part(&mut self, number: u32, line: &str, name: &str) {
        let Some(raw) = self.raw.last_mut() else {
            self.problems.push(ProseFault::OutsideSection(line.to_owned()).at(number));
            return;
        };
        if !PARTS.contains(&name) && aside(name).is_none() {
            self.problems.push(ProseFault::UnknownPart(name.to_owned()).at(number));
        } else if raw.parts.iter().any(|(other, ..)| other == name) {
            self.problems.push(ProseFault::SecondPart(name.to_owned()).at(number));
        }
        raw.parts.push((name.to_owned(), number, Chunk::default()));
    }
}

/// The level and text of a heading line.
fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    (level > 0 && (text.is_empty() || text.starts_with(' '))).then(|| (level, text.trim()))
}

impl Raw {
    fn read(self, problems: &mut Vec<ProseProblem>) -> Section {
        let mut section = Section {
            body: self.body.blocks(problems),
            title: self.title.unwrap_or_else(|| {
                problems.push(ProseFault::NoSectionTitle(self.id.clone()).at(self.line));
                String::new()
            }),
            id: self.id,
            line: self.line,
            goal: Vec::new(),
            question: None,
            button: None,
            hint: Vec::new(),
            hints: Vec::new(),
            notes: Vec::new(),
            then: Vec::new(),
        };
        for (name, line, chunk) in self.parts {
            if chunk.text.trim().is_empty() {
                problems.push(ProseFault::EmptyPart(name.clone()).at(line));
            }
            match name.as_str() {
                "Goal" => section.goal = chunk.blocks(problems),
                "Question" => section.question = Some(question(&chunk, line, problems)),
                "Button" => section.button = Some(chunk.text.trim().to_owned()),
                "Hint" => section.hint = chunk.blocks(problems),
                "Then" => section.then = chunk.blocks(problems),
                name => {
                    // A part that is none was reported when it was cut.
                    let Some((part, id)) = aside(name) else { continue };
                    let asides = if part == "Hint" { &mut section.hints } else { &mut section.notes };
                    asides.push(Aside { id: id.to_owned(), line, text: chunk.blocks(problems) });
                }
            }
        }
        section
    }
}

/// Reads `Note (id)`: which of [`ASIDES`], and its id.
fn aside(name: &str) -> Option<(&str, &str)> {
    let (part, id) = name.strip_suffix(')')?.split_once(" (")?;
    (ASIDES.contains(&part) && is_id(id)).then_some((part, id))
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// What the lines of a question belong to.
enum Entry {
    Answer,
    Why,
}

fn question(chunk: &Chunk, heading_line: u32, problems: &mut Vec<ProseProblem>) -> Question {
    let mut ask = Chunk::default();
    let mut entries: Vec<(Entry, String, Chunk)> = Vec::new();
    for (number, line) in (chunk.line..).zip(chunk.text.lines()) {
        let text = match (entry(line), entries.last()) {
            (Some((entry, id, text)), _) => {
                let mut chunk = Chunk::default();
                chunk.push(number, text);
                entries.push((entry, id.to_owned(), chunk));
                continue;
            }
            // The lines below belong to it, without the mark of a quote or the indent of a list.
            (None, Some((Entry::Why, ..))) => line.strip_prefix('>').unwrap_or(line).trim_start(),
            (None, Some((Entry::Answer, ..))) => line.strip_prefix("  ").unwrap_or(line),
            (None, None) => line,
        };
        match entries.last_mut() {
            Some((_, _, chunk)) => chunk.push(number, text),
            None => ask.push(number, text),
        }
    }
    let mut question = Question { ask: ask.blocks(problems), answers: Vec::new() };
    for (entry, id, chunk) in entries {
        let text = chunk.blocks(problems);
        let place = question.answers.iter_mut().find(|choice| choice.id == id);
        let fault = match (entry, place) {
            (Entry::Answer, None) => {
                question.answers.push(Choice { id, line: chunk.line, text, why: Vec::new() });
                continue;
            }
            (Entry::Why, Some(choice)) if choice.why.is_empty() => {
                choice.why = text;
                continue;
            }
            (Entry::Why, None) => ProseFault::LonelyExplanation(id),
            _ => ProseFault::SecondAnswer(id),
        };
        problems.push(fault.at(chunk.line));
    }
    if question.answers.is_empty() {
        problems.push(ProseFault::NoAnswers.at(heading_line));
    }
    question
}

/// Reads `- (id) text` and `> (id) text`.
fn entry(line: &str) -> Option<(Entry, &str, &str)> {
    let (entry, rest) = match (line.strip_prefix('-'), line.strip_prefix('>')) {
        (Some(rest), _) => (Entry::Answer, rest),
        (_, Some(rest)) => (Entry::Why, rest),
        _ => return None,
    };
    let (id, text) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    is_id(id).then(|| (entry, id, text.trim_start()))
}
