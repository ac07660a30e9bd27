//! What can be done in a world, and why something cannot.

use crate::{
    Action, ActionKind, Channel, NodeId, Protocol, Refusal, Slip, Status, Step, Timing, Trace, World,
    network::{Link, Parcel},
    timing::Armed,
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
        self.offer(wanted, &mut actions);
        actions
    }

    /// As [`World::enabled_of`], into a list that is there: searches ask of every state.
    pub fn offer(&self, wanted: impl Fn(ActionKind) -> bool, actions: &mut Vec<Action<P>>) {
        let begin = actions.len();
        self.offer_messages(&wanted, actions);
        self.offer_nodes(&wanted, actions);
        if wanted(ActionKind::Tick) && self.check_tick().is_ok() {
            actions.push(Action::Tick);
        }
        let (cuts, heals) = (wanted(ActionKind::Cut), wanted(ActionKind::Heal));
        for (from, to, link) in self.network.iter().filter(|(from, to, _)| from != to) {
            let (from, to) = (self.members().at(from), self.members().at(to));
            match link.cut {
                false if cuts => actions.push(Action::Cut { from, to }),
                true if heals => actions.push(Action::Heal { from, to }),
                _ => {}
            }
        }
        // What is offered here is found quickly; `check` is the judge all the same.
        debug_assert!(actions[begin..].iter().all(|action| self.check(action).is_ok()), "{actions:?}");
    }

    fn offer_messages(&self, wanted: &impl Fn(ActionKind) -> bool, actions: &mut Vec<Action<P>>) {
        let members = self.members();
        let [deliver, disconnect, drop, duplicate] =
            [ActionKind::Deliver, ActionKind::Disconnect, ActionKind::Drop, ActionKind::Duplicate].map(wanted);
        for (from, to, link) in self.network.iter().filter(|(.., link)| !link.flights.is_empty()) {
            let up = self.nodes[to].status == Status::Up;
            let (from, to) = (members.at(from), members.at(to));
            let ordered = self.channel(from, to) == Channel::Fifo;
            for (at, flight) in link.flights.iter().enumerate() {
                let Parcel::Message(message) = &flight.parcel else {
                    if at == 0 && up && disconnect {
                        actions.push(Action::Step(Step::Disconnect { from, to }));
                    }
                    continue;
                };
                // An action names a message by content: equal ones make one offer. Without order they stand together.
                let before = &link.flights[if ordered { 0 } else { at.saturating_sub(1) }..at];
                if before.iter().any(|other| other.parcel == flight.parcel) {
                    continue;
                }
                if deliver && up && !link.cut && !(ordered && at > 0) {
                    actions.push(Action::Step(Step::Deliver { from, to, message: message.clone() }));
                }
                if drop {
                    actions.push(Action::Drop { from, to, message: message.clone() });
                }
                if duplicate && !ordered {
                    actions.push(Action::Duplicate { from, to, message: message.clone() });
                }
            }
        }
    }

    fn offer_nodes(&self, wanted: &impl Fn(ActionKind) -> bool, actions: &mut Vec<Action<P>>) {
        let [fire, crash, wipe, restart] =
            [ActionKind::Fire, ActionKind::Crash, ActionKind::Wipe, ActionKind::Restart].map(wanted);
        let [pause, resume, slip] = [ActionKind::Pause, ActionKind::Resume, ActionKind::Slip].map(wanted);
        for (node, id) in self.nodes.iter().zip(self.members().iter()) {
            let (up, down) = (node.status == Status::Up, node.status == Status::Down);
            if fire && up {
                let ripe = node.timers.iter().filter(|(_, armed)| armed.as_ref().is_none_or(Armed::may_fire));
                actions.extend(ripe.map(|(timer, _)| Action::Step(Step::Fire { node: id, timer: timer.clone() })));
            }
            if crash && !down {
                actions.extend((0..=node.unforced_writes()).map(|keep| Action::Crash { node: id, keep }));
            }
            if wipe {
                actions.push(Action::Wipe(id));
            }
            if restart && down {
                actions.push(Action::Step(Step::Restart(id)));
            }
            if pause && up && !node.resumed {
                actions.push(Action::Pause(id));
            }
            if resume && !up && !down {
                actions.push(Action::Resume(id));
            }
            let slips = [Slip::Gain, Slip::Lose].into_iter().filter(|_| slip);
            actions.extend(slips.filter(|slip| self.check_slip(id, *slip).is_ok()).map(|slip| Action::Slip(id, slip)));
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

    pub(crate) fn check_step(&self, step: &Step<P>) -> Result<(), Refusal> {
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
                    Some(armed) if !armed.may_fire() => Err(Refusal::TooEarly(*node)),
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
