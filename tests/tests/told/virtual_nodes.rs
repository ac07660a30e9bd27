//! What the words of `virtual-nodes` tell.

use quorum_protocols::hash_ring::HashRing;
use serde_json::{Value, json};

use crate::{
    Told, act,
    modulo_vs_ring::{all, has_just, holds, moved, not},
    tell, until,
};

fn owns(node: &str, percent: u32) -> Value {
    json!({"owns": {"node": node, "percent": percent}})
}

/// A member owns so many percent, rounded down; the views round to the nearest.
fn owns_just(node: &str, percent: u32) -> Value {
    all([owns(node, percent), not(owns(node, percent + 1))])
}

/// Every one of n2 to n6 owns so much, and less than so much.
fn between(least: u32, less_than: u32) -> Value {
    let each = |node: &str| owns(node, least);
    let all_own = all(["n2", "n3", "n4", "n5", "n6"].map(each));
    all([all_own, not(json!({"owns": {"percent": less_than}}))])
}

#[test]
fn what_the_words_of_virtual_nodes_tell_is_what_happens() {
    let one_each = || {
        let keys = [has_just("n2", "defhiklm"), has_just("n3", "acgjo"), has_just("n4", ""), has_just("n6", "")];
        let shares = [owns_just("n2", 41), owns_just("n3", 21), owns_just("n6", 0)];
        all([all(keys), has_just("n5", "bnp"), all(shares)])
    };
    let told: [Told<HashRing>; 5] = [
        Told::of("one-point-each", not(holds("n2", "d")), one_each()),
        Told::of(
            "who-inherits",
            one_each(),
            all([
                has_just("n2", "acdefghijklmo"),
                has_just("n3", ""),
                moved(5),
                owns_just("n2", 63),
                not(owns("n3", 0)),
            ]),
        ),
        // Shown rounded: 15 % to 24 %.
        Told::of("many-points", between(14, 25), between(14, 25)),
        Told::of(
            "who-inherits-now",
            all([has_just("n3", "cekm"), owns_just("n3", 21), between(18, 22)]),
            all([
                moved(4),
                holds("n2", "c"),
                holds("n2", "e"),
                holds("n6", "k"),
                holds("n6", "m"),
                // Of each of the four, more than before.
                all([owns("n2", 26), owns("n4", 23), owns("n5", 24), owns("n6", 25)]),
                not(json!({"owns": {"percent": 27}})),
            ]),
        ),
        Told::of(
            "twice-on-one",
            not(holds("n3", "y")),
            all([holds("n3", "y"), not(holds("n2", "y")), not(holds("n4", "y")), not(holds("n6", "y"))]),
        )
        // One crash more, and nobody can read it.
        .and_then(
            [act("crash n3"), act("invoke c2 get y"), quorum_lesson::BoundMove::RunFor(5_000_000)],
            not(json!({"answered": {"client": "c2"}})),
        )
        // With n5 up it is on two.
        .or_else([act("invoke c1 put y 2"), until(&all([holds("n5", "y"), holds("n3", "y")]))], not(holds("n2", "y"))),
    ];
    tell("virtual-nodes", &told);
}

/// The other numbers of points that the words name the shares of.
#[test]
fn shares_are_as_told_with_other_numbers_of_points() {
    use quorum_kernel::{Choice, Exhibit, NodeId};
    let shares = |points: u32| {
        let options =
            [("virtual-nodes", points), ("spare", 0), ("replicas", 1)].map(|(id, value)| (id.to_owned(), value));
        let choice = Choice { servers: 6, options: options.into(), ..HashRing::default_choice() };
        let config = HashRing::configure(&choice).expect("a good choice");
        let rounded = |number: u8| {
            let (share, of) = config.places.share(config.first_view().members, NodeId::server(number));
            (share * 100 + of / 2) / of
        };
        let mut shares: Vec<u32> = (2..=6).map(rounded).collect();
        shares.sort_unstable();
        (shares[0], shares[4])
    };
    assert_eq!([1, 16, 64, 256].map(shares), [(0, 42), (8, 30), (15, 24), (18, 22)]);
}
