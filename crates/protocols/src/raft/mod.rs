//! Raft (Ongaro & Ousterhout, “In Search of an Understandable Consensus Algorithm (Extended Version)”, 2014).

mod config;
mod disk;
mod election;
mod inspect;
mod log;
mod message;
mod mutants;
mod node;
mod predicate;
mod replication;
mod spec;
mod state;
mod words;

use std::sync::Arc;

use quorum_kernel::{After, Effects, Input, Members, NodeId, Protocol};

pub use config::Config;
pub use disk::{Disk, Write};
pub use log::{Entries, Entry, Index, Log, LogEnd, Term};
pub use message::{Answered, AppendEntries, AppendResponse, Appended, Message, Note, Reply, RequestVote, Timer, Vote};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{Candidate, Follower, Leader, Progress, Role, Server, State};

use crate::{
    client::{Client, Replicated},
    machine::{Answer, Command, KeyValue},
    session::Call,
};
use node::Node;

/// Raft over a key-value store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Raft {}

impl Protocol for Raft {
    type Config = Config;
    type State = State;
    type Disk = Disk;
    type Write = Write;
    type Message = Message;
    type Timer = Timer;
    type Request = Command;
    type Reply = Answer;
    type Note = Note;

    const KINDS: &'static [&'static str] = message::KINDS;

    fn kind(message: &Message) -> usize {
        message.kind()
    }

    fn members(config: &Config) -> Members {
        config.members
    }

    fn write(disk: &mut Disk, write: &Write) {
        disk.write(write);
    }

    fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        if id.is_client() {
            fx.force(Write::Life);
            return State::Client(Client::new(id, fx.disk().lives));
        }
        if let Some(write) = (config.rules.on_boot)(fx.disk()) {
            fx.force(write);
        }
        let mut server = Server::new();
        Node { config, id, server: &mut server, fx }.wait_for_leader();
        State::Server(server)
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Server(server) => Node { config, id, server, fx }.step(input),
            State::Client(client) => client_step(config, client, input, fx),
        }
    }
}

fn client_step(config: &Config, client: &mut Client<KeyValue>, input: Input<Raft>, fx: &mut Effects<'_, Raft>) {
    match input {
        Input::Request(command) => client.asked(config, command, fx),
        Input::Message { message: Message::Reply(Reply { serial, result }), .. } => match result {
            Answered::Done(answer) => client.answered(config, serial, answer, fx),
            Answered::NotLeader { leader } => client.redirected(config, serial, leader, fx),
        },
        Input::Timer(Timer::Retry) => client.timed_out(config, fx),
        Input::Message { .. } | Input::Timer(_) | Input::Disconnected(_) => {
            unreachable!("a client is sent replies only, and arms its retry timer only")
        }
    }
}

impl Replicated<KeyValue> for Raft {
    fn request(call: Arc<Call<Command>>) -> Message {
        Message::Request(call)
    }

    fn retry_timer() -> Timer {
        Timer::Retry
    }

    fn retry_after(config: &Config) -> After {
        config.retry.clone()
    }
}
