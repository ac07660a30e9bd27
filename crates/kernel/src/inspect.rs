//! How a protocol shows itself: plain data to draw, made from states and messages, known to no view by name.

use serde::{Deserialize, Serialize};

use crate::{NodeId, Text};

mod chart;
mod lanes;
mod ring;

pub use chart::{Chart, ChartBar, ChartOf};
pub use lanes::{Board, BoardRow, Cell, Drawn, LanesOf, Stroke, Who};
pub use ring::{Ring, RingArc, RingKey, RingPoint};

/// The colour family of a thing on the stage; a style sheet gives it light and dark values.
///
/// A role takes the tone of the message that this role sends, so that colour carries one meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Grey: passive, waiting.
    Calm,
    /// Amber: asks for something (a candidate, a RequestVote, a prepare).
    Ask,
    /// Green: consents (a vote, a promise, a yes).
    Grant,
    /// Red: refuses.
    Refuse,
    /// Plum: leads (a leader, an AppendEntries, an accept).
    Lead,
    /// Steel: reports back (an AppendResponse, an acknowledgement).
    Report,
    /// Ink: a client and what it sends.
    Client,
}

/// The shape of a message on the stage. Colour never stands alone: each kind has a shape and a label too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Glyph {
    /// Diamond with a ring in it: an empty ballot.
    DiamondRing,
    /// Filled disc with a check.
    DiscCheck,
    /// Hollow disc with a bar.
    DiscBar,
    /// Filled square with lines: entries.
    SquareLines,
    /// Filled square with nothing in it: a heartbeat, that is, no entries.
    SquareEmpty,
    /// Hollow square with a check.
    SquareCheck,
    /// Hollow square with a bar.
    SquareBar,
    /// Pill with an arrow: a client's request.
    PillRequest,
    /// Hollow pill with an arrow: the answer to a client.
    PillReply,
}

/// Shape and colour of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Look {
    /// Its shape.
    pub glyph: Glyph,
    /// Its colour.
    pub tone: Tone,
}

/// The picture in a node's circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Icon {
    /// Listening.
    Follower,
    /// A flag.
    Candidate,
    /// A crown.
    Leader,
    /// A seal: for it, the matter is decided.
    Settled,
    /// A person's terminal.
    Client,
    /// A closed padlock: it has given its word, and waits to be told what to do.
    Locked,
    /// A key: it has got what only one can have.
    Holder,
    /// A drum: keeps keys and values.
    Store,
    /// A page: what many want to use.
    Resource,
}

/// What a running node shows on the stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// The picture of its role.
    pub icon: Icon,
    /// The colour of its role.
    pub tone: Tone,
    /// Its role and the one thing to know about it: “candidate, 2 of 3 votes”.
    pub caption: Text,
    /// What stands in the pill on its rim, if anything: “term 3”.
    pub badge: Option<Text>,
}

/// One named field of a state, a disk or a message, in the protocol's own names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Field {
    /// The name, as in the code and the paper: `voted_for`.
    pub name: String,
    /// What it holds.
    pub value: Shown,
}

/// What a field holds. Data, not prose: it is shown as it is, in every language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// One value.
    One(String),
    /// A set or a list; a view shows additions to it.
    Many(Vec<String>),
    /// Fields within the field, a level of the tree.
    Fields(Vec<Field>),
}

impl Field {
    /// A field with one value.
    pub fn one(name: &str, value: impl ToString) -> Self {
        Self { name: name.to_owned(), value: Shown::One(value.to_string()) }
    }

    /// A field with several values.
    pub fn many<T: ToString>(name: &str, values: impl IntoIterator<Item = T>) -> Self {
        Self { name: name.to_owned(), value: Shown::Many(values.into_iter().map(|value| value.to_string()).collect()) }
    }

    /// A field made of fields.
    pub fn fields(name: &str, fields: Vec<Field>) -> Self {
        Self { name: name.to_owned(), value: Shown::Fields(fields) }
    }
}

/// A count of consents towards a threshold: the votes for a candidate, the promises for a ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Who counts.
    pub node: NodeId,
    /// “Votes for n3 in term 3”.
    pub title: Text,
    /// One ballot a member, in the order to draw: those given first.
    pub ballots: Vec<Ballot>,
    /// How many are needed.
    pub needed: u32,
}

/// One member's consent in a [`Tally`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// Whose it is.
    pub node: NodeId,
    /// Where it stands.
    pub state: BallotState,
}

/// Where one member's consent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BallotState {
    /// Counted.
    Given,
    /// Sent and still travelling.
    OnItsWay,
    /// Not asked, not answered, or lost.
    Open,
    /// Answered with a no.
    Refused,
    /// The member is down.
    Down,
}
