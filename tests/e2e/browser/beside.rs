//! Protocols beside each other: one clock, the same faults, and what each costs.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use serde_json::Value;

use crate::walk::{Doing::*, walk};

const PROTOCOLS: [&str; 3] = ["raft", "paxos", "zab"];

/// A figure under a cluster.
fn figure(page: &Page, protocol: &str, id: &str) -> u64 {
    page.text(&format!("[data-column={protocol}] [data-figure={id}] dd")).replace(',', "").parse().expect("a number")
}

#[test]
fn consensus_compared() {
    walk(
        "consensus-compared",
        &[
            ("before-any-call", &[Play]),
            ("one-call", &[Play]),
            ("who-stops", &[Answer("leaders")]),
            ("n3-crashes", &[Play]),
            ("n3-comes-back", &[Play]),
            ("what-they-share", &[Answer("majority")]),
        ],
    );
}

fn open(page: &Page) {
    page.go("#/lesson/consensus-compared");
    page.show("Stage");
    for protocol in PROTOCOLS {
        page.see(&format!("[data-column={protocol}] [data-node=n3]"));
    }
}

fn looked_at(screen: Screen) {
    visit(&format!("beside-{}", screen.width), screen, |page| {
        open(page);
        page.must_fit("protocols beside each other");
        page.must_be_accessible("protocols beside each other");
    });
}

#[test]
fn three_clusters_fit_a_laptop() {
    looked_at(LAPTOP.still());
}

#[test]
fn three_clusters_fit_a_phone() {
    looked_at(PHONE.still());
}

/// Done when Raft is; the others have come to the same moment by then, and gone their own ways.
#[test]
fn they_come_to_the_same_moment_and_have_done_to_them_what_is_done_by_hand() {
    visit("beside-moment", LAPTOP.still(), |page| {
        open(page);
        for _ in 0..5 {
            page.press("]");
        }
        page.play();
        page.until("the step to be done", "one('.lesson').dataset.done === 'true'", Value::Null);
        page.until(
            "Zab to come to that moment",
            "one('[data-column=zab] [data-figure=messages] dd').textContent === '34'",
            Value::Null,
        );
        assert_eq!(PROTOCOLS.map(|protocol| figure(page, protocol, "messages")), [11, 0, 34]);
        assert_eq!(PROTOCOLS.map(|protocol| figure(page, protocol, "writes")), [6, 0, 6]);

        page.open_card("[data-column=raft] [data-node=n1]");
        page.deed('x');
        for protocol in PROTOCOLS {
            page.see(&format!("[data-column={protocol}] [data-node=n1][data-status=down]"));
        }
        // Back before it: nobody has crashed.
        page.back();
        for protocol in PROTOCOLS {
            page.see(&format!("[data-column={protocol}] [data-node=n1][data-status=up]"));
        }
    });
}
