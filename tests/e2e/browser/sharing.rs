//! Runs that leave the page and come back: as links, as files, into a fresh profile, into the command line's engine.

use std::{collections::BTreeSet, fs, path::PathBuf};

use quorum_e2e::{LAPTOP, PHONE, Page, visit};
use quorum_scene::{Command, Lab, Scene, link, link::Linked, recorded_lesson};
use serde_json::{Value, json};

/// What must be the same wherever a run is opened.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    digest: String,
    event: u64,
    events: u64,
    us: u64,
    /// The window of the branch's events, and which of them somebody did.
    listed: Value,
}

impl Place {
    #[track_caller]
    fn of(page: &Page) -> Self {
        let clock = page.clock();
        let listed = "all('.event[data-event]').map(row => [row.querySelector('.label').textContent, row.querySelector('.hand') != null])";
        Self {
            digest: page.digest(),
            event: clock.event,
            events: clock.events,
            us: clock.us,
            listed: page.value(listed, Value::Null),
        }
    }
}

/// A run with a fork in it, the cursor somewhere within its second branch.
fn forked(page: &Page) {
    page.open_sandbox();
    for _ in 0..9 {
        page.forward();
    }
    page.back();
    page.back();
    page.click(".acts [data-act='crash n1']");
    page.just_did("crash n1");
    for _ in 0..5 {
        page.forward();
    }
    page.back();
}

/// What a native engine shows of a recording.
fn natively(json: &str) -> Scene {
    let reply = Lab::new().handle(Command::OpenRecording { json: json.to_owned(), lesson: None });
    reply.unwrap_or_else(|problem| panic!("{problem:?}")).into_scene().expect("an opened recording shows a scene")
}

fn unpacked(link: &str) -> String {
    let Linked { payload, .. } = link::linked(link).unwrap_or_else(|| panic!("{link} names no run"));
    link::unpack(payload).unwrap_or_else(|bad| panic!("{link}: {bad:?}"))
}

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("quorum-e2e-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    folder
}

#[test]
fn a_link_leads_a_fresh_profile_to_the_same_moment_of_the_same_branch() {
    let (mut link, mut place) = (String::new(), None);
    visit("share", LAPTOP.still(), |page| {
        forked(page);
        place = Some(Place::of(page));
        page.click("[data-action=share]");
        page.must_be_accessible("the share dialog");
        page.must_fit("the share dialog");
        page.press("Escape");
        link = page.link();
    });
    let path = link.split_once('#').map(|(_, path)| format!("#{path}")).unwrap_or_default();
    visit("shared", LAPTOP.still(), |page| {
        page.go(&path);
        page.see(".clock");
        assert_eq!(Some(Place::of(page)), place);
        assert_eq!(page.value("location.hash", Value::Null), json!(path), "the address stays the link");
        // It can be gone on from, which leaves the address as it is, and begun again.
        page.forward();
        page.click(".acts [data-act='crash n1'], .acts [data-act='restart n1']");
        page.reload();
        page.see(".clock");
        assert_eq!(Some(Place::of(page)), place);
        assert_eq!(unpacked(&page.link()), unpacked(&link), "shared again it is the same");
    });
    // Packed by the browser, unpacked and replayed without one.
    let scene = natively(&unpacked(&link));
    assert_eq!(Some(scene.digest), place.map(|place| place.digest));
}

#[test]
fn a_link_is_copied_or_left_selected_where_the_browser_forbids_it() {
    // The clipboard of a headless browser is nobody's: what is handed to it is looked at instead.
    const ALLOW: &str =
        "navigator.clipboard.writeText = text => { window.handed = text; return Promise.resolve(); }, true";
    const FORBID: &str = "navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')), true";
    visit("copy", PHONE.still(), |page| {
        page.open_sandbox();
        page.forward();
        page.click("[data-action=share]");
        let link = page.until("a link", "one('dialog [name=link]')?.value", Value::Null);
        page.value(ALLOW, Value::Null);
        page.click("[data-action=copy-link]");
        page.read("dialog [role=status]", "Copied.");
        assert_eq!(page.value("window.handed", Value::Null), link);
        page.value(FORBID, Value::Null);
        page.click("[data-action=copy-link]");
        page.read("dialog [role=status]", "copy it with your keyboard");
        let selected = "(({ name, selectionStart, selectionEnd }) => [name, selectionEnd - selectionStart])(document.activeElement)";
        let length = link.as_str().unwrap_or_default().len();
        assert_eq!(page.value(selected, Value::Null), json!(["link", length]));
    });
}

#[test]
fn a_recording_is_saved_picked_and_dropped() {
    let folder = folder("recording");
    visit("recording", LAPTOP.still(), |page| {
        page.download_into(&folder);
        forked(page);
        let place = Place::of(page);
        page.click("[data-action=share]");
        page.click("[data-action=download]");
        let file = folder.join("quorum-raft-42.json");
        let json = page.downloaded(&file);
        assert_eq!(natively(&json).digest, place.digest);
        page.press("Escape");
        page.see_no("dialog[open]");

        page.click("[data-action=start]");
        page.click("[data-action=share]");
        page.see("dialog [data-action=copy-link]");
        page.pick("input[name=recording]", &[&file]);
        page.see_no("dialog[open]");
        page.see(&format!(".clock[data-digest='{}']", place.digest));
        assert_eq!(Place::of(page), place);

        // By drop, made up and real, wherever one is.
        page.go("#/");
        page.see(".hero");
        page.drop_text("run.json", &json);
        page.see(&format!(".transport .clock[data-digest='{}']", place.digest));
        assert_eq!(Place::of(page), place);
        page.go("#/lesson/raft-election");
        page.see("[data-go], .lesson");
        page.drop_paths(&[&file]);
        page.until("the recorded run", "one('.setup') && one('.clock')?.dataset.digest === arg", place.digest.as_str());

        // What is no recording says so, and what runs stays.
        for (name, text, words) in [
            ("notes.txt", "buy milk", "notes.txt was not opened"),
            ("later.json", &json.replacen("\"format\":2", "\"format\":99", 1), "later.json was not opened"),
            ("other.json", &json.replacen("raft", "gossip", 1), "other.json was not opened"),
        ] {
            page.drop_text(name, text);
            page.read("[data-refused=true]", words);
            page.read("[data-refused=true]", "What was running is still here.");
            assert_eq!(Place::of(page), place);
            page.click("[data-refused=true] button");
            page.see_no("[data-refused] .toast");
        }
    });
    let _left_behind = fs::remove_dir_all(&folder);
}

#[test]
fn a_lesson_is_shared_at_its_step() {
    let mut link = String::new();
    let mut digest = String::new();
    visit("share-lesson", LAPTOP.still(), |page| {
        page.go("#/lesson/raft-election");
        page.see(".transport");
        for _ in 0..4 {
            page.forward();
        }
        digest = page.digest();
        link = page.link();
    });
    assert_eq!(recorded_lesson(&unpacked(&link)).as_deref(), Some("raft-election"));
    let path = link.split_once('#').map(|(_, path)| format!("#{path}")).unwrap_or_default();
    assert!(path.starts_with("#/lesson/raft-election/"), "{path}");
    visit("shared-lesson", LAPTOP.still(), |page| {
        page.go(&path);
        page.see(&format!(".clock[data-digest='{digest}']"));
        page.read(".crumbs", "step 1 of");
    });
}

#[test]
fn a_lesson_folder_that_is_dropped_opens() {
    let folder = folder("lesson").join("my-lesson");
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap_or_else(|why| panic!("{why}"));
    let lesson = json!({
        "format": 1, "id": "my-lesson", "minutes": 2,
        "scenario": { "protocol": "raft", "servers": 3, "seed": "1" },
        "steps": [{ "watch": { "id": "elect", "until": { "leader": {} } } }],
    });
    write("lesson.json", &lesson.to_string());
    visit("drop-lesson", LAPTOP.still(), |page| {
        page.see(".hero");
        // Without its words it says what is missing.
        page.drop_text("lesson.json", &lesson.to_string());
        page.read("[data-refused=true]", "en.md is missing");
        write(
            "en.md",
            "# A lesson of mine\nIt is short.\n\n## elect\n### Watch\nSomebody wins.\n\n## end\n### Done\nThat is all.\n",
        );
        page.drop_paths(&[&folder]);
        page.read(".crumbs", "A lesson of mine");
        page.see("[data-node=n3]");
        page.see_no("[data-refused] .toast");
    });
    let _left_behind = fs::remove_dir_all(&folder);
}

#[test]
fn a_malformed_lesson_that_is_dropped_says_what_is_wrong_and_the_run_stays() {
    let folder = folder("malformed").join("my-lesson");
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap_or_else(|why| panic!("{why}"));
    write("en.md", "# A lesson of mine\n");
    visit("drop-malformed", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.forward();
        let place = Place::of(page);
        for (lesson, words) in [(r#"{"format": 9}"#, "format"), ("{", "line 1")] {
            write("lesson.json", lesson);
            page.drop_paths(&[&folder]);
            page.read("[data-refused=true]", "lesson.json was not opened");
            page.read("[data-refused=true]", words);
            let said = page.text("[data-refused=true]");
            assert!(!said.contains('⟦') && !said.contains("fault-"), "in words: {said}");
            assert_eq!(Place::of(page), place);
            page.click("[data-refused=true] button");
            page.see_no("[data-refused] .toast");
        }
    });
    let _left_behind = fs::remove_dir_all(&folder);
}

#[test]
fn a_run_of_another_engine_says_so_and_shows_where_it_departs() {
    for viewport in [LAPTOP, PHONE] {
        let (mut recording, mut place) = (Value::Null, None);
        visit("engine", viewport.still(), |page| {
            page.open_sandbox();
            for _ in 0..9 {
                page.forward();
            }
            recording = serde_json::from_str(&unpacked(&page.link())).expect("a recording is JSON");
            place = Some(Place::of(page));
        });
        recording["engine"] = json!(999);
        visit("other-engine", viewport.still(), |page| {
            // It went the same way: that is a remark, and the run is whole.
            page.go(&format!("#/run/{}", link::pack(&recording.to_string())));
            page.read("[data-departure]", "999");
            assert_eq!(Some(Place::of(page)), place);
            page.click("[data-departure] button");
            page.see_no("[data-departure]");
            // It goes another way: what replays is kept, and it says between which events.
            let marks = recording["marks"].as_array_mut().expect("a recording has marks");
            let (last, digest) = (marks.len() - 1, json!("00000000"));
            marks[last][1] = digest;
            page.go(&format!("#/run/{}", link::pack(&recording.to_string())));
            page.read("[data-departure]", "999");
            page.read("[data-departure]", "event");
            assert!(page.clock().event < 9, "the cursor stands where both agree");
            page.must_be_accessible("a run that departs");
            page.must_fit("a run that departs");
            page.forward();
        });
    }
}

#[test]
fn a_damaged_link_says_what_is_wrong_and_leads_on() {
    visit("damaged-link", LAPTOP.still(), |page| {
        page.open_sandbox();
        page.forward();
        let link = page.link();
        let payload = link.rsplit('/').next().unwrap_or_default().to_owned();
        let half = &payload[..payload.len() / 2];
        let changed = format!("{}{}", &payload[..payload.len() - 20], "A".repeat(20));
        let bomb = link::pack(&" ".repeat(50 << 20));
        for (run, words) in [
            (half.to_owned(), "link"),
            (changed, "changed"),
            (format!("{payload}!"), "belongs in no link"),
            (format!("9{}", &payload[1..]), "begin with"),
            (bomb, "more than"),
            (link::pack("{}"), "recording"),
        ] {
            page.go("#/");
            page.go(&format!("#/run/{run}"));
            page.until(
                &format!("to read “{words}” about a link"),
                "all('.notice [role=alert], .canvas[role=alert]').some(found => found.textContent.includes(arg))",
                words,
            );
            page.click("a.btn[href='#/sandbox']");
            page.see(".transport");
        }
        page.go("#/lesson/raft-election/1Zg");
        page.see(".notice [role=alert]");
        page.must_be_accessible("a damaged link");
        page.click("a.btn[href='#/lesson/raft-election']");
        page.see(".transport");
    });
}

/// Plays a run by the page's own controls: cluster, network and acts are drawn from a seed. In one script, since a
/// hundred thousand keys through WebDriver would take minutes.
const PLAY: &str = "
    const [seed, done] = [SEED, arguments[arguments.length - 1]];
    let state = seed * 2654435761 >>> 0;
    const draw = most => {
        state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
        return state % most;
    };
    const one = css => document.querySelector(css), all = css => [...document.querySelectorAll(css)];
    const until = async look => {
        for (let i = 0; i < 400; i++) {
            const found = look();
            if (found) return found;
            await new Promise(next => setTimeout(next, 5));
        }
        throw new Error('waited in vain for ' + look);
    };
    const fill = (name, value) => {
        const field = one(`form.setup [name=${name}]`);
        field.value = value;
        for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
        return new Promise(next => setTimeout(next));
    };
    const settled = async act => {
        const before = one('.clock').dataset.digest + one('.clock').dataset.us;
        act();
        await new Promise(next => setTimeout(next, 12));
        return before;
    };
    (async () => {
        await fill('servers', 1 + draw(5));
        await fill('clients', draw(3));
        one(`[data-preset]:nth-of-type(${1 + draw(3)})`).click();
        const variants = all('form.setup [name=variant] option').map(option => option.value);
        await fill('variant', variants[draw(variants.length)]);
        await fill('seed', String(draw(1e9)));
        one('[data-action=run-cluster]').click();
        await until(() => one('.clock')?.dataset.event === '0');
        for (let i = 0; i < 14 + draw(10); i++) {
            const what = draw(10);
            if (what < 5) await settled(() => one('[data-action=forward]').click());
            else if (what < 6) await settled(() => one('[data-action=back]').click());
            else if (what < 7) await settled(() => one(`[data-action=${draw(2) ? 'manual' : 'auto'}]`).click());
            else {
                const choices = all('.action:not(.no), .acts [data-act], [data-next]');
                if (choices.length) await settled(() => choices[draw(choices.length)].click());
            }
        }
        one('[data-action=auto]').click();
        await until(() => one('[data-action=auto][aria-pressed=true]'));
        one('[data-action=share]').click();
        const link = (await until(() => one('dialog [name=link]'))).value;
        one('dialog [aria-label]').closest('dialog').close();
        const { digest, event, events, us } = one('.clock').dataset;
        done({ link, digest, event, events, us });
    })().catch(why => done({ why: String(why) }));";

#[test]
fn random_sessions_land_on_the_same_digest_by_their_links() {
    sessions_land_by_their_links(10);
}

#[test]
#[ignore = "takes a minute: `cargo xtask test --full` runs it"]
fn fifty_random_sessions_land_on_the_same_digest_by_their_links() {
    sessions_land_by_their_links(50);
}

fn sessions_land_by_their_links(sessions: u32) {
    let mut played = Vec::new();
    visit("sessions", LAPTOP.still(), |page| {
        for seed in 1..=sessions {
            page.open_sandbox();
            let session = page.run(&PLAY.replace("SEED", &seed.to_string()));
            assert!(session["link"].is_string(), "session {seed}: {session}");
            played.push(session);
            page.go("#/");
        }
    });
    let digests: BTreeSet<_> = played.iter().map(|session| session["digest"].to_string()).collect();
    let most = sessions as usize * 4 / 5;
    assert!(digests.len() >= most, "these sessions differ: {} digests", digests.len());
    let acts =
        played.iter().filter(|session| unpacked(session["link"].as_str().unwrap_or_default()).contains("\"act\""));
    assert!(acts.count() >= most, "somebody did something in most of them");
    // A new browser, which forgets all between two links.
    visit("sessions-shared", LAPTOP.still(), |page| {
        for (seed, session) in (1..).zip(&played) {
            let link = session["link"].as_str().unwrap_or_default();
            let path = link.split_once('#').map(|(_, path)| format!("#{path}")).unwrap_or_default();
            page.value("localStorage.clear()", Value::Null);
            page.go(&path);
            page.reload();
            let look = "one('.transport .clock') && (({ digest, event, events, us }) => ({ digest, event, events, us }))(one('.clock').dataset)";
            let found = page.until(&format!("the run of session {seed}"), look, Value::Null);
            for key in ["digest", "event", "events", "us"] {
                assert_eq!(found[key], session[key], "session {seed}: {key} of {link}");
            }
            assert_eq!(page.count("[data-departure]"), 0, "session {seed} departs");
        }
    });
}
