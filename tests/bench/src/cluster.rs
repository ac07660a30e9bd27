//! Our side of the comparison: the kernel applies Raft's actions, and nothing is recorded.
//!
//! Five servers, and sixteen clients that each have one request under way: the leader gets sixteen proposals before the
//! first of them is committed, as the peer does. Messages arrive in the order in which they were sent; no timer is
//! needed once there is a leader. More is done than in the peer: requests and replies travel as messages too, and a
//! key-value store with client sessions executes every entry on every server.

use std::collections::VecDeque;

use quorum_kernel::{Action, Happening, Members, NodeId, Step, Timing, Trace, World};
use quorum_protocols::{
    machine::Command,
    raft::{Config, Message, Raft, Timer},
};

use crate::rates::{Counts, SERVERS, WINDOW};

/// A running cluster with a leader.
pub struct Cluster {
    world: World<Raft>,
    trace: Trace<Raft>,
    /// What is in flight, in the order in which it was sent.
    mail: VecDeque<(NodeId, NodeId, Message)>,
    counts: Counts,
    request: Command,
}

impl Cluster {
    /// A cluster whose first server has been elected, with the first requests sent.
    pub fn new() -> Self {
        let mut cluster = Self {
            world: World::new(Config::new(SERVERS, WINDOW), Timing::Asynchronous),
            trace: Trace::default(),
            mail: VecDeque::new(),
            counts: Counts::default(),
            // Eight bytes, as in the peer.
            request: Command::Put { key: "k".into(), value: "12345678".into() },
        };
        cluster.world.start(&mut cluster.trace);
        cluster.take_mail();
        cluster.apply(Action::Step(Step::Fire { node: NodeId::server(1), timer: Timer::Election }));
        while let Some((from, to, message)) = cluster.mail.pop_front() {
            cluster.apply(Action::Step(Step::Deliver { from, to, message }));
        }
        let Members { clients, .. } = cluster.world.members();
        (1..=clients).for_each(|client| cluster.ask(NodeId::client(client)));
        cluster
    }

    /// Goes on until so many more entries have been committed and answered; says what that took.
    pub fn run(&mut self, entries: u64) -> Counts {
        let before = self.counts;
        while self.counts.entries < before.entries + entries {
            let (from, to, message) = self.mail.pop_front().expect("sixteen requests are under way");
            self.counts.messages += 1;
            self.apply(Action::Step(Step::Deliver { from, to, message }));
        }
        self.counts - before
    }

    fn ask(&mut self, client: NodeId) {
        self.apply(Action::Step(Step::Invoke { client, request: self.request.clone() }));
    }

    fn apply(&mut self, action: Action<Raft>) {
        self.world.apply(&action, &mut self.trace).expect("what was sent can be delivered");
        if let Some(client) = self.take_mail() {
            self.counts.entries += 1;
            self.ask(client);
        }
    }

    /// Collects what was sent; names the client that was answered, if one was.
    fn take_mail(&mut self) -> Option<NodeId> {
        let mut answered = None;
        for happening in self.trace.happened.drain(..) {
            match happening {
                Happening::Sent { from, to, message } => self.mail.push_back((from, to, message)),
                Happening::Replied { client, .. } => answered = Some(client),
                _ => {}
            }
        }
        answered
    }
}

impl Default for Cluster {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_a_round_trip_to_every_server_and_one_to_its_client() {
        let counts = Cluster::new().run(1_600);
        assert_eq!((counts.entries, counts.messages), (1_600, 16_000));
    }
}
