//! Pictures of the built site for its readers: `cargo xtask screenshots` builds the site and calls this with the folder
//! to write to. Each shows a moment of a run that its seed decides, found by stepping, not by waiting; only the start
//! page, whose cluster runs by itself, is taken as it comes.

use std::{env, fs, path::PathBuf};

use quorum_e2e::{LAPTOP, PHONE, Page, Screen, palette, visit};

fn main() {
    let folder = env::args_os().nth(1).map(PathBuf::from).unwrap_or_else(|| panic!("name the folder to write to"));
    fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    for (size, screen) in [("laptop", LAPTOP), ("phone", PHONE)] {
        for (theme, screen) in [("light", screen), ("dark", screen.dark())] {
            take_all(&folder, &format!("{size}-{theme}"), screen);
        }
    }
}

/// The three pages on one screen, each from a fresh load.
fn take_all(folder: &std::path::Path, kind: &str, screen: Screen) {
    let take = |name: &str, screen: Screen, scene: fn(&Page)| {
        let name = format!("{name}-{kind}");
        visit(&name, screen, |page| {
            scene(page);
            let picture = palette(&page.picture()).unwrap_or_else(|why| panic!("{name}: {why}"));
            let file = folder.join(format!("{name}.png"));
            fs::write(&file, &picture).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
            println!("{:>8} bytes  {}", picture.len(), file.display());
        });
    };
    // The start page's cluster runs by itself for those only who have not asked for stillness.
    take("landing", screen, landing);
    take("lesson", screen.still(), lesson);
    take("sandbox", screen.still(), sandbox);
}

fn landing(page: &Page) {
    page.see(".tracks");
    page.see(".live [data-node][data-role=leader]");
}

/// The step on a split vote, as somebody finds it who did those before: two candidates, and votes on their way.
fn lesson(page: &Page) {
    let kept = r#"{"format":2,"done":["first-leader","one-leader-a-term","crash-the-leader"],"open":"split-vote"}"#;
    page.value("localStorage.setItem('quorum.progress.raft-election', arg)", kept);
    page.go("#/lesson/raft-election");
    page.see("[data-step=split-vote]");
    page.show("Stage");
    while page.count("[data-message][data-status=flying]") < 4 {
        page.forward();
    }
}

/// A leader, known to the others, whose messages are on their way.
fn sandbox(page: &Page) {
    page.open_sandbox();
    page.show("Stage");
    while page.leader().is_none() || page.count("[data-message][data-status=flying]") < 3 {
        page.forward();
    }
}
