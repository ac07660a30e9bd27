//! What Zab promises: the properties of primary order atomic broadcast, by the paper's names, checked as a run goes on.
//! Each property takes in only what an action changed, so that asking whether it holds costs nothing.
//!
//! A process that crashes begins its deliveries anew, from its snapshot on: the state machine is in memory. What it had
//! delivered before counts all the same.

use std::collections::BTreeMap;

use quorum_kernel::{Happening, Journal, Mode, NodeId, Promise, Property, Shared, Spec, Text, World};
use serde::Serialize;

use super::{Epoch, Index, Note, Txn, Zab, Zxid, words};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// Who was primary of each epoch; or who was first.
    pub primaries: BTreeMap<Epoch, NodeId>,
    /// What was broadcast, in the order of identifiers. More than one of a name, if something is wrong.
    pub broadcast: BTreeMap<Zxid, Vec<Txn>>,
    /// What was delivered, by whomever: the longest sequence.
    pub delivered: Journal<Txn>,
    /// How much the primary of each epoch had delivered when it first broadcast.
    pub began_with: BTreeMap<Epoch, Index>,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }
}

impl Spec for Zab {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }
}

const fn always(
    id: &'static str,
    fold: fn(&mut Shared<Ghost>, &World<Zab>, &[Happening<Zab>]),
    detail: fn(&Ghost, &World<Zab>) -> Text,
) -> Property<Zab> {
    Property {
        id,
        mode: Mode::Always,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold,
        holds: |ghost, _| ghost.broken.is_none(),
        detail,
    }
}

static PROPERTIES: &[Property<Zab>] = &[
    always("integrity", fold_integrity, words::integrity),
    always("total-order", fold_total_order, words::total_order),
    always("agreement", fold_agreement, words::agreement),
    always("local-primary-order", fold_local_order, words::local_order),
    always("global-primary-order", fold_global_order, words::global_order),
    always("primary-integrity", fold_primary_integrity, words::primary_integrity),
    always("one-primary", fold_one_primary, words::one_primary),
    Property {
        id: "active-leader",
        mode: Mode::Eventually,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold: fold_one_primary,
        holds: |_, world| words::active_leader_of(world).is_some(),
        detail: words::active_leader,
    },
    Property {
        id: "transaction-delivered",
        mode: Mode::Sometimes,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold: fold_total_order,
        holds: |ghost, _| !ghost.delivered.is_empty(),
        detail: words::delivered,
    },
];

/// Who noted what, of all that happened.
fn notes(happened: &[Happening<Zab>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

/// An index that counts from 1 as a place that counts from 0.
fn place(index: Index) -> usize {
    index.checked_sub(1).and_then(|place| usize::try_from(place).ok()).unwrap_or(usize::MAX)
}

fn broadcast(ghost: &mut Shared<Ghost>, txn: &Txn) {
    let named = ghost.broadcast.entry(txn.zxid).or_default();
    if !named.contains(txn) {
        named.push(txn.clone());
    }
}

/// Integrity: what a process delivers, some process has broadcast. Nor does one deliver it twice, which is only said of
/// what it has not forgotten.
fn fold_integrity(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    for (node, note) in notes(happened) {
        match note {
            Note::Broadcast { txn, .. } => broadcast(ghost, txn),
            Note::Delivered { txn, after, .. } => {
                let known = ghost.broadcast.get(&txn.zxid).is_some_and(|named| named.contains(txn));
                if !known || *after >= txn.zxid {
                    let id = if known { "zab-delivered-again" } else { "zab-delivered-from-nowhere" };
                    ghost.break_with(|| Text::new(id).with("node", node).with("txn", words::txn(txn)));
                }
            }
            _ => {}
        }
    }
}

/// Takes in what is delivered; `differs` is asked of a transaction that is not what another process delivered in its
/// place, whether it has been delivered in another.
fn fold_delivered(
    ghost: &mut Shared<Ghost>,
    happened: &[Happening<Zab>],
    differs: impl Fn(&mut Shared<Ghost>, NodeId, Index, &Txn, bool),
) {
    for (node, note) in notes(happened) {
        let Note::Delivered { index, txn, .. } = note else { continue };
        match ghost.delivered.get(place(*index)) {
            Some(first) if first == txn => {}
            first => {
                let fresh = first.is_none();
                // What stands further on in the same order is not new either.
                let elsewhere = ghost.delivered.iter().any(|other| other == txn);
                if fresh && !elsewhere && ghost.delivered.len() == place(*index) {
                    ghost.delivered.push(txn.clone());
                } else {
                    differs(ghost, node, *index, txn, elsewhere);
                }
            }
        }
    }
}

/// Total order: if some process delivers one transaction before another, then any process that delivers the second has
/// delivered the first before it.
fn fold_total_order(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    fold_delivered(ghost, happened, |ghost, node, index, txn, elsewhere| {
        if elsewhere {
            ghost.break_with(|| delivered_at("zab-other-order", node, index, txn));
        }
    });
}

/// Agreement: if one process delivers a transaction and another delivers another one, then the first delivers the other
/// one too, or the second delivers the first. Of two that go different ways from one place on, neither can any more.
fn fold_agreement(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    fold_delivered(ghost, happened, |ghost, node, index, txn, elsewhere| {
        if let Some(first) = ghost.delivered.get(place(index)).cloned().filter(|_| !elsewhere) {
            ghost.break_with(|| delivered_at("zab-disagree", node, index, txn).with("first", words::txn(&first)));
        }
    });
}

fn delivered_at(id: &str, node: NodeId, index: Index, txn: &Txn) -> Text {
    Text::new(id).with("node", node).with("index", index).with("txn", words::txn(txn))
}

/// Local primary order: if a primary broadcasts one transaction before another, then a process that delivers the second
/// has delivered the first before it.
fn fold_local_order(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    for (node, note) in notes(happened) {
        match note {
            Note::Broadcast { txn, .. } => broadcast(ghost, txn),
            Note::Delivered { txn, after, .. } => {
                let first = Zxid { epoch: txn.zxid.epoch, counter: 0 };
                let before = ghost.broadcast.range(first..txn.zxid).next_back().map(|(zxid, _)| *zxid);
                if let Some(before) = before.filter(|before| before != after) {
                    let text = Text::new("zab-skipped").with("node", node).with("txn", words::txn(txn));
                    ghost.break_with(|| text.with("before", before.to_string()));
                }
            }
            _ => {}
        }
    }
}

/// Global primary order: of two transactions that a process delivers, it delivers that of the earlier primary first.
fn fold_global_order(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    for (node, note) in notes(happened) {
        if let Note::Delivered { txn, after, .. } = note
            && after.epoch > txn.zxid.epoch
        {
            let text = Text::new("zab-older-primary").with("node", node).with("txn", words::txn(txn));
            ghost.break_with(|| text.with("after", after.to_string()));
        }
    }
}

/// Primary integrity: if a primary broadcasts, and some process delivers a transaction of an earlier primary, then the
/// later primary must have delivered that one before it broadcast.
fn fold_primary_integrity(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    for (node, note) in notes(happened) {
        match note {
            Note::Broadcast { txn, delivered } if !ghost.began_with.contains_key(&txn.zxid.epoch) => {
                let (epoch, delivered) = (txn.zxid.epoch, *delivered);
                let earlier = ghost.delivered.iter().filter(|txn| txn.zxid.epoch < epoch).count() as Index;
                ghost.began_with.insert(epoch, delivered);
                ghost.primaries.insert(epoch, node);
                if earlier > delivered {
                    let lacking = ghost.delivered.get(place(delivered + 1)).cloned();
                    let text = Text::new("zab-primary-lacks").with("node", node).with("epoch", epoch);
                    ghost
                        .break_with(|| text.with("txn", lacking.as_ref().map_or(Text::new("zab-nothing"), words::txn)));
                }
            }
            Note::Delivered { index, txn, .. } => {
                let mut later = ghost.began_with.range(txn.zxid.epoch + 1..);
                let lacking = later.find(|(_, began_with)| *began_with < index).map(|(epoch, _)| *epoch);
                if let Some(epoch) = lacking {
                    let text = Text::new("zab-primary-lacked").with("node", node).with("txn", words::txn(txn));
                    let primary = ghost.primaries.get(&epoch).copied().unwrap_or(node);
                    ghost.break_with(|| text.with("primary", primary).with("epoch", epoch));
                }
                if ghost.delivered.len() == place(*index) {
                    ghost.delivered.push(txn.clone());
                }
            }
            _ => {}
        }
    }
}

/// One primary an epoch: what tells primaries apart, and their transactions (the paper's "primary ρ of epoch e").
fn fold_one_primary(ghost: &mut Shared<Ghost>, _: &World<Zab>, happened: &[Happening<Zab>]) {
    for (node, note) in notes(happened) {
        let Note::Established { epoch } = note else { continue };
        match ghost.primaries.get(epoch).copied() {
            None => drop(ghost.primaries.insert(*epoch, node)),
            // Even if it is the same server: it has crashed since, and begins to count anew.
            Some(first) => {
                let text = Text::new("zab-two-primaries").with("a", first).with("b", node).with("epoch", *epoch);
                ghost.break_with(|| text);
            }
        }
    }
}
