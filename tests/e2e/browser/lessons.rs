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

#[test]
fn raft_replication() {
    walk(
        "raft-replication",
        &[
            ("a-request", &[Go]),
            ("told-when", &[Answer("two"), Go, StopAt("on-two"), Play]),
            ("followers-learn", &[Play, StopAt("n2-learns"), Play]),
            ("leader-dies", &[Answer("kept"), Go, StopAt("refused"), Play]),
            ("catch-up", &[Restart("n3"), Play, StopAt("no-such-entry"), Play]),
            ("cut-off", &[Answer("nothing"), Go]),
            ("heal", &[HealAll, Play]),
            ("no-answer", &[Answer("either")]),
            ("too-tidy", &[Request("c1"), Play, StopAt("told"), Crash("n1"), Play]),
        ],
    );
}

#[test]
fn raft_figure_8() {
    walk(
        "raft-figure-8",
        &[
            ("two-of-five", &[Go]),
            ("who-leads-next", &[Answer("n5"), Go, StopAt("refuses"), Play]),
            ("on-a-majority", &[Go, StopAt("n1-again"), Play]),
            ("make-it-vanish", &[Crash("n1"), Crash("n2"), Restart("n5"), Play]),
            ("why-they-voted", &[Answer("newer")]),
            ("the-rule", &[Answer("lost"), Go, StopAt("n5-leads"), Play]),
            ("own-term", &[HealAll, Play]),
            ("too-late", &[Answer("n2"), Go, StopAt("refuses"), Play]),
            ("why-a-no-op", &[Answer("request")]),
        ],
    );
}

#[test]
fn bugs_are_hunted_from_the_first_to_the_one_that_is_not_there() {
    walk(
        "raft-bug-hunt",
        &[
            ("two-are-enough", &[Hunt("found")]),
            ("seven-actions", &[Hunt("found")]),
            (
                "by-hand",
                &[
                    Choose("fire n1 election"),
                    Choose("fire n2 election"),
                    Choose("deliver n1>n3 RequestVote#1"),
                    Choose("deliver n3>n1 Vote#1"),
                    Choose("crash n3"),
                    Choose("restart n3"),
                    Choose("deliver n2>n3 RequestVote#1"),
                    Choose("deliver n3>n2 Vote#1"),
                ],
            ),
            ("which-rule", &[Hunt("found")]),
            ("name-the-rule", &[Answer("log")]),
            ("correct-raft", &[Hunt("complete")]),
            ("what-it-proves", &[Answer("within")]),
        ],
    );
}

#[test]
fn two_phase_commit() {
    walk(
        "two-phase-commit",
        &[
            ("can-you", &[Go]),
            ("before-the-record", &[Answer("aborts"), Go]),
            ("after-the-record", &[Answer("commits"), Go]),
            ("one-no", &[Go]),
            ("nine-of-ten", &[Answer("all")]),
            ("when-to-forget", &[Go]),
            ("forget-early", &[Cut("n1|n3"), Play, StopAt("asks"), HealAll, Play]),
        ],
    );
}

#[test]
fn two_phase_commit_blocking() {
    walk(
        "two-phase-commit-blocking",
        &[
            ("not-asked-yet", &[Answer("aborts"), Go]),
            ("one-knows", &[Answer("commits"), Go]),
            ("make-it-block", &[Play, StopAt("n3-votes"), Crash("n1"), Play]),
            ("can-they-tell", &[Answer("no")]),
            ("the-other-world", &[Answer("commits"), Go]),
            ("impatient", &[Play, StopAt("decided"), CutOff("n3"), Play]),
            ("a-deputy", &[Answer("copies")]),
        ],
    );
}

#[test]
fn bank_transfer() {
    walk(
        "bank-transfer",
        &[
            ("where-is-it", &[Go, StopAt("in-between"), Play]),
            ("the-same-money", &[Answer("one"), Go]),
            ("without-locks", &[Request("c1"), Request("c2"), Play]),
            ("crossing", &[Answer("none"), Go]),
            ("asked-twice", &[Answer("once"), Go]),
            ("forgotten-yes", &[Play, StopAt("votes"), Crash("n3"), Play]),
            ("which-two-phases", &[Answer("different")]),
        ],
    );
}

#[test]
fn paxos_one_value() {
    walk(
        "paxos-one-value",
        &[
            ("two-phases", &[Go]),
            ("chosen-when", &[Answer("accepted")]),
            ("nobody-knows", &[Answer("chosen"), Go, StopAt("reported"), Play]),
            ("one-down", &[Answer("chooses"), Go]),
            ("two-down", &[Answer("tries"), Go]),
            ("bring-one-back", &[Restart("n4"), Play]),
            ("who-was-elected", &[Answer("nobody")]),
        ],
    );
}

#[test]
fn paxos_duelling_proposers() {
    walk(
        "paxos-duelling-proposers",
        &[
            ("two-at-once", &[Play, StopAt("refused"), Play]),
            ("what-stops-it", &[Answer("prepare")]),
            ("and-so-on", &[Answer("neither"), Go]),
            ("end-it", &[Crash("n2"), Play]),
            ("back-off", &[Answer("b"), Go]),
            ("is-it-safe", &[Answer("slow")]),
        ],
    );
}

#[test]
fn paxos_why_adopt() {
    walk(
        "paxos-why-adopt",
        &[
            ("what-is-proposed", &[Answer("adopted"), Go, StopAt("adopts"), Play]),
            (
                "without-the-rule",
                &[Request("c1"), PlayUntil("[data-node=n1][data-role=settled]"), RequestOf("c2", 2), Play],
            ),
            ("only-one-has-it", &[Answer("adopted"), Go]),
            ("not-asked", &[Answer("own"), Go]),
            ("two-reports", &[Answer("b"), Go]),
            ("why-enough", &[Answer("shared")]),
        ],
    );
}

#[test]
fn zab_broadcast() {
    walk(
        "zab-broadcast",
        &[
            ("a-proposal", &[Go]),
            ("when-to-deliver", &[Answer("commit")]),
            ("two-at-once", &[Answer("at-once"), Go]),
            ("broken-connection", &[Answer("neither"), Go]),
            ("synchronized-again", &[Play]),
            ("too-early", &[Crash("n5"), Crash("n1"), Play]),
        ],
    );
}

#[test]
fn zab_recovery() {
    walk(
        "zab-recovery",
        &[
            ("on-one-of-two", &[Answer("kept"), Go, StopAt("n1-wins"), Play]),
            ("on-nobody-else", &[Answer("cut"), Go, StopAt("trunc"), Play]),
            ("your-choice", &[Restart("n3"), Restart("n1"), Play]),
            ("who-decides", &[Answer("history")]),
            ("too-far-behind", &[Answer("as-a-whole"), Go]),
            (
                "skipped",
                &[
                    Crash("n1"),
                    Request("c1"),
                    Play,
                    StopAt("missed"),
                    Restart("n1"),
                    Play,
                    StopAt("back"),
                    Request("c1"),
                    Play,
                ],
            ),
        ],
    );
}

#[test]
fn zab_is_not_an_election() {
    walk(
        "zab-is-not-an-election",
        &[
            ("four-phases", &[Play, StopAt("elected"), Play]),
            ("elected-and-alone", &[Answer("n2"), Go]),
            ("wrong-one", &[Answer("gives-up"), Go]),
            ("forgotten", &[Answer("one"), Go]),
            ("too-early", &[Play, StopAt("serves"), CutOff("n3"), Restart("n2"), Request("c2"), Play]),
            ("what-is-zab", &[Answer("broadcast")]),
        ],
    );
}

#[test]
fn redis_lock() {
    walk(
        "redis-lock",
        &[
            ("take-turns", &[Go]),
            ("mutex", &[Answer("own")]),
            ("look-then-set", &[Answer("both"), Go]),
            ("crash", &[Answer("locked"), Go]),
            ("whose-key", &[Pause("c1"), Play, StopAt("c2-in"), Resume("c1"), Play]),
            ("replica", &[Answer("two"), Go]),
        ],
    );
}

#[test]
fn redlock_and_the_pause() {
    walk(
        "redlock-and-the-pause",
        &[
            ("three-of-five", &[Go]),
            ("restart", &[Answer("two"), Go]),
            ("clock", &[Answer("two"), Go]),
            ("late-answers", &[Answer("notices"), Go]),
            ("pause", &[Pause("c1"), Play, StopAt("c2-wrote"), Resume("c1"), Play]),
            ("who-is-right", &[Answer("every-lease")]),
        ],
    );
}

#[test]
fn fencing_tokens() {
    walk(
        "fencing-tokens",
        &[
            ("a-number", &[Go]),
            ("late", &[Answer("refused"), Go, StopAt("away"), Play]),
            ("not-heard-yet", &[Answer("fine"), Go, StopAt("let-in"), Play]),
            ("stands-still", &[Pause("c1"), Play, StopAt("wrote"), Resume("c1"), Play]),
            ("forgetful", &[Answer("lost"), Go, StopAt("again"), Play]),
            ("five-counters", &[Answer("apart")]),
        ],
    );
}

#[test]
fn ring_membership() {
    walk(
        "ring-membership",
        &[
            ("who-has-it", &[Go]),
            ("one-more", &[Go]),
            ("old-view", &[Answer("at-n6"), Go]),
            ("in-the-middle", &[Answer("both"), Go]),
            ("too-soon", &[RequestOf("c2", 3), Play, StopAt("gone"), RequestOf("c1", 2), Play]),
            ("one-is-down", &[Answer("with-q"), Go]),
            ("which-and-how", &[Answer("which")]),
        ],
    );
}

#[test]
fn modulo_vs_ring() {
    walk(
        "modulo-vs-ring",
        &[
            ("nobody-is-asked", &[Go]),
            ("one-more", &[Answer("most"), Go]),
            ("consistent", &[Answer("no")]),
            ("the-circle", &[Go]),
            ("one-more-again", &[Answer("few"), Go]),
            ("swap", &[RequestOf("c2", JOIN_N6), RequestOf("c2", LEAVE_N2), Play]),
            ("when-it-is-fine", &[Answer("parts")]),
        ],
    );
}

#[test]
fn virtual_nodes() {
    walk(
        "virtual-nodes",
        &[
            ("one-point-each", &[Go]),
            ("who-inherits", &[Answer("one"), Go]),
            ("many-points", &[Answer("even"), Go]),
            ("the-root", &[Answer("four")]),
            ("who-inherits-now", &[Answer("several"), Go]),
            ("twice-on-one", &[Crash("n5"), RequestOf("c1", PUT_Y_2), Play]),
            ("why-not-a-million", &[Answer("list")]),
        ],
    );
}

#[test]
fn hashing_compared() {
    walk(
        "hashing-compared",
        &[
            ("side-by-side", &[Go]),
            ("the-heaviest", &[Answer("ask-all")]),
            ("the-last-goes", &[Answer("its-own"), Go]),
            ("one-in-the-middle", &[Answer("most"), Go]),
            ("a-table", &[Answer("a-few-more"), Go]),
            ("nobody-too-full", &[Answer("loads")]),
            ("which-one", &[Answer("jump")]),
        ],
    );
}

// Places among the requests that a client's card offers on the ring.
const JOIN_N6: u8 = 3;
const LEAVE_N2: u8 = 4;
const PUT_Y_2: u8 = 13;
