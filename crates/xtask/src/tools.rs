//! Finding the tools that a command needs, and installing those that are missing, each said aloud.

use crate::pins::{self, Pin};
use crate::project::{Project, installed_version};
use crate::{browser, shell};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::time::Instant;

const WASM: &str = "wasm32-unknown-unknown";
const GET_RUST: &str = "get rustup at https://rustup.rs, then run `rustup update stable`";

/// What serving needs: Rust for wasm, trunk, wasm-bindgen. No npm, no browser driver.
pub fn for_serving(project: &Project) -> Result<()> {
    rust()?;
    wasm_target(project)?;
    cargo_tool(project, &pins::WASM_BINDGEN)?;
    cargo_tool(project, &pins::TRUNK)?;
    fetch(project)
}

/// What a release build needs: the same, and wasm-opt.
pub fn for_builds(project: &Project) -> Result<()> {
    for_serving(project)?;
    wasm_opt(project)
}

/// What the checks need: the same, and rustfmt, clippy, axe-core and Chromium with its driver.
pub fn for_tests(project: &Project) -> Result<()> {
    components(project)?;
    for_builds(project)?;
    axe(project)?;
    browser::find_or_install(project)?.say();
    Ok(())
}

fn rust() -> Result<()> {
    let found = shell::version(&mut std::process::Command::new("rustc"));
    let found = found.with_context(|| format!("rustc is missing: {GET_RUST}"))?;
    if found < pins::RUST {
        bail!("this is Rust {found} and the project needs {} or later: {GET_RUST}", pins::RUST);
    }
    have("Rust", &found);
    Ok(())
}

fn components(project: &Project) -> Result<()> {
    for (component, cargo_command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if let Some(found) = shell::version(&mut project.cargo(&[cargo_command])) {
            have(component, &found);
            continue;
        }
        let why = "the checks hold the sources to it";
        installing(component, "of this toolchain", why, "a few seconds", || {
            rustup(project, &["component", "add", component])
        })?;
    }
    Ok(())
}

fn wasm_target(project: &Project) -> Result<()> {
    // Asking rustc, not rustup, also finds the target of a toolchain that a distribution packaged.
    let mut ask = project.command("rustc");
    ask.args(["--print", "target-libdir", "--target", WASM]);
    if shell::answer(&mut ask).is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        have("target", &WASM);
        return Ok(());
    }
    let why = "it is what the browser runs";
    installing(&format!("target {WASM}"), "of this toolchain", why, "half a minute", || {
        rustup(project, &["target", "add", WASM])
    })
}

fn rustup(project: &Project, args: &[&str]) -> Result<()> {
    let hint = || format!("rustup could not do it; if there is no rustup, {GET_RUST}");
    shell::run(project.command("rustup").args(args)).with_context(hint)
}

/// A program that cargo installs, at the pinned version.
pub fn cargo_tool(project: &Project, pin: &Pin) -> Result<()> {
    let found = installed_version(project, pin.program);
    if found.is_some_and(|found| found.to_string() == pin.version) {
        have(pin.program, &pin.version);
        return Ok(());
    }
    if let Some(found) = found {
        eprintln!("{} is {found}; this project needs {} and replaces it", pin.program, pin.version);
    }
    let time = format!("about {} minutes on two cores", pin.minutes);
    let package = format!("{}@{}", pin.package, pin.version);
    installing(pin.program, pin.version, pin.why, &time, || {
        // `--force` replaces another version; `--locked` because the newest dependencies may not compile.
        let mut install = project.cargo(&["install", "--locked", "--force", &package]);
        // These run for seconds a day: the minutes that full optimisation takes never come back.
        install.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        shell::run(&mut install)
    })?;
    let found = installed_version(project, pin.program);
    if found.is_none_or(|found| found.to_string() != pin.version) {
        let found = found.map_or_else(|| "missing".to_string(), |found| found.to_string());
        bail!("installed {package}, yet `{} --version` is {found}", pin.program);
    }
    Ok(())
}

fn wasm_opt(project: &Project) -> Result<()> {
    let wanted = crate::version::Version::find_in(pins::BINARYEN);
    if wanted.is_some() && installed_version(project, "wasm-opt") == wanted {
        have("wasm-opt", &pins::BINARYEN);
        return Ok(());
    }
    let why = "it makes the compiled page smaller and faster";
    npm_package(project, "binaryen", pins::BINARYEN, why, &project.tools())?;
    if installed_version(project, "wasm-opt") != wanted {
        bail!("npm installed binaryen {}, yet `wasm-opt --version` says otherwise", pins::BINARYEN);
    }
    Ok(())
}

/// The script of axe-core, which the browser tests run in the page.
pub fn axe(project: &Project) -> Result<PathBuf> {
    // In a folder of its own: npm takes away what it finds beside the package that it installs.
    let folder = project.tools().join("axe");
    let package = folder.join("node_modules/axe-core");
    let about = std::fs::read_to_string(package.join("package.json")).unwrap_or_default();
    if about.contains(&format!("\"version\": \"{}\"", pins::AXE)) {
        have("axe-core", &pins::AXE);
    } else {
        npm_package(project, "axe-core", pins::AXE, "it finds what shuts people out of a page", &folder)?;
    }
    Ok(package.join("axe.min.js"))
}

/// Installs a package from npm into a folder, after npm itself if need be.
fn npm_package(project: &Project, name: &str, version: &str, why: &str, folder: &Path) -> Result<()> {
    npm(project)?;
    installing(name, version, why, "a few seconds", || {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let mut command = project.command("npm");
        command.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(folder);
        shell::run(command.arg(format!("{name}@{version}")))
    })
}

fn npm(project: &Project) -> Result<()> {
    if let Some(found) = installed_version(project, "npm") {
        have("npm", &found);
        return Ok(());
    }
    let packages = ["nodejs", "npm"];
    if !browser::can_apt() {
        bail!(
            "npm is missing, and wasm-opt and axe-core come from it: install Node.js from https://nodejs.org and try again"
        );
    }
    installing("Node.js and npm", "of this system", "wasm-opt and axe-core come from npm", "a minute", || {
        browser::apt_install(project, &packages)
    })
}

/// Downloads the crates of the lock file, so that later builds work with the network off.
fn fetch(project: &Project) -> Result<()> {
    shell::run(&mut project.cargo(&["fetch", "--quiet"]))
        .context("the crates that this project uses could not be downloaded")
}

/// Reports a tool that is there already.
pub fn have(name: &str, version: &impl ToString) {
    eprintln!("have {name} {}", version.to_string());
}

/// Says what is being installed, why and for how long, then does it.
pub fn installing(
    what: &str,
    version: &str,
    why: &str,
    time: &str,
    install: impl FnOnce() -> Result<()>,
) -> Result<()> {
    eprintln!("\ninstalling {what} {version}: {why} ({time}, once)");
    let start = Instant::now();
    install().with_context(|| format!("cannot install {what} {version}"))?;
    eprintln!("installed {what} in {:.0} s\n", start.elapsed().as_secs_f64());
    Ok(())
}
