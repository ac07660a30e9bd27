//! Delivering: what is committed is given to the state machine, in the order of the history.

use super::{
    history::Zxid,
    message::{Answered, Message, Note, Reply},
    node::Node,
    state::Role,
};

impl Node<'_, '_> {
    /// Delivers what stands in the history up to here and is not delivered yet. The leader answers the clients.
    pub fn deliver_upto(&mut self, zxid: Zxid) {
        loop {
            let index = self.server.delivered + 1;
            let next = self.fx.disk().history.get(index).filter(|txn| txn.zxid <= zxid);
            let Some(txn) = next.cloned() else { return };
            let after = self.server.last_delivered;
            (self.server.delivered, self.server.last_delivered) = (index, txn.zxid);
            let answer = self.server.machine.apply(&txn.call);
            let (client, serial) = (txn.call.client, txn.call.serial);
            self.fx.note(Note::Delivered { index, after, txn });
            if let (Role::Leading(_), Some(answer)) = (&self.server.role, answer) {
                let result = Answered::Done(answer);
                self.fx.send(client, Message::Reply(Reply { serial, result }));
            }
        }
    }
}
