//! Every screen by the rules of axe, on both sizes and in both themes.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};

#[test]
fn a_laptop_in_the_light() {
    all_screens("axe-laptop-light", LAPTOP);
}

#[test]
fn a_laptop_in_the_dark() {
    all_screens("axe-laptop-dark", LAPTOP.dark());
}

#[test]
fn a_phone_in_the_light() {
    all_screens("axe-phone-light", PHONE);
}

#[test]
fn a_phone_in_the_dark() {
    all_screens("axe-phone-dark", PHONE.dark());
}

fn all_screens(name: &str, screen: Screen) {
    visit(name, screen.still(), |page| {
        page.see(".tracks");
        page.see(".live [data-node=n1]");
        page.must_be_accessible("the start page");

        page.click(super::learner::LESSON);
        page.see(".lesson");
        page.must_be_accessible("a lesson's words");
        page.show("Stage");
        while page.count("[data-message][data-status=flying]") == 0 {
            page.forward();
        }
        page.must_be_accessible("a lesson's stage");
        question(page);

        page.open_sandbox();
        page.must_be_accessible("the sandbox");
        page.click("[data-node=n2]");
        page.see(".card");
        page.must_be_accessible("a card");
        page.click(".card [data-deed=x]");
        page.node_is("n2", "down");
        page.click("[data-action=seed]");
        page.see(".popover");
        page.must_be_accessible("the seed's panel");
        page.press("Escape");
        page.press("?");
        page.see("dialog[open]");
        page.must_be_accessible("the list of shortcuts");
        page.press("Escape");
        page.show("Inspector");
        page.must_be_accessible("the inspector");
    });
}

/// A question of the lesson, answered wrong: verdict and explanation.
fn question(page: &Page) {
    while page.count("[data-goal=reached]") == 0 {
        page.forward();
    }
    page.show("Lesson");
    page.click(".foot [data-next]");
    page.click("[data-answer=timers] input");
    page.see("[data-verdict=wrong]");
    page.must_be_accessible("a question with its verdict");
}

/// Widths between and beyond the two above: a narrow phone, a tablet both ways, a small laptop, a wide screen.
#[test]
fn every_page_fits_every_width() {
    visit("widths", LAPTOP.still(), |page| {
        for place in ["#/", "#/lesson/raft-election", "#/sandbox"] {
            page.go(place);
            page.see("[data-action=theme]");
            for (width, height) in [(360, 640), (768, 1024), (1024, 768), (1120, 700), (1280, 800), (1920, 1080)] {
                page.look_on(Screen { width, height, ..LAPTOP.still() });
                page.must_fit(&format!("{place} at {width} pixels"));
            }
        }
    });
}
