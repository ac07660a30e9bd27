//! A server's step: who is told what. The handlers stand in `proposer`, `acceptor` and `learner`.

use quorum_kernel::{Effects, Input, NodeId};

use super::{
    Config, Message, Paxos, Server, Timer,
    ballot::Ballot,
    message::{Nack, Promise},
};

/// A server while it handles one input.
pub(super) struct Node<'a, 'fx> {
    pub config: &'a Config,
    pub id: NodeId,
    pub server: &'a mut Server,
    pub fx: &'a mut Effects<'fx, Paxos>,
}

impl Node<'_, '_> {
    /// Handles one input.
    pub fn step(&mut self, input: Input<Paxos>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Patience) => self.out_of_patience(),
            Input::Timer(Timer::Backoff) => self.begin(),
            Input::Timer(Timer::Retry) => unreachable!("only clients arm the retry timer"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Prepare(ballot) => self.prepare(from, ballot),
            Message::Promise(Promise { ballot, accepted }) => self.promise(from, ballot, accepted),
            Message::Accept(proposal) => self.accept(from, proposal),
            Message::Accepted(ballot) => self.accepted(from, ballot),
            Message::Nack(Nack { ballot, promised }) => self.nack(ballot, promised),
            Message::Chosen(value) => self.learn(value),
            Message::Request(call) => self.request(&call),
            Message::Reply(_) => unreachable!("replies go to clients"),
        }
    }

    /// Sends a message; what a server tells itself arrives at once, as its roles share a process.
    pub fn tell(&mut self, to: NodeId, message: Message) {
        if to == self.id { self.message(to, message) } else { self.fx.send(to, message) }
    }

    /// Tells all acceptors, itself last: what comes of its own answer stands behind what it asked the others.
    pub fn tell_acceptors(&mut self, message: &Message) {
        let id = self.id;
        for acceptor in self.config.acceptor_ids().filter(|acceptor| *acceptor != id) {
            self.fx.send(acceptor, message.clone());
        }
        if self.config.accepts(id) {
            self.message(id, message.clone());
        }
    }

    /// Takes note of a ballot, so as not to begin one below it.
    pub fn hear(&mut self, ballot: Ballot) {
        self.server.heard = self.server.heard.max(Some(ballot));
    }
}
