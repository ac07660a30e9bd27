//! What a follower does in the three phases.

use quorum_kernel::NodeId;

use super::{
    disk::Write,
    history::{Epoch, Txn, Zxid},
    message::{Message, Note, Sync, Why},
    node::Node,
    state::{FollowerPhase, Following, Role},
    timer::Timer,
};

impl Node<'_, '_> {
    /// Phase 1, step f.1.1: a follower presents itself with the last epoch that it has promised.
    pub fn follow(&mut self, leader: NodeId) {
        self.fx.note(Note::Follows { leader });
        self.server.role = Role::Following(Following { leader, phase: FollowerPhase::Discovery });
        let accepted_epoch = self.disk().accepted_epoch;
        self.fx.send(leader, Message::FollowerInfo { accepted_epoch });
    }

    /// A leader says something. It is this server's leader: a connection that was left is closed.
    pub fn hear_leader(&mut self, from: NodeId, message: Message) {
        let Role::Following(following) = &mut self.server.role else {
            unreachable!("{} has no leader, and {from} sent {message:?}", self.id)
        };
        assert!(following.leader == from, "{} follows {}, and {from} sent {message:?}", self.id, following.leader);
        let init = matches!(following.phase, FollowerPhase::Discovery | FollowerPhase::Synchronization { .. });
        let patience = if init { &self.config.init } else { &self.config.sync };
        self.fx.set_timer(Timer::Patience, patience.clone());
        match (&mut following.phase, message) {
            (FollowerPhase::Discovery, Message::LeaderInfo { epoch }) => self.promise(from, epoch),
            (FollowerPhase::Synchronization { sync }, Message::Sync(theirs)) => *sync = Some(theirs),
            (FollowerPhase::Synchronization { sync }, Message::NewLeader { epoch }) => {
                let sync = sync.take();
                following.phase = FollowerPhase::Synchronized;
                self.take_over(from, sync, epoch);
            }
            (FollowerPhase::Synchronized, Message::UpToDate { committed }) => {
                following.phase = FollowerPhase::Broadcast;
                let epoch = self.disk().current_epoch;
                self.fx.note(Note::Serves { epoch });
                self.deliver_upto(committed);
            }
            (FollowerPhase::Synchronized | FollowerPhase::Broadcast, Message::Proposal(txn)) => self.accept(from, txn),
            (FollowerPhase::Broadcast, Message::Commit { zxid }) => self.deliver_upto(zxid),
            (FollowerPhase::Synchronized | FollowerPhase::Broadcast, Message::Ping) => {
                self.fx.send(from, Message::Pong);
            }
            (phase, message) => unreachable!("{from} sent {message:?} to {} in {}", self.id, phase.name()),
        }
    }

    /// Step f.1.2: it promises an epoch that is later than all that it has promised, and says how recent its history is.
    fn promise(&mut self, leader: NodeId, epoch: Epoch) {
        let disk = self.disk();
        let (accepted, current, last) = (disk.accepted_epoch, disk.current_epoch, disk.history.last());
        if epoch < accepted {
            return self.abandon(Why::OldEpoch);
        }
        if epoch > accepted {
            (self.config.rules.write_epoch)(self.fx, Write::AcceptedEpoch(epoch));
        }
        // It may have promised this very epoch to another: then this does not count.
        let current_epoch = (epoch > accepted).then_some(current);
        self.fx.send(leader, Message::AckEpoch { current_epoch, last });
        if let Role::Following(following) = &mut self.server.role {
            following.phase = FollowerPhase::Synchronization { sync: None };
        }
    }

    /// Phase 2, step f.2.1: the history first, then the epoch that vouches for it, then the acknowledgement: each forced
    /// before the next.
    fn take_over(&mut self, leader: NodeId, sync: Option<Sync>, epoch: Epoch) {
        let history = &self.fx.disk().history;
        let length = history.length();
        let write = match sync {
            None => None,
            Some(Sync::Diff { txns }) if txns.is_empty() => None,
            Some(Sync::Diff { txns }) => Some(Write::History { keep: length, txns }),
            Some(Sync::Trunc { to, txns }) => {
                let keep = history.upto(to).expect("what a leader leaves of a history is not below its snapshot");
                if keep < length {
                    self.fx.note(Note::Truncated { keep });
                }
                Some(Write::History { keep, txns })
            }
            Some(Sync::Snap { snapshot, txns }) => {
                if snapshot.length > self.server.delivered {
                    self.server.delivered = snapshot.length;
                    self.server.last_delivered = snapshot.upto;
                    self.server.machine = snapshot.machine.clone();
                }
                Some(Write::Snapshot { snapshot, txns })
            }
        };
        self.fx.note(Note::TookOver { epoch });
        let rules = self.config.rules;
        (rules.take_over)(self.fx, rules, write, epoch, leader);
    }

    /// Phase 3: it accepts what is proposed, in order, and acknowledges it once it is on disk.
    fn accept(&mut self, leader: NodeId, txn: Txn) {
        let (keep, zxid): (_, Zxid) = (self.disk().history.length(), txn.zxid);
        self.fx.force(Write::History { keep, txns: txn.into() });
        self.fx.send(leader, Message::Ack { zxid });
        if self.config.rules.delivers_proposals {
            self.deliver_upto(zxid);
        }
    }
}
