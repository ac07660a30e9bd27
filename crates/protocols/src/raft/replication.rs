//! Log replication (§5.3), and what is committed by it (§5.4.2).

use std::sync::Arc;

use quorum_kernel::NodeId;

use super::{
    Disk, Entries, Index, Message, Note, Role, Timer,
    disk::Write,
    log::Entry,
    message::{Answered, AppendEntries, AppendResponse, Appended, Reply},
    node::Node,
};
use crate::{machine::Command, session::Call};

impl Node<'_, '_> {
    /// A leader appends an entry behind its first `keep` ones, and sends it on at once.
    pub fn lead_with(&mut self, keep: Index, call: Option<Arc<Call<Command>>>) {
        let Role::Leader(leader) = &mut self.server.role else { unreachable!("only a leader creates entries") };
        let index = keep + 1;
        let own = leader.of(self.id);
        (own.match_index, own.next_index) = (index, index + 1);
        // One allocation for an entry: its place on every disk and in every message shares it.
        let entries = Entries::from(Entry { term: self.fx.disk().term, call });
        self.fx.force(Write::Log { keep, entries: entries.clone() });
        for peer in self.peers() {
            self.send_entries(peer, Some((index, &entries)));
        }
        // Alone, a leader is a majority.
        self.maybe_commit();
    }

    /// Shows the followers that their leader lives, and sends what they lack.
    pub fn heartbeat(&mut self) {
        self.heartbeat_later();
        for peer in self.peers() {
            self.send_entries(peer, None);
        }
    }

    /// (Re)starts the wait for the next heartbeat.
    pub fn heartbeat_later(&mut self) {
        self.fx.set_timer(Timer::Heartbeat, self.config.heartbeat..=self.config.heartbeat);
    }

    /// Sends a follower what it lacks, or nothing new. `fresh` is what stands at the end of the log from an index on.
    fn send_entries(&mut self, peer: NodeId, fresh: Option<(Index, &Entries)>) {
        let Role::Leader(leader) = &mut self.server.role else { return };
        let progress = leader.of(peer);
        let disk: &Disk = self.fx.disk();
        let first = progress.next_index;
        let entries = match fresh {
            Some((index, entries)) if index == first => entries.clone(),
            _ => disk.log.slice(first, self.config.batch),
        };
        // Optimistic: taken for arrived as soon as it is sent, so that the next entry need not wait. Whether it did
        // arrive, the check of the previous entry tells, at the latest in a heartbeat.
        progress.next_index += entries.len() as Index;
        let prev_index = first - 1;
        let append = AppendEntries {
            term: disk.term,
            prev_index,
            prev_term: disk.log.term_at(prev_index).expect("a leader's log reaches as far as it has sent"),
            entries,
            commit: self.server.commit_index,
        };
        self.fx.send(peer, Message::AppendEntries(append));
    }

    /// A leader's entries, or its heartbeat.
    pub fn append_entries(&mut self, from: NodeId, append: AppendEntries) {
        let term = self.term();
        if append.term < term {
            return self.respond(from, Appended::OldTerm);
        }
        if matches!(self.server.role, Role::Leader(_)) {
            // Two leaders in one term: Election Safety (§5.2) says there are none, and where a mutant makes some, that
            // property tells. Neither yields.
            return;
        }
        // "If the leader's term […] is at least as large as the candidate's current term, then the candidate
        // recognizes the leader as legitimate and returns to follower state" (§5.2).
        self.follow(term, Some(from));
        self.wait_for_leader();
        let log = &self.disk().log;
        // "If the follower does not find an entry in its log with the same index and term, then it refuses" (§5.3).
        if log.term_at(append.prev_index) != Some(append.prev_term) {
            return self.respond(from, self.conflict(append.prev_index));
        }
        let same = |(entry, index): (&Entry, Index)| log.term_at(index) == Some(entry.term);
        let known = append.entries.iter().zip(append.prev_index + 1..).take_while(|pair| same(*pair)).count();
        let upto = append.prev_index + append.entries.len() as Index;
        if known < append.entries.len() {
            // "If an existing entry conflicts with a new one […], delete the existing entry and all that follow it"
            // (figure 2). Only then: a message that was overtaken may end before our log does.
            let keep = append.prev_index + known as Index;
            let removes = keep < log.last_index();
            let response = Message::AppendResponse(AppendResponse { term, outcome: Appended::Upto(upto) });
            let write = Write::Log { keep, entries: append.entries.skip(known) };
            (self.config.rules.write_and_answer)(self.fx, write, from, response);
            if removes {
                self.fx.note(Note::Removed { from: keep + 1 });
            }
        } else {
            self.respond(from, Appended::Upto(upto));
        }
        // "Set commitIndex = min(leaderCommit, index of last new entry)" (figure 2): what stands behind that one may
        // be of another leader.
        self.commit_upto(append.commit.min(upto));
    }

    fn respond(&mut self, to: NodeId, outcome: Appended) {
        let term = self.term();
        self.fx.send(to, Message::AppendResponse(AppendResponse { term, outcome }));
    }

    /// What a follower says that lacks the leader's entry at `prev_index`.
    fn conflict(&self, prev_index: Index) -> Appended {
        let log = &self.disk().log;
        match log.term_at(prev_index) {
            None => Appended::Conflict { prev_index, term: None, index: log.last_index() + 1 },
            Some(term) => Appended::Conflict { prev_index, term: Some(term), index: log.first_at_or_after(term) },
        }
    }

    /// A follower answered. It may have done so long ago, twice, or before an answer that we have already.
    pub fn append_response(&mut self, from: NodeId, response: AppendResponse) {
        let disk: &Disk = self.fx.disk();
        if response.term < disk.term {
            return;
        }
        let Role::Leader(leader) = &mut self.server.role else { return };
        let progress = leader.of(from);
        match response.outcome {
            Appended::Upto(index) => {
                // A server that lost its disk and leads again may hear what was meant for its former self.
                let index = index.min(disk.log.last_index());
                // Within a term a follower's log only grows towards its leader's, so the highest answer is still true.
                progress.match_index = progress.match_index.max(index);
                progress.next_index = progress.next_index.max(index + 1);
                let lacks = progress.next_index <= disk.log.last_index();
                self.maybe_commit();
                if lacks {
                    self.send_entries(from, None);
                }
            }
            Appended::Conflict { prev_index, term, index } => {
                if prev_index >= progress.next_index {
                    return; // We have backed up further since.
                }
                // "The leader can decrement nextIndex to bypass all of the conflicting entries in that term" (end of
                // §5.3). If our log has entries of that term, the logs agree at the last of them at best; if not,
                // they agree before that term's first entry at best.
                let ours = term.and_then(|term| disk.log.last_of(term)).filter(|last| *last < prev_index);
                progress.next_index = ours.map_or(index, |last| last + 1).clamp(1, prev_index.max(1));
                self.send_entries(from, None);
            }
            Appended::OldTerm => {}
        }
    }

    /// "A log entry is committed once the leader that created the entry has replicated it on a majority of the
    /// servers. This also commits all preceding entries" (§5.3).
    fn maybe_commit(&mut self) {
        let Role::Leader(leader) = &self.server.role else { return };
        let index = leader.on_majority(self.config.majority());
        let disk: &Disk = self.fx.disk();
        let Some(created) = disk.log.term_at(index).filter(|_| index > self.server.commit_index) else { return };
        // "Only log entries from the leader's current term are committed by counting replicas" (§5.4.2).
        let term = disk.term;
        if (self.config.rules.may_commit)(created, term) {
            self.fx.note(Note::Committed { term, index });
            self.commit_upto(index);
        }
    }

    /// "If commitIndex > lastApplied: increment lastApplied, apply log[lastApplied] to state machine" (figure 2).
    fn commit_upto(&mut self, index: Index) {
        self.server.commit_index = self.server.commit_index.max(index);
        while self.server.last_applied < self.server.commit_index {
            let index = self.server.last_applied + 1;
            let Some(entry) = self.fx.disk().log.get(index).cloned() else { break };
            self.server.last_applied = index;
            let executed = entry.call.as_ref().and_then(|call| {
                let answer = self.server.machine.apply(call)?;
                Some((call.client, Reply { serial: call.serial, result: Answered::Done(answer) }))
            });
            self.fx.note(Note::Applied { index, entry });
            if let (Role::Leader(_), Some((client, reply))) = (&self.server.role, executed) {
                self.fx.send(client, Message::Reply(reply));
            }
        }
    }

    /// A client asks for something (§8).
    pub fn request(&mut self, call: Arc<Call<Command>>) {
        let (client, serial) = (call.client, call.serial);
        if !matches!(self.server.role, Role::Leader(_)) {
            let result = Answered::NotLeader { leader: self.server.leader(self.id) };
            return self.fx.send(client, Message::Reply(Reply { serial, result }));
        }
        // "If it receives a command whose serial number has already been executed, it responds immediately without
        // re-executing the request" (§8).
        if let Some(answer) = self.server.machine.answer(&call) {
            let result = Answered::Done(answer.clone());
            return self.fx.send(client, Message::Reply(Reply { serial, result }));
        }
        let last = self.disk().log.last_index();
        self.lead_with(last, Some(call));
    }
}
