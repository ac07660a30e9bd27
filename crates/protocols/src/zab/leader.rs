//! What a leader does in the three phases: wins a quorum over for an epoch, makes their histories its own, broadcasts.

use std::sync::Arc;

use quorum_kernel::NodeId;

use super::{
    disk::Write,
    history::{Epoch, Snapshot, Txn, Zxid},
    message::{Answered, Message, Note, Reply, Sync, Why},
    node::Node,
    state::{LeaderPhase, Leading, Learner, Role},
    timer::Timer,
};
use crate::{
    machine::{Command, StateMachine as _},
    session::Call,
};

impl Node<'_, '_> {
    fn leading(&mut self) -> Option<&mut Leading> {
        match &mut self.server.role {
            Role::Leading(leading) => Some(leading),
            _ => None,
        }
    }

    /// Somebody comes to be led.
    pub fn follower_info(&mut self, from: NodeId, accepted_epoch: Epoch) {
        match &mut self.server.role {
            // Not yet: it may have decided before this server did.
            Role::Looking(looking) => drop(looking.knocking.insert(from, accepted_epoch)),
            Role::Following(following) if following.leader == from => self.abandon(Why::LeaderFollows),
            Role::Following(_) => self.fx.close(from),
            Role::Leading(leading) => {
                leading.learners.insert(from, Learner::Informed { accepted_epoch });
                match leading.phase {
                    LeaderPhase::Discovery => self.maybe_propose_epoch(),
                    _ => self.invite(from),
                }
            }
        }
    }

    /// Phase 1, step l.1.1: with a quorum present, it proposes an epoch that is later than all that they have promised.
    pub fn maybe_propose_epoch(&mut self) {
        let (ours, quorum) = (self.disk().accepted_epoch, self.config.quorum());
        let Some(leading) = self.leading() else { return };
        if leading.learners.len() + 1 < quorum {
            return;
        }
        let informed = leading.learners.values().filter_map(|learner| match learner {
            Learner::Informed { accepted_epoch } => Some(*accepted_epoch),
            _ => None,
        });
        let epoch = informed.fold(ours, Epoch::max) + 1;
        leading.phase = LeaderPhase::NewEpoch;
        let present = leading.those(|_| true);
        // It promises the epoch itself before it tells of it: a crash, and it will not propose that one again.
        (self.config.rules.write_epoch)(self.fx, Write::AcceptedEpoch(epoch));
        self.fx.note(Note::NewEpoch { epoch });
        present.into_iter().for_each(|learner| self.invite(learner));
        self.maybe_synchronize();
    }

    fn invite(&mut self, learner: NodeId) {
        let epoch = self.disk().accepted_epoch;
        self.fx.send(learner, Message::LeaderInfo { epoch });
        if let Some(leading) = self.leading() {
            leading.learners.insert(learner, Learner::Invited);
        }
    }

    /// A follower says something.
    pub fn hear_follower(&mut self, from: NodeId, message: Message) {
        let id = self.id;
        let Some(leading) = self.leading().filter(|leading| leading.learners.contains_key(&from)) else {
            unreachable!("{from} does not follow {id}, and sent {message:?}")
        };
        if leading.phase == LeaderPhase::Broadcast {
            leading.heard.insert(from);
        }
        match message {
            Message::AckEpoch { current_epoch, last } => self.ack_epoch(from, current_epoch, last),
            Message::Ack { zxid: Zxid { counter: 0, .. } } => self.ack_new_leader(from),
            Message::Ack { zxid } => {
                leading.learners.insert(from, Learner::Synchronized { acked: zxid });
                self.maybe_commit();
            }
            _ => {}
        }
    }

    /// A follower has promised the epoch.
    fn ack_epoch(&mut self, from: NodeId, current_epoch: Option<Epoch>, last: Zxid) {
        let disk = self.fx.disk();
        let rules = self.config.rules;
        let ours = (rules.recency)(disk.current_epoch, disk.history.last());
        let Some(leading) = self.leading() else { return };
        leading.learners.insert(from, Learner::Promised { counts: current_epoch.is_some(), last });
        if leading.phase != LeaderPhase::NewEpoch {
            return self.synchronize(from);
        }
        // In the paper the leader now takes the most recent history of its quorum (step l.1.2). This one was elected
        // because its own is the most recent; where that turns out wrong, it gives up.
        if current_epoch.is_some_and(|epoch| (rules.recency)(epoch, last) > ours) {
            return self.abandon(Why::Behind);
        }
        self.maybe_synchronize();
    }

    /// Phase 2, step l.2.1: with the promises of a quorum, its history is that of the epoch.
    fn maybe_synchronize(&mut self) {
        let quorum = self.config.quorum();
        let Some(leading) = self.leading() else { return };
        if leading.count(|learner| matches!(learner, Learner::Promised { counts: true, .. })) < quorum {
            return;
        }
        leading.phase = LeaderPhase::Synchronization;
        let promised = leading.those(|learner| matches!(learner, Learner::Promised { .. }));
        let epoch = self.disk().accepted_epoch;
        self.fx.note(Note::Synchronizes { epoch });
        (self.config.rules.write_epoch)(self.fx, Write::CurrentEpoch(epoch));
        self.fx.note(Note::TookOver { epoch });
        promised.into_iter().for_each(|learner| self.synchronize(learner));
        self.maybe_establish();
    }

    /// Sends a follower what makes its history the leader's, and that it is whole then.
    fn synchronize(&mut self, learner: NodeId) {
        let disk = self.fx.disk();
        let (epoch, history) = (disk.accepted_epoch, &disk.history);
        let upto = history.last();
        let Some(Learner::Promised { last, .. }) = self.leading().and_then(|it| it.learners.get(&learner).copied())
        else {
            return;
        };
        let history = &self.fx.disk().history;
        let sync = (self.config.rules.synchronize)(history, last, self.config.window).unwrap_or_else(|| {
            // What is delivered stays delivered, so that it can be handed out as what it made.
            let length = self.server.delivered;
            let machine = self.server.machine.clone();
            let snapshot = Arc::new(Snapshot { upto: self.server.last_delivered, length, machine });
            Sync::Snap { snapshot, txns: history.after(length) }
        });
        self.fx.send(learner, Message::Sync(sync));
        self.fx.send(learner, Message::NewLeader { epoch });
        if let Some(leading) = self.leading() {
            leading.learners.insert(learner, Learner::Synchronizing { upto });
        }
    }

    /// A follower has taken over the history.
    fn ack_new_leader(&mut self, from: NodeId) {
        let committed = self.server.last_delivered;
        let Some(leading) = self.leading() else { return };
        let Some(Learner::Synchronizing { upto }) = leading.learners.get(&from).copied() else { return };
        leading.learners.insert(from, Learner::Synchronized { acked: upto });
        if leading.phase == LeaderPhase::Broadcast {
            // Step l.3.4: a follower that comes later.
            self.fx.send(from, Message::UpToDate { committed });
            self.maybe_commit();
        } else {
            self.maybe_establish();
        }
    }

    /// Step l.2.2: with a quorum that has taken over the history, all of it is committed.
    fn maybe_establish(&mut self) {
        let (quorum, rules) = (self.config.quorum(), self.config.rules);
        let Some(leading) = self.leading() else { return };
        if !(rules.establishes)(leading.count(Learner::is_synchronized), quorum) {
            return;
        }
        leading.phase = LeaderPhase::Broadcast;
        leading.heard.clear();
        let synchronized = leading.those(Learner::is_synchronized);
        let disk = self.fx.disk();
        let (epoch, committed) = (disk.current_epoch, disk.history.last());
        self.fx.note(Note::Established { epoch });
        self.fx.set_timer(Timer::Patience, self.config.sync.clone());
        self.fx.set_timer(Timer::Ping, self.config.ping..=self.config.ping);
        self.deliver_upto(committed);
        for learner in synchronized {
            self.fx.send(learner, Message::UpToDate { committed });
        }
    }

    /// A client asks for something.
    pub fn request(&mut self, call: Arc<Call<Command>>) {
        let (client, serial) = (call.client, call.serial);
        let answered = |result| Message::Reply(Reply { serial, result });
        let leader = self.server.leader(self.id);
        let reads = matches!(call.command, Command::Get { .. });
        if leader.is_some() && leader != Some(self.id) && reads && self.config.local_reads {
            let answer = self.server.machine.machine().clone().apply(&call.command);
            return self.fx.send(client, answered(Answered::Done(answer)));
        }
        if leader != Some(self.id) {
            return self.fx.send(client, answered(Answered::NotLeader { leader }));
        }
        if let Some(answer) = self.server.machine.answer(&call) {
            let answer = answer.clone();
            return self.fx.send(client, answered(Answered::Done(answer)));
        }
        self.broadcast(call);
    }

    /// Phase 3, step l.3.1: the primary proposes, in the order of identifiers. It is a follower of its own too: it
    /// writes the transaction down before its own word counts.
    fn broadcast(&mut self, call: Arc<Call<Command>>) {
        let disk = self.fx.disk();
        let zxid = disk.history.last().next_in(disk.current_epoch);
        let (keep, txn) = (disk.history.length(), Txn { zxid, call });
        let Some(leading) = self.leading() else { return };
        let receivers = leading.those(Learner::is_sent_proposals);
        self.fx.note(Note::Broadcast { txn: txn.clone(), delivered: self.server.delivered });
        for learner in receivers {
            self.fx.send(learner, Message::Proposal(txn.clone()));
        }
        self.fx.force(Write::History { keep, txns: txn.into() });
        self.maybe_commit();
    }

    /// Step l.3.2: what a quorum has is committed, in order.
    fn maybe_commit(&mut self) {
        loop {
            let Some(txn) = self.fx.disk().history.get(self.server.delivered + 1) else { return };
            let (zxid, quorum) = (txn.zxid, self.config.quorum());
            let Role::Leading(leading) = &self.server.role else { return };
            let has = |learner: &Learner| matches!(learner, Learner::Synchronized { acked } if *acked >= zxid);
            if leading.phase != LeaderPhase::Broadcast || leading.count(has) < quorum {
                return;
            }
            let synchronized = leading.those(Learner::is_synchronized);
            self.deliver_upto(zxid);
            for learner in synchronized {
                self.fx.send(learner, Message::Commit { zxid });
            }
        }
    }

    /// A leader shows that it lives.
    pub fn ping(&mut self) {
        self.fx.set_timer(Timer::Ping, self.config.ping..=self.config.ping);
        let Some(leading) = self.leading() else { return };
        for learner in leading.those(Learner::is_synchronized) {
            self.fx.send(learner, Message::Ping);
        }
    }

    /// A leader that has not heard from a quorum for a while leads no more, nor does one that could not establish its
    /// epoch.
    pub fn count_heard(&mut self) {
        let quorum = self.config.quorum();
        let Some(leading) = self.leading() else { return };
        if leading.phase != LeaderPhase::Broadcast {
            return self.abandon(Why::Silence);
        }
        if leading.heard.len() + 1 < quorum {
            return self.abandon(Why::NoQuorum);
        }
        leading.heard.clear();
        self.fx.set_timer(Timer::Patience, self.config.sync.clone());
    }

    /// The connection to one that may follow is lost.
    pub fn lost_follower(&mut self, peer: NodeId) {
        let quorum = self.config.quorum();
        let Some(leading) = self.leading() else { return };
        leading.learners.remove(&peer);
        leading.heard.remove(&peer);
        if leading.phase == LeaderPhase::Broadcast && leading.learners.len() + 1 < quorum {
            self.abandon(Why::NoQuorum);
        }
    }
}
