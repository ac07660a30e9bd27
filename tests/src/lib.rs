//! Checks that cross crates, and what they share.

// They ask an engine of all protocols, which no browser holds.
#[cfg(not(target_arch = "wasm32"))]
pub mod hostile;
pub mod mutate;

use quorum_kernel::{Exhibit, hex};
use quorum_protocols::{Visitor, visit};
use quorum_scene::{Command, Lab, Problem, Scene};
use quorum_sim::{Act, History, Link, Network, Scenario, Scripted};

/// The table of (scenario, seed, digest) that must come out the same on every machine.
pub const TABLE: &str = include_str!("../determinism.txt");

/// The scenarios of the table: `PROTOCOL-calm`, a default cluster left alone, and `PROTOCOL-stormy`, one with faults,
/// requests, a lossy network and clocks that run wrong.
pub fn scenario<P: Exhibit>(name: &str, seed: u64) -> Scenario {
    let mut choice = P::default_choice();
    if name.ends_with("-calm") {
        return Scenario::with::<P>(&choice, seed);
    }
    choice.clients = choice.clients.max(1);
    let mut scenario = Scenario::with::<P>(&choice, seed);
    let link = Link { latency_us: 3_000, jitter_us: 25_000, loss_ppm: 60_000, duplication_ppm: 40_000 };
    scenario.network = Network { default: link, ..Network::default() };
    let requests = P::sample_requests().iter().map(|request| format!("invoke c1 {request}"));
    let faults = [
        "crash n1",
        "isolate n2",
        "pause n3",
        "restart n1",
        "rejoin n2",
        "resume n3",
        "clock n1 +90ms",
        "wipe n2",
        "restart n2",
    ];
    let acts = requests.chain(faults.map(str::to_owned));
    scenario.script = acts.zip(1..).map(|(act, i)| Scripted { at_us: i * 211_000, act }).collect();
    scenario.clocks = [("n1", 150_000), ("n2", -120_000)]
        .map(|(node, fast_ppm)| (node.parse().expect("a name"), quorum_sim::ClockRate { fast_ppm }))
        .into();
    scenario
}

/// Runs one line of the table: `SCENARIO SEED`; returns how many events there were and both digests.
pub fn line(name: &str, seed: u64) -> String {
    struct Line<'a>(&'a str, u64);
    impl Visitor for Line<'_> {
        type Output = String;
        fn visit<P: Exhibit>(self) -> String {
            let mut history = History::<P>::new(scenario::<P>(self.0, self.1)).expect("the table's scenarios are good");
            history.advance(4_000_000, quorum_sim::EVENTS_MAX).expect("short enough");
            let run = history.run();
            format!("{} {} {} {} {}", self.0, self.1, history.index(), hex(run.world_digest()), hex(run.chain()))
        }
    }
    let (id, _) = name.rsplit_once('-').expect("PROTOCOL-WEATHER");
    visit(id, Line(name, seed)).expect("a registered protocol")
}

/// The whole table, computed.
pub fn table() -> String {
    let mut lines = String::from(
        "# scenario seed events world trail; regenerate with UPDATE_TABLE=1 only if the change is understood\n",
    );
    for id in quorum_protocols::IDS {
        for weather in ["calm", "stormy"] {
            for seed in [1, 42, u64::MAX] {
                lines += &line(&format!("{id}-{weather}"), seed);
                lines += "\n";
            }
        }
    }
    lines
}

/// Asks the engine for something that is answered with a scene.
pub trait Ask {
    /// Does what is asked, and shows what comes of it.
    ///
    /// # Errors
    /// A problem in people's words.
    fn ask(&mut self, command: Command) -> Result<Scene, Problem>;
}

impl Ask for Lab {
    fn ask(&mut self, command: Command) -> Result<Scene, Problem> {
        Ok(self.handle(command)?.into_scene().expect("only saving is answered with something else"))
    }
}

/// An act from its label.
pub fn act<P: Exhibit>(label: &str) -> Act<P> {
    label.parse().unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// Demands that the table comes out as it was committed.
///
/// # Panics
/// At the first line that differs.
pub fn assert_table() {
    let now = table();
    for (line, committed) in now.lines().zip(TABLE.lines()) {
        assert_eq!(line, committed, "a run differs from the committed table");
    }
    assert_eq!(now.lines().count(), TABLE.lines().count(), "the table has lost or gained a line");
}
