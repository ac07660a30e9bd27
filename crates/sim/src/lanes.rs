//! Messages on their way, each with a name, a time it was sent and a time it is due.

use quorum_kernel::{Loss, Members, NodeId};

use crate::{FlightName, Micros};

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flight<M> {
    /// Its name.
    pub name: FlightName,
    /// Its content.
    pub message: M,
    /// When it was sent.
    pub sent: Micros,
    /// When it is due at its receiver.
    pub due: Micros,
    /// When the network loses or doubles it, if it does.
    pub(crate) halfway: Micros,
    /// What the network does to it on the way.
    pub(crate) fate: Fate,
}

/// What the network does to a message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Nothing.
    Arrives,
    /// It arrives, and so does a copy.
    Doubles,
    /// It is lost.
    Vanishes,
}

/// A message that is no longer on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone<M> {
    /// As it was.
    pub flight: Flight<M>,
    /// When it was delivered or lost.
    pub at: Micros,
    /// Why it was lost; `None` if it was delivered.
    pub why: Option<Loss>,
}

/// All messages on their way, by sender and receiver, and how many of each kind were ever sent.
#[derive(Clone, Debug)]
pub(crate) struct Lanes<M> {
    members: Members,
    kinds: usize,
    flights: Vec<Vec<Flight<M>>>,
    /// How many there are on all lanes.
    count: usize,
    sent: Vec<u32>,
    /// The latest due time on each lane: what keeps order may not overtake it.
    pub last_due: Vec<Micros>,
    /// How often each lane closed.
    pub closes: Vec<u32>,
}

impl<M: Clone + PartialEq> Lanes<M> {
    pub fn new(members: Members, kinds: usize) -> Self {
        let lanes = members.count() * members.count();
        Self {
            members,
            kinds,
            flights: vec![Vec::new(); lanes],
            count: 0,
            sent: vec![0; lanes * kinds],
            last_due: vec![0; lanes],
            closes: vec![0; lanes],
        }
    }

    /// The lane from one member to another; `None` if either is none.
    pub fn index(&self, from: NodeId, to: NodeId) -> Option<usize> {
        Some(self.members.index(from)? * self.members.count() + self.members.index(to)?)
    }

    /// Counts one more message of a kind; says the how-manieth it is.
    pub fn number(&mut self, lane: usize, kind: usize) -> u32 {
        let count = &mut self.sent[lane * self.kinds + kind];
        *count += 1;
        *count
    }

    pub fn push(&mut self, lane: usize, flight: Flight<M>) {
        self.count += 1;
        self.flights[lane].push(flight);
    }

    /// How many messages are on their way.
    pub fn count(&self) -> usize {
        self.count
    }

    pub fn get(&self, name: FlightName) -> Option<&Flight<M>> {
        let lane = self.index(name.from, name.to)?;
        self.flights[lane].iter().find(|flight| flight.name == name)
    }

    pub fn get_mut(&mut self, name: FlightName) -> Option<&mut Flight<M>> {
        let lane = self.index(name.from, name.to)?;
        self.flights[lane].iter_mut().find(|flight| flight.name == name)
    }

    /// Takes a message off its lane: the one of this name if it has this content, else the first with this content.
    /// Equal messages are one to the kernel; names only tell them apart for people.
    pub fn take(&mut self, from: NodeId, to: NodeId, message: &M, name: Option<FlightName>) -> Option<Flight<M>> {
        let lane = self.index(from, to)?;
        let flights = &mut self.flights[lane];
        let named = name.and_then(|name| flights.iter().position(|flight| flight.name == name));
        let named = named.filter(|at| flights[*at].message == *message);
        let at = named.or_else(|| flights.iter().position(|flight| flight.message == *message))?;
        self.count -= 1;
        Some(flights.remove(at))
    }

    /// The next free copy number of a message.
    pub fn next_copy(&self, name: FlightName) -> u8 {
        let Some(lane) = self.index(name.from, name.to) else { return 1 };
        let same = |other: &FlightName| (other.kind, other.ordinal) == (name.kind, name.ordinal);
        let last = self.flights[lane].iter().filter(|flight| same(&flight.name)).map(|flight| flight.name.copy).max();
        last.unwrap_or(0).saturating_add(1)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Flight<M>> {
        self.flights.iter().flatten()
    }
}
