//! What is between the nodes: messages in flight, cuts, and connections that close.

use core::ops::RangeBounds;
use std::sync::Arc;

use serde::Serialize;

use crate::{Channel, NodeId, protocol::Members};

/// Why a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// It was dropped on its way.
    Dropped,
    /// It was due over a link that is cut.
    Cut,
    /// It was due at a node that is down.
    Down,
    /// Its FIFO connection had closed.
    Closed,
}

/// One thing in flight.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flight<M> {
    pub(crate) parcel: Parcel<M>,
    /// Ticks until it must have arrived or been lost; `None` where delays are not bounded.
    pub(crate) left: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Parcel<M> {
    Message(M),
    /// The end of a FIFO connection: its receiver is to be told `Disconnected`.
    Closed,
}

/// One direction of one link. An unordered link keeps its flights sorted (it is a multiset), a FIFO link in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link<M> {
    pub(crate) flights: Vec<Flight<M>>,
    pub(crate) cut: bool,
}

/// All links, by sender and receiver.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Network<M> {
    links: Vec<Arc<Link<M>>>,
    width: usize,
}

impl<M: Clone + Ord> Network<M> {
    pub fn new(members: Members) -> Self {
        let width = members.count();
        let empty = Arc::new(Link { flights: Vec::new(), cut: false });
        Self { links: vec![empty; width * width], width }
    }

    pub fn link(&self, from: usize, to: usize) -> &Link<M> {
        &self.links[from * self.width + to]
    }

    pub fn link_mut(&mut self, from: usize, to: usize) -> &mut Link<M> {
        Arc::make_mut(&mut self.links[from * self.width + to])
    }

    pub fn pointer(&self, from: usize, to: usize) -> &Arc<Link<M>> {
        &self.links[from * self.width + to]
    }

    pub fn pointer_mut(&mut self, from: usize, to: usize) -> &mut Arc<Link<M>> {
        &mut self.links[from * self.width + to]
    }

    /// Every link with its ends, as places in the list of members.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize, &Link<M>)> {
        self.links.iter().enumerate().map(|(i, link)| (i / self.width, i % self.width, &**link))
    }

    pub fn links(&self) -> &[Arc<Link<M>>] {
        &self.links
    }

    pub fn links_shared_mut(&mut self) -> &mut [Arc<Link<M>>] {
        &mut self.links
    }

    pub fn with_links(&self, links: Vec<Arc<Link<M>>>) -> Self {
        assert_eq!(links.len(), self.links.len(), "a network has as many links as its cluster");
        Self { links, width: self.width }
    }

    pub fn links_mut(&mut self) -> impl Iterator<Item = &mut Link<M>> {
        self.links.iter_mut().map(Arc::make_mut)
    }
}

impl<M: Clone + Ord> Link<M> {
    /// Puts a message in flight.
    pub(crate) fn push(&mut self, channel: Channel, message: M, left: Option<u32>) {
        let flight = Flight { parcel: Parcel::Message(message), left };
        let at = match channel {
            Channel::Fifo => self.flights.len(),
            // From the end: what is sent later mostly sorts later.
            Channel::Unordered => self.flights.iter().rposition(|other| *other < flight).map_or(0, |last| last + 1),
        };
        self.flights.insert(at, flight);
    }

    /// Where a message stands that may be taken out; of equal ones, that which must arrive soonest.
    pub(crate) fn find(&self, message: &M) -> Option<usize> {
        self.flights.iter().position(|flight| matches!(&flight.parcel, Parcel::Message(other) if other == message))
    }

    /// Whether the connection has closed and its receiver does not know yet.
    pub(crate) fn closing(&self) -> bool {
        self.flights.iter().any(|flight| flight.parcel == Parcel::Closed)
    }

    /// Takes out what stands in a range of places, closes too, and gives the messages.
    pub(crate) fn take(&mut self, places: impl RangeBounds<usize>) -> impl Iterator<Item = M> {
        self.flights.drain(places).filter_map(|flight| match flight.parcel {
            Parcel::Message(message) => Some(message),
            Parcel::Closed => None,
        })
    }
}

/// A message in flight, as observers see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InFlight<'a, M> {
    /// Its sender.
    pub from: NodeId,
    /// Its receiver.
    pub to: NodeId,
    /// Its content.
    pub message: &'a M,
    /// Ticks within which it must arrive or be lost, where delays are bounded.
    pub left: Option<u32>,
}
