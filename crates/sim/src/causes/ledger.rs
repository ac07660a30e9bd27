//! What is to be remembered of a run to say what the next event depends on.

use std::collections::{BTreeMap, VecDeque};

use quorum_kernel::{Action, Channel, Exhibit, Happening, NodeId, Status, Trace};

use crate::{Act, Event, FlightName, Run, lanes::Fate};

use super::{Cause, Reason};

/// By which event each thing came to be as it is. `None`: it is so from the start of the run.
#[derive(Debug)]
pub(super) struct Ledger<P: Exhibit> {
    /// Stands for all that happened before the ledger began, if anything did.
    before: Option<u32>,
    nodes: BTreeMap<NodeId, Node>,
    timers: BTreeMap<(NodeId, P::Timer), u32>,
    messages: BTreeMap<FlightName, Message>,
    lanes: BTreeMap<(NodeId, NodeId), Lane>,
    trace: Trace<P>,
}

#[derive(Debug, Default)]
struct Node {
    started: Option<u32>,
    memory: Option<u32>,
    disk: Option<u32>,
    /// The last write that no crash can lose.
    platter: Option<u32>,
    /// Writes that a crash may lose, in order.
    unforced: Vec<u32>,
    crashed: Option<u32>,
    paused: Option<u32>,
    resumed: Option<u32>,
    moved_clock: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Message {
    launched: u32,
    delayed: Option<u32>,
}

#[derive(Debug, Default)]
struct Lane {
    cut: Option<u32>,
    healed: Option<u32>,
    /// The last delivery over it.
    delivered: Option<u32>,
    /// Closes that the receiver is still to be told of.
    closes: VecDeque<Option<u32>>,
}

impl<P: Exhibit> Ledger<P> {
    /// A ledger that begins where a run stands.
    pub fn new(run: &Run<P>, before: Option<u32>) -> Self {
        let node = || Node {
            started: before,
            memory: before,
            disk: before,
            platter: before,
            crashed: before,
            ..Node::default()
        };
        let nodes = run.world().members().iter().map(|id| (id, node())).collect();
        let mut ledger = Self {
            before,
            nodes,
            timers: BTreeMap::new(),
            messages: BTreeMap::new(),
            lanes: BTreeMap::new(),
            trace: Trace::default(),
        };
        ledger.know_messages(run, before.unwrap_or(0));
        if let Some(before) = before {
            let armed = |id| run.timers(id).into_iter().map(move |(timer, ..)| ((id, timer), before));
            ledger.timers = run.world().members().iter().flat_map(armed).collect();
        }
        ledger
    }

    /// Lets the next event happen, and adds what it depends on: oldest first, each event and reason once.
    pub fn follow(&mut self, run: &mut Run<P>, index: u32, event: &Event<P>, causes: &mut Vec<Cause>) {
        let act = &event.act;
        let mut found = self.causes(run, act);
        found.sort_unstable();
        found.dedup();
        causes.append(&mut found);
        let changes = Self::link_changes(run, act);
        let actor = actor(act);
        let was = actor.map(|id| run.world().node(id)).map(|node| (node.state.cloned(), node.disk.clone()));
        let mut trace = core::mem::take(&mut self.trace);
        run.perform(event.at, act, event.origin, &mut trace).expect("the event has happened before");
        self.note_links(&changes, index);
        self.note(&trace.happened, index);
        if trace.happened.iter().any(moves_messages) {
            self.know_messages(run, index);
        }
        match act {
            Act::Delay(name, _) => {
                self.messages.entry(*name).and_modify(|message| message.delayed = Some(index));
            }
            Act::StepClock { node, .. } => self.node_mut(*node).moved_clock.push(index),
            _ => {}
        }
        if let (Some(id), Some((memory, disk))) = (actor, was) {
            self.note_changes(run, id, memory.as_ref(), &disk, index);
        }
        self.trace = trace;
    }

    /// What an act depends on that is about to be done.
    fn causes(&self, run: &Run<P>, act: &Act<P>) -> Vec<Cause> {
        let mut causes = Causes(Vec::new());
        match act {
            Act::Deliver(name) => {
                self.message(*name, &mut causes);
                let lane = self.lanes.get(&(name.from, name.to));
                causes.add(lane.and_then(|lane| lane.healed), Reason::Healed);
                let launched = self.messages.get(name).map(|message| message.launched);
                if run.world().channel(name.from, name.to) == Channel::Fifo {
                    let ahead = lane.and_then(|lane| lane.delivered).filter(|ahead| Some(*ahead) > launched);
                    causes.add(ahead, Reason::MadeWay);
                }
                self.knowledge(name.to, &mut causes);
            }
            Act::Lose(name) => {
                self.message(*name, &mut causes);
                // What the network loses by chance it would have lost whatever else happened.
                if run.lanes.get(*name).is_some_and(|flight| flight.fate != Fate::Vanishes) {
                    self.obstacle(run, *name, &mut causes);
                }
            }
            Act::Drop(name) | Act::Duplicate(name) | Act::Delay(name, _) => self.message(*name, &mut causes),
            Act::Disconnect { from, to } => {
                let closed = self.lanes.get(&(*from, *to)).and_then(|lane| lane.closes.front().copied());
                causes.add(closed.unwrap_or(self.before), Reason::Closed);
                self.knowledge(*to, &mut causes);
            }
            Act::Fire { node, timer } => {
                let armed = self.timers.get(&(*node, timer.clone())).copied();
                causes.add(armed, Reason::Armed);
                let moved = self.node(*node).into_iter().flat_map(|node| &node.moved_clock);
                for moved in moved.filter(|moved| Some(**moved) > armed) {
                    causes.add(Some(*moved), Reason::MovedClock);
                }
                self.knowledge(*node, &mut causes);
            }
            Act::Invoke { client, .. } => self.knowledge(*client, &mut causes),
            Act::CrashDuring { step, .. } => return self.causes(run, step),
            Act::Crash { node, keep } => {
                self.running(*node, &mut causes);
                if let Some(node) = self.node(*node).filter(|_| *keep > 0) {
                    causes.add(node.disk, Reason::Wrote);
                }
            }
            Act::Wipe(node) if run.world().node(*node).status == Status::Down => {
                causes.add(self.node(*node).and_then(|node| node.crashed), Reason::Crashed);
            }
            Act::Wipe(node) | Act::Pause(node) => self.running(*node, &mut causes),
            Act::Resume(node) => causes.add(self.node(*node).and_then(|node| node.paused), Reason::Paused),
            Act::Restart(node) => {
                let node = self.node(*node);
                causes.add(node.and_then(|node| node.crashed), Reason::Crashed);
                causes.add(node.and_then(|node| node.disk), Reason::Wrote);
            }
            Act::Cut(_) | Act::Isolate(_) | Act::Heal(_) | Act::Rejoin(_) => {
                for change in Self::link_changes(run, act) {
                    let lane = self.lanes.get(&(change.from, change.to));
                    if change.cut {
                        causes.add(lane.and_then(|lane| lane.healed), Reason::Healed);
                    } else {
                        causes.add(lane.and_then(|lane| lane.cut).or(self.before), Reason::Cut);
                    }
                }
            }
            Act::StepClock { .. } => {}
        }
        causes.0
    }

    fn message(&self, name: FlightName, causes: &mut Causes) {
        let Some(message) = self.messages.get(&name) else { return };
        let why = if name.copy == 0 { Reason::Sent } else { Reason::Copied };
        // 0: sent as its node was set up, by no event.
        causes.add((message.launched > 0).then_some(message.launched), why);
        causes.add(message.delayed, Reason::Delayed);
    }

    /// Why a message that is due cannot arrive.
    fn obstacle(&self, run: &Run<P>, name: FlightName, causes: &mut Causes) {
        if run.world().node(name.to).status == Status::Down {
            causes.add(self.node(name.to).and_then(|node| node.crashed), Reason::Crashed);
        } else if run.world().is_cut(name.from, name.to) {
            let lane = self.lanes.get(&(name.from, name.to));
            causes.add(lane.and_then(|lane| lane.cut).or(self.before), Reason::Cut);
        }
    }

    /// What a node knows that is about to do something, and that it runs.
    fn knowledge(&self, id: NodeId, causes: &mut Causes) {
        let Some(node) = self.node(id) else { return };
        let why = if node.memory == node.started { Reason::Started } else { Reason::Remembered };
        causes.add(node.memory, why);
        causes.add(node.disk, Reason::Wrote);
        // What it has learnt since depends on that itself.
        causes.add(node.resumed.filter(|_| node.resumed > node.memory), Reason::Resumed);
    }

    /// That a node runs.
    fn running(&self, id: NodeId, causes: &mut Causes) {
        let Some(node) = self.node(id) else { return };
        causes.add(node.started, Reason::Started);
        causes.add(node.resumed, Reason::Resumed);
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(&id)
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        self.nodes.entry(id).or_default()
    }

    fn lane_mut(&mut self, from: NodeId, to: NodeId) -> &mut Lane {
        self.lanes.entry((from, to)).or_default()
    }

    /// The links that an act is about to cut or to heal.
    fn link_changes(run: &Run<P>, act: &Act<P>) -> Vec<LinkChange> {
        if !matches!(act, Act::Cut(_) | Act::Heal(_) | Act::Isolate(_) | Act::Rejoin(_)) {
            return Vec::new();
        }
        let change = |action: Action<P>| match action {
            Action::Cut { from, to } => Some(LinkChange { from, to, cut: true }),
            Action::Heal { from, to } => Some(LinkChange { from, to, cut: false }),
            _ => None,
        };
        run.link_changes(act).unwrap_or_default().into_iter().filter_map(change).collect()
    }

    fn note_links(&mut self, changes: &[LinkChange], index: u32) {
        for change in changes {
            let lane = self.lane_mut(change.from, change.to);
            let noted = if change.cut { &mut lane.cut } else { &mut lane.healed };
            *noted = Some(index);
        }
    }

    fn note(&mut self, happened: &[Happening<P>], index: u32) {
        for happening in happened {
            match happening {
                Happening::Armed { node, timer, .. } => {
                    self.timers.insert((*node, timer.clone()), index);
                }
                Happening::Disarmed { node, timer } | Happening::Fired { node, timer } => {
                    self.timers.remove(&(*node, timer.clone()));
                }
                Happening::Wrote { node, forced: true, .. } => {
                    let node = self.node_mut(*node);
                    node.platter = Some(index);
                    node.unforced.clear();
                }
                Happening::Wrote { node, forced: false, .. } => self.node_mut(*node).unforced.push(index),
                Happening::Crashed { node, lost_writes, wiped } => self.note_crash(*node, *lost_writes, *wiped, index),
                Happening::Booted(node) => {
                    let node = self.node_mut(*node);
                    (node.started, node.memory, node.resumed) = (Some(index), Some(index), None);
                }
                Happening::Paused(node) => self.node_mut(*node).paused = Some(index),
                Happening::Resumed(node) => self.node_mut(*node).resumed = Some(index),
                Happening::Closed { from, to } => self.lane_mut(*from, *to).closes.push_back(Some(index)),
                Happening::Disconnected { node, peer } => {
                    self.lane_mut(*peer, *node).closes.pop_front();
                }
                Happening::Delivered { from, to, .. } => self.lane_mut(*from, *to).delivered = Some(index),
                _ => {}
            }
        }
    }

    /// The first of the writes that were not forced may have survived; the rest has not.
    fn note_crash(&mut self, id: NodeId, lost_writes: usize, wiped: bool, index: u32) {
        self.timers.retain(|(node, _), _| *node != id);
        self.lanes.iter_mut().filter(|((_, to), _)| *to == id).for_each(|(_, lane)| lane.closes.clear());
        let node = self.node_mut(id);
        let kept = node.unforced.len().saturating_sub(lost_writes);
        let last = node.unforced[..kept].last().copied().or(node.platter);
        node.platter = last.filter(|_| !wiped);
        node.disk = node.platter;
        node.unforced.clear();
        (node.crashed, node.memory, node.resumed) = (Some(index), None, None);
    }

    /// Whether the node that acted is another one now. A step that leaves memory and disk as they were is nobody's cause.
    fn note_changes(&mut self, run: &Run<P>, id: NodeId, memory: Option<&P::State>, disk: &P::Disk, index: u32) {
        let now = run.world().node(id);
        let (remembers, wrote) = (now.state.is_some() && now.state != memory, now.disk != disk);
        let node = self.node_mut(id);
        if remembers {
            node.memory = Some(index);
        }
        if wrote && node.crashed != Some(index) {
            node.disk = Some(index);
        }
    }

    /// Takes in which messages are on their way.
    fn know_messages(&mut self, run: &Run<P>, index: u32) {
        let before = core::mem::take(&mut self.messages);
        let known = |name| before.get(name).copied().unwrap_or(Message { launched: index, delayed: None });
        self.messages = run.flights().map(|flight| (flight.name, known(&flight.name))).collect();
    }
}

struct Causes(Vec<Cause>);

impl Causes {
    fn add(&mut self, event: Option<u32>, why: Reason) {
        self.0.extend(event.map(|event| Cause { event, why }));
    }
}

/// One direction of a link that is cut or healed.
struct LinkChange {
    from: NodeId,
    to: NodeId,
    cut: bool,
}

/// The node whose handler an act runs.
pub(super) fn actor<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Deliver(name) => Some(name.to),
        Act::Disconnect { to, .. } => Some(*to),
        Act::Fire { node, .. } | Act::Restart(node) => Some(*node),
        Act::Invoke { client, .. } => Some(*client),
        Act::CrashDuring { step, .. } => actor(step),
        _ => None,
    }
}

fn moves_messages<P: Exhibit>(happening: &Happening<P>) -> bool {
    matches!(
        happening,
        Happening::Sent { .. } | Happening::Duplicated { .. } | Happening::Delivered { .. } | Happening::Lost { .. }
    )
}
