//! A Chromium under WebDriver (<https://www.w3.org/TR/webdriver2/>): one chromedriver, one session, a few commands.

use std::{
    env,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use ureq::Agent;

use crate::Screen;

/// A browser without a window, without a sandbox (which root and containers lack), without traffic of its own.
const ARGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];
/// The longest that one command may take. Waiting has its own, shorter deadline.
const COMMAND_SECONDS: u64 = 40;

/// What the browser would not do: WebDriver's error code and its words.
#[derive(Debug)]
pub struct Refusal {
    /// `stale element reference`, `javascript error`…
    pub code: String,
    /// More of it.
    pub words: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.words)
    }
}

/// A browser under control.
pub struct Driver {
    process: Child,
    /// Held open: chromedriver would fail to write to a closed pipe.
    _output: BufReader<ChildStdout>,
    agent: Agent,
    session: String,
}

impl Driver {
    /// Starts chromedriver on a free port, and a browser of this size.
    pub fn start(screen: Screen) -> Self {
        let (process, output, port) = chromedriver();
        let timeout = Duration::from_secs(COMMAND_SECONDS);
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(timeout)).build();
        let mut driver = Self {
            process,
            _output: output,
            agent: config.into(),
            session: format!("http://127.0.0.1:{port}/session"),
        };
        let mut options = json!({ "args": ARGS });
        if let Some(chrome) = env::var_os("CHROME") {
            options["binary"] = json!(chrome.to_string_lossy());
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let session = driver.post("", wanted).unwrap_or_else(|refusal| panic!("no browser: {refusal}"));
        let id = session["sessionId"].as_str().unwrap_or_else(|| panic!("a session without id: {session}"));
        driver.session = format!("{}/{id}", driver.session);
        driver.look_like(screen);
        driver
    }

    /// Gives the page a screen of this size and kind.
    pub fn look_like(&self, screen: Screen) {
        // A window has a least width, greater than a phone's; what the page sees is set here.
        let size = json!({
            "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
        let feature = |name: &str, value: &str| json!({ "name": name, "value": value });
        let scheme = feature("prefers-color-scheme", if screen.dark { "dark" } else { "light" });
        let motion = feature("prefers-reduced-motion", if screen.still { "reduce" } else { "no-preference" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, motion] }));
    }

    /// Sends a command of the browser's own protocol.
    pub fn devtools(&self, command: &str, params: Value) {
        let asked = self.post("/goog/cdp/execute", json!({ "cmd": command, "params": params }));
        asked.unwrap_or_else(|refusal| panic!("{command}: {refusal}"));
    }

    /// Sends a command of this session: its path below the session, and its parameters.
    pub fn post(&self, path: &str, parameters: Value) -> Result<Value, Refusal> {
        let response = self.agent.post(format!("{}{path}", self.session)).send_json(&parameters);
        Self::read(response)
    }

    /// Asks for something of this session.
    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        Self::read(self.agent.get(format!("{}{path}", self.session)).call())
    }

    /// Closes the tab that is driven.
    pub fn close_tab(&self) -> Result<(), Refusal> {
        Self::read(self.agent.delete(format!("{}/window", self.session)).call()).map(|_| ())
    }

    fn read(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Refusal> {
        let broken =
            |why: ureq::Error| Refusal { code: "no answer from chromedriver".to_owned(), words: why.to_string() };
        let mut response = response.map_err(broken)?;
        let body = response.body_mut().with_config().limit(64 << 20).read_json::<Value>().map_err(broken)?;
        let text = |key: &str| body["value"][key].as_str().unwrap_or_default().to_owned();
        if response.status().is_success() {
            return Ok(body["value"].clone());
        }
        Err(Refusal { code: text("error"), words: text("message") })
    }

    /// What the page and the browser have logged since this was asked last: level and words.
    pub fn console(&self) -> Vec<(String, String)> {
        let log = self.post("/se/log", json!({ "type": "browser" })).unwrap_or_else(|refusal| panic!("{refusal}"));
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let entries = log.as_array().map_or(&[][..], Vec::as_slice);
        entries.iter().map(|entry| (text(entry, "level"), text(entry, "message"))).collect()
    }

    /// What the page looks like, as PNG.
    pub fn screenshot(&self) -> Option<Vec<u8>> {
        let picture = self.get("/screenshot").ok()?;
        STANDARD.decode(picture.as_str()?).ok()
    }
}

/// Starts chromedriver on a port of its choice: the process, its output, the port.
fn chromedriver() -> (Child, BufReader<ChildStdout>, u16) {
    // It looks for a port that is free both in IPv4 and in IPv6, and gives up when another process takes it meanwhile.
    const TRIES: usize = 5;
    let program = env::var_os("CHROMEDRIVER").map_or_else(|| PathBuf::from("chromedriver"), PathBuf::from);
    let mut said = String::new();
    for _ in 0..TRIES {
        let started = Command::new(&program).arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut process = started.unwrap_or_else(|why| panic!("cannot start {}: {why}", program.display()));
        let output = process.stdout.take().unwrap_or_else(|| panic!("chromedriver's output was asked for"));
        let mut output = BufReader::new(output);
        if let Some(port) = port(&mut output, &mut said) {
            return (process, output, port);
        }
        let _ended = process.kill();
        let _waited = process.wait();
    }
    panic!("{} did not start in {TRIES} tries; it said:\n{said}", program.display());
}

/// Reads on which port chromedriver listens. `said` gets its words; without a port it has ended.
fn port(output: &mut BufReader<ChildStdout>, said: &mut String) -> Option<u16> {
    loop {
        let start = said.len();
        if output.read_line(said).unwrap_or(0) == 0 {
            return None;
        }
        let port = said[start..].split_once("successfully on port ").map(|(_, rest)| rest.trim().trim_end_matches('.'));
        if let Some(port) = port {
            return port.parse().ok();
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Ends the browser and takes its profile away; chromedriver alone would leave both.
        let _gone = self.agent.delete(&self.session).call();
        let _ended = self.process.kill();
        let _waited = self.process.wait();
    }
}
