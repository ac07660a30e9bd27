//! What the words of `bank-transfer` tell.

use quorum_protocols::two_phase_commit::TwoPhaseCommit;
use serde_json::{Value, json};

use crate::{
    Told, act, run_for_ms, tell,
    two_phase_commit::{all, holds_all, in_doubt, not, record},
};

fn told(client: &str, outcome: &str) -> Value {
    json!({"told": {"client": client, "outcome": outcome}})
}

#[test]
fn what_the_words_of_bank_transfer_tell_is_what_happens() {
    let c_holds = |is: i64| json!({"balance": {"node": "n4", "is": is}});
    let steps: [Told<TwoPhaseCommit>; 6] = [
        Told::of("where-is-it", all([holds_all(100, 100), c_holds(100)]), all([holds_all(70, 130), c_holds(100)]))
            .by_way_of([all([record("n1", "commit"), holds_all(100, 100)]), all([holds_all(70, 100), in_doubt("n3")])]),
        Told::of(
            "the-same-money",
            holds_all(100, 100),
            all([holds_all(40, 160), c_holds(100), told("c1", "committed"), told("c2", "aborted")]),
        )
        // Refused while it still held enough, and was locked.
        .by_way_of([all([in_doubt("n2"), record("n2", "aborted"), holds_all(100, 100)])]),
        Told::of("without-locks", holds_all(50, 100), holds_all(-10, 160)).or_else(
            [act("invoke c1 transfer A B 30"), run_for_ms(150), act("invoke c2 transfer A B 30"), run_for_ms(150)],
            all([holds_all(20, 130), told("c2", "aborted")]),
        ),
        Told::of(
            "crossing",
            all([in_doubt("n2"), in_doubt("n3"), holds_all(100, 100)]),
            all([holds_all(100, 100), told("c1", "aborted"), told("c2", "aborted")]),
        )
        .and_then([act("invoke c1 transfer A B 10"), run_for_ms(200)], holds_all(90, 110)),
        Told::of(
            "asked-twice",
            all([
                json!({"down": {"node": "n1"}}),
                record("n1", "commit"),
                json!({"balance": {"node": "n2", "is": 70}}),
                not(json!({"answered": {"client": "c1"}})),
            ]),
            all([
                holds_all(70, 130),
                told("c1", "committed"),
                not(json!({"record": {"node": "n1", "kind": "commit", "times": 2}})),
            ]),
        ),
        Told::of(
            "forgotten-yes",
            all([holds_all(100, 100), not(in_doubt("n2"))]),
            all([record("n1", "commit"), json!({"down": {"node": "n3"}}), not(record("n3", "prepared"))]),
        )
        .and_then([act("restart n3"), run_for_ms(2_000)], holds_all(70, 100)),
    ];
    tell("bank-transfer", &steps);
}
