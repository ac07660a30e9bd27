//! Everything that a person may want to do in a run as it stands, each judged: what manual mode lists.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::{Exhibit, NodeId, Status};

use crate::{Act, Ends, Micros, Origin, Refused, Run};

/// How far an offered delay puts a message off, in microseconds.
const DELAY_US: Micros = 50_000;
/// How far an offered jump of a clock goes, in milliseconds.
const CLOCK_MS: i32 = 50;
/// The most effects of a step between which a crash is offered, and the most unforced writes to be kept.
const PLACES_MAX: u32 = 8;

/// One thing that could be done, and whether it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer<P: Exhibit> {
    /// What.
    pub act: Act<P>,
    /// Who it happens to; `None`: the network.
    pub node: Option<NodeId>,
    /// When it will happen by itself, if it will.
    pub due: Option<Micros>,
    /// Whether it can be done.
    pub may: May,
}

/// Whether something can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum May {
    /// It can.
    Yes,
    /// It can, though no clock allows it yet: it will be counted.
    ClockFault,
    /// It cannot, for this reason.
    No(Refused),
}

/// Whether something is listed when it cannot be done: of two opposites (crash and restart) only one makes sense.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    Always,
    IfPossible,
}

impl<P: Exhibit> Run<P> {
    /// Everything that can be done at a moment, and what a channel, a cut or a pause forbids though it is at hand: by
    /// node, the network last; what is due soonest first. What is due next is judged as of when it is due: whoever
    /// chooses it lets time pass until then.
    ///
    /// Of times and places without number (how long a delay, after which effects of which step a crash) it offers some;
    /// of acts that are one to the world (a link that is cut both ways or one way after the other) all.
    pub fn offers(&self, at: Micros) -> Vec<Offer<P>> {
        let mut due = BTreeMap::new();
        for (when, act, _) in self.upcoming() {
            due.entry(act).or_insert(when);
        }
        let next = self.next_due();
        let moment = |act: &Act<P>| match (&next, act) {
            (Some((when, next, _)), Act::CrashDuring { step, .. }) if **step == *next => at.max(*when),
            (Some((when, next, _)), act) if act == next => at.max(*when),
            _ => at,
        };
        let mut acts = Vec::new();
        self.offer_messages(&mut acts);
        self.offer_nodes(&mut acts);
        self.offer_links(&mut acts);
        let more = due.keys().filter(|act| acts.iter().all(|(_, other)| other != *act));
        let more: Vec<_> = more.map(|act| (Listed::Always, act.clone())).collect();
        acts.extend(more);
        self.offer_crashes_during(&moment, &mut acts);
        let judged = acts.into_iter().filter_map(|(listed, act)| {
            let when = moment(&act);
            let may = match self.refusal(when, &act) {
                Some(_) if listed == Listed::IfPossible => return None,
                Some(refused) => May::No(refused),
                None if self.clock_fault(when, &act) => May::ClockFault,
                None => May::Yes,
            };
            Some(Offer { node: owner(&act), due: due.get(&act).copied(), act, may })
        });
        let mut offers: Vec<_> = judged.collect();
        offers.sort_by_key(|offer| (offer.node.is_none(), offer.node, offer.due.is_none(), offer.due));
        offers
    }

    fn offer_messages(&self, acts: &mut Vec<(Listed, Act<P>)>) {
        let mut flights: Vec<_> = self.flights().collect();
        flights.sort_by_key(|flight| flight.due);
        for flight in flights {
            let name = flight.name;
            acts.extend([
                (Listed::Always, Act::Deliver(name)),
                (Listed::Always, Act::Drop(name)),
                (Listed::Always, Act::Duplicate(name)),
                (Listed::Always, Act::Delay(name, DELAY_US)),
            ]);
        }
        // A channel may have closed more than once; only the first close can be told of.
        let closing: BTreeSet<_> = self.closing().collect();
        acts.extend(closing.into_iter().map(|(from, to)| (Listed::Always, Act::Disconnect { from, to })));
    }

    fn offer_nodes(&self, acts: &mut Vec<(Listed, Act<P>)>) {
        for node in self.world().nodes() {
            let id = node.id;
            let mut may = |act| acts.push((Listed::IfPossible, act));
            may(Act::Restart(id));
            may(Act::Resume(id));
            for (timer, ..) in self.timers(id) {
                acts.push((Listed::Always, Act::Fire { node: id, timer }));
            }
            if id.is_client() {
                let requests = P::sample_requests().iter().filter_map(|request| request.parse().ok());
                acts.extend(requests.map(|request| (Listed::Always, Act::Invoke { client: id, request })));
            }
            let unforced = u32::try_from(node.unforced_writes).unwrap_or(u32::MAX).min(PLACES_MAX);
            let mut may = |act| acts.push((Listed::IfPossible, act));
            (0..=unforced).for_each(|keep| may(Act::Crash { node: id, keep }));
            may(Act::Wipe(id));
            may(Act::Pause(id));
            may(Act::Isolate(id));
            may(Act::Rejoin(id));
            if node.status != Status::Down {
                may(Act::StepClock { node: id, by_ms: CLOCK_MS });
                may(Act::StepClock { node: id, by_ms: -CLOCK_MS });
            }
        }
    }

    /// Links between servers, and of clients with servers: clients have nothing to say to each other.
    fn offer_links(&self, acts: &mut Vec<(Listed, Act<P>)>) {
        let ids: Vec<NodeId> = self.world().members().iter().collect();
        for (at, a) in ids.iter().enumerate() {
            for b in ids[at + 1..].iter().filter(|b| !(a.is_client() && b.is_client())) {
                let (a, b) = (*a, *b);
                for ends in [Ends { a, b, both: true }, Ends { a, b, both: false }, Ends { a: b, b: a, both: false }] {
                    acts.push((Listed::IfPossible, Act::Heal(ends)));
                    acts.push((Listed::IfPossible, Act::Cut(ends)));
                }
            }
        }
    }

    /// Crashes in the middle of the step that is due soonest at each node.
    fn offer_crashes_during(&self, moment: &impl Fn(&Act<P>) -> Micros, acts: &mut Vec<(Listed, Act<P>)>) {
        let mut seen = Vec::new();
        for (_, step, origin) in self.upcoming() {
            let Some(node) = owner(&step).filter(|node| step.is_step() && !seen.contains(node)) else { continue };
            if origin == Origin::Script {
                continue;
            }
            seen.push(node);
            let effects = self.effects_of(moment(&step), &step).unwrap_or(0).min(PLACES_MAX);
            let crash = |after| Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 };
            acts.extend((0..=effects).map(|after| (Listed::IfPossible, crash(after))));
        }
    }
}

/// Who an act happens to; `None`: the network.
fn owner<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Deliver(name) => Some(name.to),
        Act::Disconnect { to, .. } => Some(*to),
        Act::CrashDuring { step, .. } => owner(step),
        Act::Invoke { client, .. } => Some(*client),
        Act::Fire { node, .. } | Act::Crash { node, .. } | Act::StepClock { node, .. } => Some(*node),
        Act::Wipe(id) | Act::Restart(id) | Act::Pause(id) | Act::Resume(id) | Act::Isolate(id) | Act::Rejoin(id) => {
            Some(*id)
        }
        Act::Lose(_) | Act::Drop(_) | Act::Duplicate(_) | Act::Delay(..) | Act::Cut(_) | Act::Heal(_) => None,
    }
}
