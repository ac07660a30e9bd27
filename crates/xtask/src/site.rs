//! `cargo xtask build`: the site as files for a static host.

use crate::project::Project;
use crate::serve::trunk;
use crate::{csp, shell, weigh};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// Builds the site into `dist`, to live at `public_url`, and prints what a visitor will download.
pub fn build(project: &Project, public_url: &str, dist: &Path) -> Result<()> {
    let public_url = with_slash(public_url)?;
    let mut command = trunk(project, "build");
    command.args(["--release", "--cargo-profile", "wasm-release", "--public-url", &public_url, "--dist"]).arg(dist);
    shell::run(&mut command)?;
    let index = dist.join("index.html");
    let page = std::fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let page = csp::insert(&page).context("the page cannot get its content security policy")?;
    std::fs::write(&index, page).with_context(|| format!("cannot write {}", index.display()))?;
    println!("\nWrote {} for {public_url}\n", dist.display());
    print!("{}", weigh::until_interactive(dist)?);
    Ok(())
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
    use super::with_slash;

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
