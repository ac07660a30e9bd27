//! Chromium and its WebDriver, for the checks that run in a browser.

use crate::project::{Project, installed_version};
use crate::version::Version;
use crate::{shell, tools};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What a browser is started with: no window, no sandbox (which root and containers lack), no traffic of its own.
const ARGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// A browser that checks can drive.
pub struct Browser {
    chromium: (PathBuf, Version),
    driver: (PathBuf, Version),
}

impl Browser {
    /// Reports the browser that was found.
    pub fn say(&self) {
        tools::have("Chromium", &self.chromium.1);
        tools::have("ChromeDriver", &self.driver.1);
    }

    /// Tells `command` where the browser is: `CHROME`, `CHROMEDRIVER`, and the capabilities for test runners.
    pub fn show_to(&self, command: &mut Command, project: &Project) -> Result<()> {
        let options = json!({ "binary": self.chromium.0, "args": ARGS });
        let capabilities = json!({ "goog:chromeOptions": options });
        let file = project.write_tool_file("webdriver.json", &format!("{capabilities:#}\n"))?;
        command.env("CHROME", &self.chromium.0).env("CHROMEDRIVER", &self.driver.0);
        command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file);
        Ok(())
    }
}

/// The browser of this machine. On Debian and Ubuntu it is installed when missing and root asks.
pub fn find_or_install(project: &Project) -> Result<Browser> {
    if let Some(browser) = find(project) {
        return matching(browser);
    }
    if !can_apt() {
        bail!(
            "the browser checks need Chromium (or Chrome) and the chromedriver of the same version: install them, \
             with root on Debian `apt-get install chromium chromium-driver`, elsewhere from \
             https://googlechromelabs.github.io/chrome-for-testing; then put both on PATH or name them in \
             CHROME and CHROMEDRIVER"
        );
    }
    // Debian and Ubuntu name the same things differently. Without any font, text has no width.
    let debian = ["chromium", "chromium-driver", "fonts-liberation"];
    let ubuntu = ["chromium-browser", "chromium-chromedriver", "fonts-liberation"];
    let packages = if is_ubuntu() { ubuntu } else { debian };
    tools::installing(&packages.join(", "), "of this system", "the checks drive a browser", "a minute", || {
        apt_install(project, &packages)
    })?;
    let browser = find(project).context(
        "the packages are installed, yet chromium or chromedriver does not start (Ubuntu's are snaps, which \
         containers cannot run): get both from https://googlechromelabs.github.io/chrome-for-testing and name them \
         in CHROME and CHROMEDRIVER",
    )?;
    matching(browser)
}

fn find(project: &Project) -> Option<Browser> {
    let located = |variable: &str, names: &[&str]| {
        let file = std::env::var_os(variable).map(PathBuf::from).or_else(|| shell::find(names))?;
        let version = installed_version(project, file.to_str()?)?;
        Some((file, version))
    };
    Some(Browser { chromium: located("CHROME", &CHROMIUM_NAMES)?, driver: located("CHROMEDRIVER", &["chromedriver"])? })
}

fn matching(browser: Browser) -> Result<Browser> {
    let (chromium, driver) = (browser.chromium.1, browser.driver.1);
    if chromium.major != driver.major {
        bail!("Chromium is {chromium} and chromedriver {driver}: their first numbers must be the same");
    }
    Ok(browser)
}

/// Whether this is a Debian or Ubuntu system and the user may install packages.
pub fn can_apt() -> bool {
    let root = || shell::answer(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    Path::new("/etc/debian_version").exists() && shell::find(&["apt-get"]).is_some() && root()
}

fn is_ubuntu() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=ubuntu")
}

/// Installs packages of the system, after asking it which versions there are.
pub fn apt_install(project: &Project, packages: &[&str]) -> Result<()> {
    let apt =
        |args: &[&str]| shell::run(project.command("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive"));
    apt(&["update", "--quiet"])?;
    apt(&[&["install", "--quiet", "--yes", "--no-install-recommends"], packages].concat())
}
