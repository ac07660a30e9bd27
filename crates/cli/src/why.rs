//! `quorum why` and `quorum without`: what led to an event of a recording, and what comes without one.

use anyhow::{Result, anyhow, bail};
use quorum_kernel::{Exhibit, Mode, Text};
use quorum_protocols::Visitor;
use quorum_scene::words::say;
use quorum_sim::{Causes, Event, History, Moment, Origin, Recording, Side};

use crate::{Outcome, replay};

/// The most causes that are printed.
const ROWS: usize = 200;

/// What is to be explained.
pub enum Of {
    /// An event, by its number.
    Event(u32),
    /// A property that was false, by its id.
    Property(String),
    /// Whatever must always hold and was false last.
    Violation,
}

struct Why {
    recording: Recording,
    of: Of,
}

/// Prints the causal past of an event, or of the event at which a property turned false.
pub fn why(source: &str, of: Of) -> Result<Outcome> {
    replay::visited(source, |recording| Why { recording, of })
}

impl Visitor for Why {
    type Output = Result<Outcome>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let history = whole::<P>(&self.recording)?;
        let (event, property) = match self.of {
            Of::Event(event) => (event, None),
            Of::Property(id) => (broke(&history, &id)?, Some(id)),
            Of::Violation => violation(&history)?,
        };
        let Some(effect) = history.event(history.branch(), event) else {
            bail!("there is no event {event}; the recording has {}", history.len());
        };
        line(event, effect, "");
        if let Some(id) = property {
            println!("{} turned false here", say(&Text::new(format!("{}-{id}", P::ID))));
        }
        let mut causes = Causes::default();
        let past = causes.past(&history, event);
        println!("depends on {} events; * directly; newest first", past.events.len());
        for told in causes.told(&history, &past, ROWS) {
            let cause = history.event(history.branch(), told.event).expect("a past lies on its branch");
            line(told.event, cause, if told.direct { "*" } else { "" });
            let effects: Vec<String> = told.leads_to.iter().map(ToString::to_string).collect();
            let because: Vec<String> = told.because.iter().map(say).collect();
            println!("          {} -> {}", because.join(" "), effects.join(", "));
        }
        if past.events.len() > ROWS {
            println!("and {} before them", past.events.len() - ROWS);
        }
        if past.older {
            println!("and events further back than was looked at");
        }
        Ok(Outcome::Good)
    }
}

struct Without {
    recording: Recording,
    event: u32,
}

/// Prints what is the same and what is not without an act by hand.
pub fn without(source: &str, event: u32) -> Result<Outcome> {
    replay::visited(source, |recording| Without { recording, event })
}

impl Visitor for Without {
    type Output = Result<Outcome>;

    fn visit<P: Exhibit>(self) -> Self::Output {
        let mut history = whole::<P>(&self.recording)?;
        let found = history.without(self.event).map_err(|wrong| anyhow!("{}", say(&wrong.text())))?;
        let moment = |moment: &Option<Moment>| match moment {
            Some(moment) => format!("{:>6}  {:>10.6}  {}", moment.event, seconds(moment.at), moment.label),
            None => "nothing more".to_owned(),
        };
        let side = |side: Side| format!("{} messages, {} lost, {} answers", side.messages, side.lost, side.answered);
        println!("without event {}: {}", found.event, found.label);
        match &found.first {
            None => println!("no event differs"),
            Some(first) => {
                println!("first difference");
                println!("  with     {}", moment(&first.with));
                println!("  without  {}", moment(&first.without));
            }
        }
        for (event, label) in &found.passed_over {
            println!("could not be done without it: {event} {label}");
        }
        println!("with     {}", side(found.with));
        println!("without  {}", side(found.without));
        for (id, with, without) in &found.properties {
            let word = |holds: &bool| if *holds { "holds" } else { "FALSE" };
            println!("{id}: {} with it, {} without", word(with), word(without));
        }
        let nodes: Vec<String> = found.nodes.iter().map(ToString::to_string).collect();
        if !nodes.is_empty() {
            println!("another state or disk: {}", nodes.join(", "));
        }
        let short = if found.cut_short { ", as more happens than is followed" } else { "" };
        println!(
            "{} at {:.6}{short}",
            if found.same() { "same outcome" } else { "other outcome" },
            seconds(found.until)
        );
        Ok(Outcome::Good)
    }
}

/// A recording replayed, the cursor at its end.
fn whole<P: Exhibit>(recording: &Recording) -> Result<History<P>> {
    let replay = recording.replay::<P>().map_err(|wrong| anyhow!("{}", say(&wrong.text())))?;
    if let Some(departure) = &replay.departure {
        eprintln!("{}", say(&departure.text()));
    }
    let mut history = replay.history;
    history.seek(history.len());
    Ok(history)
}

fn broke<P: Exhibit>(history: &History<P>, id: &str) -> Result<u32> {
    if !P::properties().iter().any(|property| property.id == id) {
        let known: Vec<&str> = P::properties().iter().map(|property| property.id).collect();
        bail!("{} has no property `{id}`; it has: {}", P::ID, known.join(", "));
    }
    match history.broke_at(id, history.len()) {
        None => bail!("`{id}` is never false in this recording"),
        Some(0) => bail!("`{id}` is false from the start: no event made it so"),
        Some(event) => Ok(event),
    }
}

/// The last event at which a property that must always hold turned false, and which.
fn violation<P: Exhibit>(history: &History<P>) -> Result<(u32, Option<String>)> {
    let promised = P::properties().iter().filter(|property| property.mode == Mode::Always);
    let broken = promised.filter_map(|property| Some((history.broke_at(property.id, history.len())?, property.id)));
    match broken.max_by_key(|(event, _)| *event) {
        Some((event, id)) if event > 0 => Ok((event, Some(id.to_owned()))),
        _ => bail!("no property that must always hold is broken in this recording: name an event with --event"),
    }
}

fn line<P: Exhibit>(index: u32, event: &Event<P>, mark: &str) {
    let hand = if event.origin == Origin::Hand { " (by hand)" } else { "" };
    println!("{mark:>1}{index:>6}  {:>10.6}  {}{hand}", seconds(event.at), event.act);
}

fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}
