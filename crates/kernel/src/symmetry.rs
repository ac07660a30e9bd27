//! Members that are alike: a protocol declares who may change places, and a search then looks at one of many states that
//! differ in names alone.

use std::sync::Arc;

use crate::{
    NodeId, Protocol, Spec,
    network::{Flight, Parcel},
    parts::{LinkPart, NodePart},
    world::{Drive, Unforced},
};

/// A renaming of members: each keeps its name, or takes one of another of its set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renaming(Vec<(NodeId, NodeId)>);

impl Renaming {
    /// Every renaming within some sets that have no member in common, first the one that changes nothing.
    pub fn all(sets: &[Vec<NodeId>]) -> Vec<Self> {
        sets.iter().fold(vec![Self::default()], |renamings, set| {
            let orders = orders(set);
            let with = |renaming: &Self, order: &Vec<NodeId>| {
                let pairs = set.iter().copied().zip(order.iter().copied());
                Self(renaming.0.iter().copied().chain(pairs).collect())
            };
            renamings.iter().flat_map(|renaming| orders.iter().map(move |order| with(renaming, order))).collect()
        })
    }

    /// A member's new name.
    pub fn of(&self, id: NodeId) -> NodeId {
        self.0.iter().find(|(old, _)| *old == id).map_or(id, |(_, new)| *new)
    }
}

/// Every order of some members, first the one they have.
fn orders(set: &[NodeId]) -> Vec<Vec<NodeId>> {
    if set.is_empty() {
        return vec![Vec::new()];
    }
    let first = |at: usize| {
        let mut rest = set.to_vec();
        let first = rest.remove(at);
        orders(&rest).into_iter().map(move |rest| [vec![first], rest].concat())
    };
    (0..set.len()).flat_map(first).collect()
}

/// How a value looks once members are renamed.
pub type Rename<T> = fn(&T, &Renaming) -> T;

/// Who may change places, and how each kind of value names members. To be declared only where it is so: renaming a state
/// and then taking a step must lead where taking the step and then renaming leads. It is not so where a protocol compares
/// ids, or goes round members by number.
pub struct Symmetry<P: Spec> {
    /// The sets of members that are alike in a cluster of this configuration. None has a member in common with another.
    pub sets: fn(&P::Config) -> Vec<Vec<NodeId>>,
    /// Whether they are alike even where a crash may strike between two effects of a step: not if a step sends to them in
    /// the order of their numbers.
    pub within_steps: bool,
    /// A state renamed.
    pub state: Rename<P::State>,
    /// A disk renamed.
    pub disk: Rename<P::Disk>,
    /// A write renamed.
    pub write: Rename<P::Write>,
    /// A message renamed.
    pub message: Rename<P::Message>,
    /// A timer renamed.
    pub timer: Rename<P::Timer>,
    /// What a property remembers, renamed.
    pub ghost: Rename<P::Ghost>,
}

impl<P: Spec> core::fmt::Debug for Symmetry<P> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Symmetry")
    }
}

impl<P: Protocol> NodePart<P> {
    /// The member as it looks once members are renamed; which place it then has is for the caller to say.
    pub fn renamed(&self, symmetry: &Symmetry<P>, renaming: &Renaming) -> Self
    where
        P: Spec,
    {
        let disk = |disk: &Arc<P::Disk>| Arc::new((symmetry.disk)(disk, renaming));
        let unforced = self.drive.unforced.as_ref().map(|unforced| Unforced {
            platter: disk(&unforced.platter),
            writes: unforced.writes.iter().map(|write| (symmetry.write)(write, renaming)).collect(),
        });
        let timers = self.timers.iter().map(|(timer, armed)| ((symmetry.timer)(timer, renaming), armed.clone()));
        let mut timers: Vec<_> = timers.collect();
        timers.sort();
        Self {
            status: self.status,
            state: self.state.as_ref().map(|state| Arc::new((symmetry.state)(state, renaming))),
            drive: Drive { disk: disk(&self.drive.disk), unforced },
            timers,
            steady: self.steady,
            resumed: self.resumed,
        }
    }
}

impl<M: Clone + Ord> LinkPart<M> {
    /// The link as it looks once members are renamed.
    pub fn renamed<P: Spec<Message = M>>(&self, ordered: bool, symmetry: &Symmetry<P>, renaming: &Renaming) -> Self {
        let renamed = |flight: &Flight<M>| Flight {
            parcel: match &flight.parcel {
                Parcel::Message(message) => Parcel::Message((symmetry.message)(message, renaming)),
                Parcel::Closed => Parcel::Closed,
            },
            left: flight.left,
        };
        let mut flights: Vec<_> = self.flights.iter().map(renamed).collect();
        if !ordered {
            flights.sort();
        }
        Self { flights, cut: self.cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renamings_are_all_orders_of_each_set_and_the_first_changes_nothing() {
        let set = |numbers: &[u8]| numbers.iter().map(|number| NodeId::server(*number)).collect::<Vec<_>>();
        let all = Renaming::all(&[set(&[1, 2, 3]), vec![NodeId::client(1), NodeId::client(2)]]);
        assert_eq!(all.len(), 12);
        let names = |renaming: &Renaming| set(&[1, 2, 3, 4]).into_iter().map(|id| renaming.of(id)).collect::<Vec<_>>();
        assert_eq!(names(&all[0]), set(&[1, 2, 3, 4]));
        assert!(all.iter().all(|renaming| names(renaming)[3] == NodeId::server(4)), "who is in no set keeps its name");
        let distinct: std::collections::BTreeSet<_> =
            all.iter().map(|renaming| (names(renaming), renaming.of(NodeId::client(1)))).collect();
        assert_eq!(distinct.len(), 12);
        assert_eq!(Renaming::all(&[]), [Renaming::default()]);
    }
}
