//! Walking a lesson from its first step to its last page, on a laptop and on a phone.

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, visit};
use serde_json::Value;

/// What a learner does in a step.
#[derive(Clone, Copy)]
pub enum Doing {
    /// Chooses this answer.
    Answer(&'static str),
    /// Presses the step's button.
    Go,
    /// Lets the run go on.
    Play,
    /// Lets the run go on until the page shows this, and stops there.
    PlayUntil(&'static str),
    /// Waits until a note has stopped the run, by its id.
    StopAt(&'static str),
    /// Crashes a server, by its card on the stage.
    Crash(&'static str),
    /// Cuts a server off, from the inspector: on a small stage a message may lie over its links.
    CutOff(&'static str),
    /// Starts a server again, by its card on the stage.
    Restart(&'static str),
    /// Pauses a node, by its card on the stage.
    Pause(&'static str),
    /// Lets a paused node go on, by its card on the stage.
    Resume(&'static str),
    /// Cuts a link both ways, by its card on the stage: `n1|n3`.
    Cut(&'static str),
    /// Heals all that is cut, from the list of faults.
    HealAll,
    /// Sends the first request that a client's card offers.
    Request(&'static str),
    /// Sends another of the requests that a client's card offers, by its place in the row, from 1.
    RequestOf(&'static str, u8),
    /// Has the checker search, as the step's button does, until it has ended so: `found`, `complete`.
    Hunt(&'static str),
    /// Chooses an act from the list of manual mode.
    Choose(&'static str),
}

/// Walks a lesson at both widths: of each step, what is done in it.
pub fn walk(lesson: &str, way: &[(&str, &[Doing])]) {
    for (screen, width) in [(LAPTOP, "wide"), (PHONE, "narrow")] {
        visit(&format!("{lesson}-{width}"), screen, |page| walk_on(page, screen, lesson, way));
    }
}

fn walk_on(page: &Page, screen: Screen, lesson: &str, way: &[(&str, &[Doing])]) {
    page.click(&format!(".tracks a[href$='#/lesson/{lesson}']"));
    page.see(".lesson");
    for _ in 0..5 {
        page.press("]");
    }
    for (step, doings) in way {
        page.see(&format!(".lesson[data-step={step}]"));
        for doing in *doings {
            doing.be_done(page);
        }
        page.until(&format!("{step} to be done"), "one('.lesson').dataset.done === 'true'", "");
        page.show("Lesson");
        page.must_fit(&format!("{step}, {} px wide", screen.width));
        page.click(".foot [data-next]");
    }
    page.see("[data-ending]");
    if let Some(next) = after(page, lesson) {
        page.see(&format!("[data-next-lesson='{next}'][href$='#/lesson/{next}']"));
        page.must_fit("the end of a lesson");
    }
    // A cluster of one's own is one of the same protocol.
    assert!(
        page.count(".ending a[data-sandbox][href*='#/sandbox/']") > 0,
        "{lesson} leads to a cluster of its protocol"
    );
    page.go("#/");
    page.read(&format!("[data-card='{lesson}']"), "finished");
}

/// The lesson that comes after this one.
fn after(page: &Page, lesson: &str) -> Option<String> {
    let index: Value = serde_json::from_str(&page.site_file("lessons/index.json")).expect("JSON");
    let units = index["units"].as_array().expect("units").iter();
    let lessons = units.flat_map(|unit| unit["lessons"].as_array().expect("lessons")).filter_map(Value::as_str);
    lessons.skip_while(|id| *id != lesson).nth(1).map(str::to_owned)
}

impl Doing {
    fn be_done(self, page: &Page) {
        match self {
            Doing::Answer(answer) => {
                page.show("Lesson");
                page.click(&format!("[data-answer='{answer}'] input"));
            }
            Doing::Go => {
                page.show("Lesson");
                page.click("[data-go]");
            }
            Doing::Play => {
                page.show("Stage");
                page.play();
            }
            Doing::PlayUntil(css) => {
                page.show("Stage");
                page.play();
                page.see(css);
                page.pause();
            }
            Doing::StopAt(note) => {
                page.until(&format!("the note {note}"), "one(`[data-note-words='${arg}']`)", note);
                page.see(".app[data-playing=false]");
            }
            Doing::CutOff(server) => {
                page.show("Inspector");
                page.click(&format!("[data-inspect={server}]"));
                page.click(&format!(".acts [data-act='isolate {server}']"));
                page.see(&format!(".acts [data-act='rejoin {server}']"));
            }
            Doing::Crash(server) => {
                page.show("Stage");
                page.open_card(&format!("[data-node='{server}']"));
                page.deed('x');
            }
            Doing::Restart(server) => {
                page.show("Stage");
                page.open_card(&format!("[data-node='{server}']"));
                page.deed('r');
            }
            Doing::Pause(node) | Doing::Resume(node) => {
                page.show("Stage");
                page.open_card(&format!("[data-node='{node}']"));
                page.deed('p');
            }
            Doing::HealAll => {
                page.show("Inspector");
                // The button that mends all, or, if there is only one thing to mend, its own.
                page.click("#faults-title ~ button, .faults button");
            }
            Doing::Cut(link) => {
                page.show("Stage");
                let at = off_the_middle(page, &format!("[data-link-line='{link}'] .link-hit"));
                page.drag(at, at);
                page.see(".card");
                page.deed('x');
            }
            Doing::Hunt(end) => {
                page.show("Lesson");
                page.click("[data-go]");
                page.see(&format!(".lesson [data-hunt={end}]"));
            }
            Doing::Choose(label) => {
                page.show("Stage");
                // The heading of a group sticks to the top of the list, over what is scrolled there.
                let row = format!(".actions [data-choice='{label}']");
                page.see(&row);
                page.value("one(arg).scrollIntoView({ block: 'center' }) ?? true", row.as_str());
                page.click(&row);
                page.at_cursor(label);
            }
            Doing::Request(client) => {
                page.show("Stage");
                page.open_card(&format!("[data-node='{client}']"));
                page.click(".card .samples button");
                page.see_no(".card");
            }
            Doing::RequestOf(client, place) => {
                page.show("Stage");
                page.open_card(&format!("[data-node='{client}']"));
                page.click(&format!(".card .samples button:nth-child({place})"));
                page.see_no(".card");
            }
        }
    }
}

/// A point on a line of the stage where no other line crosses it, as many do in their middles.
fn off_the_middle(page: &Page, css: &str) -> (f64, f64) {
    const POINT: &str = "(() => {
        const line = one(arg), at = line.getPointAtLength(0.3 * line.getTotalLength());
        const { x, y } = new DOMPoint(at.x, at.y).matrixTransform(line.getScreenCTM());
        return [x, y];
    })()";
    let at = page.until(&format!("a point of {css}"), POINT, css);
    let of = |axis: usize| at[axis].as_f64().unwrap_or_default();
    (of(0), of(1))
}
