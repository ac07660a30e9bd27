//! Recordings: what a person did in a run, by event and label. All else follows from scenario and seed.
//!
//! A recording holds one branch, from the start of the run to the branch's end, and where the cursor stood in it.
//! Format 1 had no cursor (it stood at the end) and no step of a lesson.

use quorum_kernel::{Exhibit, Text, hex, shorten};
use serde::{Deserialize, Serialize};

use crate::{
    Act, BadScenario, EVENTS_MAX, Event, History, LABEL_MAX, Micros, NotALabel, Origin, Scenario, TIME_MAX, json_words,
};

/// The version of this format that is written.
pub const FORMAT: u32 = 2;
/// The versions that are read.
pub const FORMATS: core::ops::RangeInclusive<u32> = 1..=FORMAT;
/// The longest text of a recording that is read or written, in bytes.
pub const RECORDING_BYTES_MAX: usize = 4 << 20;
/// The most acts in a recording.
pub const ACTS_MAX: usize = 40_000;
/// How many events lie between two marks, so that a departure is found that closely, as long as there are few marks.
const MARK_EVERY: u32 = 64;
/// The most marks in a recording that is written: a link carries them too.
const MARKS_WRITTEN: usize = 64;
/// The most marks in a recording that is read.
const MARKS_MAX: usize = 10_000;
/// How many digits of a digest a mark has: enough to notice, and short in a link.
const MARK_DIGITS: usize = 8;
/// The longest id of a lesson or a step.
const ID_MAX: usize = 100;

/// A run that can be replayed to the same world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Recording {
    /// [`FORMAT`].
    pub format: u32,
    /// The protocol's engine version: another one may go another way.
    pub engine: u32,
    /// The lesson it was made in, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The id of the lesson's step that was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// How many events lay before the cursor when the step was opened, if that was in this run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_from: Option<u32>,
    /// What the run starts from.
    pub scenario: Scenario,
    /// Whether time was the judge: what is due happens before any act that is later. If not (a run that a search found),
    /// acts come as recorded, whatever is overdue. What is not recorded comes by itself either way.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub automatic: bool,
    /// What was done by hand, in order.
    pub acts: Vec<RecordedAct>,
    /// How many events the run has.
    pub events: u32,
    /// How many of them lie before the cursor; all, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<u32>,
    /// The moment the cursor looks at.
    pub at_us: Micros,
    /// Digests of the way the run went, by number of events, to tell where a replay departs: the first digits of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<(u32, String)>,
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

/// One act of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RecordedAct {
    /// Its index among all events, from 1.
    pub event: u32,
    /// When it was done.
    pub at_us: Micros,
    /// What: `crash n1`.
    pub act: String,
}

/// Why a text is no recording that can be replayed. Each says where, what, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRecording {
    /// It is longer than [`RECORDING_BYTES_MAX`].
    Bytes(usize),
    /// It is no JSON of this shape.
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
    /// Another format.
    Format(u32),
    /// There is too much of something, or it is too long.
    Bound {
        /// Where: `acts[3].act`.
        place: String,
        /// The most there may be.
        max: u64,
    },
    /// An act, a mark or the cursor lies where it cannot.
    Order {
        /// Where.
        place: String,
    },
    /// An act is none.
    Label {
        /// Where.
        place: String,
        /// What is wrong with it.
        why: NotALabel,
    },
    /// A mark is no digest.
    Mark {
        /// Where.
        place: String,
    },
    /// It is of another protocol than asked for.
    Protocol(String),
    /// Its scenario makes no run.
    Scenario(BadScenario),
}

impl BadRecording {
    /// What is wrong, for people.
    pub fn text(&self) -> Text {
        let at = |id: &str, place: &str| Text::new(id).with("place", place);
        match self {
            BadRecording::Bytes(bytes) => {
                Text::new("recording-bytes").with("bytes", *bytes).with("max", RECORDING_BYTES_MAX)
            }
            BadRecording::Json { line, column, why } => {
                Text::new("recording-json").with("line", *line).with("column", *column).with("why", why.as_str())
            }
            BadRecording::Format(format) => Text::new("recording-format")
                .with("format", *format)
                .with("from", *FORMATS.start())
                .with("to", *FORMATS.end()),
            BadRecording::Bound { place, max } => at("recording-bound", place).with("max", *max),
            BadRecording::Order { place } => at("recording-order", place),
            BadRecording::Label { place, why } => at("recording-label", place).with("why", why.text()),
            BadRecording::Mark { place } => at("recording-mark", place),
            BadRecording::Protocol(id) => Text::new("recording-protocol").with("id", id.as_str()),
            BadRecording::Scenario(why) => Text::new("recording-scenario").with("why", why.text()),
        }
    }
}

impl Recording {
    /// Records the branch that the cursor of a history is on, to its end.
    pub fn of<P: Exhibit>(history: &History<P>) -> Self {
        Self { marks: marks(history.way(history.branch())), ..Self::brief(history) }
    }

    /// As [`Recording::of`], without marks: all that replaying needs.
    pub fn brief<P: Exhibit>(history: &History<P>) -> Self {
        Self {
            automatic: history.timely(),
            cursor: Some(history.index()),
            at_us: history.at(),
            ..Self::unmarked::<P>(Scenario::clone(history.run().scenario()), history.way(history.branch()))
        }
    }

    /// Records the first events of a branch; the cursor stands behind them.
    pub fn upto<P: Exhibit>(history: &History<P>, branch: usize, index: u32) -> Self {
        let scenario = Scenario::clone(history.run().scenario());
        let recording = Self::unmarked::<P>(scenario, history.way(branch).take(index as usize));
        Self { automatic: history.timely(), ..recording }
    }

    /// Records a run from its events; the cursor stands at its end.
    pub fn from_events<'a, P: Exhibit>(scenario: Scenario, events: impl Iterator<Item = &'a Event<P>> + Clone) -> Self {
        Self { marks: marks(events.clone()), ..Self::unmarked(scenario, events) }
    }

    fn unmarked<'a, P: Exhibit>(scenario: Scenario, events: impl Iterator<Item = &'a Event<P>>) -> Self {
        let (mut acts, mut count, mut at_us) = (Vec::new(), 0, 0);
        for event in events {
            count += 1;
            at_us = event.at;
            if event.origin == Origin::Hand {
                acts.push(RecordedAct { event: count, at_us, act: event.act.to_string() });
            }
        }
        Self {
            format: FORMAT,
            engine: P::VERSION,
            lesson: None,
            step: None,
            step_from: None,
            scenario,
            automatic: true,
            acts,
            events: count,
            cursor: None,
            at_us,
            marks: Vec::new(),
        }
    }

    /// The same run before anything happens in it.
    #[must_use]
    pub fn begun(&self) -> Self {
        Self {
            automatic: true,
            acts: Vec::new(),
            events: 0,
            cursor: None,
            at_us: 0,
            step_from: None,
            marks: Vec::new(),
            ..self.clone()
        }
    }

    /// How many events lie before the cursor.
    pub fn cursor(&self) -> u32 {
        self.cursor.unwrap_or(self.events)
    }

    /// Reads the text of a recording. What depends on the protocol is found when it is replayed.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(json: &str) -> Result<Self, BadRecording> {
        /// The version is read first: an unknown format may differ in all else.
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        if json.len() > RECORDING_BYTES_MAX {
            return Err(BadRecording::Bytes(json.len()));
        }
        let wrong = |error: serde_json::Error| BadRecording::Json {
            line: error.line(),
            column: error.column(),
            why: shorten(json_words(&error)),
        };
        let Version { format } = serde_json::from_str(json).map_err(wrong)?;
        if !FORMATS.contains(&format) {
            return Err(BadRecording::Format(format));
        }
        let recording: Self = serde_json::from_str(json).map_err(wrong)?;
        recording.check()?;
        Ok(recording)
    }

    fn check(&self) -> Result<(), BadRecording> {
        let limit = |place: &str, is: u64, max: u64| {
            if is <= max { Ok(()) } else { Err(BadRecording::Bound { place: place.to_owned(), max }) }
        };
        let bound = |place: &str, is: usize, max: usize| limit(place, is as u64, max as u64);
        limit("events", self.events.into(), EVENTS_MAX.into())?;
        bound("acts", self.acts.len(), ACTS_MAX)?;
        bound("marks", self.marks.len(), MARKS_MAX)?;
        bound("lesson", self.lesson.as_ref().map_or(0, String::len), ID_MAX)?;
        bound("step", self.step.as_ref().map_or(0, String::len), ID_MAX)?;
        let order = |place: String, good: bool| if good { Ok(()) } else { Err(BadRecording::Order { place }) };
        order("cursor".to_owned(), self.cursor() <= self.events)?;
        order("step-from".to_owned(), self.step_from.is_none_or(|from| from <= self.events))?;
        let (mut last, mut last_us) = (0, 0);
        for (index, act) in self.acts.iter().enumerate() {
            let good = act.event > last && act.event <= self.events && act.at_us >= last_us;
            order(format!("acts[{index}]"), good)?;
            bound(&format!("acts[{index}].act"), act.act.len(), LABEL_MAX)?;
            limit(&format!("acts[{index}].at-us"), act.at_us, TIME_MAX)?;
            (last, last_us) = (act.event, act.at_us);
        }
        let mut last = 0;
        for (index, (event, digits)) in self.marks.iter().enumerate() {
            let place = || format!("marks[{index}]");
            order(place(), *event >= last && *event <= self.events)?;
            let hex = digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
            if !hex || !(MARK_DIGITS..=16).contains(&digits.len()) {
                return Err(BadRecording::Mark { place: place() });
            }
            last = *event;
        }
        Ok(())
    }

    /// The acts of this recording, in the words of its protocol.
    pub(crate) fn parsed_acts<P: Exhibit>(&self) -> Result<Vec<(u32, Micros, Act<P>)>, BadRecording> {
        let parse = |(index, recorded): (usize, &RecordedAct)| {
            let act = recorded.act.parse();
            let act = act.map_err(|why| BadRecording::Label { place: format!("acts[{index}].act"), why })?;
            Ok((recorded.event, recorded.at_us, act))
        };
        self.acts.iter().enumerate().map(parse).collect()
    }
}

/// Digests of the way, some events apart: before what hands did, and at the end.
fn marks<'a, P: Exhibit>(events: impl Iterator<Item = &'a Event<P>>) -> Vec<(u32, String)> {
    let mut marks = Vec::new();
    let (mut count, mut before) = (0_u32, None);
    for event in events {
        if let Some(chain) = before
            && (event.origin == Origin::Hand || count.is_multiple_of(MARK_EVERY))
        {
            marks.push((count, chain));
        }
        count += 1;
        before = Some(event.chain);
    }
    let stride = marks.len().div_ceil(MARKS_WRITTEN - 1).max(1);
    let mut marks: Vec<_> = marks.into_iter().step_by(stride).collect();
    marks.extend(before.map(|chain| (count, chain)));
    marks.into_iter().map(|(count, chain)| (count, hex(chain)[..MARK_DIGITS].to_owned())).collect()
}
