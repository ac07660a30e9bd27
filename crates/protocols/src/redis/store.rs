//! The key store of one Redis, as a pure state machine: the few commands that locks need, each atomic. Time is not in
//! here: a key only says how long it is to live, and whoever holds the store sets the clock for it (`server`).

use std::{collections::BTreeMap, fmt};

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

/// The keys that are used. A closed set, so that a timer can name the key that it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// The lock: its value is the token of whoever holds it.
    Lock,
    /// Counts how often the lock was granted.
    Fence,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A client's mark for one of its attempts.
    Token(Token),
    /// A number.
    Number(u32),
}

/// The value that signs a lock. "This value must be unique across all clients and all lock requests." The document takes
/// 20 random bytes. Here it is who, in which of its lives, and which of its attempts: no two are alike as long as clients
/// keep their disks, on which they count their lives. That nobody can guess it, as with random bytes, keeps out whoever
/// means ill; nobody does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token {
    /// Whose.
    pub client: NodeId,
    /// Which life of the client, from 1.
    pub life: u32,
    /// Which attempt of that life, from 1.
    pub number: u32,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.client, self.life, self.number)
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Token(token) => write!(f, "{token}"),
            Value::Number(number) => write!(f, "{number}"),
        }
    }
}

/// A key's value, and how long it is to live from when it is set; `None`: for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Entry {
    /// What it holds.
    pub value: Value,
    /// `PX`: ticks of the store's clock.
    pub px: Option<u32>,
}

/// The keys of one Redis.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Store(BTreeMap<Key, Entry>);

impl Store {
    /// `SET key value [NX] [PX px]`: sets a key, with `nx` only if it is not there. Says whether it did.
    pub fn set(&mut self, key: Key, entry: Entry, nx: bool) -> bool {
        let free = !nx || !self.0.contains_key(&key);
        if free {
            self.0.insert(key, entry);
        }
        free
    }

    /// `GET key`.
    pub fn get(&self, key: Key) -> Option<Entry> {
        self.0.get(&key).copied()
    }

    /// `DEL key`: gives what was deleted.
    pub fn delete(&mut self, key: Key) -> Option<Entry> {
        self.0.remove(&key)
    }

    /// `INCR key`: counts a number up from 0, and gives it.
    pub fn increment(&mut self, key: Key) -> u32 {
        let number = match self.get(key).map(|entry| entry.value) {
            Some(Value::Number(number)) => number + 1,
            _ => 1,
        };
        self.0.insert(key, Entry { value: Value::Number(number), px: None });
        number
    }

    /// Whose token the lock holds.
    pub fn owner(&self) -> Option<Token> {
        match self.get(Key::Lock)?.value {
            Value::Token(token) => Some(token),
            Value::Number(_) => None,
        }
    }

    /// Every key with what it holds.
    pub fn iter(&self) -> impl Iterator<Item = (Key, Entry)> {
        self.0.iter().map(|(key, entry)| (*key, *entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(number: u32) -> Value {
        Value::Token(Token { client: NodeId::client(1), life: 1, number })
    }

    #[test]
    fn nx_sets_only_what_is_not_there() {
        let mut store = Store::default();
        let entry = |number| Entry { value: token(number), px: Some(30) };
        assert!(store.set(Key::Lock, entry(1), true));
        assert!(!store.set(Key::Lock, entry(2), true));
        assert_eq!(store.get(Key::Lock), Some(entry(1)));
        assert!(store.set(Key::Lock, entry(2), false), "without NX whatever was there is replaced");
        assert_eq!(store.delete(Key::Lock), Some(entry(2)));
        assert_eq!((store.owner(), store.delete(Key::Lock)), (None, None));
    }

    #[test]
    fn incr_counts_from_one_and_leaves_other_keys_alone() {
        let mut store = Store::default();
        store.set(Key::Lock, Entry { value: token(1), px: None }, true);
        assert_eq!([store.increment(Key::Fence), store.increment(Key::Fence)], [1, 2]);
        assert_eq!(store.owner().map(|token| token.to_string()).as_deref(), Some("c1.1.1"));
    }
}
