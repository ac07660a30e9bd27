//! The parts a lesson may have beyond prose and questions: notes, hints, what is left to the learner, a property to break.
//! The lesson stands in `tests/fixtures/lessons/try-it`.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use serde_json::{Value, json};

const JSON: &str = include_str!("../../fixtures/lessons/try-it/lesson.json");
const WORDS: &str = include_str!("../../fixtures/lessons/try-it/en.md");

/// Opens the lesson at one of its steps.
fn open_at(page: &Page, step: &str, done: &[&str]) {
    page.see(".hero");
    page.host_gives("/try-it/lesson.json", JSON);
    page.host_gives("/try-it/en.md", WORDS);
    let kept = json!({ "format": 2, "done": done, "open": step }).to_string();
    page.value("localStorage.setItem('quorum.progress.try-it', arg)", kept);
    page.go("#/lesson/try-it");
    page.see(&format!("[data-step={step}]"));
}

/// A box that must not cover another.
fn apart(page: &Page, one: &str, other: &str) {
    let script = "(() => { const [a, b] = arg.map(css => one(css).getBoundingClientRect());
        return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top; })()";
    assert_eq!(page.value(script, json!([one, other])), true, "{one} covers {other}");
}

#[test]
fn notes_stand_beside_what_they_speak_of() {
    visit("notes", LAPTOP.still(), |page| {
        open_at(page, "notes", &[]);
        page.see_no("[data-note]");
        page.play();
        // It stops the run, so that it can be read.
        page.see("[data-note=stands]");
        page.see(".app[data-playing=false]");
        page.at_cursor("fire n3 election");
        page.read("[data-note=stands]", "stands for election");
        apart(page, "[data-note=stands]", "[data-node=n3] .node-body");
        page.see("line.tether[x1]");
        // The same as text in the pane, and told to screen readers.
        page.read("[data-note-words=stands]", "At n3");
        page.read("[data-said]", "At n3: The ring of n3 ran out, so it stands for election.");

        page.forward();
        page.see("[data-note=asked]");
        page.see_no("[data-note=stands]");
        page.read("[data-note-words=asked]", "At RequestVote#1 from n3 to n1");
        // Back: the note of that moment.
        page.back();
        page.see("[data-note=stands]");
        page.see_no("[data-note=asked]");
        page.back();
        page.see_no("[data-note]");
        page.see_no("[data-note-words]");
        page.until("silence", "one('[data-said]').textContent === ''", Value::Null);
    });
}

#[test]
fn a_note_is_closed_by_keyboard_and_its_words_stay() {
    visit("notes-closed", LAPTOP.still(), |page| {
        open_at(page, "notes", &[]);
        page.forward();
        page.see("[data-note=stands]");
        page.tab_to("[data-note=stands] button");
        page.press("Enter");
        page.see_no("[data-note=stands]");
        page.focus_on("[data-node=n3]");
        page.read("[data-note-words=stands]", "stands for election");
        page.must_be_accessible("a note's words");
    });
}

/// A hint comes up once it is earned. It says so politely, and takes the focus from nobody.
#[test]
fn a_hint_comes_up_when_it_is_earned() {
    visit("hints", LAPTOP.still(), |page| {
        open_at(page, "notes", &[]);
        page.value("one('[data-action=forward]').focus()", Value::Null);
        page.see_no("[data-hint-words]");
        while page.leader().is_none() {
            page.press("Enter");
            let at = page.clock().event;
            page.until("an event more", "Number(one('.clock').dataset.event) >= arg", at);
        }
        page.read("[data-hint-words=leader]", "There is a leader.");
        page.read("[data-said]", "There is a leader.");
        page.focus_on("[data-action=forward]");
        page.press("ArrowLeft");
        page.read("[data-hint-words=leader]", "There is a leader.");
    });
}

/// On a phone nothing lies over the stage: the line above it says the note.
#[test]
fn a_phone_says_notes_above_the_stage() {
    visit("notes-phone", PHONE.still(), |page| {
        open_at(page, "notes", &[]);
        page.show("Stage");
        page.forward();
        page.read(".ribbon .phone-news", "At n3: The ring of n3 ran out");
        page.see(".ribbon .phone-news");
        page.see_no(".bubble");
        page.must_fit("a note on a phone");
        page.must_be_accessible("a note on a phone");
        page.click(".ribbon");
        page.see("[data-note-words=stands]");
    });
}

fn fire(page: &Page, node: &str) {
    page.click(&format!("[data-inspect={node}]"));
    page.click(&format!(".acts [data-act='fire {node} election']"));
    page.just_did(&format!("fire {node} election"));
}

fn deliver(page: &Page, message: &str) {
    page.open_card(&format!("[data-message='{message}']"));
    page.deed('d');
}

/// Two leaders in one term, within the budget; and what is said when it is overspent.
#[test]
fn a_property_is_broken_within_its_budget() {
    visit("break", LAPTOP.still(), |page| {
        open_at(page, "two-leaders", &["notes"]);
        page.see("[data-task=break][data-holds=true][data-within=true]");
        page.read("[data-task=break]", "Election safety");
        page.read("[data-budget=fires]", "0 of 2");
        page.see_no("[data-retry]");
        fire(page, "n1");
        page.read("[data-budget=fires]", "1 of 2");
        page.see("[data-retry]");
        deliver(page, "n1>n2 RequestVote#1");
        deliver(page, "n2>n1 Vote#1");
        page.read("[data-budget=deliveries]", "2 of 4");
        fire(page, "n3");
        // One drop is in the budget, and one is too many.
        for message in ["n3>n1 RequestVote#1", "n3>n2 RequestVote#1"] {
            page.open_card(&format!("[data-message='{message}']"));
            page.deed('x');
        }
        page.see("[data-task=break][data-within=false]");
        page.read("[data-budget=drops]", "2 of 1");
        page.read("[data-budget=drops]", "1 too many");
        page.read("[data-task=break] [data-verdict=wrong]", "You used more than you may.");
        page.must_be_accessible("an overspent budget");
        // As it says: back a step, and the budget is kept again.
        page.back();
        page.see("[data-task=break][data-within=true]");
        page.back();
        page.read("[data-budget=drops]", "0 of 1");
        deliver(page, "n3>n4 RequestVote#1");
        deliver(page, "n4>n3 Vote#1");
        page.see("[data-task=break][data-holds=false][data-within=true]");
        page.read("[data-task=break]", "Broken with 6 acts.");
        page.read("[data-task=break]", "Nobody is known to do it with fewer.");
        page.see("[data-step=two-leaders][data-done=true]");
        page.see("[data-goal=reached]");
        page.must_be_accessible("a broken property");
        page.back();
        page.see("[data-step=two-leaders][data-done=true]");
        page.read("[data-task=break]", "Your best so far: 6 acts.");
        page.click("[data-retry]");
        page.at_event(0);
        page.read("[data-budget=fires]", "0 of 2");
        page.see(".foot [data-next]");
    });
}

/// What a step does not leave to the learner is not offered, with words why; a key that would do it says so too.
#[test]
fn only_what_a_step_leaves_is_offered() {
    visit("controls", LAPTOP.still(), |page| {
        open_at(page, "two-leaders", &["notes"]);
        page.read("[data-controls]", "Fire, Deliver now, Drop");
        page.see(".acts [data-act='fire n1 election']");
        page.see_no(".acts [data-act='crash n1']");
        page.open_card("[data-node=n2]");
        page.see(".card [data-deed=t]");
        page.see_no(".card [data-deed=x]");
        page.read(".card [data-barred]", "Fire, Deliver now, Drop");
        page.must_be_accessible("a card of which not all is left");
        page.press("x");
        page.read(".toast", "This step leaves other things to you: fire, deliver and drop.");
        page.at_event(0);
        page.node_is("n2", "up");
    });
}

/// A step that asks for manual mode gets it.
#[test]
fn a_step_switches_to_manual_mode() {
    visit("step-mode", LAPTOP.still(), |page| {
        open_at(page, "by-hand", &["notes", "two-leaders"]);
        page.see("[data-action=manual][aria-pressed=true]");
        page.read("[data-controls]", "nothing to do by hand");
        page.click("[data-go]");
        page.node_is("n1", "down");
        page.see(".lesson[data-done=true]");
    });
}

/// Every kind of step, by the rules of axe.
#[test]
fn every_part_is_accessible() {
    let narrow = Screen { width: 320, height: 640, ..PHONE };
    for (name, screen) in [
        ("parts-light", LAPTOP),
        ("parts-dark", LAPTOP.dark()),
        ("parts-phone", PHONE.dark()),
        ("parts-narrow", narrow),
    ] {
        visit(name, screen.still(), |page| {
            for (step, done) in
                [("notes", &[][..]), ("two-leaders", &["notes"]), ("by-hand", &["notes", "two-leaders"])]
            {
                open_at(page, step, done);
                page.must_be_accessible(&format!("the step {step}"));
                page.show("Stage");
                page.must_be_accessible(&format!("the stage of {step}"));
                page.go("#/");
            }
        });
    }
}

/// A lesson from a stranger: what looks like HTML or script in its words stays words, and links lead nowhere else.
#[test]
fn hostile_words_stay_words() {
    const HOSTILE: &str = "# <img src=x onerror=\"window.owned=1\"> Title\n\
        <script>window.owned=2</script>\n\nSummary [out](javascript:window.owned=3) and [data](data:text/html,<script>parent.owned=4</script>).\n\n\
        ## notes\n### <svg onload=\"window.owned=5\"> Step\n\
        <iframe srcdoc=\"<script>parent.owned=6</script>\"></iframe>\n\n\
        <a href=\"javascript:window.owned=7\" onclick=\"window.owned=8\">raw</a> ![picture](x\" onerror=\"window.owned=9) and\n\
        [a fine link](https://example.org/) and [out](JavaScript:window.owned=10) and [file](file:///etc/passwd) and [up](../x).\n\n\
        ## two-leaders\n### Two\nMore.\n\n## by-hand\n### Three\nMore.\n";
    visit("hostile-words", LAPTOP.still(), |page| {
        page.see(".hero");
        page.host_gives("/index.json", r#"{"units":[{"id":"locks","lessons":["try-it","raft-election"]}]}"#);
        page.host_gives("/try-it/lesson.json", JSON);
        page.host_gives("/try-it/en.md", HOSTILE);
        page.reload();
        page.read("[data-card=try-it]", "Summary");
        page.go("#/lesson/try-it");
        page.see("[data-step=notes]");
        page.read(".lesson .prose", "a fine link");
        page.see(".lesson .prose a[href='https://example.org/']");
        // Words they are, and no more: every link leads where links may lead.
        page.read(".lesson .prose", "out");
        let links =
            page.value("all('.lesson .prose a, .tracks .q a').map(one => one.getAttribute('href'))", Value::Null);
        assert_eq!(links, json!(["https://example.org/"]));
        page.read("[data-notice]", "lessons/try-it/en.md, line 4: the link to “javascript:");
        page.value(
            "all('.lesson .prose *').forEach(one => one.click && one.tagName !== 'A' && one.click())",
            Value::Null,
        );
        assert_eq!(page.value("window.owned ?? null", Value::Null), Value::Null, "a script of the lesson ran");
        assert_eq!(page.count(".lesson :is(script, iframe, img, svg[onload])"), 0);
        page.go("#/");
        page.read("[data-card=raft-election]", "Terms and majorities");
    });
}
