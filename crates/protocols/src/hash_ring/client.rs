//! A client: routes by the view that it knows, which may be old, and coordinates its reads and writes itself (Dynamo §6.4,
//! client-driven coordination).
//!
//! Each is two rounds to the owners of the key, of which each ends with a quorum, as in Attiya, Bar-Noy and Dolev, “Sharing
//! memory robustly in message-passing systems”, 1995, in the form for many writers. First the client asks what they hold;
//! the newest version is what it found. A write then stores a newer one. A read stores what it found, so that no later read
//! finds less; if a quorum holds it already, there is nothing to store. Both rounds can be repeated without harm.

use std::collections::VecDeque;

use quorum_kernel::{Effects, Input, NodeId};
use serde::Serialize;

use super::{
    Change, Config, HashRing, Item, KEEPER, Message, Nodes, Note, Outcome, Reply, Request, Timer, Version, View,
};
use crate::session::Serial;

/// A client's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Client {
    /// Its number for the latest request that it has begun.
    pub serial: Serial,
    /// The view that it routes by.
    pub view: View,
    /// The request under way.
    pub call: Option<Call>,
    /// What to do when it is answered.
    pub queue: VecDeque<Request>,
    /// The latest answer.
    pub told: Option<Reply>,
}

/// A request under way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Call {
    /// What.
    pub request: Request,
    /// How far it is.
    pub phase: Phase,
}

/// How far a request is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// The owners of the key are asked what they hold.
    Querying {
        /// Who has answered.
        heard: Nodes,
        /// Who of them holds the newest that was found.
        holding: Nodes,
        /// The newest that was found.
        found: Option<Item>,
    },
    /// The owners of the key are to hold this.
    Storing {
        /// What.
        item: Item,
        /// Who does.
        holding: Nodes,
    },
    /// The keeper is asked.
    Changing,
}

const QUERYING: Phase = Phase::Querying { heard: Nodes::NONE, holding: Nodes::NONE, found: None };

impl Client {
    /// A client in one of its lives. It knows the view that the cluster began with.
    pub fn new(config: &Config, life: u32) -> Self {
        let serial = Serial { life, number: 0 };
        Self { serial, view: config.first_view(), call: None, queue: VecDeque::new(), told: None }
    }

    /// How many of its requests have been answered in this life.
    pub fn answered(&self) -> u32 {
        self.serial.number - u32::from(self.call.is_some())
    }
}

/// A client while it handles one input.
pub(super) struct Step<'a, 'fx> {
    pub config: &'a Config,
    pub id: NodeId,
    pub client: &'a mut Client,
    pub fx: &'a mut Effects<'fx, HashRing>,
}

impl Step<'_, '_> {
    pub fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Request(request) if self.client.call.is_some() => self.client.queue.push_back(request),
            Input::Request(request) => self.begin(request),
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Retry) => self.send(),
            Input::Timer(Timer::Resend) => unreachable!("only the keeper arms the resend timer"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Value { epoch, serial, item } if self.waits_for(serial, epoch) => self.value(from, item),
            Message::Stored { epoch, serial } if self.waits_for(serial, epoch) => self.stored(from),
            Message::Value { .. } | Message::Stored { .. } => {}
            Message::Stale { view } => self.corrected(from, view),
            Message::Changed { serial, outcome } => self.changed(serial, outcome),
            _ => unreachable!("a client is sent answers only"),
        }
    }

    /// Whether an answer is to what is asked now, by the view that is known now: a quorum is of one view.
    fn waits_for(&self, serial: Serial, epoch: super::Epoch) -> bool {
        serial == self.client.serial && epoch == self.client.view.epoch
    }

    fn begin(&mut self, request: Request) {
        self.client.serial.number += 1;
        if request.key().is_some() {
            self.fx.note(Note::Began { request: request.clone() });
        }
        let phase = if request.key().is_some() { QUERYING } else { Phase::Changing };
        self.client.call = Some(Call { request, phase });
        self.send();
    }

    /// Asks all who count for the phase and have not answered.
    fn send(&mut self) {
        let (view, serial) = (self.client.view, self.client.serial);
        let Some(Call { request, phase }) = &self.client.call else { return };
        match (request, phase) {
            (Request::Change(change), _) => self.fx.send(KEEPER, ask(serial, *change)),
            (Request::Put { key, .. } | Request::Get { key }, Phase::Storing { item, holding }) => {
                for owner in self.stores_by().owners(self.config, key).minus(*holding).iter() {
                    let (key, item) = (key.clone(), item.clone());
                    self.fx.send(owner, Message::Store { view, serial, key, item });
                }
            }
            (Request::Put { key, .. } | Request::Get { key }, phase) => {
                let heard = if let Phase::Querying { heard, .. } = phase { *heard } else { Nodes::NONE };
                for owner in view.owners(self.config, key).minus(heard).iter() {
                    self.fx.send(owner, Message::Query { view, serial, key: key.clone() });
                }
            }
        }
        self.fx.set_timer(Timer::Retry, self.config.retry.clone());
    }

    /// The view by which it stores. While ranges are handed over, what is written goes to the owners of before, who answer for
    /// it until the hand-over is over, and to those that will answer for it from then on.
    fn stores_by(&self) -> View {
        let view = self.client.view;
        if self.config.rules.writes_to_both { view } else { View { next: None, ..view } }
    }

    /// First round: an owner tells what it holds.
    fn value(&mut self, from: NodeId, item: Option<Item>) {
        let Some(Call { request, phase: Phase::Querying { heard, holding, found } }) = &mut self.client.call else {
            return;
        };
        *heard = heard.with(from);
        match item.cmp_version(found.as_ref()) {
            core::cmp::Ordering::Less => {}
            core::cmp::Ordering::Equal => *holding = holding.with(from),
            core::cmp::Ordering::Greater => {
                *holding = Nodes::NONE.with(from);
                *found = item;
            }
        }
        let (heard, holding, found, request) = (*heard, *holding, found.clone(), request.clone());
        let Some(key) = request.key() else { return };
        if !self.client.view.is_quorum(self.config, key, heard) {
            return;
        }
        match (&request, found) {
            (Request::Put { value, .. }, found) => {
                let number = found.map_or(0, |item| item.version.number) + 1;
                let version = Version { number, client: self.id, life: self.client.serial.life };
                self.store(Item { version, value: value.clone() }, Nodes::NONE);
            }
            (_, None) => self.finish(None),
            (_, Some(item)) if self.client.view.is_quorum(self.config, key, holding) => self.finish(Some(item)),
            (_, Some(item)) => self.store(item, holding),
        }
    }

    fn store(&mut self, item: Item, holding: Nodes) {
        if let Some(call) = &mut self.client.call {
            call.phase = Phase::Storing { item, holding };
        }
        self.send();
    }

    /// Second round: an owner holds it, or something newer.
    fn stored(&mut self, from: NodeId) {
        let by = self.stores_by();
        let Some(Call { request, phase: Phase::Storing { item, holding } }) = &mut self.client.call else { return };
        *holding = holding.with(from);
        let done = request.key().is_some_and(|key| by.is_quorum(self.config, key, *holding));
        if done {
            let item = item.clone();
            self.finish(Some(item));
        }
    }

    fn finish(&mut self, item: Option<Item>) {
        let Some(Call { request, .. }) = self.client.call.take() else { return };
        let Some(key) = request.key().cloned() else { return };
        let wrote = matches!(request, Request::Put { .. });
        self.fx.note(Note::Finished { key, version: item.as_ref().map(|item| item.version), wrote });
        self.answer(if wrote { Reply::Done } else { Reply::Value(item.map(|item| item.value)) });
    }

    fn changed(&mut self, serial: Serial, outcome: Outcome) {
        let waits = self.client.call.as_ref().is_some_and(|call| call.phase == Phase::Changing);
        if waits && serial == self.client.serial {
            self.client.call = None;
            self.answer(Reply::Changed(outcome));
        }
    }

    fn answer(&mut self, reply: Reply) {
        self.client.told = Some(reply.clone());
        self.fx.reply(reply);
        self.fx.cancel_timer(Timer::Retry);
        if let Some(request) = self.client.queue.pop_front() {
            self.begin(request);
        }
    }

    /// A node knows a newer view. The round begins anew by that view: answers by two views make no quorum together.
    fn corrected(&mut self, by: NodeId, view: View) {
        if view.epoch <= self.client.view.epoch {
            return;
        }
        self.client.view = view;
        self.fx.note(Note::Corrected { by, view });
        match &mut self.client.call {
            Some(Call { phase: phase @ Phase::Querying { .. }, .. }) => *phase = QUERYING,
            Some(Call { phase: Phase::Storing { holding, .. }, .. }) => *holding = Nodes::NONE,
            Some(Call { phase: Phase::Changing, .. }) | None => return,
        }
        self.send();
    }
}

fn ask(serial: Serial, change: Change) -> Message {
    Message::Change { serial, change }
}

/// Comparing what was found by how new it is; nothing is older than anything.
trait ByVersion {
    fn cmp_version(&self, other: Option<&Item>) -> core::cmp::Ordering;
}

impl ByVersion for Option<Item> {
    fn cmp_version(&self, other: Option<&Item>) -> core::cmp::Ordering {
        let version = |item: Option<&Item>| item.map(|item| item.version);
        version(self.as_ref()).cmp(&version(other))
    }
}
