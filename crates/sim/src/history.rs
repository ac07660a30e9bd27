//! The branching history of a run: every past event can be reached again, and acting in the past forks.

use quorum_kernel::{Exhibit, Journal, Text, Trace, World, inspect::Look};

use crate::{Act, BadScenario, Micros, Origin, Refused, Run, Scenario};

/// How many events lie between keyframes: seeking replays fewer than that.
const KEYFRAME_EVERY: u32 = 1_024;
/// The most events a history holds, over all branches.
pub const EVENTS_MAX: u32 = 500_000;
/// The most branches a history holds.
pub const BRANCHES_MAX: usize = 500;
/// The latest moment at which hands can do something: 30 years, far from where adding to a time overflows.
pub const TIME_MAX: Micros = 1_000_000_000_000_000;

/// One event, as a history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<P: Exhibit> {
    /// When it happened.
    pub at: Micros,
    /// Who caused it.
    pub origin: Origin,
    /// What it was.
    pub act: Act<P>,
    /// How the message looks that it is about, if any: a message that has landed is kept nowhere else.
    pub look: Option<Look>,
    /// A digest of the way up to and including it.
    pub chain: u64,
}

/// A branch: events from where it left its parent.
#[derive(Debug)]
pub struct Branch<P: Exhibit> {
    /// The branch it left and after how many events; `None` for the trunk.
    pub parent: Option<(usize, u32)>,
    /// When it left.
    pub from: Micros,
    /// Its own events: the first one has index `base + 1`.
    pub events: Vec<Event<P>>,
    /// Spans that have a name, from the start of the run to the end of this branch.
    pub eras: Journal<(Micros, Text)>,
    /// The label of the act that was left out to make it, if it was made so ([`History::without`]).
    pub without: Option<String>,
    /// Runs to replay from, by the number of events before them; the first is where the branch begins.
    keyframes: Vec<(u32, Run<P>)>,
}

impl<P: Exhibit> Branch<P> {
    /// How many events lie before its own.
    pub fn base(&self) -> u32 {
        self.parent.map_or(0, |(_, base)| base)
    }

    /// How many events lie before its end, those of its ancestors included.
    pub fn len(&self) -> u32 {
        self.base() + u32::try_from(self.events.len()).expect("a history is bounded")
    }

    /// Whether nothing happened, not even in its ancestors.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// All that happened in one scenario, whatever was tried, and a cursor in it.
#[derive(Debug)]
pub struct History<P: Exhibit> {
    branches: Vec<Branch<P>>,
    branch: usize,
    /// How many events lie before the cursor.
    index: u32,
    /// The run at the cursor.
    run: Run<P>,
    /// The moment the cursor looks at: not before the last event, not after the next.
    at: Micros,
    trace: Trace<P>,
    events: u32,
    /// How many of all events were done by hand.
    hands: u32,
    /// Whether no act was ever done later than something that was due.
    timely: bool,
}

impl<P: Exhibit> History<P> {
    /// A fresh history: the start of a run, nothing happened yet.
    pub fn new(scenario: Scenario) -> Result<Self, BadScenario> {
        let run = Run::new(scenario)?;
        let eras = run.eras().clone();
        let keyframes = vec![(0, run.clone())];
        let trunk = Branch { parent: None, from: 0, events: Vec::new(), eras, without: None, keyframes };
        Ok(Self {
            branches: vec![trunk],
            branch: 0,
            index: 0,
            run,
            at: 0,
            trace: Trace::default(),
            events: 0,
            hands: 0,
            timely: true,
        })
    }

    /// The run at the cursor.
    pub fn run(&self) -> &Run<P> {
        &self.run
    }

    /// The moment the cursor looks at.
    pub fn at(&self) -> Micros {
        self.at
    }

    /// How many events lie before the cursor.
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The branch that the cursor is on.
    pub fn branch(&self) -> usize {
        self.branch
    }

    /// All branches, the trunk first.
    pub fn branches(&self) -> &[Branch<P>] {
        &self.branches
    }

    /// What the event that led to the cursor did. Empty after a jump.
    pub fn trace(&self) -> &Trace<P> {
        &self.trace
    }

    /// How many events the current branch holds, from the start of the run.
    pub fn len(&self) -> u32 {
        self.branches[self.branch].len()
    }

    /// How many events were done by hand, over all branches. It only grows.
    pub fn hands(&self) -> u32 {
        self.hands
    }

    /// Whether no act was ever done later than something that was due: time was the judge of all that happened.
    pub fn timely(&self) -> bool {
        self.timely
    }

    /// Whether nothing has happened on the current branch.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The branch whose own the event of this index is, along the way to `branch`.
    fn owner(&self, mut branch: usize, index: u32) -> usize {
        while let Some((parent, base)) = self.branches[branch].parent {
            if index > base {
                break;
            }
            branch = parent;
        }
        branch
    }

    /// The event of this index (from 1) on the way to a branch.
    pub fn event(&self, branch: usize, index: u32) -> Option<&Event<P>> {
        let owner = &self.branches[self.owner(branch, index)];
        owner.events.get(index.checked_sub(owner.base() + 1)? as usize)
    }

    /// All events on the way to the end of a branch, from the start of the run.
    pub fn way(&self, branch: usize) -> impl Iterator<Item = &Event<P>> {
        let mut parts = Vec::new();
        let (mut at, mut end) = (branch, self.branches[branch].len());
        loop {
            let owner = &self.branches[at];
            parts.push(&owner.events[..(end - owner.base()) as usize]);
            let Some(parent) = owner.parent else { break };
            (at, end) = parent;
        }
        parts.into_iter().rev().flatten()
    }

    /// Whether the way to the current branch's end leads through where a branch stands after so many events.
    pub fn shares(&self, branch: usize, index: u32) -> bool {
        index <= self.len().min(self.branches[branch].len())
            && self.owner(branch, index) == self.owner(self.branch, index)
    }

    /// When the next event will happen: the recorded one, or what is due.
    pub fn next_at(&self) -> Option<Micros> {
        match self.event(self.branch, self.index + 1) {
            Some(event) => Some(event.at),
            None => self.run.next_due().map(|(at, ..)| at),
        }
    }

    /// One event on: the next recorded one, or a new one at the end of the branch. `false` if nothing is due.
    pub fn forward(&mut self) -> Result<bool, Refused> {
        if let Some(event) = self.event(self.branch, self.index + 1) {
            let event = event.clone();
            self.replay(&event);
            self.index += 1;
            self.at = event.at;
            return Ok(true);
        }
        if self.events >= EVENTS_MAX {
            return Err(Refused::Full);
        }
        let Some((at, act, origin)) = self.run.next_due() else { return Ok(false) };
        if self.run.crowds(&act, origin) {
            return Err(Refused::Crowded);
        }
        let done = self.run.perform(at, &act, origin, &mut self.trace);
        assert!(done.is_ok(), "{act} was due and refused: {done:?}");
        self.record(at, origin, act);
        Ok(true)
    }

    /// One event on, as it comes by itself: what hands did next, on this branch, is left aside. `false` if nothing is
    /// due.
    pub fn forward_due(&mut self) -> Result<bool, Refused> {
        self.leave_hands()?;
        self.forward()
    }

    /// If what comes next on this branch was done by hand, leaves it, for a branch on which things come by themselves.
    pub fn leave_hands(&mut self) -> Result<(), Refused> {
        let by_hand = |event: &Event<P>| event.origin == Origin::Hand;
        if !self.event(self.branch, self.index + 1).is_some_and(by_hand) {
            return Ok(());
        }
        let place = (self.owner(self.branch, self.index), self.index);
        let untouched = (0..self.branches.len()).find(|branch| match self.event(*branch, self.index + 1) {
            Some(event) => self.owner(*branch, self.index) == place.0 && !by_hand(event),
            None => self.branches[*branch].parent == Some(place),
        });
        if let Some(branch) = untouched {
            self.branch = branch;
            return Ok(());
        }
        if self.branches.len() >= BRANCHES_MAX {
            return Err(Refused::Full);
        }
        self.fork();
        Ok(())
    }

    /// Branches that pass or end where the cursor stands, and go on from there.
    fn branches_here(&self) -> impl Iterator<Item = usize> + '_ {
        let here = self.owner(self.branch, self.index);
        (0..self.branches.len())
            .filter(move |branch| self.branches[*branch].len() > self.index && self.owner(*branch, self.index) == here)
    }

    /// Begins a branch at the cursor, without an event yet.
    fn fork(&mut self) {
        let parent = self.owner(self.branch, self.index);
        let keyframes = vec![(self.index, self.run.clone())];
        let from = self.run.now();
        let eras = self.run.eras().clone();
        let parent = Some((parent, self.index));
        self.branches.push(Branch { parent, from, events: Vec::new(), eras, without: None, keyframes });
        self.branch = self.branches.len() - 1;
    }

    fn replay(&mut self, event: &Event<P>) {
        let replayed = self.run.perform(event.at, &event.act, event.origin, &mut self.trace);
        assert!(replayed.is_ok(), "replay departed at {}: {replayed:?}", event.act);
    }

    fn record(&mut self, at: Micros, origin: Origin, act: Act<P>) {
        self.index += 1;
        self.events += 1;
        self.hands += u32::from(origin == Origin::Hand);
        self.at = at;
        let (look, chain) = (self.run.look_of(&act), self.run.chain());
        let branch = &mut self.branches[self.branch];
        branch.events.push(Event { at, origin, act, look, chain });
        if branch.eras.len() != self.run.eras().len() {
            branch.eras = self.run.eras().clone();
        }
        let last = branch.keyframes.last().expect("a branch begins with a keyframe").0;
        if self.index - last >= KEYFRAME_EVERY {
            branch.keyframes.push((self.index, self.run.clone()));
        }
    }

    /// One event back. `false` at the start.
    pub fn back(&mut self) -> bool {
        if self.index == 0 {
            return false;
        }
        self.seek(self.index - 1);
        true
    }

    /// The world after so many events of the current branch. The cursor stays where it is.
    pub fn world_at(&self, index: u32) -> World<P> {
        self.run_at(index).world().clone()
    }

    /// The run after so many events of the current branch. The cursor stays where it is.
    pub fn run_at(&self, index: u32) -> Run<P> {
        let index = index.min(self.len());
        let (mut at, mut run) = self.keyframe(index);
        let mut trace = Trace::default();
        while at < index {
            at += 1;
            let event = self.event(self.branch, at).expect("within the branch");
            run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
        }
        run
    }

    /// How many events, from the start on, two branches have in common.
    pub fn shared(&self, one: usize, other: usize) -> u32 {
        let (mut older, mut younger) = ((one, self.branches[one].len()), (other, self.branches[other].len()));
        loop {
            if older.0 > younger.0 {
                core::mem::swap(&mut older, &mut younger);
            }
            if older.0 == younger.0 {
                return older.1.min(younger.1);
            }
            // A branch is younger than the one it left, so that the younger of two is never on the way to the older.
            let (parent, base) = self.branches[younger.0].parent.expect("only the oldest branch has no parent");
            younger = (parent, younger.1.min(base));
        }
    }

    /// The last keyframe of the current branch that is not after the event of this index.
    fn keyframe(&self, index: u32) -> (u32, Run<P>) {
        let owner = &self.branches[self.owner(self.branch, index)];
        let at = owner.keyframes.partition_point(|(at, _)| *at <= index) - 1;
        owner.keyframes[at].clone()
    }

    /// Puts the cursor right after the event of this index on the current branch, or at its end if there are fewer.
    pub fn seek(&mut self, index: u32) {
        let index = index.min(self.len());
        let distance = index.checked_sub(self.index);
        if distance.is_none_or(|ahead| ahead >= KEYFRAME_EVERY) {
            (self.index, self.run) = self.keyframe(index);
        }
        self.trace.happened.clear();
        while self.index < index {
            let event = self.event(self.branch, self.index + 1).expect("within the branch").clone();
            self.replay(&event);
            self.index += 1;
        }
        self.at = self.run.now();
    }

    /// Puts the cursor at the last event of the current branch that is not after this moment.
    pub fn seek_time(&mut self, to: Micros) {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high).div_ceil(2);
            let at = self.event(self.branch, middle).map_or(0, |event| event.at);
            if at <= to { low = middle } else { high = middle - 1 }
        }
        self.seek(low);
        self.look_at(to);
    }

    /// Lets time pass up to a moment: every event due until then happens, but no more than `budget`. The cursor then
    /// looks at that moment, or at the last event if the budget ran out.
    pub fn advance(&mut self, to: Micros, budget: u32) -> Result<(), Refused> {
        for _ in 0..budget {
            match self.next_at() {
                Some(next) if next <= to => {
                    if !self.forward()? {
                        break;
                    }
                }
                _ => {
                    self.look_at(to);
                    break;
                }
            }
        }
        Ok(())
    }

    /// When the next event will come by itself: what hands did next, on this branch, is left aside.
    pub fn due_at(&self) -> Option<Micros> {
        match self.event(self.branch, self.index + 1) {
            Some(event) if event.origin != Origin::Hand => Some(event.at),
            _ => self.run.next_due().map(|(at, ..)| at),
        }
    }

    /// Looks at a moment between the last event and the next.
    pub fn look_at(&mut self, to: Micros) {
        let to = to.min(TIME_MAX);
        let next = self.next_at().unwrap_or(to);
        self.at = to.clamp(self.run.now(), next.max(self.run.now()));
    }

    /// Goes to the end of a branch.
    pub fn go(&mut self, branch: usize) -> bool {
        if branch >= self.branches.len() {
            return false;
        }
        self.branch = branch;
        // The cursor may stand beyond where that branch left: begin from its own first keyframe.
        let (start, run) = &self.branches[branch].keyframes[0];
        (self.index, self.run) = (*start, run.clone());
        self.seek(self.len());
        true
    }

    /// Puts the cursor after an event of any branch, at a moment.
    pub(crate) fn put(&mut self, branch: usize, index: u32, at: Micros) {
        self.branch = branch;
        (self.index, self.run) = self.keyframe(index);
        self.seek(index);
        self.look_at(at);
    }

    /// Says of the current branch what was left out to make it, if it left its parent there or later.
    pub(crate) fn name_without(&mut self, event: u32, label: String) {
        let branch = &mut self.branches[self.branch];
        if branch.parent.is_some_and(|(_, base)| base + 1 >= event) {
            branch.without = Some(label);
        }
    }

    /// Does something at the cursor, at the moment it looks at. At the end of a branch this extends it; in the past it
    /// forks, or re-enters a branch that began there with the same act at the same moment.
    pub fn act(&mut self, act: Act<P>) -> Result<(), Refused> {
        if let Some(branch) = self.known(&act) {
            self.branch = branch;
            self.forward()?;
            return Ok(());
        }
        if self.events >= EVENTS_MAX || self.branches.len() >= BRANCHES_MAX {
            return Err(Refused::Full);
        }
        if self.run.crowds(&act, Origin::Hand) {
            return Err(Refused::Crowded);
        }
        // Tried on a copy first: an act that is refused must leave no branch behind.
        let mut tried = self.run.clone();
        let mut trace = Trace::default();
        tried.perform(self.at, &act, Origin::Hand, &mut trace)?;
        if self.index < self.len() {
            self.fork();
        }
        self.timely &= self.run.next_due().is_none_or(|(due, ..)| due >= self.at);
        (self.run, self.trace) = (tried, trace);
        let at = self.at;
        self.record(at, Origin::Hand, act);
        Ok(())
    }

    /// As [`History::act`], at a moment that may be later than something that is due: where no clock is the judge.
    pub(crate) fn act_untimely(&mut self, at: Micros, act: Act<P>) -> Result<(), Refused> {
        let before = core::mem::replace(&mut self.at, at.clamp(self.run.now(), TIME_MAX.max(self.run.now())));
        self.act(act).inspect_err(|_| self.at = before)
    }

    /// The branch on which this act, at the moment the cursor looks at, is what comes next, if there is one.
    fn known(&self, act: &Act<P>) -> Option<usize> {
        let same = |event: Option<&Event<P>>| {
            event.is_some_and(|event| event.origin == Origin::Hand && event.at == self.at && event.act == *act)
        };
        if same(self.event(self.branch, self.index + 1)) {
            return Some(self.branch);
        }
        self.branches_here().find(|branch| same(self.event(*branch, self.index + 1)))
    }
}
