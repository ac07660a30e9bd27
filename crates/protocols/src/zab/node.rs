//! A server's step: who is told what. The handlers stand in `election`, `leader`, `follower` and `deliver`.

use core::mem;

use quorum_kernel::{Effects, Input, NodeId};

use super::{
    Config, Disk, Zab,
    message::{Message, Note, Why},
    state::{Following, Leading, Looking, Role, Server},
    timer::Timer,
};

/// A server while it handles one input.
pub(super) struct Node<'a, 'fx> {
    pub config: &'a Config,
    pub id: NodeId,
    pub server: &'a mut Server,
    pub fx: &'a mut Effects<'fx, Zab>,
}

impl Node<'_, '_> {
    /// Handles one input.
    pub fn step(&mut self, input: Input<Zab>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Decide) => self.decide(),
            Input::Timer(Timer::Patience) => self.patience(),
            Input::Timer(Timer::Ping) => self.ping(),
            Input::Disconnected(peer) => self.disconnected(peer),
            Input::Timer(Timer::Retry) => unreachable!("only clients arm the retry timer"),
            Input::Request(_) => unreachable!("requests enter at clients"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Notification(notification) => self.notification(from, notification),
            Message::Request(call) => self.request(call),
            Message::FollowerInfo { accepted_epoch } => self.follower_info(from, accepted_epoch),
            Message::AckEpoch { .. } | Message::Ack { .. } | Message::Pong => self.hear_follower(from, message),
            message => self.hear_leader(from, message),
        }
    }

    fn patience(&mut self) {
        match &self.server.role {
            Role::Looking(_) => self.look_again(),
            Role::Following(_) => self.abandon(Why::Silence),
            Role::Leading(_) => self.count_heard(),
        }
    }

    /// The connection to a peer is lost: it has crashed, is cut off, or has closed it.
    fn disconnected(&mut self, peer: NodeId) {
        match &mut self.server.role {
            Role::Looking(looking) => looking.lost(peer),
            Role::Following(following) if following.leader == peer => self.abandon(Why::Disconnected),
            Role::Following(_) => {}
            Role::Leading(_) => self.lost_follower(peer),
        }
    }

    /// Leads or follows no more. Connections are closed, so that nothing of this time reaches the next.
    pub fn abandon(&mut self, why: Why) {
        self.fx.note(Note::Abandons { why });
        match mem::replace(&mut self.server.role, Role::Looking(Looking::default())) {
            Role::Looking(_) => unreachable!("who looks has nothing to abandon"),
            // What is closed already is not closed again: that would be the next connection.
            Role::Following(_) if why == Why::Disconnected => {}
            Role::Following(Following { leader, .. }) => self.fx.close(leader),
            Role::Leading(Leading { learners, .. }) => {
                self.fx.cancel_timer(Timer::Ping);
                learners.keys().for_each(|learner| self.fx.close(*learner));
            }
        }
        self.look();
    }

    pub fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    /// All servers but this one.
    pub fn peers(&self) -> impl Iterator<Item = NodeId> + use<> {
        let id = self.id;
        self.config.members.server_ids().filter(move |peer| *peer != id)
    }
}

impl Looking {
    /// The connection to a peer is lost: what it said may be out of date, and it may not know our vote.
    fn lost(&mut self, peer: NodeId) {
        self.settled.remove(&peer);
        self.knocking.remove(&peer);
        self.untold.insert(peer);
    }
}
