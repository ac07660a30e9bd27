//! The end of a run, as text and as JSON.

use quorum_kernel::{Exhibit, Mode, hex, inspect};
use quorum_scene::words::say;
use quorum_sim::{Event, History, Origin, Run};
use serde::Serialize;

/// A run and how it ended.
#[derive(Serialize)]
pub struct Report {
    protocol: &'static str,
    mutant: Option<String>,
    /// A string: it does not fit a JavaScript number.
    seed: String,
    events: Vec<EventLine>,
    nodes: Vec<NodeLine>,
    properties: Vec<PropertyLine>,
    /// Of the world at the end, 16 hexadecimal digits.
    digest: String,
    /// Of the way that led there.
    trail: String,
}

#[derive(Serialize)]
struct EventLine {
    index: u32,
    time_us: u64,
    label: String,
    by_hand: bool,
}

#[derive(Serialize)]
struct NodeLine {
    id: String,
    status: String,
    memory: serde_json::Value,
    disk: serde_json::Value,
}

#[derive(Serialize)]
struct PropertyLine {
    id: &'static str,
    mode: &'static str,
    holds: bool,
    detail: String,
}

impl Report {
    pub fn of<P: Exhibit>(history: &History<P>) -> Self {
        let run = history.run();
        let event = |index| history.event(history.branch(), index).map(|event| line(index, event));
        Self {
            protocol: P::ID,
            mutant: run.scenario().mutant.clone(),
            seed: run.scenario().seed.to_string(),
            events: (1..=history.index()).filter_map(event).collect(),
            nodes: nodes(run),
            properties: properties(run),
            digest: hex(run.world_digest()),
            trail: hex(run.chain()),
        }
    }

    pub fn print(&self) {
        for event in &self.events {
            let hand = if event.by_hand { " (by hand)" } else { "" };
            println!("{:>6}  {:>10.6}  {}{hand}", event.index, seconds(event.time_us), event.label);
        }
        println!();
        for node in &self.nodes {
            println!("{} {}", node.id, node.status);
            println!("  memory  {}", node.memory);
            println!("  disk    {}", node.disk);
        }
        println!();
        for property in &self.properties {
            let mark = if property.holds { "holds" } else { "FALSE" };
            println!("{mark}  {} ({}): {}", property.id, property.mode, property.detail);
        }
        println!("\nevents {}  digest {}  trail {}", self.events.len(), self.digest, self.trail);
    }

    /// Whether every property that must always hold does.
    pub fn safe(&self) -> bool {
        self.properties.iter().all(|property| property.holds || property.mode != "always")
    }
}

fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}

fn line<P: Exhibit>(index: u32, event: &Event<P>) -> EventLine {
    EventLine { index, time_us: event.at, label: event.act.to_string(), by_hand: event.origin == Origin::Hand }
}

fn nodes<P: Exhibit>(run: &Run<P>) -> Vec<NodeLine> {
    let world = run.world();
    world
        .nodes()
        .map(|node| {
            let caption = match node.state {
                Some(state) => P::face(world.config(), node.id, state, node.disk).caption,
                None => P::keeps(node.disk),
            };
            NodeLine {
                id: node.id.to_string(),
                status: format!("{} · {}", status(node.status), say(&caption)),
                memory: node
                    .state
                    .map_or(serde_json::Value::Null, |state| tree(&P::memory(world.config(), node.id, state))),
                disk: tree(&P::durable(world.config(), node.id, node.disk)),
            }
        })
        .collect()
}

fn status(status: quorum_kernel::Status) -> &'static str {
    match status {
        quorum_kernel::Status::Up => "up",
        quorum_kernel::Status::Paused { .. } => "paused",
        quorum_kernel::Status::Down => "down",
    }
}

fn tree(fields: &[inspect::Field]) -> serde_json::Value {
    let value = |shown: &inspect::Shown| match shown {
        inspect::Shown::One(one) => serde_json::Value::from(one.as_str()),
        inspect::Shown::Many(many) => serde_json::Value::from(many.clone()),
        inspect::Shown::Fields(fields) => tree(fields),
    };
    fields.iter().map(|field| (field.name.clone(), value(&field.value))).collect::<serde_json::Map<_, _>>().into()
}

fn properties<P: Exhibit>(run: &Run<P>) -> Vec<PropertyLine> {
    let verdicts = run.monitor().verdicts(run.world());
    verdicts
        .into_iter()
        .map(|(property, verdict)| PropertyLine {
            id: property.id,
            mode: match property.mode {
                Mode::Always => "always",
                Mode::Eventually => "eventually",
                Mode::Sometimes => "sometimes",
            },
            holds: verdict.holds,
            detail: say(&verdict.detail),
        })
        .collect()
}
