//! “Did this fault matter?”: the same fate without one act by hand.
//!
//! Chance is drawn by name, so that leaving one act out shifts no draw of anything that goes on as it went. What differs
//! differs because of the act.

use core::ops::RangeInclusive;

use quorum_kernel::{Exhibit, Happening, NodeId, Text, Trace};

use crate::{Act, Event, History, Micros, Origin, Refused, Run};

/// The most events that a run without an act is followed for.
const EVENTS_FOLLOWED: u32 = 100_000;

/// What is the same and what is not in a run without one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Without {
    /// The event that was left out.
    pub event: u32,
    /// Its label.
    pub label: String,
    /// The branch that goes on without it.
    pub branch: usize,
    /// The moment up to which both are compared.
    pub until: Micros,
    /// Whether that is earlier than was asked for: more events happen than are followed.
    pub cut_short: bool,
    /// Later acts by hand that could not be done without it: event and label.
    pub passed_over: Vec<(u32, String)>,
    /// The first event by which the two differ; `None` if none does.
    pub first: Option<Difference>,
    /// What happened with it, from it on.
    pub with: Side,
    /// What happened without it.
    pub without: Side,
    /// The members whose memory, disk or status is another at the end.
    pub nodes: Vec<NodeId>,
    /// The properties that hold at the end of one and not of the other: with it, without it.
    pub properties: Vec<(&'static str, bool, bool)>,
}

impl Without {
    /// Whether both end alike: the states and disks of all nodes, and which properties hold.
    pub fn same(&self) -> bool {
        self.nodes.is_empty() && self.properties.is_empty()
    }
}

/// Where two runs part: the event that comes next in each, if one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// With the act.
    pub with: Option<Moment>,
    /// Without it.
    pub without: Option<Moment>,
}

/// One event of a branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its number on its branch.
    pub event: u32,
    /// When it happened.
    pub at: Micros,
    /// Its label.
    pub label: String,
}

/// What one of two runs came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Messages sent.
    pub messages: u32,
    /// Messages lost.
    pub lost: u32,
    /// Requests that clients answered.
    pub answered: u32,
}

/// Why an event cannot be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotLeftOut {
    /// The branch has no such event.
    NoEvent(u32),
    /// It came by itself: what would have to be left out is its cause.
    NotByHand(String),
    /// The history has no room for another branch, or the run none for more messages.
    Refused(Refused),
}

impl NotLeftOut {
    /// Why, for people.
    pub fn text(&self) -> Text {
        match self {
            NotLeftOut::NoEvent(event) => Text::new("without-no-event").with("event", *event),
            NotLeftOut::NotByHand(label) => Text::new("without-not-by-hand").with("label", label.as_str()),
            NotLeftOut::Refused(refused) => refused.text(),
        }
    }
}

impl<P: Exhibit> History<P> {
    /// Leaves out one act by hand and follows the run without it up to the cursor's moment (to the end of the branch, if the
    /// cursor stands before the act). Later acts by hand are done at their moments, and passed over where they cannot be.
    /// The run without it becomes a branch; the cursor stays where it is.
    ///
    /// # Errors
    /// If there is no such act, or no room. Events that happened until then stay, on their branch.
    pub fn without(&mut self, event: u32) -> Result<Without, NotLeftOut> {
        let home = (self.branch(), self.index(), self.at());
        let left = self.event(home.0, event).ok_or(NotLeftOut::NoEvent(event))?;
        let label = left.act.to_string();
        if left.origin != Origin::Hand {
            return Err(NotLeftOut::NotByHand(label));
        }
        let last = if home.1 >= event { home.1 } else { self.len() };
        let end = self.event(home.0, last).map_or(0, |event| event.at);
        let until = if home.1 >= event { home.2 } else { end };
        let gone_on = self.go_without(event, last, until);
        let (other, others) = (self.branch(), self.index());
        self.put(home.0, home.1, home.2);
        let Gone { passed_over, until, cut_short } = gone_on.map_err(NotLeftOut::Refused)?;
        let in_time = |index: &u32| self.event(home.0, *index).is_some_and(|event| event.at <= until);
        let last = (event..=last).rev().find(in_time).unwrap_or(event);
        let first = self.first_difference((home.0, event + 1..=last), (other, event..=others), &passed_over);
        let (with, with_run) = self.side(event - 1, last);
        self.put(other, others, until);
        self.name_without(event, label.clone());
        let (without, without_run) = self.side(event - 1, others);
        self.put(home.0, home.1, home.2);
        let (nodes, properties) = compare(&with_run, &without_run);
        let branch = other;
        Ok(Without { event, label, branch, until, cut_short, passed_over, first, with, without, nodes, properties })
    }

    /// Puts the cursor where a run without an event stands at a moment.
    fn go_without(&mut self, event: u32, last: u32, until: Micros) -> Result<Gone, Refused> {
        let (home, timely) = (self.branch(), self.timely());
        let left = self.event(home, event).expect("asked for by its number").clone();
        self.seek(event - 1);
        let mut gone = Gone { passed_over: Vec::new(), until, cut_short: false };
        if let (Act::CrashDuring { step, .. }, false) = (left.act, timely) {
            // The crash is left out, and not the step that it struck, which nothing else would bring about here.
            self.again(left.at, *step)?;
        }
        for index in event + 1..=last {
            let Event { at, origin, act, .. } = self.event(home, index).expect("within the branch").clone();
            let (by_hand, label) = (origin == Origin::Hand, act.to_string());
            if timely && !by_hand {
                continue;
            }
            if timely && !self.go_on(at, Some((home, index)), event + EVENTS_FOLLOWED)? {
                break;
            }
            // Where no clock was the judge, what came by itself comes again in the same order, as far as it can.
            let comes = !by_hand && self.run().next_due().is_some_and(|(_, due, _)| due == act);
            let done = if comes { self.forward_due()? } else { self.again(at, act)? };
            if by_hand && !done {
                gone.passed_over.push((index, label));
            }
        }
        if timely && !self.go_on(until, None, event + EVENTS_FOLLOWED)? {
            (gone.until, gone.cut_short) = (self.run().now(), true);
        }
        if self.branch() == home && self.index() + 1 == event {
            // Nothing has come since: the branch begins with nothing.
            self.leave_hands()?;
        }
        Ok(gone)
    }

    /// Does something at its moment, if it can be done there.
    fn again(&mut self, at: Micros, act: Act<P>) -> Result<bool, Refused> {
        match self.act_untimely(at, act) {
            Ok(()) => Ok(true),
            Err(full @ (Refused::Full | Refused::Crowded)) => Err(full),
            Err(_) => Ok(false),
        }
    }

    /// Lets happen what is due up to a moment. What is due at that very moment comes before an act by hand (`hand`: its
    /// branch and event) if it did so there. `false` if there are too many events.
    fn go_on(&mut self, to: Micros, hand: Option<(usize, u32)>, most: u32) -> Result<bool, Refused> {
        while let Some((at, act, _)) = self.due() {
            let came_before = |(branch, index): (usize, u32)| {
                let before = (1..index).rev().map_while(|index| self.event(branch, index));
                before.take_while(|event| event.at == to).any(|event| event.act == act)
            };
            if at > to || (at == to && !hand.is_none_or(came_before)) {
                break;
            }
            if self.index() >= most {
                return Ok(false);
            }
            self.forward_due()?;
        }
        Ok(true)
    }

    /// What comes next by itself, recorded or not.
    fn due(&self) -> Option<(Micros, Act<P>, Origin)> {
        match self.event(self.branch(), self.index() + 1) {
            Some(event) if event.origin != Origin::Hand => Some((event.at, event.act.clone(), event.origin)),
            _ => self.run().next_due(),
        }
    }

    /// Where two branches part, within these events. Acts that were passed over are not compared: they are told apart.
    fn first_difference(
        &self,
        (with, these): (usize, RangeInclusive<u32>),
        (without, those): (usize, RangeInclusive<u32>),
        passed_over: &[(u32, String)],
    ) -> Option<Difference> {
        let mut these = these.filter(|index| !passed_over.iter().any(|(passed, _)| passed == index));
        let mut those = those;
        loop {
            let (one, other) = (these.next(), those.next());
            let event = |branch, index: Option<u32>| index.and_then(|index| self.event(branch, index));
            match (event(with, one), event(without, other)) {
                (None, None) => return None,
                (Some(one), Some(other)) if (one.at, &one.act) == (other.at, &other.act) => {}
                (here, there) => {
                    let with = here.zip(one).map(|(event, index)| Moment::of(index, event));
                    let without = there.zip(other).map(|(event, index)| Moment::of(index, event));
                    return Some(Difference { with, without });
                }
            }
        }
    }

    /// What the current branch comes to from one place to another, and where it then stands.
    fn side(&self, from: u32, to: u32) -> (Side, Run<P>) {
        let mut run = self.run_at(from);
        let (before, mut answered, mut trace) = (run.costs(), 0, Trace::default());
        for index in from + 1..=to {
            let event = self.event(self.branch(), index).expect("within the branch");
            run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
            let replied = trace.happened.iter().filter(|happening| matches!(happening, Happening::Replied { .. }));
            answered += u32::try_from(replied.count()).unwrap_or(u32::MAX);
        }
        let after = run.costs();
        let (messages, lost) = (after.messages - before.messages, after.lost - before.lost);
        (Side { messages, lost, answered }, run)
    }
}

/// How far a run without an event went.
struct Gone {
    passed_over: Vec<(u32, String)>,
    until: Micros,
    cut_short: bool,
}

impl Moment {
    fn of<P: Exhibit>(index: u32, event: &Event<P>) -> Self {
        Self { event: index, at: event.at, label: event.act.to_string() }
    }
}

type Verdicts = Vec<(&'static str, bool, bool)>;

fn compare<P: Exhibit>(one: &Run<P>, other: &Run<P>) -> (Vec<NodeId>, Verdicts) {
    let nodes = one.world().nodes().zip(other.world().nodes());
    let differ = nodes.filter(|(a, b)| (a.status, a.state, a.disk) != (b.status, b.state, b.disk));
    let nodes = differ.map(|(node, _)| node.id).collect();
    let verdicts = |run: &Run<P>| run.monitor().verdicts(run.world());
    let both = verdicts(one).into_iter().zip(verdicts(other));
    let properties = both.map(|((property, a), (_, b))| (property.id, a.holds, b.holds));
    (nodes, properties.filter(|(_, with, without)| with != without).collect())
}
