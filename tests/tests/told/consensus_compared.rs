//! What the words of `consensus-compared` tell, of the three clusters as a learner sees them beside each other.

use std::{fs, path::Path};

use quorum_kernel::{Arg, inspect::Icon};
use quorum_scene::{Command, Lab, LessonSource, Scene};

const ID: &str = "consensus-compared";

/// The three clusters, at the moment at which a step is done.
struct Beside {
    raft: Scene,
    paxos: Scene,
    zab: Scene,
}

fn ask(lab: &mut Lab, command: Command) -> Scene {
    lab.handle(command).expect("it can be done").into_scene().expect("a scene")
}

fn when_done(step: u32) -> Beside {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lessons").join(ID).join("lesson.json");
    let json = fs::read_to_string(path).expect("the lesson");
    let mut lab = Lab::new();
    ask(&mut lab, Command::OpenLesson(LessonSource { id: ID.to_owned(), json, done: Vec::new() }));
    let mut raft = ask(&mut lab, Command::Step { index: step });
    while !raft.lesson.as_ref().expect("a lesson").done {
        raft = ask(&mut lab, Command::Forward);
        assert!(raft.clock.now_us < 10_000_000, "step {step} is never done");
    }
    let beside = &raft.lesson.as_ref().expect("a lesson").beside;
    let mut others = beside.iter().map(|scenario| {
        let mut lab = Lab::new();
        ask(&mut lab, Command::Open(Box::new(scenario.clone())));
        ask(&mut lab, Command::Advance { to_us: raft.clock.now_us })
    });
    let (paxos, zab) = (others.next().expect("Paxos"), others.next().expect("Zab"));
    Beside { raft, paxos, zab }
}

impl Beside {
    fn all(&self) -> [&Scene; 3] {
        [&self.raft, &self.paxos, &self.zab]
    }

    /// Messages and forced writes since the start.
    fn spent(&self) -> [(u32, u32); 3] {
        self.all().map(|scene| (scene.meters.messages, scene.meters.forced_writes))
    }

    /// The last call of each: what was asked, its messages that had to follow one another, its forced writes.
    fn calls(&self) -> [(&str, u32, u32); 3] {
        self.all().map(|scene| {
            let call = scene.meters.call.as_ref().unwrap_or_else(|| panic!("{}: no call", scene.protocol));
            (&*call.request, call.hops, call.forced_writes)
        })
    }

    fn leaders(&self) -> [Vec<String>; 3] {
        self.all().map(|scene| {
            let leads = |node: &&quorum_scene::NodeView| node.icon == Some(Icon::Leader);
            scene.nodes.iter().filter(leads).map(|node| node.id.to_string()).collect()
        })
    }

    fn milliseconds(&self) -> [u64; 3] {
        self.all().map(|scene| scene.meters.call.as_ref().map_or(0, |call| call.elapsed_us / 1_000))
    }
}

#[test]
fn before_any_call_two_have_elected_and_one_has_done_nothing() {
    let then = when_done(0);
    assert_eq!(then.leaders(), [vec!["n3".to_owned()], Vec::new(), vec!["n3".to_owned()]]);
    let [raft, paxos, zab] = then.spent();
    assert_eq!((raft.1, paxos, zab.1), (6, (0, 0), 6));
    assert!(zab.0 > 2 * raft.0, "Zab has sent more than twice as many: {zab:?}, {raft:?}");
}

#[test]
fn the_first_call_takes_three_round_trips_in_each() {
    let then = when_done(1);
    assert_eq!(then.calls(), [("put x 1", 6, 3), ("propose A", 6, 7), ("put x 1", 6, 3)]);
    for scene in [&then.raft, &then.zab] {
        let asked = scene.meters.call.iter().flat_map(|call| &call.messages);
        let asked: Vec<_> = asked.filter(|(kind, _)| kind == "Request" || kind == "Reply").map(|(_, n)| *n).collect();
        assert_eq!(asked, [2, 2], "{}: n1 was asked, then n3", scene.protocol);
    }
    let paxos = then.paxos.meters.call.as_ref().expect("a call");
    assert!(["Prepare", "Accept"].iter().all(|kind| paxos.messages.contains(&((*kind).to_owned(), 2))));
}

#[test]
fn when_the_leader_crashes_those_wait_that_had_one() {
    let then = when_done(3);
    assert_eq!(then.calls().map(|(request, ..)| request), ["put x 2", "propose B", "put x 2"]);
    let [raft, paxos, zab] = then.milliseconds();
    assert_eq!(paxos, 34);
    assert!(raft > 430 && zab > 430, "{raft}, {zab}");
    assert_eq!(then.leaders(), [vec!["n2".to_owned()], Vec::new(), vec!["n2".to_owned()]]);
    let settled = |node: &&quorum_scene::NodeView| node.id.to_string() == "n1" && node.icon == Some(Icon::Settled);
    let n1 = then.paxos.nodes.iter().find(settled).expect("n1 knows what is chosen");
    assert_eq!(n1.caption.args, [("value".to_owned(), Arg::Data("A".to_owned()))]);
}

#[test]
fn who_led_comes_back_as_one_of_the_others() {
    let then = when_done(4);
    assert_eq!(then.leaders(), [vec!["n2".to_owned()], Vec::new(), vec!["n2".to_owned()]]);
    let before = when_done(3);
    assert_eq!(before.paxos.meters.messages, then.paxos.meters.messages, "Paxos had nothing to tell n3");
}
