//! The one transition function: one action, one world.

use std::sync::Arc;

use crate::{
    Action, Bounds, Channel, Effect, Happening, Input, Loss, NodeId, Protocol, Refusal, Slip, Status, Step, Timing,
    World,
    network::{Flight, Parcel},
    timing::Armed,
    world::Node,
};

/// What an action did, in order, and room to work in. Keep one and pass it to every call: it is cleared, not freed.
#[derive(Clone, Debug)]
pub struct Trace<P: Protocol> {
    /// What happened, in order.
    pub happened: Vec<Happening<P>>,
    effects: Vec<Effect<P>>,
}

impl<P: Protocol> Default for Trace<P> {
    fn default() -> Self {
        Self { happened: Vec::new(), effects: Vec::new() }
    }
}

/// Whose clock tells a handler how many ticks a timer has left, when the world itself keeps no time.
pub type Clock<'a, P> = &'a dyn Fn(NodeId, &<P as Protocol>::Timer) -> Option<u32>;

impl<P: Protocol> World<P> {
    /// Starts every member that does not start down. Call once, on a new world.
    pub fn start(&mut self, trace: &mut Trace<P>) {
        assert!(self.nodes.iter().all(|node| node.status == Status::Down), "a world is started once");
        trace.happened.clear();
        let starting = |id: &NodeId| !P::starts_down(&self.shape.config, *id);
        let starting: Vec<_> = self.members().iter().filter(starting).collect();
        // All are there before the first of them speaks: else its first message over a FIFO channel would be refused.
        for id in &starting {
            let place = self.place(*id);
            self.node_mut(place).status = Status::Up;
        }
        for id in starting {
            self.take(&Step::Restart(id), None, trace);
        }
    }

    /// Applies an action, or says why it cannot be done and leaves the world as it is. `trace` then holds what
    /// happened.
    pub fn apply(&mut self, action: &Action<P>, trace: &mut Trace<P>) -> Result<(), Refusal> {
        self.apply_timed(action, None, trace)
    }

    /// As [`World::apply`], for a driver that keeps time outside of the world: `clock` answers handlers that ask how
    /// long a timer has left.
    pub fn apply_timed(
        &mut self,
        action: &Action<P>,
        clock: Option<Clock<'_, P>>,
        trace: &mut Trace<P>,
    ) -> Result<(), Refusal> {
        trace.happened.clear();
        self.check(action)?;
        match action {
            Action::Step(step) => self.take(step, clock, trace),
            Action::CrashDuring { step, after, keep } => return self.crash_during(step, *after, *keep, clock, trace),
            Action::Drop { from, to, message } => self.lose(*from, *to, message, trace),
            Action::Duplicate { from, to, message } => self.duplicate(*from, *to, message, trace),
            Action::Tick => self.tick(),
            Action::Slip(node, slip) => self.slip(*node, *slip),
            Action::Crash { node, keep } => self.crash(*node, *keep, false, trace),
            Action::Wipe(node) => self.crash(*node, 0, true, trace),
            Action::Pause(node) => {
                let (left, place) = (self.bounds().pause, self.place(*node));
                self.node_mut(place).status = Status::Paused { left };
                trace.happened.push(Happening::Paused(*node));
            }
            Action::Resume(node) => {
                let (bounded, place) = (self.bounds().pause.is_some(), self.place(*node));
                let resumed = self.node_mut(place);
                (resumed.status, resumed.resumed) = (Status::Up, bounded);
                trace.happened.push(Happening::Resumed(*node));
            }
            Action::Cut { from, to } => {
                self.link_mut(*from, *to).cut = true;
                trace.happened.push(Happening::Cut { from: *from, to: *to });
            }
            Action::Heal { from, to } => {
                self.link_mut(*from, *to).cut = false;
                trace.happened.push(Happening::Healed { from: *from, to: *to });
            }
        }
        Ok(())
    }

    /// The place of a member that is known to be one.
    pub(crate) fn place(&self, id: NodeId) -> usize {
        self.members().index(id).expect("checked by check()")
    }

    fn node_mut(&mut self, place: usize) -> &mut Node<P> {
        Arc::make_mut(&mut self.nodes[place])
    }

    fn link_mut(&mut self, from: NodeId, to: NodeId) -> &mut crate::network::Link<P::Message> {
        let (from, to) = (self.place(from), self.place(to));
        self.network.link_mut(from, to)
    }

    pub(crate) fn bounds(&self) -> Bounds {
        match self.timing {
            Timing::Asynchronous => Bounds::default(),
            Timing::Bounded(bounds) => bounds,
        }
    }

    /// Runs a step and performs all its effects.
    fn take(&mut self, step: &Step<P>, clock: Option<Clock<'_, P>>, trace: &mut Trace<P>) {
        let mut effects = core::mem::take(&mut trace.effects);
        self.run(step, clock, &mut effects, trace);
        let node = step.node();
        for effect in effects.drain(..) {
            self.perform(node, effect, trace);
        }
        trace.effects = effects;
    }

    /// Runs a step, performs its first effects, and crashes the node. Only the handler knows how many effects there are
    /// and how many writes may be lost, so this alone may refuse after it began; it then puts back what it changed: the
    /// node, and the link that it was told something over.
    pub(crate) fn crash_during(
        &mut self,
        step: &Step<P>,
        after: usize,
        keep: usize,
        clock: Option<Clock<'_, P>>,
        trace: &mut Trace<P>,
    ) -> Result<(), Refusal> {
        let node = step.node();
        let place = self.place(node);
        let before = self.nodes[place].clone();
        let told = match step {
            Step::Deliver { from, to, .. } | Step::Disconnect { from, to } => {
                Some((self.place(*from), self.place(*to)))
            }
            _ => None,
        };
        let told = told.map(|(from, to)| (from, to, self.network.pointer(from, to).clone()));
        let mut effects = core::mem::take(&mut trace.effects);
        self.run(step, clock, &mut effects, trace);
        let point = crash_points(before.unforced_writes(), &effects).nth(after);
        if point.is_none_or(|unforced| keep > unforced) {
            self.nodes[place] = before;
            if let Some((from, to, link)) = told {
                *self.network.pointer_mut(from, to) = link;
            }
            trace.happened.clear();
            return Err(Refusal::BeyondEnd(node));
        }
        // The handler wrote to the drive as it ran; only what comes before the crash may stand.
        effects.truncate(after);
        self.node_mut(place).drive = before.drive.clone();
        for effect in &effects {
            if let Effect::Write { write, forced } = effect {
                self.node_mut(place).drive.write(write, *forced);
            }
        }
        for effect in effects.drain(..) {
            self.perform(node, effect, trace);
        }
        trace.effects = effects;
        self.crash(node, keep, false, trace);
        Ok(())
    }

    /// How many effects a step would have here: a crash may strike after 0, 1, … of them. `None` if it is refused.
    pub fn effects_of(&self, step: &Step<P>, clock: Option<Clock<'_, P>>) -> Option<usize> {
        Some(self.crash_points(step, clock)?.len() - 1)
    }

    /// Where a crash may strike within a step, and what it may lose: for 0, 1, … all effects, how many writes would not
    /// have been forced by then. `None` if the step is refused.
    pub fn crash_points(&self, step: &Step<P>, clock: Option<Clock<'_, P>>) -> Option<Vec<usize>> {
        let effects = self.foreseen(step, clock)?;
        let unforced = self.nodes[self.place(step.node())].unforced_writes();
        Some(crash_points(unforced, &effects).collect())
    }

    /// The effects that a step would have here. `None` if it is refused.
    pub fn foreseen(&self, step: &Step<P>, clock: Option<Clock<'_, P>>) -> Option<Vec<Effect<P>>> {
        self.check_step(step).ok()?;
        let id = step.node();
        let mut node = (*self.nodes[self.place(id)]).clone();
        let input = match step {
            Step::Deliver { from, message, .. } => Some(Input::Message { from: *from, message: message.clone() }),
            Step::Disconnect { from, .. } => Some(Input::Disconnected(*from)),
            Step::Fire { timer, .. } => {
                node.timers.retain(|(other, _)| other != timer);
                Some(Input::Timer(timer.clone()))
            }
            Step::Invoke { request, .. } => Some(Input::Request(request.clone())),
            Step::Restart(_) => None,
        };
        let mut effects = Vec::new();
        node.handle(self.config(), id, input, clock, &mut effects);
        Some(effects)
    }

    /// Lets the handler of a step run; what it stated is left in `effects`, not performed.
    fn run(&mut self, step: &Step<P>, clock: Option<Clock<'_, P>>, effects: &mut Vec<Effect<P>>, trace: &mut Trace<P>) {
        let id = step.node();
        let place = self.place(id);
        let input = match step {
            Step::Deliver { from, to, message } => {
                let link = self.link_mut(*from, *to);
                let at = link.find(message).expect("checked by check()");
                // The one in flight goes to the handler, so that only the trace needs a copy.
                let Parcel::Message(arrived) = link.flights.remove(at).parcel else {
                    unreachable!("find() finds messages")
                };
                trace.happened.push(Happening::Delivered { from: *from, to: *to, message: arrived.clone() });
                Some(Input::Message { from: *from, message: arrived })
            }
            Step::Disconnect { from, to } => {
                self.link_mut(*from, *to).flights.remove(0);
                trace.happened.push(Happening::Disconnected { node: *to, peer: *from });
                Some(Input::Disconnected(*from))
            }
            Step::Fire { node, timer } => {
                let timers = &mut self.node_mut(place).timers;
                let at = timers.binary_search_by(|(other, _)| other.cmp(timer)).expect("checked by check()");
                timers.remove(at);
                trace.happened.push(Happening::Fired { node: *node, timer: timer.clone() });
                Some(Input::Timer(timer.clone()))
            }
            Step::Invoke { client, request } => {
                trace.happened.push(Happening::Invoked { client: *client, request: request.clone() });
                Some(Input::Request(request.clone()))
            }
            Step::Restart(node) => {
                trace.happened.push(Happening::Booted(*node));
                self.node_mut(place).status = Status::Up;
                None
            }
        };
        Arc::make_mut(&mut self.nodes[place]).handle(&self.shape.config, id, input, clock, effects);
    }

    fn perform(&mut self, node: NodeId, effect: Effect<P>, trace: &mut Trace<P>) {
        match effect {
            Effect::Send { to, message } => self.send(node, to, message, trace),
            // Already on the drive: the handler reads back what it wrote.
            Effect::Write { write, forced } => trace.happened.push(Happening::Wrote { node, write, forced }),
            Effect::SetTimer { timer, after } => {
                let place = self.place(node);
                let armed = (self.timing != Timing::Asynchronous).then(|| Armed::new(&after));
                let timers = &mut self.node_mut(place).timers;
                match timers.binary_search_by(|(other, _)| other.cmp(&timer)) {
                    Ok(at) => timers[at].1 = armed,
                    Err(at) => timers.insert(at, (timer.clone(), armed)),
                }
                trace.happened.push(Happening::Armed { node, timer, after });
            }
            Effect::CancelTimer(timer) => {
                let place = self.place(node);
                let timers = &mut self.node_mut(place).timers;
                if let Ok(at) = timers.binary_search_by(|(other, _)| other.cmp(&timer)) {
                    timers.remove(at);
                    trace.happened.push(Happening::Disarmed { node, timer });
                }
            }
            Effect::Close(peer) => self.close(node, peer, trace),
            Effect::Reply(reply) => {
                assert!(node.is_client(), "{node} is no client: replies leave at clients only");
                trace.happened.push(Happening::Replied { client: node, reply });
            }
            Effect::Note(note) => trace.happened.push(Happening::Noted { node, note }),
        }
    }

    fn send(&mut self, from: NodeId, to: NodeId, message: P::Message, trace: &mut Trace<P>) {
        assert!(from != to, "{from} sent a message to itself");
        assert!(self.members().index(to).is_some(), "{from} sent a message to {to}, which is no member");
        trace.happened.push(Happening::Sent { from, to, message: message.clone() });
        let channel = self.channel(from, to);
        if channel == Channel::Fifo {
            let (sender, receiver) = (self.place(from), self.place(to));
            // The sender has not yet read that the connection closed: it writes into the void.
            let closing = self.network.link(receiver, sender).closing();
            if closing || self.nodes[receiver].status == Status::Down {
                trace.happened.push(Happening::Lost { from, to, message, why: Loss::Closed });
                if !closing {
                    // Nobody listens: the connection is refused.
                    self.close_end(to, from, trace);
                }
                return;
            }
        }
        let left = self.bounds().delay;
        self.link_mut(from, to).push(channel, message, left);
    }

    /// Loses a message; on a FIFO channel all behind it on that connection too, and the connection closes both ways.
    fn lose(&mut self, from: NodeId, to: NodeId, message: &P::Message, trace: &mut Trace<P>) {
        let why = if self.nodes[self.place(to)].status == Status::Down {
            Loss::Down
        } else if self.is_cut(from, to) {
            Loss::Cut
        } else {
            Loss::Dropped
        };
        let channel = self.channel(from, to);
        let link = self.link_mut(from, to);
        let at = link.find(message).expect("checked by check()");
        link.flights.remove(at);
        trace.happened.push(Happening::Lost { from, to, message: message.clone(), why });
        if channel == Channel::Fifo {
            let rest = &link.flights[at..];
            let end = rest.iter().position(|flight| flight.parcel == Parcel::Closed);
            let behind = link.take(at..at + end.unwrap_or(rest.len()));
            trace.happened.extend(behind.map(|message| Happening::Lost { from, to, message, why: Loss::Closed }));
            // Behind a close stands a later connection, which loses nothing; the earlier one has closed both ways.
            if end.is_none() {
                self.close_end(from, to, trace);
                self.close_end(to, from, trace);
            }
        }
    }

    /// Tells `to`, behind what it already has to receive, that its connection with `from` is lost.
    fn close_end(&mut self, from: NodeId, to: NodeId, trace: &mut Trace<P>) {
        if self.nodes[self.place(to)].status == Status::Down {
            return;
        }
        let left = self.bounds().delay;
        let link = self.link_mut(from, to);
        if !matches!(link.flights.last(), Some(Flight { parcel: Parcel::Closed, .. })) {
            link.flights.push(Flight { parcel: Parcel::Closed, left });
            trace.happened.push(Happening::Closed { from, to });
        }
    }

    /// Closes a connection from one of its ends, `node`. What is on its way to `node` is lost; if that has a close in it,
    /// the connection had closed already: `node` is still to be told, and what stands behind is of a later one.
    fn close(&mut self, node: NodeId, peer: NodeId, trace: &mut Trace<P>) {
        assert!(node != peer, "{node} closed a connection to itself");
        assert!(self.members().index(peer).is_some(), "{node} closed a connection to {peer}, which is no member");
        assert!(self.channel(node, peer) == Channel::Fifo, "{node} and {peer} have no connection that can be closed");
        let link = self.link_mut(peer, node);
        let end = link.flights.iter().position(|flight| flight.parcel == Parcel::Closed);
        let lost = link.take(..end.unwrap_or(link.flights.len()));
        let lost = lost.map(|message| Happening::Lost { from: peer, to: node, message, why: Loss::Closed });
        trace.happened.extend(lost);
        if end.is_none() {
            self.close_end(node, peer, trace);
        }
    }

    fn duplicate(&mut self, from: NodeId, to: NodeId, message: &P::Message, trace: &mut Trace<P>) {
        let link = self.link_mut(from, to);
        let at = link.find(message).expect("checked by check()");
        // The copy has no more time left than the original: a bound on delay that a duplicate may outlive bounds nothing.
        link.flights.insert(at, link.flights[at].clone());
        trace.happened.push(Happening::Duplicated { from, to, message: message.clone() });
    }

    fn crash(&mut self, id: NodeId, keep: usize, wipe: bool, trace: &mut Trace<P>) {
        let place = self.place(id);
        let node = self.node_mut(place);
        let was_down = node.status == Status::Down;
        let mut lost_writes = node.drive.lose(keep);
        if wipe {
            lost_writes = 0;
            node.drive.disk = Arc::default();
        }
        node.status = Status::Down;
        node.state = None;
        node.timers.clear();
        node.resumed = false;
        trace.happened.push(Happening::Crashed { node: id, lost_writes, wiped: wipe });
        for peer in self.members().iter().filter(|peer| *peer != id && !was_down) {
            if self.channel(id, peer) == Channel::Fifo {
                // Nothing crosses incarnations: what was on its way here is lost with the connection. What the node
                // had sent outlives it, and the close follows behind.
                let lost = self.link_mut(peer, id).take(..);
                let lost = lost.map(|message| Happening::Lost { from: peer, to: id, message, why: Loss::Down });
                trace.happened.extend(lost);
                self.close_end(id, peer, trace);
            }
        }
    }

    /// One tick of real time: everything that is bounded has one tick less left.
    fn tick(&mut self) {
        let drift = self.bounds().drift;
        for node in self.nodes.iter_mut().map(Arc::make_mut) {
            if let Status::Paused { left: Some(left) } = &mut node.status {
                *left -= 1;
            }
            for armed in node.timers.iter_mut().filter_map(|(_, armed)| armed.as_mut()) {
                // While a node is paused its timers run out and wait for it.
                armed.left = armed.left.saturating_sub(1);
            }
            node.resumed = false;
            node.steady = (node.steady + 1).min(drift.unwrap_or(0));
        }
        for link in self.network.links_mut() {
            for flight in &mut link.flights {
                flight.left = flight.left.map(|left| left.saturating_sub(1));
            }
        }
    }

    fn slip(&mut self, id: NodeId, slip: Slip) {
        let place = self.place(id);
        let node = self.node_mut(place);
        node.steady = 0;
        // A timer that has run out (its node is paused, or about to be told) has run out for good.
        for armed in node.timers.iter_mut().filter_map(|(_, armed)| armed.as_mut()).filter(|armed| armed.left > 0) {
            armed.left = match slip {
                Slip::Gain => armed.left - 1,
                Slip::Lose => armed.left.saturating_add(1),
            };
        }
    }
}

/// For 0, 1, … all effects of a step, how many writes would not have been forced by then.
fn crash_points<P: Protocol>(mut unforced: usize, effects: &[Effect<P>]) -> impl Iterator<Item = usize> {
    let after = effects.iter().map(move |effect| {
        if let Effect::Write { forced, .. } = effect {
            unforced = if *forced { 0 } else { unforced + 1 };
        }
        unforced
    });
    core::iter::once(unforced).chain(after)
}
