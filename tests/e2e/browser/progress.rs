//! What stays of a learner's progress: over a reload, a closed tab, two tabs, a reset, damage.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::Value;

const KEY: &str = "quorum.progress.raft-election";
const CARD: &str = "[data-card=raft-election]";

/// What is stored under a key.
fn stored(page: &Page, key: &str) -> Option<String> {
    page.value("localStorage.getItem(arg)", key).as_str().map(str::to_owned)
}

fn store(page: &Page, text: &str) {
    page.value("localStorage.setItem(arg[0], arg[1])", serde_json::json!([KEY, text]));
}

/// Does the first two steps of the lesson, and opens the third.
fn two_steps(page: &Page) {
    page.go("#/lesson/raft-election");
    page.see("[data-step=first-leader]");
    for _ in 0..5 {
        page.press("]");
    }
    page.play();
    page.see(".foot [data-next]");
    page.click(".foot [data-next]");
    page.click("[data-answer=never] input");
    page.see("[data-step=one-leader-a-term][data-done=true]");
}

#[test]
fn progress_survives_a_reload_and_a_closed_tab() {
    visit("progress-kept", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see("[data-step=first-leader]");
        assert_eq!(stored(page, KEY), None, "a lesson that was only opened is not begun");
        two_steps(page);
        // Written when the step was done, not when the page goes: a tab may be closed at any moment.
        let text = stored(page, KEY).unwrap_or_default();
        assert_eq!(text, r#"{"format":2,"done":["first-leader","one-leader-a-term"],"open":"one-leader-a-term"}"#);
        page.reload();
        page.see("[data-step=one-leader-a-term][data-done=true]");

        page.click(".foot [data-next]");
        page.see("[data-step=crash-the-leader]");
        page.in_new_tab("#/lesson/raft-election");
        page.see("[data-step=crash-the-leader]");
        page.see("[data-step=crash-the-leader][data-done=false]");
        page.go("#/");
        page.read(CARD, "continue at step 3 of 8");
        page.click(".hero .btn.primary");
        page.see("[data-step=crash-the-leader]");
    });
}

/// Each tab adds what it has seen done, and takes nothing away.
#[test]
fn two_tabs_lose_nothing_of_each_other() {
    visit("progress-two-tabs", LAPTOP.still(), |page| {
        two_steps(page);
        // Meanwhile another tab went further.
        let further = r#"{"format":2,"done":["first-leader","one-leader-a-term","crash-the-leader","split-vote"],"open":"cut-off-a-minority"}"#;
        store(page, further);
        page.click(".foot [data-next]");
        page.see("[data-step=crash-the-leader]");
        page.click("[data-go]");
        page.see("[data-step=crash-the-leader][data-done=true]");
        let text = stored(page, KEY).unwrap_or_default();
        assert!(text.contains("split-vote"), "what the other tab did is gone: {text}");
        assert_eq!(text.matches("crash-the-leader").count(), 2, "once done, once open: {text}");
    });
}

#[test]
fn the_list_of_lessons_hears_of_another_tab() {
    visit("progress-heard", LAPTOP.still(), |page| {
        page.read(CARD, "not started");
        store(page, r#"{"format":2,"done":["first-leader"],"open":"one-leader-a-term"}"#);
        // The browser tells every tab but the one that wrote.
        page.value("dispatchEvent(new StorageEvent('storage'))", Value::Null);
        page.read(CARD, "continue at step 2 of 8");
    });
}

/// What the first version of the page kept is read; and a lesson that has other steps by now keeps what is done.
#[test]
fn older_progress_is_read() {
    visit("progress-older", LAPTOP.still(), |page| {
        page.see(CARD);
        store(page, r#"{"step":2,"done":2,"of":8}"#);
        page.reload();
        page.read(CARD, "continue at step 3 of 8");
        page.go("#/lesson/raft-election");
        page.see("[data-step=crash-the-leader]");

        store(page, r#"{"format":2,"done":["first-leader","heal","gone-by-now"],"open":"gone-by-now"}"#);
        page.reload();
        page.see("[data-step=one-leader-a-term][data-done=false]");
        page.see(".steps .done [data-go-step=heal]:enabled");
        page.see(".steps [data-go-step=crash-the-leader]:disabled");
        page.click("[data-answer=never] input");
        page.see("[data-step=one-leader-a-term][data-done=true]");
        let text = stored(page, KEY).unwrap_or_default();
        assert!(text.contains("gone-by-now") && text.contains("heal"), "something is lost: {text}");
    });
}

/// From the card it can be undone; the keyboard's focus stays in its place.
#[test]
fn progress_is_forgotten_from_the_card_and_brought_back() {
    visit("progress-forgotten", LAPTOP.still(), |page| {
        page.see(CARD);
        page.see_no("[data-action=forget]");
        let text = r#"{"format":2,"done":["first-leader"],"open":"one-leader-a-term"}"#;
        store(page, text);
        page.reload();
        page.read(CARD, "continue at step 2 of 8");
        page.tab_to(&format!("{CARD} [data-action=forget]"));
        page.press("Enter");
        page.read(CARD, "not started");
        page.read(CARD, "Your progress is forgotten.");
        assert_eq!(stored(page, KEY), None);
        page.focus_on("[data-action=undo]");
        page.press("Enter");
        page.read(CARD, "continue at step 2 of 8");
        page.focus_on("[data-action=forget]");
        assert_eq!(stored(page, KEY).as_deref(), Some(text));
        page.click("[data-action=forget]");
        page.reload();
        page.read(CARD, "not started");
        page.see_no("[data-action=undo]");
    });
}

/// From the lesson it is asked first, in words.
#[test]
fn a_lesson_is_started_over() {
    visit("progress-started-over", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see("[data-step=first-leader]");
        page.see_no("[data-action=forget]");
        two_steps(page);
        page.tab_back_to("[data-action=forget]");
        page.press("Enter");
        page.read("dialog[open]", "This forgets which steps you have done");
        page.press("Escape");
        page.see_no("dialog");
        page.focus_on("[data-action=forget]");
        page.see("[data-step=one-leader-a-term][data-done=true]");

        page.press("Enter");
        page.tab_to("[data-action=start-over]");
        page.press("Enter");
        page.see_no("dialog");
        page.see("[data-step=first-leader][data-done=false]");
        page.focus_on(".lesson h1");
        page.at_event(0);
        assert_eq!(stored(page, KEY), None);
        page.see_no(".steps .done");
        page.reload();
        page.see("[data-step=first-leader][data-done=false]");
        // What is done again is kept again.
        two_steps(page);
        assert!(stored(page, KEY).is_some_and(|text| text.contains("one-leader-a-term")));
    });
}

/// Damage is told with its key and what comes of it; the text stays, and the rest works.
#[test]
fn damaged_progress_is_told_and_set_aside() {
    const ASIDE: &str = "quorum.progress.raft-election.damaged";
    visit("progress-damaged", LAPTOP.still(), |page| {
        page.see(CARD);
        let damaged = r#"{"format":2,"done":["first-leader""#;
        store(page, damaged);
        page.reload();
        page.read(&format!("{CARD} .note"), KEY);
        page.read(&format!("{CARD} .note"), ASIDE);
        page.see(".live [data-node=n1]");
        page.go("#/lesson/raft-election");
        page.read(".lesson [data-notice]", "cannot be read");
        page.see("[data-step=first-leader][data-done=false]");
        assert_eq!(stored(page, KEY).as_deref(), Some(damaged), "nothing is written before there is something to keep");
        page.click("[data-notice] button");
        page.see_no("[data-notice]");
        two_steps(page);
        assert_eq!(stored(page, ASIDE).as_deref(), Some(damaged));
        assert!(stored(page, KEY).is_some_and(|text| text.contains("one-leader-a-term")));

        // Damaged once more: the first one is not written over.
        store(page, "more damage");
        page.reload();
        two_steps(page);
        assert_eq!(stored(page, ASIDE).as_deref(), Some(damaged));
        assert_eq!(stored(page, &format!("{ASIDE}-2")).as_deref(), Some("more damage"));
    });
}

/// A browser whose storage is full, or that forbids it, runs the lesson all the same, and says once what that means.
#[test]
fn storage_that_is_full_or_forbidden_is_told_once() {
    const FULL: &str = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }";
    const FORBIDDEN: &str = "Object.defineProperty(window, 'localStorage',
        { get: () => { throw new DOMException('no', 'SecurityError') } })";
    for (name, trouble) in [("full", FULL), ("forbidden", FORBIDDEN)] {
        visit(&format!("progress-{name}"), LAPTOP.still(), |page| {
            page.see(CARD);
            page.value(&format!("(() => {{ {trouble} }})()"), Value::Null);
            two_steps(page);
            page.read("[data-notice]", "your progress will be gone");
            page.click("[data-notice] button");
            page.see_no("[data-notice]");
            page.click(".foot [data-next]");
            page.click("[data-go]");
            page.see("[data-step=crash-the-leader][data-done=true]");
            page.see_no("[data-notice]");
        });
    }
}

/// A lesson that is broken says so on its card: file, place, remedy. The others, and the page, work.
#[test]
fn a_broken_lesson_leaves_the_others_alone() {
    visit("broken-lesson", LAPTOP.still(), |page| {
        page.see(CARD);
        page.host_gives(
            "/index.json",
            r#"{"units":[{"id":"of-ours","lessons":["bad-words","raft-election"]},{"id":"locks","lessons":["bad-json","../x","nowhere"]}]}"#,
        );
        page.host_gives("/bad-json/lesson.json", "{\n  \"format\": 1,\n  \"id\": 7\n}");
        page.host_gives("/bad-json/en.md", "# Title");
        page.host_gives("/bad-words/lesson.json", &page.site_file("lessons/raft-election/lesson.json"));
        page.host_gives("/bad-words/en.md", "## first-leader\n### A title\n");
        page.host_loses(Some("/nowhere/lesson.json"));
        page.reload();
        page.read(
            "[data-card=bad-json] [role=alert]",
            "lessons/bad-json/lesson.json: line 3, column 9: invalid type: integer",
        );
        page.read(
            "[data-card=bad-words] [role=alert]",
            "lessons/bad-words/en.md, line 1: the lesson has no title: start the file with",
        );
        page.read("[data-card='../x'] [role=alert]", "lessons/index.json names “../x”");
        page.read(
            "[data-card=nowhere] [role=alert]",
            "lessons/nowhere/lesson.json is not there: the server answered 404",
        );
        page.read(CARD, "Terms and majorities");
        page.read("[data-unit=of-ours] h3", "of-ours");
        page.must_be_accessible("the start page with broken lessons");
        page.read(".hero .btn.primary", "Start: Terms and majorities");
        page.go("#/lesson/bad-json");
        page.read(".notice", "lessons/bad-json/lesson.json: line 3, column 9");
        page.click(".notice a.btn");
        page.click(super::learner::LESSON);
        page.see("[data-step=first-leader]");
    });
}
