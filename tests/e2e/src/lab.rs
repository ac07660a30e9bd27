//! The words of the lab: leader, crash, branch, event, card. Each says what a person does or sees.

use serde_json::{Value, json};

use crate::Page;

/// Who leads, in which term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leader {
    /// Its name.
    pub node: String,
    /// Its term.
    pub term: u64,
}

/// Where the cursor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// After which event.
    pub event: u64,
    /// How many the branch has.
    pub events: u64,
    /// At which virtual time.
    pub us: u64,
}

/// A branch as the time line lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its id.
    pub id: u64,
    /// What its button says when pointed at: its letter, and the act that made it.
    pub words: String,
    /// Whether the cursor is on it.
    pub here: bool,
}

impl Page {
    /// Goes to the sandbox and waits for its cluster.
    #[track_caller]
    pub fn open_sandbox(&self) {
        self.go("#/sandbox");
        self.see(".transport");
    }

    /// Shows one of the three panes: `Lesson`, `Stage`, `Inspector`. A wide screen shows them all anyway.
    #[track_caller]
    pub fn show(&self, pane: &str) {
        self.see(".app");
        let seen = "all('.tab-bar button').findIndex(tab => tab.checkVisibility() && tab.textContent.trim() === arg)";
        let Ok(place) = usize::try_from(self.value(seen, pane).as_i64().unwrap_or(-1)) else { return };
        let tab = format!(".tab-bar button:nth-child({})", place + 1);
        self.click(&tab);
        self.see(&format!("{tab}[aria-current=page]"));
    }

    /// Starts the sandbox anew with another cluster.
    #[track_caller]
    pub fn set_up(&self, servers: u64, clients: u64, mutant: &str) {
        self.fill("servers", &servers.to_string());
        self.fill("clients", &clients.to_string());
        self.fill("variant", mutant);
        self.click("[data-action=run-cluster]");
        self.until(
            "the new cluster",
            "all('[data-node^=n]').length === arg[0] && all('[data-node^=c]').length === arg[1]",
            json!([servers, clients]),
        );
    }

    /// Puts a value into a field of the sandbox's form, as typing or choosing from a list does.
    #[track_caller]
    pub fn fill(&self, name: &str, value: &str) {
        let css = format!("form.setup [name={name}]");
        self.see(&css);
        self.value(
            "(field => { field.value = arg[1]; for (const kind of ['input', 'change'])
                field.dispatchEvent(new Event(kind, { bubbles: true })); })(one(arg[0]))",
            json!([css, value]),
        );
    }

    /// Digest of the world at the cursor.
    #[track_caller]
    pub fn digest(&self) -> String {
        self.clock();
        self.value("one('.clock').dataset.digest", Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// Opens the share dialog and reads the link in it; the dialog is closed again.
    #[track_caller]
    pub fn link(&self) -> String {
        self.click("[data-action=share]");
        let link = self.until("a link", "one('dialog [name=link]')?.value", Value::Null);
        self.press("Escape");
        self.see_no("dialog[open]");
        link.as_str().unwrap_or_default().to_owned()
    }

    /// Lets time run.
    #[track_caller]
    pub fn play(&self) {
        if self.count(".app[data-playing=true]") == 0 {
            self.click("[data-action=play]");
        }
    }

    /// Lets time stand.
    #[track_caller]
    pub fn pause(&self) {
        if self.count(".app[data-playing=true]") > 0 {
            self.click("[data-action=play]");
        }
        self.see(".app[data-playing=false]");
    }

    /// Where the cursor is.
    #[track_caller]
    pub fn clock(&self) -> Clock {
        let data = self.until("the clock", "one('.clock') && { ...one('.clock').dataset }", Value::Null);
        let number = |key: &str| data[key].as_str().and_then(|number| number.parse().ok());
        let read = || Some(Clock { event: number("event")?, events: number("events")?, us: number("us")? });
        read().unwrap_or_else(|| self.fail("a clock with numbers", &data.to_string()))
    }

    /// Waits until the cursor is after this event.
    #[track_caller]
    pub fn at_event(&self, event: u64) {
        self.see(&format!(".clock[data-event='{event}']"));
    }

    /// One event on, by the transport's button.
    #[track_caller]
    pub fn forward(&self) {
        let before = self.clock().event;
        self.click("[data-action=forward]");
        self.at_event(before + 1);
    }

    /// One event back, by the transport's button.
    #[track_caller]
    pub fn back(&self) {
        let before = self.clock().event;
        self.click("[data-action=back]");
        self.at_event(before - 1);
    }

    /// The live leader of the highest term, if there is one now.
    #[track_caller]
    pub fn leader(&self) -> Option<Leader> {
        leader(&self.value(LEADERS, 0))
    }

    /// Waits for a leader of a term after `term`.
    #[track_caller]
    pub fn leader_after(&self, term: u64) -> Leader {
        let found = self.until(&format!("a leader after term {term}"), &format!("({LEADERS})[0]"), term);
        leader(&json!([found])).unwrap_or_else(|| self.fail("a leader with a term", &found.to_string()))
    }

    /// Waits until a node is `up`, `paused` or `down`.
    #[track_caller]
    pub fn node_is(&self, node: &str, status: &str) {
        self.see(&format!("[data-node={node}][data-status={status}]"));
    }

    /// A message of this kind on its way that no other lies over, if there is one now.
    #[track_caller]
    pub fn reachable_message(&self, kind: &str) -> Option<String> {
        let found = self.value(
            "all(`[data-message][data-kind=${arg}][data-status=flying]`).filter(message => {
                const box = message.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return message.contains(top);
            }).map(message => message.dataset.message)[0] ?? null",
            kind,
        );
        found.as_str().map(str::to_owned)
    }

    /// Opens the card of a node, a message or a link with the mouse.
    #[track_caller]
    pub fn open_card(&self, css: &str) {
        self.click(css);
        self.see(".card");
    }

    /// Presses a button of the open card, by its key.
    #[track_caller]
    pub fn deed(&self, key: char) {
        self.click(&format!(".card [data-deed='{key}']"));
        self.see_no(".card");
    }

    /// The labels of the listed events, latest first.
    #[track_caller]
    pub fn events(&self) -> Vec<String> {
        strings(&self.value("all('[data-event] .label').map(label => label.textContent)", Value::Null))
    }

    /// Waits until the latest event before the cursor is this one, done by hand.
    #[track_caller]
    pub fn just_did(&self, label: &str) {
        let what = format!("“{label}” to be the last event, done by hand");
        self.until(&what, "one('.event.at .hand') && one('.event.at .label').textContent === arg", label);
    }

    /// Waits until the latest event before the cursor is this one, by whomever.
    #[track_caller]
    pub fn at_cursor(&self, label: &str) {
        let what = format!("“{label}” to be the last event");
        self.until(&what, "one('.event.at .label')?.textContent === arg", label);
    }

    /// The branches, in the order they were made.
    #[track_caller]
    pub fn branches(&self) -> Vec<Branch> {
        let listed = self.value(
            "all('[data-branch]').map(branch => [Number(branch.dataset.branch),
                branch.title, branch.getAttribute('aria-pressed') === 'true'])",
            Value::Null,
        );
        let read = |branch: &Value| {
            Some(Branch { id: branch[0].as_u64()?, words: branch[1].as_str()?.to_owned(), here: branch[2].as_bool()? })
        };
        let rows = listed.as_array().map_or(&[][..], Vec::as_slice);
        rows.iter().map(read).collect::<Option<_>>().unwrap_or_else(|| self.fail("branches", &listed.to_string()))
    }

    /// Waits until the cursor is on the branch that was made last, and returns it.
    #[track_caller]
    pub fn new_branch(&self, count: usize) -> Branch {
        let made = "all('[data-branch]').length === arg && all('[data-branch]').at(-1).matches('[aria-pressed=true]')";
        self.until(&format!("branch {count}"), made, count);
        self.branches().pop().unwrap_or_else(|| self.fail("a branch", "there is none"))
    }

    /// Goes to a branch by its button in the time line.
    #[track_caller]
    pub fn go_to_branch(&self, id: u64) {
        self.click(&format!("[data-branch='{id}']"));
        self.see(&format!("[data-branch='{id}'][aria-pressed=true]"));
    }
}

/// Live leaders of terms after `arg`, as name and term, highest term first.
const LEADERS: &str = "all('[data-node][data-role=leader][data-status=up]')
    .map(node => [node.dataset.node, Number(node.querySelector('.pill-words')?.textContent.replace(/\\D/g, ''))])
    .filter(([, term]) => term > arg).sort((a, b) => b[1] - a[1])";

fn leader(leaders: &Value) -> Option<Leader> {
    Some(Leader { node: leaders[0][0].as_str()?.to_owned(), term: leaders[0][1].as_u64()? })
}

fn strings(values: &Value) -> Vec<String> {
    values.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
