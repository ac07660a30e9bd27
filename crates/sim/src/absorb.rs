//! What follows for the clock and the agenda from what happened in the world.

use quorum_kernel::{Channel, Exhibit, Happening, Loss, NodeId, Trace};

use crate::{
    FlightName, Run,
    draw::{Purpose, below, draw},
    due::Due,
    lanes::{Fate, Flight, Gone},
};

impl<P: Exhibit> Run<P> {
    /// Takes in what one action did: names and times new messages, arms and disarms timers, tells the properties.
    pub(crate) fn absorb(&mut self, trace: &Trace<P>, acting: Option<FlightName>) {
        self.delivered = None;
        for happening in &trace.happened {
            self.chronicle.note(self.now, &self.world, happening);
            match happening {
                Happening::Sent { from, to, message } => self.sent(*from, *to, message),
                Happening::Delivered { from, to, message } => {
                    let flight = self.take(*from, *to, message, acting);
                    self.delivered = Some(Gone { flight, at: self.now, why: None });
                }
                Happening::Lost { from, to, message, why } => self.lost_one(*from, *to, message, acting, *why),
                Happening::Duplicated { from, to, message } => self.duplicated(*from, *to, message, acting),
                Happening::Closed { from, to } => self.closed(*from, *to),
                Happening::Disconnected { node, peer } => {
                    let told =
                        |due: &Due<P>| matches!(due, Due::Disconnect { from, to, .. } if (from, to) == (peer, node));
                    self.agenda.remove_soonest(told);
                }
                Happening::Armed { node, timer, after } => self.armed(*node, timer, after),
                Happening::Fired { node, timer } | Happening::Disarmed { node, timer } => {
                    let place = self.member(*node);
                    if let Some(due) = self.timers[place].disarm(timer) {
                        self.agenda.remove(due, &Due::Fire { node: *node, timer: timer.clone() });
                    }
                }
                Happening::Crashed { node, .. } => {
                    let place = self.member(*node);
                    for (timer, due) in self.timers[place].clear() {
                        self.agenda.remove(due, &Due::Fire { node: *node, timer });
                    }
                    // Nobody is left to be told of closed connections.
                    self.agenda.remove_all(|due| matches!(due, Due::Disconnect { to, .. } if to == node));
                }
                Happening::Wrote { forced, .. } => self.costs.forced_writes += u32::from(*forced),
                Happening::Noted { node, note } => {
                    if let Some(era) = P::era(*node, note) {
                        self.eras.push((self.now, era));
                    }
                }
                Happening::Booted(_)
                | Happening::Invoked { .. }
                | Happening::Replied { .. }
                | Happening::Paused(_)
                | Happening::Resumed(_)
                | Happening::Cut { .. }
                | Happening::Healed { .. } => {}
            }
        }
        self.monitor.observe(&self.world, &trace.happened);
    }

    fn member(&self, id: NodeId) -> usize {
        self.world.members().index(id).expect("the kernel speaks of members only")
    }

    fn lane(&self, from: NodeId, to: NodeId) -> usize {
        self.lanes.index(from, to).expect("the kernel speaks of members only")
    }

    fn sent(&mut self, from: NodeId, to: NodeId, message: &P::Message) {
        self.costs.messages += 1;
        let lane = self.lane(from, to);
        let kind = P::kind(message);
        let ordinal = self.lanes.number(lane, kind);
        let kind = u8::try_from(kind).expect("a protocol has few kinds of message");
        self.launch(lane, FlightName { from, to, kind, ordinal, copy: 0 }, message.clone());
    }

    /// Puts a message on its way: its fate is drawn from its name.
    fn launch(&mut self, lane: usize, name: FlightName, message: P::Message) {
        let link = self.fixed.links[lane];
        let (seed, now) = (self.fixed.scenario.seed, self.now);
        let settled = self.fixed.scenario.network.settles_at_us.is_some_and(|at| now >= at);
        let whose = (lane as u64) << 16 | u64::from(name.kind) << 8 | u64::from(name.copy);
        let ordinal = u64::from(name.ordinal);
        let jitter = if settled { 0 } else { link.jitter_us };
        let latency = link.latency_us + below(draw(seed, Purpose::Latency, whose, ordinal), jitter + 1);
        let fifo = self.world.channel(name.from, name.to) == Channel::Fifo;
        let (mut due, halfway) = (now.saturating_add(latency), now.saturating_add(latency / 2));
        if fifo {
            due = due.max(self.lanes.last_due[lane]);
            self.lanes.last_due[lane] = due;
        }
        let fate = if !settled && self.chance(Purpose::Loss, whose, ordinal, link.loss_ppm) {
            Fate::Vanishes
        } else if !settled
            && !fifo
            && name.copy == 0
            && self.chance(Purpose::Duplication, whose, ordinal, link.duplication_ppm)
        {
            Fate::Doubles
        } else {
            Fate::Arrives
        };
        match fate {
            Fate::Vanishes => self.agenda.insert(halfway, Due::Vanish(name)),
            Fate::Arrives | Fate::Doubles => self.agenda.insert(due, Due::Arrive(name)),
        }
        if fate == Fate::Doubles {
            self.agenda.insert(halfway, Due::Double(name));
        }
        self.lanes.push(lane, Flight { name, message, sent: now, due, halfway, fate });
    }

    /// Takes a message off its lane and everything about it off the agenda.
    fn take(&mut self, from: NodeId, to: NodeId, message: &P::Message, name: Option<FlightName>) -> Flight<P::Message> {
        let flight = self.lanes.take(from, to, message, name).expect("what the world has in flight, its lane has");
        self.unschedule(&flight);
        flight
    }

    fn unschedule(&mut self, flight: &Flight<P::Message>) {
        match flight.fate {
            Fate::Vanishes => self.agenda.remove(flight.halfway, &Due::Vanish(flight.name)),
            Fate::Arrives | Fate::Doubles => self.agenda.remove(flight.due, &Due::Arrive(flight.name)),
        }
        if flight.fate == Fate::Doubles {
            self.agenda.remove(flight.halfway, &Due::Double(flight.name));
        }
    }

    fn lost_one(&mut self, from: NodeId, to: NodeId, message: &P::Message, acting: Option<FlightName>, why: Loss) {
        self.costs.lost += 1;
        // A message to a closed connection is lost as it is sent; it has been launched just before.
        let flight = self.take(from, to, message, acting);
        self.remember_lost(Gone { flight, at: self.now, why: Some(why) });
    }

    fn duplicated(&mut self, from: NodeId, to: NodeId, message: &P::Message, acting: Option<FlightName>) {
        let name = acting.expect("only a named message is duplicated");
        self.agenda.remove_all(|due| *due == Due::Double(name));
        let copy = FlightName { copy: self.lanes.next_copy(name), ..name };
        self.launch(self.lane(from, to), copy, message.clone());
    }

    fn closed(&mut self, from: NodeId, to: NodeId) {
        let lane = self.lane(from, to);
        let link = self.fixed.links[lane];
        let due = self.now.saturating_add(link.latency_us).max(self.lanes.last_due[lane]);
        self.lanes.last_due[lane] = due;
        self.lanes.closes[lane] += 1;
        self.agenda.insert(due, Due::Disconnect { from, to, nth: self.lanes.closes[lane] });
    }

    fn armed(&mut self, node: NodeId, timer: &P::Timer, after: &quorum_kernel::After) {
        let place = self.member(node);
        let seed = self.fixed.scenario.seed;
        let chance = |key: u64, ordinal, bound| {
            below(draw(seed, Purpose::Timer, key.wrapping_add(place as u64), ordinal), bound)
        };
        let (before, due) = self.timers[place].arm(timer, after, self.now, chance);
        if let Some(before) = before {
            self.agenda.remove(before, &Due::Fire { node, timer: timer.clone() });
        }
        self.agenda.insert(due, Due::Fire { node, timer: timer.clone() });
    }
}
