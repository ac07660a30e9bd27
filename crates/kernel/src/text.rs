//! What people read, as a message id with arguments, so that a page can say it in any language.
//!
//! Protocols never carry sentences: they name one, and the catalogue (`crates/scene/words/`) holds the words.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{NodeId, shorten};

/// A sentence to be: the id of a message in the catalogue, and what fills its gaps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// The message's id in the catalogue, such as `raft-term`.
    pub id: String,
    /// Named arguments, in the order given.
    #[serde(default)]
    pub args: Vec<(String, Arg)>,
}

/// One argument of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arg {
    /// A number, to be written in the reader's way.
    Number(i64),
    /// Data that reads the same in every language: a node's name, a key, a value.
    Data(String),
    /// A sentence within a sentence.
    Text(Text),
    /// Several, to be joined in the reader's way.
    List(Vec<Arg>),
}

impl Text {
    /// The message `id`, without arguments yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), args: Vec::new() }
    }

    /// Adds the argument `name`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.push((name.to_owned(), value.into()));
        self
    }
}

impl Text {
    /// The same with every piece of data cut to a length that can be read: it may be a stranger's.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        for (_, arg) in &mut self.args {
            if let Arg::Data(data) = arg {
                *data = shorten(core::mem::take(data));
            }
        }
        self
    }
}

/// As a log has it, in no language: `refusal-down(node: n1)`. People are told the words of the catalogue.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        for (i, (name, arg)) in self.args.iter().enumerate() {
            write!(f, "{}{name}: {arg}", if i == 0 { "(" } else { ", " })?;
        }
        f.write_str(if self.args.is_empty() { "" } else { ")" })
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Number(n) => write!(f, "{n}"),
            Arg::Data(data) => f.write_str(data),
            Arg::Text(text) => write!(f, "{text}"),
            Arg::List(items) => f.debug_list().entries(items.iter().map(ToString::to_string)).finish(),
        }
    }
}

macro_rules! arg_from {
    ($($from:ty => |$value:ident| $arg:expr;)*) => {$(
        impl From<$from> for Arg {
            fn from($value: $from) -> Self { $arg }
        }
    )*};
}

arg_from! {
    u8 => |n| Arg::Number(n.into());
    u32 => |n| Arg::Number(n.into());
    u64 => |n| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    usize => |n| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    i64 => |n| Arg::Number(n);
    &str => |s| Arg::Data(s.to_owned());
    String => |s| Arg::Data(s);
    NodeId => |id| Arg::Data(id.to_string());
    Text => |text| Arg::Text(text);
    Vec<Arg> => |list| Arg::List(list);
}

impl<T: Into<Arg>> FromIterator<T> for Arg {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Arg::List(items.into_iter().map(Into::into).collect())
    }
}
