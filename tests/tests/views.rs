//! The views beside the cluster, as the page sees them.
#![cfg(not(target_arch = "wasm32"))]

use quorum_kernel::{NodeId, inspect::Tone};
use quorum_protocols::{hash_ring::HashRing, raft::Raft};
use quorum_scene::{
    BarView, Command, Ink, Lab, LaneView, LanesView, OpenView, Scenario, Scene, Shape, ViewBody, words::say,
};
use quorum_tests::Ask;

/// Five servers and some clients; the operations are open.
fn open(clients: u8, view: &str) -> Lab {
    let mut lab = Lab::new();
    lab.ask(Command::Open(Box::new(Scenario { clients, ..Scenario::of::<Raft>(42) }))).expect("a good setup");
    lab.ask(Command::View { id: Some(view.to_owned()) }).expect("any view may be asked for");
    lab
}

fn act(lab: &mut Lab, label: &str) -> Scene {
    lab.ask(Command::Act { label: label.to_owned() }).expect("it can be done")
}

fn advance(lab: &mut Lab, ms: u64) -> Scene {
    let now = lab.ask(Command::Inspect { node: None }).expect("a run is open").clock.now_us;
    lab.ask(Command::Advance { to_us: now + 1_000 * ms }).expect("time passes")
}

fn view(scene: &Scene) -> &OpenView {
    scene.view.as_ref().expect("a view is open")
}

fn lanes(scene: &Scene) -> &LanesView {
    match &view(scene).body {
        ViewBody::Lanes(lanes) => lanes,
        other => panic!("no lanes: {other:?}"),
    }
}

fn lane<'a>(scene: &'a Scene, node: &str) -> &'a LaneView {
    let node: NodeId = node.parse().expect("a name");
    lanes(scene).lanes.iter().find(|lane| lane.node == node).expect("it has a lane")
}

fn labels(bars: &[BarView]) -> Vec<String> {
    bars.iter().map(|bar| say(&bar.label)).collect()
}

fn findings(scene: &Scene) -> Vec<String> {
    view(scene).findings.iter().map(|finding| say(&finding.words)).collect()
}

#[test]
fn a_run_has_the_views_that_its_protocol_and_its_clients_give_it() {
    let tabs = |scene: &Scene| scene.views.iter().map(|tab| say(&tab.title)).collect::<Vec<_>>();
    let mut lab = open(1, "no such view");
    let scene = advance(&mut lab, 1);
    assert_eq!(tabs(&scene), ["Operations", "Terms", "Logs"]);
    assert_eq!(scene.view, None, "what is not there is not open");
    let scene = advance(&mut open(0, "operations"), 1);
    assert_eq!((tabs(&scene), scene.view), (vec!["Terms".to_owned(), "Logs".to_owned()], None));
}

#[test]
fn calls_are_bars_with_a_tick_where_one_machine_could_have_done_them() {
    let mut lab = open(2, "operations");
    advance(&mut lab, 700);
    assert_eq!(findings(&advance(&mut lab, 1)), ["No client has been asked for anything yet."]);
    act(&mut lab, "invoke c1 put x 1");
    let asked = act(&mut lab, "invoke c1 get x");
    // The client does one thing at a time: its second call has not begun.
    assert_eq!(labels(&lane(&asked, "c1").bars), ["put x 1"]);
    assert_eq!((lane(&asked, "c1").bars[0].to_us, lane(&asked, "c1").bars[0].tick), (None, None));
    act(&mut lab, "invoke c2 append x 2");
    let done = advance(&mut lab, 400);
    let (one, two) = (&lane(&done, "c1").bars, &lane(&done, "c2").bars);
    assert_eq!(labels(two), ["append x 2"]);
    assert_eq!(labels(one)[0], "put x 1");
    assert!(["get x → 1", "get x → 12"].contains(&labels(one)[1].as_str()), "{:?}", labels(one));
    assert_eq!(one[0].to_us, Some(one[1].from_us), "the next call begins as the one before is answered");
    let all: Vec<&BarView> = one.iter().chain(two).collect();
    for bar in &all {
        let (tick, end) = (bar.tick.expect("it has a place").0, bar.to_us.expect("it was answered"));
        assert!(!bar.faulty && bar.from_us <= tick && tick <= end, "{bar:?}");
    }
    let mut places: Vec<(u64, u32)> = all.iter().filter_map(|bar| bar.tick).collect();
    places.sort_by_key(|(_, place)| *place);
    assert!(places.is_sorted() && places.iter().map(|(_, place)| *place).eq(1..=3), "{places:?}");
    let words = "Linearizable: one machine that does one thing at a time could have done these 3 calls.";
    assert_eq!(findings(&done), [words]);
    // What lies ahead of the cursor has not been asked yet.
    let back = lab.ask(Command::SeekTime { to_us: one[0].from_us - 1 }).expect("a moment of the run");
    assert_eq!((labels(&lane(&back, "c1").bars).len(), findings(&back).len()), (0, 1));
}

/// All servers lose their disks: what c1 was told to be written is gone.
fn forgotten(lab: &mut Lab) -> Scene {
    advance(lab, 700);
    act(lab, "invoke c1 put x 1");
    advance(lab, 300);
    for n in 1..=5 {
        act(lab, &format!("wipe n{n}"));
        act(lab, &format!("restart n{n}"));
    }
    act(lab, "invoke c2 get x");
    advance(lab, 1_500)
}

#[test]
fn what_no_machine_would_answer_is_named_and_red() {
    let mut lab = open(2, "operations");
    let scene = forgotten(&mut lab);
    assert_eq!(labels(&lane(&scene, "c2").bars), ["get x → nothing"]);
    assert!(lane(&scene, "c2").bars[0].faulty && !lane(&scene, "c1").bars[0].faulty);
    let ticks = ["c1", "c2"].map(|client| lane(&scene, client).bars[0].tick.map(|(_, number)| number));
    assert_eq!(ticks, [Some(1), None], "the longest order has the put alone");
    let said = "Not linearizable: c2: get x → nothing, and no order of the calls on x explains that.";
    assert_eq!(findings(&scene), [said]);
    assert!(view(&scene).findings[0].faulty);
    let alarm = |scene: &Scene| scene.views[0].alarm.as_ref().map(say);
    assert_eq!(alarm(&scene).as_deref(), Some("not linearizable"));
    // The tab warns whatever is open.
    let elsewhere = lab.ask(Command::View { id: None }).expect("the cluster");
    assert!(elsewhere.view.is_none() && alarm(&elsewhere).is_some());
    // It is so from the answer on, not before.
    let answered = lane(&scene, "c2").bars[0].to_us.expect("answered");
    let before = lab.ask(Command::SeekTime { to_us: answered - 1 }).expect("a moment of the run");
    assert_eq!(alarm(&before), None);
}

#[test]
fn a_client_that_crashes_leaves_its_call_open_and_forgets_what_waited() {
    let mut lab = open(1, "operations");
    advance(&mut lab, 700);
    act(&mut lab, "invoke c1 put x 1");
    act(&mut lab, "invoke c1 put x 2");
    // It was done, and the answer is on its way.
    let answered = |scene: &Scene| {
        let answer = |flight: &quorum_scene::FlightView| flight.fields.iter().any(|field| field.name == "answer");
        scene.flights.iter().any(answer)
    };
    while !answered(&lab.ask(Command::Forward).expect("something is due")) {}
    let crashed = act(&mut lab, "crash c1");
    let at = crashed.clock.now_us;
    assert_eq!(lane(&crashed, "c1").down, [(at, None)]);
    advance(&mut lab, 500);
    act(&mut lab, "restart c1");
    act(&mut lab, "invoke c1 get x");
    let scene = advance(&mut lab, 500);
    let bars = &lane(&scene, "c1").bars;
    assert_eq!(labels(bars), ["put x 1", "get x → 1"], "what waited never began");
    assert_eq!(bars[0].to_us, None);
    assert!(bars[0].tick.is_some(), "the get needs the put, although nobody was told of it");
    let down = &lane(&scene, "c1").down;
    assert_eq!((down.len(), down[0].0, down[0].1), (1, at, Some(at + 500_000)));
}

#[test]
fn what_a_scene_holds_of_a_long_run_is_bounded() {
    let mut lab = open(3, "operations");
    advance(&mut lab, 700);
    for n in 0..100 {
        for client in 1..=3 {
            act(&mut lab, &format!("invoke c{client} append x {n}"));
        }
        advance(&mut lab, 100);
    }
    let scene = advance(&mut lab, 1_000);
    let shown: usize = lanes(&scene).lanes.iter().map(|lane| lane.bars.len()).sum();
    assert_eq!(shown, 200);
    let from = lanes(&scene).from_us.expect("there are more");
    assert!(lanes(&scene).lanes.iter().flat_map(|lane| &lane.bars).all(|bar| bar.from_us >= from));
    let words = "Linearizable: one machine that does one thing at a time could have done these 300 calls.";
    assert_eq!(findings(&scene), [words], "all of them are checked");
}

#[test]
fn a_protocol_draws_its_own_lanes() {
    let mut lab = open(1, "roles");
    let elected = advance(&mut lab, 700);
    let servers: Vec<NodeId> = lanes(&elected).lanes.iter().map(|lane| lane.node).collect();
    assert_eq!(servers, (1..=5).map(NodeId::server).collect::<Vec<_>>());
    let leads = |lane: &&LaneView| lane.bars.iter().any(|bar| bar.tone == Tone::Lead && bar.to_us.is_none());
    let leader = lanes(&elected).lanes.iter().find(leads).expect("somebody leads").node;
    let before = &lane(&elected, &leader.to_string()).bars;
    let stood = &before[before.len() - 2];
    assert_eq!((stood.tone, stood.to_us), (Tone::Ask, Some(before[before.len() - 1].from_us)));
    let votes: usize = lanes(&elected).lanes.iter().map(|lane| lane.points.len()).sum();
    assert!(votes >= 2, "a majority of five besides the candidate: {votes}");
    let crashed = act(&mut lab, &format!("crash {leader}"));
    let now = crashed.clock.now_us;
    let lane = lane(&crashed, &leader.to_string());
    assert_eq!(lane.bars.last().and_then(|bar| bar.to_us), Some(now), "who is down leads no more");
    assert_eq!(lane.down, [(now, None)]);
}

#[test]
fn a_board_shows_what_each_node_knows() {
    let mut lab = open(1, "logs");
    advance(&mut lab, 700);
    act(&mut lab, "invoke c1 put x 1");
    let scene = advance(&mut lab, 400);
    let ViewBody::Board(board) = &view(&scene).body else { panic!("a table") };
    assert_eq!(board.rows.len(), 5);
    for row in &board.rows {
        assert_eq!(row.cells.len(), board.columns.len());
        let committed: Vec<String> = row.cells[2].lines.iter().map(say).collect();
        assert_eq!(committed, ["1 t1 no-op", "2 t1 put x 1"], "{}", row.node);
    }
    assert!(say(&view(&scene).about).starts_with("What each server has on disk"));
}

/// A ring of its default size, with some keys; this view is open.
fn ring(view: &str) -> Lab {
    let mut lab = Lab::new();
    lab.ask(Command::Open(Box::new(Scenario::of::<HashRing>(42)))).expect("a good setup");
    lab.ask(Command::View { id: Some(view.to_owned()) }).expect("any view may be asked for");
    for key in ["q", "x", "y"] {
        act(&mut lab, &format!("invoke c1 put {key} 1"));
    }
    advance(&mut lab, 400);
    lab
}

#[test]
fn a_protocol_whose_keys_have_places_has_a_circle_of_them() {
    let mut lab = ring("ring");
    let scene = advance(&mut lab, 1);
    let tabs: Vec<String> = scene.views.iter().map(|tab| say(&tab.title)).collect();
    let charts = ["Load", "Moved", "Placements: moved", "Placements: load"];
    assert_eq!(tabs, [&["Operations", "Ring", "Views", "Holdings"][..], &charts].concat());
    let ViewBody::Ring(circle) = &view(&scene).body else { panic!("a circle") };
    assert_eq!((circle.points.len(), circle.arcs.len(), circle.keys.len()), (16, 16, 3));
    assert!(say(&view(&scene).about).starts_with("Nodes and keys at their places"));
    let places: Vec<u32> = circle.keys.iter().map(|key| key.at).collect();
    assert!(places.is_sorted() && circle.keys.iter().all(|key| key.holders.len() == 3), "{:?}", circle.keys);
    // While n6 comes, what is on the move is marked; it is part of what the page gets as JSON.
    act(&mut lab, "invoke c2 join n6");
    let moving = (0..200).map(|_| lab.ask(Command::Forward).expect("something is due")).find_map(|scene| {
        let ViewBody::Ring(circle) = &view(&scene).body else { panic!("a circle") };
        circle.arcs.iter().any(|arc| arc.moving_to == Some(NodeId::server(6))).then(|| scene.clone())
    });
    let json = serde_json::to_value(moving.expect("n6 gets some ranges").view).expect("plain data");
    let arcs = json["body"]["ring"]["arcs"].as_array().expect("ranges");
    assert!(arcs.iter().any(|arc| arc["moving_to"] == "n6" && arc["owner"] != "n6"));
}

#[test]
fn a_chart_has_bars_beside_what_theory_expects() {
    let mut lab = ring("load");
    let scene = advance(&mut lab, 1);
    let ViewBody::Chart(chart) = &view(&scene).body else { panic!("bars") };
    let bars: Vec<(String, u64)> = chart.table.iter().map(|bar| (say(&bar.label), bar.value)).collect();
    assert_eq!(bars.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["n2", "n3", "n4", "n5", "n6"]);
    assert_eq!((bars.iter().map(|(_, keys)| keys).sum::<u64>(), say(&chart.unit)), (9, "keys".to_owned()));
    // What is drawn is the same: a bar for each, with its name and its number.
    let rectangles = chart.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { ink: Ink::Bar(_), .. })).count();
    let words = chart.shapes.iter().filter_map(|shape| match shape {
        Shape::Words { words, ink: Ink::Label, .. } => Some(say(words)),
        _ => None,
    });
    let said = bars.iter().flat_map(|(label, keys)| [label.clone(), keys.to_string()]);
    assert_eq!((rectangles, words.collect::<Vec<_>>()), (5, said.collect()));
    act(&mut lab, "invoke c2 join n6");
    advance(&mut lab, 600);
    let scene = lab.ask(Command::View { id: Some("moved".to_owned()) }).expect("it has this view");
    let ViewBody::Chart(chart) = &view(&scene).body else { panic!("bars") };
    let bars: Vec<_> = chart.table.iter().map(|bar| (say(&bar.label), bar.expected)).collect();
    assert_eq!(bars, [("n6 joins".to_owned(), Some(2))], "nine copies on five nodes");
}
