//! What a learner reads when something does not arrive.

use quorum_e2e::{LAPTOP, visit};
use serde_json::Value;

#[test]
fn without_its_program_the_page_says_so_and_can_be_loaded_again() {
    visit("no-wasm", LAPTOP, |page| {
        page.see("[data-action=theme]");
        page.host_loses(Some(".wasm"));
        page.reload();
        page.read("#boot-words", "could not be loaded");
        page.see("#boot-retry");
        page.host_loses(None);
        page.click("#boot-retry");
        page.see(".hero");
        page.see_no("#boot");
    });
}

#[test]
fn a_lesson_that_is_not_there_says_so() {
    visit("no-lesson", LAPTOP, |page| {
        page.see(".hero");
        page.host_loses(Some("/lesson.json"));
        page.go("#/lesson/raft-elections");
        page.read(".notice", "This lesson did not open");
        page.read(".notice", "404");
        page.host_loses(None);
        page.click(".notice a.btn");
        page.see(".hero");
    });
}

#[test]
fn without_its_list_of_lessons_the_start_page_still_runs() {
    visit("no-index", LAPTOP, |page| {
        page.see(".hero");
        page.host_loses(Some("/index.json"));
        page.reload();
        page.read(".sec [role=alert]", "lessons/index.json is not there: the server answered 404");
        page.see(".live [data-node][data-role=leader]");
    });
}

#[test]
fn an_address_that_names_nothing_says_so() {
    visit("no-page", LAPTOP, |page| {
        page.see(".hero");
        page.go("#/nowhere/at/all");
        page.read(".notice h1", "There is nothing here");
        page.click(".notice a.btn");
        page.see(".hero");
    });
}

/// The watch that every test keeps is itself watched: noise in the console is noticed,
#[test]
#[should_panic(expected = "the console is not empty")]
fn a_warning_in_the_console_is_noticed() {
    visit("noticed-warning", LAPTOP, |page| {
        page.see(".hero");
        page.value("console.warn('a warning')", Value::Null);
    });
}

/// and so is a file that is asked for in vain,
#[test]
#[should_panic(expected = "these files are not there: /lab/no-such-file")]
fn a_missing_file_is_noticed() {
    visit("noticed-file", LAPTOP, |page| {
        page.see(".hero");
        page.until(
            "an answer",
            "(window.asked ??= fetch('no-such-file').then(() => window.answered = true)) && window.answered",
            Value::Null,
        );
    });
}

/// and so is a picture that says nothing to the blind.
#[test]
#[should_panic(expected = "critical image-alt")]
fn a_picture_without_words_is_noticed() {
    visit("noticed-picture", LAPTOP, |page| {
        page.see(".hero");
        page.value("one('.hero').append(document.createElement('img'))", Value::Null);
        page.must_be_accessible("a picture");
    });
}
