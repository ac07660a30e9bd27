//! The history: transactions with their identifiers, in the order in which they were accepted, and the snapshot that
//! stands for those before them.

use std::{fmt, ops::Deref, str::FromStr, sync::Arc};

use quorum_kernel::Journal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    machine::{Command, KeyValue},
    session::{Call, Sessions},
};

/// The number of a primary's time in office. 0 is before the first.
pub type Epoch = u64;

/// How many transactions stand up to a place: the first has index 1.
pub type Index = u64;

/// A transaction identifier: the epoch of the primary that broadcast it, and its number in that epoch, from 1. "zxid"
/// in the paper; in text `1.3`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zxid {
    /// The epoch of its primary.
    pub epoch: Epoch,
    /// Its number in that epoch.
    pub counter: u64,
}

impl Zxid {
    /// The identifier before all.
    pub const ZERO: Self = Self { epoch: 0, counter: 0 };

    /// What a primary's transaction is called that follows this one in `epoch`.
    #[must_use]
    pub fn next_in(self, epoch: Epoch) -> Self {
        Self { epoch, counter: if self.epoch == epoch { self.counter + 1 } else { 1 } }
    }
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.epoch, self.counter)
    }
}

impl Serialize for Zxid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text that is no [`Zxid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAZxid;

impl fmt::Display for NotAZxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an epoch and a number, as in `1.3`")
    }
}

impl core::error::Error for NotAZxid {}

impl FromStr for Zxid {
    type Err = NotAZxid;

    fn from_str(text: &str) -> Result<Self, NotAZxid> {
        let (epoch, counter) = text.split_once('.').ok_or(NotAZxid)?;
        let number = |digits: &str| digits.parse().map_err(|_| NotAZxid);
        let zxid = Self { epoch: number(epoch)?, counter: number(counter)? };
        if zxid.to_string() == text { Ok(zxid) } else { Err(NotAZxid) }
    }
}

impl<'de> Deserialize<'de> for Zxid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// In lessons it is a text.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Zxid {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Zxid".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A transaction identifier, such as `1.3`: the epoch of its primary, and its number there.",
            "pattern": "^[0-9]+\\.[0-9]+$"
        })
    }
}

/// A transaction: what is broadcast.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Txn {
    /// What it is called, for good.
    pub zxid: Zxid,
    /// What it does. Shared: the same call stands in every history and in many messages.
    pub call: Arc<Call<Command>>,
}

/// Transactions on their way: shared, and free of allocation when there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Txns(Option<Arc<[Txn]>>);

impl Txns {
    /// No transactions.
    pub const NONE: Self = Self(None);
}

impl Deref for Txns {
    type Target = [Txn];
    fn deref(&self) -> &[Txn] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl From<Txn> for Txns {
    fn from(txn: Txn) -> Self {
        Self(Some(Arc::from([txn])))
    }
}

impl FromIterator<Txn> for Txns {
    fn from_iter<I: IntoIterator<Item = Txn>>(txns: I) -> Self {
        let mut txns = txns.into_iter().peekable();
        Self(txns.peek().is_some().then(|| txns.collect()))
    }
}

impl Serialize for Txns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What delivered transactions have made of the state machine, in their place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Snapshot {
    /// The last of them.
    pub upto: Zxid,
    /// How many they are.
    pub length: Index,
    /// What they made.
    pub machine: Sessions<KeyValue>,
}

/// A server's history: what it has accepted, delivered or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct History {
    /// What stands for its beginning; `None`: it is here from the first transaction on.
    snapshot: Option<Arc<Snapshot>>,
    /// What follows.
    txns: Journal<Txn>,
}

impl History {
    /// The last transaction: "the zxid of the history".
    pub fn last(&self) -> Zxid {
        self.txns.last().map_or(self.begins_after(), |txn| txn.zxid)
    }

    /// How many transactions it has, with those that the snapshot stands for.
    pub fn length(&self) -> Index {
        self.begins_at() + self.txns.len() as Index
    }

    /// What stands for its beginning.
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.snapshot.as_ref()
    }

    /// The last transaction that the snapshot stands for.
    fn begins_after(&self) -> Zxid {
        self.snapshot.as_ref().map_or(Zxid::ZERO, |snapshot| snapshot.upto)
    }

    /// How many transactions the snapshot stands for.
    fn begins_at(&self) -> Index {
        self.snapshot.as_ref().map_or(0, |snapshot| snapshot.length)
    }

    /// The transaction at an index, if it is here and not in the snapshot.
    pub fn get(&self, index: Index) -> Option<&Txn> {
        let place = index.checked_sub(self.begins_at() + 1)?;
        self.txns.get(usize::try_from(place).ok()?)
    }

    /// The identifier at an index; that before the first transaction is [`Zxid::ZERO`].
    pub fn zxid(&self, index: Index) -> Option<Zxid> {
        if index == self.begins_at() { Some(self.begins_after()) } else { self.get(index).map(|txn| txn.zxid) }
    }

    /// The index of the last transaction that is not behind `zxid`; `None`, if it stands before what the snapshot
    /// stands for. Identifiers rise along a history, so this halves its way there.
    pub fn upto(&self, zxid: Zxid) -> Option<Index> {
        if zxid < self.begins_after() {
            return None;
        }
        let (mut low, mut high) = (self.begins_at(), self.length());
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.zxid(middle).is_some_and(|other| other <= zxid) { low = middle } else { high = middle - 1 }
        }
        Some(low)
    }

    /// What follows an index.
    pub fn after(&self, index: Index) -> Txns {
        let place = index.saturating_sub(self.begins_at());
        if place >= self.txns.len() as Index {
            return Txns::NONE;
        }
        self.txns.iter_from(usize::try_from(place).expect("shorter than a history in memory")).cloned().collect()
    }

    /// The transactions that are here.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Txn> {
        self.txns.iter()
    }

    /// Keeps the first `keep` transactions and appends others. Of the snapshot nothing can be taken away.
    pub fn replace(&mut self, keep: Index, txns: &[Txn]) {
        if keep < self.length() {
            let place = keep.saturating_sub(self.begins_at());
            self.txns.truncate(usize::try_from(place).expect("shorter than a history in memory"));
        }
        txns.iter().for_each(|txn| self.txns.push(txn.clone()));
    }

    /// Begins anew with a snapshot and what follows it.
    pub fn restore(&mut self, snapshot: &Arc<Snapshot>, txns: &[Txn]) {
        let snapshot = (snapshot.length > 0).then(|| snapshot.clone());
        *self = Self { snapshot, txns: txns.iter().cloned().collect() };
    }
}

#[cfg(test)]
mod tests {
    use quorum_kernel::NodeId;

    use super::*;
    use crate::session::Serial;

    fn txn(zxid: &str) -> Txn {
        let command = "get x".parse().expect("a command");
        let call = Call { client: NodeId::client(1), serial: Serial::default(), command };
        Txn { zxid: zxid.parse().expect("a zxid"), call: Arc::new(call) }
    }

    fn zxids(txns: &Txns) -> Vec<String> {
        txns.iter().map(|txn| txn.zxid.to_string()).collect()
    }

    #[test]
    fn an_identifier_reads_as_it_is_written_and_goes_by_epoch_first() {
        for text in ["0.0", "1.3", "12.40"] {
            assert_eq!(text.parse::<Zxid>().map(|zxid| zxid.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "1", "1.", ".1", "1.2.3", "01.2", "+1.2", "1.-2"] {
            assert_eq!(text.parse::<Zxid>(), Err(NotAZxid), "{text}");
        }
        let [old, new]: [Zxid; 2] = ["1.9", "2.1"].map(|text| text.parse().expect("a zxid"));
        assert!(old < new);
        assert_eq!((old.next_in(1).to_string(), old.next_in(2)), ("1.10".to_owned(), new));
    }

    #[test]
    fn a_history_is_searched_by_identifier() {
        let mut history = History::default();
        assert_eq!((history.last(), history.upto(Zxid { epoch: 7, counter: 1 })), (Zxid::ZERO, Some(0)));
        history.replace(0, &["1.1", "1.2", "3.1"].map(txn));
        let upto = |history: &History, zxid: &str| history.upto(zxid.parse().expect("a zxid"));
        let cases = [("0.0", 0), ("1.1", 1), ("1.9", 2), ("2.5", 2), ("3.1", 3), ("4.1", 3)];
        for (zxid, index) in cases {
            assert_eq!(upto(&history, zxid), Some(index), "{zxid}");
        }
        assert_eq!(zxids(&history.after(1)), ["1.2", "3.1"]);
        history.replace(2, &[txn("4.1")]);
        assert_eq!((history.length(), history.last().to_string()), (3, "4.1".to_owned()));
    }

    #[test]
    fn a_snapshot_stands_for_what_it_replaces() {
        let snapshot = Snapshot { upto: Zxid { epoch: 1, counter: 4 }, length: 4, machine: Sessions::default() };
        let mut history = History::default();
        history.restore(&Arc::new(snapshot), &[txn("1.5")]);
        assert_eq!((history.length(), history.last().to_string()), (5, "1.5".to_owned()));
        assert_eq!(history.upto(Zxid { epoch: 1, counter: 3 }), None);
        assert_eq!(history.upto(Zxid { epoch: 1, counter: 4 }), Some(4));
        assert_eq!((zxids(&history.after(4)), history.get(4)), (vec!["1.5".to_owned()], None));
        history.replace(2, &[]);
        assert_eq!(history.length(), 4, "a snapshot cannot be cut");
    }
}
