//! What clients ask for and are answered, in the terms of machines that do one thing at a time.
//!
//! A protocol says with [`Exhibit::meaning`](crate::Exhibit::meaning) what its requests and replies mean to such a
//! machine. Whether a run could have come from one (linearizability) is then found without knowing the protocol.

use std::sync::Arc;

/// One call, and its answer if that came, in the terms of one machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A call on a store of values by key.
    KeyValue(KeyValueCall, Option<KeyValueAnswer>),
    /// A call on a number, and what the number was after it; `None` within: it was not told.
    Counter(CounterCall, Option<Option<i64>>),
    /// A call on a lock, and whether it was done.
    Lock(LockCall, Option<bool>),
}

impl Meaning {
    /// The part of the machine that the call is about: a key, a counter, a lock. Other parts do not matter to it.
    pub fn part(&self) -> &str {
        match self {
            Meaning::KeyValue(call, _) => &call.key,
            Meaning::Counter(call, _) => &call.counter,
            Meaning::Lock(call, _) => &call.lock,
        }
    }

    /// Whether it was answered.
    pub fn is_answered(&self) -> bool {
        match self {
            Meaning::KeyValue(_, answer) => answer.is_some(),
            Meaning::Counter(_, answer) => answer.is_some(),
            Meaning::Lock(_, answer) => answer.is_some(),
        }
    }

    /// What its answer told, if it was answered with more than that it is done.
    pub fn told(&self) -> Option<Told> {
        match self {
            Meaning::KeyValue(_, Some(KeyValueAnswer::Value(None))) => Some(Told::Nothing),
            Meaning::KeyValue(_, Some(KeyValueAnswer::Value(Some(value)))) => Some(Told::Value(value.clone())),
            Meaning::KeyValue(_, Some(KeyValueAnswer::Swapped(done))) | Meaning::Lock(_, Some(done)) => {
                Some(if *done { Told::Yes } else { Told::No })
            }
            Meaning::Counter(_, Some(Some(number))) => Some(Told::Value(number.to_string().into())),
            Meaning::KeyValue(_, None | Some(KeyValueAnswer::Done))
            | Meaning::Counter(_, None | Some(None))
            | Meaning::Lock(_, None) => None,
        }
    }
}

/// What an answer told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// There is no value.
    Nothing,
    /// The value.
    Value(Arc<str>),
    /// It was done.
    Yes,
    /// It was not done.
    No,
}

/// What a store is asked, and of which key. A register is a store with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValueCall {
    /// The key.
    pub key: Arc<str>,
    /// What to do with it.
    pub verb: KeyValueVerb,
}

/// What to do with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyValueVerb {
    /// Reads it.
    Get,
    /// Sets it.
    Put(Arc<str>),
    /// Sets it to what it was with this behind; a key without a value counts as an empty one.
    Append(Arc<str>),
    /// Sets it if it has an expected value.
    Cas {
        /// The value it must have.
        old: Arc<str>,
        /// Its new value.
        new: Arc<str>,
    },
    /// Removes it.
    Delete,
}

/// What a store answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyValueAnswer {
    /// It is done.
    Done,
    /// The key's value, if it has one.
    Value(Option<Arc<str>>),
    /// Whether a compare-and-swap swapped.
    Swapped(bool),
}

/// What a counter is asked, and which. Every counter begins at 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterCall {
    /// The counter.
    pub counter: Arc<str>,
    /// What is added to it, wrapping around; 0 reads it.
    pub add: i64,
}

/// What a lock is asked, which, and by whom. Every lock begins free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockCall {
    /// The lock.
    pub lock: Arc<str>,
    /// Who asks.
    pub who: Arc<str>,
    /// What for.
    pub verb: LockVerb,
}

/// What to do with a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockVerb {
    /// Takes it, if it is free.
    Acquire,
    /// Gives it back, if one has it.
    Release,
}
