//! Protocols beside each other: one clock, the same faults, and what each costs.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use quorum_scene::{Command, Lab, LessonSource};
use serde_json::{Value, json};

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

/// What each has sent and forced to disk by this moment: computed here, apart from the page.
fn spent(page: &Page, at_us: u64) -> Vec<(u32, u32)> {
    let ask = |lab: &mut Lab, command| lab.handle(command).expect("it can be done").into_scene().expect("a scene");
    let (id, json) = ("consensus-compared", page.site_file("lessons/consensus-compared/lesson.json"));
    let lesson = LessonSource { id: id.to_owned(), json, done: Vec::new() };
    let opened = ask(&mut Lab::new(), Command::OpenLesson(lesson));
    let beside = opened.lesson.expect("a lesson").beside;
    let scenarios = [(*opened.scenario).clone()].into_iter().chain(beside);
    let spent = scenarios.map(|scenario| {
        let mut lab = Lab::new();
        ask(&mut lab, Command::Open(Box::new(scenario)));
        let meters = ask(&mut lab, Command::Advance { to_us: at_us }).meters;
        (meters.messages, meters.forced_writes)
    });
    spent.collect()
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
        page.see(".app[data-playing=false]");
        // Where the picture stood when it stopped is told to the engine; after one event more nothing is on its way.
        page.forward();
        for (protocol, (messages, writes)) in PROTOCOLS.into_iter().zip(spent(page, page.clock().us)) {
            page.until(
                &format!("{protocol} to have sent what it has by then"),
                "one(`[data-column=${arg[0]}] [data-figure=messages] dd`).textContent === arg[1]",
                json!([protocol, messages.to_string()]),
            );
            assert_eq!(figure(page, protocol, "writes"), u64::from(writes), "{protocol}");
        }

        page.open_card("[data-column=raft] [data-node=n1]");
        page.deed('x');
        for protocol in PROTOCOLS {
            page.see(&format!("[data-column={protocol}] [data-node=n1][data-status=down]"));
        }
        // Back to that moment, before it was done: nobody has crashed.
        page.back();
        for protocol in PROTOCOLS {
            page.see(&format!("[data-column={protocol}] [data-node=n1][data-status=up]"));
        }
    });
}
