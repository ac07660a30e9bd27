//! Acceptors: phases 1b and 2b (§2.2). All that they go by is on disk.

use quorum_kernel::NodeId;

use super::{
    Message, Note,
    ballot::{Ballot, Proposal},
    disk::Write,
    message::{Nack, Promise},
    node::Node,
};

impl Node<'_, '_> {
    /// "If an acceptor receives a prepare request with number n greater than that of any prepare request to which it has
    /// already responded, then it responds to the request with a promise not to accept any more proposals numbered less
    /// than n and with the highest-numbered proposal (if any) that it has accepted" (§2.2). An equal one is answered
    /// again: it comes from the same proposer.
    pub fn prepare(&mut self, from: NodeId, ballot: Ballot) {
        self.hear(ballot);
        let disk = self.fx.disk();
        if let Some(promised) = disk.promised.filter(|promised| *promised > ballot) {
            return self.refuse(from, ballot, promised);
        }
        let new = disk.promised < Some(ballot);
        let answer = Message::Promise(Promise { ballot, accepted: disk.accepted.clone() });
        if new {
            self.fx.note(Note::Promised { ballot });
            (self.config.rules.write_and_answer)(self, Write::Promised(Some(ballot)), from, answer);
        } else {
            self.tell(from, answer);
        }
    }

    /// "If an acceptor receives an accept request for a proposal numbered n, it accepts the proposal unless it has already
    /// responded to a prepare request having a number greater than n" (§2.2).
    pub fn accept(&mut self, from: NodeId, proposal: Proposal) {
        let ballot = proposal.ballot;
        self.hear(ballot);
        let disk = self.fx.disk();
        if let Some(promised) = disk.promised.filter(|promised| *promised > ballot) {
            return self.refuse(from, ballot, promised);
        }
        // Who accepts a ballot is bound to it, as if it had promised it first: else one below it could still be accepted.
        let promised = disk.promised.max(Some(ballot));
        let kept = (self.config.rules.keep)(disk.accepted.as_ref(), proposal.clone());
        self.fx.note(Note::Accepted { proposal });
        let write = Write::Accepted { proposal: kept, promised };
        (self.config.rules.write_and_answer)(self, write, from, Message::Accepted(ballot));
    }

    fn refuse(&mut self, from: NodeId, ballot: Ballot, promised: Ballot) {
        self.tell(from, Message::Nack(Nack { ballot, promised }));
    }
}
