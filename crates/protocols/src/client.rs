//! A client of servers that act as one (Raft §8): asks one thing at a time, and asks again until it is answered.
//!
//! It sends its command to the server it believes to be the right one. A server that is not may say which is, if it
//! knows. When no answer comes in time, the client tries the next server in turn, under the same serial number.

use std::{collections::VecDeque, sync::Arc};

use quorum_kernel::{After, Effects, Input, NodeId, Protocol, Word};
use serde::Serialize;

use crate::session::{Call, Serial};

/// What a client must know of the protocol it talks.
pub trait Replicated: Protocol {
    /// The message that asks a server to execute a call.
    fn request(call: Arc<Call<Self::Request>>) -> Self::Message;

    /// What a server's message to a client says; `None`: it is not meant for clients.
    fn heard(message: Self::Message) -> Option<(Serial, Heard<Self::Reply>)>;

    /// How many servers can be asked: the first so many.
    fn askable(config: &Self::Config) -> u8 {
        Self::members(config).servers
    }

    /// The timer after which a client asks again.
    fn retry_timer() -> Self::Timer;

    /// How long a client waits for an answer.
    fn retry_after(config: &Self::Config) -> After;
}

/// What a client hears of its call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard<A> {
    /// Its answer.
    Answer(A),
    /// That it asked the wrong server; and the right one, if that is known.
    NotLeader(Option<NodeId>),
}

/// A client's memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Client<C: Word> {
    id: NodeId,
    /// The serial number of the latest command sent.
    serial: Serial,
    /// The server to ask, from 1.
    server: u8,
    /// How many servers have sent us on to another since we last waited.
    hops: u8,
    /// The call under way.
    call: Option<Arc<Call<C>>>,
    /// What to ask when it is answered.
    queue: VecDeque<C>,
}

impl<C: Word> Client<C> {
    /// A client in one of its lives, which starts by asking the first server.
    pub fn new(id: NodeId, life: u32) -> Self {
        Self { id, serial: Serial { life, number: 0 }, server: 1, hops: 0, call: None, queue: VecDeque::new() }
    }

    /// The same, but it starts by asking this server.
    #[must_use]
    pub fn starting_with(self, server: NodeId) -> Self {
        Self { server: server.number(), ..self }
    }

    /// The call under way.
    pub fn call(&self) -> Option<&Call<C>> {
        self.call.as_deref()
    }

    /// What waits its turn.
    pub fn queue(&self) -> impl Iterator<Item = &C> {
        self.queue.iter()
    }

    /// The server that it asks.
    pub fn server(&self) -> NodeId {
        NodeId::server(self.server)
    }

    /// The serial number of its latest command.
    pub fn serial(&self) -> Serial {
        self.serial
    }

    /// How many of its requests have been answered in this life: it asks one thing at a time.
    pub fn answers(&self) -> u32 {
        self.serial.number - u32::from(self.call.is_some())
    }

    /// Takes in whatever a client is told.
    pub fn step<P: Replicated<Request = C>>(&mut self, config: &P::Config, input: Input<P>, fx: &mut Effects<'_, P>) {
        match input {
            Input::Request(command) => self.asked(config, command, fx),
            Input::Message { message, .. } => match P::heard(message).expect("a client is sent replies only") {
                (serial, Heard::Answer(answer)) => self.answered(config, serial, answer, fx),
                (serial, Heard::NotLeader(leader)) => self.redirected(config, serial, leader, fx),
            },
            Input::Timer(timer) => {
                assert!(timer == P::retry_timer(), "a client arms its retry timer only");
                self.timed_out(config, fx);
            }
            Input::Disconnected(_) => unreachable!("a client's channels are not FIFO"),
        }
    }

    /// Takes in a request. Requests are executed in the order in which they came.
    fn asked<P: Replicated<Request = C>>(&mut self, config: &P::Config, command: C, fx: &mut Effects<'_, P>) {
        if self.call.is_some() {
            self.queue.push_back(command);
        } else {
            self.begin(config, command, fx);
        }
    }

    /// Takes in an answer; one to an earlier command is late, and ignored.
    fn answered<P: Replicated<Request = C>>(
        &mut self,
        config: &P::Config,
        serial: Serial,
        answer: P::Reply,
        fx: &mut Effects<'_, P>,
    ) {
        if !self.waits_for(serial) {
            return;
        }
        self.call = None;
        fx.reply(answer);
        match self.queue.pop_front() {
            Some(command) => self.begin(config, command, fx),
            None => fx.cancel_timer(P::retry_timer()),
        }
    }

    /// Follows a server that sends us on to the leader it knows. Without one, waits: asking around would only add
    /// load while there is no leader.
    fn redirected<P: Replicated<Request = C>>(
        &mut self,
        config: &P::Config,
        serial: Serial,
        leader: Option<NodeId>,
        fx: &mut Effects<'_, P>,
    ) {
        // Servers that are behind may send us in a circle: after as many hops as there are servers, wait.
        let Some(leader) = leader.filter(|_| self.waits_for(serial) && self.hops < P::askable(config)) else {
            return;
        };
        self.hops += 1;
        self.server = leader.number();
        self.send(config, fx);
    }

    /// Asks the next server in turn, as no answer came.
    fn timed_out<P: Replicated<Request = C>>(&mut self, config: &P::Config, fx: &mut Effects<'_, P>) {
        self.server = self.server % P::askable(config) + 1;
        self.hops = 0;
        self.send(config, fx);
    }

    fn waits_for(&self, serial: Serial) -> bool {
        self.call.as_ref().is_some_and(|call| call.serial == serial)
    }

    fn begin<P: Replicated<Request = C>>(&mut self, config: &P::Config, command: C, fx: &mut Effects<'_, P>) {
        self.serial.number += 1;
        self.hops = 0;
        self.call = Some(Arc::new(Call { client: self.id, serial: self.serial, command }));
        self.send(config, fx);
    }

    fn send<P: Replicated<Request = C>>(&mut self, config: &P::Config, fx: &mut Effects<'_, P>) {
        let Some(call) = &self.call else { return };
        fx.send(NodeId::server(self.server), P::request(call.clone()));
        fx.set_timer(P::retry_timer(), P::retry_after(config));
    }
}
