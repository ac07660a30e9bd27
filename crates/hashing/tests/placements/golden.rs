//! The same answers on every machine and in every version: what is stored lies where it was put.

use super::*;

#[test]
fn hashes_stay_what_they_are() {
    let hashes = [&b""[..], b"x", b"key 7", b"a key of more than sixteen bytes"].map(key);
    let expected =
        [232_177_599_295_442_350, 10_123_451_328_959_537_505, 17_902_172_678_886_896_976, 6_257_980_724_240_086_928];
    assert_eq!(hashes, expected);
}

#[test]
fn owners_stay_where_they_are() {
    let expected = [
        ("modulo", [6, 8, 2, 2, 9, 5, 4, 2, 4, 8]),
        ("ring", [7, 1, 6, 4, 2, 5, 5, 9, 3, 1]),
        ("rendezvous", [3, 8, 3, 4, 1, 7, 2, 1, 5, 2]),
        ("jump", [1, 4, 5, 8, 4, 2, 5, 7, 4, 8]),
        ("ranked", [2, 5, 6, 9, 5, 3, 6, 8, 5, 9]),
        ("maglev", [8, 7, 4, 2, 6, 1, 7, 3, 1, 4]),
        ("bounded", [7, 1, 6, 4, 2, 5, 5, 9, 3, 1]),
    ];
    for ((name, placement), (of, owners)) in all(&members(9), 16).into_iter().zip(expected) {
        let found: Vec<Member> = keys(10).map(|key| placement.owner(key)).collect();
        assert_eq!((name, found), (of, owners.to_vec()));
    }
}

#[test]
fn points_stay_where_they_are() {
    let ring = Ring::new(&members(3), 2);
    let points: Vec<_> = ring.points().iter().map(|point| (point.at, point.member, point.token)).collect();
    let expected = [
        (799_618_377, 1, 0),
        (1_608_268_100, 3, 0),
        (2_098_427_222, 3, 1),
        (2_111_378_377, 1, 1),
        (3_365_715_507, 2, 0),
        (3_470_578_362, 2, 1),
    ];
    assert_eq!(points, expected);
}
