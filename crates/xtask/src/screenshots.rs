//! `cargo xtask screenshots`: pictures of the site as it is now, for the README.

use crate::project::Project;
use crate::{browser, shell, site, tools};
use anyhow::Result;

/// Where the pictures lie, from the root.
const FOLDER: &str = "docs/screenshots";
const PUBLIC_URL: &str = "/lab/";

/// Builds the site and takes its pictures: start page, lesson and sandbox, in both themes and on both sizes.
pub fn screenshots(project: &Project) -> Result<()> {
    tools::for_builds(project)?;
    let dist = project.target.join("site");
    site::build(project, PUBLIC_URL, &dist)?;
    let mut command = project.cargo(&["run", "--package", "quorum-e2e", "--bin", "quorum-screenshots", "--"]);
    command.arg(project.root.join(FOLDER)).env("QUORUM_SITE", dist).env("QUORUM_PUBLIC_URL", PUBLIC_URL);
    browser::find_or_install(project)?.show_to(&mut command, project)?;
    shell::run(&mut command)
}
