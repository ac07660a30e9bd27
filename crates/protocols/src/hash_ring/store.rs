//! A storage node: holds keys, hands over those that get other owners, and turns away what is of another view.
//!
//! All that it knows is on its disk.

use std::sync::Arc;

use quorum_kernel::{Effects, Input, NodeId};

use super::{Config, Disk, Epoch, HashRing, Item, KEEPER, Message, Note, View, disk::Write, message::Copied, places};
use crate::session::Serial;

/// A storage node while it handles one input.
pub(super) struct Step<'a, 'fx> {
    pub config: &'a Config,
    pub id: NodeId,
    pub fx: &'a mut Effects<'fx, HashRing>,
}

impl Step<'_, '_> {
    pub fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(_) => unreachable!("a storage node arms no timer"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Query { view, serial, key } => self.query(from, view, serial, &key),
            Message::Store { view, serial, key, item } => self.store(from, view, serial, key, item),
            Message::Announce { view } => self.announce(view),
            Message::Pull { view } => self.pull(from, view),
            Message::Copy { view, items } => self.copy(from, view, items),
            _ => unreachable!("these go to clients and to the keeper"),
        }
    }

    fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    fn view(&self) -> View {
        self.disk().view(self.config)
    }

    // Clients.

    /// Whether what a client asks by this view is served. A client that has an old view is corrected; one that has a newer
    /// one brings it (as views spread by gossip, Dynamo §4.8.1).
    fn serves(&mut self, client: NodeId, theirs: View) -> bool {
        self.learn(theirs);
        let ours = self.view();
        let serves = (self.config.rules.serves)(theirs.epoch, ours.epoch);
        if !serves {
            self.fx.note(Note::TurnedAway { client, epoch: theirs.epoch });
            self.fx.send(client, Message::Stale { view: ours });
        }
        serves
    }

    fn query(&mut self, client: NodeId, view: View, serial: Serial, key: &str) {
        if self.serves(client, view) {
            let item = self.disk().items.get(key).cloned();
            self.fx.send(client, Message::Value { epoch: view.epoch, serial, item });
        }
    }

    fn store(&mut self, client: NodeId, view: View, serial: Serial, key: Arc<str>, item: Item) {
        if self.serves(client, view) {
            if self.disk().items.get(&key).is_none_or(|held| item.version > held.version) {
                self.fx.force(Write::Item { key, item });
            }
            self.fx.send(client, Message::Stored { epoch: view.epoch, serial });
        }
    }

    // Views.

    /// Goes over to a view, if it is newer. From then on nothing of the older one is served, which is what the hand-over
    /// stands on: what is copied now is all that was ever acknowledged here by the older view.
    fn learn(&mut self, view: View) -> bool {
        let is_newer = view.epoch > self.view().epoch;
        if is_newer {
            self.adopt(view);
        }
        is_newer
    }

    fn adopt(&mut self, view: View) {
        let not_ours = |key: &&Arc<str>| !view.owners(self.config, key).has(self.id);
        let drops: Vec<Arc<str>> = self.disk().items.keys().filter(not_ours).cloned().collect();
        let dropped = u32::try_from(drops.len()).unwrap_or(u32::MAX);
        self.fx.force(Write::View { view, drops });
        self.fx.note(Note::Adopted { view, drops: dropped });
        view.heirs(self.config, self.id).iter().for_each(|heir| self.hand_over(view, heir));
        self.report();
    }

    /// The keeper tells of a view. Told once more of one that it is in, a node has not said that it is ready: either that was
    /// lost, or what it waits for.
    fn announce(&mut self, view: View) {
        if self.learn(view) || view.epoch != self.view().epoch {
            return;
        }
        if self.is_ready() {
            self.report();
        } else {
            let silent = view.sources(self.config, self.id).minus(self.disk().heard);
            silent.iter().for_each(|source| self.fx.send(source, Message::Pull { view }));
        }
    }

    /// Whether it has all that it is to own.
    fn is_ready(&self) -> bool {
        self.view().has_all(self.config, self.id, self.disk().heard)
    }

    fn report(&mut self) {
        if self.is_ready() {
            let epoch: Epoch = self.view().epoch;
            self.fx.send(KEEPER, Message::Ready { epoch });
        }
    }

    // Handing over.

    fn pull(&mut self, gainer: NodeId, view: View) {
        // Who has just gone over to this view has handed over to all.
        if !self.learn(view) && view.epoch == self.view().epoch {
            self.hand_over(view, gainer);
        }
    }

    /// Sends a node what it is to own and did not own, and nothing else.
    fn hand_over(&mut self, view: View, gainer: NodeId) {
        let items: Vec<Copied> = self
            .disk()
            .items
            .iter()
            .filter(|(key, _)| view.gains(self.config, gainer, key) && self.in_range(view, key))
            .map(|(key, item)| (key.clone(), item.clone()))
            .collect();
        self.fx.note(Note::HandsOver { to: gainer, keys: u32::try_from(items.len()).unwrap_or(u32::MAX) });
        self.fx.send(gainer, Message::Copy { view, items });
    }

    /// Whether a key is handed over with the range that it lies in. (Always; a mutant forgets the ranges' ends.)
    fn in_range(&self, view: View, key: &str) -> bool {
        let end = view.next.and_then(|next| self.config.places.range_end(next, key));
        end.is_none_or(|end| (self.config.rules.in_range)(places::place(key), end))
    }

    /// Takes over what is newer than what it holds: clients may have written here since.
    fn copy(&mut self, from: NodeId, view: View, items: Vec<Copied>) {
        self.learn(view);
        if view.epoch != self.view().epoch || self.disk().heard.has(from) {
            return;
        }
        let wins = |(key, item): &Copied| (self.config.rules.copy_wins)(item, self.disk().items.get(key));
        let newer: Vec<Copied> = items.into_iter().filter(wins).collect();
        let was_ready = self.is_ready();
        self.fx.note(Note::TakesOver { from, keys: u32::try_from(newer.len()).unwrap_or(u32::MAX) });
        self.fx.force(Write::Copied { from, items: newer });
        if !was_ready && self.is_ready() {
            self.fx.note(Note::HasAll { epoch: view.epoch });
            self.report();
        }
    }
}
