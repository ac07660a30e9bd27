//! Why something happened: the events that an event depends on, found by replaying the branch that it is on.
//!
//! An event depends on what made it possible and on what its node knew: a delivery on the event that sent the message,
//! a timer that runs out on the event that armed it, a restart on the crash and on what reached the disk before, a loss on
//! the cut or the crash that it ran into; and whatever a node does on the last event that changed its memory or its disk.
//! An event that changed neither is no cause of what its node does later.
//!
//! Only what happened is a cause here. That something did not happen (a heartbeat that was dropped, so that a timer ran
//! out) is what leaving a fault out shows: see [`crate::Without`].

mod broken;
mod ledger;
mod tell;

use quorum_kernel::Exhibit;

use crate::{History, Run};

use ledger::Ledger;

pub use tell::Told;

/// How many events one question lets be replayed, at most: in a longer run, what lies further back is told to be older,
/// and not told further.
pub const WINDOW: u32 = 100_000;

/// One thing that an event depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// The earlier event.
    pub event: u32,
    /// What of it matters.
    pub why: Reason,
}

/// What of an event matters to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It sent the message.
    Sent,
    /// It made this copy of the message.
    Copied,
    /// It delayed the message.
    Delayed,
    /// It delivered the message that was ahead, on a channel that keeps order.
    MadeWay,
    /// It armed the timer.
    Armed,
    /// It moved the clock that the timer runs by.
    MovedClock,
    /// It started the node.
    Started,
    /// It changed the node's memory, and nothing did after it.
    Remembered,
    /// It changed the node's disk, and nothing that lasted did after it.
    Wrote,
    /// It crashed the node, with or without its disk.
    Crashed,
    /// It paused the node.
    Paused,
    /// It let the node go on from a pause.
    Resumed,
    /// It cut the link.
    Cut,
    /// It healed the link.
    Healed,
    /// It closed the connection.
    Closed,
}

/// What is known of causes along one way: every event's, from where the replay began.
///
/// Kept from question to question: a run that has gone on is replayed from where it was known, not from its start.
#[derive(Debug)]
pub struct Causes<P: Exhibit> {
    known: Option<Known<P>>,
}

impl<P: Exhibit> Default for Causes<P> {
    fn default() -> Self {
        Self { known: None }
    }
}

#[derive(Debug)]
struct Known<P: Exhibit> {
    /// How many events lie before the first one that was looked at.
    first: u32,
    run: Run<P>,
    ledger: Ledger<P>,
    causes: Vec<Cause>,
    /// Where the causes of each event end.
    ends: Vec<usize>,
}

/// All that an event depends on, through whatever lies between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The event.
    pub effect: u32,
    /// Those it depends on directly, oldest first.
    pub direct: Vec<u32>,
    /// All that it depends on, oldest first.
    pub events: Vec<u32>,
    /// Whether it also depends on events before the [`WINDOW`].
    pub older: bool,
}

impl<P: Exhibit> Causes<P> {
    /// What an event of the current branch depends on directly, oldest first.
    ///
    /// # Panics
    /// If the branch has no such event.
    pub fn direct(&mut self, history: &History<P>, event: u32) -> Vec<Cause> {
        let known = self.learn(history, event);
        known.causes_of(event).iter().copied().filter(|cause| cause.event > known.first).collect()
    }

    /// The causal past of an event of the current branch.
    ///
    /// # Panics
    /// If the branch has no such event.
    pub fn past(&mut self, history: &History<P>, effect: u32) -> Past {
        let known = self.learn(history, effect);
        let mut marked = vec![false; (effect - known.first) as usize];
        let mut older = false;
        let place = |event: u32| (event - known.first - 1) as usize;
        let mut events = Vec::new();
        // Causes come before their effects, so that one look at each event, from the last on, finds all.
        for event in (known.first + 1..=effect).rev() {
            if event != effect && !marked[place(event)] {
                continue;
            }
            if event != effect {
                events.push(event);
            }
            for cause in known.causes_of(event) {
                match cause.event.checked_sub(known.first + 1) {
                    Some(at) => marked[at as usize] = true,
                    None => older = true,
                }
            }
        }
        events.reverse();
        let mut direct: Vec<u32> = known.causes_of(effect).iter().map(|cause| cause.event).collect();
        direct.retain(|event| *event > known.first);
        direct.dedup();
        Past { effect, direct, events, older }
    }

    fn learn(&mut self, history: &History<P>, upto: u32) -> &Known<P> {
        assert!((1..=history.len()).contains(&upto), "the branch has no event {upto}");
        let usable = self.known.take().filter(|known| known.serves(history, upto));
        let mut known = usable.unwrap_or_else(|| Known::before(history, upto.saturating_sub(WINDOW)));
        while known.last() < upto {
            known.go_on(history);
        }
        self.known.insert(known)
    }
}

impl<P: Exhibit> Known<P> {
    fn before(history: &History<P>, first: u32) -> Self {
        let run = history.run_at(first);
        let ledger = Ledger::new(&run, (first > 0).then_some(first));
        Self { first, run, ledger, causes: Vec::new(), ends: Vec::new() }
    }

    /// The last event that is known.
    fn last(&self) -> u32 {
        self.first + u32::try_from(self.ends.len()).expect("a history is bounded")
    }

    /// Whether this lies on the way to the current branch, near enough, and reaches back far enough.
    fn serves(&self, history: &History<P>, upto: u32) -> bool {
        let last = history.event(history.branch(), self.last());
        let same_way = last.is_some_and(|event| event.chain == self.run.chain());
        let far_back = self.first == 0 || upto >= self.first + WINDOW / 2;
        same_way && far_back && upto <= self.last() + WINDOW
    }

    fn go_on(&mut self, history: &History<P>) {
        let index = self.last() + 1;
        let event = history.event(history.branch(), index).expect("within the branch");
        self.ledger.follow(&mut self.run, index, event, &mut self.causes);
        self.ends.push(self.causes.len());
    }

    /// Oldest first; what lies before the window bears the number of the last event before it.
    fn causes_of(&self, event: u32) -> &[Cause] {
        let at = (event - self.first - 1) as usize;
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.causes[begin..self.ends[at]]
    }
}
