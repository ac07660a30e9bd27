//! A server's step: who is told what. The handlers stand in `election`, `replication` and `requests`.

use quorum_kernel::{Effects, Input, NodeId};

use super::{Config, Disk, Follower, Message, Note, Raft, Role, Server, Term, Timer, disk::Write};

/// A server while it handles one input.
pub(super) struct Node<'a, 'fx> {
    pub config: &'a Config,
    pub id: NodeId,
    pub server: &'a mut Server,
    pub fx: &'a mut Effects<'fx, Raft>,
}

impl Node<'_, '_> {
    /// Handles one input.
    pub fn step(&mut self, input: Input<Raft>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Election) => self.election_timeout(),
            Input::Timer(Timer::Heartbeat) => self.heartbeat(),
            Input::Timer(Timer::Retry) => unreachable!("only clients arm the retry timer"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            // It sees to a newer term itself: term and vote go to disk in one write.
            Message::RequestVote(ask) => self.request_vote(from, ask),
            Message::Vote(vote) => {
                self.observe(vote.term);
                self.vote(from, vote);
            }
            Message::AppendEntries(append) => {
                self.observe(append.term);
                self.append_entries(from, append);
            }
            Message::AppendResponse(response) => {
                self.observe(response.term);
                self.append_response(from, response);
            }
            Message::Request(call) => self.request(call),
            Message::Reply(_) => unreachable!("replies go to clients"),
        }
    }

    pub fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    pub fn term(&self) -> Term {
        self.fx.disk().term
    }

    /// "If one server's current term is smaller than the other's, then it updates its current term to the larger
    /// value. If a candidate or leader discovers that its term is out of date, it immediately reverts to follower
    /// state" (§5.1).
    fn observe(&mut self, term: Term) {
        if term > self.term() {
            self.fx.force(Write::Ballot { term, voted_for: None });
            self.follow(term, None);
        }
    }

    /// Follows, in `term`, its leader if one is known.
    pub fn follow(&mut self, term: Term, leader: Option<NodeId>) {
        let idle = Role::Follower(Follower { leader: None });
        let role = core::mem::replace(&mut self.server.role, idle);
        match &role {
            Role::Follower(_) => {}
            Role::Candidate(_) => self.fx.note(Note::SteppedDown { term }),
            Role::Leader(_) => {
                self.fx.note(Note::SteppedDown { term });
                self.fx.cancel_timer(Timer::Heartbeat);
                // A leader had none. A candidate's goes on: only what §5.2 names resets it.
                self.wait_for_leader();
            }
        }
        self.server.role = Role::Follower(role.into_follower(leader));
    }

    /// (Re)starts the wait for a leader, for a time drawn anew (§5.2).
    pub fn wait_for_leader(&mut self) {
        self.fx.set_timer(Timer::Election, self.config.election.clone());
    }
}
