//! Ballots (the paper's proposal numbers), values, and the two together: proposals.

use std::{fmt, str::FromStr, sync::Arc};

use quorum_kernel::NodeId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The part of a ballot that grows, from 1.
pub type Round = u32;

/// A proposal number. "Different proposers choose their numbers from disjoint sets of numbers, so two different proposers
/// never issue a proposal with the same number" (§2.5): the proposer's name is part of it. In text: `2.n1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ballot {
    /// Counts first.
    pub round: Round,
    /// Counts between equal rounds.
    pub proposer: NodeId,
}

impl Ballot {
    /// The least ballot of a proposer that is above `above`, of a round after `tried`.
    pub fn next(proposer: NodeId, tried: Round, above: Option<Ballot>) -> Self {
        let beyond = |ballot: Ballot| ballot.round + Round::from(ballot.proposer >= proposer);
        Self { round: (tried + 1).max(above.map_or(0, beyond)), proposer }
    }
}

impl fmt::Display for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.round, self.proposer)
    }
}

/// A text that names no [`Ballot`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotABallot;

impl fmt::Display for NotABallot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a ballot: a round and a server, such as `2.n1`")
    }
}

impl core::error::Error for NotABallot {}

impl FromStr for Ballot {
    type Err = NotABallot;

    fn from_str(text: &str) -> Result<Self, NotABallot> {
        let (round, proposer) = text.split_once('.').ok_or(NotABallot)?;
        // `+1` and `01` parse as numbers; a ballot has one spelling.
        let spelt = round.starts_with(|c: char| ('1'..='9').contains(&c));
        let round = round.parse().ok().filter(|_| spelt).ok_or(NotABallot)?;
        let proposer = proposer.parse::<NodeId>().ok().filter(|id| !id.is_client()).ok_or(NotABallot)?;
        Ok(Self { round, proposer })
    }
}

impl Serialize for Ballot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ballot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Ballot {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ballot".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A ballot: its round and its proposer, `2.n1`.",
            "type": "string",
            "pattern": "^[1-9][0-9]*\\.n[1-9][0-9]*$",
        })
    }
}

/// What is decided on: a single word. Shared, as a cluster holds it many times.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Value(pub Arc<str>);

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A ballot with its value: what acceptors accept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Proposal {
    /// Its number.
    pub ballot: Ballot,
    /// Its value.
    pub value: Value,
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}", self.value, self.ballot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballot(text: &str) -> Ballot {
        text.parse().expect("a ballot of this test")
    }

    #[test]
    fn the_round_counts_first_and_the_proposer_between_equal_rounds() {
        assert!(ballot("1.n2") > ballot("1.n1"));
        assert!(ballot("2.n1") > ballot("1.n9"));
        assert!(ballot("10.n1") > ballot("9.n1"));
    }

    #[test]
    fn the_next_ballot_is_the_least_of_its_own_that_is_new_and_above() {
        let next = |number, tried, above: Option<&str>| Ballot::next(NodeId::server(number), tried, above.map(ballot));
        assert_eq!(next(1, 0, None), ballot("1.n1"));
        assert_eq!(next(1, 4, None), ballot("5.n1"));
        assert_eq!(next(2, 0, Some("3.n1")), ballot("3.n2"));
        assert_eq!(next(2, 0, Some("3.n2")), ballot("4.n2"));
        assert_eq!(next(2, 0, Some("3.n3")), ballot("4.n2"));
        assert_eq!(next(2, 7, Some("3.n3")), ballot("8.n2"));
    }

    #[test]
    fn a_ballot_has_one_spelling() {
        assert_eq!(ballot("12.n3").to_string(), "12.n3");
        for text in ["", "1", "n1", "0.n1", "01.n1", "+1.n1", "1.c1", "1.n0", "1.n1.n2", "99999999999.n1"] {
            assert_eq!(text.parse::<Ballot>(), Err(NotABallot), "{text}");
        }
    }
}
