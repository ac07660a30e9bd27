//! Why, and did it matter: asked as the page asks.
#![cfg(not(target_arch = "wasm32"))]

use quorum_kernel::Text;
use quorum_protocols::raft::Raft;
use quorum_scene::{Command, Kin, Lab, Scenario, Scene, words::say};
use quorum_tests::Ask;

fn act(label: &str) -> Command {
    Command::Act { label: label.to_owned() }
}

/// Two leaders in one term, on the mutant that forgets its vote: event 8 breaks election safety.
fn two_leaders() -> (Lab, Scene) {
    let mut lab = Lab::new();
    let scenario =
        Scenario { servers: 3, clients: 0, mutant: Some("forgets-vote".to_owned()), ..Scenario::of::<Raft>(1) };
    let mut scene = lab.ask(Command::Open(Box::new(scenario))).expect("a good setup");
    for label in [
        "fire n1 election",
        "fire n2 election",
        "deliver n1>n3 RequestVote#1",
        "deliver n3>n1 Vote#1",
        "crash n3",
        "restart n3",
        "deliver n2>n3 RequestVote#1",
        "deliver n3>n2 Vote#1",
        "pause n1",
    ] {
        scene = lab.ask(act(label)).expect(label);
    }
    (lab, scene)
}

fn kin(scene: &Scene) -> Vec<Option<Kin>> {
    scene.events.iter().map(|event| event.kin).collect()
}

#[test]
fn a_false_property_leads_to_where_it_broke_and_lists_what_led_there() {
    let (mut lab, scene) = two_leaders();
    assert!(scene.properties.iter().any(|property| property.id == "election-safety" && !property.holds));
    assert_eq!((scene.clock.event, &scene.why), (9, &None));
    let asked = lab.ask(Command::WhyFalse { property: "election-safety".to_owned() }).expect("it is false");
    assert_eq!(asked.clock.event, 8, "the vote that elects the second leader");
    let why = asked.why.as_ref().expect("an answer");
    assert_eq!(why.rows.iter().map(|row| row.event).collect::<Vec<_>>(), [7, 6, 5, 3, 2, 1]);
    assert_eq!((why.event, why.hidden, why.older), (8, 0, false));
    assert_eq!(why.marks.iter().map(|mark| mark.event).collect::<Vec<_>>(), [1, 2, 3, 5, 6, 7, 8]);
    assert_eq!(why.nodes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["n1", "n2", "n3"]);
    let said = say(&why.words);
    assert!(said.contains("Election safety turned false at event 8") && said.contains("6 events"), "{said}");
    let (effect, direct, past) = (Some(Kin::Effect), Some(Kin::Direct), Some(Kin::Past));
    assert_eq!(kin(&asked), [past, direct, past, None, past, past, direct, effect, None]);
    // It stays while one looks around, and goes when it is put away.
    let looked = lab.ask(Command::Seek { event: 5 }).expect("it is there");
    assert_eq!(looked.why, asked.why);
    let away = lab.ask(Command::PutAway).expect("it can be put away");
    assert!(away.why.is_none() && kin(&away).iter().all(Option::is_none));
    assert_eq!(away.clock, looked.clock);
}

#[test]
fn any_event_can_be_asked_why_and_the_cursor_stays() {
    let (mut lab, scene) = two_leaders();
    let asked = lab.ask(Command::Why { event: 3 }).expect("it is there");
    assert_eq!(asked.clock, scene.clock);
    let why = asked.why.expect("an answer");
    assert_eq!((why.event, why.label.as_str()), (3, "deliver n1>n3 RequestVote#1"));
    assert_eq!(why.rows.iter().map(|row| (row.event, row.direct)).collect::<Vec<_>>(), [(1, true)]);
    assert_eq!(why.rows[0].leads_to, [3]);
    let first = lab.ask(Command::Why { event: 1 }).expect("it is there").why.expect("an answer");
    assert!(first.rows.is_empty() && first.asked > why.asked);
    assert_eq!(say(&first.words), "Nothing but the start of the run led to event 1, “fire n1 election”.");
}

#[test]
fn a_past_is_shown_on_its_own_way_only() {
    let (mut lab, _) = two_leaders();
    lab.ask(Command::Why { event: 7 }).expect("it is there");
    lab.ask(Command::Seek { event: 4 }).expect("it is there");
    let forked = lab.ask(act("crash n2")).expect("n2 is up");
    assert_eq!((forked.clock.branch, forked.why), (1, None), "event 7 of this branch would be another");
    let back = lab.ask(Command::Branch { id: 0 }).expect("the trunk");
    assert_eq!(back.why.map(|why| why.event), Some(7));
}

#[test]
fn a_fault_is_left_out_and_the_run_without_it_can_be_visited() {
    let (mut lab, scene) = two_leaders();
    let faults: Vec<&str> = scene.events.iter().filter(|event| event.fault).map(|event| event.label.as_str()).collect();
    assert_eq!(faults, ["crash n3", "pause n1"], "what mends, and what a cluster does, is no fault");
    let asked = lab.ask(Command::Without { event: 5 }).expect("a fault by hand");
    assert_eq!((&asked.clock, &asked.digest, &asked.happened), (&scene.clock, &scene.digest, &scene.happened));
    let without = asked.without.clone().expect("an answer");
    assert!(!without.same);
    assert_eq!((without.label.as_str(), without.passed_over.as_slice()), ("crash n3", &["restart n3".to_owned()][..]));
    let property = &without.properties[0];
    assert_eq!((say(&property.title).as_str(), property.with, property.without), ("Election safety", false, true));
    assert_eq!(say(&without.words), "Without “crash n3” it ends otherwise: it mattered.");
    let branch = &asked.timeline.branches[without.branch as usize];
    assert_eq!((branch.without.as_deref(), branch.letter.as_str()), (Some("crash n3"), without.letter.as_str()));
    let there = lab.ask(Command::Branch { id: without.branch }).expect("it can be visited");
    assert!(there.properties.iter().all(|property| property.id != "election-safety" || property.holds));
    assert_eq!(there.without, Some(without), "the answer stays in sight");
    assert_eq!(lab.ask(Command::PutAway).expect("it can be put away").without, None);
}

#[test]
fn there_is_one_answer_at_a_time() {
    let (mut lab, _) = two_leaders();
    lab.ask(Command::Why { event: 7 }).expect("it is there");
    let scene = lab.ask(Command::Without { event: 5 }).expect("by hand");
    assert!(scene.why.is_none() && scene.without.is_some() && kin(&scene).iter().all(Option::is_none));
    let scene = lab.ask(Command::Why { event: 7 }).expect("it is there");
    assert!(scene.why.is_some() && scene.without.is_none());
}

#[test]
fn a_fault_without_effect_is_said_not_to_have_mattered() {
    let (mut lab, _) = two_leaders();
    lab.ask(act("cut n1>n2")).expect("not cut yet");
    lab.ask(act("heal n1>n2")).expect("cut");
    let without = lab.ask(Command::Without { event: 10 }).expect("by hand").without.expect("an answer");
    assert!(without.same && without.first.is_none());
    assert_eq!(without.passed_over, ["heal n1>n2"]);
    assert_eq!(say(&without.words), "Without “cut n1>n2” everything happens as it did: it did not matter.");
}

#[test]
fn what_cannot_be_asked_is_said_in_words_and_changes_nothing() {
    let (mut lab, scene) = two_leaders();
    for (question, why) in [
        (Command::Why { event: 0 }, "no event 0"),
        (Command::Why { event: 99 }, "it has 9"),
        (Command::Without { event: 99 }, "no event 99"),
        (Command::WhyFalse { property: "log-matching".to_owned() }, "has not been false"),
        (Command::WhyFalse { property: "live-leader".to_owned() }, "false from the start"),
        (Command::WhyFalse { property: "honesty".to_owned() }, "no property “honesty”"),
    ] {
        let words = say(&lab.ask(question).expect_err(why).text);
        assert!(words.contains(why) && !words.contains('⟦'), "{words}");
    }
    lab.ask(Command::Advance { to_us: 400_000 }).expect("time passes");
    let asked = lab.ask(Command::Without { event: 10 }).expect_err("it came by itself");
    assert!(say(&asked.text).contains("came by itself"), "{}", say(&asked.text));
    let same = lab.ask(Command::Seek { event: 9 }).expect("it is there");
    assert_eq!((same.digest, same.why, same.without), (scene.digest, None, None));
}

#[test]
fn another_run_has_been_asked_nothing() {
    let (mut lab, _) = two_leaders();
    lab.ask(Command::Why { event: 3 }).expect("it is there");
    let fresh = lab.ask(Command::Reset { seed: "1".to_owned() }).expect("a seed");
    assert_eq!((fresh.why, fresh.without), (None, None));
}

/// A long and stormy run: every reason that comes up has its words, and a scene stays small.
#[test]
fn every_reason_has_its_words_and_the_list_its_bound() {
    let mut lab = Lab::new();
    lab.ask(Command::Open(Box::new(Scenario { clients: 1, ..Scenario::of::<Raft>(5) }))).expect("a good setup");
    let storm = [
        "invoke c1 put x 1",
        "crash n1",
        "isolate n2",
        "pause n3",
        "restart n1",
        "rejoin n2",
        "resume n3",
        "wipe n4",
        "restart n4",
        "cut n1>n5",
        "clock n1 +20ms",
        "heal n1>n5",
        "crash n5",
        "invoke c1 get x",
        "restart n5",
    ];
    let mut texts: Vec<Text> = Vec::new();
    let mut reasons = std::collections::BTreeSet::new();
    for label in storm {
        let mut scene = lab.ask(act(label)).expect(label);
        let flight = scene.flights.first().map(|flight| flight.id.clone());
        if let Some(id) = flight {
            let _may_have_landed = lab.ask(act(&format!("duplicate {id}")));
            let _may_have_landed = lab.ask(act(&format!("delay {id} 5ms")));
        }
        for _ in 0..60 {
            scene = lab.ask(Command::Forward).expect("something is due");
            let why = lab.ask(Command::Why { event: scene.clock.event }).expect("it is there").why.expect("an answer");
            assert!(why.rows.len() <= 60 && why.marks.len() <= 460, "{} rows", why.rows.len());
            reasons.extend(why.rows.iter().flat_map(|row| &row.because).map(|text| text.id.clone()));
            texts.extend(why.rows.iter().take(8).flat_map(|row| row.because.clone()).chain([why.words.clone()]));
            assert!(why.rows.iter().all(|row| !row.because.is_empty() && !row.leads_to.is_empty()), "{:?}", why.rows);
        }
    }
    let missing = texts.iter().map(say).find(|said| said.contains('⟦'));
    assert_eq!(missing, None);
    assert!(reasons.len() >= 12, "{reasons:?}");
}
