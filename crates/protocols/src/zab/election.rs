//! Phase 0: fast leader election. Servers tell each other whom they want, change to whoever has the more recent history,
//! and are done when a quorum is of one mind.
//!
//! Nothing of this is on disk, and nothing that Zab promises rests on it: whoever is elected still has to win over a
//! quorum in phases 1 and 2. A bad choice costs time.

use core::{cmp::Ordering, mem};

use quorum_kernel::NodeId;

use super::{
    message::{Message, Note, Notification, Standing, Vote},
    node::Node,
    state::{Leading, Looking, Role, Settled},
    timer::Timer,
};

impl Node<'_, '_> {
    /// Begins an election: each wants itself at first.
    pub fn look(&mut self) {
        self.server.round += 1;
        self.server.vote = self.own_vote();
        self.server.role = Role::Looking(Looking::default());
        self.fx.note(Note::Looks { round: self.server.round });
        self.fx.set_timer(Timer::Patience, self.config.look.clone());
        self.tell_all();
        self.count_votes();
    }

    fn own_vote(&self) -> Vote {
        let disk = self.disk();
        Vote { epoch: disk.current_epoch, zxid: disk.history.last(), leader: self.id }
    }

    fn own_notification(&self) -> Message {
        let Self { server, .. } = self;
        let notification = Notification { round: server.round, vote: server.vote, standing: server.role.standing() };
        Message::Notification(notification)
    }

    fn tell_all(&mut self) {
        let vote = self.server.vote;
        if let Role::Looking(looking) = &mut self.server.role {
            looking.votes.insert(self.id, vote);
            looking.untold.clear();
        }
        let notification = self.own_notification();
        for peer in self.peers() {
            self.fx.send(peer, notification.clone());
        }
    }

    /// Nobody was elected for a while: what was said may be lost.
    pub fn look_again(&mut self) {
        self.fx.set_timer(Timer::Patience, self.config.look.clone());
        self.tell_all();
    }

    /// A server tells whom it wants, or whom it follows.
    pub fn notification(&mut self, from: NodeId, theirs: Notification) {
        match (self.server.role.standing(), theirs.standing) {
            (Standing::Looking, Standing::Looking) => self.hear_vote(from, theirs.round, theirs.vote),
            (Standing::Looking, _) => self.hear_settled(from, theirs),
            // Who looks is told who leads.
            (_, Standing::Looking) => {
                let notification = self.own_notification();
                self.fx.send(from, notification);
            }
            _ => {}
        }
    }

    fn hear_vote(&mut self, from: NodeId, round: u32, theirs: Vote) {
        let Role::Looking(looking) = &mut self.server.role else { unreachable!("told to those who look") };
        looking.settled.remove(&from);
        match round.cmp(&self.server.round) {
            // It has missed that a new election began.
            Ordering::Less => {
                let notification = self.own_notification();
                return self.fx.send(from, notification);
            }
            Ordering::Greater => {
                looking.votes.clear();
                self.server.round = round;
                let ours = self.own_vote();
                self.vote_for(if self.is_better(theirs, ours) { theirs } else { ours });
            }
            Ordering::Equal if self.is_better(theirs, self.server.vote) => self.vote_for(theirs),
            Ordering::Equal => {
                let Role::Looking(looking) = &mut self.server.role else { unreachable!("still looks") };
                // On a new connection the last notification is sent again.
                if looking.untold.remove(&from) {
                    let notification = self.own_notification();
                    self.fx.send(from, notification);
                }
            }
        }
        if let Role::Looking(looking) = &mut self.server.role {
            looking.votes.insert(from, theirs);
        }
        self.count_votes();
    }

    fn vote_for(&mut self, vote: Vote) {
        self.server.vote = vote;
        self.fx.note(Note::Votes { leader: vote.leader });
        self.fx.cancel_timer(Timer::Decide);
        self.tell_all();
    }

    /// The more recent history wins; of equal ones, the higher number.
    fn is_better(&self, theirs: Vote, ours: Vote) -> bool {
        let rules = self.config.rules;
        let seen = |vote: Vote| {
            let (epoch, zxid) = (rules.recency)(vote.epoch, vote.zxid);
            Vote { epoch, zxid, ..vote }
        };
        (rules.better)(&seen(theirs), &seen(ours))
    }

    /// With a quorum for its vote a server waits a little for a better one; if all are of one mind there is none.
    fn count_votes(&mut self) {
        let Role::Looking(looking) = &self.server.role else { return };
        let supporters = looking.votes.values().filter(|vote| **vote == self.server.vote).count();
        if supporters == usize::from(self.config.members.servers) {
            self.decide();
        } else if supporters >= self.config.quorum() {
            self.fx.set_timer(Timer::Decide, self.config.decide..=self.config.decide);
        }
    }

    /// It is settled, as far as this server is concerned.
    pub fn decide(&mut self) {
        let leader = self.server.vote.leader;
        let Role::Looking(looking) = &mut self.server.role else { return };
        let knocking = mem::take(&mut looking.knocking);
        self.fx.cancel_timer(Timer::Decide);
        self.fx.set_timer(Timer::Patience, self.config.init.clone());
        if leader == self.id {
            self.fx.note(Note::Elected);
            self.server.role = Role::Leading(Leading::new(knocking));
            self.maybe_propose_epoch();
        } else {
            // Whoever came to be led by this server came in vain.
            knocking.keys().filter(|id| **id != leader).for_each(|id| self.fx.close(*id));
            self.follow(leader);
        }
    }

    /// Those who are settled already tell whom they follow. A server joins them if a quorum does, and the leader itself
    /// says that it leads.
    fn hear_settled(&mut self, from: NodeId, theirs: Notification) {
        let Role::Looking(looking) = &mut self.server.role else { unreachable!("told to those who look") };
        let Notification { round, vote, standing } = theirs;
        looking.settled.insert(from, Settled { round, vote, leads: standing == Standing::Leading });
        looking.votes.remove(&from);
        let leader = vote.leader;
        let Some(word) = looking.settled.get(&leader).copied().filter(|word| word.leads && leader != self.id) else {
            return;
        };
        let settled = looking.settled.values().filter(|settled| settled.vote.leader == leader).count();
        let same_round = self.server.round == word.round;
        let looking = looking.votes.values().filter(|vote| same_round && vote.leader == leader).count();
        if settled + looking >= self.config.quorum() {
            (self.server.round, self.server.vote) = (word.round, word.vote);
            self.decide();
        }
    }
}
