//! Recordings: what a person did in a run, by event and label. All else follows from scenario and seed.

use quorum_kernel::{Exhibit, Trace, hex};
use serde::{Deserialize, Serialize};

use crate::{Act, BadScenario, EVENTS_MAX, Event, History, Micros, Origin, Refused, Run, Scenario};

/// The version of this format.
pub const FORMAT: u32 = 1;
/// How many events lie between two marks of a recording: a divergence is found that closely.
const MARK_EVERY: u32 = 64;

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
    /// What the run starts from.
    pub scenario: Scenario,
    /// Whether events happen by themselves as they are due. If not, `acts` holds every event.
    #[serde(default = "yes")]
    pub automatic: bool,
    /// What was done by hand, in order.
    pub acts: Vec<RecordedAct>,
    /// How many events the run has.
    pub events: u32,
    /// The moment the cursor looks at.
    pub at_us: Micros,
    /// Digests of the way the run went, by number of events, to tell where a replay departs.
    #[serde(default)]
    pub marks: Vec<(u32, String)>,
}

fn yes() -> bool {
    true
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

/// Why a recording does not replay.
#[derive(Debug)]
pub enum ReplayError<P: Exhibit> {
    /// The recording itself cannot be: another format, another protocol, beyond what a run can bear.
    Format(String),
    /// Its scenario makes no run.
    Scenario(BadScenario),
    /// The run went another way; what had replayed until then is kept.
    Divergence(Box<Divergence<P>>),
}

/// Where a replay departed from its recording.
#[derive(Debug)]
pub struct Divergence<P: Exhibit> {
    /// The last event up to which both are known to agree.
    pub agreed: u32,
    /// The event by which they differ.
    pub departed: u32,
    /// What differs.
    pub why: String,
    /// What replayed.
    pub kept: History<P>,
}

impl<P: Exhibit> core::fmt::Display for ReplayError<P> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            ReplayError::Format(why) => f.write_str(why),
            ReplayError::Scenario(why) => why.fmt(f),
            ReplayError::Divergence(at) => {
                write!(f, "the run departs between event {} and event {}: {}", at.agreed, at.departed, at.why)
            }
        }
    }
}

impl Recording {
    /// Records the way to the cursor of a history.
    pub fn of<P: Exhibit>(history: &History<P>) -> Self {
        let event = |index| history.event(history.branch(), index).expect("within the branch");
        let events = (1..=history.index()).map(event);
        Self::from_events(history.run().scenario().clone(), events, history.at())
    }

    /// Records a run from its events.
    pub fn from_events<'a, P: Exhibit>(
        scenario: Scenario,
        events: impl Iterator<Item = &'a Event<P>>,
        at: Micros,
    ) -> Self {
        let mut run = Run::<P>::new(scenario.clone()).expect("the scenario has run before");
        let (mut acts, mut marks, mut count) = (Vec::new(), Vec::new(), 0);
        let mut trace = Trace::default();
        for event in events {
            let by_hand = event.origin == Origin::Hand;
            if by_hand || count % MARK_EVERY == 0 {
                marks.push((count, hex(run.chain())));
            }
            count += 1;
            if by_hand {
                acts.push(RecordedAct { event: count, at_us: event.at, act: event.act.to_string() });
            }
            run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
        }
        marks.push((count, hex(run.chain())));
        Self {
            format: FORMAT,
            engine: P::VERSION,
            lesson: None,
            scenario,
            automatic: true,
            acts,
            events: count,
            at_us: at,
            marks,
        }
    }

    /// Replays the recording; the cursor ends where it stood.
    pub fn replay<P: Exhibit>(&self) -> Result<History<P>, ReplayError<P>> {
        self.check::<P>()?;
        let mut history = History::new(self.scenario.clone()).map_err(ReplayError::Scenario)?;
        let (mut agreed, mut acts) = (0, self.acts.iter().peekable());
        let mut marks = self.marks.iter().peekable();
        loop {
            let here = history.index();
            while let Some((_, mark)) = marks.next_if(|(at, _)| *at <= here) {
                if *mark != hex(history.run().chain()) {
                    let why = format!("another way led to event {here}");
                    return Err(diverged(history, agreed, here, why));
                }
                agreed = here;
            }
            if here >= self.events {
                break;
            }
            if let Err(why) = next(&mut history, acts.next_if(|act| act.event == here + 1), self.automatic) {
                return Err(diverged(history, agreed, here + 1, why));
            }
        }
        history.look_at(self.at_us);
        Ok(history)
    }

    fn check<P: Exhibit>(&self) -> Result<(), ReplayError<P>> {
        let wrong = |why: String| Err(ReplayError::Format(why));
        if self.format != FORMAT {
            return wrong(format!("this recording has format {}; this version reads format {FORMAT}", self.format));
        }
        if self.scenario.protocol != P::ID {
            return wrong(format!("this recording is of `{}`, not of `{}`", self.scenario.protocol, P::ID));
        }
        if self.events > EVENTS_MAX {
            return wrong(format!("this recording has {} events; {EVENTS_MAX} is the most", self.events));
        }
        if self.acts.is_sorted_by(|a, b| a.event < b.event) {
            Ok(())
        } else {
            wrong("its acts are out of order".into())
        }
    }
}

fn diverged<P: Exhibit>(kept: History<P>, agreed: u32, departed: u32, why: String) -> ReplayError<P> {
    ReplayError::Divergence(Box::new(Divergence { agreed, departed, why, kept }))
}

fn next<P: Exhibit>(history: &mut History<P>, act: Option<&RecordedAct>, automatic: bool) -> Result<(), String> {
    let Some(recorded) = act else {
        if !automatic {
            return Err("no act is recorded for it".to_owned());
        }
        return match history.forward() {
            Ok(true) => Ok(()),
            Ok(false) => Err("nothing more is due".to_owned()),
            Err(refused) => Err(refused.to_string()),
        };
    };
    let act: Act<P> = recorded.act.parse().map_err(|wrong: crate::NotALabel| wrong.to_string())?;
    let now = history.run().now();
    let due = history.next_at().filter(|_| automatic);
    if recorded.at_us < now || due.is_some_and(|due| recorded.at_us > due) {
        return Err(format!("`{}` is recorded at {} µs, between other events now", recorded.act, recorded.at_us));
    }
    history.look_at(recorded.at_us);
    history.act(act).map_err(|refused: Refused| format!("`{}`: {refused}", recorded.act))
}
