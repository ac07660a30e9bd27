//! Why, and did it matter: asked of a property, of an event, of a fault, by mouse, by keyboard, by thumb.

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use serde_json::Value;

/// Four servers that take half for a majority elect two leaders in one term: event 6 breaks election safety.
fn two_leaders(page: &Page) {
    page.open_sandbox();
    page.show("Setup");
    page.set_up(4, 0, "counts-half");
    page.show("Stage");
    for (candidate, voter) in [("n1", "n2"), ("n3", "n4")] {
        page.open_card(&format!("[data-node={candidate}]"));
        page.deed('t');
        page.see(&format!("[data-message='{candidate}>{voter} RequestVote#1']"));
        page.open_card(&format!("[data-message='{candidate}>{voter} RequestVote#1']"));
        page.deed('d');
        page.open_card(&format!("[data-message='{voter}>{candidate} Vote#1']"));
        page.deed('d');
        page.see(&format!("[data-node={candidate}][data-role=leader]"));
    }
    page.show("Inspector");
    page.see("[data-property=election-safety][data-status=no]");
}

/// The numbers of the listed causes, newest first.
fn causes(page: &Page) -> Vec<u64> {
    let listed = page.value("all('[data-cause]').map(row => Number(row.dataset.cause))", Value::Null);
    listed.as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
}

#[test]
fn a_false_property_leads_to_where_it_broke_and_to_what_led_there() {
    visit("why-false", LAPTOP.still(), |page| {
        two_leaders(page);
        page.forward();
        page.forward();
        let late = page.clock();
        page.click("[data-why-false=election-safety]");
        page.at_event(6);
        page.see("[data-why='6']");
        page.focus_on("#asked-title");
        page.read("#asked-words", "Election safety turned false at event 6");
        // n1 was elected beside it, and nothing on this way has heard of that.
        assert_eq!(causes(page), [5, 4]);
        page.read("[data-cause='5']", "It sent Vote#1 from n4 to n3.");
        page.read("[data-cause='5']", "Direct cause.");
        page.see("[data-row='5'].kin.direct");
        page.see("[data-row='2']:not(.kin)");
        page.see(".timeline.asking [data-past='3']");
        page.see("[data-node=n1].aside");
        page.see("[data-node=n3].kin");
        page.must_fit("a past");
        page.must_be_accessible("a past");
        // Each row leads to its event, and the past stays in sight.
        page.click("[data-cause='4']");
        page.at_event(4);
        page.see("[data-cause='4'].at");
        page.see("[data-why='6']");
        page.click("[data-asked-close]");
        page.see_no("[data-why]");
        page.see_no(".timeline.asking");
        page.see_no(".kin");
        page.press("End");
        page.at_event(late.events);
    });
}

#[test]
fn any_event_is_asked_why_by_keyboard() {
    visit("why-keys", LAPTOP.still(), |page| {
        two_leaders(page);
        page.tab_to("[data-event='6']");
        page.press("ArrowDown");
        page.focus_on("[data-event='5']");
        page.press("y");
        page.see("[data-why='5']");
        page.at_event(6);
        assert_eq!(causes(page), [4]);
        page.focus_on("#asked-title");
        page.tab_to("[data-cause='4']");
        page.press("Enter");
        page.at_event(4);
        page.focus_on("[data-cause='4']");
        page.press("Escape");
        page.see_no("[data-why]");
        // Without a row in focus, it is the event at the cursor that is meant.
        page.click("#events-title");
        page.press("y");
        page.see("[data-why='4']");
        page.read("#asked-words", "Nothing but the start of the run");
        // Beside a row that has the focus stands its button.
        page.press("Escape");
        page.tab_to("[data-event='4']");
        page.tab_to("[data-row='4'] [data-ask=why]");
        page.press("Enter");
        page.see("[data-why='4']");
    });
}

#[test]
fn a_fault_is_left_out_and_its_branch_is_visited() {
    visit("without", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.set_up(3, 0, "");
        while page.leader().is_none() {
            page.forward();
        }
        let leader = page.leader_after(0);
        page.open_card(&format!("[data-node={}]", leader.node));
        page.deed('x');
        let crash = format!("crash {}", leader.node);
        page.just_did(&crash);
        let fault = page.clock().event;
        for _ in 0..12 {
            page.forward();
        }
        let (clock, digest, branches) = (page.clock(), page.digest(), page.branches().len());
        page.click(&format!("[data-event='{fault}']"));
        page.at_event(fault);
        page.press("End");
        page.at_event(clock.event);
        page.value("one(arg).focus()", format!("[data-event='{fault}']"));
        page.click(&format!("[data-row='{fault}'] [data-ask=without]"));
        page.see(&format!("[data-without='{fault}'][data-same=false]"));
        page.focus_on("#asked-title");
        page.read("[data-outcome]", "it mattered");
        page.read("[data-compare=first]", "deliver");
        page.see("[data-compare=lost]");
        page.must_fit("the report");
        page.must_be_accessible("the report");
        assert_eq!((page.clock(), page.digest()), (clock, digest), "the cursor stays");
        assert_eq!(page.branches().len(), branches + 1);
        page.click("[data-visit]");
        page.node_is(&leader.node, "up");
        let branch = page.new_branch(branches + 1);
        assert!(branch.words.contains(&format!("without {crash}")), "a branch says what it is: {}", branch.words);
        page.see("[data-visit]:disabled");
        page.press("Escape");
        page.see_no("[data-without]");
    });
}

/// A pause in which nothing was due changes nothing, and the page says so.
#[test]
fn a_fault_that_touched_nothing_did_not_matter() {
    visit("without-effect", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-inspect=n2]");
        for act in ["pause n2", "resume n2"] {
            page.click(&format!(".acts [data-act='{act}']"));
            page.just_did(act);
        }
        page.value("one(arg).focus()", "[data-event='1']");
        page.press("o");
        page.see("[data-without='1'][data-same=true]");
        page.read("[data-outcome]", "it did not matter");
        page.read("[data-compare=first]", "none");
        page.read("[data-passed-over]", "resume n2");
    });
}

#[test]
fn a_phone_asks_and_reads_with_the_thumb() {
    for (name, screen) in [("why-phone", PHONE.still()), ("why-phone-dark", PHONE.still().dark())] {
        visit(name, screen, |page| {
            two_leaders(page);
            page.click("[data-why-false=election-safety]");
            page.see("[data-why='6']");
            page.must_fit("a past on a phone");
            page.must_be_accessible("a past on a phone");
            page.click("[data-cause='5']");
            page.see("[data-cause='5'].at");
            page.click("[data-row='5'] [data-ask=why]");
            page.see("[data-why='5']");
        });
    }
}
