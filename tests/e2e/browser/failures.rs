//! What a learner reads when something does not arrive.

use quorum_e2e::{LAPTOP, visit};

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
fn an_address_that_names_nothing_says_so() {
    visit("no-page", LAPTOP, |page| {
        page.see(".hero");
        page.go("#/nowhere/at/all");
        page.read(".notice h1", "There is nothing here");
        page.click(".notice a.btn");
        page.see(".hero");
    });
}
