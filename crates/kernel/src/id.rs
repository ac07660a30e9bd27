//! Names of the members of a cluster.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A member of the cluster: `n1`, `n2`, … are servers, `c1`, `c2`, … are clients.
///
/// One byte, so that sets of members and tables of links stay small: the high bit says client, the rest is the
/// number, from 1 to 127. Servers order before clients.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u8);

const CLIENT: u8 = 0x80;

impl NodeId {
    /// The server `n{number}`.
    ///
    /// # Panics
    /// If `number` is not in 1..=127: whoever reads numbers from people checks them first.
    pub const fn server(number: u8) -> Self {
        assert!(number >= 1 && number < CLIENT, "servers are numbered 1 to 127");
        Self(number)
    }

    /// The client `c{number}`.
    ///
    /// # Panics
    /// If `number` is not in 1..=127.
    pub const fn client(number: u8) -> Self {
        assert!(number >= 1 && number < CLIENT, "clients are numbered 1 to 127");
        Self(CLIENT | number)
    }

    /// Whether this is a client, where requests enter and replies leave.
    pub const fn is_client(self) -> bool {
        self.0 & CLIENT != 0
    }

    /// The number after the letter, from 1.
    pub const fn number(self) -> u8 {
        self.0 & !CLIENT
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for NodeId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NodeId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A node's name: a server `n1`, a client `c1`.",
            "type": "string",
            "pattern": "^[nc]([1-9][0-9]?|1[01][0-9]|12[0-7])$",
        })
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = if self.is_client() { 'c' } else { 'n' };
        write!(f, "{letter}{}", self.number())
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is wrong with a text that should name a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANode(pub String);

impl fmt::Display for NotANode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” names no node: write n1 for a server, c1 for a client", self.0)
    }
}

impl core::error::Error for NotANode {}

impl FromStr for NodeId {
    type Err = NotANode;

    fn from_str(text: &str) -> Result<Self, NotANode> {
        let wrong = || NotANode(text.chars().take(40).collect());
        let digits = text.get(1..).ok_or_else(wrong)?;
        // `+1` and `01` parse as numbers; a name has one spelling.
        if !digits.starts_with(|c: char| ('1'..='9').contains(&c)) {
            return Err(wrong());
        }
        let number = digits.parse().ok().filter(|number| *number < CLIENT).ok_or_else(wrong)?;
        match text.as_bytes()[0] {
            b'n' => Ok(Self::server(number)),
            b'c' => Ok(Self::client(number)),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for NodeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for NodeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
