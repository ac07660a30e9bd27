//! The causes of an event in words: what each event before it did that matters.

use quorum_kernel::{
    Arg, Exhibit, NodeId, Text, Trace,
    inspect::{Field, Shown},
};

use crate::{Act, History, Run};

use super::{Causes, Past, Reason, ledger::actor};

/// The most changes of one node that are told of one event.
const CHANGES_TOLD: usize = 4;
/// The most characters of one change.
const CHANGE_MAX: usize = 60;
/// The most effects that are named of one event.
const EFFECTS_TOLD: usize = 4;

/// One event of a past, and why it is in there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The event.
    pub event: u32,
    /// Whether the effect depends on it directly.
    pub direct: bool,
    /// What of it matters.
    pub because: Vec<Text>,
    /// The first events after it that depend on it directly, among those of the past and the effect; four at most.
    pub leads_to: Vec<u32>,
}

impl<P: Exhibit> Causes<P> {
    /// The latest `most` events of a past, newest first.
    pub fn told(&mut self, history: &History<P>, past: &Past, most: usize) -> Vec<Told> {
        let rows = &past.events[past.events.len().saturating_sub(most)..];
        let known = self.learn(history, past.effect);
        let mut links: Vec<(u32, Reason, u32)> = Vec::new();
        for effect in rows.iter().chain([&past.effect]) {
            links.extend(known.causes_of(*effect).iter().map(|cause| (cause.event, cause.why, *effect)));
        }
        links.sort_unstable();
        let mut walk = Walk { history, run: None };
        let mut told: Vec<Told> = rows
            .iter()
            .map(|event| {
                let begin = links.partition_point(|(other, ..)| other < event);
                let end = links.partition_point(|(other, ..)| other <= event);
                let direct = past.direct.contains(event);
                tell(*event, direct, &links[begin..end], &mut walk)
            })
            .collect();
        told.reverse();
        told
    }
}

/// `links` are all of this event, by reason and effect.
fn tell<P: Exhibit>(event: u32, direct: bool, links: &[(u32, Reason, u32)], walk: &mut Walk<'_, P>) -> Told {
    let history = walk.history;
    let mut because = Vec::new();
    for (_, why, effect) in links {
        let effect = &history.event(history.branch(), *effect).expect("within the branch").act;
        let text = match why {
            Reason::Remembered | Reason::Wrote => subject(effect).map(|node| changed(*why, node, walk.around(event))),
            why => words(*why, effect),
        };
        because.extend(text.filter(|text| !because.contains(text)));
    }
    let mut leads_to: Vec<u32> = links.iter().map(|(.., effect)| *effect).collect();
    leads_to.sort_unstable();
    leads_to.dedup();
    leads_to.truncate(EFFECTS_TOLD);
    Told { event, direct, because, leads_to }
}

fn words<P: Exhibit>(why: Reason, effect: &Act<P>) -> Option<Text> {
    let message = |id: &str| {
        let name = effect.flight()?;
        Some(Text::new(id).with("message", name.short::<P>()).with("from", name.from).with("to", name.to))
    };
    let node = |id: &str| Some(Text::new(id).with("node", subject(effect)?));
    let link = |id: &str| Some(Text::new(id).with("link", link(effect)?));
    match why {
        Reason::Sent => message("cause-sent"),
        Reason::Copied => message("cause-copied"),
        Reason::Delayed => message("cause-delayed"),
        Reason::MadeWay => message("cause-made-way"),
        Reason::Armed => Some(Text::new("cause-armed").with("node", subject(effect)?).with("timer", timer(effect)?)),
        Reason::MovedClock => node("cause-moved-clock"),
        Reason::Started => node("cause-started"),
        Reason::Crashed => node("cause-crashed"),
        Reason::Paused => node("cause-paused"),
        Reason::Resumed => node("cause-resumed"),
        Reason::Cut => link("cause-cut"),
        Reason::Healed => link("cause-healed"),
        Reason::Closed => link("cause-closed"),
        Reason::Remembered | Reason::Wrote => unreachable!("told by what changed"),
    }
}

/// The node that an act is about.
fn subject<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Lose(name) | Act::Drop(name) | Act::Duplicate(name) | Act::Delay(name, _) => Some(name.to),
        Act::Crash { node, .. } | Act::StepClock { node, .. } => Some(*node),
        Act::Wipe(node) | Act::Pause(node) | Act::Resume(node) => Some(*node),
        act => actor(act),
    }
}

fn timer<P: Exhibit>(act: &Act<P>) -> Option<String> {
    match act {
        Act::Fire { timer, .. } => Some(timer.to_string()),
        Act::CrashDuring { step, .. } => timer(step),
        _ => None,
    }
}

fn link<P: Exhibit>(act: &Act<P>) -> Option<String> {
    match act {
        Act::Cut(ends) | Act::Heal(ends) => Some(ends.to_string()),
        Act::Isolate(node) | Act::Rejoin(node) => Some(node.to_string()),
        Act::Disconnect { from, to } => Some(format!("{from}>{to}")),
        Act::CrashDuring { step, .. } => link(step),
        act => act.flight().map(|name| format!("{}>{}", name.from, name.to)),
    }
}

/// What an event did to a node's memory, or to its disk.
fn changed<P: Exhibit>(why: Reason, id: NodeId, (before, after): (&Run<P>, &Run<P>)) -> Text {
    let fields = |run: &Run<P>| {
        let (config, node) = (run.world().config(), run.world().node(id));
        match why {
            Reason::Wrote => P::durable(config, id, node.disk),
            _ => node.state.map(|state| P::memory(config, id, state)).unwrap_or_default(),
        }
    };
    let mut changes = Vec::new();
    differ("", &fields(before), &fields(after), &mut changes);
    if changes.len() > CHANGES_TOLD {
        changes.truncate(CHANGES_TOLD - 1);
        changes.push("…".to_owned());
    }
    let what: Arg = changes.iter().map(String::as_str).collect();
    match (why, changes.is_empty()) {
        (Reason::Wrote, false) => Text::new("cause-wrote").with("node", id).with("what", what),
        (Reason::Wrote, true) => Text::new("cause-wrote-unseen").with("node", id),
        (_, false) => Text::new("cause-remembered").with("node", id).with("what", what),
        (_, true) => Text::new("cause-remembered-unseen").with("node", id),
    }
}

/// The fields that differ, each as `name: old → new`, or with what a list gained and lost.
fn differ(path: &str, before: &[Field], after: &[Field], changes: &mut Vec<String>) {
    for field in after {
        let name = format!("{path}{}", field.name);
        let old = before.iter().find(|other| other.name == field.name).map(|other| &other.value);
        match (old, &field.value) {
            (Some(old), new) if old == new => {}
            (Some(Shown::Fields(old)), Shown::Fields(new)) => differ(&format!("{name}."), old, new, changes),
            (None, Shown::Fields(new)) => differ(&format!("{name}."), &[], new, changes),
            (Some(Shown::Many(old)), Shown::Many(new)) => {
                let gone = old.iter().filter(|item| !new.contains(item)).map(|item| format!("−{item}"));
                let here = new.iter().filter(|item| !old.contains(item)).map(|item| format!("+{item}"));
                let items: Vec<String> = gone.chain(here).collect();
                changes.push(brief(format!("{name}: {}", items.join(" "))));
            }
            (Some(Shown::One(old)), Shown::One(new)) => changes.push(brief(format!("{name}: {old} → {new}"))),
            (_, Shown::One(new)) => changes.push(brief(format!("{name}: {new}"))),
            (_, Shown::Many(new)) => changes.push(brief(format!("{name}: {}", new.join(" ")))),
            (Some(_), Shown::Fields(_)) => changes.push(name),
        }
    }
}

/// What fits in a row of a list: a log may be long.
fn brief(change: String) -> String {
    let kept: String = change.chars().take(CHANGE_MAX).collect();
    if kept.len() == change.len() { change } else { kept + "…" }
}

/// The run before and after one event after another, each later than the last.
struct Walk<'a, P: Exhibit> {
    history: &'a History<P>,
    /// By the event between both.
    run: Option<(u32, Run<P>, Run<P>)>,
}

impl<P: Exhibit> Walk<'_, P> {
    fn around(&mut self, event: u32) -> (&Run<P>, &Run<P>) {
        let history = self.history;
        if self.run.as_ref().is_none_or(|(at, ..)| *at != event) {
            // From a keyframe, or from where it stands if that is nearer.
            let near = self.run.take().filter(|(at, ..)| event - at < 1_024);
            let (mut at, mut run) =
                near.map_or_else(|| (event - 1, history.run_at(event - 1)), |(at, _, run)| (at, run));
            let mut trace = Trace::default();
            let mut on = |at: u32, run: &mut Run<P>| {
                let event = history.event(history.branch(), at).expect("within the branch");
                run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
            };
            while at + 1 < event {
                at += 1;
                on(at, &mut run);
            }
            let before = run.clone();
            on(event, &mut run);
            self.run = Some((event, before, run));
        }
        let (_, before, after) = self.run.as_ref().expect("just put there");
        (before, after)
    }
}
