//! The faults of a storm as they are drawn: when, where, and what follows.

use quorum_kernel::{Effect, Exhibit, Inspect, NodeId, Status};

use super::{
    mood::{Dice, Fault, Mood},
    storm::{Plan, Storm},
};
use crate::{Act, Ends, FlightName, Micros};

/// The most requests that wait for an answer at one time.
const OPEN_MAX: u32 = 8;

impl<P: Exhibit> Storm<P> {
    /// The next act by hand, if it comes before `due`.
    pub fn next_act(&mut self, due: Micros) -> Option<(Micros, Act<P>)> {
        let Plan::Drawn { seed } = self.plan else { return self.given(due) };
        // Some storms are fast and some are slow: what breaks in one heals in the other.
        let pace = Mood::of(seed).pace_us << (seed % 4);
        loop {
            if self.follow_ups.first().is_some_and(|(at, _)| *at <= due.min(self.next_fault)) {
                let (at, act) = self.follow_ups.remove(0);
                return Some((at.max(self.run.now()), act));
            }
            if self.next_fault > due {
                return None;
            }
            let at = self.next_fault.max(self.run.now());
            let dice = self.throw(seed);
            self.next_fault += 2_000 + dice.roll(0, pace);
            let Some(act) = self.choose(at, dice) else { continue };
            if !self.promise.timing && self.run.clock_fault(at, &act) {
                // Clocks are right: a timer is caught as it runs out, and no earlier.
                if let Some(due) = self.due_of(&act) {
                    self.follow_up(due, act);
                }
                continue;
            }
            self.maybe_back_soon(at, &act, dice);
            return Some((at, act));
        }
    }

    /// The draws of another fault.
    pub fn throw(&mut self, seed: u64) -> Dice {
        self.ordinal += 1;
        Dice { seed, ordinal: self.ordinal }
    }

    /// Puts off an act.
    pub fn follow_up(&mut self, at: Micros, act: Act<P>) {
        let place = self.follow_ups.partition_point(|(other, _)| *other <= at);
        self.follow_ups.insert(place, (at, act));
    }

    /// Half of those that crash come back soon.
    pub fn maybe_back_soon(&mut self, at: Micros, act: &Act<P>, dice: Dice) {
        if let Some(node) = crashes(act).filter(|_| dice.roll(12, 2) == 0) {
            self.follow_up(at + 1_000 + dice.roll(13, 30_000), Act::Restart(node));
        }
    }

    fn given(&mut self, due: Micros) -> Option<(Micros, Act<P>)> {
        let Plan::Given { acts, next } = &mut self.plan else { return None };
        let (at, act) = acts.get(*next).filter(|(at, _)| *at <= due)?;
        *next += 1;
        Some(((*at).max(self.run.now()), act.clone()))
    }

    fn choose(&mut self, at: Micros, dice: Dice) -> Option<Act<P>> {
        let (world, promise, mood) = (self.run.world(), self.promise, Mood::of(dice.seed));
        let members = world.members();
        // Half of the time, one that has just sent something: whoever leads, speaks most.
        let speaker = || self.run.flights().map(|flight| flight.name.from).filter(|from| !from.is_client());
        let any = NodeId::server(1 + u8::try_from(dice.roll(1, members.servers.into())).expect("a byte"));
        let speaks = (dice.roll(14, 2) == 0).then(|| speaker().nth(usize::try_from(dice.roll(15, 8)).ok()?)).flatten();
        let server = speaks.unwrap_or(any);
        let peer = NodeId::server(1 + u8::try_from(dice.roll(2, members.servers.into())).expect("a byte"));
        // Whom faults of nodes strike: servers, or clients.
        let struck = if mood.clients { self.client(dice)? } else { server };
        let up = world.node(struck).status == Status::Up;
        let ends = Ends { a: server, b: peer, both: dice.roll(3, 2) == 0 };
        let flight = || {
            let flights: Vec<FlightName> = self.run.flights().map(|flight| flight.name).collect();
            dice.one_of(4, &flights).copied()
        };
        match mood.pick(dice.roll(5, 1 << 32)) {
            Fault::Request if self.open_requests() < OPEN_MAX => self.request(dice),
            Fault::Crash if promise.crash && up => Some(Act::Crash { node: struck, keep: 0 }),
            Fault::CrashDuring if promise.crash => self.crash_during(dice, mood.clients),
            Fault::Torn if promise.crash => {
                self.tears = Some(dice);
                None
            }
            Fault::Turn if promise.crash || promise.loss => {
                self.turn(at, server, dice);
                None
            }
            Fault::Restart => {
                let down = world.nodes().filter(|node| node.status == Status::Down).map(|node| node.id);
                let down: Vec<NodeId> = down.collect();
                dice.one_of(17, &down).map(|node| Act::Restart(*node))
            }
            Fault::Wipe if promise.wipe && up => Some(Act::Wipe(struck)),
            Fault::Isolate if promise.loss => Some(Act::Isolate(struck)),
            Fault::Rejoin => Some(Act::Rejoin(any)),
            Fault::Cut if promise.loss && server != peer => Some(Act::Cut(ends)),
            Fault::Heal if server != peer => Some(Act::Heal(ends)),
            Fault::Pause if promise.timing && up => Some(Act::Pause(struck)),
            Fault::Resume if matches!(world.node(struck).status, Status::Paused { .. }) => Some(Act::Resume(struck)),
            Fault::Clock if promise.timing => {
                let by_ms = i32::try_from(dice.roll(6, 400)).expect("small") - 100;
                Some(Act::StepClock { node: struck, by_ms })
            }
            Fault::Drop if promise.loss => flight().map(Act::Drop),
            Fault::Duplicate if promise.duplication => flight().map(Act::Duplicate),
            Fault::Delay if promise.loss => flight().map(|name| Act::Delay(name, 1_000 * (1 + dice.roll(7, 300)))),
            _ => None,
        }
    }

    /// Any client.
    fn client(&self, dice: Dice) -> Option<NodeId> {
        let clients = self.run.world().members().clients;
        let number = |roll| 1 + u8::try_from(roll).expect("a byte");
        (clients > 0).then(|| NodeId::client(number(dice.roll(9, clients.into()))))
    }

    fn request(&self, dice: Dice) -> Option<Act<P>> {
        let samples = <P as Inspect>::sample_requests();
        let sample = dice.one_of(8, samples)?;
        Some(Act::Invoke { client: self.client(dice)?, request: sample.parse().ok()? })
    }

    /// A crash within one of the next steps that a server takes, or a client. Half of the time it is one that a client
    /// set going: what a server has begun for a client and not finished is what recovery is about. And half of the time it
    /// strikes right before or after a write, as that is what a restart starts from.
    fn crash_during(&self, dice: Dice, clients: bool) -> Option<Act<P>> {
        let steps = self.run.upcoming().map(|(_, act, _)| act).filter(|act| takes_step(act) == Some(clients));
        let mut soon: Vec<Act<P>> = steps.take(12).collect();
        let at_a_write = dice.roll(26, 2) == 0;
        let writes = |step: &Act<P>| self.run.foreseen(self.run.now(), step).map_or(Vec::new(), |all| writes(&all));
        if at_a_write && soon.iter().any(|step| !writes(step).is_empty()) {
            soon.retain(|step| !writes(step).is_empty());
        }
        let from_client = |act: &&Act<P>| act.flight().is_some_and(|name| name.from.is_client());
        let chosen = soon.iter().find(from_client).filter(|_| dice.roll(16, 2) == 0);
        let step = chosen.or_else(|| dice.one_of(10, &soon))?;
        let effects = self.run.effects_of(self.run.now(), step)?;
        let anywhere = u32::try_from(dice.roll(11, u64::from(effects) + 1)).ok()?;
        let write = dice.one_of(27, &writes(step)).copied().filter(|_| at_a_write);
        let after = write.map_or(anywhere, |nth| if dice.roll(28, 2) == 0 { nth } else { nth - 1 });
        Some(Act::CrashDuring { step: Box::new(step.clone()), after, keep: 0 })
    }

    /// When the step is due that an act crashes a node in.
    fn due_of(&self, act: &Act<P>) -> Option<Micros> {
        let Act::CrashDuring { step, .. } = act else { return None };
        self.run.upcoming().find(|(_, act, _)| act == step.as_ref()).map(|(due, ..)| due)
    }
}

/// Which of some effects are writes, counted from 1: after so many of them a crash strikes right after that write.
pub(super) fn writes<P: Exhibit>(effects: &[Effect<P>]) -> Vec<u32> {
    let writes = (1..).zip(effects).filter(|(_, effect)| matches!(effect, Effect::Write { .. }));
    writes.map(|(nth, _)| nth).collect()
}

/// Of a step by itself of a node that runs: whether that is a client.
pub(super) fn takes_step<P: Exhibit>(act: &Act<P>) -> Option<bool> {
    match act {
        Act::Deliver(name) => Some(name.to.is_client()),
        Act::Disconnect { to, .. } => Some(to.is_client()),
        Act::Fire { node, .. } => Some(node.is_client()),
        _ => None,
    }
}

/// The node that an act crashes, but for its disk.
fn crashes<P: Exhibit>(act: &Act<P>) -> Option<NodeId> {
    match act {
        Act::Crash { node, .. } => Some(*node),
        Act::CrashDuring { step, .. } => match step.as_ref() {
            Act::Deliver(name) => Some(name.to),
            Act::Disconnect { to, .. } => Some(*to),
            Act::Fire { node, .. } => Some(*node),
            _ => None,
        },
        _ => None,
    }
}
