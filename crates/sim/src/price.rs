//! What one call of a client cost: the messages that it set going until it was answered, by kind and in bytes, how many of
//! them had to follow one another, and how often somebody waited for a disk.

use std::collections::BTreeMap;

use quorum_kernel::{Exhibit, Happening, NodeId, Trace};

use crate::{ClientCall, History, Micros};

/// The most events of a call that are looked at.
const EVENTS_MAX: u32 = 5_000;

/// What a call cost, from the question to the answer. What it set going and nobody waited for counts as far as it had come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price<P: Exhibit> {
    /// The call.
    pub call: ClientCall<P>,
    /// How many messages were sent, by kind (an index into [`quorum_kernel::Protocol::KINDS`]); by nodes that had heard of
    /// the call, and since.
    pub messages: BTreeMap<usize, u32>,
    /// How many bytes these were, as JSON.
    pub bytes: u64,
    /// How many messages had to follow one another, each sent by the receiver of one before: two are a round trip.
    pub hops: u32,
    /// How many forced writes such nodes made.
    pub forced_writes: u32,
}

impl<P: Exhibit> History<P> {
    /// What the last call that has been answered cost; `None` before there is one, or if it took too many events.
    pub fn price(&self) -> Option<Price<P>> {
        let calls = self.run().chronicle().calls();
        let answered = calls.into_iter().filter_map(|call| Some((call.reply.as_ref()?.0, call)));
        let (until, call) = answered.max_by_key(|(at, _)| *at)?;
        let first = self.first_at(call.call);
        let mut run = self.run_at(first - 1);
        let (mut trace, mut bill) = (Trace::default(), Bill::<P>::new(call.client));
        for index in first..=self.index().min(first.saturating_add(EVENTS_MAX)) {
            let event = self.event(self.branch(), index)?;
            run.perform(event.at, &event.act, event.origin, &mut trace).expect("the event has happened before");
            for happening in &trace.happened {
                if let Some(hops) = bill.take(happening, event.at == until) {
                    let Bill { messages, bytes, forced_writes, .. } = bill;
                    return Some(Price { call, messages, bytes, hops, forced_writes });
                }
            }
        }
        None
    }

    /// The first event of the current branch at this moment or later.
    fn first_at(&self, at: Micros) -> u32 {
        let (mut low, mut high) = (1, self.len().max(1));
        while low < high {
            let middle = low.midpoint(high);
            let early = self.event(self.branch(), middle).is_some_and(|event| event.at < at);
            if early { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// What is counted on the way.
struct Bill<P: Exhibit> {
    client: NodeId,
    /// How many messages, one after the other, led from the call to each node that has heard of it.
    heard: BTreeMap<NodeId, u32>,
    /// Messages on their way that such nodes sent, each with how many messages led to it, itself included.
    flying: Vec<(NodeId, NodeId, P::Message, u32)>,
    messages: BTreeMap<usize, u32>,
    bytes: u64,
    forced_writes: u32,
}

impl<P: Exhibit> Bill<P> {
    fn new(client: NodeId) -> Self {
        Self {
            client,
            heard: BTreeMap::new(),
            flying: Vec::new(),
            messages: BTreeMap::new(),
            bytes: 0,
            forced_writes: 0,
        }
    }

    /// Takes in what happened. If the call is answered by it: how many messages led there, one after the other.
    fn take(&mut self, happening: &Happening<P>, last: bool) -> Option<u32> {
        match happening {
            Happening::Invoked { client, .. } if *client == self.client => {
                self.heard.entry(self.client).or_insert(0);
            }
            Happening::Replied { client, .. } if *client == self.client => match self.heard.get(&self.client) {
                Some(hops) if last => return Some(*hops),
                // The call before is answered: now this one begins.
                _ => {
                    self.heard.insert(self.client, 0);
                }
            },
            Happening::Sent { from, to, message } => {
                if let Some(hops) = self.heard.get(from).copied() {
                    *self.messages.entry(P::kind(message)).or_default() += 1;
                    self.bytes += serde_json::to_string(message).map_or(0, |json| json.len() as u64);
                    self.flying.push((*from, *to, message.clone(), hops + 1));
                }
            }
            Happening::Duplicated { from, to, message } => {
                let copied = self.find(*from, *to, message).map(|at| self.flying[at].clone());
                self.flying.extend(copied);
            }
            Happening::Delivered { from, to, message } => {
                if let Some(at) = self.find(*from, *to, message) {
                    let (.., hops) = self.flying.swap_remove(at);
                    let heard = self.heard.entry(*to).or_insert(hops);
                    *heard = hops.max(*heard);
                }
            }
            Happening::Lost { from, to, message, .. } => {
                if let Some(at) = self.find(*from, *to, message) {
                    self.flying.swap_remove(at);
                }
            }
            // Who lost its memory has forgotten the call.
            Happening::Crashed { node, .. } => {
                self.heard.remove(node);
            }
            Happening::Wrote { node, forced: true, .. } if self.heard.contains_key(node) => self.forced_writes += 1,
            _ => {}
        }
        None
    }

    fn find(&self, from: NodeId, to: NodeId, message: &P::Message) -> Option<usize> {
        self.flying.iter().position(|(a, b, other, _)| (*a, *b) == (from, to) && other == message)
    }
}
