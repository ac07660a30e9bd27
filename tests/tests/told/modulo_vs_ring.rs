//! What the words of `modulo-vs-ring` tell, and how the other lessons on placing keys say the same things.

use quorum_protocols::hash_ring::HashRing;
use serde_json::{Value, json};

use crate::{Told, act, tell, until};

pub fn all(these: impl Into<Vec<Value>>) -> Value {
    json!({"all": these.into()})
}

pub fn not(this: Value) -> Value {
    json!({ "not": this })
}

/// A node holds just these of the keys `a` to `p`, each named by a letter.
pub fn has_just(node: &str, keys: &str) -> Value {
    let key = |key: char| json!({"holds": {"node": node, "key": key.to_string()}});
    all(('a'..='p').map(|name| if keys.contains(name) { key(name) } else { not(key(name)) }).collect::<Vec<_>>())
}

pub fn holds(node: &str, key: &str) -> Value {
    json!({"holds": {"node": node, "key": key}})
}

/// The latest change made just so many copies.
pub fn moved(copies: u32) -> Value {
    json!({"moved": {"at-least": copies, "at-most": copies}})
}

pub fn member(node: &str) -> Value {
    json!({"member": {"node": node}})
}

#[test]
fn what_the_words_of_modulo_vs_ring_tell_is_what_happens() {
    let four = || all([has_just("n2", "hjn"), has_just("n3", "d"), has_just("n4", "efiklm"), has_just("n5", "abcgop")]);
    let swapped = || all([member("n6"), not(member("n2"))]);
    let told: [Told<HashRing>; 5] = [
        Told::of(
            "nobody-is-asked",
            all([member("n2"), member("n5"), not(member("n6")), not(member("n1"))]),
            all([holds("n3", "x"), not(holds("n2", "x")), not(holds("n4", "x")), not(holds("n5", "x"))]),
        ),
        Told::of("one-more", not(member("n6")), all([member("n6"), moved(14)])),
        Told::of("the-circle", four(), json!({"told": {"client": "c1", "answer": "1"}})),
        Told::of(
            "one-more-again",
            four(),
            all([
                moved(2),
                has_just("n6", "de"),
                has_just("n2", "hjn"),
                has_just("n3", ""),
                has_just("n4", "fiklm"),
                has_just("n5", "abcgop"),
            ]),
        ),
        // n2 leaves with the three keys that it had, and only these move.
        Told::of("swap", four(), all([swapped(), moved(3)]))
            .by_way_of([all([member("n6"), member("n2"), has_just("n2", "hjn"), moved(2)])])
            .or_else(
                [act("invoke c2 leave n2"), act("invoke c2 join n6"), until(&swapped())],
                not(json!({"changing": {}})),
            ),
    ];
    tell("modulo-vs-ring", &told);
}
