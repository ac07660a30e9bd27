//! What can be done in a run, and why something cannot: the kernel's judgement, put in terms of acts.

use quorum_kernel::{Action, Clock, Effect, Exhibit, NodeId, Refusal, Step, World};

use crate::{Act, Ends, FlightName, Micros, Refused, Run};

impl<P: Exhibit> Run<P> {
    /// Why an act cannot be done at this moment, if nothing happens before; `None` if it can.
    pub fn refusal(&self, at: Micros, act: &Act<P>) -> Option<Refused> {
        self.check(at, act).err()
    }

    fn check(&self, at: Micros, act: &Act<P>) -> Result<(), Refused> {
        match act {
            Act::Delay(name, _) => self.flying(*name).map(|_| ()),
            Act::StepClock { node, .. } => self.place(*node).map(|_| ()),
            Act::Cut(_) | Act::Heal(_) | Act::Isolate(_) | Act::Rejoin(_) => self.link_changes(act).map(|_| ()),
            Act::CrashDuring { step, after, keep } => {
                self.check(at, step)?;
                let Action::Step(kernel_step) = self.action(step)? else {
                    return Err(Refused::Nothing(act.to_string()));
                };
                let points = self.crash_points(at, step).unwrap_or_default();
                let unforced = points.get(*after as usize);
                let some = unforced.is_some_and(|unforced| *keep as usize <= *unforced);
                if some { Ok(()) } else { Err(Refusal::BeyondEnd(kernel_step.node()).into()) }
            }
            act => self.world.refusal(&self.action(act)?).map_or(Ok(()), |refusal| Err(refusal.into())),
        }
    }

    /// Whether this, done at a moment, is what no clock allows: it fires a timer before the shortest time has passed that
    /// the timer may run. Before the moment that the driver drew, but within the timer's range, is not: it might have been
    /// drawn.
    pub fn clock_fault(&self, at: Micros, act: &Act<P>) -> bool {
        match act {
            Act::Fire { node, timer } => {
                self.world.members().index(*node).is_some_and(|place| self.timers[place].too_early(timer, at))
            }
            Act::CrashDuring { step, .. } => self.clock_fault(at, step),
            _ => false,
        }
    }

    /// How many effects a step would have at this moment: a crash may strike after 0 to that many of them. `None` if it
    /// cannot be done, or is no step.
    pub fn effects_of(&self, at: Micros, act: &Act<P>) -> Option<u32> {
        u32::try_from(self.crash_points(at, act)?.len() - 1).ok()
    }

    /// The effects that a step would have at this moment. `None` if it cannot be done, or is no step.
    pub fn foreseen(&self, at: Micros, act: &Act<P>) -> Option<Vec<Effect<P>>> {
        self.asked_of_step(at, act, |world, step, clock| world.foreseen(step, Some(clock)))
    }

    /// After 0, 1, … all effects of a step at this moment: how many writes a crash there may lose.
    fn crash_points(&self, at: Micros, act: &Act<P>) -> Option<Vec<usize>> {
        self.asked_of_step(at, act, |world, step, clock| world.crash_points(step, Some(clock)))
    }

    /// What the world says of a step at this moment. `None` if the act is none.
    fn asked_of_step<T>(
        &self,
        at: Micros,
        act: &Act<P>,
        ask: impl FnOnce(&World<P>, &Step<P>, Clock<'_, P>) -> Option<T>,
    ) -> Option<T> {
        let Ok(Action::Step(step)) = self.action(act) else { return None };
        let (timers, members) = (&self.timers, self.world.members());
        let clock = |id: NodeId, timer: &P::Timer| timers[members.index(id)?].ticks_left(timer, at);
        ask(&self.world, &step, &clock)
    }

    pub(crate) fn place(&self, id: NodeId) -> Result<usize, Refused> {
        Ok(self.world.members().index(id).ok_or(Refusal::NoSuchNode(id))?)
    }

    fn around(&self, id: NodeId) -> Result<Vec<(NodeId, NodeId)>, Refused> {
        self.place(id)?;
        let peers = self.world.members().iter().filter(|peer| *peer != id);
        Ok(peers.flat_map(|peer| [(id, peer), (peer, id)]).collect())
    }

    /// The cuts or heals that an act on links comes to: those of its directions that are not cut or healed yet.
    pub(crate) fn link_changes(&self, act: &Act<P>) -> Result<Vec<Action<P>>, Refused> {
        let (directions, cut) = match act {
            Act::Cut(ends) => (ends.directions(), true),
            Act::Heal(ends) => (ends.directions(), false),
            Act::Isolate(node) => (self.around(*node)?, true),
            Act::Rejoin(node) => (self.around(*node)?, false),
            _ => unreachable!("only acts on links come to changes of links"),
        };
        let mut changes = Vec::new();
        for (from, to) in directions {
            self.place(from)?;
            self.place(to)?;
            if from == to {
                return Err(Refusal::SameNode(from).into());
            }
            if self.world.is_cut(from, to) != cut {
                changes.push(if cut { Action::Cut { from, to } } else { Action::Heal { from, to } });
            }
        }
        if changes.is_empty() { Err(Refused::Nothing(act.to_string())) } else { Ok(changes) }
    }

    pub(crate) fn flying(&self, name: FlightName) -> Result<&crate::Flight<P::Message>, Refused> {
        self.lanes.get(name).ok_or_else(|| Refused::NoSuchMessage(name.label::<P>()))
    }

    /// The kernel's action for an act that is one.
    pub(crate) fn action(&self, act: &Act<P>) -> Result<Action<P>, Refused> {
        let message = |name: &FlightName| {
            let flight = self.flying(*name)?;
            Ok::<_, Refused>((name.from, name.to, flight.message.clone()))
        };
        Ok(match act {
            Act::Lose(name) | Act::Drop(name) => {
                let (from, to, message) = message(name)?;
                Action::Drop { from, to, message }
            }
            Act::Duplicate(name) => {
                let (from, to, message) = message(name)?;
                Action::Duplicate { from, to, message }
            }
            Act::Crash { node, keep } => Action::Crash { node: *node, keep: *keep as usize },
            Act::CrashDuring { step, after, keep } => {
                let Action::Step(step) = self.action(step)? else {
                    return Err(Refused::Nothing(act.to_string()));
                };
                Action::CrashDuring { step, after: *after as usize, keep: *keep as usize }
            }
            Act::Wipe(node) => Action::Wipe(*node),
            Act::Pause(node) => Action::Pause(*node),
            Act::Resume(node) => Action::Resume(*node),
            Act::Deliver(name) => {
                let (from, to, message) = message(name)?;
                Action::Step(Step::Deliver { from, to, message })
            }
            Act::Disconnect { from, to } => Action::Step(Step::Disconnect { from: *from, to: *to }),
            Act::Fire { node, timer } => Action::Step(Step::Fire { node: *node, timer: timer.clone() }),
            Act::Invoke { client, request } => Action::Step(Step::Invoke { client: *client, request: request.clone() }),
            Act::Restart(node) => Action::Step(Step::Restart(*node)),
            Act::Delay(..) | Act::StepClock { .. } | Act::Cut(_) | Act::Heal(_) | Act::Isolate(_) | Act::Rejoin(_) => {
                unreachable!("carried out by the driver")
            }
        })
    }
}

impl Ends {
    fn directions(self) -> Vec<(NodeId, NodeId)> {
        let mut directions = vec![(self.a, self.b)];
        directions.extend(self.both.then_some((self.b, self.a)));
        directions
    }
}
