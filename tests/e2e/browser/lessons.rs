//! Each lesson, from its first step to finished, at both widths.

use crate::walk::{Doing::*, walk};

#[test]
fn majorities() {
    walk(
        "majorities",
        &[
            ("three-of-five", &[Go]),
            ("the-shared-server", &[Answer("with"), Go]),
            (
                "half",
                &[
                    Cut("n1|n3"),
                    Cut("n1|n4"),
                    Cut("n2|n3"),
                    Cut("n2|n4"),
                    PlayUntil("[data-node=n3][data-role=leader]"),
                    Request("c1"),
                    Play,
                ],
            ),
            ("four", &[Answer("waits"), Go]),
            ("three", &[Answer("one"), Go]),
            ("two", &[Answer("waits"), Go]),
            ("five", &[Crash("n1"), Crash("n4"), Play]),
            ("the-formula", &[Answer("quorum")]),
            ("paxos", &[Answer("same")]),
        ],
    );
}
