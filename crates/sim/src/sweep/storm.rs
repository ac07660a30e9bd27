//! A run under faults, and after them: what is wrong with it, if anything.

use std::collections::BTreeMap;

use quorum_kernel::{Exhibit, Happening, Mode, NodeId, Promise, Property, Status, Text, Trace};

use super::mood::Dice;
use crate::{Act, Event, Micros, Origin, Run, Scenario};

/// How long a healed cluster may take to make progress.
const CALM_US: Micros = 10_000_000;
/// A run that has more events than this within its time is stuck in a loop.
const EVENTS_CAP: usize = 200_000;

/// The property that does not hold, and why.
pub(super) type Wrong = (&'static str, Text);

/// Where acts come from.
pub(super) enum Plan<P: Exhibit> {
    /// Drawn as the run goes.
    Drawn { seed: u64 },
    /// Given, each with its time; those that cannot be done are passed over.
    Given { acts: Vec<(Micros, Act<P>)>, next: usize },
}

pub(super) struct Storm<P: Exhibit> {
    pub(super) run: Run<P>,
    /// When faults end.
    ends_at: Micros,
    pub(super) promise: Promise,
    pub(super) plan: Plan<P>,
    pub(super) next_fault: Micros,
    /// What earlier faults are to be followed by, such as a node that is to be back, soonest first.
    pub(super) follow_ups: Vec<(Micros, Act<P>)>,
    /// Whoever next writes twice within a step is to crash in between: with these draws.
    pub(super) tears: Option<Dice>,
    /// Whoever next tells other servers of what a client asked is to go away right after.
    pub(super) catches: Option<Dice>,
    pub(super) ordinal: u64,
    pub(super) events: Vec<Event<P>>,
    /// How many requests of each client wait for an answer.
    open_requests: BTreeMap<NodeId, u32>,
    pub(super) trace: Trace<P>,
}

impl<P: Exhibit> Storm<P> {
    pub fn new(scenario: Scenario, promise: Promise, plan: Plan<P>) -> Self {
        let ends_at = scenario.network.settles_at_us.unwrap_or(0);
        let run = Run::new(scenario).expect("a scenario made for a valid choice");
        Self {
            run,
            ends_at,
            promise,
            plan,
            next_fault: 0,
            follow_ups: Vec::new(),
            tears: None,
            catches: None,
            ordinal: 0,
            events: Vec::new(),
            open_requests: BTreeMap::new(),
            trace: Trace::default(),
        }
    }

    /// What was done by hand in the storm. Healing is no part of it: every run is healed in the same way.
    pub fn by_hand(&self) -> Vec<(Micros, Act<P>)> {
        let storm = self.events.iter().take_while(|event| event.at < self.ends_at);
        let by_hand = storm.filter(|event| event.origin == Origin::Hand);
        by_hand.map(|event| (event.at, event.act.clone())).collect()
    }

    /// Storm, then calm. Returns what is wrong, with the run standing where it shows.
    pub fn run(&mut self) -> Option<Wrong> {
        while self.events.len() < EVENTS_CAP {
            let due = self.run.next_due().filter(|(at, ..)| *at < self.ends_at);
            let horizon = due.as_ref().map_or(self.ends_at - 1, |(at, ..)| *at);
            let wrong = match (self.next_act(horizon), due) {
                (Some((at, act)), _) => self.perform(at, act, Origin::Hand),
                (None, Some((at, act, origin))) => self.come(at, act, origin),
                (None, None) => break,
            };
            if wrong.is_some() {
                return wrong;
            }
        }
        for act in self.healing() {
            if let Some(wrong) = self.perform(self.run.now().max(self.ends_at), act, Origin::Hand) {
                return Some(wrong);
            }
        }
        self.calm()
    }

    /// What comes by itself, unless it is what a fault has waited for.
    fn come(&mut self, at: Micros, act: Act<P>, origin: Origin) -> Option<Wrong> {
        match self.instead(at, &act) {
            Some(fault) => self.perform(at, fault, Origin::Hand),
            None => self.perform(at, act, origin),
        }
    }

    fn calm(&mut self) -> Option<Wrong> {
        while let Some((at, act, origin)) = self.run.next_due() {
            self.progressed()?;
            if at >= self.ends_at + CALM_US || self.events.len() > EVENTS_CAP {
                break;
            }
            if let Some(wrong) = self.perform(at, act, origin) {
                return Some(wrong);
            }
        }
        self.progressed()
    }

    /// What progress is still missing.
    fn progressed(&self) -> Option<Wrong> {
        let open = self.open_requests();
        if open > 0 {
            return Some(("requests-answered", Text::new("sweep-open-requests").with("count", open)));
        }
        let broken = self.run.monitor().broken(self.run.world(), |property| self.asks(property, Mode::Eventually));
        broken.map(|(property, detail)| (property.id, detail))
    }

    pub fn open_requests(&self) -> u32 {
        self.open_requests.values().sum()
    }

    /// Whether a property is of this mode, and promised under all that this run may do.
    fn asks(&self, property: &Property<P>, mode: Mode) -> bool {
        property.mode == mode && (property.promise)(self.run.world().config()).covers(self.promise)
    }

    fn perform(&mut self, at: Micros, act: Act<P>, origin: Origin) -> Option<Wrong> {
        // Where clocks are right no timer runs out early, whatever was meant when it was set otherwise.
        let early = !self.promise.timing && self.run.clock_fault(at, &act);
        if early || self.run.perform(at, &act, origin, &mut self.trace).is_err() {
            return None;
        }
        for happening in &self.trace.happened {
            match happening {
                Happening::Invoked { client, .. } => *self.open_requests.entry(*client).or_default() += 1,
                Happening::Replied { client, .. } => *self.open_requests.entry(*client).or_default() -= 1,
                // Nobody is left to wait for an answer.
                Happening::Crashed { node, .. } => *self.open_requests.entry(*node).or_default() = 0,
                _ => {}
            }
        }
        self.events.push(Event { at, origin, act, look: None, chain: self.run.chain() });
        let broken = self.run.monitor().broken(self.run.world(), |property| self.asks(property, Mode::Always));
        broken.map(|(property, detail)| (property.id, detail))
    }

    /// Whatever is broken, mended.
    fn healing(&self) -> Vec<Act<P>> {
        let mut acts = Vec::new();
        for node in self.run.world().nodes() {
            match node.status {
                Status::Up => {}
                Status::Paused { .. } => acts.push(Act::Resume(node.id)),
                Status::Down => acts.push(Act::Restart(node.id)),
            }
            acts.push(Act::Rejoin(node.id));
        }
        acts
    }
}
