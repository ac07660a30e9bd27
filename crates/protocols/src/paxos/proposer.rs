//! Proposers: phases 1a and 2a (§2.2), and what they do when it comes to nothing (§2.4).

use std::collections::BTreeMap;

use quorum_kernel::NodeId;

use super::{
    Message, Note, Phase, Propose, Timer,
    ballot::{Ballot, Proposal},
    disk::Write,
    message::Reply,
    node::Node,
    state::Preparing,
};
use crate::session::Call;

impl Node<'_, '_> {
    /// A client wants its value proposed, and to be told what is chosen.
    pub fn request(&mut self, call: &Call<Propose>) {
        if let Some(value) = self.server.chosen.clone() {
            return self.fx.send(call.client, Message::Reply(Reply { serial: call.serial, value }));
        }
        self.server.waiting.insert(call.client, call.serial);
        // While a ballot of ours is under way, whatever it comes to answers this client as well.
        if self.server.phase == Phase::Idle {
            self.server.own = Some(call.command.value.clone());
            self.begin();
        }
    }

    /// "A proposer selects a proposal number n and sends a prepare request with number n to a majority of acceptors"
    /// (§2.2). It "begins phase 1 with a higher proposal number than any it has already used" (§2.5), in this life or an
    /// earlier one.
    pub fn begin(&mut self) {
        let own = (self.config.rules.ballots_of)(self.id);
        let ballot = Ballot::next(own, self.fx.disk().tried, self.server.heard);
        self.fx.force(Write::Tried(ballot.round));
        self.fx.note(Note::Began { ballot });
        self.server.phase = Phase::Preparing(Preparing::new(ballot));
        self.be_patient();
        self.tell_acceptors(&Message::Prepare(ballot));
    }

    /// An acceptor promised our ballot, or one that we gave up.
    pub fn promise(&mut self, from: NodeId, ballot: Ballot, accepted: Option<Proposal>) {
        let quorum = self.config.quorum();
        let Phase::Preparing(preparing) = &mut self.server.phase else { return };
        if preparing.ballot != ballot {
            return;
        }
        preparing.promises.insert(from, accepted);
        if preparing.promises.len() >= quorum {
            let preparing = preparing.clone();
            self.propose(preparing);
        }
    }

    /// "If the proposer receives a response to its prepare requests (numbered n) from a majority of acceptors, then it
    /// sends an accept request […] for a proposal numbered n with a value v, where v is the value of the highest-numbered
    /// proposal among the responses, or is any value if the responses reported no proposals" (§2.2).
    fn propose(&mut self, preparing: Preparing) {
        let reported = (self.config.rules.adopt)(&preparing.promises).cloned();
        let adopted = reported.as_ref().map(|proposal| proposal.ballot);
        let own = || self.server.own.clone().expect("who prepares has a value of its own");
        let value = reported.map_or_else(own, |proposal| proposal.value);
        let accepting = preparing.into_accepting(value);
        let proposal = accepting.proposal.clone();
        self.server.phase = Phase::Accepting(accepting);
        self.fx.note(Note::Proposed { proposal: proposal.clone(), adopted });
        self.be_patient();
        self.tell_acceptors(&Message::Accept(proposal));
    }

    /// An acceptor accepted our proposal, or one that we gave up. With a majority its value is chosen, and we are the
    /// first to know: we tell the learners (§2.3).
    pub fn accepted(&mut self, from: NodeId, ballot: Ballot) {
        let quorum = self.config.quorum();
        let Phase::Accepting(accepting) = &mut self.server.phase else { return };
        if accepting.proposal.ballot != ballot {
            return;
        }
        accepting.accepted.insert(from);
        if accepting.accepted.len() < quorum {
            return;
        }
        let value = accepting.proposal.value.clone();
        self.learn(value.clone());
        let id = self.id;
        for learner in self.config.members.server_ids().filter(|learner| *learner != id) {
            self.fx.send(learner, Message::Chosen(value.clone()));
        }
    }

    /// An acceptor refused our ballot, or one that we gave up long ago.
    pub fn nack(&mut self, ballot: Ballot, promised: Ballot) {
        self.hear(promised);
        if self.server.phase.ballot() == Some(ballot) && promised > ballot {
            self.fx.cancel_timer(Timer::Patience);
            self.give_up(ballot, Some(promised));
        }
    }

    /// No majority answered in time: messages were lost, or acceptors are down.
    pub fn out_of_patience(&mut self) {
        let ballot = self.server.phase.ballot().expect("who waits for a majority has a ballot under way");
        self.give_up(ballot, None);
    }

    /// A proposer "can abandon a proposal in the middle of the protocol at any time" (§2.2). It tries again, but if all
    /// did so at once they could stop each other for ever (§2.4): each waits for a time drawn anew.
    fn give_up(&mut self, ballot: Ballot, promised: Option<Ballot>) {
        self.fx.note(Note::GaveUp { ballot, promised });
        self.server.failures = self.server.failures.saturating_add(1);
        match self.config.backoff(self.server.failures) {
            Some(after) => {
                self.server.phase = Phase::BackingOff;
                self.fx.set_timer(Timer::Backoff, after);
            }
            None => self.begin(),
        }
    }

    /// (Re)starts the wait for a majority.
    fn be_patient(&mut self) {
        self.fx.set_timer(Timer::Patience, self.config.patience..=self.config.patience);
    }
}

/// Of all that acceptors report to have accepted, the proposal of the highest ballot.
pub fn highest(promises: &BTreeMap<NodeId, Option<Proposal>>) -> Option<&Proposal> {
    promises.values().flatten().max_by_key(|proposal| proposal.ballot)
}
