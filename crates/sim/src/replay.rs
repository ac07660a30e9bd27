//! Replaying a recording, as far as the run goes the way that was recorded.

use quorum_kernel::{Exhibit, Text, hex};

use crate::{Act, BadRecording, History, Micros, Recording, Refused};

/// A recording replayed.
#[derive(Debug)]
pub struct Replay<P: Exhibit> {
    /// What replayed. The cursor stands where it stood, or where both are last known to agree.
    pub history: History<P>,
    /// Where the run departed from its recording, if it did.
    pub departure: Option<Departure>,
}

/// Where and why a replay departed from its recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The last event up to which both are known to agree.
    pub agreed: u32,
    /// The event by which they differ.
    pub departed: u32,
    /// What differs.
    pub why: Why,
}

/// What differs between a run and its recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Other events led here.
    OtherWay,
    /// The recording goes on, and nothing more is due.
    NothingDue,
    /// An act was recorded at a moment that now lies between other events.
    Moment {
        /// The act.
        act: String,
        /// When it was done.
        at: Micros,
    },
    /// An act cannot be done now.
    Refused {
        /// The act.
        act: String,
        /// Why.
        why: Refused,
    },
}

impl Departure {
    /// Where it departed and why, for people.
    pub fn text(&self) -> Text {
        let why = match &self.why {
            Why::OtherWay => Text::new("departure-other-way"),
            Why::NothingDue => Text::new("departure-nothing-due"),
            Why::Moment { act, at } => Text::new("departure-moment").with("act", act.as_str()).with("us", *at),
            Why::Refused { act, why } => {
                Text::new("departure-refused").with("act", act.as_str()).with("why", why.text())
            }
        };
        Text::new("departure").with("agreed", self.agreed).with("departed", self.departed).with("why", why)
    }
}

impl Recording {
    /// Replays the recording as far as it goes.
    ///
    /// # Errors
    /// If the protocol `P` can make nothing of it: no run at all comes of that.
    pub fn replay<P: Exhibit>(&self) -> Result<Replay<P>, BadRecording> {
        if self.scenario.protocol != P::ID {
            return Err(BadRecording::Protocol(self.scenario.protocol.clone()));
        }
        let acts = self.parsed_acts::<P>()?;
        let started = History::new(self.scenario.clone());
        let mut history = started.map_err(BadRecording::Scenario)?;
        let departure = self.play(&mut history, acts).err();
        history.seek(departure.as_ref().map_or(self.cursor(), |departure| departure.agreed.min(self.cursor())));
        if departure.is_none() {
            history.look_at(self.at_us);
        }
        Ok(Replay { history, departure })
    }

    fn play<P: Exhibit>(&self, history: &mut History<P>, acts: Vec<(u32, Micros, Act<P>)>) -> Result<(), Departure> {
        let (mut agreed, mut acts) = (0, acts.into_iter().peekable());
        // The digests of format 1 were of another kind.
        let mut marks = if self.format == 1 { &[][..] } else { &self.marks[..] }.iter().peekable();
        loop {
            let here = history.index();
            while let Some((_, mark)) = marks.next_if(|(at, _)| *at <= here) {
                if !hex(history.run().chain()).starts_with(mark.as_str()) {
                    return Err(Departure { agreed, departed: here, why: Why::OtherWay });
                }
                agreed = here;
            }
            if here >= self.events {
                return Ok(());
            }
            let next = match acts.next_if(|(event, ..)| *event == here + 1) {
                Some((_, at, act)) => self.act(history, at, act),
                None => go_on(history),
            };
            next.map_err(|why| Departure { agreed, departed: here + 1, why })?;
        }
    }

    fn act<P: Exhibit>(&self, history: &mut History<P>, at: Micros, act: Act<P>) -> Result<(), Why> {
        let label = act.to_string();
        let due = history.next_at().filter(|_| self.automatic);
        if at < history.run().now() || due.is_some_and(|due| at > due) {
            return Err(Why::Moment { act: label, at });
        }
        history.act_untimely(at, act).map_err(|why| Why::Refused { act: label, why })
    }
}

fn go_on<P: Exhibit>(history: &mut History<P>) -> Result<(), Why> {
    match history.forward() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Why::NothingDue),
        Err(why) => Err(Why::Refused { act: "run".to_owned(), why }),
    }
}
