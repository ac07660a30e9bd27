//! What can be done to messages, nodes and links, from their cards and from the inspector.

use quorum_e2e::{LAPTOP, Page, visit};
use serde_json::{Value, json};

/// Goes on until messages of this kind are on their way, and names one of them.
fn next_message(page: &Page, kind: &str) -> String {
    loop {
        if let Some(message) = page.reachable_message(kind) {
            return message;
        }
        page.forward();
    }
}

fn message(id: &str) -> String {
    format!("[data-message='{id}']")
}

#[test]
fn a_message_is_delivered_dropped_duplicated_and_delayed() {
    visit("message-cards", LAPTOP.still(), |page| {
        page.open_sandbox();

        let delivered = next_message(page, "RequestVote");
        let before = page.clock();
        page.open_card(&message(&delivered));
        page.read(".card", "term");
        page.deed('d');
        page.just_did(&format!("deliver {delivered}"));
        page.see(&format!("{}[data-status=delivered]", message(&delivered)));
        assert_eq!(page.clock().us, before.us, "delivering now takes no time");

        let dropped = next_message(page, "RequestVote");
        page.open_card(&message(&dropped));
        page.deed('x');
        page.just_did(&format!("drop {dropped}"));
        page.see(&format!("{}[data-status=lost][aria-label*=dropped]", message(&dropped)));

        let doubled = next_message(page, "RequestVote");
        page.open_card(&message(&doubled));
        page.deed('c');
        page.just_did(&format!("duplicate {doubled}"));
        page.see(&format!("{}[data-status=flying]", message(&doubled)));
        page.see(&format!("{}[data-status=flying]", message(&format!("{doubled}.1"))));

        let delayed = next_message(page, "Vote");
        let arrives = format!("deliver {delayed}");
        let due = due(page, &arrives);
        page.open_card(&message(&delayed));
        page.deed('l');
        page.just_did(&format!("delay {delayed} 50000us"));
        page.see(&format!("{}[data-status=flying]", message(&delayed)));
        let later = self::due(page, &arrives);
        assert!((later - due - 0.05).abs() < 1e-6, "due at {due} s before and at {later} s after");
    });
}

/// When something is due, in seconds, as the list of events has it.
fn due(page: &Page, label: &str) -> f64 {
    let css = format!("[data-next='{label}'] time");
    page.text(&css).parse().unwrap_or_else(|_| page.fail(&css, "it is no number"))
}

#[test]
fn a_node_is_broken_and_mended_from_its_card() {
    visit("node-cards", LAPTOP.still(), |page| {
        page.open_sandbox();
        let node = "[data-node=n2]";
        let deed = |key: char, label: &str| {
            page.open_card(node);
            page.deed(key);
            page.just_did(label);
        };
        deed('p', "pause n2");
        page.node_is("n2", "paused");
        deed('p', "resume n2");
        page.node_is("n2", "up");
        deed('i', "isolate n2");
        page.see(&format!("{node} .node-fence"));
        page.read(".faults", "n2 is cut off from all others");
        deed('i', "rejoin n2");
        page.see_no(&format!("{node} .node-fence"));
        page.see_no(".faults");
        deed('t', "fire n2 election");
        page.see(&format!("{node}[data-role=candidate]"));
        page.read(".faults", "no clock allows");
        deed('x', "crash n2");
        page.node_is("n2", "down");
        page.read(".inspector", "its memory is gone");
        deed('r', "restart n2");
        page.node_is("n2", "up");
        page.read("[data-field=term] dd", "1");
        deed('w', "wipe n2");
        page.node_is("n2", "down");
        deed('r', "restart n2");
        page.read("[data-field=term] dd", "0");
    });
}

#[test]
fn a_node_is_broken_and_mended_from_the_inspector() {
    visit("inspector-acts", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-inspect=n4]");
        page.read("#state-title", "State of n4");
        for act in ["pause n4", "resume n4", "isolate n4", "rejoin n4", "fire n4 election", "crash n4", "restart n4"] {
            page.click(&format!(".acts [data-act='{act}']"));
            page.just_did(act);
        }
        page.click(".acts [data-act='wipe n4']");
        page.node_is("n4", "down");
        page.click(".faults [data-act='restart n4']");
        page.node_is("n4", "up");
        page.click(".acts [data-act='isolate n4']");
        page.see("[data-node=n4] .node-fence");
        page.click(".acts [data-act='crash n4']");
        page.node_is("n4", "down");
        page.click("#faults-title ~ button");
        page.node_is("n4", "up");
        page.see_no("[data-node=n4] .node-fence");
    });
}

#[test]
fn a_link_is_cut_and_healed_one_way_and_both() {
    visit("link-cards", LAPTOP.still(), |page| {
        page.open_sandbox();
        let link = "[data-link='n1|n2']";
        let line = "[data-link-line='n1|n2'] .link-hit";
        let scissors = "[data-link-line='n1|n2'] .cut-ground";
        let deed = |place: &str, key: char, label: &str| {
            page.open_card(place);
            page.deed(key);
            page.just_did(label);
        };
        deed(line, 'x', "cut n1|n2");
        page.see(&format!("{link}[aria-label*='cut both ways']"));
        page.read(".faults", "n1 | n2 cut, both ways");
        page.click(".faults [data-act='heal n1|n2']");
        page.just_did("heal n1|n2");
        deed(line, '1', "cut n1>n2");
        page.see(&format!("{link}[aria-label*='cut from n1 to n2']"));
        page.read(".faults", "n1 to n2 cut, one way");
        deed(scissors, '2', "cut n2>n1");
        page.see(&format!("{link}[aria-label*='cut both ways']"));
        deed(scissors, 'h', "heal n1|n2");
        page.see(&format!("{link}[data-cut=false]"));
        page.see_no(".faults");

        // What is sent over a cut link is lost on its way, and says why.
        deed(line, '1', "cut n1>n2");
        page.click("[data-inspect=n1]");
        page.click(".acts [data-act='fire n1 election']");
        let request = "n1>n2 RequestVote#1";
        while page.count(&format!("{}[data-status=lost]", message(request))) == 0 {
            page.forward();
        }
        page.see(&format!("{}[data-status=lost][aria-label*=cut]", message(request)));
    });
}

#[test]
fn a_client_is_asked_for_something_and_gets_an_answer() {
    visit("client-requests", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.press("]");
        page.press("]");
        page.play();
        page.leader_after(0);
        page.pause();

        page.open_card("[data-node=c1]");
        let request = page.text(".card .samples button");
        page.click(".card .samples button");
        page.see_no(".card");
        page.just_did(&format!("invoke c1 {request}"));
        page.see(&format!("[data-node=c1][aria-label*='{request}']"));
        page.play();
        page.see("[data-property=entry-committed][data-status=yes]");
        page.until("the client to have its answer", WAITS_FOR_NOTHING, Value::Null);
        page.pause();

        page.click("[data-inspect=c1]");
        page.click(".inspector .request input");
        page.type_in("put lab 7");
        page.press("Enter");
        page.just_did("invoke c1 put lab 7");
    });
}

const WAITS_FOR_NOTHING: &str = "one('[data-node=c1]').getAttribute('aria-label').includes('nothing to ask')";

/// What cannot be done is said in words, and taken back by the reader.
#[test]
fn a_refusal_is_said_in_words() {
    visit("refusals", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.click("[data-inspect=c1]");
        page.click(".inspector .request input");
        page.type_in("dance");
        page.press("Enter");
        page.read(".toast", "dance");
        page.at_event(0);
        page.click(".toast button");
        page.see_no(".toast");

        // The run goes on as if nothing had been asked.
        page.forward();
        page.see_no(".toast");
    });
}

/// A card opens beside its thing, takes the focus, and gives it back.
#[test]
fn a_card_closes_by_escape_by_its_button_and_by_a_click_elsewhere() {
    visit("card-closing", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.open_card("[data-node=n3]");
        page.focus_on(".card *");
        page.press("Escape");
        page.see_no(".card");
        page.focus_on("[data-node=n3]");
        page.open_card("[data-node=n3]");
        page.click(".card .card-close");
        page.see_no(".card");
        page.open_card("[data-node=n3]");
        page.click(".clock");
        page.see_no(".card");
        page.open_card("[data-node=n3]");
        page.click("[data-node=n1]");
        page.read(".card .card-title", "n1");
    });
}

/// The longest name of a kind leaves no room for the way of the message beside it.
#[test]
fn the_title_of_a_card_breaks_between_its_parts_and_not_within_them() {
    visit("card-title", LAPTOP.still(), |page| {
        page.open_sandbox();
        let id = next_message(page, "AppendResponse");
        page.open_card(&message(&id));
        let lines = "all('.card-title > *').map(part => Math.round(part.getBoundingClientRect().height / 18))";
        assert_eq!(page.value(lines, Value::Null), json!([1, 1]));
    });
}
