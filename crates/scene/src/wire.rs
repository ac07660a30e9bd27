//! What crosses between the page and an engine in a worker: commands as JSON texts, answers as bytes.
//!
//! Answers are many and large, and the page is to stay small: in postcard a field has a place and no name, so that what
//! reads a scene is a third of what would read it from JSON. Both ends are built together; nothing is kept in this form.

use serde::{Deserialize, Serialize};

use crate::{Answer, Command};

/// What an engine in a worker says: first that it is there, then an answer to each command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Said {
    /// It listens.
    Ready,
    /// What came of a command.
    Answer(Answer),
}

impl Said {
    /// As bytes, for [`Said::from_bytes`].
    ///
    /// # Panics
    /// Never: it is plain data.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("plain data")
    }

    /// From the bytes of [`Said::to_bytes`]; `None` if these are of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (said, rest) = postcard::take_from_bytes(bytes).ok()?;
        rest.is_empty().then_some(said)
    }
}

impl Command {
    /// As a text, for [`Command::from_json`].
    ///
    /// # Panics
    /// Never: it is plain data.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain data")
    }

    /// From the text of [`Command::to_json`]; `None` if it is of another version.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

/// For what files hold too, in which fields may be left out: a JSON text within the bytes.
pub(crate) mod as_json {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned, ser};

    pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::to_string(value).map_err(ser::Error::custom)?.serialize(serializer)
    }

    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        serde_json::from_str(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
