//! A participant: keeps one account, votes, and does what was decided.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::{Effects, Input, NodeId};
use serde::Serialize;

use super::{
    COORDINATOR, Config, Decision, Disk, Message, Note, Prepared, Record, Standing, Timer, TwoPhaseCommit, TxId, Vote,
};

/// A participant's memory: hardly anything. What it is in doubt about, and so what is locked, is on its disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Participant {
    /// What it has asked about since it started, with those who answered that they know no more.
    pub asked: BTreeMap<TxId, BTreeSet<NodeId>>,
}

/// A participant while it handles one input.
pub(super) struct Step<'a, 'fx> {
    pub config: &'a Config,
    pub memory: &'a mut Participant,
    pub fx: &'a mut Effects<'fx, TwoPhaseCommit>,
}

impl Step<'_, '_> {
    /// Starts from the log: a yes without an end is still a yes. The account stays locked, and somebody must know (R*
    /// §2.2).
    pub fn boot(&mut self) {
        if !self.disk().in_doubt.is_empty() {
            self.in_doubt_for_long();
        }
    }

    pub fn step(&mut self, input: Input<TwoPhaseCommit>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Inquire) => self.in_doubt_for_long(),
            Input::Timer(_) => unreachable!("a participant arms its inquire timer only"),
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("only clients have connections"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Prepare { tx, delta, peer } => self.prepare(tx, Prepared { delta, peer }),
            Message::Commit(tx) => self.commit(tx),
            Message::Abort(tx) => self.abort(tx),
            Message::Inquiry(tx) => self.inquiry(from, tx),
            Message::Uncertain(tx) => self.uncertain(from, tx),
            Message::Request { .. } | Message::Reply { .. } => unreachable!("clients talk to the coordinator"),
            Message::Yes(_) | Message::No(_) | Message::Ack(_) => unreachable!("these go to the coordinator"),
        }
    }

    fn disk(&self) -> &Disk {
        self.fx.disk()
    }

    /// The coordinator asks for our vote. What has been said before is said again.
    fn prepare(&mut self, tx: TxId, prepared: Prepared) {
        match self.disk().standing(tx) {
            None => self.vote(tx, prepared),
            Some(Standing::InDoubt(_)) => self.fx.send(COORDINATOR, Message::Yes(tx)),
            Some(Standing::Ended(Decision::Abort)) => {
                self.fx.note(Note::Voted { tx, vote: Vote::Late });
                self.fx.send(COORDINATOR, Message::No(tx));
            }
            Some(Standing::Ended(Decision::Commit)) => {}
        }
    }

    /// Who can commit forces a prepare record, and votes yes then; who cannot writes an abort record, votes no, and is done
    /// with it (R* §2.1, §3).
    fn vote(&mut self, tx: TxId, prepared: Prepared) {
        let vote = self.opinion(prepared.delta);
        self.fx.note(Note::Voted { tx, vote });
        if vote == Vote::Yes {
            (self.config.rules.vote_yes)(self.fx, Record::Prepared { tx, prepared }, Message::Yes(tx));
            self.wait_in_doubt();
            return;
        }
        if self.config.forces_no {
            self.fx.force(Record::Aborted(tx));
        } else {
            self.fx.write(Record::Aborted(tx));
        }
        self.fx.note(Note::Decided { tx, decision: Decision::Abort });
        self.fx.send(COORDINATOR, Message::No(tx));
    }

    /// Yes, if the account bears it. A yes locks the account until the transaction ends, since what the yes rests on must
    /// stay so; who comes meanwhile is refused. To let it wait would need something against two that wait for each other.
    fn opinion(&self, delta: i64) -> Vote {
        let disk = self.disk();
        match disk.in_doubt.first_key_value() {
            Some((by, _)) if self.config.rules.holds_locks => Vote::Locked { by: *by },
            _ if disk.balance() + delta < 0 => Vote::TooLittle,
            _ => Vote::Yes,
        }
    }

    fn wait_in_doubt(&mut self) {
        self.fx.set_timer(Timer::Inquire, self.config.inquire.clone());
    }

    /// All voted yes. The record is forced before it is acknowledged: after that the coordinator forgets (R* §2.1).
    fn commit(&mut self, tx: TxId) {
        match self.disk().standing(tx) {
            Some(Standing::InDoubt(_)) => {
                self.fx.force(Record::Committed(tx));
                self.ended(tx, Decision::Commit);
                self.fx.send(COORDINATOR, Message::Ack(tx));
            }
            // Our acknowledgement was lost. (Or our log knows nothing of it, or another end, which only a lost disk or a
            // mutant can bring about; then all that is left to do is to let the coordinator forget.)
            Some(Standing::Ended(_)) | None => self.fx.send(COORDINATOR, Message::Ack(tx)),
        }
    }

    /// It was aborted, or is presumed to have been. Nothing is forced, and nobody waits to hear of it (R* §3).
    fn abort(&mut self, tx: TxId) {
        match self.disk().standing(tx) {
            // The answer to a question of long ago: the coordinator knew that we had committed, and has forgotten.
            Some(Standing::Ended(_)) => {}
            // Never asked to vote, it notes the end all the same, so that the question will be refused when it comes.
            Some(Standing::InDoubt(_)) | None => {
                self.fx.write(Record::Aborted(tx));
                self.ended(tx, Decision::Abort);
            }
        }
    }

    fn ended(&mut self, tx: TxId, decision: Decision) {
        self.memory.asked.remove(&tx);
        self.fx.note(Note::Decided { tx, decision });
        if self.disk().in_doubt.is_empty() {
            self.fx.cancel_timer(Timer::Inquire);
        }
    }

    /// In doubt, and nothing came. It may not decide: some other participant may have been told either. So it asks the
    /// coordinator (R* §2.2), and the other participant too (the cooperative termination protocol, BHG §7.4).
    fn in_doubt_for_long(&mut self) {
        let in_doubt: Vec<_> = self.disk().in_doubt.iter().map(|(tx, prepared)| (*tx, prepared.peer)).collect();
        for (tx, peer) in in_doubt {
            if !self.config.rules.waits_in_doubt {
                self.abort(tx);
                continue;
            }
            self.fx.note(Note::Asks { tx });
            self.memory.asked.entry(tx).or_default();
            self.fx.send(COORDINATOR, Message::Inquiry(tx));
            if self.config.cooperative {
                self.fx.send(peer, Message::Inquiry(tx));
            }
        }
        if !self.disk().in_doubt.is_empty() {
            self.wait_in_doubt();
        }
    }

    /// The other participant asks. Who knows the end tells it; who has not voted can still abort, and does; who is in
    /// doubt itself is of no help (BHG §7.4).
    fn inquiry(&mut self, from: NodeId, tx: TxId) {
        let answer = match self.disk().standing(tx) {
            Some(Standing::Ended(decision)) => Message::decided(tx, decision),
            Some(Standing::InDoubt(_)) => Message::Uncertain(tx),
            None => {
                // Forced: the question for our vote may still be on its way, and must find this answer.
                self.fx.force(Record::Aborted(tx));
                self.fx.note(Note::Decided { tx, decision: Decision::Abort });
                Message::Abort(tx)
            }
        };
        self.fx.send(from, answer);
    }

    fn uncertain(&mut self, from: NodeId, tx: TxId) {
        if let Some(uncertain) = self.memory.asked.get_mut(&tx) {
            uncertain.insert(from);
        }
    }
}
