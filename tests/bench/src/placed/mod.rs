//! Placements: how many keys a second find their owner, how even the loads are, and what moves when a member joins. Beside
//! crates for the same, with the feature `placements`.

#[cfg(feature = "placements")]
mod peers;
mod theory;

use core::{hint::black_box, num::NonZero};

use quorum_hashing::{Bounded, Jump, Maglev, Member, Members, Modulo, Placement, Rendezvous, Ring, key};

use crate::{
    clock,
    table::{self, Row, Section, Wish, number},
};

/// How many keys are looked up.
const KEYS: u64 = 1_000_000;
const VIRTUAL_NODES: u16 = 160;
/// How many members there are.
const SIZES: [u16; 3] = [10, 100, 1_000];
/// How many look-ups a second the ring is to do with the most members, on one thread.
const RING_PER_SECOND: f64 = 18_000_000.0;
/// How far above the mean a load may be on the bounded ring, in hundredths.
const BOUND: u16 = 10;
/// How often each is measured. The quickest counts: whatever else the machine did, it did least of it then.
const ROUNDS: usize = 5;

/// The names of those that others are compared with.
const RING: &str = "ring, 160 virtual nodes";
const JUMP: &str = "jump";
const MAGLEV: &str = "Maglev";
const MODULO: &str = "key mod n";

/// What was measured of one placement.
struct Placed {
    name: &'static str,
    /// Look-ups a second, the hashing of the key in them.
    per_second: f64,
    /// The standard deviation of the loads, by their mean.
    deviation: f64,
    /// The largest load, by the mean.
    most: f64,
    /// The share of keys that moved when one member joined.
    moved: f64,
}

/// Measures and prints.
pub fn print() {
    let numbers: Vec<u64> = (0..KEYS).collect();
    for members in SIZES {
        let ours = measured(members, &numbers);
        let peers = peers(members, &numbers);
        println!("\nPlacements of a million keys on {members} members, native, one thread");
        println!("  {:42}{:>14}{:>12}{:>10}{:>10}", "", "look-ups/s", "deviation", "max/mean", "moved");
        for Placed { name, per_second, deviation, most, moved } in ours.iter().chain(peers.iter().map(|(_, peer)| peer))
        {
            println!("  {name:42}{:>14}{deviation:>12.4}{most:>10.3}{moved:>10.5}", number(*per_second));
        }
        print!("{}", table::print(&[against_theory(members, &ours), against_peers(members, &ours, &peers)]));
    }
}

/// All placements with this many members.
fn measured(members: u16, numbers: &[u64]) -> Vec<Placed> {
    let hashes: Vec<u64> = numbers.iter().map(|number| hash(*number)).collect();
    let few = &numbers[..numbers.len() / 10];
    let named = |count: u16| Members::new(0..count).expect("some members");
    let jump = |count: u16| Jump::new(NonZero::new(count).expect("some buckets"));
    let table = |count: u16| Maglev::new(&named(count), places(members)).expect("a prime, and enough places");
    let bounded = |count: u16| Bounded::new(&named(count), VIRTUAL_NODES, BOUND, &hashes);
    vec![
        measure(RING, members, numbers, |count| Ring::new(&named(count), VIRTUAL_NODES), owner),
        measure(MODULO, members, numbers, |count| Modulo::new(&named(count)), owner),
        // This one asks every member: a tenth of the keys tells enough.
        measure("rendezvous (100,000 keys)", members, few, |count| Rendezvous::new(&named(count)), owner),
        measure(JUMP, members, numbers, jump, owner),
        measure(MAGLEV, members, numbers, table, owner),
        measure("ring, loads at most 1.1 times the mean", members, numbers, bounded, owner),
    ]
}

/// The crates for the same, each with the name of what it is compared with.
#[cfg(not(feature = "placements"))]
fn peers(_: u16, _: &[u64]) -> Vec<(&'static str, Placed)> {
    Vec::new()
}

#[cfg(feature = "placements")]
use peers::peers;

fn hash(number: u64) -> u64 {
    key(&number.to_le_bytes())
}

fn owner(placement: &impl Placement, number: u64) -> Member {
    placement.owner(hash(number))
}

/// The size of a table for so many members and one more: the paper's, where it is large enough. (The crate keeps a list of
/// preferences of that length for every member, which sets a limit.)
fn places(members: u16) -> u32 {
    if members < 500 { Maglev::PLACES } else { 100_003 }
}

fn measure<P>(
    name: &'static str,
    members: u16,
    numbers: &[u64],
    make: impl Fn(u16) -> P,
    owner: impl Fn(&P, u64) -> Member,
) -> Placed {
    let (placement, larger) = (make(members), make(members + 1));
    let round = |_| {
        let start = clock::now();
        let sum: u64 = numbers.iter().map(|number| u64::from(owner(&placement, *number))).sum();
        black_box(sum);
        clock::now() - start
    };
    let seconds = (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min);
    let mut loads = vec![0_u32; usize::from(members)];
    let mut moved = 0_u32;
    for number in numbers {
        let before = owner(&placement, *number);
        loads[usize::from(before)] += 1;
        moved += u32::from(owner(&larger, *number) != before);
    }
    let keys = numbers.len() as f64;
    let relative: Vec<f64> = loads.iter().map(|load| f64::from(*load) * f64::from(members) / keys).collect();
    let variance = relative.iter().map(|load| (load - 1.0).powi(2)).sum::<f64>() / f64::from(members);
    Placed {
        name,
        per_second: keys / seconds,
        deviation: variance.sqrt(),
        most: relative.into_iter().fold(0.0, f64::max),
        moved: f64::from(moved) / keys,
    }
}

fn named<'a>(all: &'a [Placed], name: &str) -> &'a Placed {
    all.iter().find(|placed| placed.name == name).expect("it was measured")
}

fn against_theory(members: u16, all: &[Placed]) -> Section {
    let (ring, jump, modulo) = (named(all, RING), named(all, JUMP), named(all, MODULO));
    let (of_ring, of_draws) = (theory::ring(members), theory::draws(members));
    let share = 1.0 / f64::from(members + 1);
    let about = |what: &str, aim, by, measured| Row {
        what: what.to_owned(),
        aim,
        wish: Wish::About(by),
        measured,
        unit: "of the mean",
    };
    let of_keys = |row| Row { unit: "of all keys", ..row };
    let by = theory::give_or_take(members);
    // The share of a member that joins is one draw of what the deviation is of.
    let one = |deviation: f64| 3.0 * deviation;
    let rows = vec![
        about("ring: standard deviation of the loads", of_ring.deviation, by, ring.deviation),
        about("ring: largest load", of_ring.most, 1.5 * of_ring.deviation, ring.most),
        about("jump: standard deviation of the loads", of_draws.deviation, by, jump.deviation),
        of_keys(about("ring: moved when one joins, 1/(n+1)", share, one(of_ring.deviation), ring.moved)),
        of_keys(about("jump: moved when one joins, 1/(n+1)", share, one(of_draws.deviation), jump.moved)),
        of_keys(about("key mod n: moved when one joins, n/(n+1)", 1.0 - share, 0.01, modulo.moved)),
    ];
    Section {
        title: format!("Beside theory, {members} members; aims: three standard deviations from what it expects"),
        rows,
    }
}

fn against_peers(members: u16, all: &[Placed], peers: &[(&str, Placed)]) -> Section {
    let rate = |what: String, aim, name: &str| Row {
        what,
        aim,
        wish: Wish::AtLeast,
        measured: named(all, name).per_second,
        unit: "look-ups/s",
    };
    let mut rows = Vec::new();
    if Some(&members) == SIZES.last() {
        rows.push(rate("ring (18 million)".to_owned(), RING_PER_SECOND, RING));
    }
    let beside = |(name, peer): &(&str, Placed)| rate(format!("{name} ({})", peer.name), peer.per_second, name);
    rows.extend(peers.iter().map(beside));
    Section { title: format!("Speed, {members} members; aims: the crates in the same run"), rows }
}
