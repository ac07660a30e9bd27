//! Calls and returns, as they came.

use core::fmt;

/// One operation: who asked for what, when, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation<C, R> {
    /// Who called.
    pub client: String,
    /// When it was called. Any unit will do; only the order counts.
    pub call: u64,
    /// What was asked.
    pub request: C,
    /// When it returned, and what; `None`: it never did, so it may have happened at any time since, or not at all.
    pub reply: Option<(u64, R)>,
}

/// A history that can be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<C, R> {
    operations: Vec<Operation<C, R>>,
}

/// Why a history is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadHistory {
    /// An operation, by its place from 0, returns before it is called.
    ReturnsBeforeCall(usize),
    /// A client calls, in the second of these, before its first has returned: give each such thread a name of its own.
    Overlaps(usize, usize),
}

impl fmt::Display for BadHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadHistory::ReturnsBeforeCall(at) => write!(f, "operation {at} returns before it is called"),
            BadHistory::Overlaps(first, second) => write!(
                f,
                "operation {second} is called before operation {first} of the same client has returned: a client does \
                 one thing at a time, so give each of its threads a name of its own"
            ),
        }
    }
}

impl core::error::Error for BadHistory {}

impl<C, R> History<C, R> {
    /// A history from its operations, in any order.
    ///
    /// # Errors
    /// What cannot be.
    pub fn new(operations: Vec<Operation<C, R>>) -> Result<Self, BadHistory> {
        let returns = |operation: &Operation<C, R>| operation.reply.as_ref().map(|(at, _)| *at);
        let mut by_client: Vec<usize> = (0..operations.len()).collect();
        by_client
            .sort_by_key(|at| (&operations[*at].client, operations[*at].call, returns(&operations[*at]).is_none()));
        let backwards = |operation| returns(operation).is_some_and(|returned| returned < operation.call);
        if let Some(at) = operations.iter().position(backwards) {
            return Err(BadHistory::ReturnsBeforeCall(at));
        }
        for pair in by_client.windows(2) {
            let (first, second) = (&operations[pair[0]], &operations[pair[1]]);
            if first.client == second.client && returns(first).is_some_and(|returned| second.call < returned) {
                return Err(BadHistory::Overlaps(pair[0], pair[1]));
            }
        }
        Ok(Self { operations })
    }

    /// Its operations, as they were given.
    pub fn operations(&self) -> &[Operation<C, R>] {
        &self.operations
    }
}
