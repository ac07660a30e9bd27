//! What a test does on a page and sees of it. Whatever is looked for is waited for, up to a deadline.

use std::{
    cell::{Cell, RefCell},
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    Screen,
    driver::{Driver, Refusal},
    site::Site,
};

/// The longest that anything is waited for. The slowest is a lesson that plays at its own speed.
const PATIENCE: Duration = Duration::from_secs(20);
/// WebDriver's name for the key of an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How many characters of a page a failure prints.
const PAGE_CHARS: usize = 1600;
/// Errors that a page on its way from one state to the next may cause: what was asked is asked again.
const PASSING: [&str; 5] = [
    "stale element reference",
    "no such element",
    "element click intercepted",
    "element not interactable",
    "javascript error",
];

/// A tab with the site in it.
pub struct Page {
    name: String,
    driver: Driver,
    site: Site,
    /// Whether a failed load is part of the story, so that the console may tell of it.
    told_of_losses: Cell<bool>,
    /// What else the console may say, as it is part of the story.
    expected: RefCell<Vec<String>>,
    screen: Cell<Screen>,
}

/// Opens the site's start page on a screen, runs a story on it, and holds the page to a clean console and to files
/// that are all there. `name` names the screenshot of a failure.
pub fn visit(name: &str, screen: Screen, story: impl FnOnce(&Page)) {
    let site = Site::serve();
    let page = Page {
        name: name.to_owned(),
        driver: Driver::start(screen),
        site,
        told_of_losses: Cell::new(false),
        expected: RefCell::default(),
        screen: Cell::new(screen),
    };
    page.go("");
    story(&page);
    page.must_be_clean();
}

impl Page {
    /// Goes to an address below the site, such as `#/sandbox`.
    pub fn go(&self, place: &str) {
        let url = format!("{}{place}", self.site.address());
        self.driver.post("/url", json!({ "url": url })).unwrap_or_else(|refusal| panic!("{url}: {refusal}"));
    }

    /// Turns the screen into another one.
    pub fn look_on(&self, screen: Screen) {
        self.driver.look_like(screen);
        self.screen.set(screen);
        self.until("the new width", "innerWidth === arg", screen.width);
    }

    /// What the screen shows, as PNG.
    #[track_caller]
    pub fn picture(&self) -> Vec<u8> {
        self.driver.screenshot().unwrap_or_else(|| self.fail("a picture", "the browser gave none"))
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.driver.post("/refresh", json!({})).unwrap_or_else(|refusal| panic!("reload: {refusal}"));
    }

    /// From now on the host has lost the files whose names end so (all are back with `None`), and the browser may
    /// say so in its console.
    pub fn host_loses(&self, end: Option<&str>) {
        self.site.lose(end);
        self.told_of_losses.set(true);
    }

    /// From now on files whose names end so have this text, whether the site has them or not.
    pub fn host_gives(&self, end: &str, text: &str) {
        self.site.give(end, text);
    }

    /// The text of a file of the built site, by its path in it.
    pub fn site_file(&self, path: &str) -> String {
        self.site.file(path)
    }

    /// Closes this tab at once, as by the browser's own button, and goes to an address in a new one.
    pub fn in_new_tab(&self, place: &str) {
        let switch = || -> Result<(), Refusal> {
            let made = self.driver.post("/window/new", json!({ "type": "tab" }))?;
            self.driver.close_tab()?;
            self.driver.post("/window", json!({ "handle": made["handle"] })).map(|_| ())
        };
        switch().unwrap_or_else(|refusal| panic!("a new tab: {refusal}"));
        self.driver.look_like(self.screen.get());
        self.go(place);
    }

    /// From now on the console may say this.
    pub fn expect_in_console(&self, words: &str) {
        self.expected.borrow_mut().push(words.to_owned());
    }

    /// Goes to a whole address, which may lead to this site only.
    pub fn follow(&self, link: &str) {
        let place = link.strip_prefix(self.site.address());
        self.go(place.unwrap_or_else(|| self.fail("a link to this site", link)));
    }

    /// From now on what the page saves goes into this folder.
    pub fn download_into(&self, folder: &Path) {
        self.driver.devtools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder }));
    }

    /// The text of a file that the browser saves, once it is whole: until then it has another name.
    #[track_caller]
    pub fn downloaded(&self, file: &Path) -> String {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Ok(text) = fs::read_to_string(file) {
                return text;
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.fail(&file.display().to_string(), "it did not arrive")
    }

    /// Chooses files in a picker, as absolute paths.
    #[track_caller]
    pub fn pick(&self, css: &str, files: &[&Path]) {
        let found = self.driver.post("/element", json!({ "using": "css selector", "value": css }));
        let id = found.as_ref().ok().and_then(|found| found[ELEMENT].as_str()).unwrap_or_default().to_owned();
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let picked = self.driver.post(&format!("/element/{id}/value"), json!({ "text": paths.join("\n") }));
        picked.unwrap_or_else(|refusal| self.fail(&format!("to pick files in {css}"), &refusal.to_string()));
    }

    /// Drops files or folders, as absolute paths, in the middle of the page: over it, and then let go.
    pub fn drop_paths(&self, paths: &[&Path]) {
        let data = json!({ "items": [], "files": paths, "dragOperationsMask": 1 });
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": 180, "y": 300, "data": data });
            self.driver.devtools("Input.dispatchDragEvent", event);
            if kind == "dragOver" {
                self.see(".drop-veil");
            }
        }
        self.see_no(".drop-veil");
    }

    /// Drops a file that is made up on the spot.
    pub fn drop_text(&self, name: &str, text: &str) {
        const DROP: &str = "(() => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([arg[1]], arg[0]));
            const how = { dataTransfer, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new DragEvent('dragover', how));
            return !document.body.dispatchEvent(new DragEvent('drop', how));
        })()";
        let taken = self.value(DROP, json!([name, text]));
        assert_eq!(taken, true, "the browser would leave the page for a file that is dropped");
    }

    /// Waits until a JavaScript expression is truthy, and returns it. `arg` is its `arg`; `one(css)` and `all(css)`
    /// find elements, `visible(element)` tells whether one is seen.
    #[track_caller]
    pub fn until(&self, what: &str, expression: &str, arg: impl Into<Value>) -> Value {
        const WAIT: &str = "
            const [arg, patience, done] = arguments;
            const one = css => document.querySelector(css), all = css => [...document.querySelectorAll(css)];
            const visible = element => Boolean(element) && element.checkVisibility({ visibilityProperty: true });
            const end = performance.now() + patience;
            const look = () => {
                let value = null, error = null;
                try { value = EXPRESSION; } catch (problem) { error = String(problem); }
                if (value) done({ value });
                else if (performance.now() > end) done({ late: error ?? String(value) });
                else setTimeout(look, 20);
            };
            look();";
        let script = WAIT.replace("EXPRESSION", expression);
        let arg = arg.into();
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now()).as_millis() as u64;
            let found = self.driver.post("/execute/async", json!({ "script": script, "args": [arg, left] }));
            match found {
                Ok(found) if found.get("value").is_some() => return found["value"].clone(),
                Ok(found) => self.fail(what, &format!("the last look gave {}", found["late"])),
                // The page went away under the script: a link, a reload.
                Err(refusal) if passing(&refusal) && Instant::now() < deadline => {}
                Err(refusal) => self.fail(what, &refusal.to_string()),
            }
        }
    }

    /// The value of a JavaScript expression now.
    #[track_caller]
    pub fn value(&self, expression: &str, arg: impl Into<Value>) -> Value {
        const NOW: &str = "
            const [arg] = arguments;
            const one = css => document.querySelector(css), all = css => [...document.querySelectorAll(css)];
            return EXPRESSION;";
        let script = NOW.replace("EXPRESSION", expression);
        let value = self.driver.post("/execute/sync", json!({ "script": script, "args": [arg.into()] }));
        value.unwrap_or_else(|refusal| self.fail(expression, &refusal.to_string()))
    }

    /// Runs a long script that calls its last argument with its result.
    #[track_caller]
    pub fn run(&self, script: &str) -> Value {
        let result = self.driver.post("/execute/async", json!({ "script": script, "args": [] }));
        result.unwrap_or_else(|refusal| self.fail("a script", &refusal.to_string()))
    }

    /// Holds the page to the width of the screen, and each control to the width of its pane: nobody should have to
    /// scroll sideways, or find one control over another. Only the tabs of views, which may be many, go on beyond it.
    #[track_caller]
    pub fn must_fit(&self, what: &str) {
        const BEYOND: &str = "(() => {
            const edge = element => element.getBoundingClientRect().right;
            const pane = element => element.closest('.left, .middle, .inspector, .live, dialog') ?? document.body;
            const root = document.documentElement;
            const wide = root.scrollWidth > innerWidth ? [`the page is ${root.scrollWidth} wide`] : [];
            const found = wide.concat(all('button, a, input, select')
                .filter(one => visible(one) && !one.closest('.view-tabs') && edge(one) > edge(pane(one)) + 1)
                .map(one => `${one.outerHTML.slice(0, 100)} ends at ${edge(one)}, its pane at ${edge(pane(one))}`));
            if (found.length) throw found.join('; ');
            return true;
        })()";
        self.until(&format!("{what} to fit the screen"), BEYOND, Value::Null);
    }

    /// Waits until something that a selector finds is visible.
    #[track_caller]
    pub fn see(&self, css: &str) {
        self.until(&format!("to see {css}"), "all(arg).some(visible)", css);
    }

    /// Waits until nothing that a selector finds is visible.
    #[track_caller]
    pub fn see_no(&self, css: &str) {
        self.until(&format!("{css} to be gone"), "!all(arg).some(visible)", css);
    }

    /// Waits until what a selector finds has these words somewhere.
    #[track_caller]
    pub fn read(&self, css: &str, words: &str) {
        let what = format!("to read “{words}” in {css}");
        self.until(&what, "all(arg[0]).some(found => found.textContent.includes(arg[1]))", json!([css, words]));
    }

    /// The text of the first thing that a selector finds, once it is there.
    #[track_caller]
    pub fn text(&self, css: &str) -> String {
        let found = self.until(&format!("the text of {css}"), "one(arg) && { text: one(arg).textContent }", css);
        found["text"].as_str().unwrap_or_default().trim().to_owned()
    }

    /// How many things a selector finds now.
    #[track_caller]
    pub fn count(&self, css: &str) -> u64 {
        self.value("all(arg).length", css).as_u64().unwrap_or_default()
    }

    /// Presses the mouse in the middle of what a selector finds, as soon as it can be hit there.
    #[track_caller]
    pub fn click(&self, css: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.see(css);
            let clicked =
                self.driver.post("/element", json!({ "using": "css selector", "value": css })).and_then(|found| {
                    let id = found[ELEMENT].as_str().unwrap_or_default().to_owned();
                    self.driver.post(&format!("/element/{id}/click"), json!({}))
                });
            match clicked {
                Ok(_) => return,
                Err(refusal) if passing(&refusal) && Instant::now() < deadline => {}
                Err(refusal) => self.fail(&format!("to click {css}"), &refusal.to_string()),
            }
        }
    }

    /// Presses the mouse at one point, drags it to another, and lets go. Points are in CSS pixels of the viewport.
    #[track_caller]
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let go = |(x, y): (f64, f64), ms: u64| json!({ "type": "pointerMove", "duration": ms, "x": x.round() as i64, "y": y.round() as i64 });
        let steps = json!([
            go(from, 0), { "type": "pointerDown", "button": 0 }, go(to, 60), { "type": "pointerUp", "button": 0 },
        ]);
        let parameters = json!({ "parameters": { "pointerType": "mouse" } });
        self.act(json!({ "type": "pointer", "id": "mouse", "parameters": parameters["parameters"], "actions": steps }));
    }

    /// Presses a key, named as in `KeyboardEvent.key`; `Shift+Tab` holds a second one down.
    #[track_caller]
    pub fn press(&self, key: &str) {
        let mut keys: Vec<char> = Vec::new();
        match key.strip_prefix("Shift+") {
            Some(key) => keys.extend([code("Shift"), code(key)]),
            None => keys.push(code(key)),
        }
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key.to_string() }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key.to_string() }));
        self.act(json!({ "type": "key", "id": "keys", "actions": down.chain(up).collect::<Vec<_>>() }));
    }

    /// Types a text, key by key.
    #[track_caller]
    pub fn type_in(&self, text: &str) {
        for letter in text.chars() {
            self.press(&letter.to_string());
        }
    }

    #[track_caller]
    fn act(&self, source: Value) {
        let done = self.driver.post("/actions", json!({ "actions": [source] }));
        done.unwrap_or_else(|refusal| self.fail("keys or mouse", &refusal.to_string()));
    }

    /// What has the focus, for people: its tag, its attributes that tests know, its name.
    pub fn focus(&self) -> String {
        let described = self.value(
            "(element => element.tagName.toLowerCase()
                + [...element.attributes].filter(one => /^(data-|href|id|class)/.test(one.name))
                    .map(one => ` ${one.name}=${one.value}`).join('')
                + ` “${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40)}”`)
             (document.activeElement ?? document.body)",
            Value::Null,
        );
        described.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the focus is on what a selector finds.
    #[track_caller]
    pub fn focus_on(&self, css: &str) {
        self.until(&format!("the focus on {css}"), "document.activeElement?.matches(arg)", css);
    }

    /// Presses Tab until the focus is on what a selector finds, and holds each stop on the way to a visible focus.
    #[track_caller]
    pub fn tab_to(&self, css: &str) {
        self.hop_to(css, "Tab");
    }

    /// The same backwards.
    #[track_caller]
    pub fn tab_back_to(&self, css: &str) {
        self.hop_to(css, "Shift+Tab");
    }

    #[track_caller]
    fn hop_to(&self, css: &str, key: &str) {
        const STOPS_MAX: usize = 90;
        self.see(css);
        let mut stops = Vec::new();
        for _ in 0..STOPS_MAX {
            self.press(key);
            let at = self.value("document.activeElement?.matches(arg)", css);
            if at == Value::Bool(true) {
                let shown = "document.activeElement.matches(':focus-visible')";
                assert_eq!(self.value(shown, Value::Null), true, "the focus on {css} does not show");
                return;
            }
            stops.push(self.focus());
        }
        self.fail(&format!("{key} to reach {css}"), &format!("it stopped at\n  {}", stops.join("\n  ")));
    }

    /// The console must be empty and every file must have been there.
    #[track_caller]
    fn must_be_clean(&self) {
        let missing = self.site.missing();
        assert!(missing.is_empty(), "{}: these files are not there: {}", self.name, missing.join(", "));
        let told = |words: &str| {
            let expected = self.expected.borrow();
            self.told_of_losses.get() && words.contains("404") || expected.iter().any(|some| words.contains(some))
        };
        let loud = |level: &str| matches!(level, "WARNING" | "SEVERE");
        let said: Vec<_> = self.driver.console().into_iter().filter(|(level, _)| loud(level)).collect();
        let said: Vec<_> = said.into_iter().filter(|(_, words)| !told(words)).collect();
        assert!(said.is_empty(), "{}: the console is not empty: {said:#?}", self.name);
    }

    /// Fails a test with what was waited for, why it is not so, and what was on the page.
    #[track_caller]
    pub fn fail(&self, what: &str, why: &str) -> ! {
        let words = self.driver.post(
            "/execute/sync",
            json!({ "script": "return location.hash + '\\n' + document.body.innerText", "args": [] }),
        );
        let words = words.ok().and_then(|words| words.as_str().map(str::to_owned)).unwrap_or_default();
        let shown: String = words.chars().take(PAGE_CHARS).collect();
        panic!("{}: waited for {what}; {why}\nfocus: {}\n--- the page: {shown}\n---", self.name, self.focus());
    }
}

fn passing(refusal: &Refusal) -> bool {
    // A broken script says the same until the deadline, and is reported then.
    PASSING.contains(&refusal.code.as_str())
}

/// WebDriver's character for a key.
fn code(key: &str) -> char {
    match key {
        "Tab" => '\u{E004}',
        "Enter" => '\u{E007}',
        "Shift" => '\u{E008}',
        "Escape" => '\u{E00C}',
        "End" => '\u{E010}',
        "Home" => '\u{E011}',
        "ArrowLeft" => '\u{E012}',
        "ArrowUp" => '\u{E013}',
        "ArrowRight" => '\u{E014}',
        "ArrowDown" => '\u{E015}',
        "Backspace" => '\u{E003}',
        "Space" => ' ',
        key => {
            let mut chars = key.chars();
            let (first, rest) = (chars.next(), chars.next());
            first.filter(|_| rest.is_none()).unwrap_or_else(|| panic!("there is no key “{key}”"))
        }
    }
}

/// Where the pictures of failures go: `e2e` in cargo's target folder.
fn pictures() -> Option<PathBuf> {
    let folder = std::env::current_exe().ok()?.ancestors().nth(3)?.join("e2e");
    fs::create_dir_all(&folder).ok()?;
    Some(folder)
}

impl Drop for Page {
    fn drop(&mut self) {
        if !thread::panicking() {
            return;
        }
        let saved = pictures().zip(self.driver.screenshot()).and_then(|(folder, picture)| {
            let file = folder.join(format!("{}.png", self.name));
            fs::write(&file, picture).ok().map(|()| file)
        });
        if let Some(file) = saved {
            eprintln!("the page at that moment: {}", file.display());
        }
    }
}
