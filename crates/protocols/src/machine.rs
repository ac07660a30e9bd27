//! The replicated state machine: what a log of commands is for.
//!
//! "Replicated state machines are typically implemented using a replicated log. […] Each state machine processes the
//! same sequence of commands" (Raft §2). Every protocol that replicates a log drives a [`StateMachine`]; the one that the
//! lab shows is a small key-value store.

use std::{
    collections::BTreeMap,
    fmt::{self, Display},
    str::FromStr,
    sync::Arc,
};

use quorum_kernel::{
    Value, Word,
    operation::{KeyValueAnswer, KeyValueCall, KeyValueVerb, Meaning},
};
use serde::Serialize;

/// A deterministic state machine: the same commands in the same order give the same answers everywhere.
pub trait StateMachine: Value + Default {
    /// What it is told to do.
    type Command: Word;
    /// What comes of a command.
    type Answer: Value + Display;

    /// Applies one command.
    fn apply(&mut self, command: &Self::Command) -> Self::Answer;
}

/// A key-value store. Strings are shared, as a cluster holds every one of them many times.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct KeyValue {
    values: BTreeMap<Arc<str>, Arc<str>>,
}

/// What a [`KeyValue`] store can do. In text: `put x 1`, `get x`, `append x 1`, `cas x 1 2`, `delete x`; keys and
/// values are single words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Reads a key.
    Get {
        /// The key.
        key: Arc<str>,
    },
    /// Sets a key.
    Put {
        /// The key.
        key: Arc<str>,
        /// Its new value.
        value: Arc<str>,
    },
    /// Adds to the end of a key's value. Not idempotent, so it shows a command that was executed twice.
    Append {
        /// The key.
        key: Arc<str>,
        /// What is added.
        value: Arc<str>,
    },
    /// Sets a key if it has an expected value (compare and swap).
    Cas {
        /// The key.
        key: Arc<str>,
        /// The value it must have.
        old: Arc<str>,
        /// Its new value.
        new: Arc<str>,
    },
    /// Removes a key.
    Delete {
        /// The key.
        key: Arc<str>,
    },
}

/// What a [`KeyValue`] store answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is done.
    Done,
    /// The key's value, if it has one.
    Value(Option<Arc<str>>),
    /// Whether a compare-and-swap swapped.
    Swapped(bool),
}

impl KeyValue {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Arc<str>> {
        self.values.get(key)
    }

    /// All keys with their values, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(key, value)| (&**key, &**value))
    }

    fn set(&mut self, key: &Arc<str>, value: Arc<str>) {
        // An insert would count the key's references up and down again; most puts meet a key that is there.
        match self.values.get_mut(key) {
            Some(slot) => *slot = value,
            None => drop(self.values.insert(key.clone(), value)),
        }
    }
}

impl StateMachine for KeyValue {
    type Command = Command;
    type Answer = Answer;

    fn apply(&mut self, command: &Command) -> Answer {
        match command {
            Command::Get { key } => Answer::Value(self.get(key).cloned()),
            Command::Put { key, value } => {
                self.set(key, value.clone());
                Answer::Done
            }
            Command::Append { key, value } => {
                let longer = format!("{}{value}", self.get(key).map_or("", |old| old));
                self.set(key, longer.into());
                Answer::Done
            }
            Command::Cas { key, old, new } => {
                let swap = self.get(key) == Some(old);
                if swap {
                    self.set(key, new.clone());
                }
                Answer::Swapped(swap)
            }
            Command::Delete { key } => {
                self.values.remove(key);
                Answer::Done
            }
        }
    }
}

/// What a command means to a machine that does one thing at a time, and its answer, if it came.
pub fn meaning(command: &Command, answer: Option<&Answer>) -> Meaning {
    let (key, verb) = match command {
        Command::Get { key } => (key, KeyValueVerb::Get),
        Command::Put { key, value } => (key, KeyValueVerb::Put(value.clone())),
        Command::Append { key, value } => (key, KeyValueVerb::Append(value.clone())),
        Command::Cas { key, old, new } => (key, KeyValueVerb::Cas { old: old.clone(), new: new.clone() }),
        Command::Delete { key } => (key, KeyValueVerb::Delete),
    };
    let answer = answer.map(|answer| match answer {
        Answer::Done => KeyValueAnswer::Done,
        Answer::Value(value) => KeyValueAnswer::Value(value.clone()),
        Answer::Swapped(swapped) => KeyValueAnswer::Swapped(*swapped),
    });
    Meaning::KeyValue(KeyValueCall { key: key.clone(), verb }, answer)
}

impl Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Command::Get { key } => write!(f, "get {key}"),
            Command::Put { key, value } => write!(f, "put {key} {value}"),
            Command::Append { key, value } => write!(f, "append {key} {value}"),
            Command::Cas { key, old, new } => write!(f, "cas {key} {old} {new}"),
            Command::Delete { key } => write!(f, "delete {key}"),
        }
    }
}

/// A text that is no [`Command`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACommand;

impl Display for NotACommand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `get x`, `put x 1`, `append x 1`, `cas x 1 2` or `delete x`")
    }
}

impl core::error::Error for NotACommand {}

impl FromStr for Command {
    type Err = NotACommand;

    fn from_str(text: &str) -> Result<Self, NotACommand> {
        let words: Vec<&str> = text.split_whitespace().collect();
        Ok(match *words.as_slice() {
            ["get", key] => Command::Get { key: key.into() },
            ["put", key, value] => Command::Put { key: key.into(), value: value.into() },
            ["append", key, value] => Command::Append { key: key.into(), value: value.into() },
            ["cas", key, old, new] => Command::Cas { key: key.into(), old: old.into(), new: new.into() },
            ["delete", key] => Command::Delete { key: key.into() },
            _ => return Err(NotACommand),
        })
    }
}

impl Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Done => f.write_str("ok"),
            Answer::Value(Some(value)) => f.write_str(value),
            Answer::Value(None) => f.write_str("nothing"),
            Answer::Swapped(true) => f.write_str("swapped"),
            Answer::Swapped(false) => f.write_str("not swapped"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs commands on an empty store and gives the answers.
    fn run(commands: &[&str]) -> Vec<String> {
        let mut store = KeyValue::default();
        let apply = |text: &&str| store.apply(&text.parse().expect("a command of this test")).to_string();
        commands.iter().map(apply).collect()
    }

    #[test]
    fn a_store_keeps_what_it_is_told() {
        assert_eq!(run(&["get x", "put x 1", "get x", "delete x", "get x"]), ["nothing", "ok", "1", "ok", "nothing"]);
        assert_eq!(run(&["append x a", "append x b", "get x"]), ["ok", "ok", "ab"]);
        assert_eq!(run(&["cas x 1 2", "put x 1", "cas x 1 2", "get x"]), ["not swapped", "ok", "swapped", "2"]);
    }

    #[test]
    fn a_command_prints_as_it_is_typed() {
        for text in ["get x", "put x 1", "append x 1", "cas x 1 2", "delete x"] {
            assert_eq!(text.parse::<Command>().map(|command| command.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "put x", "put x 1 2", "fetch x"] {
            assert_eq!(text.parse::<Command>(), Err(NotACommand));
        }
    }
}
