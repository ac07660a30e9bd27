//! How far a learner has come in a lesson, as it is kept in the browser: a small JSON text for each lesson.
//!
//! Steps are named by their ids, so that a lesson that gains, loses or moves a step keeps what was done of the others.
//! What stands in a browser's storage may have been damaged or written by anybody: it is bounded and validated, and what
//! cannot be read is told, not overwritten.

use quorum_kernel::Text;
use quorum_sim::json_words;
use serde::{Deserialize, Serialize};

use crate::format::{STEPS_MAX, is_id};

/// The version of the format that is written. The first one had no ids, only numbers; it is still read.
pub const KEPT_FORMAT: u32 = 2;
/// The longest text that is read, in bytes.
pub const KEPT_BYTES_MAX: usize = 16 * 1024;
/// The most steps that are kept of a lesson, those that it no longer has included.
const KEPT_STEPS_MAX: usize = 5 * STEPS_MAX;

/// How far a learner has come in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The ids of the steps that are done.
    pub done: Vec<String>,
    /// The step that was open last.
    pub open: Option<String>,
}

#[derive(Deserialize)]
struct Version {
    #[serde(default = "first_format")]
    format: u32,
}

fn first_format() -> u32 {
    1
}

/// The first format: so many steps were done, of so many.
#[derive(Deserialize)]
struct First {
    step: usize,
    done: usize,
    of: usize,
}

#[derive(Serialize, Deserialize)]
struct Second {
    format: u32,
    done: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<String>,
}

impl Kept {
    /// Reads what was kept of a lesson that has these steps.
    ///
    /// # Errors
    /// What is wrong with the text, for people.
    pub fn parse(text: &str, steps: &[&str]) -> Result<Self, Text> {
        if text.len() > KEPT_BYTES_MAX {
            return Err(Text::new("kept-too-long").with("bytes", text.len()).with("most", KEPT_BYTES_MAX));
        }
        match json::<Version>(text)?.format {
            1 => Self::of_numbers(&json(text)?, steps),
            KEPT_FORMAT => {
                let Second { done, open, .. } = json(text)?;
                if done.len() > KEPT_STEPS_MAX {
                    return Err(Text::new("kept-too-many").with("steps", done.len()).with("most", KEPT_STEPS_MAX));
                }
                if let Some(bad) = done.iter().chain(&open).find(|id| !is_id(id)) {
                    return Err(Text::new("kept-no-id").with("id", bad.chars().take(60).collect::<String>()));
                }
                Ok(Self { done, open })
            }
            newer => Err(Text::new("kept-format").with("format", newer).with("known", KEPT_FORMAT)),
        }
    }

    fn of_numbers(first: &First, steps: &[&str]) -> Result<Self, Text> {
        let First { step, done, of } = *first;
        if done > of || step >= of || of > STEPS_MAX {
            return Err(Text::new("kept-numbers").with("step", step).with("done", done).with("of", of));
        }
        let owned = |id: &&str| (*id).to_owned();
        Ok(Self { done: steps.iter().take(done).map(owned).collect(), open: steps.get(step).map(owned) })
    }

    /// The text to keep.
    pub fn write(&self) -> String {
        let kept = Second { format: KEPT_FORMAT, done: self.done.clone(), open: self.open.clone() };
        serde_json::to_string(&kept).unwrap_or_else(|bug| panic!("strings and a number are JSON: {bug}"))
    }

    /// Adds steps that were done, in this tab or in another one. If there are too many, those that the lesson, which has
    /// these `steps`, no longer has are let go of.
    pub fn add<'a>(&mut self, done: impl IntoIterator<Item = &'a str>, steps: &[&str]) {
        for id in done {
            if !self.has(id) {
                self.done.push(id.to_owned());
            }
        }
        if self.done.len() > KEPT_STEPS_MAX {
            self.done.retain(|id| steps.contains(&id.as_str()));
        }
    }

    /// Whether this step is done.
    pub fn has(&self, step: &str) -> bool {
        self.done.iter().any(|id| id == step)
    }

    /// How many of these steps are done.
    pub fn count(&self, steps: &[&str]) -> usize {
        steps.iter().filter(|step| self.has(step)).count()
    }

    /// Where to go on in a lesson that has these steps: at the step that was open last, if it can be opened, else at the
    /// first that is not done. `None` for a lesson that was not begun, and for one that is finished.
    pub fn resume(&self, steps: &[&str]) -> Option<usize> {
        let next = steps.iter().position(|step| !self.has(step))?;
        let open = steps.iter().position(|step| self.open.as_deref() == Some(step)).filter(|open| *open < next);
        (self.count(steps) > 0).then_some(open.unwrap_or(next))
    }
}

fn json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Text> {
    serde_json::from_str(text)
        .map_err(|why| Text::new("kept-no-json").with("column", why.column()).with("why", json_words(&why)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [&str; 4] = ["a", "b", "c", "d"];

    fn kept(done: &[&str], open: Option<&str>) -> Kept {
        Kept { done: done.iter().map(|id| (*id).to_owned()).collect(), open: open.map(str::to_owned) }
    }

    fn fault(text: &str) -> String {
        Kept::parse(text, &STEPS).expect_err("it must not be read").id
    }

    #[test]
    fn what_is_written_is_read() {
        for kept in [kept(&[], None), kept(&["a", "d"], Some("b"))] {
            assert_eq!(Kept::parse(&kept.write(), &STEPS), Ok(kept));
        }
    }

    #[test]
    fn the_first_format_is_read() {
        let read = Kept::parse(r#"{"step":2,"done":2,"of":4}"#, &STEPS);
        assert_eq!(read, Ok(kept(&["a", "b"], Some("c"))));
        // It was of a lesson with more steps than there are now.
        assert_eq!(Kept::parse(r#"{"step":5,"done":6,"of":6}"#, &STEPS), Ok(kept(&STEPS, None)));
    }

    #[test]
    fn damage_is_told_apart() {
        assert_eq!(fault(""), "kept-no-json");
        assert_eq!(fault("{\"format\":2,\"done\":[\"a\""), "kept-no-json");
        assert_eq!(fault(r#"{"format":2,"done":"a"}"#), "kept-no-json");
        assert_eq!(fault(r#"{"format":2,"done":["<b>"]}"#), "kept-no-id");
        assert_eq!(fault(r#"{"format":2,"done":["a"],"open":"B"}"#), "kept-no-id");
        assert_eq!(fault(r#"{"format":3,"done":["a"]}"#), "kept-format");
        assert_eq!(fault(r#"{"step":0,"done":4294967295,"of":4}"#), "kept-numbers");
        assert_eq!(fault(r#"{"step":0,"done":0,"of":4294967295}"#), "kept-numbers");
        assert_eq!(fault(&" ".repeat(KEPT_BYTES_MAX + 1)), "kept-too-long");
        let many = format!(r#"{{"format":2,"done":[{}"a"]}}"#, "\"a\",".repeat(KEPT_STEPS_MAX));
        assert_eq!(fault(&many), "kept-too-many");
    }

    #[test]
    fn steps_of_two_tabs_come_together_and_each_stands_once() {
        let mut first = kept(&["a", "b"], Some("b"));
        first.add(["b", "d"], &STEPS);
        assert_eq!(first.done, ["a", "b", "d"]);
        assert_eq!(first.count(&STEPS), 3);
    }

    #[test]
    fn what_is_kept_can_always_be_read_again() {
        let mut full = kept(&["a"], None);
        let gone: Vec<String> = (0..=KEPT_STEPS_MAX).map(|n| format!("gone-{n}")).collect();
        full.add(gone.iter().map(String::as_str), &STEPS);
        assert_eq!(full.done, ["a"]);
        assert_eq!(Kept::parse(&full.write(), &STEPS), Ok(full));
    }

    #[test]
    fn one_goes_on_where_one_was() {
        assert_eq!(kept(&[], Some("a")).resume(&STEPS), None, "it was not begun");
        assert_eq!(kept(&["a", "b"], Some("a")).resume(&STEPS), Some(0), "one may read a step again");
        assert_eq!(kept(&["a", "b"], Some("c")).resume(&STEPS), Some(2));
        assert_eq!(kept(&["a", "b"], Some("d")).resume(&STEPS), Some(2), "d is not open yet");
        assert_eq!(kept(&["a", "c", "d"], Some("gone")).resume(&STEPS), Some(1), "b is new");
        assert_eq!(kept(&STEPS, Some("d")).resume(&STEPS), None, "it is finished");
    }
}
