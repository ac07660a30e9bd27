//! Leader election (§5.2) and the restriction on who may win it (§5.4.1).

use quorum_kernel::NodeId;

use super::{
    Message, Note, Role, Timer,
    disk::Write,
    message::{RequestVote, Vote},
    node::Node,
};

impl Node<'_, '_> {
    /// "If a follower receives no communication over a period of time called the election timeout, then it assumes
    /// there is no viable leader and begins an election" (§5.2). A candidate whose votes were split does so again.
    pub fn election_timeout(&mut self) {
        let candidate = match &self.server.role {
            Role::Follower(follower) => follower.clone().into_candidate(self.id),
            Role::Candidate(candidate) => candidate.clone().into_candidate(self.id),
            Role::Leader(_) => unreachable!("a leader has no election timer"),
        };
        self.server.role = Role::Candidate(candidate);
        let term = self.term() + 1;
        // "It increments its current term […] votes for itself and issues RequestVote RPCs" (§5.2). The write comes
        // first: it may not vote again in this term, whatever happens.
        self.fx.force(Write::Ballot { term, voted_for: Some(self.id) });
        self.fx.note(Note::Stood { term });
        self.wait_for_leader();
        let ask = Message::RequestVote(RequestVote { term, last: self.disk().log.end() });
        for peer in self.peers() {
            self.fx.send(peer, ask.clone());
        }
        self.maybe_lead();
    }

    /// A candidate asks for our vote.
    pub fn request_vote(&mut self, from: NodeId, ask: RequestVote) {
        let disk = self.disk();
        // §5.1: a newer term is adopted, and nobody has our vote in it yet.
        let newer = ask.term > disk.term;
        let (term, voted_for) = if newer { (ask.term, None) } else { (disk.term, disk.voted_for) };
        // "Each server will vote for at most one candidate in a given term, on a first-come-first-served basis" (§5.2).
        let free = ask.term == term && voted_for.is_none_or(|candidate| candidate == from);
        // "The voter denies its vote if its own log is more up-to-date than that of the candidate" (§5.4.1).
        let granted = free && (self.config.rules.up_to_date)(ask.last, disk.log.end());
        if newer {
            self.follow(term, None);
        }
        if granted {
            // Figure 2, followers: the wait for a leader starts again on "granting vote to candidate".
            self.wait_for_leader();
        }
        let vote = Message::Vote(Vote { term, granted });
        if granted && voted_for.is_none() {
            let write = Write::Ballot { term, voted_for: Some(from) };
            (self.config.rules.write_and_answer)(self.fx, write, from, vote);
            self.fx.note(Note::Voted { term, candidate: from });
        } else if newer {
            (self.config.rules.write_and_answer)(self.fx, Write::Ballot { term, voted_for }, from, vote);
        } else {
            self.fx.send(from, vote);
        }
    }

    /// A server answered our RequestVote, or one that we sent long ago.
    pub fn vote(&mut self, from: NodeId, vote: Vote) {
        if vote.term < self.term() {
            return;
        }
        let Role::Candidate(candidate) = &mut self.server.role else { return };
        if vote.granted {
            candidate.votes.insert(from);
            self.maybe_lead();
        } else {
            candidate.refused.insert(from);
        }
    }

    /// "A candidate wins an election if it receives votes from a majority of the servers in the full cluster for the
    /// same term" (§5.2).
    fn maybe_lead(&mut self) {
        let Role::Candidate(candidate) = &self.server.role else { return };
        if candidate.votes.len() < self.config.majority() {
            return;
        }
        let (term, last) = (self.term(), self.disk().log.last_index());
        let kept = (self.config.rules.leader_keeps)(last, self.server.commit_index);
        let leader = candidate.clone().into_leader(self.id, self.config.members.servers, kept);
        self.server.role = Role::Leader(leader);
        self.fx.note(Note::BecameLeader { term, log: last });
        self.fx.cancel_timer(Timer::Election);
        // "It then sends heartbeat messages to all of the other servers to establish its authority and prevent new
        // elections" (§5.2); ours carry a "blank no-op entry", so that earlier terms' entries get committed (§8).
        self.heartbeat_later();
        if self.config.rules.opens_with_noop { self.lead_with(kept, None) } else { self.heartbeat() }
    }

    /// All servers but this one.
    pub fn peers(&self) -> impl Iterator<Item = NodeId> + use<> {
        let id = self.id;
        (1..=self.config.members.servers).map(NodeId::server).filter(move |peer| *peer != id)
    }
}
