//! The other side of the comparison: the crate `raft` (raft-rs), driven as its example `five_mem_node` does.
//!
//! Five nodes with storage in memory on one thread. Entries of eight bytes are proposed in batches of sixteen; the next
//! batch follows when the last is committed. A node that has mail takes in all of it, then handles what is ready. No
//! ticks are needed once there is a leader. What is left out to its advantage: entries are counted, not executed.

use std::collections::VecDeque;

use raft::{Config, RawNode, prelude::Message, storage::MemStorage};
use slog::{Discard, Logger, o};

use crate::rates::{Counts, SERVERS, WINDOW};

/// Five nodes with a leader, and what is in flight between them.
pub struct Peer {
    nodes: Vec<RawNode<MemStorage>>,
    mail: Vec<VecDeque<Message>>,
    counts: Counts,
}

impl Peer {
    /// A cluster whose first node has been elected.
    pub fn new() -> Self {
        let ids: Vec<u64> = (1..=u64::from(SERVERS)).collect();
        let node = |id: &u64| {
            let config =
                Config { id: *id, max_size_per_msg: 1024 * 1024 * 1024, max_inflight_msgs: 256, ..Config::new(*id) };
            let storage = MemStorage::new_with_conf_state((ids.clone(), vec![]));
            RawNode::new(&config, storage, &Logger::root(Discard, o!())).expect("the configuration is valid")
        };
        let mut peer = Self {
            nodes: ids.iter().map(node).collect(),
            mail: vec![VecDeque::new(); ids.len()],
            counts: Counts::default(),
        };
        peer.nodes[0].campaign().expect("a follower may campaign");
        peer.handle_ready(0);
        peer.settle();
        peer
    }

    /// Goes on until so many more entries have been committed; says what that took.
    pub fn run(&mut self, entries: u64) -> Counts {
        let before = self.counts;
        while self.counts.entries < before.entries + entries {
            for _ in 0..WINDOW {
                self.nodes[0].propose(Vec::new(), b"12345678".to_vec()).expect("the first node leads");
            }
            self.handle_ready(0);
            self.settle();
        }
        self.counts - before
    }

    /// Delivers until nothing is in flight.
    fn settle(&mut self) {
        while self.mail.iter().any(|mail| !mail.is_empty()) {
            for at in 0..self.nodes.len() {
                while let Some(message) = self.mail[at].pop_front() {
                    self.counts.messages += 1;
                    self.nodes[at].step(message).expect("it is between members");
                }
                self.handle_ready(at);
            }
        }
    }

    /// The steps that the documentation of `RawNode` asks for, in its order.
    fn handle_ready(&mut self, at: usize) {
        if !self.nodes[at].has_ready() {
            return;
        }
        let store = self.nodes[at].raft.raft_log.store.clone();
        let mut ready = self.nodes[at].ready();
        self.post(ready.take_messages());
        self.count(at, ready.take_committed_entries().len());
        store.wl().append(ready.entries()).expect("entries follow one another");
        if let Some(hard_state) = ready.hs() {
            store.wl().set_hardstate(hard_state.clone());
        }
        self.post(ready.take_persisted_messages());
        let mut light = self.nodes[at].advance(ready);
        if let Some(commit) = light.commit_index() {
            store.wl().mut_hard_state().set_commit(commit);
        }
        self.post(light.take_messages());
        self.count(at, light.take_committed_entries().len());
        self.nodes[at].advance_apply();
    }

    fn post(&mut self, messages: Vec<Message>) {
        for message in messages {
            let to = usize::try_from(message.to - 1).expect("five members");
            self.mail[to].push_back(message);
        }
    }

    /// The leader knows first that an entry is committed; its clients would be answered then.
    fn count(&mut self, at: usize, committed: usize) {
        if at == 0 {
            self.counts.entries += committed as u64;
        }
    }
}

impl Default for Peer {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peer_commits_what_is_proposed() {
        let counts = Peer::new().run(1_600);
        assert_eq!(counts.entries, 1_600);
        assert!(counts.messages >= 8 * counts.entries, "a round trip to each of four followers: {counts:?}");
    }
}
