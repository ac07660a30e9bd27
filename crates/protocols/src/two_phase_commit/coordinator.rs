//! The coordinator: collects votes, decides, and sees to it that all participants learn of a commit.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::{Effects, Input, NodeId};
use serde::Serialize;

use super::{
    Config, Decision, Disk, Message, Note, Outcome, Record, Timer, Transfer, TwoPhaseCommit, TxId, bank::Account,
};
use crate::session::{Call, Serial};

/// The coordinator's memory. A crash loses it; what must not be lost is in the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Coordinator {
    /// How many transactions it has begun in this life.
    pub begun: u32,
    /// Transactions that it waits for votes on.
    pub collecting: BTreeMap<TxId, Collecting>,
    /// Committed transactions, with those who have not acknowledged.
    pub committing: BTreeMap<TxId, BTreeSet<NodeId>>,
    /// Of each client, the latest request that was aborted in this life.
    pub aborted: BTreeMap<NodeId, Serial>,
}

/// A transaction in its first phase.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Collecting {
    /// Who asked for what.
    pub call: Call<Transfer>,
    /// Who voted yes.
    pub yes: BTreeSet<NodeId>,
    /// Whether it began after the timer was set: then it is given another round.
    pub young: bool,
}

/// The coordinator while it handles one input.
pub(super) struct Step<'a, 'fx> {
    pub config: &'a Config,
    pub memory: &'a mut Coordinator,
    pub fx: &'a mut Effects<'fx, TwoPhaseCommit>,
}

impl Step<'_, '_> {
    /// Starts from the log: of a commit without an end record somebody may not know yet, and is told again (R* §2.2). Of
    /// a transaction without a record nothing is left to do: whoever asks is told that it was aborted (§3).
    pub fn boot(&mut self) {
        self.fx.force(Record::Life);
        let unfinished: Vec<_> = self.disk().committing.iter().map(|(tx, transfer)| (*tx, *transfer)).collect();
        for (tx, transfer) in unfinished {
            self.fx.note(Note::Decided { tx, decision: Decision::Commit });
            self.memory.committing.insert(tx, transfer.participants().into());
        }
        self.tell_again();
    }

    pub fn step(&mut self, input: Input<TwoPhaseCommit>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Votes) => self.votes_overdue(),
            Input::Timer(Timer::Resend) => self.tell_again(),
            Input::Timer(Timer::Inquire | Timer::Retry) => unreachable!("participants and clients arm these"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            // A client's connection: it will ask again. What it asked for goes on.
            Input::Disconnected(_) => {}
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Request { serial, transfer } => self.request(from, serial, transfer),
            Message::Yes(tx) => self.yes(from, tx),
            Message::No(tx) => self.abort(tx, Some(from)),
            Message::Ack(tx) => self.acknowledged(from, tx),
            Message::Inquiry(tx) => self.inquiry(from, tx),
            Message::Reply { .. } | Message::Prepare { .. } | Message::Uncertain(_) => {
                unreachable!("these go to clients and participants")
            }
            Message::Commit(_) | Message::Abort(_) => unreachable!("the coordinator asks nobody how it ended"),
        }
    }

    fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    /// A client asks. If it has asked the same before, it is answered the same: no record of a commit and none under way
    /// means that the attempt was aborted, and can never commit (R* §3), so that it is safe to try again.
    fn request(&mut self, client: NodeId, serial: Serial, transfer: Transfer) {
        let known = |account: Account| self.config.members.index(account.keeper()).is_some();
        let outcome = if !known(transfer.from) || !known(transfer.to) {
            Outcome::NoAccount
        } else if self.disk().committed.get(&client) == Some(&serial) {
            Outcome::Committed
        } else if self.memory.aborted.get(&client) == Some(&serial) {
            Outcome::Aborted
        } else {
            let call = Call { client, serial, command: transfer };
            if self.memory.collecting.values().all(|collecting| collecting.call != call) {
                self.begin(call);
            }
            return;
        };
        self.fx.send(client, Message::Reply { serial, outcome });
    }

    /// Phase one: all participants are asked at once (R* §2.1). Nothing is logged: if this is lost, it was aborted, and that
    /// is what no record says.
    fn begin(&mut self, call: Call<Transfer>) {
        self.memory.begun += 1;
        let tx = TxId { life: self.disk().lives, number: self.memory.begun };
        let young = !self.memory.collecting.is_empty();
        if !young {
            self.fx.set_timer(Timer::Votes, self.config.votes.clone());
        }
        self.fx.note(Note::Began { tx, call: call.clone() });
        let [payer, payee] = call.command.legs();
        for ((node, delta), (peer, _)) in [(payer, payee), (payee, payer)] {
            self.fx.send(node, Message::Prepare { tx, delta, peer });
        }
        self.memory.collecting.insert(tx, Collecting { call, yes: BTreeSet::new(), young });
    }

    /// A vote. Of a transaction that we do not collect for, it comes too late to matter.
    fn yes(&mut self, from: NodeId, tx: TxId) {
        let Some(collecting) = self.memory.collecting.get_mut(&tx) else { return };
        collecting.yes.insert(from);
        if collecting.call.command.participants().iter().all(|node| collecting.yes.contains(node)) {
            self.commit(tx);
        }
    }

    /// Phase two, all voted yes: the commit record is forced, and then all are told (R* §2.1). The record is the commit.
    fn commit(&mut self, tx: TxId) {
        let Some(Collecting { call, .. }) = self.leave_first_phase(tx) else { return };
        let Call { client, serial, command: transfer } = call;
        let record = Record::Commit { tx, call };
        (self.config.rules.commit)(self.fx, record, transfer.participants(), Message::Commit(tx));
        self.fx.note(Note::Decided { tx, decision: Decision::Commit });
        self.fx.send(client, Message::Reply { serial, outcome: Outcome::Committed });
        self.memory.committing.insert(tx, transfer.participants().into());
        if self.config.rules.awaits_acks {
            self.fx.set_timer(Timer::Resend, self.config.resend.clone());
        } else {
            self.forget(tx);
        }
    }

    /// Phase two, somebody voted no or was not heard: presumed abort forces nothing here, waits for nobody, and forgets
    /// (R* §3). Who voted no knows.
    fn abort(&mut self, tx: TxId, refused_by: Option<NodeId>) {
        let Some(Collecting { call, .. }) = self.leave_first_phase(tx) else { return };
        self.fx.write(Record::Aborted(tx));
        self.fx.note(Note::Decided { tx, decision: Decision::Abort });
        for node in call.command.participants().into_iter().filter(|node| Some(*node) != refused_by) {
            self.fx.send(node, Message::Abort(tx));
        }
        self.fx.send(call.client, Message::Reply { serial: call.serial, outcome: Outcome::Aborted });
        self.memory.aborted.insert(call.client, call.serial);
    }

    fn leave_first_phase(&mut self, tx: TxId) -> Option<Collecting> {
        let collecting = self.memory.collecting.remove(&tx)?;
        if self.memory.collecting.is_empty() {
            self.fx.cancel_timer(Timer::Votes);
        }
        Some(collecting)
    }

    /// Votes have not come in time: a coordinator that has not decided may abort on its own (BHG §7.4, timeout actions).
    fn votes_overdue(&mut self) {
        let old = self.memory.collecting.iter().filter(|(_, collecting)| !collecting.young).map(|(tx, _)| *tx);
        for tx in old.collect::<Vec<_>>() {
            self.abort(tx, None);
        }
        self.memory.collecting.values_mut().for_each(|collecting| collecting.young = false);
        if !self.memory.collecting.is_empty() {
            self.fx.set_timer(Timer::Votes, self.config.votes.clone());
        }
    }

    /// Once all have acknowledged, nobody will ask any more: an end record, and it is forgotten (R* §2.1).
    fn acknowledged(&mut self, from: NodeId, tx: TxId) {
        let Some(missing) = self.memory.committing.get_mut(&tx) else { return };
        missing.remove(&from);
        if missing.is_empty() {
            self.forget(tx);
            if self.memory.committing.is_empty() {
                self.fx.cancel_timer(Timer::Resend);
            }
        }
    }

    fn forget(&mut self, tx: TxId) {
        self.memory.committing.remove(&tx);
        self.fx.write(Record::End(tx));
        self.fx.note(Note::Forgot { tx });
    }

    /// Tells those who have not acknowledged a commit once more, until they have.
    fn tell_again(&mut self) {
        for (tx, missing) in &self.memory.committing {
            missing.iter().for_each(|node| self.fx.send(*node, Message::Commit(*tx)));
        }
        if !self.memory.committing.is_empty() {
            self.fx.set_timer(Timer::Resend, self.config.resend.clone());
        }
    }

    /// A participant in doubt asks. Of what it knows nothing, the coordinator says that it was aborted (R* §3). While votes
    /// are collected there is nothing to say yet.
    fn inquiry(&mut self, from: NodeId, tx: TxId) {
        if self.memory.collecting.contains_key(&tx) {
            return;
        }
        let committed = self.memory.committing.contains_key(&tx);
        let decision = if committed { Decision::Commit } else { self.config.rules.presumes };
        self.fx.send(from, Message::decided(tx, decision));
    }
}
