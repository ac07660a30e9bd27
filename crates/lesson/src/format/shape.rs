//! What can be said of a lesson's shape without knowing its protocol: ids, counts, spans, what needs what.

use quorum_kernel::{Arg, Text};
use quorum_sim::VERBS;
use serde_json::Value;

use super::{Ask, Hint, Lesson, LessonFault, Move, Note, SPAN_MS_MAX, Statement, Step};

/// The most steps a lesson has.
pub(crate) const STEPS_MAX: usize = 40;
/// The most lessons it may come after.
const REQUIRES_MAX: usize = 20;
/// The most moves a script has.
const MOVES_MAX: usize = 200;
/// The most answers a question has.
const ANSWERS_MAX: usize = 8;
/// The most hints, and the most notes, that a step has.
const ASIDES_MAX: usize = 20;
/// How deep a predicate may nest, in objects and lists.
const DEPTH_MAX: usize = 16;
/// How many values a predicate may hold: it may be asked after every event.
const VALUES_MAX: usize = 200;

type Sound = Result<(), LessonFault>;

fn fault(place: &str, problem: Text) -> LessonFault {
    LessonFault::new(place, problem)
}

pub(super) fn between(min: usize, max: usize, n: usize) -> Text {
    Text::new("json-between").with("min", min).with("max", max).with("n", n)
}

/// A text of the author's, short enough to be quoted.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

impl Lesson {
    pub(super) fn check_shape(&self) -> Sound {
        check_id("id", &self.id)?;
        if !(1..=240).contains(&self.minutes) {
            return Err(fault("minutes", between(1, 240, self.minutes as usize)));
        }
        if self.requires.len() > REQUIRES_MAX {
            let problem = Text::new("json-many-lessons").with("n", self.requires.len()).with("max", REQUIRES_MAX);
            return Err(fault("requires", problem));
        }
        for (index, id) in self.requires.iter().enumerate() {
            check_id(&format!("requires[{index}]"), id)?;
        }
        if self.steps.is_empty() || self.steps.len() > STEPS_MAX {
            return Err(fault("steps", between(1, STEPS_MAX, self.steps.len())));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let place = format!("steps[{index}].{}", step.kind());
            check_id(&format!("{place}.id"), step.id())?;
            if self.steps[..index].iter().any(|other| other.id() == step.id()) {
                return Err(fault(&format!("{place}.id"), Text::new("json-id-taken").with("id", step.id())));
            }
            step.check_shape(&place)?;
        }
        self.check_beside()
    }
}

impl Step {
    fn check_shape(&self, place: &str) -> Sound {
        let at = |name: &str| format!("{place}.{name}");
        let frame = &self.frame;
        if let Some(start) = &frame.start {
            check_moves(&at("start"), start)?;
        }
        if frame.cluster.is_some() && frame.start.is_none() {
            return Err(fault(&at("cluster"), Text::new("json-cluster-start")));
        }
        for (index, verb) in frame.controls.iter().flatten().enumerate() {
            if !VERBS.contains(&verb.as_str()) {
                let acts = VERBS.iter().copied().collect::<Arg>();
                let problem = Text::new("json-no-act").with("act", quoted(verb)).with("acts", acts);
                return Err(fault(&at(&format!("controls[{index}]")), problem));
            }
        }
        if matches!(self.ask, Ask::Break { .. } | Ask::Hunt { .. }) && frame.start.is_none() {
            return Err(fault(&at("start"), Text::new("json-break-start")));
        }
        check_ids(&at("hints"), ".id", 0..=ASIDES_MAX, frame.hints.iter().map(|hint| hint.id.as_str()))?;
        check_ids(&at("notes"), ".id", 0..=ASIDES_MAX, frame.notes.iter().map(|note| note.id.as_str()))?;
        for (index, Hint { when, .. }) in frame.hints.iter().enumerate() {
            check_predicate(&at(&format!("hints[{index}].when")), when)?;
        }
        for (index, note) in frame.notes.iter().enumerate() {
            note.check_shape(&at(&format!("notes[{index}]")))?;
        }
        if let Some((name, moves)) = self.script() {
            check_moves(&at(name), moves)?;
        }
        self.ask.check_shape(place)
    }
}

impl Ask {
    fn check_shape(&self, place: &str) -> Sound {
        let at = |name: &str| format!("{place}.{name}");
        match self {
            Ask::Watch { until } | Ask::Do { until, .. } | Ask::Reach { until, .. } => {
                check_predicate(&at("until"), until)
            }
            Ask::Predict { answers, .. } => {
                check_ids(&at("answers"), ".id", 2..=ANSWERS_MAX, answers.iter().map(|answer| answer.id.as_str()))?;
                for (index, answer) in answers.iter().enumerate() {
                    check_predicate(&at(&format!("answers[{index}].when")), &answer.when)?;
                }
                Ok(())
            }
            Ask::Quiz { answers, right } => {
                check_ids(&at("answers"), "", 2..=ANSWERS_MAX, answers.iter().map(String::as_str))?;
                if answers.contains(right) {
                    return Ok(());
                }
                let problem = Text::new("json-no-answer").with("answer", quoted(right));
                Err(fault(&at("right"), problem.with("answers", answers.iter().map(String::as_str).collect::<Arg>())))
            }
            Ask::Break { .. } | Ask::Hunt { .. } => Ok(()),
        }
    }
}

impl Note {
    fn check_shape(&self, place: &str) -> Sound {
        match (&self.on, &self.when) {
            (Some(_), Some(_)) => Err(fault(place, Text::new("json-note-both"))),
            (None, None) => Err(fault(place, Text::new("json-note-never"))),
            (None, Some(_)) if self.at.as_deref() == Some("message") => {
                Err(fault(&format!("{place}.at"), Text::new("json-note-message")))
            }
            (None, Some(when)) => check_predicate(&format!("{place}.when"), when),
            (Some(_), None) => Ok(()),
        }
    }
}

fn check_moves(place: &str, moves: &[Move]) -> Sound {
    if moves.len() > MOVES_MAX {
        return Err(fault(place, Text::new("json-moves").with("n", moves.len()).with("max", MOVES_MAX)));
    }
    for (index, one) in moves.iter().enumerate() {
        match one {
            Move::RunForMs(ms) if *ms > SPAN_MS_MAX => {
                let place = format!("{place}[{index}].run-for-ms");
                return Err(fault(
                    &place,
                    Text::new("json-span").with("ms", ms.to_string()).with("max", SPAN_MS_MAX.to_string()),
                ));
            }
            Move::RunUntil(value) => check_predicate(&format!("{place}[{index}].run-until"), value)?,
            Move::RunForMs(_) | Move::Act(_) => {}
        }
    }
    Ok(())
}

/// Whether there are as many ids as there may be, each is one, and none stands there twice.
fn check_ids<'a>(
    place: &str,
    field: &str,
    count: core::ops::RangeInclusive<usize>,
    ids: impl ExactSizeIterator<Item = &'a str>,
) -> Sound {
    if !count.contains(&ids.len()) {
        return Err(fault(place, between(*count.start(), *count.end(), ids.len())));
    }
    let mut seen = Vec::new();
    for (index, id) in ids.enumerate() {
        let place = format!("{place}[{index}]{field}");
        check_id(&place, id)?;
        if seen.contains(&id) {
            return Err(fault(&place, Text::new("json-twice").with("id", id)));
        }
        seen.push(id);
    }
    Ok(())
}

/// Whether this may be the id of a lesson, a step or an answer: small letters, digits and hyphens.
pub fn is_id(id: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=48).contains(&id.len()) && id.chars().all(fits)
}

pub(crate) fn check_id(place: &str, id: &str) -> Sound {
    if is_id(id) {
        return Ok(());
    }
    Err(fault(place, Text::new("json-no-id").with("id", quoted(id))))
}

/// A predicate is the protocol's to understand; here it is only kept small.
fn check_predicate(place: &str, Statement(value): &Statement) -> Sound {
    fn count(value: &Value, depth: usize) -> Option<usize> {
        if depth > DEPTH_MAX {
            return None;
        }
        let within: Vec<&Value> = match value {
            Value::Array(values) => values.iter().collect(),
            Value::Object(fields) => fields.values().collect(),
            _ => Vec::new(),
        };
        within.into_iter().try_fold(1, |sum, value| count(value, depth + 1).map(|more| sum + more))
    }
    match count(value, 0) {
        None => Err(fault(place, Text::new("json-deep").with("max", DEPTH_MAX))),
        Some(values) if values > VALUES_MAX => {
            Err(fault(place, Text::new("json-values").with("n", values).with("max", VALUES_MAX)))
        }
        Some(_) => Ok(()),
    }
}
