//! `cargo xtask build`: the site as files for a static host.

use crate::project::{Project, cargo_home};
use crate::serve::trunk;
use crate::{csp, shell, weigh};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Builds the site into `dist`, to live at `public_url`, and prints what a visitor will download.
pub fn build(project: &Project, public_url: &str, dist: &Path) -> Result<()> {
    let public_url = with_slash(public_url)?;
    let flags = compiler_flags(std::env::var("RUSTFLAGS").ok(), cargo_home());
    programs(project, &flags)?;
    let mut command = trunk(project, "build");
    command.args(["--release", "--cargo-profile", "wasm-release", "--public-url", &public_url, "--dist"]).arg(dist);
    command.env("CARGO_ENCODED_RUSTFLAGS", &flags);
    shell::run(&mut command)?;
    let index = dist.join("index.html");
    let page = std::fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let page = true_size(&page, dist);
    let page = csp::insert(&page).context("the page cannot get its content security policy")?;
    std::fs::write(&index, page).with_context(|| format!("cannot write {}", index.display()))?;
    println!("\nWrote {} for {public_url}\n", dist.display());
    print!("{}\n{}", weigh::until_interactive(dist)?, weigh::when_needed(dist)?);
    Ok(())
}

/// Compiles the programs of the site. Trunk would build one after the other, and linking one takes one core: so they are
/// linked side by side first, and trunk finds them done.
fn programs(project: &Project, flags: &str) -> Result<()> {
    let compile = |package: &str, profile: &str| {
        let mut command =
            project.cargo(&["build", "--bins", "--target", "wasm32-unknown-unknown", "--profile", profile]);
        // As trunk names it: features are those of the package alone.
        command.args(["--manifest-path", &format!("crates/{package}/Cargo.toml")]);
        shell::run(command.env("CARGO_ENCODED_RUSTFLAGS", flags))
    };
    std::thread::scope(|scope| {
        let hunter = scope.spawn(|| compile("hunter", "wasm-hunter"));
        compile("engine", "wasm-release")?;
        compile("web", "wasm-release")?;
        hunter.join().expect("compiling does not panic")
    })
}

/// The caller's flags, and one that keeps the builder's folders out of what visitors download: each panic names its
/// source file. Encoded as cargo wants it, for folders with spaces.
fn compiler_flags(given: Option<String>, cargo_home: Option<PathBuf>) -> String {
    let mut flags: Vec<String> = given.iter().flat_map(|flags| flags.split_whitespace()).map(str::to_string).collect();
    flags.extend(cargo_home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())));
    flags.join("\x1f")
}

/// `page` with the size of the wasm file as it is. Trunk writes the size from before wasm-opt into its loader, so the
/// bar that shows the download would stop half way. A page whose loader has no size stays as it is.
fn true_size(page: &str, dist: &Path) -> String {
    let corrected = || {
        let call = page.find("__trunkInitializer(init, '")?;
        let url_end = call + page[call..].find(".wasm', ")? + ".wasm".len();
        let file = page[call..url_end].rsplit('/').next()?;
        let size = std::fs::metadata(dist.join(file)).ok()?.len();
        let size_start = url_end + "', ".len();
        let size_end = size_start + page[size_start..].find(',')?;
        page[size_start..size_end].parse::<u64>().ok()?;
        Some(format!("{}{size}{}", &page[..size_start], &page[size_end..]))
    };
    corrected().unwrap_or_else(|| page.to_string())
}

/// A public URL names a folder, so it ends with a slash; trunk prints it as it is in front of file names.
fn with_slash(public_url: &str) -> Result<String> {
    let from_known_place = ["/", "./", "http://", "https://"].iter().any(|start| public_url.starts_with(start));
    if public_url != "." && !from_known_place {
        bail!("--public-url {public_url}: write a path such as /quorum/, a whole address, or ./ for any place");
    }
    Ok(format!("{}/", public_url.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::{compiler_flags, true_size, with_slash};

    #[test]
    fn the_loader_learns_the_size_after_wasm_opt() {
        let dist = std::env::temp_dir().join(format!("xtask-site-{}", std::process::id()));
        std::fs::create_dir_all(&dist).expect("a temporary folder");
        std::fs::write(dist.join("web-1_bg.wasm"), [0; 7]).expect("a temporary file");
        let call =
            |size| format!("const wasm = await __trunkInitializer(init, '/lab/web-1_bg.wasm', {size}, boot(), true);");
        let corrected = true_size(&call(179_744), &dist);
        std::fs::remove_dir_all(&dist).expect("it was just made");
        assert_eq!(corrected, call(7));
        assert_eq!(true_size("<p>no loader", &dist), "<p>no loader");
    }

    #[test]
    fn the_builders_folders_stay_out_and_the_callers_flags_stay_in() {
        let flags = compiler_flags(Some(" -C  debuginfo=0".to_string()), Some("/home/a b/.cargo".into()));
        assert_eq!(flags, "-C\x1fdebuginfo=0\x1f--remap-path-prefix=/home/a b/.cargo=cargo");
        assert_eq!(compiler_flags(None, None), "");
    }

    #[test]
    fn a_public_url_is_a_folder() {
        for (given, expected) in [
            ("/lab", "/lab/"),
            ("/lab/", "/lab/"),
            ("/", "/"),
            (".", "./"),
            ("./", "./"),
            ("https://a.b/c", "https://a.b/c/"),
        ] {
            assert_eq!(with_slash(given).ok().as_deref(), Some(expected), "for {given}");
        }
    }

    #[test]
    fn a_public_url_without_a_start_is_refused() {
        assert!(with_slash("lab").is_err(), "it could be a folder or a host");
    }
}
