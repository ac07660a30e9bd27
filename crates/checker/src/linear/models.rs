//! Machines that do one thing at a time.

use core::{fmt::Debug, hash::Hash};

/// A machine that histories are compared with.
pub trait Model {
    /// What it is asked.
    type Call: Clone + Debug;
    /// What it answers.
    type Return: Clone + Debug;
    /// What it remembers.
    type State: Clone + Eq + Hash + Debug + Default;

    /// The part of the machine that a call is about, such as a key; calls on other parts do not matter to it.
    fn part(_call: &Self::Call) -> &str {
        ""
    }

    /// What a call does to a state, if it can answer this there. Without an answer, it was never seen: any will do.
    fn step(state: &Self::State, call: &Self::Call, answer: Option<&Self::Return>) -> Option<Self::State>;
}

/// One value that is read and written.
#[derive(Clone, Copy, Debug)]
pub struct Register;

/// What a [`Register`] is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegisterCall {
    /// What is its value?
    Read,
    /// This is its value now.
    Write(String),
}

impl Model for Register {
    type Call = RegisterCall;
    /// What was read; `None` for a register that was never written, and for a write.
    type Return = Option<String>;
    type State = Option<String>;

    fn step(state: &Self::State, call: &Self::Call, answer: Option<&Self::Return>) -> Option<Self::State> {
        match call {
            RegisterCall::Read => answer.is_none_or(|answer| answer == state).then(|| state.clone()),
            RegisterCall::Write(value) => Some(Some(value.clone())),
        }
    }
}

/// A store of values by key.
#[derive(Clone, Copy, Debug)]
pub struct KeyValue;

/// What a [`KeyValue`] is asked, and of which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyValueCall {
    /// The key.
    pub key: String,
    /// What to do with it.
    pub verb: KeyValueVerb,
}

/// What to do with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyValueVerb {
    /// Read it.
    Get,
    /// Set it.
    Put(String),
    /// Set it to what it was with this behind.
    Append(String),
}

impl Model for KeyValue {
    type Call = KeyValueCall;
    /// What was read, or what is there after the change if the store tells; `None`: nothing, or not told.
    type Return = Option<String>;
    type State = Option<String>;

    fn part(call: &Self::Call) -> &str {
        &call.key
    }

    fn step(state: &Self::State, call: &Self::Call, answer: Option<&Self::Return>) -> Option<Self::State> {
        match &call.verb {
            KeyValueVerb::Get => answer.is_none_or(|answer| answer == state).then(|| state.clone()),
            KeyValueVerb::Put(value) => Some(Some(value.clone())),
            KeyValueVerb::Append(end) => Some(Some(state.clone().unwrap_or_default() + end)),
        }
    }
}

/// A number that goes up and down.
#[derive(Clone, Copy, Debug)]
pub struct Counter;

/// What a [`Counter`] is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CounterCall {
    /// What is it?
    Read,
    /// Add this to it, and say what it is then.
    Add(i64),
}

impl Model for Counter {
    type Call = CounterCall;
    /// What it is after the call; `None` if it was not told.
    type Return = Option<i64>;
    type State = i64;

    fn step(state: &Self::State, call: &Self::Call, answer: Option<&Self::Return>) -> Option<Self::State> {
        let next = match call {
            CounterCall::Read => *state,
            CounterCall::Add(by) => state.wrapping_add(*by),
        };
        answer.is_none_or(|answer| answer.is_none_or(|told| told == next)).then_some(next)
    }
}

/// A lock that one client holds at a time.
#[derive(Clone, Copy, Debug)]
pub struct Lock;

/// What a [`Lock`] is asked, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockCall {
    /// Take it, if it is free.
    Acquire(String),
    /// Give it back.
    Release(String),
}

impl Model for Lock {
    type Call = LockCall;
    /// Whether it was done.
    type Return = bool;
    /// Who holds it.
    type State = Option<String>;

    fn step(state: &Self::State, call: &Self::Call, answer: Option<&Self::Return>) -> Option<Self::State> {
        let (done, next) = match call {
            LockCall::Acquire(who) if state.is_none() => (true, Some(who.clone())),
            LockCall::Release(who) if state.as_ref() == Some(who) => (true, None),
            LockCall::Acquire(_) | LockCall::Release(_) => (false, state.clone()),
        };
        answer.is_none_or(|answer| *answer == done).then_some(next)
    }
}
