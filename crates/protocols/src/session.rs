//! Client sessions: each command takes effect once, however often it is sent (Raft §8).
//!
//! "The solution is for clients to assign unique serial numbers to every command. Then, the state machine tracks the
//! latest serial number processed for each client, along with the associated response. If it receives a command whose
//! serial number has already been executed, it responds immediately without re-executing the request."
//!
//! The table is part of the replicated state, so every server agrees on what was a repetition.

use std::{collections::BTreeMap, fmt};

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

use crate::machine::StateMachine;

/// A client's number for one of its commands. They grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial {
    /// Which life of the client: it counts its starts on disk, so that a client which forgot its numbers in a crash
    /// never takes one twice.
    pub life: u32,
    /// Which command of that life, from 1.
    pub number: u32,
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.life, self.number)
    }
}

impl Serialize for Serial {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A client's command, named for good by client and serial number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Call<C> {
    /// Who asks.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: Serial,
    /// What it asks.
    pub command: C,
}

/// The last command of one client that was executed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
struct Session<A> {
    serial: Serial,
    answer: A,
}

/// A state machine that executes each call once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Sessions<M: StateMachine> {
    machine: M,
    sessions: BTreeMap<NodeId, Session<M::Answer>>,
}

impl<M: StateMachine> Default for Sessions<M> {
    fn default() -> Self {
        Self { machine: M::default(), sessions: BTreeMap::new() }
    }
}

impl<M: StateMachine> Sessions<M> {
    /// Executes a call, unless it has been executed before. Gives the answer; `None` for a call older than the
    /// client's latest, whose answer nobody waits for any more.
    pub fn apply(&mut self, call: &Call<M::Command>) -> Option<M::Answer> {
        match self.sessions.get_mut(&call.client) {
            Some(session) if call.serial < session.serial => None,
            Some(session) if call.serial == session.serial => Some(session.answer.clone()),
            Some(session) => {
                session.serial = call.serial;
                session.answer = self.machine.apply(&call.command);
                Some(session.answer.clone())
            }
            None => {
                let answer = self.machine.apply(&call.command);
                self.sessions.insert(call.client, Session { serial: call.serial, answer: answer.clone() });
                Some(answer)
            }
        }
    }

    /// The answer to a call that has been executed, if it is the client's latest.
    pub fn answer(&self, call: &Call<M::Command>) -> Option<&M::Answer> {
        self.sessions.get(&call.client).filter(|session| session.serial == call.serial).map(|session| &session.answer)
    }

    /// The state machine inside.
    pub fn machine(&self) -> &M {
        &self.machine
    }

    /// Each client with the serial number of its latest command.
    pub fn latest(&self) -> impl Iterator<Item = (NodeId, Serial)> {
        self.sessions.iter().map(|(client, session)| (*client, session.serial))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{Answer, Command, KeyValue};

    fn call(life: u32, number: u32, command: &str) -> Call<Command> {
        let command = command.parse().expect("a command of this test");
        Call { client: NodeId::client(1), serial: Serial { life, number }, command }
    }

    #[test]
    fn a_repeated_command_is_answered_but_not_executed_again() {
        let mut sessions = Sessions::<KeyValue>::default();
        assert_eq!(sessions.apply(&call(1, 1, "append x a")), Some(Answer::Done));
        assert_eq!(sessions.apply(&call(1, 1, "append x a")), Some(Answer::Done));
        assert_eq!(sessions.apply(&call(1, 2, "get x")), Some(Answer::Value(Some("a".into()))));
        assert_eq!(sessions.apply(&call(1, 1, "append x a")), None, "nobody waits for an old answer");
        assert_eq!(sessions.answer(&call(1, 2, "get x")), Some(&Answer::Value(Some("a".into()))));
    }

    #[test]
    fn a_client_that_restarted_is_not_taken_for_a_repetition() {
        let mut sessions = Sessions::<KeyValue>::default();
        sessions.apply(&call(1, 1, "append x a"));
        sessions.apply(&call(2, 1, "append x b"));
        assert_eq!(sessions.machine().get("x").map(|value| &**value), Some("ab"));
    }
}
