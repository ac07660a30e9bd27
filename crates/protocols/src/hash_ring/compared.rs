//! The placements side by side: what the changes of this run would have moved under each, and how even each is.
//!
//! A thousand keys are drawn for it, the same for all and in every run: the few that clients write would tell of chance only.

use quorum_hashing::{Bounded, Maglev, Member, Members, Modulo, Placement as Owners, Ranked, Rendezvous, Ring};
use quorum_kernel::{
    Text, World,
    inspect::{Chart, ChartBar, Tone},
};

use super::{HashRing, KEEPER, Nodes, Placement, places::TABLE};

/// How many keys are drawn.
const KEYS: u32 = 1_000;
/// How far above the mean a load may be where loads are bounded, in hundredths.
const BOUND: u16 = 10;

type Make = fn(&Members, virtual_nodes: u16, keys: &[u64]) -> Box<dyn Owners>;

/// The placements: their names, which of the cluster's own each is, and how it is made. The last is none of those: who owns a
/// key then depends on all keys there are, which no node knows.
const ALL: [(&str, Option<Placement>, Make); 6] = [
    ("hash-ring-bar-modulo", Some(Placement::Modulo), |members, _, _| Box::new(Modulo::new(members))),
    ("hash-ring-bar-ring", Some(Placement::Ring), |members, tokens, _| Box::new(Ring::new(members, tokens))),
    ("hash-ring-bar-rendezvous", Some(Placement::Rendezvous), |members, _, _| Box::new(Rendezvous::new(members))),
    ("hash-ring-bar-jump", Some(Placement::Jump), |members, _, _| Box::new(Ranked::new(members))),
    ("hash-ring-bar-maglev", Some(Placement::Maglev), |members, _, _| {
        Box::new(Maglev::new(members, TABLE).expect("a prime, above the members"))
    }),
    ("hash-ring-bar-bounded", None, |members, tokens, keys| Box::new(Bounded::new(members, tokens, BOUND, keys))),
];

/// How many of the drawn keys got another first owner, all changes so far added up; beside the share of who came or went.
pub fn moved(world: &World<HashRing>) -> Chart {
    let views = settled(world);
    let pairs = || views.windows(2).map(|pair| (pair[0], pair[1]));
    let expected = pairs().map(|(before, after)| even(before.len().max(after.len()))).sum();
    bars(world, |owners| {
        let changed = |(before, after): (Nodes, Nodes)| {
            let pairs = owners(before).into_iter().zip(owners(after));
            pairs.filter(|(before, after)| before != after).count() as u64
        };
        (pairs().map(changed).sum(), expected)
    })
}

/// How many of the drawn keys the member owns that owns most; beside an even share.
pub fn fullest(world: &World<HashRing>) -> Chart {
    let views = settled(world);
    let members = views[views.len() - 1];
    bars(world, |owners| {
        let owners = owners(members);
        let load = |member| owners.iter().filter(|owner| **owner == Member::from(member)).count() as u64;
        let most = members.iter().map(|node| load(node.number())).max();
        (most.unwrap_or(0), even(members.len()))
    })
}

/// The members of each settled view so far.
fn settled(world: &World<HashRing>) -> Vec<Nodes> {
    let first = world.config().first_view().members;
    let further = world.node(KEEPER).disk.settled.iter().copied();
    core::iter::once(first).chain(further).collect()
}

/// An even share of the drawn keys, rounded.
fn even(members: u32) -> u64 {
    let members = u64::from(members.max(1));
    (u64::from(KEYS) + members / 2) / members
}

/// A bar for each placement: what `of` makes of the owners of the drawn keys, by the members; and what is expected. The
/// cluster's own placement stands out.
fn bars(world: &World<HashRing>, of: impl Fn(&dyn Fn(Nodes) -> Vec<Member>) -> (u64, u64)) -> Chart {
    let places = &world.config().places;
    let keys: Vec<u64> = (0..KEYS).map(|key| quorum_hashing::key(&key.to_le_bytes())).collect();
    let bars = ALL.iter().map(|(name, placement, make)| {
        let owners = |members: Nodes| {
            let Some(members) = Members::new(members.iter().map(|node| Member::from(node.number()))) else {
                return Vec::new();
            };
            let placement = make(&members, places.virtual_nodes(), &keys);
            keys.iter().map(|key| placement.owner(*key)).collect()
        };
        let (value, expected) = of(&owners);
        let tone = if *placement == Some(places.placement()) { Tone::Lead } else { Tone::Calm };
        ChartBar { label: Text::new(*name), value, tone, expected: Some(expected) }
    });
    Chart { unit: Text::new("hash-ring-unit-drawn"), bars: bars.collect() }
}
