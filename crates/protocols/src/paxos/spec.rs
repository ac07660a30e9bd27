//! What Paxos promises: the safety requirements of §2.1 and the invariants of §2.2, checked as a run goes on. Each
//! property takes in only what an action changed, so that asking whether it holds costs nothing.

use std::collections::{BTreeMap, BTreeSet};

use quorum_kernel::{Happening, Mode, NodeId, Promise, Property, Shared, Spec, Text, World};
use serde::Serialize;

use super::{Ballot, Message, Note, Paxos, Proposal, Propose, Value, Write, words};

/// What a property remembers of a run. Each property has one of its own and uses the parts that it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ghost {
    /// What broke the property, once something has: it never mends.
    pub broken: Option<Text>,
    /// What clients asked to have proposed (Validity).
    pub asked: BTreeSet<Value>,
    /// Who has ever accepted what, by ballot.
    pub votes: BTreeMap<Ballot, BTreeMap<NodeId, Value>>,
    /// The first proposal that a majority of the acceptors had accepted.
    pub chosen: Option<Proposal>,
    /// What was proposed in each ballot.
    pub proposed: BTreeMap<Ballot, Value>,
    /// The highest ballot that each acceptor has promised.
    pub promised: BTreeMap<NodeId, Ballot>,
    /// Which ballots were begun.
    pub begun: BTreeSet<Ballot>,
    /// Who learnt first, and what.
    pub learnt: Option<(NodeId, Value)>,
    /// The first proposal that took its value from another, and the ballot of that.
    pub adopted: Option<(Proposal, Ballot)>,
}

impl Ghost {
    fn break_with(&mut self, why: impl FnOnce() -> Text) {
        if self.broken.is_none() {
            self.broken = Some(why());
        }
    }
}

impl Spec for Paxos {
    type Ghost = Ghost;

    fn properties() -> &'static [Property<Self>] {
        PROPERTIES
    }
}

type Folded<'a> = &'a mut Shared<Ghost>;

const fn always(
    id: &'static str,
    fold: fn(&mut Shared<Ghost>, &World<Paxos>, &[Happening<Paxos>]),
    detail: fn(&Ghost, &World<Paxos>) -> Text,
) -> Property<Paxos> {
    Property {
        id,
        mode: Mode::Always,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold,
        holds: |ghost, _| ghost.broken.is_none(),
        detail,
    }
}

const fn sometimes(
    id: &'static str,
    fold: fn(&mut Shared<Ghost>, &World<Paxos>, &[Happening<Paxos>]),
    holds: fn(&Ghost, &World<Paxos>) -> bool,
    detail: fn(&Ghost, &World<Paxos>) -> Text,
) -> Property<Paxos> {
    Property { id, mode: Mode::Sometimes, promise: |_| Promise::ALL_BUT_WIPE, fold, holds, detail }
}

static PROPERTIES: &[Property<Paxos>] = &[
    always("agreement", fold_agreement, words::agreement),
    always("validity", fold_validity, words::validity),
    always("learnt-is-chosen", fold_learnt_is_chosen, words::learnt_is_chosen),
    always("chosen-stays", fold_chosen_stays, words::chosen_stays),
    always("promise-kept", fold_promise_kept, words::promise_kept),
    always("one-value-a-ballot", fold_one_value, words::one_value),
    always("ballot-once", fold_ballot_once, words::ballot_once),
    Property {
        id: "decided",
        mode: Mode::Eventually,
        promise: |_| Promise::ALL_BUT_WIPE,
        fold: fold_agreement,
        holds: |_, world| words::wanting(world).next().is_none(),
        detail: words::decided,
    },
    sometimes("value-learnt", fold_agreement, |ghost, _| ghost.learnt.is_some(), words::value_learnt),
    sometimes("value-adopted", fold_adopted, |ghost, _| ghost.adopted.is_some(), words::value_adopted),
];

/// Who noted what, of all that happened.
fn notes(happened: &[Happening<Paxos>]) -> impl Iterator<Item = (NodeId, &Note)> {
    happened.iter().filter_map(|happening| match happening {
        Happening::Noted { node, note } => Some((*node, note)),
        _ => None,
    })
}

/// "Only a single value is chosen" (§2.1), as learners see it: no two learn different values.
fn fold_agreement(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for (node, note) in notes(happened) {
        let Note::Learnt { value } = note else { continue };
        match &ghost.learnt {
            None => ghost.learnt = Some((node, value.clone())),
            Some((_, first)) if first == value => {}
            Some((first, other)) => {
                let text = Text::new("paxos-learnt-differently").with("a", *first).with("first", other.to_string());
                ghost.break_with(|| text.with("b", node).with("second", value.to_string()));
            }
        }
    }
}

/// "Only a value that has been proposed may be chosen" (§2.1): nothing is accepted that no client asked for.
fn fold_validity(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for happening in happened {
        match happening {
            Happening::Invoked { request: Propose { value }, .. } if !ghost.asked.contains(value) => {
                ghost.asked.insert(value.clone());
            }
            Happening::Wrote { node, write: Write::Accepted { proposal, .. }, .. }
                if !ghost.asked.contains(&proposal.value) =>
            {
                let text = Text::new("paxos-accepted-unasked").with("node", *node);
                ghost.break_with(|| text.with("value", proposal.value.to_string()));
            }
            _ => {}
        }
    }
}

/// Takes in one acceptance that reached a disk; says what has just become chosen by it, for the first time or again.
fn vote(ghost: Folded<'_>, world: &World<Paxos>, node: NodeId, proposal: &Proposal) -> bool {
    let Proposal { ballot, value } = proposal;
    if ghost.votes.get(ballot).and_then(|votes| votes.get(&node)) == Some(value) {
        return false;
    }
    let votes = ghost.votes.entry(*ballot).or_default();
    votes.insert(node, value.clone());
    let chosen = votes.values().filter(|other| *other == value).count() >= world.config().majority();
    if chosen && ghost.chosen.is_none() {
        ghost.chosen = Some(proposal.clone());
    }
    chosen
}

/// "A process never learns that a value has been chosen unless it actually has been" (§2.1).
fn fold_learnt_is_chosen(ghost: Folded<'_>, world: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for happening in happened {
        match happening {
            Happening::Wrote { node, write: Write::Accepted { proposal, .. }, .. } => {
                vote(ghost, world, *node, proposal);
            }
            Happening::Noted { node, note: Note::Learnt { value } }
                if ghost.chosen.as_ref().is_none_or(|chosen| chosen.value != *value) =>
            {
                let text = Text::new("paxos-learnt-unchosen").with("node", *node);
                ghost.break_with(|| text.with("value", value.to_string()));
            }
            _ => {}
        }
    }
}

/// P2a: "If a proposal with value v is chosen, then every higher-numbered proposal accepted by any acceptor has value v"
/// (§2.2); and of no ballot another value is chosen.
fn fold_chosen_stays(ghost: Folded<'_>, world: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for happening in happened {
        let Happening::Wrote { node, write: Write::Accepted { proposal, .. }, .. } = happening else { continue };
        let chosen = vote(ghost, world, *node, proposal);
        let Some(first) = ghost.chosen.clone() else { continue };
        if first.value != proposal.value && (chosen || proposal.ballot > first.ballot) {
            let id = if chosen { "paxos-chosen-twice" } else { "paxos-accepted-against-chosen" };
            let text = Text::new(id).with("node", *node).with("value", proposal.value.to_string());
            let text = text.with("ballot", proposal.ballot.to_string());
            let text = text.with("chosen", first.value.to_string()).with("chosen-in", first.ballot.to_string());
            ghost.break_with(|| text);
        }
    }
}

/// P1a: "An acceptor can accept a proposal numbered n iff it has not responded to a prepare request having a number
/// greater than n" (§2.2). What it wrote down to respond, it may have responded.
fn fold_promise_kept(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for happening in happened {
        let (node, promised) = match happening {
            Happening::Sent { from, message: Message::Promise(promise), .. } => (*from, promise.ballot),
            Happening::Wrote { node, write: Write::Promised(Some(ballot)), .. } => (*node, *ballot),
            Happening::Wrote { node, write: Write::Accepted { proposal, .. }, .. } => {
                let broken = ghost.promised.get(node).copied().filter(|promised| *promised > proposal.ballot);
                if let Some(promised) = broken {
                    let text = Text::new("paxos-promise-broken").with("node", *node);
                    let text = text.with("ballot", proposal.ballot.to_string());
                    ghost.break_with(|| text.with("promised", promised.to_string()));
                }
                continue;
            }
            _ => continue,
        };
        if ghost.promised.get(&node) < Some(&promised) {
            ghost.promised.insert(node, promised);
        }
    }
}

/// "Different proposers choose their numbers from disjoint sets of numbers", and each begins "with a higher proposal number
/// than any it has already used" (§2.5): no ballot is begun twice.
fn fold_ballot_once(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for (node, note) in notes(happened) {
        let Note::Began { ballot } = note else { continue };
        if !ghost.begun.insert(*ballot) {
            ghost.break_with(|| Text::new("paxos-begun-twice").with("node", node).with("ballot", ballot.to_string()));
        }
    }
}

/// What a ballot stands for is settled once: its proposer proposes one value, and acceptors accept that.
fn fold_one_value(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for happening in happened {
        let proposal = match happening {
            Happening::Sent { message: Message::Accept(proposal), .. } => proposal,
            Happening::Wrote { write: Write::Accepted { proposal, .. }, .. } => proposal,
            _ => continue,
        };
        match ghost.proposed.get(&proposal.ballot) {
            None => drop(ghost.proposed.insert(proposal.ballot, proposal.value.clone())),
            Some(first) if *first == proposal.value => {}
            Some(first) => {
                let text = Text::new("paxos-two-values").with("ballot", proposal.ballot.to_string());
                let text = text.with("first", first.to_string()).with("second", proposal.value.to_string());
                ghost.break_with(|| text);
            }
        }
    }
}

fn fold_adopted(ghost: Folded<'_>, _: &World<Paxos>, happened: &[Happening<Paxos>]) {
    for (_, note) in notes(happened) {
        if let Note::Proposed { proposal, adopted: Some(from) } = note
            && ghost.adopted.is_none()
        {
            ghost.adopted = Some((proposal.clone(), *from));
        }
    }
}
