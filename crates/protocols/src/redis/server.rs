//! A Redis: its keys, the clock that ends them, its replica, and what it does after a crash.

use quorum_kernel::{Effects, Input, NodeId};

use super::{
    Config, Deployment, Lock,
    message::{Message, Note, Outcome, Pass, Set, Snapshot, Timer},
    state::{Kept, Offset, Redis, Role, Write},
    store::{Entry, Key, Store, Token, Value},
};

/// A Redis while it handles one input.
pub(super) struct Server<'a, 'fx, K: Deployment> {
    pub config: &'a Config,
    pub id: NodeId,
    pub redis: &'a mut Redis,
    pub fx: &'a mut Effects<'fx, Lock<K>>,
}

/// Who is master of an epoch, where there is a replica.
fn master_of(epoch: u32) -> NodeId {
    NodeId::server(if epoch % 2 == 1 { 1 } else { 2 })
}

impl<K: Deployment> Server<'_, '_, K> {
    /// Starts: with the keys that its disk kept, if it keeps any.
    pub fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Lock<K>>) -> Redis {
        let Kept { epoch, offset, store } = fx.disk().redis.clone();
        let first_life = fx.disk().lives == 0;
        fx.force(Write::Life);
        let lives = fx.disk().lives;
        let mut redis = Redis { role: Role::Master, offset, store };
        let mut server = Server { config, id, redis: &mut redis, fx };
        if config.has_replica() {
            server.take_part(epoch.max(1));
        } else if config.delayed_restart && !first_life && config.rules.rests {
            // "We just need to make an instance, after a crash, unavailable for at least a bit more than the max TTL we
            // use" (Performance, Crash Recovery and fsync).
            server.redis.role = Role::Resting;
            server.fx.note(Note::Rests);
            server.fx.set_timer(Timer::Rejoin, config.rest());
        }
        server.wind_clock();
        if redis.role == Role::Master {
            redis.offset.life = lives;
        }
        redis
    }

    /// Handles one input.
    pub fn step(&mut self, input: Input<Lock<K>>) {
        match input {
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(Timer::Expire(key)) => self.expire(key),
            Input::Timer(Timer::Rejoin) => {
                self.redis.role = Role::Master;
                self.fx.note(Note::Rejoined);
            }
            Input::Timer(Timer::Ping) => {
                self.replicate();
                self.fx.set_timer(Timer::Ping, self.config.ping());
            }
            Input::Timer(Timer::Failover) => self.promote(),
            Input::Timer(Timer::Valid | Timer::Retry | Timer::Work | Timer::Use) => {
                unreachable!("only clients arm these timers")
            }
            Input::Request(_) => unreachable!("requests enter at clients"),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        // A Redis that rests hears nothing: as if it were still down.
        if self.redis.role == Role::Resting {
            return;
        }
        match message {
            Message::Set(set) => self.set(from, set),
            Message::Get { token } => {
                let outcome = if self.redis.store.owner().is_some() { Outcome::Taken } else { Outcome::Free };
                self.answer(from, token, outcome);
            }
            Message::Delete { token, compare } => self.delete(token, compare),
            Message::Replicate(snapshot) => self.take_over(snapshot),
            Message::Answer { .. }
            | Message::Read(_)
            | Message::Value { .. }
            | Message::Write { .. }
            | Message::Written { .. } => unreachable!("sent to clients, or by them to the resource"),
        }
    }

    /// `SET lock token NX PX px`; where numbers fence, `INCR fence` in the same script: no other grant can come between.
    fn set(&mut self, client: NodeId, Set { token, px, nx }: Set) {
        if self.redis.role == Role::Replica {
            return self.answer(client, token, Outcome::ReadOnly);
        }
        if !self.redis.store.set(Key::Lock, Entry { value: Value::Token(token), px }, nx) {
            return self.answer(client, token, Outcome::Taken);
        }
        let fence = if self.config.counts() { (self.config.rules.next_fence)(&mut self.redis.store) } else { 0 };
        self.wind_clock();
        self.fx.note(Note::Locked(Pass { token, fence }));
        self.persist();
        // The client hears of it before the replica does: replication is asynchronous.
        self.answer(client, token, Outcome::Granted(fence));
        self.replicate();
    }

    fn answer(&mut self, client: NodeId, token: Token, outcome: Outcome) {
        self.fx.send(client, Message::Answer { token, outcome });
    }

    /// "Remove the key only if it exists and the value stored at the key is exactly the one I expect to be."
    fn delete(&mut self, by: Token, compare: bool) {
        let Some(held) = self.redis.store.owner() else { return };
        if self.redis.role == Role::Replica || (compare && held != by) {
            return;
        }
        self.redis.store.delete(Key::Lock);
        self.fx.cancel_timer(Timer::Expire(Key::Lock));
        self.fx.note(Note::Unlocked { held, by });
        self.persist();
        self.replicate();
    }

    fn expire(&mut self, key: Key) {
        let held = self.redis.store.owner();
        self.redis.store.delete(key);
        if let Some(held) = held {
            self.fx.note(Note::Expired { held });
        }
        self.persist();
        self.replicate();
    }

    /// Sets the clock for every key that is to end, from now on. After a restart that gives a key more time than it had:
    /// too long is safe.
    fn wind_clock(&mut self) {
        self.fx.cancel_timer(Timer::Expire(Key::Lock));
        if self.redis.role == Role::Replica {
            // A replica waits for its master to say that a key has ended.
            return;
        }
        let ending: Vec<_> = self.redis.store.iter().filter_map(|(key, entry)| Some((key, entry.px?))).collect();
        for (key, px) in ending {
            self.fx.set_timer(Timer::Expire(key), px..=px);
        }
    }

    /// With `appendfsync always`: nobody hears of a change that a crash could take back.
    fn persist(&mut self) {
        self.redis.offset.changes += 1;
        if self.config.persist {
            let epoch = self.fx.disk().redis.epoch;
            self.keep(epoch);
        }
    }

    fn keep(&mut self, epoch: u32) {
        let store = if self.config.persist { self.redis.store.clone() } else { Store::default() };
        let offset = if self.config.persist { self.redis.offset } else { Offset::default() };
        self.fx.force(Write::Redis(Kept { epoch, offset, store }));
    }

    // What follows is about the replica.

    fn peer(&self) -> NodeId {
        NodeId::server(if self.id.number() == 1 { 2 } else { 1 })
    }

    /// Leads or follows in an epoch.
    fn take_part(&mut self, epoch: u32) {
        if epoch != self.fx.disk().redis.epoch {
            self.keep(epoch);
        }
        if master_of(epoch) == self.id {
            self.redis.role = Role::Master;
            self.fx.cancel_timer(Timer::Failover);
            self.fx.set_timer(Timer::Ping, self.config.ping());
        } else {
            self.redis.role = Role::Replica;
            self.fx.cancel_timer(Timer::Ping);
            self.fx.set_timer(Timer::Failover, self.config.failover());
        }
    }

    fn replicate(&mut self) {
        if self.config.has_replica() && self.redis.role == Role::Master {
            let epoch = self.fx.disk().redis.epoch;
            let (offset, store) = (self.redis.offset, self.redis.store.clone());
            self.fx.send(self.peer(), Message::Replicate(Snapshot { epoch, offset, store }));
        }
    }

    /// A replica takes in what its master has; a master learns that there is a newer one.
    fn take_over(&mut self, Snapshot { epoch, offset, store }: Snapshot) {
        let ours = self.fx.disk().redis.epoch;
        if epoch < ours {
            return;
        }
        if epoch > ours && self.redis.role == Role::Master {
            self.fx.note(Note::Demoted { epoch });
        }
        // Of one epoch, a snapshot that was overtaken is old; of a newer one, everything is new.
        if epoch > ours || offset > self.redis.offset {
            (self.redis.offset, self.redis.store) = (offset, store);
            if self.config.persist {
                self.keep(epoch);
            }
        }
        self.take_part(epoch);
        self.wind_clock();
    }

    /// "The replica gets promoted to master."
    fn promote(&mut self) {
        let epoch = self.fx.disk().redis.epoch + 1;
        self.redis.offset.life = self.fx.disk().lives;
        self.take_part(epoch);
        self.fx.note(Note::Promoted { epoch });
        self.wind_clock();
        self.replicate();
    }
}
