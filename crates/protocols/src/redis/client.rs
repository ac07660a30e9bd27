//! A client: gets the lock, reads, works, writes, lets go. It knows time only from its own clock.

use std::collections::BTreeSet;

use quorum_kernel::{Effects, Input, NodeId};

use super::{
    Config, Deployment, Lock,
    message::{Message, Note, Outcome, Pass, Reply, Set, Timer},
    state::{Client, Holding, Phase, Stage, Trying, Write},
    store::Token,
};

impl Client {
    /// A client at the start of a life.
    fn new() -> Self {
        Self { number: 0, master: NodeId::server(1), phase: Phase::Idle, waiting: 0, last: None }
    }
}

/// A client while it handles one input.
pub(super) struct Contender<'a, 'fx, K: Deployment> {
    pub config: &'a Config,
    pub id: NodeId,
    pub client: &'a mut Client,
    pub fx: &'a mut Effects<'fx, Lock<K>>,
}

impl<K: Deployment> Contender<'_, '_, K> {
    /// Starts another life: marks of the former never come again.
    pub fn boot(fx: &mut Effects<'_, Lock<K>>) -> Client {
        fx.force(Write::Life);
        Client::new()
    }

    /// Handles one input.
    pub fn step(&mut self, input: Input<Lock<K>>) {
        match input {
            Input::Request(_) => {
                self.client.waiting += 1;
                if self.client.phase == Phase::Idle {
                    self.attempt();
                }
            }
            Input::Message { from, message } => self.message(from, message),
            Input::Timer(timer) => self.timer(timer),
            Input::Disconnected(_) => unreachable!("these channels are not FIFO"),
        }
    }

    fn message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Answer { token, outcome } => self.answered(from, token, outcome),
            Message::Value { token, value } => self.read(token, value),
            Message::Written { token, accepted } => self.written(token, accepted),
            _ => unreachable!("clients are sent answers only"),
        }
    }

    fn timer(&mut self, timer: Timer) {
        match (timer, &self.client.phase) {
            (Timer::Retry, Phase::Waiting) => self.attempt(),
            (Timer::Retry, Phase::Trying(_)) => {
                self.client.master = self.config.other_master(self.client.master);
                self.fail();
            }
            (Timer::Valid, Phase::Trying(_)) => self.fail(),
            (Timer::Valid, Phase::Holding(holding)) => {
                let reply = if let Stage::Writing(_) = holding.stage { Reply::Unknown } else { Reply::TooLate };
                self.end(reply);
            }
            (Timer::Work, Phase::Holding(_)) => self.check(),
            (Timer::Use, Phase::Holding(_)) => self.write(),
            _ => unreachable!("{timer} is not armed in {:?}", self.client.phase),
        }
    }

    /// Asks for the lock under a mark of its own. "Ideally the client should try to send the SET commands to the N
    /// instances at the same time" (Retry on Failure).
    fn attempt(&mut self) {
        self.client.number += 1;
        let token = Token { client: self.id, life: self.fx.disk().lives, number: self.client.number };
        let trying = Trying { token, granted: BTreeSet::new(), refused: BTreeSet::new(), fence: 0 };
        self.client.phase = Phase::Trying(trying);
        // Step 1, “gets the current time”: what is left of the lock is counted from before the first request is sent.
        if self.config.rules.counts_from_the_start {
            self.fx.set_timer(Timer::Valid, self.config.validity());
        }
        self.fx.set_timer(Timer::Retry, self.config.patience());
        // Step 2.
        let first = if self.config.rules.sets_if_absent { self.set(token, true) } else { Message::Get { token } };
        self.send_all(&first);
    }

    fn set(&self, token: Token, nx: bool) -> Message {
        Message::Set(Set { token, px: (self.config.rules.px)(self.config.ttl), nx })
    }

    fn send_all(&mut self, message: &Message) {
        for redis in self.config.asked(self.client.master) {
            self.fx.send(redis, message.clone());
        }
    }

    fn answered(&mut self, from: NodeId, token: Token, outcome: Outcome) {
        let Phase::Trying(trying) = &mut self.client.phase else { return };
        if trying.token != token {
            return;
        }
        match outcome {
            Outcome::Granted(fence) => {
                trying.granted.insert(from);
                trying.fence = trying.fence.max(fence);
            }
            Outcome::Free => {
                let set = self.set(token, false);
                return self.fx.send(from, set);
            }
            Outcome::Taken => {
                trying.refused.insert(from);
            }
            Outcome::ReadOnly => {
                trying.refused.insert(from);
                self.client.master = self.config.other_master(from);
            }
        }
        let Phase::Trying(trying) = &self.client.phase else { unreachable!("it was trying above") };
        let needed = self.config.needed();
        if trying.granted.len() >= needed {
            let pass = Pass { token, fence: trying.fence };
            self.acquire(pass);
        } else if trying.refused.len() + needed > self.config.asked_count() {
            self.fail();
        }
    }

    /// Steps 3 and 4: "if and only if the client was able to acquire the lock in the majority of the instances […], and
    /// the total time elapsed to acquire the lock is less than lock validity time".
    fn acquire(&mut self, pass: Pass) {
        if !self.config.rules.counts_from_the_start {
            self.fx.set_timer(Timer::Valid, self.config.validity());
        } else if !self.has_time() {
            return self.fail();
        }
        self.fx.cancel_timer(Timer::Retry);
        self.fx.note(Note::Acquired(pass));
        self.client.phase = Phase::Holding(Holding { pass, stage: Stage::Reading });
        self.fx.send(self.config.resource(), Message::Read(pass));
    }

    /// Whether the lock has time left, by the client's own clock.
    fn has_time(&self) -> bool {
        self.fx.ticks_left(&Timer::Valid).is_some_and(|left| left > 0)
    }

    /// Step 5: "it will try to unlock all the instances (even the instances it believed it was not able to lock)". Then
    /// it tries again after a random delay.
    fn fail(&mut self) {
        let Phase::Trying(trying) = &self.client.phase else { unreachable!("only an attempt fails") };
        let (token, granted) = (trying.token, trying.granted.clone());
        self.fx.note(Note::Failed { token });
        self.fx.cancel_timer(Timer::Valid);
        if self.config.rules.compares_owner {
            self.unlock(token);
        } else {
            // Who does not compare leaves alone at least what it was refused.
            granted.into_iter().for_each(|redis| self.fx.send(redis, Message::Delete { token, compare: false }));
        }
        self.client.phase = Phase::Waiting;
        self.fx.set_timer(Timer::Retry, self.config.pause());
    }

    fn unlock(&mut self, token: Token) {
        self.send_all(&Message::Delete { token, compare: self.config.rules.compares_owner });
    }

    // Under the lock.

    /// What is held under this mark, if it is.
    fn holding(&mut self, token: Token) -> Option<&mut Holding> {
        match &mut self.client.phase {
            Phase::Holding(holding) if holding.pass.token == token => Some(holding),
            _ => None,
        }
    }

    fn read(&mut self, token: Token, value: Option<u32>) {
        let Some(holding) = self.holding(token).filter(|holding| holding.stage == Stage::Reading) else { return };
        match value {
            Some(value) => {
                holding.stage = Stage::Working(value);
                self.fx.set_timer(Timer::Work, self.config.work..=self.config.work);
            }
            None => self.end(Reply::Refused),
        }
    }

    /// The work is done. A careful program looks at the clock before it writes; that it does so, and writes, are two
    /// steps, and anything can come between.
    fn check(&mut self) {
        if !self.has_time() {
            return self.end(Reply::TooLate);
        }
        if let Phase::Holding(Holding { stage, .. }) = &mut self.client.phase
            && let Stage::Working(value) = *stage
        {
            *stage = Stage::Checked(value + 1);
            self.fx.set_timer(Timer::Use, 0..=0);
        }
    }

    fn write(&mut self) {
        if let Phase::Holding(Holding { pass, stage }) = &mut self.client.phase
            && let Stage::Checked(value) = *stage
        {
            *stage = Stage::Writing(value);
            let message = Message::Write { pass: *pass, value };
            self.fx.send(self.config.resource(), message);
        }
    }

    fn written(&mut self, token: Token, accepted: bool) {
        let Some(Holding { stage: Stage::Writing(value), .. }) = self.holding(token).copied() else { return };
        self.end(if accepted { Reply::Written(value) } else { Reply::Refused });
    }

    /// Lets go of the lock, and answers. While a write may still be under way the key is left to end by itself: whoever
    /// came in then would find that write among its own.
    fn end(&mut self, reply: Reply) {
        let Phase::Holding(Holding { pass, .. }) = self.client.phase else { unreachable!("only what is held ends") };
        for timer in [Timer::Valid, Timer::Work, Timer::Use] {
            self.fx.cancel_timer(timer);
        }
        self.fx.note(Note::Ended { token: pass.token, reply });
        if reply != Reply::Unknown {
            self.unlock(pass.token);
        }
        self.fx.reply(reply);
        self.client.last = Some(reply);
        self.client.phase = Phase::Idle;
        self.client.waiting -= 1;
        if self.client.waiting > 0 {
            self.attempt();
        }
    }
}
