//! Histories of whatever machine: calls sorted by the machine that they are on, each checked against its model.

use quorum_kernel::operation::{CounterCall, KeyValueAnswer, KeyValueCall, LockCall, Meaning};

use super::{BadHistory, Counter, History, KeyValue, Lock, Model, Operation, Part, check};

/// A call on whatever machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// Who called.
    pub client: String,
    /// When it was called. Any unit will do; only the order counts.
    pub call: u64,
    /// When it returned; `None`: it never did, and what its meaning says of an answer is nothing.
    pub returned: Option<u64>,
    /// What was asked and answered.
    pub meaning: Meaning,
}

/// As [`check`], whatever machines the calls are on. Operations are called by their places in `calls`.
///
/// # Errors
/// What cannot be.
pub fn check_calls(calls: &[Called], steps_max: u64) -> Result<Vec<Part>, BadHistory> {
    // What cannot be is found in all of it together, so that places are right.
    History::new(calls.iter().map(|called| timed(called, (), Some(()))).collect())?;
    let mut parts = on::<KeyValue>(calls, key_value, steps_max)?;
    parts.extend(on::<Counter>(calls, counter, steps_max)?);
    parts.extend(on::<Lock>(calls, lock, steps_max)?);
    Ok(parts)
}

fn key_value(meaning: &Meaning) -> Option<(KeyValueCall, Option<KeyValueAnswer>)> {
    if let Meaning::KeyValue(call, answer) = meaning { Some((call.clone(), answer.clone())) } else { None }
}

fn counter(meaning: &Meaning) -> Option<(CounterCall, Option<Option<i64>>)> {
    if let Meaning::Counter(call, answer) = meaning { Some((call.clone(), *answer)) } else { None }
}

fn lock(meaning: &Meaning) -> Option<(LockCall, Option<bool>)> {
    if let Meaning::Lock(call, answer) = meaning { Some((call.clone(), *answer)) } else { None }
}

/// What is said of the machine of one model.
type Said<M> = (<M as Model>::Call, Option<<M as Model>::Answer>);

fn on<M: Model>(
    calls: &[Called],
    said: impl Fn(&Meaning) -> Option<Said<M>>,
    steps_max: u64,
) -> Result<Vec<Part>, BadHistory> {
    let (mut places, mut operations) = (Vec::new(), Vec::new());
    for (place, called) in calls.iter().enumerate() {
        if let Some((request, answer)) = said(&called.meaning) {
            places.push(place);
            operations.push(timed(called, request, answer));
        }
    }
    let mut parts = check::<M>(&History::new(operations)?, steps_max);
    parts.iter_mut().for_each(|part| part.found.renumber(&places));
    Ok(parts)
}

fn timed<C, R>(called: &Called, request: C, answer: Option<R>) -> Operation<C, R> {
    Operation { client: called.client.clone(), call: called.call, request, reply: called.returned.zip(answer) }
}
