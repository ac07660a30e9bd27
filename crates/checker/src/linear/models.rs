//! Machines that do one thing at a time.

use std::{collections::BTreeMap, sync::Arc};

use quorum_kernel::operation::{CounterCall, KeyValueAnswer, KeyValueCall, KeyValueVerb, LockCall, LockVerb};

use super::texts::{NOTHING, Texts};

/// A machine that histories are compared with. It calls its states by number, so that a search handles numbers only;
/// it begins in state 0.
pub trait Model: Default {
    /// What it is asked.
    type Call;
    /// What it answers.
    type Answer;
    /// A call with its answer, as it is worked out once before a search.
    type Step;

    /// The part of the machine that a call is about, such as a key; calls on other parts do not matter to it.
    fn part(call: &Self::Call) -> &str;

    /// Works out a call and its answer. Without an answer, it was never seen: any will do.
    fn read(&mut self, call: &Self::Call, answer: Option<&Self::Answer>) -> Self::Step;

    /// Whether a call, answered so, changes nothing wherever it fits, as a read.
    fn is_quiet(step: &Self::Step) -> bool;

    /// The state after a call, if the call is answered so in a state.
    fn step(&mut self, state: u32, step: &Self::Step) -> Option<u32>;
}

/// One key of a store of values. Its states are the numbers of its values.
#[derive(Debug, Default)]
pub struct KeyValue {
    texts: Texts,
}

/// A call on a [`KeyValue`] store with its answer; texts are called by number.
#[derive(Clone, Copy, Debug)]
pub enum KeyValueStep {
    /// Reads this; `None`: anything.
    Get(Option<u32>),
    /// Sets this.
    Put(u32),
    /// Puts this behind.
    Append(u32),
    /// Sets a new value for an old one.
    Cas {
        /// The value it must have.
        old: u32,
        /// The value it then has.
        new: u32,
        /// Whether it did, as far as that was told.
        swapped: Option<bool>,
    },
    /// Removes the value.
    Delete,
    /// What a store never answers.
    Never,
}

impl Model for KeyValue {
    type Call = KeyValueCall;
    type Answer = KeyValueAnswer;
    type Step = KeyValueStep;

    fn part(call: &KeyValueCall) -> &str {
        &call.key
    }

    fn read(&mut self, call: &KeyValueCall, answer: Option<&KeyValueAnswer>) -> KeyValueStep {
        let mut number = |text: &Arc<str>| self.texts.number(text);
        match (&call.verb, answer) {
            (KeyValueVerb::Get, None) => KeyValueStep::Get(None),
            (KeyValueVerb::Get, Some(KeyValueAnswer::Value(value))) => {
                KeyValueStep::Get(Some(value.as_ref().map_or(NOTHING, number)))
            }
            (KeyValueVerb::Put(value), None | Some(KeyValueAnswer::Done)) => KeyValueStep::Put(number(value)),
            (KeyValueVerb::Append(value), None | Some(KeyValueAnswer::Done)) => KeyValueStep::Append(number(value)),
            (KeyValueVerb::Cas { old, new }, None) => {
                KeyValueStep::Cas { old: number(old), new: number(new), swapped: None }
            }
            (KeyValueVerb::Cas { old, new }, Some(KeyValueAnswer::Swapped(swapped))) => {
                KeyValueStep::Cas { old: number(old), new: number(new), swapped: Some(*swapped) }
            }
            (KeyValueVerb::Delete, None | Some(KeyValueAnswer::Done)) => KeyValueStep::Delete,
            _ => KeyValueStep::Never,
        }
    }

    fn is_quiet(step: &KeyValueStep) -> bool {
        match step {
            KeyValueStep::Get(_) | KeyValueStep::Never => true,
            KeyValueStep::Cas { swapped, .. } => *swapped == Some(false),
            KeyValueStep::Put(_) | KeyValueStep::Append(_) | KeyValueStep::Delete => false,
        }
    }

    fn step(&mut self, state: u32, step: &KeyValueStep) -> Option<u32> {
        match *step {
            KeyValueStep::Get(read) => read.is_none_or(|read| read == state).then_some(state),
            KeyValueStep::Put(value) => Some(value),
            KeyValueStep::Append(end) => Some(self.texts.append(state, end)),
            KeyValueStep::Cas { old, new, swapped } => {
                let swaps = state == old;
                swapped.is_none_or(|told| told == swaps).then_some(if swaps { new } else { state })
            }
            KeyValueStep::Delete => Some(NOTHING),
            KeyValueStep::Never => None,
        }
    }
}

/// A number that goes up and down. Its states are numbered as they come up.
#[derive(Debug)]
pub struct Counter {
    values: Vec<i64>,
    numbers: BTreeMap<i64, u32>,
}

impl Default for Counter {
    fn default() -> Self {
        Self { values: vec![0], numbers: BTreeMap::from([(0, 0)]) }
    }
}

impl Model for Counter {
    type Call = CounterCall;
    /// What it is after the call; `None` if it was not told.
    type Answer = Option<i64>;
    /// What is added, and what it is told to be then.
    type Step = (i64, Option<i64>);

    fn part(call: &CounterCall) -> &str {
        &call.counter
    }

    fn read(&mut self, call: &CounterCall, answer: Option<&Option<i64>>) -> (i64, Option<i64>) {
        (call.add, answer.copied().flatten())
    }

    fn is_quiet((add, _): &(i64, Option<i64>)) -> bool {
        *add == 0
    }

    fn step(&mut self, state: u32, (add, told): &(i64, Option<i64>)) -> Option<u32> {
        let next = self.values[state as usize].wrapping_add(*add);
        if told.is_some_and(|told| told != next) {
            return None;
        }
        let new = u32::try_from(self.values.len()).expect("fewer values than steps, which are fewer");
        let number = *self.numbers.entry(next).or_insert(new);
        if number == new {
            self.values.push(next);
        }
        Some(number)
    }
}

/// A lock that one client holds at a time. Its states: 0 if it is free, else the number of who has it.
#[derive(Debug, Default)]
pub struct Lock {
    clients: BTreeMap<Arc<str>, u32>,
}

impl Model for Lock {
    type Call = LockCall;
    /// Whether it was done.
    type Answer = bool;
    /// Who asks, what for, and whether it was done.
    type Step = (u32, LockVerb, Option<bool>);

    fn part(call: &LockCall) -> &str {
        &call.lock
    }

    fn read(&mut self, call: &LockCall, answer: Option<&bool>) -> Self::Step {
        let next = u32::try_from(self.clients.len() + 1).expect("fewer clients than calls, which are counted");
        (*self.clients.entry(call.who.clone()).or_insert(next), call.verb, answer.copied())
    }

    fn is_quiet((_, _, told): &Self::Step) -> bool {
        *told == Some(false)
    }

    fn step(&mut self, state: u32, (who, verb, told): &Self::Step) -> Option<u32> {
        let (done, next) = match verb {
            LockVerb::Acquire => (state == 0, if state == 0 { *who } else { state }),
            LockVerb::Release => (state == *who, if state == *who { 0 } else { state }),
        };
        told.is_none_or(|told| told == done).then_some(next)
    }
}
