//! Zab.

mod config;
mod deliver;
mod disk;
mod election;
mod fields;
mod follower;
mod history;
mod hunts;
mod inspect;
mod lanes;
mod leader;
mod message;
mod mutants;
mod node;
mod predicate;
mod spec;
mod state;
mod tally;
mod timer;
mod words;

use std::sync::Arc;

use quorum_kernel::{After, Channel, Effects, Input, Members, NodeId, Protocol};

pub use config::Config;
pub use disk::{Disk, Write};
pub use history::{Epoch, History, Index, NotAZxid, Snapshot, Txn, Txns, Zxid};
pub use message::{Answered, Message, Note, Notification, Reply, Standing, Sync, Vote, Why};
pub use mutants::Rules;
pub use predicate::Predicate;
pub use spec::Ghost;
pub use state::{FollowerPhase, Following, LeaderPhase, Leading, Learner, Looking, Role, Server, Settled, State};
pub use timer::{NotATimer, Timer};

use crate::{
    client::{Client, Heard, Replicated},
    machine::{Answer, Command},
    session::{Call, Serial},
};
use node::Node;

/// Zab under a key-value store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zab {}

impl Protocol for Zab {
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

    fn channel(_: &Config, from: NodeId, to: NodeId) -> Channel {
        if from.is_client() || to.is_client() { Channel::Unordered } else { Channel::Fifo }
    }

    fn write(disk: &mut Disk, write: &Write) {
        disk.write(write);
    }

    fn boot(config: &Config, id: NodeId, fx: &mut Effects<'_, Self>) -> State {
        if id.is_client() {
            fx.force(Write::Life);
            return State::Client(Client::new(id, fx.disk().lives));
        }
        let mut server = Server::new(id, fx.disk());
        Node { config, id, server: &mut server, fx }.look();
        State::Server(server)
    }

    fn step(config: &Config, id: NodeId, state: &mut State, input: Input<Self>, fx: &mut Effects<'_, Self>) {
        match state {
            State::Server(server) => Node { config, id, server, fx }.step(input),
            State::Client(client) => client.step(config, input, fx),
        }
    }
}

impl Replicated for Zab {
    fn request(call: Arc<Call<Command>>) -> Message {
        Message::Request(call)
    }

    fn heard(message: Message) -> Option<(Serial, Heard<Answer>)> {
        let Message::Reply(Reply { serial, result }) = message else { return None };
        Some(match result {
            Answered::Done(answer) => (serial, Heard::Answer(answer)),
            Answered::NotLeader { leader } => (serial, Heard::NotLeader(leader)),
        })
    }

    fn retry_timer() -> Timer {
        Timer::Retry
    }

    fn retry_after(config: &Config) -> After {
        config.retry.clone()
    }
}
