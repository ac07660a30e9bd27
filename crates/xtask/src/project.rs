//! Where things lie, and which packages the workspace has.

use crate::shell;
use anyhow::{Context, Result};
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace as cargo describes it.
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// The packages, in cargo's order.
    pub packages: Vec<Package>,
}

/// A package of the workspace.
pub struct Package {
    /// Its name.
    pub name: String,
    /// The names of its integration tests.
    pub tests: Vec<String>,
}

impl Project {
    /// Asks cargo, from the folder of this crate's sources.
    pub fn read() -> Result<Project> {
        let mut metadata = Command::new(cargo());
        metadata.args(["metadata", "--format-version", "1", "--no-deps"]);
        metadata.current_dir(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| ".".into()));
        let output = metadata.output().context("cannot start cargo")?;
        anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        let metadata: Value = serde_json::from_slice(&output.stdout).context("what cargo metadata printed")?;
        let path = |key: &str| metadata[key].as_str().map(PathBuf::from).context("cargo metadata lacks a folder");
        let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice).iter().map(Package::read);
        Ok(Project { root: path("workspace_root")?, target: path("target_directory")?, packages: packages.collect() })
    }

    /// Whether the workspace has a package of this name.
    pub fn has(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    /// Where tools from npm and settings for them are put.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A command that runs in the root and finds the installed tools before any others of their names.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut folders = vec![self.tools().join("node_modules/.bin")];
        folders.extend(cargo_bin());
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut command = Command::new(program);
        // Joining fails only for a folder with a separator in its name, which PATH cannot have held.
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command.current_dir(&self.root);
        command
    }

    /// A cargo command in the root.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = self.command(cargo());
        command.args(args);
        command
    }

    /// Writes `text` to a file under the tools folder and returns its path.
    pub fn write_tool_file(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.tools().join(name);
        std::fs::create_dir_all(self.tools())
            .and_then(|()| std::fs::write(&path, text))
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }
}

impl Package {
    fn read(package: &Value) -> Package {
        let targets = package["targets"].as_array().map_or(&[][..], Vec::as_slice);
        let is_test = |target: &&Value| target["kind"][0] == "test";
        let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_string();
        Package { name: name(package), tests: targets.iter().filter(is_test).map(name).collect() }
    }
}

/// The cargo that runs this, or the one on PATH.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Where `cargo install` puts programs.
fn cargo_bin() -> Option<PathBuf> {
    if let Some(root) = std::env::var_os("CARGO_INSTALL_ROOT") {
        return Some(Path::new(&root).join("bin"));
    }
    cargo_home().map(|cargo| cargo.join("bin"))
}

/// Where cargo keeps what it downloads and installs.
pub fn cargo_home() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// What `program --version` says when it is found as [`Project::command`] finds it.
pub fn installed_version(project: &Project, program: &str) -> Option<crate::version::Version> {
    shell::version(&mut project.command(program))
}
