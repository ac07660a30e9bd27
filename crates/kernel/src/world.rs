//! A world: all nodes, their disks, what is between them, and what time is left.

use std::sync::Arc;

use crate::{
    Bounds, Channel, Clock, Effect, Effects, Input, NodeId, Protocol, Timing,
    effects::{Host, TicksLeft},
    network::{InFlight, Network, Parcel},
    protocol::Members,
    timing::Armed,
};

/// Everything that a run may depend on. Two worlds that are equal have the same futures.
///
/// A clone copies pointers: states and disks are shared until one side changes them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct World<P: Protocol> {
    pub(crate) shape: Shape<P>,
    pub(crate) nodes: Vec<Arc<Node<P>>>,
    pub(crate) network: Network<P::Message>,
    pub(crate) timing: Timing,
}

/// What never changes: not part of equality, since only worlds of one cluster are compared.
#[derive(Clone, Debug)]
pub(crate) struct Shape<P: Protocol> {
    pub config: Arc<P::Config>,
    pub members: Members,
}

impl<P: Protocol> PartialEq for Shape<P> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl<P: Protocol> Eq for Shape<P> {}
impl<P: Protocol> PartialOrd for Shape<P> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<P: Protocol> Ord for Shape<P> {
    fn cmp(&self, _: &Self) -> core::cmp::Ordering {
        core::cmp::Ordering::Equal
    }
}
impl<P: Protocol> core::hash::Hash for Shape<P> {
    fn hash<H: core::hash::Hasher>(&self, _: &mut H) {}
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It runs.
    Up,
    /// Its process stands still; its clock runs on.
    Paused {
        /// Ticks until it must go on, where pauses are bounded.
        left: Option<u32>,
    },
    /// It is not running: crashed, or not started yet.
    Down,
}

/// One member: whether it runs, its memory, disk and timers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node<P: Protocol> {
    pub(crate) status: Status,
    /// `None` exactly while the node is down.
    pub(crate) state: Option<Arc<P::State>>,
    pub(crate) drive: Drive<P>,
    /// Sorted by timer. What time they have is `None` in an asynchronous world: none of it is part of the state there.
    pub(crate) timers: Vec<(P::Timer, Option<Armed>)>,
    /// Ticks since the clock last slipped, up to the bound; 0 where clocks do not drift.
    pub(crate) steady: u32,
    /// Whether the node went on from a pause at this very instant; never set where pauses are not bounded.
    pub(crate) resumed: bool,
}

impl<P: Protocol> Node<P> {
    /// Whether a timer has run out.
    pub(crate) fn timer_due(&self) -> bool {
        self.timers.iter().any(|(_, armed)| armed.as_ref().is_some_and(|armed| armed.left == 0))
    }

    /// How many of its writes a crash may lose.
    pub(crate) fn unforced_writes(&self) -> usize {
        self.drive.unforced.as_ref().map_or(0, |unforced| unforced.writes.len())
    }

    /// Lets a handler run: that of an input, or without one the start. Its effects are left in `out`, its writes are on
    /// the drive.
    pub(crate) fn handle(
        &mut self,
        config: &P::Config,
        id: NodeId,
        input: Option<Input<P>>,
        clock: Option<Clock<'_, P>>,
        out: &mut Vec<Effect<P>>,
    ) {
        let Self { state, drive, timers, .. } = self;
        let own = |timer: &P::Timer| {
            let at = timers.binary_search_by(|(other, _)| other.cmp(timer)).ok()?;
            Some(timers[at].1.as_ref().map_or(u32::MAX, |armed| armed.left))
        };
        let timed = clock.map(|clock| move |timer: &P::Timer| clock(id, timer));
        let clock = timed.as_ref().map_or(&own as TicksLeft<'_, P>, |timed| timed);
        let mut machine = Machine { drive, clock, out };
        let mut fx = Effects::new(&mut machine);
        match input {
            None => *state = Some(Arc::new(P::boot(config, id, &mut fx))),
            Some(input) => {
                let state = state.as_mut().expect("a node that is up has a state");
                P::step(config, id, Arc::make_mut(state), input, &mut fx);
            }
        }
    }
}

/// A disk, and what of it would be lost in a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Drive<P: Protocol> {
    /// As the process sees it.
    pub disk: Arc<P::Disk>,
    /// `None` while the platter holds all of it.
    pub unforced: Option<Unforced<P>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Unforced<P: Protocol> {
    /// As the platter holds it.
    pub platter: Arc<P::Disk>,
    /// What has been written since, in order.
    pub writes: Vec<P::Write>,
}

impl<P: Protocol> Drive<P> {
    /// Takes one write in.
    pub fn write(&mut self, write: &P::Write, forced: bool) {
        if forced {
            // Forcing the log forces all of it: earlier writes reach the platter with this one.
            self.unforced = None;
        } else {
            let unforced =
                self.unforced.get_or_insert_with(|| Unforced { platter: self.disk.clone(), writes: Vec::new() });
            unforced.writes.push(write.clone());
        }
        P::write(Arc::make_mut(&mut self.disk), write);
    }

    /// Loses all unforced writes but the first `keep`; says how many were lost.
    pub fn lose(&mut self, keep: usize) -> usize {
        let Some(unforced) = self.unforced.take() else { return 0 };
        self.disk = unforced.platter;
        unforced.writes.iter().take(keep).for_each(|write| P::write(Arc::make_mut(&mut self.disk), write));
        unforced.writes.len().saturating_sub(keep)
    }
}

/// A node, as observers see it.
#[derive(Debug)]
pub struct NodeRef<'a, P: Protocol> {
    /// Its name.
    pub id: NodeId,
    /// Whether it runs.
    pub status: Status,
    /// Its memory; `None` while it is down.
    pub state: Option<&'a P::State>,
    /// Its disk, as the process sees it while it runs, as the platter holds it while it is down.
    pub disk: &'a P::Disk,
    /// How many of its writes a crash may lose.
    pub unforced_writes: usize,
}

impl<P: Protocol> World<P> {
    /// A world in which no node has started yet. [`World::start`] starts it.
    pub fn new(config: P::Config, timing: Timing) -> Self {
        let members = P::members(&config);
        // A run begins anywhere in the life of a clock: the first slip may come at once.
        let drift = if let Timing::Bounded(Bounds { drift, .. }) = timing { drift } else { None };
        assert!(drift != Some(0), "a drift of one tick in none bounds nothing: say None for clocks that do not drift");
        for (from, to) in members.iter().flat_map(|from| members.iter().map(move |to| (from, to))) {
            let channel = |from, to| P::channel(&config, from, to);
            assert!(channel(from, to) == channel(to, from), "a channel is the same both ways: {from}, {to}");
        }
        let node = Arc::new(Node {
            status: Status::Down,
            state: None,
            drive: Drive { disk: Arc::new(P::Disk::default()), unforced: None },
            timers: Vec::new(),
            steady: drift.unwrap_or(0),
            resumed: false,
        });
        Self {
            shape: Shape { config: Arc::new(config), members },
            nodes: vec![node; members.count()],
            network: Network::new(members),
            timing,
        }
    }

    /// The cluster's configuration.
    pub fn config(&self) -> &P::Config {
        &self.shape.config
    }

    /// Who takes part.
    pub fn members(&self) -> Members {
        self.shape.members
    }

    /// What this world promises about time.
    pub fn timing(&self) -> Timing {
        self.timing
    }

    /// A member.
    ///
    /// # Panics
    /// If `id` is none: whoever reads names from people checks them with [`Members::index`].
    pub fn node(&self, id: NodeId) -> NodeRef<'_, P> {
        let index = self.members().index(id).unwrap_or_else(|| panic!("{id} is not a member of this cluster"));
        self.node_at(id, index)
    }

    fn node_at(&self, id: NodeId, index: usize) -> NodeRef<'_, P> {
        let node = &self.nodes[index];
        NodeRef {
            id,
            status: node.status,
            state: node.state.as_deref(),
            disk: &node.drive.disk,
            unforced_writes: node.unforced_writes(),
        }
    }

    /// All members, servers first.
    pub fn nodes(&self) -> impl Iterator<Item = NodeRef<'_, P>> {
        self.members().iter().enumerate().map(|(index, id)| self.node_at(id, index))
    }

    /// The servers.
    pub fn servers(&self) -> impl Iterator<Item = NodeRef<'_, P>> {
        self.nodes().take(usize::from(self.members().servers))
    }

    /// The timers a node has armed.
    pub fn timers(&self, id: NodeId) -> impl Iterator<Item = &P::Timer> {
        let index = self.members().index(id);
        index.into_iter().flat_map(|index| self.nodes[index].timers.iter().map(|(timer, _)| timer))
    }

    /// How many ticks of its node's clock an armed timer has left, where time is bounded.
    pub fn ticks_left(&self, id: NodeId, timer: &P::Timer) -> Option<u32> {
        let node = &self.nodes[self.members().index(id)?];
        node.timers.iter().find(|(other, _)| other == timer)?.1.as_ref().map(|armed| armed.left)
    }

    /// Every message in flight, in a fixed order.
    pub fn in_flight(&self) -> impl Iterator<Item = InFlight<'_, P::Message>> {
        let members = self.members();
        self.network.iter().flat_map(move |(from, to, link)| {
            link.flights.iter().filter_map(move |flight| match &flight.parcel {
                Parcel::Message(message) => {
                    Some(InFlight { from: members.at(from), to: members.at(to), message, left: flight.left })
                }
                Parcel::Closed => None,
            })
        })
    }

    /// Whether messages from one member to another are cut off.
    pub fn is_cut(&self, from: NodeId, to: NodeId) -> bool {
        match (self.members().index(from), self.members().index(to)) {
            (Some(from), Some(to)) => self.network.link(from, to).cut,
            _ => false,
        }
    }

    /// What the channel between two members promises.
    pub fn channel(&self, from: NodeId, to: NodeId) -> Channel {
        P::channel(self.config(), from, to)
    }
}

/// The node under a handler. Writes reach the drive as they are stated, so that they can be read back; all effects are
/// collected, to be performed when the handler is done.
struct Machine<'a, P: Protocol> {
    drive: &'a mut Drive<P>,
    clock: TicksLeft<'a, P>,
    out: &'a mut Vec<Effect<P>>,
}

impl<P: Protocol> Host<P> for Machine<'_, P> {
    fn disk(&self) -> &P::Disk {
        &self.drive.disk
    }

    fn ticks_left(&self, timer: &P::Timer) -> Option<u32> {
        (self.clock)(timer)
    }

    fn push(&mut self, effect: Effect<P>) {
        if let Effect::Write { write, forced } = &effect {
            self.drive.write(write, *forced);
        }
        self.out.push(effect);
    }
}
