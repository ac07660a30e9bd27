//! What can be read beside the stage: state with its changes, properties, events; and the theme it is read in.

use quorum_e2e::{LAPTOP, PHONE, visit};
use serde_json::{Value, json};

/// The inspector marks what the step at the cursor has changed, and what has changed since the last act.
#[test]
fn the_inspector_shows_what_changed() {
    visit("inspector-changes", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-inspect=n2]");
        page.click(".acts [data-act='fire n2 election']");
        page.just_did("fire n2 election");
        page.read(".row.step[data-field=role] del", "Follower");
        page.read(".row.step[data-field=role] ins", "Candidate");
        page.read(".row.step[data-field=term] del", "0");
        page.read(".row.step[data-field=term] ins", "1");
        page.forward();
        page.see(".row.since[data-field=role]");
        page.see_no(".row.step[data-field=role]");
        page.back();
        page.see(".row.step[data-field=role]");
    });
}

/// Four servers that take half for a majority elect two leaders in one term. The page says so, and why.
#[test]
fn a_false_property_says_why() {
    visit("false-property", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.set_up(4, 0, "counts-half");
        page.see("[data-property=election-safety][data-status=yes]");
        for (candidate, voter) in [("n1", "n2"), ("n3", "n4")] {
            page.click(&format!("[data-inspect={candidate}]"));
            page.click(&format!(".acts [data-act='fire {candidate} election']"));
            page.just_did(&format!("fire {candidate} election"));
            page.click(&format!("[data-message='{candidate}>{voter} RequestVote#1']"));
            page.deed('d');
            page.click(&format!("[data-message='{voter}>{candidate} Vote#1']"));
            page.deed('d');
            page.see(&format!("[data-node={candidate}][data-role=leader]"));
        }
        page.see("[data-property=election-safety][data-status=no]");
        page.read("[data-property=election-safety] [open]", "n1 and n3 both won term 1");
        page.back();
        page.see("[data-property=election-safety][data-status=yes]");
    });
}

#[test]
fn the_event_list_seeks_filters_and_makes_things_happen() {
    visit("event-list", LAPTOP.still(), |page| {
        page.open_sandbox();
        for _ in 0..9 {
            page.forward();
        }
        page.click("[data-event='5']");
        page.at_event(5);
        page.see("[data-event='5'][aria-current=step]");
        page.see("[data-event='6'].ahead");

        page.click("[data-event='9']");
        page.at_event(9);
        page.click("[data-filter]");
        page.type_in("fire");
        page.until(
            "only what has the word",
            "all('.event').length > 0 && all('.event .label').every(label => label.textContent.includes('fire'))",
            Value::Null,
        );
        page.type_in("zzz");
        page.read(".events", "No event here has these words.");
        for _ in 0.."firezzz".len() {
            page.press("Backspace");
        }
        let label = page.text(".event.next .label");
        page.click(".event.next");
        page.at_event(10);
        page.just_did(&label);
    });
}

#[test]
fn the_theme_is_kept_over_a_reload() {
    visit("theme", LAPTOP, |page| {
        let ground = "getComputedStyle(document.body).backgroundColor";
        page.see("[data-action=theme]");
        let light = page.value(ground, Value::Null);
        page.click("[data-action=theme]");
        page.see("html[data-theme=dark]");
        page.until("a dark ground", &format!("{ground} !== arg"), light.clone());
        page.reload();
        page.see("html[data-theme=dark]");
        page.see("[data-action=theme]");
        assert_ne!(page.value(ground, Value::Null), light, "after the reload it is light again");
        page.click("[data-action=theme]");
        page.see("html[data-theme=light]");
        page.until("the light ground again", &format!("{ground} === arg"), light);
    });
}

/// On a phone one pane is shown at a time, and a card is a sheet at the foot of the stage.
#[test]
fn a_phone_shows_one_pane_at_a_time() {
    visit("phone", PHONE.still(), |page| {
        page.click(super::learner::LESSON);
        page.see(".lesson");
        page.see_no(".middle [data-node=n1]");
        page.see_no(".inspector");
        page.show("Stage");
        page.see_no(".lesson");
        page.click("[data-node=n3]");
        page.see(".card.sheet");
        let inside = "(box => box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight)
            (one('.card').getBoundingClientRect())";
        page.until("the sheet inside the screen", inside, Value::Null);
        page.press("Escape");
        page.see_no(".card");
        page.show("Inspector");
        page.see("#state-title");
        page.see_no(".middle [data-node=n1]");
        page.show("Lesson");
        page.see_no("#state-title");
        let wide = page.value("document.documentElement.scrollWidth > innerWidth", json!(null));
        assert_eq!(wide, false, "the page is wider than the phone");
    });
}
