//! The engine as the page sees it: commands in, scenes out.
#![cfg(not(target_arch = "wasm32"))]

use quorum_protocols::raft::Raft;
use quorum_scene::{Change, Command, Fate, Lab, LessonSource, NodeStatus, Scenario, Scene, TaskView, words::say};
use quorum_tests::Ask;

fn setup(seed: u64) -> Scenario {
    Scenario { clients: 1, ..Scenario::of::<Raft>(seed) }
}

fn open(seed: u64) -> (Lab, Scene) {
    let mut lab = Lab::new();
    let scene = lab.ask(Command::Open(Box::new(setup(seed)))).expect("a good setup");
    (lab, scene)
}

fn act(label: &str) -> Command {
    Command::Act { label: label.to_owned() }
}

/// Goes on until something is so.
fn until(lab: &mut Lab, so: impl Fn(&Scene) -> bool) -> Scene {
    for _ in 0..20_000 {
        let scene = lab.ask(Command::Forward).expect("something is due");
        if so(&scene) {
            return scene;
        }
    }
    panic!("it never became so")
}

fn leader(scene: &Scene) -> Option<&quorum_scene::NodeView> {
    let leads = |node: &&quorum_scene::NodeView| node.icon == Some(quorum_kernel::inspect::Icon::Leader);
    scene.nodes.iter().find(leads)
}

#[test]
fn a_leader_is_elected_crashed_and_followed_by_another() {
    let (mut lab, first) = open(42);
    assert_eq!((first.clock.event, first.nodes.len(), first.flights.len()), (0, 6, 0));
    let elected = until(&mut lab, |scene| leader(scene).is_some());
    let old = leader(&elected).expect("elected").id;
    let crashed = lab.ask(act(&format!("crash {old}"))).expect("it is up");
    let node = crashed.nodes.iter().find(|node| node.id == old).expect("still a member");
    assert_eq!((node.status, node.icon, node.timers.len()), (NodeStatus::Down, None, 0));
    assert_eq!(crashed.meters.messages, 0, "costs count from the act on");
    let live = |scene: &Scene| scene.properties.iter().any(|property| property.id == "live-leader" && property.holds);
    assert!(!live(&crashed), "{:?}", crashed.properties);
    let again = until(&mut lab, live);
    assert_ne!(leader(&again).expect("elected").id, old);
    assert!(again.meters.messages > 0);
}

#[test]
fn what_an_act_sets_going_counts_as_its_cost() {
    let (mut lab, _) = open(42);
    let stands = lab.ask(act("fire n1 election")).expect("its timer is armed");
    assert_eq!((stands.meters.messages, stands.meters.forced_writes), (4, 1), "a vote on disk, and four requests");
}

#[test]
fn acting_in_the_past_draws_a_branch_and_both_can_be_revisited() {
    let (mut lab, _) = open(7);
    let elected = until(&mut lab, |scene| leader(scene).is_some());
    let vote = elected.events.iter().rev().find(|event| event.label.contains("Vote#")).expect("somebody voted");
    let (index, flight) = (vote.index, vote.label.strip_prefix("deliver ").expect("a delivery").to_owned());
    let before = lab.ask(Command::Seek { event: index - 1 }).expect("it is there");
    assert!(before.flights.iter().any(|on_its_way| on_its_way.id == flight && on_its_way.fate == Fate::Flying));
    let dropped = lab.ask(act(&format!("drop {flight}"))).expect("it is on its way");
    assert_eq!(dropped.timeline.branches.len(), 2);
    assert_eq!(dropped.timeline.branches[1].parent, Some((0, index - 1)));
    assert_eq!(dropped.timeline.branches[1].made_by, Some(format!("drop {flight}")));
    assert!(dropped.flights.iter().any(|gone| gone.id == flight && matches!(gone.fate, Fate::Lost { .. })));
    let back = lab.ask(Command::Branch { id: 0 }).expect("the trunk");
    assert_eq!((back.clock.branch, back.digest), (0, elected.digest));
    let there = lab.ask(Command::Branch { id: 1 }).expect("the branch");
    assert_eq!(there.digest, dropped.digest);
}

#[test]
fn a_message_that_cannot_arrive_says_so_before_it_is_lost() {
    let (mut lab, _) = open(7);
    let asked = until(&mut lab, |scene| scene.flights.iter().any(|flight| flight.fate == Fate::Flying));
    let flight = asked.flights.iter().find(|flight| flight.fate == Fate::Flying).expect("one is on its way");
    assert_eq!(flight.doom, None);
    let doom = |scene: &Scene| {
        let same = scene.flights.iter().find(|other| other.id == flight.id).expect("still on its way");
        same.doom.as_ref().map(say)
    };
    let cut = lab.ask(act(&format!("cut {}>{}", flight.from, flight.to))).expect("not cut yet");
    assert_eq!(doom(&cut), Some(format!("the link {}>{} is cut", flight.from, flight.to)));
    let down = lab.ask(act(&format!("crash {}", flight.to))).expect("it is up");
    assert_eq!(doom(&down), Some(format!("its receiver {} is down", flight.to)));
}

#[test]
fn stepping_back_and_on_shows_the_same_scene() {
    let (mut lab, _) = open(3);
    let mut scenes = Vec::new();
    for _ in 0..60 {
        scenes.push(lab.ask(Command::Forward).expect("something is due"));
    }
    for scene in scenes.iter().rev().skip(1) {
        let back = lab.ask(Command::Back).expect("not at the start");
        assert_eq!((&back.digest, &back.nodes, &back.happened), (&scene.digest, &scene.nodes, &scene.happened));
    }
}

#[test]
fn what_is_recorded_ahead_is_not_listed_as_due_as_well() {
    let (mut lab, _) = open(3);
    for _ in 0..40 {
        lab.ask(Command::Forward).expect("something is due");
    }
    let back = lab.ask(Command::Seek { event: 35 }).expect("it is there");
    let ahead: Vec<_> = back.events.iter().filter(|event| event.ahead).map(|event| &event.label).collect();
    assert_eq!(ahead.len(), 5);
    assert!(back.next.iter().all(|due| !ahead.contains(&&due.label)), "{:?}", back.next);
}

#[test]
fn the_inspector_marks_what_the_step_changed() {
    let (mut lab, _) = open(42);
    let node = "n4".parse().expect("a name");
    lab.ask(Command::Inspect { node: Some(node) }).expect("a member");
    let fired = until(&mut lab, |scene| scene.events.iter().any(|e| e.at_cursor && e.label == "fire n4 election"));
    let inspector = fired.inspector.expect("n4 is inspected");
    let row = |name: &str| inspector.memory.iter().chain(&inspector.durable).find(|row| row.name == name);
    let term = row("term").expect("every server has a term");
    assert_eq!(term.change, Change::Step, "{term:?}");
    let pieces: Vec<_> = term.value.iter().map(|piece| piece.text.as_str()).collect();
    assert_eq!(pieces, ["0", "1"]);
}

#[test]
fn time_may_pass_without_an_event_and_an_act_then_happens_then() {
    let (mut lab, first) = open(42);
    let due = first.clock.next_us.expect("timers are armed");
    let waited = lab.ask(Command::Advance { to_us: due - 10 }).expect("nothing is due");
    assert_eq!((waited.clock.event, waited.clock.now_us), (0, due - 10));
    let crashed = lab.ask(act("crash n1")).expect("it is up");
    assert_eq!((crashed.clock.event, crashed.clock.event_us), (1, due - 10));
}

#[test]
fn a_refused_act_says_why_in_words_and_changes_nothing() {
    let (mut lab, first) = open(1);
    for (label, why) in [
        ("restart n1", "n1 is not down"),
        ("crash n9", "n9 is not a member"),
        ("frobnicate n1", "is no act"),
        ("deliver n1>n2 Vote#1", "is not on its way"),
        ("invoke n1 put x 1", "is not a client"),
    ] {
        let problem = lab.ask(act(label)).expect_err(label);
        let words = say(&problem.text);
        assert!(words.contains(why), "{label}: {words}");
        assert!(!words.contains('⟦'), "{words}");
    }
    let same = lab.ask(Command::Seek { event: 0 }).expect("the start");
    assert_eq!(same.digest, first.digest);
    let link = quorum_scene::Link { latency_us: u64::MAX, ..quorum_scene::Link::default() };
    let network = quorum_scene::Network { default: link, ..quorum_scene::Network::default() };
    for wrong in [
        Scenario { network, ..setup(1) },
        Scenario { servers: 200, ..setup(1) },
        Scenario { protocol: "gossip".into(), ..setup(1) },
        Scenario { mutant: Some("none-such".into()), ..setup(1) },
    ] {
        let words = say(&lab.ask(Command::Open(Box::new(wrong))).expect_err("a bad cluster").text);
        assert!(!words.contains('⟦'), "{words}");
    }
    assert!(lab.ask(Command::Reset { seed: "-1".into() }).is_err());
}

#[test]
fn every_word_of_a_long_and_stormy_run_is_in_the_catalogue() {
    let (mut lab, _) = open(5);
    let storm = [
        "invoke c1 put x 1",
        "crash n1",
        "isolate n2",
        "pause n3",
        "invoke c1 get x",
        "restart n1",
        "rejoin n2",
        "resume n3",
        "wipe n4",
        "restart n4",
        "cut n1>n5",
        "heal n1>n5",
        "clock n1 +20ms",
        "crash n5",
        "crash n4",
        "crash n3",
    ];
    let mut said = String::new();
    for (label, wait) in storm.iter().zip((1..).map(|i| i * 190_000)) {
        lab.ask(Command::Inspect { node: "n1".parse().ok() }).expect("a member");
        for _ in 0..80 {
            let scene = lab.ask(Command::Forward).expect("something is due");
            let texts =
                scene.happened.iter().chain(scene.properties.iter().flat_map(|p| [&p.title, &p.detail, &p.promise]));
            let nodes = scene.nodes.iter().flat_map(|node| [Some(&node.caption), node.badge.as_ref()]).flatten();
            let rest =
                scene.legend.iter().map(|item| &item.words).chain(scene.timeline.eras.iter().map(|era| &era.words));
            let more = scene.tallies.iter().map(|tally| &tally.title).chain([&scene.title, &scene.meters.since]);
            let lost = scene
                .flights
                .iter()
                .filter_map(|f| if let Fate::Lost { why, .. } = &f.fate { Some(why) } else { None });
            for text in texts.chain(nodes).chain(rest).chain(more).chain(lost) {
                said += &say(text);
                said.push('\n');
            }
        }
        let _may_be_refused = (lab.ask(act(label)), wait);
    }
    let missing = said.lines().find(|line| line.contains('⟦'));
    assert_eq!(missing, None);
}

const LESSON: &str = r#"{
  "format": 1, "id": "tiny", "minutes": 1,
  "scenario": { "protocol": "raft", "servers": 3, "seed": "4" },
  "steps": [
    { "watch": { "id": "elect", "start": [], "until": { "leader": {} } } },
    { "predict": { "id": "guess", "start": [{ "run-until": { "leader": {} } }],
      "moves": [{ "act": "crash n1" }, { "run-for-ms": 5 }, { "act": "pause n2" }, { "run-for-ms": 600 }],
      "answers": [ { "id": "one", "when": { "all": [ { "leader": {} }, { "term-at-least": 2 } ] } },
                   { "id": "none", "when": { "not": { "all": [ { "leader": {} }, { "term-at-least": 2 } ] } } } ] } },
    { "quiz": { "id": "ask", "answers": ["a", "b"], "right": "b" } }
  ] }"#;

fn lesson(done: &[&str]) -> Command {
    let done = done.iter().map(|id| (*id).to_owned()).collect();
    Command::OpenLesson(LessonSource { id: "tiny".into(), json: LESSON.into(), done })
}

#[test]
fn a_lesson_is_watched_predicted_wrong_then_right_and_finished() {
    let mut lab = Lab::new();
    let open = lesson(&[]);
    let scene = lab.ask(open).expect("a good lesson");
    assert!(!scene.lesson.expect("a lesson is open").done);
    let watched = until(&mut lab, |scene| scene.lesson.as_ref().is_some_and(|lesson| lesson.done));
    assert_eq!(watched.lesson.expect("open").task, TaskView::Watch { reached: true });

    lab.ask(Command::Step { index: 1 }).expect("a step");
    let choose = |answer: &str| Command::Choose { answer: answer.to_owned() };
    let go = |lab: &mut Lab, answer| {
        lab.ask(choose(answer)).expect("an answer");
        let mut scene = lab.ask(Command::Go).expect("it can run");
        for _ in 0..2_000 {
            let TaskView::Predict { running, verdict, .. } = &scene.lesson.as_ref().expect("open").task else {
                panic!("a prediction")
            };
            if !running {
                return verdict.clone().expect("the run has decided");
            }
            let to_us = scene.clock.now_us + 7_000;
            scene = lab.ask(Command::Advance { to_us }).expect("time passes");
        }
        panic!("the run does not end")
    };
    let wrong = go(&mut lab, "one");
    assert_eq!((wrong.truth.as_str(), wrong.right), ("none", false), "one of three cannot elect");
    let again = lab.ask(Command::Retry).expect("it starts again");
    assert!(matches!(again.lesson.expect("open").task, TaskView::Predict { chosen: None, verdict: None, .. }));
    assert!(go(&mut lab, "none").right);

    lab.ask(Command::Step { index: 2 }).expect("a step");
    let asked = lab.ask(choose("a")).expect("an answer").lesson.expect("open");
    assert!(!asked.done);
    let asked = lab.ask(choose("b")).expect("an answer").lesson.expect("open");
    assert!(asked.done && asked.steps.iter().all(|step| step.done));
}

#[test]
fn another_seed_does_not_spoil_a_lesson() {
    let mut lab = Lab::new();
    lab.ask(lesson(&[])).expect("a good lesson");
    lab.ask(Command::Reset { seed: "999".into() }).expect("a seed");
    let back = lab.ask(Command::Step { index: 1 }).expect("the step begins in the lesson's own run");
    assert_eq!(back.seed, "4");
    assert!(leader(&back).is_some());
}

#[test]
fn steps_done_before_stay_done_whatever_was_stored() {
    let cases: [(&[&str], _); 4] = [
        (&[], [false, false, false]),
        (&["elect", "guess"], [true, true, false]),
        // A step that the lesson has gained since, between two that were done.
        (&["elect", "ask"], [true, false, true]),
        (&["no such step", "ask", "guess", "elect", "elect"], [true, true, true]),
    ];
    for (done, expected) in cases {
        let lesson = Lab::new().ask(lesson(done)).expect("a good lesson").lesson.expect("a lesson is open");
        assert_eq!(lesson.steps.iter().map(|step| step.done).collect::<Vec<_>>(), expected);
    }
}
