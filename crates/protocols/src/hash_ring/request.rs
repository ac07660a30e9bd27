//! What clients ask for, and what they are answered.

use std::{fmt, str::FromStr, sync::Arc};

use quorum_kernel::{
    NodeId,
    operation::{KeyValueAnswer, KeyValueCall, KeyValueVerb, Meaning},
};
use serde::Serialize;

/// A request. In text: `put x 1`, `get x`, `join n6`, `leave n2`; keys and values are single words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// Sets a key.
    Put {
        /// The key.
        key: Arc<str>,
        /// Its new value.
        value: Arc<str>,
    },
    /// Reads a key.
    Get {
        /// The key.
        key: Arc<str>,
    },
    /// An administrator's: this node is to own keys, or to own none any more.
    Change(Change),
}

/// A change of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// This node comes.
    Join(NodeId),
    /// This node goes.
    Leave(NodeId),
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::Join(node) => write!(f, "join {node}"),
            Change::Leave(node) => write!(f, "leave {node}"),
        }
    }
}

impl Request {
    /// The key that it is about.
    pub fn key(&self) -> Option<&Arc<str>> {
        match self {
            Request::Put { key, .. } | Request::Get { key } => Some(key),
            Request::Change(_) => None,
        }
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Request::Put { key, value } => write!(f, "put {key} {value}"),
            Request::Get { key } => write!(f, "get {key}"),
            Request::Change(change) => write!(f, "{change}"),
        }
    }
}

/// A text that is no [`Request`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARequest;

impl fmt::Display for NotARequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `put x 1`, `get x`, `join n6` or `leave n2`")
    }
}

impl core::error::Error for NotARequest {}

impl FromStr for Request {
    type Err = NotARequest;

    fn from_str(text: &str) -> Result<Self, NotARequest> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let server = |name: &str| {
            let node: NodeId = name.parse().map_err(|_| NotARequest)?;
            if node.is_client() { Err(NotARequest) } else { Ok(node) }
        };
        Ok(match *words.as_slice() {
            ["put", key, value] => Request::Put { key: key.into(), value: value.into() },
            ["get", key] => Request::Get { key: key.into() },
            ["join", node] => Request::Change(Change::Join(server(node)?)),
            ["leave", node] => Request::Change(Change::Leave(server(node)?)),
            _ => return Err(NotARequest),
        })
    }
}

/// What a client is answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// The key has the value.
    Done,
    /// The key's value, if it has one.
    Value(Option<Arc<str>>),
    /// What came of a change of the members.
    Changed(Outcome),
}

/// What came of a change of the members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The members are now so: all that has to move has moved.
    Settled,
    /// There is no such storage node.
    NoSuchNode,
    /// There would be fewer members than replicas.
    TooFew,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outcome::Settled => "settled",
            Outcome::NoSuchNode => "refused: no such storage node",
            Outcome::TooFew => "refused: fewer members than replicas",
        })
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reply::Done => f.write_str("done"),
            Reply::Value(Some(value)) => f.write_str(value),
            Reply::Value(None) => f.write_str("nothing"),
            Reply::Changed(outcome) => write!(f, "{outcome}"),
        }
    }
}

/// What a request means to a store that does one thing at a time; a change of the members means nothing to it.
pub(super) fn meaning(request: &Request, reply: Option<&Reply>) -> Option<Meaning> {
    let (key, verb) = match request {
        Request::Put { key, value } => (key, KeyValueVerb::Put(value.clone())),
        Request::Get { key } => (key, KeyValueVerb::Get),
        Request::Change(_) => return None,
    };
    let answer = reply.map(|reply| match reply {
        Reply::Value(value) => KeyValueAnswer::Value(value.clone()),
        Reply::Done | Reply::Changed(_) => KeyValueAnswer::Done,
    });
    Some(Meaning::KeyValue(KeyValueCall { key: key.clone(), verb }, answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_prints_as_it_is_typed() {
        for text in ["put x 1", "get x", "join n6", "leave n2"] {
            assert_eq!(text.parse::<Request>().map(|request| request.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "put x", "get", "get x y", "join", "join c1", "leave 2", "append x 1"] {
            assert_eq!(text.parse::<Request>(), Err(NotARequest), "{text}");
        }
    }
}
