//! What every placement promises.

use quorum_hashing::{Members, Modulo, Placement, Ring, key};

fn members(count: u16) -> Members {
    Members::new(1..=count).expect("some members")
}

fn keys(count: u64) -> impl Iterator<Item = u64> {
    (0..count).map(|number| key(&number.to_le_bytes()))
}

#[test]
fn smoke() {
    let ring = Ring::new(&members(5), 16);
    for hash in keys(1_000) {
        let by_scan = ring.points().iter().find(|point| point.at >= Ring::place(hash)).unwrap_or(&ring.points()[0]);
        assert_eq!(ring.owner(hash), by_scan.member);
        assert_eq!(ring.owners(hash, 3)[0], ring.owner(hash));
        assert_eq!(ring.owners(hash, 9).len(), 5);
    }
    assert_eq!(Modulo::new(&members(5)).owners(7, 9), [3, 4, 5, 1, 2]);
}
