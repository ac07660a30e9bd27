//! Who owns a key, by the members and the key alone: everybody who knows the members comes to the same answer.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use quorum_hashing::{Maglev, Member, Members, Modulo, Placement as _, Point, Ranked, Rendezvous, Ring};
use quorum_kernel::NodeId;

use super::{Nodes, Rules};

/// How keys are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// On a ring (Karger et al. 1997).
    Ring,
    /// By the remainder of the key's hash by the number of members.
    Modulo,
    /// By the highest weight (Thaler and Ravishankar 1998).
    Rendezvous,
    /// By jumps (Lamping and Veach 2014), over the members by rank.
    Jump,
    /// By a table (Eisenbud et al. 2016).
    Maglev,
}

impl Placement {
    /// All of them; the setting `placement` is a place in this list.
    pub const ALL: [Self; 5] = [Self::Ring, Self::Modulo, Self::Rendezvous, Self::Jump, Self::Maglev];

    /// Whether a key moves to a node that comes, or away from one that goes, and never between two that stay.
    pub fn is_monotone(self) -> bool {
        matches!(self, Self::Ring | Self::Rendezvous)
    }
}

/// How many places a Maglev table has here: a prime, some thirty for each of eight nodes.
pub(super) const TABLE: u32 = 251;
/// How many keys are drawn to measure how evenly a placement spreads keys.
const PROBES: u32 = 2_048;

/// The placements of one cluster, each made when it is first asked for. They follow from the configuration, so they are no
/// part of any state.
#[derive(Clone)]
pub struct Places {
    placement: Placement,
    virtual_nodes: u16,
    replicas: u32,
    rules: &'static Rules,
    made: Arc<Vec<OnceLock<Made>>>,
}

/// The placement of keys on one set of members.
struct Made {
    over: Over,
    /// How many of the drawn keys each member owns, by its number.
    share: Vec<u32>,
}

enum Over {
    Nobody,
    Ring(Ring),
    Modulo(Modulo),
    Rendezvous(Rendezvous),
    Jump(Ranked),
    Maglev(Maglev),
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Places").field(&self.placement).field(&self.virtual_nodes).field(&self.replicas).finish()
    }
}

/// The hash of a key.
pub fn hash(key: &str) -> u64 {
    quorum_hashing::key(key.as_bytes())
}

/// The place of a key on the circle of 2^32.
pub fn place(key: &str) -> u32 {
    Ring::place(hash(key))
}

impl Places {
    /// Placements in a cluster of servers with numbers up to this.
    pub fn new(placement: Placement, virtual_nodes: u16, replicas: u32, servers: u8, rules: &'static Rules) -> Self {
        let made = (0..1_usize << servers).map(|_| OnceLock::new()).collect();
        Self { placement, virtual_nodes, replicas, rules, made: Arc::new(made) }
    }

    /// How keys are placed.
    pub fn placement(&self) -> Placement {
        self.placement
    }

    /// Whether a change moves keys only to who comes, or from who goes.
    pub fn is_monotone(&self) -> bool {
        self.placement.is_monotone()
    }

    fn made(&self, members: Nodes) -> &Made {
        self.made[members.bits()].get_or_init(|| {
            let over = self.over(members);
            let mut share = vec![0; 17];
            for probe in 0..PROBES {
                if let Some(owner) = over.owner(quorum_hashing::key(&probe.to_le_bytes())) {
                    share[usize::from(owner)] += 1;
                }
            }
            Made { over, share }
        })
    }

    fn over(&self, members: Nodes) -> Over {
        let Some(members) = Members::new(members.iter().map(|node| Member::from(node.number()))) else {
            return Over::Nobody;
        };
        match self.placement {
            Placement::Ring => Over::Ring(Ring::new(&members, self.virtual_nodes)),
            Placement::Modulo => Over::Modulo(Modulo::new(&members)),
            Placement::Rendezvous => Over::Rendezvous(Rendezvous::new(&members)),
            Placement::Jump => Over::Jump(Ranked::new(&members)),
            Placement::Maglev => Over::Maglev(Maglev::new(&members, TABLE).expect("a prime, above the members")),
        }
    }

    /// The owners of a key: distinct nodes (Dynamo §4.3), who answers for it first; as many as there are to be replicas, or all
    /// members if these are fewer. (One mutant names a node several times.)
    pub fn owners(&self, members: Nodes, key: &str) -> Vec<NodeId> {
        self.owners_of(members, hash(key))
    }

    fn owners_of(&self, members: Nodes, hash: u64) -> Vec<NodeId> {
        let count = self.replicas as usize;
        let owners = match &self.made(members).over {
            Over::Nobody => Vec::new(),
            Over::Ring(ring) => (self.rules.successors)(ring, hash, count.min(members.len() as usize)),
            Over::Modulo(modulo) => modulo.owners(hash, count),
            Over::Rendezvous(rendezvous) => rendezvous.owners(hash, count),
            Over::Jump(ranked) => ranked.owners(hash, count),
            Over::Maglev(maglev) => maglev.owners(hash, count),
        };
        owners.into_iter().map(node).collect()
    }

    /// The owners of what lies at a place of the circle, which only a ring knows by the place alone.
    pub fn owners_at(&self, members: Nodes, place: u32) -> Vec<NodeId> {
        self.owners_of(members, u64::from(place) << 32)
    }

    /// Who gets keys that it did not own when members change, each with those that own such keys before. On a ring it is read
    /// off the ranges; elsewhere names tell less: where placement is consistent, whoever comes; else everybody, from all.
    pub fn moves(&self, before: Nodes, after: Nodes) -> Vec<(NodeId, Nodes)> {
        let comes = after.minus(before);
        if self.placement == Placement::Ring {
            return self.moves_on_ring(before, after);
        }
        let gainers = if self.is_monotone() && !comes.is_empty() { comes } else { after };
        gainers.iter().map(|gainer| (gainer, before.without(gainer))).collect()
    }

    fn moves_on_ring(&self, before: Nodes, after: Nodes) -> Vec<(NodeId, Nodes)> {
        let mut moves: BTreeMap<NodeId, Nodes> = BTreeMap::new();
        // Between two points that follow each other, of all before and after, every place has the same owners.
        for point in self.points(before.or(after)) {
            let had: Nodes = self.owners_at(before, point.at).into_iter().collect();
            let gets: Nodes = self.owners_at(after, point.at).into_iter().collect();
            for gainer in gets.minus(had).iter() {
                let sources = moves.entry(gainer).or_insert(Nodes::NONE);
                *sources = sources.or(had);
            }
        }
        moves.into_iter().collect()
    }

    /// Where the members stand, by place; nothing but on a ring.
    pub fn points(&self, members: Nodes) -> &[Point] {
        match &self.made(members).over {
            Over::Ring(ring) => ring.points(),
            _ => &[],
        }
    }

    /// The end of the range that a key lies in: the first point of these members at its place or after it, or the first of
    /// all behind the last.
    pub fn range_end(&self, members: Nodes, key: &str) -> Option<u32> {
        let (points, place) = (self.points(members), place(key));
        points.iter().find(|point| point.at >= place).or(points.first()).map(|point| point.at)
    }

    /// Of so many keys drawn at random, how many a member owns: its share, whatever keys there are.
    pub fn share(&self, members: Nodes, node: NodeId) -> (u32, u32) {
        let share = self.made(members).share.get(usize::from(node.number())).copied();
        (share.unwrap_or(0), PROBES)
    }

    /// How many times a node stands on the ring.
    pub fn virtual_nodes(&self) -> u16 {
        self.virtual_nodes
    }
}

impl Over {
    fn owner(&self, hash: u64) -> Option<Member> {
        match self {
            Over::Nobody => None,
            Over::Ring(ring) => Some(ring.owner(hash)),
            Over::Modulo(modulo) => Some(modulo.owner(hash)),
            Over::Rendezvous(rendezvous) => Some(rendezvous.owner(hash)),
            Over::Jump(ranked) => Some(ranked.owner(hash)),
            Over::Maglev(maglev) => Some(maglev.owner(hash)),
        }
    }
}

/// The node that a member of a placement is.
pub(super) fn node(member: Member) -> NodeId {
    NodeId::server(u8::try_from(member).expect("members are numbered by servers"))
}
