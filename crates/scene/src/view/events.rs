//! The list of events, what is due, and what the last event did in words.

use quorum_kernel::{Exhibit, Happening, Loss, Text};
use quorum_sim::{Act, History, Origin, Run};

use crate::{EventIcon, EventView, Kin, NextView};

/// How many events before the cursor a scene lists, and how many recorded ones after it.
const BEFORE: u32 = 120;
const AFTER: u32 = 12;
/// The most sentences about one event.
const SENTENCES: usize = 6;

pub fn window<P: Exhibit>(history: &History<P>, kin: impl Fn(u32) -> Option<Kin>) -> Vec<EventView> {
    let cursor = history.index();
    let first = cursor.saturating_sub(BEFORE) + 1;
    let last = cursor.saturating_add(AFTER).min(history.len());
    (first..=last)
        .filter_map(|index| {
            let event = history.event(history.branch(), index)?;
            Some(EventView {
                index,
                time_us: event.at,
                label: event.act.to_string(),
                icon: icon(&event.act),
                look: event.look,
                by_hand: event.origin == Origin::Hand,
                fault: event.origin == Origin::Hand && is_fault(&event.act),
                kin: kin(index),
                at_cursor: index == cursor,
                ahead: index > cursor,
            })
        })
        .collect()
}

/// Whether an act breaks something: what a cluster does by itself, and what mends it, does not.
fn is_fault<P: Exhibit>(act: &Act<P>) -> bool {
    match act {
        Act::Drop(_) | Act::Duplicate(_) | Act::Delay(..) | Act::StepClock { .. } => true,
        Act::Crash { .. } | Act::CrashDuring { .. } | Act::Wipe(_) | Act::Pause(_) => true,
        Act::Cut(_) | Act::Isolate(_) => true,
        Act::Deliver(_) | Act::Lose(_) | Act::Disconnect { .. } | Act::Fire { .. } | Act::Invoke { .. } => false,
        Act::Restart(_) | Act::Resume(_) | Act::Heal(_) | Act::Rejoin(_) => false,
    }
}

/// What is due, but for what this branch has recorded already: that stands among the events.
pub fn next<P: Exhibit>(history: &History<P>, shown: usize) -> (Vec<NextView>, u32) {
    let run = history.run();
    let ahead = (1..=AFTER).filter_map(|after| history.event(history.branch(), history.index() + after));
    let ahead: Vec<&Act<P>> = ahead.map(|event| &event.act).collect();
    let mut upcoming = run.upcoming().filter(|(_, act, _)| !ahead.contains(&act));
    let next = upcoming
        .by_ref()
        .take(shown)
        .map(|(time_us, act, _)| NextView {
            time_us,
            // What is going to be lost can still be tried: doing it by hand loses it now.
            label: act.to_string(),
            icon: icon(&act),
            look: run.look_of(&act),
        })
        .collect();
    (next, u32::try_from(upcoming.count()).unwrap_or(u32::MAX))
}

pub fn icon<P: Exhibit>(act: &Act<P>) -> EventIcon {
    match act {
        Act::Deliver(_) => EventIcon::Deliver,
        Act::Lose(_) | Act::Drop(_) => EventIcon::Lost,
        Act::Duplicate(_) => EventIcon::Duplicate,
        Act::Delay(..) => EventIcon::Delay,
        Act::Fire { .. } => EventIcon::Timer,
        Act::Crash { .. } | Act::CrashDuring { .. } | Act::Wipe(_) => EventIcon::Crash,
        Act::Restart(_) => EventIcon::Restart,
        Act::Pause(_) => EventIcon::Pause,
        Act::Resume(_) => EventIcon::Resume,
        Act::Cut(_) | Act::Isolate(_) | Act::Disconnect { .. } => EventIcon::Cut,
        Act::Heal(_) | Act::Rejoin(_) => EventIcon::Heal,
        Act::Invoke { .. } => EventIcon::Request,
        Act::StepClock { .. } => EventIcon::Clock,
    }
}

/// The event at the cursor in sentences.
pub fn happened<P: Exhibit>(history: &History<P>) -> Vec<Text> {
    let Some(event) = history.event(history.branch(), history.index()) else {
        return vec![Text::new("happened-start")];
    };
    let mut sentences = vec![sentence(&event.act, history.run())];
    for happening in &history.trace().happened {
        match happening {
            Happening::Noted { node, note } => sentences.push(P::tell(*node, note)),
            Happening::Crashed { node, lost_writes, .. } if *lost_writes > 0 => {
                sentences.push(Text::new("happened-lost-writes").with("node", *node).with("n", *lost_writes));
            }
            _ => {}
        }
    }
    sentences.truncate(SENTENCES);
    sentences
}

fn sentence<P: Exhibit>(act: &Act<P>, run: &Run<P>) -> Text {
    let node = |id: &str, node: quorum_kernel::NodeId| Text::new(id).with("node", node);
    let message = |id: &str, name: &quorum_sim::FlightName| {
        Text::new(id).with("message", name.short::<P>()).with("from", name.from).with("to", name.to)
    };
    match act {
        Act::Deliver(name) => message("happened-delivered", name),
        Act::Lose(name) => {
            let gone = run.lost().iter().rev().find(|gone| gone.flight.name == *name);
            match gone.and_then(|gone| gone.why) {
                Some(Loss::Down) => message("happened-lost-down", name),
                Some(Loss::Cut) => message("happened-lost-cut", name),
                _ => message("happened-lost", name),
            }
        }
        Act::Drop(name) => message("happened-dropped", name),
        Act::Duplicate(name) => message("happened-duplicated", name),
        Act::Delay(name, by) => message("happened-delayed", name).with("by", *by),
        Act::Disconnect { from, to } => Text::new("happened-disconnected").with("from", *from).with("to", *to),
        Act::Fire { node: id, timer } => node("happened-fired", *id).with("timer", timer.to_string()),
        Act::Invoke { client, request } => node("happened-invoked", *client).with("request", request.to_string()),
        Act::Crash { node: id, .. } => node("happened-crashed", *id),
        Act::CrashDuring { step, after, .. } => {
            Text::new("happened-crashed-during").with("after", *after).with("step", step.to_string())
        }
        Act::Wipe(id) => node("happened-wiped", *id),
        Act::Restart(id) => node("happened-restarted", *id),
        Act::Pause(id) => node("happened-paused", *id),
        Act::Resume(id) => node("happened-resumed", *id),
        Act::Cut(ends) => Text::new("happened-cut").with("link", ends.to_string()),
        Act::Heal(ends) => Text::new("happened-healed").with("link", ends.to_string()),
        Act::Isolate(id) => node("happened-isolated", *id),
        Act::Rejoin(id) => node("happened-rejoined", *id),
        Act::StepClock { node: id, by_ms } => node("happened-clock", *id).with("by", i64::from(*by_ms)),
    }
}
