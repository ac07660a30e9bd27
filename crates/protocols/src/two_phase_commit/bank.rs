//! The bank: one account a participant, and money that moves between two of them.

use std::{fmt, str::FromStr};

use quorum_kernel::NodeId;
use serde::{Serialize, Serializer};

/// What every account holds at first.
pub const OPENING: i64 = 100;
/// The most that one transfer may move: sums stay far from what an `i64` holds.
const AMOUNT_MAX: u32 = 1_000_000;
/// The first participant's number: n1 is the coordinator, and has no account.
const FIRST: u8 = 2;
/// The most accounts: what a cluster of nine servers has.
const ACCOUNTS_MAX: u8 = 8;

/// An account: `A` is kept by n2, `B` by n3, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(u8);

impl Account {
    /// The account that a participant keeps; `None` for the coordinator and for clients.
    pub fn of(node: NodeId) -> Option<Self> {
        (!node.is_client() && node.number() >= FIRST).then(|| Self(node.number() - FIRST))
    }

    /// Who keeps it.
    pub fn keeper(self) -> NodeId {
        NodeId::server(self.0 + FIRST)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", char::from(b'A' + self.0))
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Account {
    type Err = NotATransfer;

    fn from_str(text: &str) -> Result<Self, NotATransfer> {
        match text.as_bytes() {
            [letter] if (b'A'..b'A' + ACCOUNTS_MAX).contains(letter) => Ok(Self(letter - b'A')),
            _ => Err(NotATransfer),
        }
    }
}

/// What a client asks for: `transfer A B 30` takes 30 from A and gives them to B, or does neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Transfer {
    /// Who pays.
    pub from: Account,
    /// Who is paid; another account.
    pub to: Account,
    /// How much, from 1 to 1,000,000.
    pub amount: u32,
}

impl Transfer {
    /// Each participant, with what is added to its account: the payer first.
    pub fn legs(self) -> [(NodeId, i64); 2] {
        let amount = i64::from(self.amount);
        [(self.from.keeper(), -amount), (self.to.keeper(), amount)]
    }

    /// The two participants.
    pub fn participants(self) -> [NodeId; 2] {
        self.legs().map(|(node, _)| node)
    }
}

impl fmt::Display for Transfer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "transfer {} {} {}", self.from, self.to, self.amount)
    }
}

/// A text that is no [`Transfer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATransfer;

impl fmt::Display for NotATransfer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected `transfer A B 30`: two accounts, A to H, and an amount from 1 to 1000000")
    }
}

impl core::error::Error for NotATransfer {}

impl FromStr for Transfer {
    type Err = NotATransfer;

    fn from_str(text: &str) -> Result<Self, NotATransfer> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let ["transfer", from, to, amount] = *words.as_slice() else { return Err(NotATransfer) };
        let amount: u32 = amount.parse().map_err(|_| NotATransfer)?;
        let transfer = Self { from: from.parse()?, to: to.parse()?, amount };
        let possible = transfer.from != transfer.to && (1..=AMOUNT_MAX).contains(&amount);
        if possible { Ok(transfer) } else { Err(NotATransfer) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_prints_as_it_is_typed() {
        let transfer: Transfer = "transfer A C 30".parse().expect("a transfer");
        assert_eq!(transfer.to_string(), "transfer A C 30");
        assert_eq!(transfer.legs(), [(NodeId::server(2), -30), (NodeId::server(4), 30)]);
        for text in [
            "",
            "transfer A B",
            "transfer A B 0",
            "transfer A A 5",
            "transfer A I 5",
            "transfer a B 5",
            "transfer A B -5",
            "transfer A B 1000001",
            "pay A B 5",
        ] {
            assert_eq!(text.parse::<Transfer>(), Err(NotATransfer), "{text}");
        }
    }

    #[test]
    fn every_server_but_the_first_keeps_an_account() {
        let accounts = (1..=9).map(NodeId::server).chain([NodeId::client(3)]).map(Account::of);
        let accounts: Vec<_> = accounts.map(|account| account.map(|account| account.to_string())).collect();
        let named = ["A", "B", "C", "D", "E", "F", "G", "H"].map(|name| Some(name.to_owned()));
        assert_eq!(accounts[1..9], named);
        assert_eq!((&accounts[0], &accounts[9]), (&None, &None));
    }
}
