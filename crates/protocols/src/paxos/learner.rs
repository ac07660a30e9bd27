//! Learners (§2.3): every server learns, and answers whom it owes an answer.

use super::{Message, Note, Phase, Timer, ballot::Value, message::Reply, node::Node};

impl Node<'_, '_> {
    /// A value is known to be chosen. What is chosen never changes, so the first time is all that counts.
    pub fn learn(&mut self, value: Value) {
        if self.server.chosen.is_some() {
            return;
        }
        self.fx.note(Note::Learnt { value: value.clone() });
        match core::mem::take(&mut self.server.phase) {
            Phase::Idle => {}
            Phase::Preparing(_) | Phase::Accepting(_) => self.fx.cancel_timer(Timer::Patience),
            Phase::BackingOff => self.fx.cancel_timer(Timer::Backoff),
        }
        (self.server.own, self.server.failures) = (None, 0);
        for (client, serial) in core::mem::take(&mut self.server.waiting) {
            self.fx.send(client, Message::Reply(Reply { serial, value: value.clone() }));
        }
        self.server.chosen = Some(value);
    }
}
