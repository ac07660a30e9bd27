//! The keeper of the view: decides on changes, one after the other, and sees to it that all learn of them.

use quorum_kernel::{Effects, Input, NodeId};
use serde::Serialize;

use super::{Change, Config, Disk, Epoch, HashRing, Message, Nodes, Note, Outcome, Timer, View, disk::Write};
use crate::session::Serial;

/// The keeper's memory. A crash loses it; then all are told once more.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Keeper {
    /// Who has said that it is ready in the view that is.
    pub ready: Nodes,
}

/// The keeper while it handles one input.
pub(super) struct Step<'a, 'fx> {
    pub config: &'a Config,
    pub keeper: &'a mut Keeper,
    pub fx: &'a mut Effects<'fx, HashRing>,
}

impl Step<'_, '_> {
    pub fn boot(&mut self) {
        if self.disk().view.is_some() {
            self.tell();
        }
    }

    pub fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Message { from, message: Message::Change { serial, change } } => self.change(from, serial, change),
            Input::Message { from, message: Message::Ready { epoch } } => self.ready(from, epoch),
            Input::Timer(Timer::Resend) => self.tell(),
            Input::Message { .. } => unreachable!("the keeper is asked for changes, and told who is ready"),
            Input::Timer(Timer::Retry) => unreachable!("only clients arm the retry timer"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    fn view(&self) -> View {
        self.disk().view(self.config)
    }

    /// An administrator asks for a change. Asked once more, the answer is the same; asked while a change is under way, there is
    /// none yet, and the client will ask again.
    fn change(&mut self, client: NodeId, serial: Serial, change: Change) {
        match self.disk().answered.get(&client) {
            Some((last, outcome)) if *last == serial => {
                let outcome = *outcome;
                return self.fx.send(client, Message::Changed { serial, outcome });
            }
            Some((last, _)) if *last > serial => return,
            _ => {}
        }
        let view = self.view();
        if view.is_changing() {
            return;
        }
        match self.members_after(view.members, change) {
            Ok(next) if next != view.members => {
                let view = view.changing_to(next);
                self.fx.force(Write::Begun { view, client, serial });
                self.fx.note(Note::Begins { change });
                self.keeper.ready = Nodes::NONE;
                self.tell();
            }
            Ok(_) => self.answer(client, serial, Outcome::Settled),
            Err(outcome) => self.answer(client, serial, outcome),
        }
    }

    fn members_after(&self, members: Nodes, change: Change) -> Result<Nodes, Outcome> {
        let (Change::Join(node) | Change::Leave(node)) = change;
        // By name: a number beyond those of servers is no storage node either.
        if !self.config.storage().iter().any(|other| other == node) {
            return Err(Outcome::NoSuchNode);
        }
        match change {
            Change::Join(node) => Ok(members.with(node)),
            Change::Leave(node) if !members.has(node) => Ok(members),
            Change::Leave(_) if members.len() <= self.config.replicas => Err(Outcome::TooFew),
            Change::Leave(node) => Ok(members.without(node)),
        }
    }

    fn answer(&mut self, client: NodeId, serial: Serial, outcome: Outcome) {
        self.fx.force(Write::Answered { client, serial, outcome });
        self.fx.send(client, Message::Changed { serial, outcome });
    }

    /// Tells those of the view who have not said that they are ready, and will tell them once more.
    fn tell(&mut self) {
        let view = self.view();
        for node in self.config.storage().minus(self.keeper.ready).iter() {
            self.fx.send(node, Message::Announce { view });
        }
        self.fx.set_timer(Timer::Resend, self.config.resend.clone());
    }

    /// A node is in the view. Once all that get keys have them, and not before, the keys have new owners.
    fn ready(&mut self, from: NodeId, epoch: Epoch) {
        let view = self.view();
        if epoch != view.epoch {
            return;
        }
        self.keeper.ready = self.keeper.ready.with(from);
        let ready = self.keeper.ready;
        if view.is_changing() && (self.config.rules.may_switch)(view.gainers(self.config), ready) {
            self.settle(view.settled());
        } else if self.config.storage().all_in(ready) {
            self.fx.cancel_timer(Timer::Resend);
        }
    }

    fn settle(&mut self, view: View) {
        let asked_by = self.disk().asked_by;
        self.fx.force(Write::Settled { view });
        self.fx.note(Note::Settles { view });
        self.keeper.ready = Nodes::NONE;
        self.tell();
        if let Some((client, serial)) = asked_by {
            self.fx.send(client, Message::Changed { serial, outcome: Outcome::Settled });
        }
    }
}
