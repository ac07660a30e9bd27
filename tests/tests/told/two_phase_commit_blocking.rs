//! What the words of `two-phase-commit-blocking` tell.

use quorum_protocols::two_phase_commit::TwoPhaseCommit;
use serde_json::json;

use crate::{
    Told, act, run_for_ms, tell,
    two_phase_commit::{all, blocked, holds_all, in_doubt, not, record},
    until,
};

#[test]
fn what_the_words_of_two_phase_commit_blocking_tell_is_what_happens() {
    let down = || json!({"down": {"node": "n1"}});
    let both_blocked = || all([down(), blocked("n2"), blocked("n3"), in_doubt("n2"), in_doubt("n3")]);
    let told: [Told<TwoPhaseCommit>; 5] = [
        Told::of(
            "not-asked-yet",
            all([in_doubt("n2"), not(record("n3", "prepared")), not(record("n3", "aborted"))]),
            all([down(), record("n2", "aborted"), record("n3", "aborted"), not(record("n3", "prepared"))]),
        )
        .by_way_of([blocked("n2"), all([record("n3", "aborted"), blocked("n2")])]),
        Told::of(
            "one-knows",
            all([record("n2", "committed"), in_doubt("n3"), not(blocked("n3"))]),
            all([down(), record("n3", "committed")]),
        )
        .by_way_of([all([down(), blocked("n3")])]),
        Told::of("make-it-block", in_doubt("n2"), both_blocked())
            .and_then([run_for_ms(20_000)], both_blocked())
            .and_then([act("restart n1"), run_for_ms(500)], holds_all(100, 100))
            .or_else([act("crash n1"), run_for_ms(500)], both_blocked())
            .or_else([act("crash n3"), run_for_ms(500)], all([record("n1", "aborted"), record("n2", "aborted")]))
            .or_else(
                [until(&record("n2", "committed")), act("crash n1"), run_for_ms(500)],
                all([record("n2", "committed"), record("n3", "committed")]),
            ),
        Told::of(
            "the-other-world",
            all([both_blocked(), record("n1", "commit"), not(record("n1", "end"))]),
            all([record("n2", "committed"), record("n3", "committed"), holds_all(70, 130)]),
        ),
        Told::of(
            "impatient",
            all([in_doubt("n2"), in_doubt("n3"), not(record("n1", "commit"))]),
            all([record("n2", "committed"), record("n3", "aborted"), holds_all(70, 100)]),
        )
        .or_else([act("cut n1|n2"), act("cut n1|n3"), run_for_ms(600)], holds_all(100, 100))
        // Cut where it begins, the vote is lost as well.
        .or_else([act("cut n1|n3"), run_for_ms(600)], record("n1", "aborted")),
    ];
    tell("two-phase-commit-blocking", &told);
}
