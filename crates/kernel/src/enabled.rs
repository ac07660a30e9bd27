//! What can be done in a world, and why something cannot.

use crate::{
    Action, ActionKind, Channel, NodeId, Protocol, Refusal, Slip, Status, Step, Timing, Trace, World,
    network::{Link, Parcel},
};

impl<P: Protocol> World<P> {
    /// Every action that can be done here, in a fixed order, but for those that a caller must fill in: requests
    /// ([`Step::Invoke`], at any client that runs) and crashes within a step ([`Action::CrashDuring`], after up to
    /// [`World::effects_of`] effects).
    pub fn enabled(&self) -> Vec<Action<P>> {
        self.enabled_of(|_| true)
    }

    /// As [`World::enabled`], but only actions of the kinds that are wanted.
    pub fn enabled_of(&self, wanted: impl Fn(ActionKind) -> bool) -> Vec<Action<P>> {
        let mut actions = Vec::new();
        // One judge of what can be done: offers are wide, and `check` narrows them.
        let mut offer = |kind: ActionKind, action: &dyn Fn() -> Action<P>| {
            if wanted(kind) {
                let action = action();
                if self.check(&action).is_ok() {
                    actions.push(action);
                }
            }
        };
        self.offer_messages(&mut offer);
        self.offer_nodes(&mut offer);
        offer(ActionKind::Tick, &|| Action::Tick);
        for from in self.members().iter() {
            for to in self.members().iter() {
                offer(ActionKind::Cut, &|| Action::Cut { from, to });
                offer(ActionKind::Heal, &|| Action::Heal { from, to });
            }
        }
        actions
    }

    fn offer_messages(&self, offer: &mut impl FnMut(ActionKind, &dyn Fn() -> Action<P>)) {
        let members = self.members();
        for (from, to, link) in self.network.iter() {
            let (from, to) = (members.at(from), members.at(to));
            for (at, flight) in link.flights.iter().enumerate() {
                match &flight.parcel {
                    Parcel::Closed if at == 0 => {
                        offer(ActionKind::Disconnect, &|| Action::Step(Step::Disconnect { from, to }));
                    }
                    Parcel::Closed => {}
                    // An action names a message by content: equal ones make one offer.
                    Parcel::Message(message) if link.find(message) != Some(at) => {}
                    Parcel::Message(message) => {
                        let message = || message.clone();
                        offer(ActionKind::Deliver, &|| Action::Step(Step::Deliver { from, to, message: message() }));
                        offer(ActionKind::Drop, &|| Action::Drop { from, to, message: message() });
                        offer(ActionKind::Duplicate, &|| Action::Duplicate { from, to, message: message() });
                    }
                }
            }
        }
    }

    fn offer_nodes(&self, offer: &mut impl FnMut(ActionKind, &dyn Fn() -> Action<P>)) {
        for node in self.nodes() {
            let id = node.id;
            for timer in self.timers(id) {
                offer(ActionKind::Fire, &|| Action::Step(Step::Fire { node: id, timer: timer.clone() }));
            }
            for keep in 0..=node.unforced_writes {
                offer(ActionKind::Crash, &|| Action::Crash { node: id, keep });
            }
            offer(ActionKind::Wipe, &|| Action::Wipe(id));
            offer(ActionKind::Restart, &|| Action::Step(Step::Restart(id)));
            offer(ActionKind::Pause, &|| Action::Pause(id));
            offer(ActionKind::Resume, &|| Action::Resume(id));
            offer(ActionKind::Slip, &|| Action::Slip(id, Slip::Gain));
            offer(ActionKind::Slip, &|| Action::Slip(id, Slip::Lose));
        }
    }

    /// Why an action cannot be done here, or `None` if it can. For a crash within a step the handler has to be tried.
    pub fn refusal(&self, action: &Action<P>) -> Option<Refusal> {
        match (self.check(action), action) {
            (Ok(()), Action::CrashDuring { step, after, keep }) => {
                self.clone().crash_during(step, *after, *keep, None, &mut Trace::default()).err()
            }
            (checked, _) => checked.err(),
        }
    }

    /// What can be said without running a handler: all there is to say, but for a crash within a step.
    pub(crate) fn check(&self, action: &Action<P>) -> Result<(), Refusal> {
        match action {
            Action::Step(step) | Action::CrashDuring { step, .. } => self.check_step(step),
            Action::Drop { from, to, message } => {
                let link = self.check_link(*from, *to)?;
                link.find(message).map(|_| ()).ok_or(Refusal::NotInFlight { from: *from, to: *to })
            }
            Action::Duplicate { from, to, message } => {
                let link = self.check_link(*from, *to)?;
                if self.channel(*from, *to) == Channel::Fifo {
                    return Err(Refusal::Fifo { from: *from, to: *to });
                }
                link.find(message).map(|_| ()).ok_or(Refusal::NotInFlight { from: *from, to: *to })
            }
            Action::Tick => self.check_tick(),
            Action::Slip(node, slip) => self.check_slip(*node, *slip),
            Action::Crash { node, keep } => {
                self.check_not_down(*node)?;
                if *keep > self.node(*node).unforced_writes { Err(Refusal::BeyondEnd(*node)) } else { Ok(()) }
            }
            Action::Wipe(node) => self.check_member(*node),
            Action::Pause(node) => {
                self.check_up(*node)?;
                // Two pauses without time between them are one, and might be longer than any pause.
                if self.nodes[self.place(*node)].resumed { Err(Refusal::PausedLately(*node)) } else { Ok(()) }
            }
            Action::Resume(node) => match self.status(*node)? {
                Status::Paused { .. } => Ok(()),
                _ => Err(Refusal::NotPaused(*node)),
            },
            Action::Cut { from, to } => match self.check_link(*from, *to)?.cut {
                true => Err(Refusal::LinkCut { from: *from, to: *to }),
                false => Ok(()),
            },
            Action::Heal { from, to } => match self.check_link(*from, *to)?.cut {
                true => Ok(()),
                false => Err(Refusal::NotCut { from: *from, to: *to }),
            },
        }
    }

    fn check_step(&self, step: &Step<P>) -> Result<(), Refusal> {
        match step {
            Step::Deliver { from, to, message } => {
                let link = self.check_open(*from, *to)?;
                let at = link.find(message).ok_or(Refusal::NotInFlight { from: *from, to: *to })?;
                if at > 0 && self.channel(*from, *to) == Channel::Fifo {
                    return Err(Refusal::NotAtHead { from: *from, to: *to });
                }
                Ok(())
            }
            // Not `check_open`: that the other end went away is learnt by time-out too, over a cut link.
            Step::Disconnect { from, to } => {
                let link = self.check_link(*from, *to)?;
                self.check_up(*to)?;
                match link.flights.first() {
                    Some(flight) if flight.parcel == Parcel::Closed => Ok(()),
                    Some(_) => Err(Refusal::NotAtHead { from: *from, to: *to }),
                    None => Err(Refusal::NotInFlight { from: *from, to: *to }),
                }
            }
            Step::Fire { node, timer } => {
                self.check_up(*node)?;
                let timers = &self.nodes[self.place(*node)].timers;
                let (_, armed) = timers.iter().find(|(other, _)| other == timer).ok_or(Refusal::NotArmed(*node))?;
                match armed {
                    Some(armed) if armed.left > armed.window => Err(Refusal::TooEarly(*node)),
                    _ => Ok(()),
                }
            }
            Step::Invoke { client, .. } => {
                self.check_up(*client)?;
                if client.is_client() { Ok(()) } else { Err(Refusal::NotAClient(*client)) }
            }
            Step::Restart(node) => match self.status(*node)? {
                Status::Down => Ok(()),
                _ => Err(Refusal::NotDown(*node)),
            },
        }
    }

    fn status(&self, id: NodeId) -> Result<Status, Refusal> {
        self.check_member(id)?;
        Ok(self.nodes[self.place(id)].status)
    }

    fn check_member(&self, id: NodeId) -> Result<(), Refusal> {
        self.members().index(id).map(|_| ()).ok_or(Refusal::NoSuchNode(id))
    }

    fn check_up(&self, id: NodeId) -> Result<(), Refusal> {
        match self.status(id)? {
            Status::Up => Ok(()),
            Status::Paused { .. } => Err(Refusal::Paused(id)),
            Status::Down => Err(Refusal::Down(id)),
        }
    }

    fn check_not_down(&self, id: NodeId) -> Result<(), Refusal> {
        match self.status(id)? {
            Status::Down => Err(Refusal::Down(id)),
            _ => Ok(()),
        }
    }

    fn check_link(&self, from: NodeId, to: NodeId) -> Result<&Link<P::Message>, Refusal> {
        self.check_member(from)?;
        self.check_member(to)?;
        if from == to {
            return Err(Refusal::SameNode(from));
        }
        Ok(self.network.link(self.place(from), self.place(to)))
    }

    /// The link, if a message can arrive over it.
    fn check_open(&self, from: NodeId, to: NodeId) -> Result<&Link<P::Message>, Refusal> {
        let link = self.check_link(from, to)?;
        self.check_up(to)?;
        if link.cut { Err(Refusal::LinkCut { from, to }) } else { Ok(link) }
    }

    fn check_tick(&self) -> Result<(), Refusal> {
        if self.timing == Timing::Asynchronous {
            return Err(Refusal::NoTime);
        }
        let timer_due = self.nodes.iter().any(|node| match node.status {
            Status::Up => node.timer_due(),
            Status::Paused { left } => left == Some(0),
            Status::Down => false,
        });
        // What waits at the door of a paused node has arrived in time.
        let message_due = self.network.iter().any(|(_, to, link)| {
            !matches!(self.nodes[to].status, Status::Paused { .. })
                && link.flights.iter().any(|flight| flight.left == Some(0))
        });
        if timer_due || message_due { Err(Refusal::Overdue) } else { Ok(()) }
    }

    fn check_slip(&self, id: NodeId, slip: Slip) -> Result<(), Refusal> {
        self.check_member(id)?;
        let Some(drift) = self.bounds().drift else { return Err(Refusal::NoTime) };
        let node = &self.nodes[self.place(id)];
        if node.steady < drift {
            return Err(Refusal::SlippedLately(id));
        }
        if slip == Slip::Gain && node.timer_due() && node.status == Status::Up { Err(Refusal::Overdue) } else { Ok(()) }
    }
}
