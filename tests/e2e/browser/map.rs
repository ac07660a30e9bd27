//! The map of the lessons on the start page: what is next, how far each has come, lines that cross no card; by keyboard, and
//! on a phone.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use serde_json::{Value, json};

const FIRST: &str = "[data-card=raft-election]";

/// Stores that so many steps of a lesson are done; all of them with `None`.
fn done(page: &Page, lesson: &str, steps: Option<usize>) {
    let json: Value = serde_json::from_str(&page.site_file(&format!("lessons/{lesson}/lesson.json"))).expect("JSON");
    let all = json["steps"].as_array().expect("a lesson has steps").iter();
    let ids: Vec<&Value> =
        all.flat_map(|step| step.as_object().expect("a step").values()).map(|step| &step["id"]).collect();
    let kept = json!({ "format": 2, "done": ids[..steps.unwrap_or(ids.len())] });
    page.value("localStorage.setItem(`quorum.progress.${arg[0]}`, arg[1])", json!([lesson, kept.to_string()]));
}

/// The ids of the lessons, in the order of the curriculum.
fn curriculum(page: &Page) -> Value {
    let index: Value = serde_json::from_str(&page.site_file("lessons/index.json")).expect("JSON");
    let units = index["units"].as_array().expect("units").iter();
    units.flat_map(|unit| unit["lessons"].as_array().expect("lessons").clone()).collect()
}

#[test]
fn the_map_says_what_is_next_and_how_far_one_has_come() {
    visit("map-progress", LAPTOP.still(), |page| {
        page.read(&format!("{FIRST}.next .tag"), "Start here");
        page.read(".hero .btn.primary", "Start: Terms and majorities");
        page.read("[data-unit=replicated-log] .sum", "0 of ");
        assert_eq!(page.count(".track.next"), 1);

        done(page, "raft-election", None);
        page.reload();
        page.read(FIRST, "finished");
        page.read("[data-unit=replicated-log] .sum", "1 of ");
        page.read("[data-card=raft-replication].next .tag", "Next");
        page.see(".ways .laid[data-way='raft-election raft-replication']");
        page.see(".ways path:not(.laid)[data-way='paxos-one-value paxos-why-adopt']");

        // What was begun comes before what could be begun.
        done(page, "redis-lock", Some(2));
        page.reload();
        page.read("[data-card=redis-lock].next .tag", "Continue");
        page.read("[data-card=redis-lock]", "continue at step 3 of");
        page.read(".hero .btn.primary", "Continue: A lock on Redis");

        // Forgotten on its card, it counts no more, and another one is next.
        page.tab_to("[data-card=redis-lock] [data-action=forget]");
        page.press("Enter");
        page.read("[data-card=raft-replication].next .tag", "Next");
        page.focus_on("[data-card=redis-lock] [data-action=undo]");
        page.press("Enter");
        page.read("[data-card=redis-lock].next .tag", "Continue");
    });
}

/// Lines begin and end at cards, on the sides where they should, and cross none.
#[test]
fn lines_lead_from_card_to_card_and_cross_none() {
    const WRONG: &str = "(() => {
        const origin = one('.tracks').getBoundingClientRect();
        const card = id => one(`[data-card='${id}']`).getBoundingClientRect();
        const boxes = all('[data-card]').map(card => [card.dataset.card, card.getBoundingClientRect()]);
        return all('.ways path').flatMap(path => {
            const [from, to] = path.dataset.way.split(' '), wrong = [];
            const near = (a, b) => Math.abs(a - b) < 4;
            // The head is drawn after the line.
            const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
            line.setAttribute('d', 'M' + path.getAttribute('d').split('M')[1]);
            const at = length => { const { x, y } = line.getPointAtLength(length); return { x: x + origin.x, y: y + origin.y }; };
            const length = line.getTotalLength(), first = at(0), last = at(length);
            if (!near(first.x, card(from).right)) wrong.push(`${path.dataset.way} begins at ${first.x}`);
            if (!near(last.x, card(to).left)) wrong.push(`${path.dataset.way} ends at ${last.x}`);
            for (let done = 0; done < length; done += 3) {
                const { x, y } = at(done);
                const hit = boxes.find(([, b]) => x > b.left + 1 && x < b.right - 1 && y > b.top + 1 && y < b.bottom - 1);
                if (hit) { wrong.push(`${path.dataset.way} crosses ${hit[0]}`); break; }
            }
            return wrong;
        });
    })()";
    visit("map-lines", LAPTOP.still(), |page| {
        for (width, height) in [(1440, 900), (1024, 768), (1920, 1080)] {
            page.look_on(Screen { width, height, ..LAPTOP.still() });
            page.until("a line for all that is required", "all('.ways path').length >= 9", Value::Null);
            page.until(
                &format!("sound lines at {width}"),
                &format!("{WRONG}.length === 0 || (() => {{ throw {WRONG} }})()"),
                "",
            );
        }
    });
}

/// It is a list of links in the order of the curriculum; each says what it is about and what it builds on.
#[test]
fn the_map_is_walked_by_keyboard() {
    visit("map-keys", LAPTOP.still(), |page| {
        page.see(&format!("{FIRST}.next"));
        let ids = curriculum(page);
        assert_eq!(page.value("all('[data-card]').map(card => card.dataset.card)", Value::Null), ids);
        page.tab_to(&format!("{FIRST} a"));
        page.read("[data-unit=replicated-log] .told", "Five servers choose a leader");
        page.press("Escape");
        page.see_no(".told");
        for id in ids.as_array().expect("ids").iter().skip(1).take(3) {
            page.press("Tab");
            page.focus_on(&format!("[data-card={}] a", id.as_str().expect("an id")));
        }
        const HEARD: &str = "one(arg).getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent).join(' ')";
        let heard = page.value(HEARD, "[data-card=fencing-tokens] a");
        let heard = heard.as_str().expect("a description");
        for words in [
            "The thing that the lock protects can.",
            "Builds on “A lock on Redis” and “Redlock, and a pause”.",
            "about 12 min",
            "not started",
        ] {
            assert!(heard.contains(words), "{words}: {heard}");
        }
        page.press("Enter");
        page.see(".lesson");
    });
}

#[test]
fn on_a_phone_the_map_is_one_column_and_says_what_builds_on_what() {
    for screen in [PHONE, PHONE.dark()] {
        visit("map-phone", screen.still(), |page| {
            page.see(&format!("{FIRST}.next"));
            page.see_no(".ways");
            let lefts = page
                .value("new Set(all('[data-card]').map(card => card.getBoundingClientRect().left)).size", Value::Null);
            assert_eq!(lefts, 1, "one column");
            page.read("[data-card=majorities] .after", "Builds on “Terms and majorities”.");
            page.see("[data-card=majorities] .after");
            page.see("[data-card=majorities] .q");
            done(page, "raft-election", Some(3));
            page.reload();
            page.see(&format!("{FIRST} [data-action=forget]"));
            page.must_fit("the map on a phone");
            page.must_be_accessible("the map on a phone");
        });
    }
}

/// A lesson more is a line in `index.json` and its folder.
#[test]
fn a_lesson_more_is_a_line_more() {
    visit("map-grows", LAPTOP.still(), |page| {
        page.see(FIRST);
        let index =
            page.site_file("lessons/index.json").replace("\"raft-figure-8\"", "\"raft-figure-8\", \"one-more\"");
        let lesson = page.site_file("lessons/raft-figure-8/lesson.json").replace("\"raft-figure-8\"", "\"one-more\"");
        page.host_gives("/index.json", &index);
        page.host_gives("/one-more/lesson.json", &lesson.replace("\"raft-replication\"", "\"raft-figure-8\""));
        page.host_gives("/one-more/en.md", &page.site_file("lessons/raft-figure-8/en.md"));
        page.reload();
        page.see("[data-card=one-more]");
        page.see(".ways [data-way='raft-figure-8 one-more']");
        let right = "one('[data-card=one-more]').getBoundingClientRect().left > one('[data-card=raft-figure-8]').getBoundingClientRect().right";
        assert_eq!(page.value(right, Value::Null), true, "it stands to the right of what it builds on");
    });
}
