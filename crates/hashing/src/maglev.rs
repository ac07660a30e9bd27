//! Maglev hashing (Eisenbud et al. 2016, section 3.4).

use alloc::{vec, vec::Vec};

use crate::{Member, Members, Placement, hash::Purpose, placement::distinct};

const OFFSETS: Purpose = Purpose::new(3);
const SKIPS: Purpose = Purpose::new(4);

/// A table of owners; a key belongs to that of its place, the remainder of its hash by the size of the table.
///
/// Each member has a list of preferences, a permutation of the places. In turns each takes the first place on its list that
/// is still free, until none is. So shares differ by one place at most, and a look-up is one access to memory.
///
/// The price: the table is made anew with every change, and then a few places change hands between members that stay. For
/// a load balancer that is right: it wants an even load, and remembers by itself where connections went. With stored data every
/// such place is a copy for nothing. The table keeps its size whoever comes and goes, and is best a hundred times as
/// large as there are members, or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maglev {
    table: Vec<Member>,
    /// How many members there are.
    members: usize,
}

impl Maglev {
    /// The size of the paper's table.
    pub const PLACES: u32 = 65_537;
    /// The size of the paper's larger table.
    pub const PLACES_LARGE: u32 = 655_373;

    /// A table of so many places for these members; `None` if that is no prime number, so that not every list of preferences
    /// would be a permutation, or less than there are members.
    pub fn new(members: &Members, places: u32) -> Option<Self> {
        if !is_prime(places) || (places as usize) < members.len() {
            return None;
        }
        let preferences: Vec<_> = members.iter().map(|member| Preference::of(member, places)).collect();
        let table = populate(preferences, places).into_iter().map(|rank| members.at(rank)).collect();
        Some(Self { table, members: members.len() })
    }

    /// The owners of all places.
    pub fn table(&self) -> &[Member] {
        &self.table
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        // The remainder is less than the length of a vector.
        (key % self.table.len() as u64) as usize
    }
}

impl Placement for Maglev {
    #[inline]
    fn owner(&self, key: u64) -> Member {
        self.table[self.place(key)]
    }

    /// The distinct owners of the places from there on. (The paper says nothing of copies.)
    fn owners(&self, key: u64, count: usize) -> Vec<Member> {
        let (before, after) = self.table.split_at(self.place(key));
        distinct(after.iter().chain(before).copied(), count.min(self.members))
    }
}

/// A member's list of preferences: the places from `next` on, `skip` apart.
struct Preference {
    next: u64,
    skip: u64,
}

impl Preference {
    fn of(member: Member, places: u32) -> Self {
        let places = u64::from(places);
        let next = OFFSETS.hash(u64::from(member), 0) % places;
        // Less than 2 places leave nothing to skip to.
        let skip = SKIPS.hash(u64::from(member), 0) % (places - 1).max(1) + 1;
        Self { next, skip }
    }

    fn take(&mut self, places: u64) -> usize {
        let place = self.next;
        self.next = (self.next + self.skip) % places;
        // Less than the number of places of a table.
        place as usize
    }
}

/// Whose turn each place fell to, by number: the paper's pseudocode 1.
fn populate(mut preferences: Vec<Preference>, places: u32) -> Vec<usize> {
    let mut table = vec![None; places as usize];
    let mut free = table.len();
    while free > 0 {
        for (rank, preference) in preferences.iter_mut().enumerate().take(free) {
            // A permutation of all places comes to a free one.
            while table[preference.next as usize].is_some() {
                preference.take(places.into());
            }
            table[preference.take(places.into())] = Some(rank);
        }
        free = free.saturating_sub(preferences.len());
    }
    table.into_iter().map(|rank| rank.expect("no place is free")).collect()
}

fn is_prime(number: u32) -> bool {
    number >= 2
        && (2..)
            .take_while(|divisor| divisor * divisor <= u64::from(number))
            .all(|divisor| u64::from(number) % divisor != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's table 1: seven places, and three members, of which the second leaves.
    #[test]
    fn the_papers_table_comes_out() {
        let list = |next, skip| Preference { next, skip };
        assert_eq!(populate(vec![list(3, 4), list(0, 2), list(3, 1)], 7), [1, 0, 1, 0, 2, 2, 0]);
        assert_eq!(populate(vec![list(3, 4), list(3, 1)], 7), [0, 0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn primes_are_known() {
        let primes: Vec<u32> = (0..30).filter(|number| is_prime(*number)).collect();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert!(is_prime(Maglev::PLACES) && is_prime(Maglev::PLACES_LARGE) && is_prime(4_294_967_291));
        assert!(!is_prime(65_535) && !is_prime(4_294_967_295));
    }
}
