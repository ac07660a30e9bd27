//! What the check finds wrong with a lesson: one test for each rule of a claim.

use quorum_lesson::{Lesson, check};
use serde_json::{Value, json};

use super::{faults_in_words, of_one, two_leaders, with, wrong};

#[test]
fn a_sound_step_passes() {
    for step in [json!({"watch": {"id": "w", "until": {"leader": {}}}}), two_leaders()] {
        assert_eq!(Lesson::parse(&of_one(step)).and_then(|lesson| check(&lesson)), Ok(()));
    }
}

#[test]
fn a_step_that_needs_its_own_cluster_fails_in_the_lesson_s() {
    let step = with(two_leaders(), "cluster", Value::Null);
    assert_eq!(wrong(step), "steps[0].break.solution: “election-safety” still holds at its end");
}

#[test]
fn a_property_that_is_broken_from_the_start_is_found() {
    let start = two_leaders()["break"]["solution"].clone();
    assert_eq!(
        wrong(with(two_leaders(), "start", start)),
        "steps[0].break.property: is violated already when the step begins: there is nothing to do"
    );
}

#[test]
fn a_solution_over_budget_is_found_whether_the_fault_is_named_or_not() {
    let says =
        |used| format!("steps[0].break.solution: uses 4 cuts, and the budget has {used}: allow more or use less");
    assert_eq!(wrong(with(two_leaders(), "budget", json!({"cuts": 3}))), says(3));
    assert_eq!(wrong(with(two_leaders(), "budget", json!({"crashes": 9}))), says(0));
}

#[test]
fn a_par_that_the_solution_beats_is_found() {
    assert_eq!(
        wrong(with(two_leaders(), "par", json!(5))),
        "steps[0].break.par: is 5, but the solution needs only 4 acts: write 4 or less"
    );
}

#[test]
fn a_solution_that_does_what_is_not_left_to_the_learner_is_found() {
    assert_eq!(
        wrong(with(two_leaders(), "controls", json!(["crash", "heal"]))),
        "steps[0].break.solution[0].act: “cut” is not left to the learner: add it to “controls”"
    );
}

#[test]
fn a_hint_that_would_not_wait_is_found() {
    let hints = json!([{"id": "h", "when": {"no-leader": {}}}]);
    assert_eq!(
        wrong(with(two_leaders(), "hints", hints)),
        "steps[0].break.hints[0].when: is so already when the step begins: the hint would not wait for anything"
    );
}

#[test]
fn a_note_that_does_not_come_up_is_found() {
    let says = "does not come up on the way from the start of the step to the end of its solution";
    for note in [
        json!({"id": "n", "on": "deliver n1>n3"}),
        json!({"id": "n", "on": "crash *"}),
        json!({"id": "n", "when": {"term-at-least": 9}}),
        // So all the time: it never becomes so.
        json!({"id": "n", "when": {"not": {"term-at-least": 9}}}),
    ] {
        let found = wrong(with(two_leaders(), "notes", json!([{"id": "first", "on": "cut n1|n3"}, note])));
        assert_eq!(found, format!("steps[0].break.notes[1]: {says}"));
    }
}

#[test]
fn a_script_in_which_too_much_happens_is_found() {
    let span = json!({"run-for-ms": 60_000});
    let step = json!({"watch": {"id": "w", "start": vec![span; 20], "until": {"term-at-least": 5}}});
    let found = wrong(step);
    assert!(found.starts_with("steps[0].watch.start: more than 50,000 events happen by move "), "{found}");
}

#[test]
fn a_claim_that_the_solution_does_not_bring_about_is_found() {
    let reach = json!({"reach": {
        "id": "r",
        "until": {"leader": {"term-at-least": 2}},
        "solution": [{"run-until": {"leader": {}}}],
    }});
    assert_eq!(wrong(reach), "steps[0].reach.until: is not so after the solution");
}

#[test]
fn a_claim_that_waits_in_vain_is_found() {
    let watch = json!({"watch": {
        "id": "w",
        "start": [{"act": "crash n1"}, {"act": "crash n2"}, {"act": "crash n3"}],
        "until": {"leader": {}},
    }});
    assert_eq!(
        wrong(watch),
        "steps[0].watch.until: what move 0 runs until does not become so within a minute of virtual time"
    );
}

#[test]
fn a_claim_that_is_so_from_the_start_is_found() {
    let watch = json!({"watch": {"id": "w", "start": [{"run-until": {"leader": {}}}], "until": {"leader": {}}}});
    assert_eq!(wrong(watch), "steps[0].watch.until: is so already when the step begins: there is nothing to do");
}

/// A prediction whose moves end with a leader of term 1.
fn prediction(first: Value, second: Value) -> Value {
    json!({"predict": {
        "id": "p",
        "moves": [{"run-until": {"leader": {}}}],
        "answers": [{"id": "a", "when": first}, {"id": "b", "when": second}],
    }})
}

#[test]
fn a_prediction_of_which_two_answers_come_true_is_found() {
    assert_eq!(
        wrong(prediction(json!({"leader": {}}), json!({"term-at-least": 1}))),
        "steps[0].predict.answers: after the moves exactly one must be so, but these are: [\"a\", \"b\"]"
    );
}

#[test]
fn a_prediction_of_which_no_answer_comes_true_is_found() {
    assert_eq!(
        wrong(prediction(json!({"no-leader": {}}), json!({"term-at-least": 2}))),
        "steps[0].predict.answers: after the moves exactly one must be so, but these are: []"
    );
}

#[test]
fn an_unknown_predicate_is_found_and_the_known_ones_are_named() {
    let fault = wrong(json!({"watch": {"id": "w", "until": {"king": {}}}}));
    assert!(fault.starts_with("steps[0].watch.until: unknown variant `king`, expected one of `leader`"), "{fault}");
}

#[test]
fn an_act_that_is_none_is_found_with_examples_of_some() {
    let step = json!({"do": {"id": "d", "moves": [{"act": "kill n1"}], "until": {"leader": {}}}});
    let fault = wrong(step);
    assert!(
        fault.starts_with("steps[0].do.moves[0].act: “kill n1” is no act: write for example `crash n1`"),
        "{fault}"
    );
}

#[test]
fn an_act_that_cannot_be_done_there_is_found() {
    let step = json!({"do": {"id": "d", "moves": [{"act": "restart n1"}], "until": {"leader": {}}}});
    let fault = wrong(step);
    assert!(fault.starts_with("steps[0].do.moves: `restart n1` cannot be done there: "), "{fault}");
}

#[test]
fn a_right_answer_that_is_none_of_the_answers_is_found() {
    let quiz = json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "c"}});
    assert_eq!(wrong(quiz), "steps[0].quiz.right: “c” is none of the answers: write one of them: a and b");
}

#[test]
fn words_that_lack_a_step_or_an_answer_are_found() {
    let quiz = of_one(json!({"quiz": {"id": "q", "answers": ["a", "b"], "right": "a"}}));
    let lesson = Lesson::parse(&quiz).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(
        faults_in_words(&lesson, "# Title\nSummary.\n"),
        ["line 1: step “q” of lesson.json has no section: add a line “## q”"]
    );
    assert_eq!(
        faults_in_words(&lesson, "# Title\n\n## q\n### Quiz\nRead.\n\n#### Question\nWhich?\n\n- (a) This.\n"),
        ["line 3: step “q” lacks the answer “b” of lesson.json: add “- (b) …”"]
    );
}
