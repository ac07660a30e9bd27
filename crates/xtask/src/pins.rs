//! The versions that are known to work together.

use crate::version::Version;

/// The oldest toolchain that compiles this workspace.
pub const RUST: Version = Version { major: 1, minor: 95, patch: 0 };

/// A program that cargo builds and installs.
pub struct Pin {
    /// What is run.
    pub program: &'static str,
    /// The package on crates.io that holds it.
    pub package: &'static str,
    /// The one version that is accepted.
    pub version: &'static str,
    /// What it is needed for.
    pub why: &'static str,
    /// How long two cores take to build it.
    pub minutes: u32,
}

/// Builds and serves the page.
pub const TRUNK: Pin = Pin {
    program: "trunk",
    package: "trunk",
    version: "0.21.14",
    why: "it compiles the page, serves it and reloads it when a file changes",
    minutes: 4,
};

/// Writes the JavaScript between the page and its wasm. Its version must be that of the library in `Cargo.lock`.
pub const WASM_BINDGEN: Pin = Pin {
    program: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.126",
    why: "it writes the JavaScript through which the browser calls the compiled Rust",
    minutes: 2,
};

/// Runs the fuzz targets.
pub const FUZZ: Pin = Pin {
    program: "cargo-fuzz",
    package: "cargo-fuzz",
    version: "0.13.2",
    why: "it builds and runs the fuzz targets",
    minutes: 1,
};

/// The npm package with `wasm-opt`, for builds that go to a host. (Debian's is too old for today's wasm.)
pub const BINARYEN: &str = "132.0.0";

/// The npm package of the rules for accessibility that the browser tests hold the page to.
pub const AXE: &str = "4.14.1";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;

    fn read(path: &str) -> String {
        let root = Project::read().expect("the workspace can be read").root;
        std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// `trunk --offline` refuses any version but the one that its settings name.
    #[test]
    fn trunk_names_the_same_versions() {
        let settings = read("Trunk.toml");
        let wasm_opt = BINARYEN.split('.').next().expect("a version has a first number");
        for line in [
            format!("trunk-version = \"^{}\"", TRUNK.version),
            format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version),
            format!("wasm_opt = \"version_{wasm_opt}\""),
        ] {
            assert!(settings.lines().any(|l| l == line), "Trunk.toml lacks the line {line}");
        }
    }

    #[test]
    fn the_lock_file_has_the_library_of_the_same_version() {
        let lock = read("Cargo.lock");
        let entry = lock.split("[[package]]").find(|entry| entry.contains("name = \"wasm-bindgen\"\n"));
        let entry = entry.expect("the page depends on wasm-bindgen");
        let version = format!("version = \"{}\"", WASM_BINDGEN.version);
        assert!(entry.contains(&version), "wasm-bindgen's library and tool differ:{entry}");
    }

    #[test]
    fn the_workspace_asks_for_the_same_rust() {
        let line = format!("rust-version = \"{}.{}\"", RUST.major, RUST.minor);
        assert!(read("Cargo.toml").lines().any(|l| l == line), "Cargo.toml lacks {line}");
    }
}
