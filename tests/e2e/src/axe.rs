//! Accessibility as axe-core sees it.

use std::{env, fs};

use serde_json::Value;

use crate::Page;

/// Runs every rule of axe on the page, and keeps what matters: from each finding of weight its rule, what the rule
/// asks for, and where it is broken.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(result => done(result.violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => `${one.impact} ${one.id}: ${one.help}\\n` + one.nodes.map(node =>
            `    ${node.target.join(' ')}: ${node.failureSummary.replaceAll('\\n', ' ')}`).join('\\n'))));";

/// axe-core's script, from where `cargo xtask test` has put it.
fn script() -> String {
    let file = env::var("QUORUM_AXE").unwrap_or_else(|_| {
        panic!("QUORUM_AXE does not name axe-core's axe.min.js (npm install axe-core); `cargo xtask test` does")
    });
    fs::read_to_string(&file).unwrap_or_else(|why| panic!("{file}: {why}"))
}

impl Page {
    /// Holds what is on the screen now to axe's rules (no serious and no critical finding) and to its width.
    #[track_caller]
    pub fn must_be_accessible(&self, what: &str) {
        self.must_fit(what);
        self.run(&format!("{}\narguments[arguments.length - 1](true);", script()));
        let found = self.run(RUN);
        let found: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if !found.is_empty() {
            self.fail(&format!("{what} without findings of axe"), &found.join("\n"));
        }
    }
}
