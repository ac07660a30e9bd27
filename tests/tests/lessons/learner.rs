//! What a learner sees of a step: what is counted, what comes up, what is left to do, and what ends it.

use quorum_scene::{
    BudgetView, Command, Lab, LessonSource, LessonView, NoteAnchor, Problem, Scene, TaskView, words::say,
};
use quorum_tests::Ask;
use serde_json::{Value, json};

use super::{of_one, two_leaders, with};

/// A learner at the first step of a lesson.
struct Learner(Lab);

impl Learner {
    fn of(json: String) -> (Self, Scene) {
        let mut lab = Lab::new();
        let source = LessonSource { id: "one".to_owned(), json, done: Vec::new() };
        let scene = lab.ask(Command::OpenLesson(source)).unwrap_or_else(|problem| panic!("{}", say(&problem.text)));
        (Self(lab), scene)
    }

    fn at(step: Value) -> (Self, Scene) {
        Self::of(of_one(step))
    }

    fn ask(&mut self, command: Command) -> Scene {
        self.0.ask(command).unwrap_or_else(|problem| panic!("{}", say(&problem.text)))
    }

    fn act(&mut self, label: &str) -> Scene {
        self.ask(Command::Act { label: label.to_owned() })
    }

    fn try_act(&mut self, label: &str) -> Result<Scene, Problem> {
        self.0.ask(Command::Act { label: label.to_owned() })
    }

    fn run_ms(&mut self, ms: u64) -> Scene {
        let now = self.ask(Command::Inspect { node: None }).clock.now_us;
        self.ask(Command::Advance { to_us: now + ms * 1_000 })
    }

    fn predict(&mut self, answer: &str) -> Scene {
        self.ask(Command::Choose { answer: answer.to_owned() });
        self.ask(Command::Go);
        self.run_ms(3_000)
    }
}

fn lesson(scene: &Scene) -> &LessonView {
    scene.lesson.as_ref().expect("a lesson is open")
}

fn notes(scene: &Scene) -> Vec<&str> {
    lesson(scene).notes.iter().map(|note| note.id.as_str()).collect()
}

/// What the budget says, whether it was kept, and how many acts broke the property.
fn stand(scene: &Scene) -> (Vec<String>, bool, Option<u32>) {
    let TaskView::Break { budget, within, violated, holds, .. } = &lesson(scene).task else { panic!("a break step") };
    assert_eq!(*holds, violated.is_none());
    let line = |line: &BudgetView| format!("{} {}/{}", line.kind, line.used, line.of);
    (budget.iter().map(line).collect(), *within, *violated)
}

const HALVES: [&str; 4] = ["cut n1|n3", "cut n1|n4", "cut n2|n3", "cut n2|n4"];

#[test]
fn a_property_broken_within_the_budget_ends_the_step() {
    let (mut learner, scene) = Learner::at(two_leaders());
    assert_eq!((scene.nodes.len(), scene.mutant.as_deref()), (4, Some("counts-half")), "the step has its own cluster");
    assert_eq!(stand(&scene), (vec!["cuts 0/4".to_owned()], true, None));
    for cut in HALVES {
        learner.act(cut);
    }
    let scene = learner.run_ms(1_000);
    assert_eq!(stand(&scene), (vec!["cuts 4/4".to_owned()], true, Some(4)));
    assert!(lesson(&scene).done);
    assert!(matches!(lesson(&scene).task, TaskView::Break { best: Some(4), par: Some(4), .. }));
}

#[test]
fn more_than_the_budget_allows_does_not_end_the_step_and_stepping_back_gives_it_back() {
    let (mut learner, _) = Learner::at(two_leaders());
    // A fault that the budget does not name.
    let over = learner.act("pause n1");
    assert_eq!(stand(&over), (vec!["cuts 0/4".to_owned(), "pauses 1/0".to_owned()], false, None));
    learner.act("resume n1");
    for cut in HALVES {
        learner.act(cut);
    }
    let broken = learner.run_ms(1_000);
    assert_eq!(stand(&broken).2, Some(6), "every act counts, whatever it is counted as");
    assert!(!lesson(&broken).done);
    let back = learner.ask(Command::Seek { event: 0 });
    assert_eq!(stand(&back), (vec!["cuts 0/4".to_owned()], true, None));
    for cut in HALVES {
        learner.act(cut);
    }
    let broken = learner.run_ms(1_000);
    assert!(lesson(&broken).done && stand(&broken).1, "the other branch is another way");
    let first = learner.ask(Command::Branch { id: 0 });
    assert_eq!(stand(&first).0, ["cuts 4/4", "pauses 1/0"], "what was spent is counted on each branch");
    assert!(lesson(&first).done, "what is done stays done");
}

#[test]
fn the_lesson_s_own_moves_cost_the_learner_nothing() {
    let start = json!([{"act": "cut n1|n3"}, {"act": "cut n1|n4"}, {"run-for-ms": 10}]);
    let (mut learner, scene) = Learner::at(with(two_leaders(), "start", start));
    assert!(scene.clock.event >= 2);
    assert_eq!(stand(&scene).0, ["cuts 0/4"]);
    assert_eq!(stand(&learner.act("cut n2|n3")).0, ["cuts 1/4"]);
    let before = learner.ask(Command::Seek { event: 0 });
    assert_eq!(stand(&before).0, ["cuts 0/4"]);
    assert_eq!(stand(&learner.act("cut n1|n2")).0, ["cuts 1/4"], "also on a branch that leaves before the step began");
    assert_eq!(stand(&learner.ask(Command::Retry)).0, ["cuts 0/4"]);
}

#[test]
fn what_is_spent_is_counted_on_in_a_run_that_was_saved() {
    let start = json!([{"act": "cut n1|n3"}, {"run-for-ms": 10}]);
    let step = with(two_leaders(), "start", start);
    let (mut learner, _) = Learner::at(step.clone());
    learner.act("cut n2|n3");
    let saved = learner.0.handle(Command::Save).expect("saved");
    let quorum_scene::Reply::Recording(json) = saved else { panic!("a recording") };
    let source = LessonSource { id: "one".to_owned(), json: of_one(step), done: Vec::new() };
    let scene = Lab::new().ask(Command::OpenRecording { json, lesson: Some(source) }).expect("it replays");
    assert_eq!(stand(&scene).0, ["cuts 1/4"]);
}

#[test]
fn only_what_the_step_leaves_to_the_learner_can_be_done() {
    let (mut learner, scene) = Learner::at(with(two_leaders(), "controls", json!(["cut", "heal"])));
    assert_eq!(lesson(&scene).controls.as_deref(), Some(&["cut".to_owned(), "heal".to_owned()][..]));
    let refused = learner.try_act("crash n1").expect_err("it is not left to the learner");
    assert_eq!(say(&refused.text), "This step leaves other things to you: cut and heal. “crash” is none of them.");
    learner.act("cut n1|n2");
    let (mut idle, _) = Learner::at(with(two_leaders(), "controls", json!([])));
    let refused = idle.try_act("cut n1|n2").expect_err("nothing is left");
    assert!(say(&refused.text).starts_with("This step leaves nothing to be done by hand"), "{}", say(&refused.text));
}

#[test]
fn what_is_due_can_be_chosen_whatever_the_step_leaves() {
    let (mut learner, _) = Learner::at(with(two_leaders(), "controls", json!(["cut"])));
    let scene = learner.ask(Command::Manual { on: true });
    let next = scene.next[0].label.clone();
    let actions = scene.actions.expect("manual mode lists them");
    let may = |label: &str| actions.iter().find(|action| action.label == label).map(|action| action.may.clone());
    assert_eq!(may(&next), Some(quorum_scene::May::Yes));
    assert!(matches!(may("crash n1"), Some(quorum_scene::May::No(_))));
    assert_eq!(learner.act(&next).clock.event, 1);
}

#[test]
fn notes_follow_the_cursor() {
    let step = json!({"watch": {
        "id": "w",
        "start": [],
        "until": {"leader": {"followed-by": 4}},
        "notes": [
            {"id": "asked", "on": "deliver *>* RequestVote", "at": "message"},
            {"id": "won", "when": {"leader": {}}, "at": "n1|n2", "pause": true},
        ],
    }});
    let (mut learner, scene) = Learner::at(step);
    assert_eq!(notes(&scene), Vec::<&str>::new());
    let mut at = Vec::new();
    let last = loop {
        let scene = learner.ask(Command::Forward);
        let event = scene.events.iter().find(|event| event.at_cursor).expect("something happened").label.clone();
        if event.contains("RequestVote") {
            let id = event.strip_prefix("deliver ").expect("it arrives").to_owned();
            assert_eq!(lesson(&scene).notes[0].at, Some(NoteAnchor::Message(id)));
        }
        at.push(notes(&scene).into_iter().map(str::to_owned).collect::<Vec<_>>());
        if notes(&scene) == ["won"] {
            break scene;
        }
    };
    let node = |name: &str| name.parse().expect("a name");
    assert_eq!(lesson(&last).notes[0].at, Some(NoteAnchor::Link(node("n1"), node("n2"))));
    assert!(lesson(&last).notes[0].pause);
    assert!(at[0].is_empty() && at.iter().any(|shown| shown == &["asked"]));
    // Back and forth, by steps and by leaps, the same is to be seen in the same place.
    let places: Vec<u32> = (1..=last.clock.event).rev().chain([1, last.clock.event, 2]).collect();
    for event in places {
        assert_eq!(notes(&learner.ask(Command::Seek { event })), at[event as usize - 1], "event {event}");
    }
    assert_eq!(notes(&learner.ask(Command::Seek { event: 0 })), Vec::<&str>::new());
    // On another branch it has not come up yet.
    let forked = learner.act("crash n1");
    assert_eq!(notes(&forked), Vec::<&str>::new());
    let leader = learner.ask(Command::Branch { id: 0 });
    assert_eq!(notes(&leader), ["won"], "a leap to the end of a branch finds what came up on the way");
}

#[test]
fn a_hint_once_earned_stays_until_the_step_is_opened_again() {
    let step = json!({"reach": {
        "id": "r",
        "start": [],
        "until": {"leader": {"term-at-least": 3}},
        "solution": [],
        "hints": [{"id": "down", "when": {"down": {"node": "n1"}}}],
    }});
    let (mut learner, scene) = Learner::at(step);
    assert!(lesson(&scene).hints.is_empty());
    assert_eq!(lesson(&learner.act("crash n1")).hints, ["down"]);
    assert_eq!(lesson(&learner.act("restart n1")).hints, ["down"]);
    assert_eq!(lesson(&learner.ask(Command::Back)).hints, ["down"]);
    assert!(lesson(&learner.ask(Command::Retry)).hints.is_empty());
}

fn guess() -> Value {
    json!({"predict": {
        "id": "p",
        "start": [],
        "moves": [{"act": "crash n1"}, {"run-until": {"leader": {}}}],
        "answers": [
            {"id": "one", "when": {"leader": {"node": "n1"}}},
            {"id": "other", "when": {"not": {"leader": {"node": "n1"}}}},
        ],
    }})
}

#[test]
fn a_wrong_prediction_ends_the_step_and_stays_wrong() {
    let (mut learner, scene) = Learner::at(guess());
    assert_eq!(lesson(&scene).steps[0].right, None);
    let wrong = learner.predict("one");
    assert!(lesson(&wrong).done, "the run has shown the truth");
    assert_eq!(lesson(&wrong).steps[0].right, Some(false));
    learner.ask(Command::Retry);
    let again = learner.predict("other");
    assert!(matches!(&lesson(&again).task, TaskView::Predict { verdict: Some(verdict), .. } if verdict.right));
    assert_eq!(lesson(&again).steps[0].right, Some(false), "what is told is no prediction");
}

#[test]
fn a_right_prediction_and_a_quiz_are_graded_by_the_first_answer() {
    let (mut learner, _) = Learner::at(guess());
    assert_eq!(lesson(&learner.predict("other")).steps[0].right, Some(true));
    let (mut learner, _) = Learner::at(json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "b"}}));
    let wrong = learner.ask(Command::Choose { answer: "a".to_owned() });
    assert!(!lesson(&wrong).done, "a quiz asks until the right answer is chosen");
    let right = learner.ask(Command::Choose { answer: "b".to_owned() });
    assert_eq!((lesson(&right).done, lesson(&right).steps[0].right), (true, Some(false)));
}

#[test]
fn a_step_that_is_opened_again_stays_done_and_is_asked_anew() {
    let guess = &guess()["predict"];
    let mut reach = guess.clone();
    reach["id"] = "r".into();
    reach["until"] = json!({"down": {"node": "n1"}});
    reach["solution"] = guess["moves"].clone();
    for unknown in ["answers", "moves"] {
        reach.as_object_mut().expect("an object").remove(unknown);
    }
    let quiz = json!({"id": "q", "answers": ["a", "b"], "right": "b"});
    let mut of_three: Value = serde_json::from_str(&of_one(json!({"predict": guess}))).expect("JSON");
    of_three["steps"] = json!([{"predict": guess}, {"reach": reach}, {"quiz": quiz}]);
    let (mut learner, _) = Learner::of(of_three.to_string());
    let done = |scene: &Scene| (lesson(scene).done, lesson(scene).settled);
    assert_eq!(done(&learner.predict("one")), (true, true));
    assert_eq!(done(&learner.ask(Command::Step { index: 1 })), (false, false));
    assert_eq!(done(&learner.act("crash n1")), (true, true));
    assert_eq!(done(&learner.act("restart n1")), (true, true), "it was so");
    learner.ask(Command::Step { index: 2 });
    assert_eq!(done(&learner.ask(Command::Choose { answer: "b".to_owned() })), (true, true));

    let again = learner.ask(Command::Step { index: 1 });
    assert_eq!(done(&again), (true, false));
    assert!(matches!(lesson(&again).task, TaskView::Reach { reached: false, .. }), "n1 runs");
    let again = learner.ask(Command::Step { index: 0 });
    assert_eq!(done(&again), (true, false));
    let TaskView::Predict { chosen, verdict, running, .. } = &lesson(&again).task else { panic!("a prediction") };
    assert_eq!((chosen, verdict, running), (&None, &None, &false), "this run has shown nothing yet");
    assert_eq!(lesson(&again).steps[0].right, Some(false));
    let again = learner.ask(Command::Step { index: 2 });
    assert_eq!(done(&again), (true, true), "an answer is about no run");
}

#[test]
fn a_step_can_be_started_again_after_its_button_was_refused() {
    let (mut learner, scene) = Learner::at(guess());
    assert!(!lesson(&scene).tried);
    learner.act("crash n1");
    learner.ask(Command::Choose { answer: "other".to_owned() });
    let refused = learner.0.ask(Command::Go).expect_err("n1 is down already");
    assert!(say(&refused.text).contains("`crash n1` cannot be done there"), "{}", say(&refused.text));
    let scene = learner.ask(Command::Inspect { node: None });
    assert!(lesson(&scene).tried, "there is something to go back from");
    assert!(!lesson(&learner.ask(Command::Retry)).tried);
    assert!(lesson(&learner.predict("other")).done);
}

#[test]
fn each_step_runs_on_its_own_cluster_and_the_next_one_goes_on_from_there() {
    let step = |id: &str, servers: Value| json!({"watch": {"id": id, "start": [], "cluster": servers, "until": {"leader": {}}}});
    let lesson = json!({
        "format": 1,
        "id": "one",
        "minutes": 1,
        "scenario": {"protocol": "raft", "servers": 5, "seed": "1"},
        "steps": [
            step("three", json!({"servers": 3})),
            {"reach": {"id": "on", "until": {"down": {"node": "n1"}}, "solution": [{"act": "crash n1"}]}},
            {"watch": {"id": "five", "start": [], "until": {"leader": {}}}},
            {"quiz": {"id": "q", "answers": ["a", "b"], "right": "a"}},
        ],
    });
    let (mut learner, scene) = Learner::of(lesson.to_string());
    assert_eq!(scene.nodes.len(), 3);
    let time = learner.run_ms(30).clock.now_us;
    let on = learner.ask(Command::Step { index: 1 });
    assert_eq!((on.nodes.len(), on.clock.now_us), (3, time), "a step without a start goes on");
    assert_eq!(learner.ask(Command::Step { index: 2 }).nodes.len(), 5);
    assert_eq!(learner.ask(Command::Step { index: 1 }).nodes.len(), 3, "but not in the run of another cluster");
    assert_eq!(learner.ask(Command::Step { index: 3 }).nodes.len(), 3, "a question leaves in sight what there is");
}
